"""How a forecast looks: the customers, the whole, and how far to trust it. Reads the result and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.domain.words import counted, expected
from crmcli.render.table import Cell, Column, Row, heading, pairs
from crmcli.render.terminal import Screen, wrap
from crmcli.render.views.warning import NOBODY, following, grade, listed


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm forecast`, of everybody or of one customer. The items come cut."""
    summary = result.summary
    whose = f" from {summary['contact']['name']}" if "contact" in summary else ""
    lines = [heading(f"Orders to come{whose} by {summary['until']}, {result.currency}, as of {result.as_of}", screen)]
    if not summary["listed"] and not summary["archived"]:
        return [*lines, "", NOBODY]
    if "contact" in summary:
        said = summary["words"]
        return [*lines, *_one(result, screen), "", *_wrapped(summary["judged_words"], screen)] if said else lines
    rows = [_row(item, result.currency) for item in (result.items or [])[:limit]]
    columns = [
        Column("customer", min=12, flex=1),
        Column("class", whole=True, priority=2),
        Column("orders", "r"),
        Column(f"value {result.currency}", "r"),
        Column("active", "r"),
        Column("next order", whole=True, priority=1),
        Column("lifetime value", "r", priority=3),
    ]
    lines += [
        "",
        *listed(columns, rows, summary["listed"], "Everybody who ordered is archived.", screen),
        "",
        *pairs(_whole(result), screen),
    ]
    return [*lines, *following(summary, screen)]


def _one(result: Result, screen: Screen) -> list[str]:
    lines = ["", *wrap(screen.text(result.summary["words"]), screen.columns)]
    worth = (result.items or [{}])[0].get("lifetime_value_minor")
    if worth is not None:
        months = counted(result.summary["lifetime"]["months"], "month")
        text = f"worth {format_amount(worth, result.currency)} in margin over {months}, after cost to serve"
        lines += wrap(text, screen.columns)
    return lines


def _row(item: Mapping[str, Any], currency: str) -> Row:
    worth, active = item["lifetime_value_minor"], item["p_active"]
    orders, minor = item["expected_orders"], item["expected_minor"]
    cells = [
        item["contact"]["name"],
        grade(item["class"]),
        "-" if orders is None else f"{orders:,.1f}",
        "not known yet" if minor is None else format_amount(minor, currency),
        "-" if active is None else f"{active * 100:.0f} %",
        item["next_order_on"] or "-",
        "-" if worth is None else format_amount(worth, currency),
    ]
    return Row(cells, [Cell("listed as lapsed", "dim")] if item["lapsed"] else [])


def _whole(result: Result) -> list[tuple[str, str]]:
    """The totals, the model, and what it is worth."""
    summary = result.summary
    entries = [("in all", _total(summary, result.currency) + _active(summary))]
    if summary["lapsed"]["customers"]:
        part = summary["lapsed"]
        whose = f"{counted(part['customers'], 'customer')} listed as lapsed"
        entries.append(("of these", f"{_total(part, result.currency)} from {whose}"))
    if summary["unknown"]:
        whose = counted(summary["unknown"], "customer")
        entries.append(("not known yet", f"what comes from {whose} who bought on one day only; left out of the total"))
    if summary["method"] == summary["model"]:
        fit = ", ".join(f"{name} {number:.4g}" for name, number in summary["parameters"].items())
        entries.append(("model", f"{summary['model']} ({fit}; weeks)"))
    else:
        entries.append(("method", "each customer's own rate, as if nobody ever left"))
    entries.append(("how right", summary["judged_words"]))
    entries.append(("lifetime value", _lifetime(result)))
    if summary["archived"]:
        entries.append(("archived", f"{counted(summary['archived'], 'customer')} left out"))
    if summary["walk_in"]["count"]:
        entries.append(("walk-in sales", f"{counted(summary['walk_in']['count'], 'order')} of nobody's left out"))
    return entries


def _total(part: Mapping[str, Any], currency: str) -> str:
    orders, minor = part["expected_orders"], part["expected_minor"]
    if orders is None or minor is None:
        return "not known yet"
    return f"{expected(orders, 'order')} worth {format_amount(minor, currency)}"


def _active(summary: Mapping[str, Any]) -> str:
    if summary["active"] is None:
        return ""
    return f"; {summary['active']:,.0f} of {counted(summary['listed'], 'customer')} still active"


def _lifetime(result: Result) -> str:
    part = result.summary["lifetime"]
    mend = "`crm policy set margin.default 0.3` sets it for all"
    if part["value_minor"] is None:
        return f"unknown, for no margin is known: {mend}"
    text = (
        f"{format_amount(part['value_minor'], result.currency)} in margin over {counted(part['months'], 'month')},"
        f" {part['discount'] * 100:g} % a year discounted, after"
        f" {format_amount(part['cost_to_serve_minor'], result.currency)} for serving them as in the last year"
    )
    return text + (f"; of {part['unknown_margin']:,} the margin is unknown: {mend}" if part["unknown_margin"] else "")


def _wrapped(text: str, screen: Screen) -> list[str]:
    return [screen.style(line, "dim") for line in wrap(text, screen.columns)]
