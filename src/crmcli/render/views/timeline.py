"""What happened, day by day, newest first."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.domain.when import format_date
from crmcli.domain.words import passed_over
from crmcli.render.terminal import Screen, cut, width, wrap

LINES = 3
TIME_AND_REF = 7


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """The days with what happened on each."""
    items = (result.items or [])[:limit]
    if not items:
        return ['Nothing happened yet. `crm log WHO "..."` keeps what was said.']
    alone = result.summary["contact"]
    lines: list[str] = []
    for day, group in groupby(items, key=lambda item: item["on"]):
        lines += [*([""] if lines else []), screen.style(format_date(date.fromisoformat(day)), "bold")]
        for item in group:
            lines += _entry(item, screen, alone["id"] if alone else None)
    hidden = int(result.summary["count"]) - len(items)
    if hidden > 0 and len(items) == len(result.items or ()):
        lines.append(
            screen.style(f"{screen.mark('…', '...')} and {hidden:,} more (--limit N, --json or --csv for all)", "dim")
        )
    return lines


def _entry(item: dict[str, Any], screen: Screen, alone: int | None) -> list[str]:
    head = f"{item['time'] or '':5}  {item['ref']:>{TIME_AND_REF}}  "
    room = max(screen.columns - len(head), 10)
    lines = wrap(screen.text(_text(item, alone)[: screen.columns * (LINES + 1)]), room)
    if len(lines) > LINES:
        mark = screen.mark("…", "...")
        lines = [*lines[: LINES - 1], cut(lines[LINES - 1], room - width(mark)) + mark]
    return [(head if at == 0 else " " * len(head)) + line for at, line in enumerate(lines)]


def _text(item: dict[str, Any], alone: int | None) -> str:
    contact = item["contact"]
    who = "walk-in" if contact is None else f"{contact['name']} (c{contact['id']})"
    named = [] if contact is not None and contact["id"] == alone else [who]
    if item["with"]:
        named = [" ".join([*named, "with", ", ".join(one["name"] for one in item["with"])])]
    return f"{', '.join([*named, *_signs(item)])}{': ' if item['text'] else ''}{item['text']}"


def _signs(item: dict[str, Any]) -> list[str]:
    if item["kind"] == "interaction":
        way = ["from them"] if item["direction"] == "in" else []
        outcome = [item["outcome"]] if item["outcome"] != "neutral" else []
        nature = [item["nature"]] if item["nature"] != "sales" else []
        mood = [f"mood {item['mood'] and format(item['mood'], '+d')}"] if item["mood"] is not None else []
        over = passed_over(item["override"])
        return [item["channel"], *way, *nature, *outcome, *mood, *([over] if over else [])]
    if item["amount_minor"] is None:
        return ["note"]
    amount = f"{format_amount(item['amount_minor'], item['currency'])} {item['currency']}"
    kind = "refund" if item["kind"] == "order" and item["amount_minor"] < 0 else item["kind"]
    return [f"{kind} {amount}", *([item["outcome"]] if item["outcome"] else [])]
