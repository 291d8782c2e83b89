"""How a segment by value looks: the picture of the classes, the customers, who moved, and what to do with it.

Reads the result and nothing else. Arrows and bars have words and figures beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.render.chart import Share, pareto, percent
from crmcli.render.table import Cell, Column, Row, heading, pairs, table
from crmcli.render.terminal import Screen, wrap

CLASSES = ("A", "B", "C", "zero", "below_zero")
STYLES = {"A": "green", "B": "cyan", "C": None, "zero": "dim", "below_zero": "red"}
MOVES = ("up", "down", "new", "gone")
SHOWN_MOVERS = 5


def abc(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm segment --abc`; says itself how many customers more there are: the items come cut."""
    summary = result.summary
    lines = [""] if result.said else []
    lines.append(heading(_title(result), screen))
    lines += _dim(_about(result), screen)
    if not summary["customers"]:
        return [*lines, "", "Nobody has ordered yet; `crm order add WHO AMOUNT` keeps an order."]
    lines += ["", *pareto(_shares(summary), screen), ""]
    lines += _customers(result, screen, limit)
    lines += ["", *_movers(result, screen)]
    lines += _aside(result, screen)
    return [*lines, *_next(summary, screen)]


def _title(result: Result) -> str:
    summary = result.summary
    what = ("Margin" if summary["by"] == "margin" else "Sales") + (
        " by account" if summary["accounts"] else " by customer"
    )
    return f"{what}, {summary['from']} to {summary['to']}, {result.currency}, as of {result.as_of}"


def _about(result: Result) -> str:
    summary = result.summary
    limits = summary["thresholds"]
    return (
        f"A to {_limit(limits['a'])} of {format_amount(summary['total_minor'], result.currency)},"
        f" B to {_limit(limits['b'])}, C the rest; {counted(summary['customers'], 'customer')}"
        + (f"; effort is {counted(summary['effort_minutes'], 'minute')}" if summary["effort_minutes"] else "")
    )


def _limit(share: float) -> str:
    return f"{share * 100:g} %"


def _shares(summary: Mapping[str, Any]) -> list[Share]:
    """The classes anybody is in; effort only where any was kept."""
    return [
        Share(
            label=_word(name),
            customers=summary[name]["customers"] / summary["customers"],
            value=summary[name]["share"] if name in CLASSES[:3] else None,
            effort=summary[name]["effort_share"] if summary["effort_minutes"] else None,
            style=STYLES[name],
        )
        for name in CLASSES
        if summary[name]["customers"]
    ]


def _customers(result: Result, screen: Screen, limit: int | None) -> list[str]:
    shown = (result.items or [])[:limit]
    chosen = result.summary.get("class")
    whole = result.summary[chosen]["customers"] if chosen else result.summary["customers"]
    if not whole:
        return [f"Nobody is in {_word(chosen or '')}."]
    columns = [
        Column("rank", "r"),
        Column("customer", min=12, flex=1),
        Column("class", priority=1),
        Column(f"{result.summary['by']} {result.currency}", "r"),
        Column("share", "r", priority=2),
        Column("cumulative", "r", priority=3),
        Column("effort min", "r", priority=4),
    ]
    lines = table(columns, [_row(item, result.currency, screen) for item in shown], screen) if shown else []
    if hidden := whole - len(shown):
        how = "--limit N, --json or --csv for all"
        lines.append(screen.style(f"{screen.mark('…', '...')} and {hidden:,} more ({how})", "dim"))
    return lines


def _row(item: Mapping[str, Any], currency: str, screen: Screen) -> Row:
    return Row(
        [
            f"{item['rank']:,}",
            item["contact"]["name"],
            _class_cell(item, screen),
            format_amount(item["amount_minor"], currency),
            percent(item["share"]),
            percent(item["cumulative_share"]),
            f"{item['effort_minutes']:,}" if item["effort_minutes"] else "-",
        ]
    )


def _class_cell(item: Mapping[str, Any], screen: Screen) -> Cell:
    """A, or `A ▲ B` for one who came up from B; `A new` for one who had no class before."""
    now, was = item["class"], item["was"]
    if was is None:
        return Cell(f"{_word(now)} new", STYLES[now])
    if now == was:
        return Cell(_word(now), STYLES[now])
    came_up = CLASSES.index(now) < CLASSES.index(was)
    arrow = screen.mark("▲", "^") if came_up else screen.mark("▼", "v")
    return Cell(f"{_word(now)} {arrow} was {_word(was)}", STYLES[now])


def _movers(result: Result, screen: Screen) -> list[str]:
    against, counts = result.summary["compared_with"], result.summary["movers"]
    since = f"the snapshot of {against['on']}" if against["snapshot"] else against["on"]
    looked = f" ({against['from']} to {against['to']})" if against["from"] > "0001-01-01" else ""
    if not any(counts.values()):
        return [*wrap(f"Nobody changed class since {since}{looked}.", screen.columns)]
    named = result.summary["movers_named"]
    entries = [
        (f"{kind} {counts[kind]:,}", _moved(named[kind], counts[kind], result.currency, screen))
        for kind in MOVES
        if counts[kind]
    ]
    return [heading(f"Moved since {since}{looked}", screen), *pairs(entries, screen, indent=2)]


def _moved(moves: list[dict[str, Any]], count: int, currency: str, screen: Screen) -> str:
    parts = [_move(move, currency, screen) for move in moves[:SHOWN_MOVERS]]
    more = f" and {count - len(parts):,} more" if count > len(parts) else ""
    return "; ".join(parts) + more


def _move(move: Mapping[str, Any], currency: str, screen: Screen) -> str:
    """Kafija SIA C → B (1,200.00, was 300.00)"""
    came_from = f"{_word(move['was'])} {screen.mark('→', '->')} " if move["was"] else ""
    now = _word(move["now"]) if move["now"] else "no class"
    return f"{move['contact']['name'][:40]} {came_from}{now} ({_amounts(move, currency)})"


def _amounts(move: Mapping[str, Any], currency: str) -> str:
    now, was = move["amount_minor"], move["was_minor"]
    shown = [format_amount(now, currency)] if now is not None else []
    return ", ".join([*shown, *([f"was {format_amount(was, currency)}"] if was is not None else [])])


def _aside(result: Result, screen: Screen) -> list[str]:
    """Walk-ins and what was left out, so that the sums can be checked."""
    summary = result.summary
    walk_in = summary["walk_in"]
    entries = []
    if walk_in["count"]:
        amount = format_amount(walk_in["amount_minor"], result.currency)
        entries.append(("walk-in sales", f"{amount} in {counted(walk_in['count'], 'order')}, in no class"))
    left_out = [
        f"{counted(summary[key], 'order')} {what}"
        for key, what in (("excluded", "without a rate"), ("excluded_unknown_cost", "of unknown cost"))
        if summary[key]
    ]
    if left_out:
        entries.append(("left out", ", ".join(left_out)))
    if summary["effort_outside_minutes"]:
        entries.append(
            ("other effort", f"{counted(summary['effort_outside_minutes'], 'minute')} for people without a class")
        )
    return ["", *pairs(entries, screen)] if entries else []


def _next(summary: Mapping[str, Any], screen: Screen) -> list[str]:
    """The commands that are likely next, each on a line of its own."""
    if "operation" in summary:
        return []
    commands = [line for one in summary["next"] for line in wrap(screen.text(one), screen.columns)]
    return ["", *(screen.style(line, "cyan") for line in commands)]


def _dim(text: str, screen: Screen) -> list[str]:
    return [screen.style(line, "dim") for line in wrap(text, screen.columns)] if text else []


def _word(name: str) -> str:
    return name.replace("_", " ")
