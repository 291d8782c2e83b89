"""What an import could not read, in a table: the first few, and where the rest can be had."""

from __future__ import annotations

from typing import Any

from crmcli.domain.result import Result
from crmcli.render.table import Column, table
from crmcli.render.terminal import Screen

FIRST = 5


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """The rejects below the counts; nothing where there are none."""
    rejected = result.summary["rejected"]
    if not rejected:
        return []
    named = result.summary["rejects"]
    rows = (result.items or [])[: FIRST if named is None else 0]
    lines = [""] if rows else []
    if rows:
        why = Column("rejected because", min=30, flex=4, wrap=True)
        columns = [Column("line", align="r"), why, Column("row", min=12, flex=3)]
        lines += table(columns, [[f"{row['line']:,}", row["reason"], _cells(row)] for row in rows], screen)
    return [*lines, "", _hint(rejected, len(rows), named)]


def _cells(row: dict[str, Any]) -> str:
    return " | ".join(cell[:60] for cell in row["row"][:20])


def _hint(rejected: int, shown: int, named: str | None) -> str:
    rows = "1 row" if rejected == 1 else f"{rejected:,} rows"
    if named is not None:
        return f"{rows} written to {named}, to be mended and imported again"
    more = f"{rejected - shown:,} more; " if rejected > shown else ""
    return f"{more}--rejects FILE writes them to a file, to be mended and imported again"
