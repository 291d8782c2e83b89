"""Whose customer it is with what is open, and who does what."""

from __future__ import annotations

from typing import Any

from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.render.table import Cell, Column, Text, heading, pairs, table
from crmcli.render.terminal import Screen, wrap


def one(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """One customer's owner and what a hand-over would move."""
    item = result.item or {}
    who = item["contact"]
    lines = [
        heading(f"{who['name']} (c{who['id']})", screen),
        *pairs([("owner", item["owner"] or Cell("nobody", "bold"))], screen),
    ]
    lines += pairs([(thread["ref"], _thread(thread)) for thread in item["open"]], screen)
    return lines


def _thread(thread: dict[str, Any]) -> str:
    whose = f" ({thread['owner']})" if thread["owner"] else ""
    text = f": {thread['text']}" if thread["text"] else ""
    return f"{thread['kind'].replace('_', ' ')}{text}{whose}"


def overview(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Everybody of ours with their customers by class and what is open."""
    if not result.items:
        return ["Nobody owns a customer yet. `crm owner WHO STAFF` gives one an owner."]
    columns = [
        Column("who", min=8, flex=1),
        Column("customers", align="r"),
        Column("A", align="r", priority=2),
        Column("B", align="r", priority=3),
        Column("C", align="r", priority=4),
        Column("other", align="r", priority=6),
        Column("follow-ups", align="r", priority=1),
        Column("quotes", align="r", priority=5),
        Column("complaints", align="r"),
        Column("last active", whole=True, priority=7),
    ]
    rows = [_row(row) for row in result.items[:limit]]
    return [*table(columns, rows, screen), "", *wrap(screen.text(_together(result.summary)), screen.columns)]


def _row(row: dict[str, Any]) -> list[Text]:
    classes = row["classes"]
    main = [classes[grade] for grade in ("A", "B", "C")]
    numbers = [
        row["customers"],
        *main,
        sum(classes.values()) - sum(main),
        row["followups"],
        row["quotes"],
        row["complaints"],
    ]
    name: Text = row["staff"] or Cell("nobody's", "bold")
    return [name, *(f"{number:,}" if number else "" for number in numbers), row["last_active_on"] or ""]


def _together(summary: dict[str, Any]) -> str:
    text = f"{counted(summary['customers'], 'contact')} with an owner"
    if summary["without_owner"]:
        valued = f", {summary['valued_without_owner']:,} of class A or B" if summary["valued_without_owner"] else ""
        text += f"; {summary['without_owner']:,} without an owner{valued}: `crm owner WHO STAFF` gives them one"
    return text
