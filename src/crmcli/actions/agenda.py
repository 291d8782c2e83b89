"""What is due: opening follow-ups and promises, closing them, dating them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from crmcli.actions.record import named
from crmcli.actions.session import Session, one_line, plain, require_text
from crmcli.actions.who import find_one, reference
from crmcli.domain.result import Result
from crmcli.domain.span import add as add_span
from crmcli.domain.span import parse_span
from crmcli.domain.text import quoted
from crmcli.domain.when import When, format_date, format_when, parse_when
from crmcli.errors import BadValueError, NotFoundError
from crmcli.store import contacts, followups
from crmcli.store.book import Operation
from crmcli.store.contacts import Named


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
    session: Session,
    op: Operation,
    row: dict[str, Any],
    status: str,
    on: date,
    *,
    by: int | None = None,
    why: str | None = None,
) -> dict[str, Any] | None:
    """Closes one follow-up; one that recurs opens its next, counted from the day it was done. Returns the next, if any."""
    op.update("followups", row["id"], status=status, closed_on=on.isoformat(), closed_by=by, why=why)
    if not row["every"]:
        return None
    name = contacts.names(session.book, [row["contact_id"]]).get(row["contact_id"], "")
    due = When(add_span(on, parse_span(row["every"])), clock_time(row["due_time"]))
    return open_followup(
        session, op, Named(row["contact_id"], name), row["kind"], row["text"], due,
        every=row["every"], owner=row["owner"], opened_by=by, repeats=row["id"],
    )  # fmt: skip


def settled_by(session: Session, contact_id: int, on: date) -> list[dict[str, Any]]:
    """The follow-ups that a real contact on this local date settles: what was due for them by then."""
    return followups.open_of(session.book, contact_id, until=on.isoformat())


def named_open(session: Session, refs: Sequence[str]) -> list[dict[str, Any]]:
    """The open follow-ups of these REFs. Raises NotFoundError where one is not open."""
    return [_own(session, ref) for ref in refs]


def close(
    session: Session, op: Operation, one: Named, rows: Sequence[dict[str, Any]], on: date, interaction_id: int
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Closes these follow-ups by a logged contact; returns them as scripts see them, and what they opened in their turn."""
    opened = []
    for row in rows:
        following = close_followup(session, op, row, "done", on, by=interaction_id)
        if following:
            opened.append(following)
    return [followups.shown(followups.get(session.book, row["id"]) or row, one.name) for row in rows], opened


def _own(session: Session, ref: str) -> dict[str, Any]:
    letter, number = reference(ref, "f", bare="f")
    row = followups.get(session.book, number)
    if row is None or row["status"] != "open":
        raise NotFoundError(f"there is no open follow-up {letter}{number}", "`crm followups all` lists them")
    return row


def next_working_day(session: Session) -> date:
    """The next day on which anybody works."""
    return session.policy.working_day_after(session.today)


def clock_time(text: str | None) -> time | None:
    """15:00 as a time."""
    return time.fromisoformat(text) if text else None


def add(session: Session, who: str, text: str, *, due: str | None, every: str | None, owner: str | None) -> Result:
    """Adds a dated follow-up, for the next working day unless a date is given."""
    one = find_one(session, who)
    what = require_text(text, "text")
    span = str(parse_span(every)) if every else None
    day = ahead(session, due, "--due") if due else When(next_working_day(session), None)
    with session.operation() as op:
        item = open_followup(session, op, one, "followup", what, day, every=span, owner=plain(owner, "owner"))
    again = f", then every {span} from the day done" if span else ""
    line = f"Follow-up f{item['id']}: {one.name} (c{one.id}), {format_when(day)}{again} - {one_line(what)}"
    return session.written("followup", op, [line], item=item)


def ahead(session: Session, text: str, flag: str) -> When:
    """A day to come, today included. Raises BadValueError naming the flag."""
    when = parse_when(text, now=session.now, date_order=session.policy["date_order"])
    if when.on < session.today:
        raise BadValueError(
            f"{flag} {quoted(text)} is {format_date(when.on)}, in the past", "a day to come: fri, +3d, 24 nov"
        )
    return when
