"""The table of suggestions: the most valued class first, of one class the oldest."""

from __future__ import annotations

from typing import Any

from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.render.table import Cell, Column, Row, Text, table
from crmcli.render.terminal import Screen, wrap


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """What was proposed, by whom, how long it waits; below it what was answered."""
    summary = result.summary
    if not result.items:
        which = "" if summary["status"] == "all" else f"{summary['status']} "
        return [f"No {which}suggestions. `crm suggestion add WHO TEXT` keeps one."]
    columns = [
        Column("id"),
        Column("who", min=10, flex=2),
        Column("class", priority=3),
        Column("on", whole=True, priority=2),
        Column("days", align="r", priority=1),
        Column("suggestion", min=16, flex=5, wrap=True),
        Column("owner", priority=4, whole=True),
    ]
    lines = table(columns, [_row(one) for one in result.items[:limit]], screen)
    return [*lines, "", *wrap(screen.text(_together(summary)), screen.columns)]


def _row(one: dict[str, Any]) -> Row:
    cells: list[Text] = [
        one["ref"],
        one["contact"]["name"],
        one["class"].replace("_", " "),
        one["on"],
        f"{one['days']:,}",
        one["text"],
        one["owner"] or "",
    ]
    if one["status"] == "open":
        return Row(cells)
    return Row(cells, [Cell(f"{one['status']} on {one['answered_on']}: {one['answer']}", "dim")])


def _together(summary: dict[str, Any]) -> str:
    text = f"{counted(summary['open'], 'suggestion')} open, {summary['answered']:,} answered, {summary['declined']:,} declined"
    if summary["oldest_days"]:
        text += f"; the oldest waits for {counted(summary['oldest_days'], 'day')}"
    return text
