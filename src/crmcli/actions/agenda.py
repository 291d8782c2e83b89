"""What is due: opening follow-ups and promises, closing them, putting reasons off, and the over-contact guard's word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from typing import TYPE_CHECKING, Any

from crmcli.actions.record import named
from crmcli.actions.session import Session
from crmcli.actions.who import reference
from crmcli.domain.span import add, parse_span
from crmcli.domain.text import quoted
from crmcli.domain.when import When
from crmcli.errors import BadValueError, NotFoundError
from crmcli.store import followups, interactions, sales
from crmcli.store.book import Operation
from crmcli.store.contacts import Named

if TYPE_CHECKING:
    from crmcli.actions.interaction import Entry


def open_followup(
    session: Session, op: Operation, one: Named, kind: str, text: str, due: When, *,
    every: str | None = None, owner: str | None = None, opened_by: int | None = None, repeats: int | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Opens a follow-up or promise; returns it as scripts see it."""
    columns = {
        "kind": kind, "text": text, "due_on": due.on.isoformat(),
        "due_time": due.at.strftime("%H:%M") if due.at else None, "every": every, "owner": owner or session.by,
    }  # fmt: skip
    row_id = op.insert(
        "followups", contact_id=one.id, status="open", created_at=session.stamp(), created_on=session.today.isoformat(),
        opened_by=opened_by, repeats=repeats, **columns,
    )  # fmt: skip
    return {"id": row_id, "ref": f"f{row_id}", "contact": named(*one), **columns}


def close_followup(
    session: Session, op: Operation, row: dict[str, Any], status: str, on: date, *, by: int | None = None, why: str | None = None
) -> dict[str, Any] | None:
    """Closes one follow-up; one that recurs opens its next, counted from the day it was done. Returns the next, if any."""
    op.update("followups", row["id"], status=status, closed_on=on.isoformat(), closed_by=by, why=why)
    if not row["every"]:
        return None
    name = interactions_name(session, row["contact_id"])
    due = When(add(on, parse_span(row["every"])), clock_time(row["due_time"]))
    return open_followup(
        session, op, Named(row["contact_id"], name), row["kind"], row["text"], due,
        every=row["every"], owner=row["owner"], opened_by=by, repeats=row["id"],
    )  # fmt: skip


def interactions_name(session: Session, contact_id: int) -> str:
    """The contact's name."""
    from crmcli.store import contacts

    return contacts.names(session.book, [contact_id]).get(contact_id, "")


def close(
    session: Session, op: Operation, one: Named, entry: Entry, only: Sequence[str], keep: bool, interaction_id: int,
    closed: list[dict[str, Any]], opened: list[dict[str, Any]],
) -> None:  # fmt: skip
    """Closes what a logged contact settles: what was due for them by that day, or only the ones named."""
    if only:
        rows = [row for ref in only for row in [_own(session, ref)] if row["contact_id"] == one.id]
    elif keep or not entry.settles:
        return
    else:
        rows = followups.open_of(session.book, one.id, until=entry.on.isoformat())
    for row in rows:
        following = close_followup(session, op, row, "done", entry.on, by=interaction_id)
        closed.append(followups.shown(row, one.name))
        if following:
            opened.append(following)


def _own(session: Session, ref: str) -> dict[str, Any]:
    letter, number = reference(ref, "f", bare="f")
    row = followups.get(session.book, number)
    if row is None or row["status"] != "open":
        raise NotFoundError(f"there is no open follow-up {letter}{number}", "`crm followups all` lists them")
    return row


def guard_note(session: Session, one: Named, on: date) -> str | None:
    """What the over-contact guard says of one more contact of ours on this day, or None."""
    limit, days = session.policy.guard(sales.grade_of(session.book, one.id))
    since = on - timedelta(days=days - 1)
    count = interactions.our_contacts(session.book, one.id, since.isoformat(), on.isoformat())
    if count < limit:
        return None
    return f"over-contact guard: {one.name} had {count} contacts of ours in {days} days (at most {limit})"


def next_working_day(session: Session) -> date:
    """The next day on which anybody works."""
    day = session.today + timedelta(days=1)
    for _ in range(60):
        if session.policy.works(day):
            break
        day += timedelta(days=1)
    return day


def clock_time(text: str | None) -> time | None:
    """15:00 as a time."""
    return time.fromisoformat(text) if text else None


def parse_ref(session: Session, text: str) -> str:
    """A REF checked for its form: f9, q5, k3, c12, c12/cadence, or a bare number for a follow-up."""
    asked = text.strip()
    head, slash, kind = asked.partition("/")
    if slash:
        letter, number = reference(head, "c")
        if kind not in ("cadence", "unanswered", "attempt", "occasion", "lapsed", "underbuying", "winback", "conflict",
                        "quality_call", "campaign", "check_back"):  # fmt: skip
            raise BadValueError(f"{quoted(asked)} names nothing that falls due", "such as c12/cadence; `crm followups --explain` shows it")
        return f"c{number}/{kind}"
    letter, number = reference(asked, "fqkc", bare="f")
    return f"{letter}{number}"
