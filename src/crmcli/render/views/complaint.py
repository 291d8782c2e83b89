"""Complaints as people read them: the list with what runs out next, and one with its clocks and its history."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from crmcli.domain.result import Result
from crmcli.domain.when import format_date
from crmcli.render.chart import bar
from crmcli.render.table import Cell, Column, Text, heading, pairs, table
from crmcli.render.terminal import Screen

STEPS = {
    "open": "opened", "respond": "answered", "wait": "waiting for them", "resume": "going on", "resolve": "solved",
    "reopen": "reopened", "check": "checked back",
}  # fmt: skip
BAR = 20


def complaints(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """What is not solved, the most pressing first, then what was solved last."""
    rows = (result.items or [])[:limit]
    summary = result.summary
    if not summary["count"]:
        which = "in danger" if summary["only_breaching"] else summary["status"] or "kept"
        return [f"No complaint is {which}. `crm complaint open WHO TEXT` opens one."]
    today = date.fromisoformat(result.as_of)
    columns = [
        Column(""),
        Column("severity"),
        Column("who", min=10, flex=2, style="bold"),
        Column("class", priority=3),
        Column("stands"),
        Column("owner", min=4, flex=1, priority=2),
        Column("what", min=12, flex=4, priority=1),
    ]
    lines = table(columns, [_row(one, today) for one in rows], screen)
    hidden = summary["count"] - max(len(rows), len(result.items or ()))
    if hidden > 0:
        lines.append(
            screen.style(f"{screen.mark('…', '...')} and {hidden:,} more (--limit N, --json or --csv for all)", "dim")
        )
    late = f" ({summary['breached']:,} late, {summary['breaching'] - summary['breached']:,} soon)"
    parts = [f"{summary['open']:,} open", f"{summary['waiting']:,} waiting for the customer"]
    unsolved = ", ".join(parts) + (late if summary["breaching"] else "")
    return [*lines, "", f"{unsolved}, {summary['resolved']:,} solved"]


def _row(one: dict[str, Any], today: date) -> list[Text]:
    stands, style = _stands(one, today)
    severity = one["severity"] + (", again" if one["escalated"] else "")
    return [
        f"k{one['id']}",
        Cell(severity, "bold" if one["severity"] == "high" or one["escalated"] else None),
        one["contact"]["name"],
        one["class"],
        Cell(stands, style),
        one["owner"],
        one["text"] if not one["line"] else f"{one['text']} [{one['line']}]",
    ]


def _stands(one: dict[str, Any], today: date) -> tuple[str, str | None]:
    """What runs out next, and when; what it waits for; when it was solved."""
    if one["status"] == "resolved":
        return f"solved {_moment(one['resolved_at'], today)}{'' if one['on_time'] else ', late'}", "dim"
    clocks = one["clocks"]
    if clocks["resolution"]["breached"]:
        return f"LATE, due {_moment(one['resolve_by'], today)}", "bold red"
    if one["status"] == "waiting":
        return f"waits since {_moment(one['waiting_since'], today)}", None
    answered = clocks["response"]["ended_at"] is not None
    if clocks["response"]["breached"] and not answered:
        return f"LATE, answer {_moment(one['respond_by'], today)}", "bold red"
    word, due = ("solve", one["resolve_by"]) if answered else ("answer", one["respond_by"])
    if due is None:
        return "open", None
    soon = one["breaching"]
    return f"{word} {_moment(due, today)}{' (soon)' if soon else ''}", "yellow" if soon else None


def record(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """One complaint."""
    one = result.item or {}
    today = date.fromisoformat(result.as_of)
    title = f"Complaint k{one['id']}: {one['contact']['name']} (c{one['contact']['id']}), {_stands(one, today)[0]}"
    entries: list[tuple[str, Text]] = [
        ("what", one["text"]),
        ("severity", one["severity"] + (", the second inside the recovery window" if one["escalated"] else "")),
        ("owner", one["owner"]),
    ]
    entries += [(name, one[name]) for name in ("about", "line", "channel") if one[name]]
    entries += [("response", _clock(one["clocks"]["response"], today, screen))]
    entries += [("resolution", _clock(one["clocks"]["resolution"], today, screen))]
    entries += _afterwards(one, today)
    steps = [_step(one, step, today) for step in one["steps"]]
    columns = [
        Column("when", min=12),
        Column("step", min=8),
        Column("by", flex=1, priority=1),
        Column("", min=16, flex=4, wrap=True),
    ]
    return [heading(title, screen), "", *pairs(entries, screen), "", *table(columns, steps, screen)]


def _step(one: dict[str, Any], step: dict[str, Any], today: date) -> list[Text]:
    words = step["text"] or (one["text"] if step["kind"] == "open" else "")
    return [_moment(step["at"], today), STEPS[step["kind"]], step["by"] or "", words]


def _afterwards(one: dict[str, Any], today: date) -> list[tuple[str, Text]]:
    recovery = one["recovery"]
    until = format_date(date.fromisoformat(recovery["until"]))
    left = recovery["days_left"]
    entries: list[tuple[str, Text]] = []
    if one["status"] != "resolved" or left >= 0:
        entries += [("to win back", f"until {until}, {left} days left" if left >= 0 else f"was until {until}")]
    if one["solved_at_first_contact"]:
        entries += [("solved", "at first contact")]
    if one["check_back_on"]:
        entries += [("check back", format_date(date.fromisoformat(one["check_back_on"])))]
    if one["recovered"]:
        entries += [("checked back", "it stayed solved" if one["recovered"] == "yes" else "it did not stay solved")]
    if one["ordered_again_on"]:
        entries += [("ordered again", format_date(date.fromisoformat(one["ordered_again_on"])))]
    if one["reopened"]:
        entries += [("reopened", "once" if one["reopened"] == 1 else f"{one['reopened']} times")]
    return entries


def _clock(clock: dict[str, Any], today: date, screen: Screen) -> str:
    share = clock["used_minutes"] / clock["limit_minutes"] if clock["limit_minutes"] else 1.0
    drawn = bar(share, BAR, screen).rstrip() or screen.mark("·", ".")
    said = f"{_hours(clock['used_minutes'])} of {_hours(clock['limit_minutes'])}"
    if clock["ended_at"]:
        word = "late" if clock["breached"] else "in time"
        return f"{drawn} {said}, ended {_moment(clock['ended_at'], today)}, {word}"
    if clock["paused"]:
        return f"{drawn} {said}, stands still{', late' if clock['breached'] else ''}"
    due = f", due {_moment(clock['due_at'], today)}" if clock["due_at"] else ""
    return f"{drawn} {said}{due}{', LATE' if clock['breached'] else ''}"


def _hours(minutes: int) -> str:
    return f"{minutes / 60:.1f} h".replace(".0 h", " h")


def _moment(instant: str, today: date) -> str:
    """An instant, short: its time today, its day and time near by, its date further off."""
    at = datetime.fromisoformat(instant)
    if at.date() == today:
        return f"today {at:%H:%M}"
    text = f"{format_date(at.date())[:-5]} {at:%H:%M}"
    return text if abs((at.date() - today).days) < 180 else format_date(at.date())
