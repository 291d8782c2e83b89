"""Operations as a person reads them: number, when, who, what was typed, and whether it still stands."""

from __future__ import annotations

from datetime import datetime

from crmcli.domain.result import Result
from crmcli.domain.when import format_date
from crmcli.render.table import Cell, Column, Row, table
from crmcli.render.terminal import Screen


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """The list of operations, newest first."""
    rows = result.items or []
    if not rows:
        return ["Nothing has been done yet."]
    columns = [
        Column("", align="r"),
        Column("when", min=16, priority=2),
        Column("by", priority=3),
        Column("what", min=20, flex=1),
        Column("rows", align="r", priority=1),
        Column(""),
    ]
    return table(columns, [_row(row) for row in rows[:limit]], screen)


def _row(row: dict[str, object]) -> Row:
    at = datetime.fromisoformat(str(row["at"]))
    undone = bool(row["undone"])
    when = f"{format_date(at.date())[:-5]} {at:%H:%M}"
    what = Cell(f"crm {row['command']}", "dim" if undone else None)
    return Row([f"n{row['id']}", when, str(row["by"] or ""), what, f"{row['rows']:,}", "undone" if undone else ""])
