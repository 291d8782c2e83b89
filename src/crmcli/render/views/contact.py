"""Contacts as a table, and what a search found."""

from __future__ import annotations

from datetime import date
from typing import Any

from crmcli.domain.result import Result
from crmcli.domain.when import format_date
from crmcli.render.table import Cell, Column, Row, Text, table
from crmcli.render.terminal import Screen

GRADES = {"below_zero": "below 0"}
WIDEST = 40


def contacts(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """One line a contact; a number or address too long for a column stands below it."""
    items = result.items or []
    if not items:
        return ["Nobody fits. `crm list` without flags shows everybody; `crm add NAME` adds somebody."]
    columns = [
        Column("", align="r"),
        Column("name", min=14, flex=3, style="bold"),
        Column("company", min=8, flex=2, priority=3),
        Column("class", priority=2),
        Column("phone", priority=4, whole=True),
        Column("e-mail", priority=5, whole=True),
        Column("tags", min=6, flex=1, priority=6),
        Column("owner", min=5, flex=1, priority=7),
        Column("last", priority=1),
    ]
    lines = table(columns, [_row(item) for item in items[:limit]], screen)
    return lines + _more(result, screen, limit)


def _row(item: dict[str, Any]) -> Row:
    phone, email = (_number(item, kind) for kind in ("phone", "email"))
    cells: list[Text] = [
        f"c{item['id']}",
        item["name"] + (" (archived)" if item["archived"] else ""),
        item["company"]["name"] if item["company"] else "",
        GRADES.get(item["class"], item["class"]),
        phone if len(phone) <= WIDEST else "",
        email if len(email) <= WIDEST else "",
        ", ".join(item["tags"]),
        item["owner"] or "",
        item["last_contact"]["at"][:10] if item["last_contact"] else "never",
    ]
    return Row(cells, [Cell(value, "dim") for value in (phone, email) if len(value) > WIDEST])


def _number(item: dict[str, Any], channel: str) -> str:
    """The first number or address, unless they are not to be contacted by it."""
    if {channel, "all"} & {*item["no_contact"], *item["suppressed"]}:
        return f"not by {channel}"
    return str((item[f"{channel}s"] or [""])[0])


def found(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """One line a hit, the text it was found in below it."""
    items = result.items or []
    if not items:
        return ["Nothing found. Fewer words, or only their beginnings, find more."]
    columns = [
        Column("", align="r"),
        Column("who", min=14, flex=2, style="bold"),
        Column("where", min=8, flex=1),
        Column("when", priority=1),
    ]
    lines = table(columns, [_hit(item) for item in items[:limit]], screen)
    return lines + _more(result, screen, limit)


def _hit(item: dict[str, Any]) -> Row:
    own = item["where"] == "name" and item["snippet"] == item["contact"]["name"]
    where = item["where"].partition(" ")[0]
    when = format_date(date.fromisoformat(item["at"][:10])) if item["at"] else ""
    reference = item["ref"] if item["at"] is None else f"{item['ref']} c{item['contact']['id']}"
    cells: list[Text] = [reference, item["contact"]["name"], where, when]
    return Row(cells, () if own else (Cell(item["snippet"], "dim"),))


def _more(result: Result, screen: Screen, limit: int | None) -> list[str]:
    shown = len((result.items or [])[:limit])
    hidden = int(result.summary["count"]) - shown
    if hidden <= 0 or shown < len(result.items or ()):
        return []
    least = "more than " if result.summary.get("count_is_least") else ""
    return [
        screen.style(
            f"{screen.mark('…', '...')} and {least}{hidden:,} more (--limit N, --json or --csv for all)", "dim"
        )
    ]
