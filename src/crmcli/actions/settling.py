"""Done, snooze and skip: what a REF names, what becomes of it, and when it comes up again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from crmcli.actions import agenda
from crmcli.actions.record import named
from crmcli.actions.session import Session, one_line, plain
from crmcli.actions.who import reference
from crmcli.domain.result import Result
from crmcli.domain.span import add as add_span
from crmcli.domain.span import parse_span
from crmcli.domain.text import quoted
from crmcli.domain.when import When, format_iso, format_when
from crmcli.domain.words import REASON_NAMES
from crmcli.errors import BadValueError, NotFoundError
from crmcli.store import contacts, followups, reasons, sales
from crmcli.store.book import Operation
from crmcli.store.sources.base import Reason

FOREVER = date(9999, 12, 31)
MOST_OF_A_TEXT = 90


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
    if until is not None:
        _check_snooze(due, until)
    with session.operation() as op:
        items = [_settle(session, op, reason, names[reason.contact_id], verb, until, reason_why) for reason in due]
    for item in items:
        item["due_on"] = _due_again(session, item)
    lines = [line for item in items for line in _lines(item, verb, until)]
    if len(refs) == 1 and len(items) == 1:
        return session.written("settled", op, lines, item=items[0])
    return session.written("settled", op, lines, items=items)


def _check_snooze(due: Sequence[Reason], until: When) -> None:
    """Refuses to put off what comes up no earlier anyway; a follow-up has a day of its own, which moves either way."""
    for reason in due:
        if reason.ref[0] != "f" and reason.due_on >= until.on.isoformat():
            raise BadValueError(f"{reason.ref} comes up on {format_iso(reason.due_on)} anyway", "snooze to a later day")


def _due_again(session: Session, item: dict[str, Any]) -> str | None:
    """The local date on which it comes up again, once all is settled; None for never."""
    following = item.get("next")
    if following:
        return str(following["due_on"])
    again = reasons.by_ref(session.book, item["ref"])
    return again.due_on if again else None


def _lines(item: dict[str, Any], verb: str, until: When | None) -> list[str]:
    kind = REASON_NAMES.get(item["kind"], item["kind"])
    text = one_line(item["text"], MOST_OF_A_TEXT)
    what = f"{item['contact']['name']} - {text if item['kind'] == 'occasion' else f'{kind}, {text}'}"
    if until is not None:
        moved = item["ref"][0] == "f" or item["due_on"] == until.on.isoformat()
        to = format_when(until) if moved or not item["due_on"] else format_iso(item["due_on"])
        return [f"Snoozed {item['ref']} to {to}: {what}"]
    line = f"{'Done' if verb == 'done' else 'Skipped'} {item['ref']}: {what}"
    ref = item["next"]["ref"] if item.get("next") else item["ref"]
    return [line, f"Comes up again: {ref} on {format_iso(item['due_on'])}"] if item["due_on"] else [line]


def _later(session: Session, text: str) -> When:
    when = agenda.ahead(session, text, "WHEN")
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
            item["next"] = agenda.close_followup(session, op, row, status, session.today, why=why)
    day = until.on if until else _comes_again(session, reason)
    if reason.ref[0] != "f":
        op.insert(
            "pauses", contact_id=reason.contact_id, ref=reason.ref, until=day.isoformat(), made_at=session.stamp(),
            made_on=session.today.isoformat(), skipped=int(verb == "skip"), why=why,
        )  # fmt: skip
    return item


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
    if reason.kind == "complaint":
        return policy.working_day_after(session.today)
    if reason.kind == "occasion":
        window = sum(span.days() for name in ("occasion.lead", "occasion.grace") if (span := policy.span(name)))
        return max(date.fromisoformat(reason.due_on), session.today) + timedelta(days=window + 1)
    return FOREVER
