"""What is due: opening follow-ups and promises, closing them, putting reasons off, and the over-contact guard's word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
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
from crmcli.store import contacts, followups, interactions, reasons, sales
from crmcli.store.book import Operation
from crmcli.store.contacts import Named
from crmcli.store.sources.base import Reason

FOREVER = date(9999, 12, 31)


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
    return [followups.shown(row, one.name) for row in rows], opened


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
            raise BadValueError(
                f"{quoted(asked)} names nothing that falls due",
                "such as c12/cadence; `crm followups --explain` shows it",
            )
        return f"c{number}/{kind}"
    letter, number = reference(asked, "fqkc", bare="f")
    return f"{letter}{number}"


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


def settle_refs(
    session: Session, refs: Sequence[str], verb: str, *, when: str | None = None, why: str | None = None
) -> Result:
    """Does, snoozes or skips everything the REFs name, in one operation. Raises NotFoundError, BadValueError."""
    until = _later(session, when) if when is not None else None
    session.current()
    due = [reason for ref in dict.fromkeys(refs) for reason in _named_reasons(session, ref, verb)]
    due = list({reason.ref: reason for reason in due}.values())
    names = contacts.names(session.book, [reason.contact_id for reason in due])
    reason_why = plain(why, "why")
    with session.operation() as op:
        items = [_settle(session, op, reason, names[reason.contact_id], verb, until, reason_why) for reason in due]
    said = {"done": "Done", "snooze": f"Snoozed to {format_when(until)}" if until else "", "skip": "Skipped"}[verb]
    lines = [
        f"{said} {item['ref']}: {item['contact']['name']} - {item['kind']}, {one_line(item['text'])}" for item in items
    ]
    lines += [f"Next f{item['next']['id']}: {item['next']['due_on']}" for item in items if item.get("next")]
    if len(refs) == 1 and len(items) == 1:
        return session.written("settled", op, lines, item=items[0])
    return session.written("settled", op, lines, items=items)


def _later(session: Session, text: str) -> When:
    when = ahead(session, text, "WHEN")
    if when.on == session.today and when.at is None:
        raise BadValueError(f"{quoted(text)} is today", "snooze to a later day: tomorrow, fri, +3d")
    return when


def _named_reasons(session: Session, text: str, verb: str) -> list[Reason]:
    """What a REF names: one reason by its ref, or all that is due for a contact."""
    ref = parse_ref(session, text)
    number = int(ref[1:].partition("/")[0])
    if ref[0] == "c" and "/" not in ref:
        found = reasons.due_of(session.book, number, session.today)
        if not found:
            name = contacts.names(session.book, [number]).get(number)
            if name is None:
                raise NotFoundError(f"there is no contact {ref}", "`crm find` looks for names")
            raise NotFoundError(f"nothing is due for {name} ({ref})", f"`crm show {ref}` shows what is open")
        return found
    one = reasons.by_ref(session.book, ref)
    if one is None:
        raise NotFoundError(f"nothing open is called {ref}", "`crm followups all` lists what is")
    return [one]


def _settle(
    session: Session, op: Operation, reason: Reason, name: str, verb: str, until: When | None, why: str | None
) -> dict[str, Any]:
    item: dict[str, Any] = {
        "ref": reason.ref, "id": reason.row_id, "kind": reason.kind, "contact": named(reason.contact_id, name),
        "text": reason.text, "status": {"done": "done", "snooze": "snoozed", "skip": "skipped"}[verb],
    }  # fmt: skip
    if reason.ref[0] == "f" and reason.row_id is not None:
        row = followups.get(session.book, reason.row_id) or {}
        if until is not None:
            at = until.at.strftime("%H:%M") if until.at else row["due_time"]
            op.update("followups", reason.row_id, due_on=until.on.isoformat(), due_time=at, why=why or row["why"])
        else:
            status = "done" if verb == "done" else "skipped"
            item["next"] = close_followup(session, op, row, status, session.today, why=why)
    day = until.on if until else _comes_again(session, reason)
    if reason.ref[0] != "f":
        op.insert(
            "pauses", contact_id=reason.contact_id, ref=reason.ref, until=day.isoformat(), made_at=session.stamp(),
            made_on=session.today.isoformat(), skipped=int(verb == "skip"), why=why,
        )  # fmt: skip
    return {**item, "due_on": day.isoformat() if until else None}


def _comes_again(session: Session, reason: Reason) -> date:
    """The day before which a reason without a row of its own does not come back once it is done or skipped."""
    policy = session.policy
    if reason.kind == "cadence":
        own = contacts.get(session.book, reason.contact_id) or {}
        grade = sales.grade_of(session.book, reason.contact_id)
        span = parse_span(own["every"]) if own.get("every") else policy.cadence(grade)
        return add_span(session.today, span) if span else FOREVER
    if reason.kind == "quote":
        chase = policy.span("quote.chase_after")
        return add_span(session.today, chase) if chase else FOREVER
    if reason.kind == "occasion":
        window = sum(span.days() for name in ("occasion.lead", "occasion.grace") if (span := policy.span(name)))
        return max(date.fromisoformat(reason.due_on), session.today) + timedelta(days=window + 1)
    return FOREVER
