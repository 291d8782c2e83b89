"""How profit by customer looks: the whale curve, the sentence that reads it, the customers; and who to look at first.

Reads the result and nothing else. The curve has its figures beside it and in words below.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.render.chart import curve
from crmcli.render.table import Cell, Column, Row, heading, pairs, table
from crmcli.render.terminal import Screen, wrap
from crmcli.render.views.segment_parts import dim_lines, more_line, next_lines

HEIGHT = 8
WIDEST = 72
UNKNOWN = Cell("unknown", "dim")
SIGNS = {
    "no_order": "no order in a year", "falling": "falling purchases", "refused": "refused quotes",
    "shortlist": "quotes only for a shortlist",
}  # fmt: skip


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm profit`; the items come cut."""
    summary = result.summary
    lines = _head("Profit", result, screen)
    if not summary["customers"]:
        return [*lines, "", "Nobody bought and nothing was done for a customer in these days."]
    lines += dim_lines(_rates(summary, result.currency), screen)
    lines += ["", *_whale(summary, result.currency, screen), ""]
    lines += _customers(result, screen, limit)
    lines += _aside(summary, result.currency, screen)
    return [*lines, *next_lines(summary, screen)]


def worst(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm profit --worst`; the items come cut."""
    summary = result.summary
    lines = _head("Who to look at first", result, screen)
    lines += dim_lines(_worst_words(summary, result.currency), screen)
    rows = (result.items or [])[:limit]
    if not rows:
        return lines
    columns = [
        Column("customer", min=12, flex=2),
        Column(f"leaves {result.currency}", "r"),
        Column("cost to serve", "r", priority=1),
        Column("why", min=24, flex=5, wrap=True),
    ]
    cells = [
        Row([
            one["contact"]["name"],
            _amount(one["actual_minor"], result.currency),
            format_amount(one["cost_to_serve_minor"], result.currency),
            one["why"],
        ])
        for one in rows
    ]  # fmt: skip
    lines += ["", *table(columns, cells, screen), *more_line(summary["listed"] - len(rows), screen)]
    return [*lines, *next_lines(summary, screen)]


def _worst_words(worst: Mapping[str, Any], currency: str) -> str:
    """The worst of the customers in a few sentences."""
    share = f"the worst {worst['share'] * 100:g} % of {counted(worst['of'], 'customer')}, rounded up"
    if not worst["customers"]:
        return f"Nobody is among {share}: none costs more than they bring or shows a sign of it."
    below, watch = worst["below_zero"], worst["watch"]
    lost = format_amount(worst["lost_minor"], currency, symbol=True)
    spent = format_amount(worst["cost_to_serve_minor"], currency, symbol=True)
    parts = [f"{counted(below, 'customer')} below zero by {lost}"] if below else []
    parts += (
        [f"{watch:,} {'more ' if below else ''}who {'shows' if watch == 1 else 'show'} signs of it"] if watch else []
    )
    shown = [(name, worst["signs"][name]) for name in SIGNS if worst["signs"][name]["customers"]]
    signs = ", ".join(
        f"{SIGNS[name]} {sign['customers']:,} ({format_amount(sign['cost_minor'], currency)})" for name, sign in shown
    )
    text = f"Among {share}: {' and '.join(parts)}; serving them cost {spent}."
    text += f" Signs, with what they cost: {signs}." if signs else ""
    order = "Who leaves least stands first; of equals, who shows more signs."
    return f"{text} {order}" if worst["customers"] > 1 else text


def _head(what: str, result: Result, screen: Screen) -> list[str]:
    summary = result.summary
    by = " by account" if summary["accounts"] else ""
    title = f"{what}{by}, {summary['from']} to {summary['to']}, {result.currency}, as of {result.as_of}"
    return [*([""] if result.said else []), heading(title, screen)]


def _rates(summary: Mapping[str, Any], currency: str) -> str:
    total, rates = summary["total"], summary["rates"]
    words = {"minutes": "minute", "visits": "visit", "quotes": "quote", "letters": "letter", "complaints": "complaint"}
    each = ", ".join(f"{word} {rates[name]:g}" for name, word in words.items())
    unknown = summary["unknown"]
    if total["profit_minor"] is None:
        sold, cost = (format_amount(unknown[key], currency) for key in ("sales_minor", "cost_to_serve_minor"))
        return f"Sales {sold}, margin unknown, cost to serve {cost} ({each}); profit unknown"
    sold, margin, cost, left = (
        format_amount(total[key], currency)
        for key in ("sales_minor", "margin_minor", "cost_to_serve_minor", "profit_minor")
    )
    text = f"Sales {sold}, margin {margin}, cost to serve {cost} ({each}); profit {left}"
    return text + (
        f"; without {counted(unknown['customers'], 'customer')} of unknown margin" if unknown["customers"] else ""
    )


def _whale(summary: Mapping[str, Any], currency: str, screen: Screen) -> list[str]:
    """The curve, as shares of the profit where there is one, else in money; and what it says."""
    known, total = summary["customers"] - summary["unknown"]["customers"], summary["total"]["profit_minor"]
    if total is None:
        return dim_lines("No customer's margin is known, so there is no profit to add up.", screen)
    points = [(float(one["customers"]), float(one["profit_minor"])) for one in summary["curve"]]
    lines = []
    if known > 1:
        drawn = [(x, y / total) for x, y in points] if total > 0 else points

        def label(y: float) -> str:
            return f"{y * 100:,.0f} %" if total > 0 else format_amount(round(y), currency)

        lines = curve(drawn, min(screen.columns, WIDEST), HEIGHT, screen, label=label)
        lines += dim_lines(f"profit added up over {counted(known, 'customer')}, the most profitable first", screen)
    return [*lines, *wrap(_reading(summary, known, currency), screen.columns)]


def _reading(summary: Mapping[str, Any], known: int, currency: str) -> str:
    """The best 34 % of customers bring 131 % of the profit; 210 take back 12,300.00 EUR."""
    peak, below = summary["peak"], summary["below_zero"]
    back = format_amount(-below["amount_minor"], currency, symbol=True)
    if not peak["customers"]:
        return (
            f"Nobody brings a profit; {counted(below['customers'], 'customer')} cost {back}."
            if below["customers"]
            else ("Nobody brings a profit, and nobody costs any.")
        )
    best = f"{counted(peak['customers'], 'customer')} of {known:,} ({peak['customers'] / known * 100:.0f} %)"
    verb = "brings" if peak["customers"] == 1 else "bring"
    brought = format_amount(peak["profit_minor"], currency, symbol=True)
    share = f", {summary['peak_share'] * 100:.0f} % of the profit" if summary["peak_share"] else ""
    taken = "; nobody takes any back"
    if below["customers"]:
        taken = f"; {below['customers']:,} {'takes' if below['customers'] == 1 else 'take'} back {back}"
    loss = "" if summary["total"]["profit_minor"] > 0 else ", and no profit is left"
    return f"The best {best} {verb} {brought}{share}{taken}{loss}."


def _customers(result: Result, screen: Screen, limit: int | None) -> list[str]:
    rows = (result.items or [])[:limit]
    if not rows:
        return ["Nobody costs more than they bring."]
    currency = result.currency
    columns = [
        Column("customer", min=12, flex=1),
        Column(f"profit {currency}", "r"),
        Column("sales", "r", priority=4),
        Column("margin", "r", priority=2),
        Column("cost to serve", "r", priority=1),
        Column("cumulative", "r", priority=3),
    ]
    cells = [_row(one, currency) for one in rows]
    if any(row.cells[-1] for row in cells):
        columns.append(Column("done for them", min=10, priority=5, whole=True))
    else:
        cells = [Row(row.cells[:-1]) for row in cells]
    lines = table(columns, cells, screen)
    return [*lines, *more_line(result.summary["listed"] - len(rows), screen)]


def _row(one: Mapping[str, Any], currency: str) -> Row:
    share = one["cumulative_share"]
    return Row(
        [
            one["contact"]["name"],
            _amount(one["profit_minor"], currency),
            format_amount(one["sales_minor"], currency),
            _amount(one["margin_minor"], currency),
            format_amount(one["cost_to_serve_minor"], currency),
            "-" if share is None else f"{share * 100:,.1f} %",
            ", ".join(_done(one)),
        ]
    )


def _done(one: Mapping[str, Any]) -> Iterator[str]:
    if one["minutes"]:
        yield f"{one['minutes']:,} min"
    for name in ("visits", "quotes", "letters", "complaints"):
        if one[name]:
            yield counted(one[name], name.removesuffix("s"))


def _amount(minor: int | None, currency: str) -> Cell:
    if minor is None:
        return UNKNOWN
    return Cell(format_amount(minor, currency), "red" if minor < 0 else None)


def _aside(summary: Mapping[str, Any], currency: str, screen: Screen) -> list[str]:
    """What stands outside the curve, so that the sums can be checked."""
    entries: list[tuple[str, str]] = []
    unknown, outside = summary["unknown"], summary["outside"]
    if unknown["customers"]:
        sold, cost = (format_amount(unknown[key], currency) for key in ("sales_minor", "cost_to_serve_minor"))
        why = [f"the cost of {counted(unknown['orders'], 'order')} is not known"] if unknown["orders"] else []
        why += [f"{counted(unknown['without_rate'], 'order')} without a rate"] if unknown["without_rate"] else []
        who = f"{counted(unknown['customers'], 'customer')} with sales of {sold}, {cost} to serve"
        entries.append(("unknown profit", f"{who}: {', '.join(why)}"))
    if outside["contacts"]:
        cost = format_amount(outside["cost_to_serve_minor"], currency)
        entries.append(("other effort", f"{cost} for {counted(outside['contacts'], 'contact')} who never ordered"))
    if summary["default_margin"] is not None:
        taken = f"{summary['default_margin'] * 100:g} % where the cost is not known (policy margin.default)"
        entries.append(("margin taken", taken))
    if summary["excluded"]:
        entries.append(("left out", f"{counted(summary['excluded'], 'order')} without a rate"))
    return ["", *pairs(entries, screen)] if entries else []
