"""How a segment by named groups looks: a bar for each group with its customers and money, then the customers, who moved, and
what to do with them.

Reads the result and nothing else. Bars have figures beside them; what a group is, its name says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.render.chart import bar, percent
from crmcli.render.table import Cell, Column, Row, pairs, table, title
from crmcli.render.terminal import Screen, wrap
from crmcli.render.views.segment_looks import LOOKS, Look, worst
from crmcli.render.views.segment_parts import dim_lines, group_cell, in_words, more_line, moved_lines, next_lines

SHORT_BAR, LONG_BAR = 10, 20
WIDE = 100
GAP = 2
STYLES = {
    "most_valuable": "green", "most_growable": "cyan", "below_zero": "red", "trust": "green", "closeness": "cyan",
    "Champions": "green", "Lost": "dim", "Other": "dim", "(none)": "dim",
}  # fmt: skip


EMPTY = {
    "customers": "Nobody has ordered yet; `crm order add WHO AMOUNT` keeps an order.",
    "contacts": "There is nobody to be counted yet; `crm add NAME` keeps a contact, `crm order add WHO AMOUNT` an order.",
}


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm segment --rfm`, `--value`, `--ladder` and `--by FIELD`; says itself how many rows more there are: the
    items come cut."""
    look, summary = LOOKS[result.kind], result.totals
    lines = [""] if result.said else []
    lines += title(_title(result, look), screen)
    lines += dim_lines(look.about(result), screen)
    if not summary["customers"]:
        return [*lines, "", *wrap(_nobody(summary, look), screen.columns), *_aside(result, screen)]
    if "scores" in summary:
        lines += ["", *_scale(result, screen)]
    by_rows = result.kind == "segment_by" and summary.get(look.key) is None
    lines += ["", *_groups(result, look, screen, limit if by_rows else None)]
    if not by_rows:
        lines += ["", *_customers(result, look, screen, limit)]
    lines += _moved(result, screen)
    lines += _aside(result, screen)
    return [*lines, *next_lines(summary, screen)]


def _title(result: Result, look: Look) -> str:
    summary = result.totals
    days = f", {summary['from']} to {summary['to']}" if summary.get("from") and summary.get("to") else ""
    whose = " by account" if summary["accounts"] else ""
    whom = f", only class {in_words(summary['class'])}" if summary.get("class") else ""
    money = f", {result.currency}" if look.money else ""
    return f"{look.title(summary)}{whose}{whom}{days}{money}, as of {result.as_of}"


def _nobody(summary: Mapping[str, Any], look: Look) -> str:
    """Why the segment is empty, as far as it is known."""
    if summary.get("class"):
        return f"Nobody of class {in_words(summary['class'])} is in it."
    if summary.get("excluded") or (summary.get("no_purchase") or {}).get("customers"):
        return "Nobody has bought anything that can be counted:"
    return EMPTY[look.whom]


def _groups(result: Result, look: Look, screen: Screen, limit: int | None) -> list[str]:
    """A bar for each group: its part of the customers."""
    groups, everybody = result.totals["groups"], max(result.totals["customers"], 1)
    shown = groups[:limit]
    having = [name for name in _FIGURES if name in groups[0]]
    columns = [
        Column(look.key, min=18, flex=1),
        Column("", priority=3, whole=True),
        Column(look.whom, "r"),
        Column("", "r", priority=4),
        *(_FIGURES[name](result.currency) for name in having),
    ]
    columns_of_bar = LONG_BAR if screen.columns >= WIDE else SHORT_BAR
    rows: list[list[str | Cell]] = []
    for group in shown:
        style, part = STYLES.get(group["name"]), group["customers"] / everybody
        figures = [_figure(name, group[name], result.currency) for name in having]
        drawn = Cell(bar(part, columns_of_bar, screen), style)
        rows.append([Cell(in_words(group["name"]), style), drawn, f"{group['customers']:,}", percent(part), *figures])
    return [*table(columns, rows, screen), *more_line(len(groups) - len(shown), screen)]


_FIGURES: dict[str, Callable[[str], Column]] = {
    "buyers": lambda _: Column("bought", "r", priority=2),
    "orders": lambda _: Column("orders", "r", priority=5),
    "amount_minor": lambda currency: Column(currency, "r"),
    "share": lambda _: Column("share", "r", priority=1),
    "wanted": lambda _: Column("wanted", "r"),
    "sales_minor": lambda currency: Column("sales", "r", priority=2),
    "cost_to_serve_minor": lambda currency: Column("to serve", "r", priority=1),
    "actual_minor": lambda currency: Column(f"leaves {currency}", "r"),
}


def _figure(name: str, value: Any, currency: str) -> str:
    if value is None:
        return "unknown" if name == "actual_minor" else "-"
    if name.endswith("_minor"):
        return format_amount(value, currency)
    return percent(value) if name == "share" else f"{value:,}"


def _customers(result: Result, look: Look, screen: Screen, limit: int | None) -> list[str]:
    summary = result.totals
    if not summary["listed"]:
        return [f"Nobody is in {in_words(summary.get(look.key) or look.whom)}."]
    shown = (result.items or [])[:limit]
    order = [group["name"] for group in summary["groups"]] if "up" in (summary["movers"] or {}) else []
    compared = summary["movers"] is not None
    columns = [Column("customer", min=12, flex=1), Column(look.key, min=8, priority=1), *look.columns(result)]
    rows = []
    for item in shown:
        name = item[look.key]
        group = (
            group_cell(item, look.key, screen, order, STYLES) if compared else Cell(in_words(name), STYLES.get(name))
        )
        below = [Cell(item[look.below], "dim")] if look.below and item.get(look.below) else []
        rows.append(Row([item["contact"]["name"], group, *look.cells(item, result.currency)], below))
    lines = table(columns, rows, screen) if shown else []
    return [*lines, *more_line(summary["listed"] - len(shown), screen)]


def _moved(result: Result, screen: Screen) -> list[str]:
    if result.totals["movers"] is not None:
        return ["", *moved_lines(result, screen)]
    if result.totals.get("operation"):
        return []
    return [
        "",
        *dim_lines("--save keeps this to see later who moved; --compare DATE asks the same of that day.", screen),
    ]


def _aside(result: Result, screen: Screen) -> list[str]:
    """Walk-ins and what was left out, so that the sums can be checked."""
    summary, entries = result.totals, []
    walk_in, never = summary.get("walk_in"), summary.get("no_purchase")
    if walk_in and walk_in["count"]:
        amount = format_amount(walk_in["amount_minor"], result.currency)
        entries.append(("walk-in sales", f"{amount} in {counted(walk_in['count'], 'order')}, in no group"))
    if never and never["customers"]:
        amount = format_amount(never["amount_minor"], result.currency)
        entries.append(
            ("no purchase", f"{counted(never['customers'], 'customer')} with {amount} of refunds, in no group")
        )
    if summary.get("worst"):
        entries += worst(summary["worst"], result.currency)
    if summary.get("excluded"):
        entries.append(("left out", f"{counted(summary['excluded'], 'order')} without a rate"))
    return ["", *pairs(entries, screen)] if entries else []


def _scale(result: Result, screen: Screen) -> list[str]:
    """What each score stands for: its worst value."""
    summary, currency = result.totals, result.currency
    often = "orders" if summary["compat"] else "purchase days"
    measures = (
        ("r", "days since, at most", "to"),
        ("f", f"{often}, at least", "from"),
        ("m", f"{currency}, at least", "from"),
    )
    rows = []
    for key, label, end in measures:
        ends = [one[end] for one in summary["scores"][key]]
        rows.append(
            [
                label,
                *("-" if one is None else format_amount(one, currency) if key == "m" else f"{one:,}" for one in ends),
            ]
        )
    if sum(max(len(row[place]) for row in rows) + GAP for place in range(6)) > screen.columns:
        return _scale_upright(rows, screen)
    return table([Column("score"), *(Column(str(score), "r") for score in range(5, 0, -1))], rows, screen)


def _scale_upright(rows: Sequence[Sequence[str]], screen: Screen) -> list[str]:
    """The same with a line for each score, where the amounts are too long to stand side by side."""
    columns = [Column("score", "r"), *(Column(row[0], "r") for row in rows)]
    scores = [[str(5 - place), *(row[place + 1] for row in rows)] for place in range(5)]
    return table(columns, scores, screen)
