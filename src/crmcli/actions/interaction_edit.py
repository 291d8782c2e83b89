"""Correcting what was logged. A conversation with several people is one: its rows change together."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from crmcli.actions import agenda
from crmcli.actions.conversation import Told, interaction_item, reopen, rows_of
from crmcli.actions.interaction import Entry, Said, told_instant, understand
from crmcli.actions.outcome import Consequences, consequences
from crmcli.actions.session import Session, one_line, plain
from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.domain.text import fold
from crmcli.domain.when import When, format_when
from crmcli.errors import BadValueError
from crmcli.store import contacts, followups, interactions
from crmcli.store.book import Operation
from crmcli.store.contacts import Named

FIELDS = (
    "text",
    "channel",
    "direction",
    "nature",
    "outcome",
    "mood",
    "minutes",
    "at",
    "line",
    "opportunity",
    "override",
)
COLUMNS = {"at": ("at", "on_date"), "opportunity": ("opportunity_minor",)}
NAMES = {"on_date": "", "by_whom": "by", "opportunity_minor": "opportunity"}
FIRST_ONLY = ("minutes", "opportunity_minor")
EMPTIABLE = {
    "mood": "mood", "minutes": "minutes", "line": "line", "opportunity": "opportunity_minor", "override": "override",
    "by": "by_whom",
}  # fmt: skip
Row = dict[str, Any]


def edit(session: Session, interaction_id: int, said: dict[str, Any], unset: Sequence[str] = ()) -> Result:
    """Corrects a conversation; `said` are the flags of `crm log` as typed, only those given.

    Raises NotFoundError, BadValueError; each leaves the book as it was.
    """
    rows = rows_of(session, interaction_id)
    entry = _entry(session, rows[0], said)
    columns = {name: entry.columns[name] for flag in FIELDS if flag in said for name in COLUMNS.get(flag, (flag,))}
    if "by" in said:
        columns["by_whom"] = plain(said["by"], "by")
    columns |= dict.fromkeys(_emptied(unset), None)
    _check_next(session, rows[0], entry)
    told = Told([], [], [])
    brought = Consequences(told.lines, [])
    with session.operation() as op:
        before = _update(op, rows, columns)
        told.lines.extend(_from_to(session, before, columns))
        changed = list(before)
        _reconsider(session, op, rows, entry, changed, told, brought)
        changed += _steps(session, op, rows[0], entry, told)
    names = [NAMES.get(name, name) for name in changed]
    shown = [name for name in dict.fromkeys(names) if name]
    what = f"Changed {', '.join(shown)} of" if shown else "Nothing to change in"
    item = {**interaction_item(session, interaction_id), "changed": shown}
    lines = [f"{what} i{interaction_id} ({item['contact']['name']})", *told.lines]
    return session.written("interaction", op, lines, item=item, summary={"changed": shown}, notes=brought.notes)


def _entry(session: Session, row: Row, said: dict[str, Any]) -> Entry:
    """The conversation as it will stand: what was kept, with what is said now put over it."""
    typed = {name: said[name] for name in FIELDS if name in said}
    read = understand(session, Said(**{
        "text": row["text"], **typed, "next": said.get("next"), "promise": said.get("promise"),
        "answer": said.get("answer", ()),
    }))  # fmt: skip
    kept = {name: row[name] for name in read.columns}
    new = {name: read.columns[name] for flag in typed for name in COLUMNS.get(flag, (flag,))}
    on = read.on if "at" in typed else read.on.fromisoformat(row["on_date"])
    return read._replace(columns={**kept, **new}, on=on)


def _emptied(unset: Sequence[str]) -> list[str]:
    for name in unset:
        if name.strip().lower() not in EMPTIABLE:
            raise BadValueError(
                f"--unset {name[:40]} takes nothing away from an interaction",
                f"one of {', '.join(EMPTIABLE)}",
            )
    return [EMPTIABLE[name.strip().lower()] for name in unset]


def _update(op: Operation, rows: Sequence[Row], columns: dict[str, Any]) -> dict[str, Any]:
    """Column -> what stood there, of what changed in any of the rows."""
    before: dict[str, Any] = {}
    for place, row in enumerate(rows):
        mine = {name: value for name, value in columns.items() if not (place and name in FIRST_ONLY)}
        for name, value in (op.update("interactions", row["id"], **mine) if mine else {}).items():
            before.setdefault(name, value)
    return before


def _from_to(session: Session, before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What each changed value was and is now: `outcome: positive -> no-answer`."""
    return [
        f"{NAMES.get(name, name)}: {_shown(session, name, old)} -> {_shown(session, name, after[name])}"
        for name, old in before.items()
        if name != "on_date"
    ]


def _shown(session: Session, name: str, value: Any) -> str:
    if value is None:
        return "nothing"
    if name == "at":
        return told_instant(session, value)
    if name == "opportunity_minor":
        return format_amount(value, session.policy.currency)
    return f"{value:+d}" if name == "mood" else one_line(str(value))


def _reconsider(
    session: Session,
    op: Operation,
    rows: Sequence[Row],
    entry: Entry,
    changed: Sequence[str],
    told: Told,
    brought: Consequences,
) -> None:
    """What follows from a corrected outcome, direction, channel or date, as if it had been logged so."""
    if not {"outcome", "direction", "channel", "on_date"} & set(changed):
        return
    before = entry._replace(
        columns={**entry.columns, **{name: rows[0][name] for name in ("outcome", "direction", "channel")}}
    )
    for row in rows:
        one = Named(row["contact_id"], contacts.names(session.book, [row["contact_id"]])[row["contact_id"]])
        if "outcome" in changed:
            consequences(op, session, one, {**entry.columns, "on_date": entry.on.isoformat()}, brought)
        if before.settles and not entry.settles:
            reopen(session, op, row, told)
        elif entry.settles and not before.settles:
            rows_due = agenda.settled_by(session, one.id, entry.on)
            closed, opened = agenda.close(session, op, one, rows_due, entry.on, row["id"])
            told.closed.extend(closed)
            told.opened.extend(opened)
        else:
            for followup in followups.closed_by(session.book, row["id"]):
                op.update("followups", followup["id"], closed_on=entry.on.isoformat())
    told.lines.extend(f"Closed f{item['id']}: {one_line(item['text'])}" for item in told.closed)
    told.lines.extend(f"Next f{item['id']}: {_due(item)} - {one_line(item['text'])}" for item in told.opened)


def _check_next(session: Session, row: Row, entry: Entry) -> None:
    mine = [one for one in followups.opened_by(session.book, row["id"]) if one["status"] == "open"]
    if (entry.next is not None or entry.promise is not None) and len(mine) > 1:
        refs = " or ".join(f"f{one['id']}" for one in mine)
        raise BadValueError(
            f"i{row['id']} opened more than one follow-up",
            f"correct the one meant: crm edit {refs} --due WHEN",
        )


def _steps(session: Session, op: Operation, row: Row, entry: Entry, told: Told) -> list[str]:
    """--next and --promise correct the follow-up that it opened, or open one; --answer keeps what was learnt."""
    changed = []
    if entry.next is not None or entry.promise is not None:
        _step(session, op, row, entry, told)
        changed += ["next"] if entry.next is not None else []
        changed += ["promise"] if entry.promise is not None else []
    known = {fold(key): fact_id for fact_id, key in interactions.answers(session.book, row["id"])}
    for fact_id in known.values():
        op.update("facts", fact_id, on_date=entry.on.isoformat())
    for key, value in entry.answers:
        if fold(key) in known:
            op.update("facts", known[fold(key)], value=value)
        else:
            from crmcli.actions.fact import keep_answers

            keep_answers(session, op, row["contact_id"], [(key, value)], entry.on.isoformat(), row["id"])
        changed.append("answer")
    return changed


def _step(session: Session, op: Operation, row: Row, entry: Entry, told: Told) -> None:
    mine = [one for one in followups.opened_by(session.book, row["id"]) if one["status"] == "open"]
    columns: dict[str, Any] = {"kind": "promise", "text": entry.promise} if entry.promise is not None else {}
    if entry.next is not None:
        at = entry.next.at
        columns |= {"due_on": entry.next.on.isoformat(), "due_time": at.strftime("%H:%M") if at else None}
    if mine:
        op.update("followups", mine[0]["id"], **columns)
        new = {**mine[0], **columns}
        told.lines.append(f"Next f{new['id']}: {_due(new)} - {one_line(new['text'])}")
        return
    one = Named(row["contact_id"], contacts.names(session.book, [row["contact_id"]])[row["contact_id"]])
    due = entry.next or When(agenda.next_working_day(session), None)
    text = entry.promise or one_line(entry.columns["text"], 200)
    kind = "promise" if entry.promise is not None else "followup"
    opened = agenda.open_followup(session, op, one, kind, text, due, opened_by=row["id"])
    told.lines.append(f"Next f{opened['id']}: {_due(opened)} - {one_line(text)}")


def _due(row: Row) -> str:
    return format_when(When(date.fromisoformat(row["due_on"]), agenda.clock_time(row["due_time"])))
