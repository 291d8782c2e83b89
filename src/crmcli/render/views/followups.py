"""The morning list as a person reads it: who, why, how to reach them, the last words, and the command that clears the row."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from crmcli.domain.result import Result
from crmcli.domain.when import format_date
from crmcli.domain.words import REASON_NAMES, WARNINGS
from crmcli.render.table import Cell, Column, Row, Text, table
from crmcli.render.terminal import Screen, wrap

TITLES = {"today": "Whom to reach", "week": "The next seven days", "overdue": "Overdue", "all": "All that is open"}


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """The rows of `result`, best first."""
    summary = result.summary
    today = date.fromisoformat(result.as_of)
    rows = result.items or []
    held = f", {summary['held']:,} held back" if summary["held"] and summary["asked"] != "held" else ""
    total = summary["shown"] + summary["more"]
    title = f"{TITLES[summary['range']]}, {format_date(today)}: {total:,}{held}"
    lines = [*(screen.style(line, "bold") for line in wrap(title, screen.columns)), ""]
    if not total:
        return [*lines[:-1], *_empty(result, screen)]
    columns = [
        Column("", align="r"),
        Column("who", min=12, flex=2, style="bold"),
        Column("class", priority=3),
        Column("why", min=24, flex=5, wrap=True),
    ]
    lines += table(columns, [_row(row, today, screen, summary["explain"]) for row in rows[:limit]], screen)
    if summary["more"]:
        lines += [
            "",
            screen.style(f"{summary['more']:,} more: --limit {total}, or --json and --csv for all", "dim"),
        ]
    if summary["held"] and summary["asked"] != "held":
        lines += ["", screen.style(f"{summary['held']:,} held back: `crm followups --held` says why", "dim")]
    return lines


def _row(row: dict[str, Any], today: date, screen: Screen, explain: bool) -> Row:
    first, *others = row["reasons"]
    words = (row["last_contact"] or {}).get("text", "")
    cells: list[Text] = [str(row["score"]), row["contact"]["name"], row["class"], _reason(first, today, words)]
    below: list[Text] = [Cell(f"also {_reason(reason, today, words)}") for reason in others]
    if explain:
        parts = row["parts"]
        sums = f"{parts['kind']} kind + {parts['value']} value + {parts['lateness']} lateness = {row['score']}"
        below.append(Cell(sums, "dim"))
    if "held" in row:
        below.append(Cell(f"held: {row['held']}", "yellow"))
    if row["last_contact"]:
        below.append(Cell(_last(row["last_contact"], screen), "dim"))
    below.append(Cell(f"{_reach(row['reach'])} | {row['clear']}", "cyan"))
    return Row(cells, below)


def _reason(reason: dict[str, Any], today: date, last_words: str) -> str:
    """Kind, lateness and text; a message that stands below as the last words is not said twice."""
    text = reason["text"]
    if reason["kind"] == "occasion":
        return str(text)
    if reason["kind"] == "unanswered" and last_words and text.endswith(last_words[:200]):
        text = text.partition(":")[0]
    kind = REASON_NAMES.get(reason["kind"], reason["kind"])
    if reason["kind"] in WARNINGS and reason["due_on"] == today.isoformat():
        return f"{kind}: {text}"
    clock = f" at {reason['due_time']}" if reason["due_time"] else ""
    return f"{kind} {_due(date.fromisoformat(reason['due_on']), today)}{clock}: {text}"


def _due(on: date, today: date) -> str:
    days = (today - on).days
    if days > 0:
        return f"{days:,} {'day' if days == 1 else 'days'} late"
    return "today" if days == 0 else f"on {format_date(on)}"


def _reach(reach: dict[str, Any]) -> str:
    if reach["channel"] is None:
        return "no way left open" if reach.get("none_left") else "no number known"
    person = f"{reach['person']['name']}: " if reach.get("person") else ""
    like = ", ".join(reach[name] for name in ("hours", "language") if reach.get(name))
    return f"{person}{reach['channel']} {reach['address'] or ''}".strip() + (f" ({like})" if like else "")


def _last(last: dict[str, Any], screen: Screen) -> str:
    on = format_date(datetime.fromisoformat(last["at"]).date())
    room = max(20, screen.columns - 2)
    return screen.fit(screen.text(f"last {on}, {last['channel']}: {last['text']}"), room).rstrip()


def _empty(result: Result, screen: Screen) -> list[str]:
    summary = result.summary
    if summary["asked"] == "held":
        return ["", "Nothing is held back."]
    if not summary.get("contacts"):
        return ["", "The book has no contacts yet. `crm add NAME` or `crm import FILE --as contacts` brings some in."]
    lines = ["", "Nobody is waiting. Well kept."]
    following = summary.get("next")
    if following:
        who = "1 contact" if following["contacts"] == 1 else f"{following['contacts']:,} contacts"
        lines.append(f"Next: {who} on {format_date(date.fromisoformat(following['on']))} (`crm followups all`).")
    if summary["held"]:
        lines.append(screen.style(f"{summary['held']:,} held back: `crm followups --held` says why", "dim"))
    return lines
