"""The table of what customers answered, stale answers marked in words."""

from __future__ import annotations

from typing import Any

from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.render.table import Cell, Column, Text, table
from crmcli.render.terminal import Screen


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """The latest word on each key; without a name, whose it is."""
    summary = result.summary
    who = summary["contact"]
    if not result.items:
        whom = f"of {who['name']}" if who else "of anybody"
        return [screen.text(f"Nothing is known {whom} yet. `crm log WHO TEXT --answer KEY=VALUE` keeps an answer.")]
    columns = [
        *([] if who else [Column("who", min=10, flex=2)]),
        Column("key", min=6, flex=1),
        Column("answer", min=12, flex=4, wrap=True),
        Column("on", whole=True, priority=1),
        Column("source", min=6, flex=1, priority=3),
        *([Column("", priority=2)] if summary["stale"] else []),
    ]
    lines = table(
        columns, [_row(one)[0 if who is None else 1 :][: len(columns)] for one in result.items[:limit]], screen
    )
    stale = f", {summary['stale']:,} to be asked again" if summary["stale"] else ""
    return [*lines, "", f"{counted(summary['facts'], 'answer')} known{stale}"]


def _row(one: dict[str, Any]) -> list[Text]:
    return [
        one["contact"]["name"],
        one["key"],
        one["value"],
        one["on"],
        one["source"] or "",
        Cell("stale", "bold") if one["stale"] else "",
    ]
