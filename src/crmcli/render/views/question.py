"""What to ask somebody next, and the bank of questions that it is chosen from."""

from __future__ import annotations

from typing import Any

from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.render.table import Cell, Column, Text, heading, pairs, table
from crmcli.render.terminal import Screen, wrap


def ask(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """The questions by their keys, the answers that went stale, and the command that keeps a new one."""
    rows = (result.items or [])[:limit]
    who = result.summary["contact"]
    if not result.items:
        return [screen.text(f"Nothing to ask {who['name']} (c{who['id']}).")]
    lines = [
        heading(f"Ask {who['name']} (c{who['id']})", screen),
        *pairs([(one["key"], _asked(one)) for one in rows], screen),
    ]
    return [*lines, "", screen.style(screen.text(result.summary["next"]), "cyan")]


def _asked(one: dict[str, Any]) -> str:
    if one["last"] is None:
        return str(one["text"])
    return f"{one['text']}\nanswered on {one['last']['on']}, to be asked again: {one['last']['value']}"


def bank(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """The questions, whom each is for, how long an answer is known, and how many have answered."""
    if not result.items:
        return ["The bank of questions is empty. `crm question add KEY TEXT` puts one in."]
    columns = [
        Column("key", min=8, flex=1),
        Column("question", min=16, flex=4, wrap=True),
        Column("for", min=8, flex=2, priority=2),
        Column("known for", priority=3),
        Column("answers", align="r", priority=1),
        Column("stale", align="r", priority=4),
    ]
    rows = [_row(one) for one in result.items[:limit]]
    return [*table(columns, rows, screen), "", *wrap(screen.text(_together(result.summary)), screen.columns)]


def _row(one: dict[str, Any]) -> list[Text]:
    return [
        one["key"],
        one["text"],
        ", ".join(one["for"]) or Cell("everybody", "dim"),
        "always" if one["fresh"] == "never" else one["fresh"] if one["own_fresh"] else Cell(one["fresh"], "dim"),
        f"{one['answers']:,}",
        f"{one['stale']:,}" if one["stale"] else "",
    ]


def _together(summary: dict[str, Any]) -> str:
    stale = f", {summary['stale']:,} of them stale" if summary["stale"] else ""
    return (
        f"{counted(summary['questions'], 'question')}, {counted(summary['answers'], 'answer')}{stale};"
        f" at most {summary['offer']:,} offered at a time"
    )
