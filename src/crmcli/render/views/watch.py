"""How the early warnings of conflict look: a row a customer, each sign on a line of its own with its evidence.

Reads the result and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmcli.domain.result import Result
from crmcli.domain.span import parse_span
from crmcli.domain.when import format_iso
from crmcli.domain.words import counted
from crmcli.render.table import Cell, Column, Row, heading, table
from crmcli.render.terminal import Screen
from crmcli.render.views.segment_parts import dim_lines, more_line

STYLES = {"high": "bold red", "normal": "yellow", "low": None}


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm watch`; the items come cut."""
    summary = result.summary
    rows = (result.items or [])[:limit]
    lines = [heading(f"Conflicts in the making, as of {result.as_of}", screen), *dim_lines(_counts(summary), screen)]
    if not rows:
        return [*lines, "", "Nobody shows a sign of conflict."]
    columns = [
        Column("severity", whole=True),
        Column("customer", min=12, flex=2),
        Column("class", whole=True, priority=3),
        Column("since", whole=True, priority=1),
        Column("signs", min=30, flex=6, wrap=True),
    ]
    lines += ["", *table(columns, [_row(item) for item in rows], screen)]
    return [*lines, *more_line(summary["listed"] - len(rows), screen)]


def _counts(summary: Mapping[str, Any]) -> str:
    parts = [f"{summary[name]:,} {name}" for name in STYLES if summary[name]]
    known = f"{counted(summary['customers'], 'customer')}: {', '.join(parts)}" if parts else "Nobody to be spoken to"
    settled = f"; {summary['settled']:,} dealt with since (--all)" if summary["settled"] else ""
    whose = f", of {summary['owner']}" if summary.get("owner") else ""
    return f"{known}{whose}{settled}; the last {parse_span(summary['window']).words()} looked at"


def _row(item: Mapping[str, Any]) -> Row:
    name = item["severity"]
    signs = "\n".join(f"{sign['text']} ({sign['ref']})" for sign in item["signals"])
    below = Cell("dealt with since", "dim") if item["settled"] else Cell(item["clear"], "cyan")
    cells = [Cell(name, STYLES[name]), item["contact"]["name"], item["class"], format_iso(item["since"]), signs]
    return Row(cells, [below])
