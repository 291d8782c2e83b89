"""What each kind of segment by groups calls itself, and what it shows of a customer. Data and words; `segment_groups` draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.render.chart import percent
from crmcli.render.table import Column


class Look(NamedTuple):
    """How one kind looks: its title and a line about it, the key of the group, what a row counts, and of each customer the
    columns after the name and the group, and the line below."""

    title: Callable[[Mapping[str, Any]], str]
    about: Callable[[Result], str]
    key: str
    whom: str
    columns: Callable[[Result], list[Column]]
    cells: Callable[[Mapping[str, Any], str], list[str]]
    below: str | None = None
    money: bool = True


def _money(value: int | None, currency: str, none: str) -> str:
    return none if value is None else format_amount(value, currency)


def _about_rfm(result: Result) -> str:
    summary = result.totals
    how = (
        "limits and groups of R's rfm package"
        if summary["compat"]
        else "a 5 has four fifths of all below it, equal customers score alike"
    )
    scored = f"{counted(summary['customers'], 'customer')}, {counted(summary['orders'], 'order')}"
    return f"{scored}; scores from 5 to 1 for how lately, how often and for how much: {how}"


def _about_value(result: Result) -> str:
    summary = result.totals
    unknown = summary.get("unknown", {}).get("customers")
    return (
        f"{counted(summary['customers'], 'customer')} by what they leave: their margin less what it costs to serve them"
        + (f"; the margin of {unknown:,} is not known" if unknown else "")
        + _best_year(summary["best"])
    )


def _best_year(best: Mapping[str, Any]) -> str:
    if best["instead"]:
        return f"; the most valuable by these 12 months: {best['instead']}"
    return f"; the most valuable by the fiscal year {best['from']} to {best['to']}"


def _about_by(result: Result) -> str:
    summary = result.totals
    several = "; who has several counts under each" if summary["several"] else ""
    return (
        f"{counted(summary['customers'], 'contact')}, {format_amount(summary['total_minor'], result.currency)}{several}"
    )


SIGNS = {
    "no_order": "no order in a year",
    "falling": "buying far less than the year before",
    "refused": "refusing quotes",
    "shortlist": "asking quotes to fill a shortlist",
}


def worst(found: Mapping[str, Any], currency: str) -> list[tuple[str, str]]:
    """Whom to look at first among those who cost more than they bring, or show signs of it: lines of label and text."""
    if not found["customers"]:
        return []
    below, lost = found["below_zero"], format_amount(found["lost_minor"], currency)
    parts = [f"{below:,} below zero who {'loses' if below == 1 else 'lose'} {lost}"] if below else []
    parts += [f"{found['watch']:,} to watch"] if found["watch"] else []
    cost = format_amount(found["cost_to_serve_minor"], currency)
    signs = [
        f"{SIGNS.get(name, name)} {one['customers']:,} ({format_amount(one['cost_minor'], currency)})"
        for name, one in found["signs"].items()
        if one["customers"]
    ]
    share = f"the worst {found['share'] * 100:g} % of {found['of']:,}, rounded up"
    head = f"{counted(found['customers'], 'customer')}, {share}: {', '.join(parts)}; {cost} to serve"
    return [("look at first", head), *([("their signs", "; ".join(signs))] if signs else [])]


LOOKS: dict[str, Look] = {
    "segment_rfm": Look(
        lambda summary: "Recency, frequency, money" + (" as R has them" if summary["compat"] else ""),
        _about_rfm,
        "segment",
        "customers",
        lambda result: [
            Column("r f m", priority=2),
            Column("days", "r", priority=3),
            Column("times", "r", priority=4),
            Column(result.currency, "r"),
        ],
        lambda item, currency: [
            f"{item['r']} {item['f']} {item['m']}",
            f"{item['recency_days']:,}",
            f"{item['frequency']:,}",
            format_amount(item["amount_minor"], currency),
        ],
    ),
    "segment_value": Look(
        lambda _: "Value",
        _about_value,
        "tier",
        "customers",
        lambda result: [Column(f"actual {result.currency}", "r"), Column("potential", "r", priority=2)],
        lambda item, currency: [
            _money(item["actual_minor"], currency, "unknown"),
            _money(item["potential_minor"], currency, "-"),
        ],
        below="why",
    ),
    "segment_ladder": Look(
        lambda _: "The ladder",
        lambda result: (
            f"{counted(result.totals['customers'], 'contact')} by how close they are to us; the rules are the policy's ladder"
        ),
        "step",
        "contacts",
        lambda _: [Column("wanted", priority=2)],
        lambda item, _: [item["wanted"] or "-"],
        below="why",
        money=False,
    ),
    "segment_by": Look(
        lambda summary: f"By {summary['by']}",
        _about_by,
        "value",
        "contacts",
        lambda result: [
            Column("orders", "r", priority=2),
            Column(result.currency, "r"),
            Column("share", "r", priority=3),
        ],
        lambda item, currency: [
            f"{item['orders']:,}",
            format_amount(item["amount_minor"], currency),
            "-" if item["share"] is None else percent(item["share"]),
        ],
    ),
}
