"""`crm suggestion`: what customers propose, followed to an answer that they hear."""

from __future__ import annotations

from datetime import date
from typing import Any

from crmcli import clock
from crmcli.actions import agenda
from crmcli.actions.day_asked import day_asked
from crmcli.actions.interaction import past_instant
from crmcli.actions.record import named
from crmcli.actions.session import Session, one_line, require_text
from crmcli.actions.who import find_one, reference
from crmcli.domain.result import Result
from crmcli.domain.text import clean_text
from crmcli.domain.when import When, format_iso, format_when
from crmcli.domain.words import pick
from crmcli.errors import DeclinedError, NotFoundError
from crmcli.store import suggestions
from crmcli.store.contacts import Named
from crmcli.store.suggestions import Suggestion

WHICH = (*suggestions.STATUSES, "all")
TEXT = 80


def add(session: Session, who: str, text: str, *, at: str | None = None) -> Result:
    """Keeps what a customer proposes. Raises BadValueError, NotFoundError, AmbiguousError."""
    one = find_one(session, who)
    what = require_text(text, "text")
    when = past_instant(session, at, "keep it on the day they said it")
    with session.operation() as op:
        row_id = op.insert(
            "suggestions", contact_id=one.id, at=clock.stamp(when), on_date=when.date().isoformat(), text=what,
            by_whom=session.by, status="open",
        )  # fmt: skip
    line = f"Suggestion s{row_id}: {one.name} (c{one.id}) - {one_line(what)}"
    return session.written("suggestion", op, [line], item=shown(session, row_id))


def answer(session: Session, ref: str, text: str, *, declined: bool = False, told: bool = False) -> Result:
    """Answers a suggestion; unless they were told already, a promise to tell them opens for the next working day.

    A second answer takes the place of the first, which keeps its day; a promise still open says the new one.

    Raises BadValueError, NotFoundError; DeclinedError where that is its answer already.
    """
    row = standing(session, reference(ref, "s", bare="s")[1])
    said = clean_text(text, what="answer")
    status = "declined" if declined else "answered"
    if (row["status"], row["answer"]) == (status, said):
        raise DeclinedError(
            f"s{row['id']} was {status} so on {format_iso(row['answered_on'])}", "another answer takes its place"
        )
    opened: list[dict[str, Any]] = []
    kept: int | None = None
    name = shown(session, row["id"])["contact"]["name"]
    with session.operation() as op:
        op.update(
            "suggestions", row["id"], status=status, answer=said, answered_by=session.by,
            answered_on=row["answered_on"] or session.today.isoformat(),
        )  # fmt: skip
        if not told:
            due = When(agenda.next_working_day(session), None)
            proposed = f"suggestion s{row['id']} ({one_line(row['text'], TEXT)})"
            what = f"tell them what became of their {proposed}: {one_line(said, TEXT)}"
            promised = suggestions.promise(session.book, row["contact_id"], row["id"])
            if promised is None:
                opened.append(agenda.open_followup(session, op, Named(row["contact_id"], name), "promise", what, due))
            else:
                op.update("followups", promised, text=what)
                kept = promised
    lines = [f"{status.capitalize()} s{row['id']}: {name} - {one_line(row['text'])}"]
    lines += [f"Promised {one['ref']}: {format_when(due)} - tell them" for one in opened]
    lines += [f"Promised already: f{kept} says the new answer"] if kept else []
    item = {**shown(session, row["id"]), "opened": opened}
    return session.written("suggestion", op, lines, item=item)


def list_suggestions(session: Session, who: str | None = None, *, status: str | None = None) -> Result:
    """Suggestions, open ones unless said otherwise: those of the most valued class first, of one class the oldest.

    Raises BadValueError, NotFoundError, AmbiguousError.
    """
    which = pick(status, WHICH, "status") if status else "open"
    with day_asked(session) as day:
        one = find_one(session, who) if who is not None else None
        rows = suggestions.listed(session.book, day, contact_id=one.id if one else None)
    weights = {row.grade: session.policy[f"weights.value.{row.grade}"] for row in rows}
    meant = [row for row in rows if which in ("all", row.status)]
    items = [item_of(session, row) for row in sorted(meant, key=lambda row: (-weights[row.grade], row.on, row.id))]
    counts = {name: sum(row.status == name for row in rows) for name in suggestions.STATUSES}
    waiting = [item["days"] for item in items if item["status"] == "open"]
    summary = {"status": which, "count": len(items), **counts, "oldest_days": max(waiting, default=None)}
    return session.result("suggestions", items=items, summary=summary)


def edit(session: Session, number: int, text: str) -> Result:
    """Corrects what they proposed. Raises NotFoundError, DeclinedError, BadValueError."""
    standing(session, number)
    what = require_text(text, "text")
    with session.operation() as op:
        changed = list(op.update("suggestions", number, text=what))
    verb = f"Changed {', '.join(changed)} of" if changed else "Nothing to change in"
    return _corrected(session, op, number, verb, changed)


def void(session: Session, number: int) -> Result:
    """Strikes a suggestion out. Raises NotFoundError, DeclinedError."""
    standing(session, number)
    with session.operation() as op:
        op.update("suggestions", number, voided_at=session.stamp())
    return _corrected(session, op, number, "Struck out", ["voided"])


def standing(session: Session, number: int) -> dict[str, Any]:
    """The row of a suggestion that stands. Raises NotFoundError, DeclinedError for one that is struck out."""
    row = suggestions.get(session.book, number)
    if row is None:
        raise NotFoundError(f"there is no suggestion s{number}", "`crm suggestion list --status all` lists them")
    if row["voided_at"] is not None:
        raise DeclinedError(
            f"s{number} is struck out already", "`crm undo` brings it back, if that was the last thing done"
        )
    return row


def shown(session: Session, number: int) -> dict[str, Any]:
    """A suggestion of today as scripts see it."""
    return item_of(session, suggestions.listed(session.book, session.today.isoformat(), one=number)[0])


def item_of(session: Session, row: Suggestion) -> dict[str, Any]:
    """A suggestion as scripts see it; `days` is how long it waited, or waits."""
    until = date.fromisoformat(row.answered_on) if row.answered_on else session.as_of
    return {
        "id": row.id,
        "ref": f"s{row.id}",
        "contact": named(row.contact_id, row.name),
        "on": row.on,
        "at": session.local(row.at),
        "text": row.text,
        "status": row.status,
        "days": max(0, (until - date.fromisoformat(row.on)).days),
        "class": row.grade,
        "owner": row.owner,
        "by": row.by,
        "answer": row.answer,
        "answered_on": row.answered_on,
        "answered_by": row.answered_by,
        "voided": row.voided,
    }


def _corrected(session: Session, op: Any, number: int, verb: str, changed: list[str]) -> Result:
    item = {**shown(session, number), "changed": changed}
    line = f"{verb} s{number}: {item['contact']['name']} - {one_line(item['text'])}"
    return session.written("suggestion", op, [line], item=item, summary={"changed": changed})
