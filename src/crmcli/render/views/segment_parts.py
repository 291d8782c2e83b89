"""What the views of every kind of segment share: a customer's group and the one before, who moved, what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.render.table import Cell, pairs, title
from crmcli.render.terminal import Screen, wrap

SHOWN_MOVERS = 5


def in_words(name: str) -> str:
    """A group as people read it."""
    return name.replace("_", " ")


def group_cell(
    item: Mapping[str, Any],
    key: str,
    screen: Screen,
    order: Sequence[str] = (),
    styles: Mapping[str, str | None] | None = None,
) -> Cell:
    """A, or `A ▲ was B` for one who came up from B; `A new` for one who had no group before. Without an `order` no arrow."""
    now, was = item[key], item["was"]
    style = (styles or {}).get(now)
    if was is None:
        return Cell(f"{in_words(now)} new", style)
    if now == was:
        return Cell(in_words(now), style)
    if now not in order or was not in order:
        return Cell(f"{in_words(now)}, was {in_words(was)}", style)
    came_up = order.index(now) < order.index(was)
    arrow = screen.mark("▲", "^") if came_up else screen.mark("▼", "v")
    return Cell(f"{in_words(now)} {arrow} was {in_words(was)}", style)


def moved_lines(result: Result, screen: Screen) -> list[str]:
    """Who moved since the day compared with, the weightiest by name."""
    against, counts = result.totals["compared_with"], result.totals["movers"]
    since = f"the snapshot of {against['on']}" if against["snapshot"] else against["on"]
    one_day = against["from"] == against["to"] == against["on"]
    looked = f" ({against['from']} to {against['to']})" if against["from"] > "0001-01-01" and not one_day else ""
    if not any(counts.values()):
        what = "class" if result.kind == "segment_abc" else "group"
        return [*wrap(f"Nobody changed {what} since {since}{looked}.", screen.columns)]
    named = result.totals["movers_named"]
    nothing = "no class" if result.kind == "segment_abc" else "none"
    entries = [
        (f"{kind} {counts[kind]:,}", _moved(named[kind], counts[kind], nothing, result.currency, screen))
        for kind in counts
        if counts[kind]
    ]
    return [*title(f"Moved since {since}{looked}", screen), *pairs(entries, screen, indent=2)]


def _moved(moves: list[dict[str, Any]], count: int, nothing: str, currency: str, screen: Screen) -> str:
    parts = [_move(move, nothing, currency, screen) for move in moves[:SHOWN_MOVERS]]
    more = f" and {count - len(parts):,} more" if count > len(parts) else ""
    return "; ".join(parts) + more


def _move(move: Mapping[str, Any], nothing: str, currency: str, screen: Screen) -> str:
    """Kafija SIA C → B (1,200.00, was 300.00)"""
    came_from = f"{in_words(move['was'])} {screen.mark('→', '->')} " if move["was"] else ""
    now = in_words(move["now"]) if move["now"] else nothing
    amounts = _amounts(move, currency)
    return f"{move['contact']['name'][:40]} {came_from}{now}" + (f" ({amounts})" if amounts else "")


def _amounts(move: Mapping[str, Any], currency: str) -> str:
    now, was = move["amount_minor"], move["was_minor"]
    shown = [format_amount(now, currency)] if now is not None else []
    return ", ".join([*shown, *([f"was {format_amount(was, currency)}"] if was is not None else [])])


def more_line(hidden: int, screen: Screen) -> list[str]:
    """How many rows are not shown, for views whose items come cut."""
    if hidden <= 0:
        return []
    how = "--limit N, --json or --csv for all"
    return [screen.style(f"{screen.mark('…', '...')} and {hidden:,} more ({how})", "dim")]


def next_lines(summary: Mapping[str, Any], screen: Screen) -> list[str]:
    """The commands that are likely next, each on a line of its own; none below what was written."""
    if summary.get("operation"):
        return []
    commands = [line for one in summary["next"] for line in wrap(screen.text(one), screen.columns)]
    return ["", *(screen.style(line, "cyan") for line in commands)] if commands else []


def dim_lines(text: str, screen: Screen) -> list[str]:
    """Text that explains, as wide as the screen."""
    return [screen.style(line, "dim") for line in wrap(text, screen.columns)] if text else []
