"""`crm ask` and the briefing: which questions of the bank are worth asking somebody next, and how long an answer is known."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from crmcli.actions.day_asked import day_asked
from crmcli.actions.record import named
from crmcli.actions.session import Session
from crmcli.actions.who import find_one
from crmcli.analysis import drip
from crmcli.analysis.drip import Known, Offer, Person, Question
from crmcli.domain.result import Result
from crmcli.domain.span import Span, parse_span
from crmcli.domain.text import fold
from crmcli.store import contacts, facts, questions, sales
from crmcli.store.facts import Fact

NEVER = Span(0, "d")


def ask(session: Session, who: str) -> Result:
    """The one or two questions most worth asking. Raises NotFoundError, AmbiguousError."""
    with day_asked(session) as day:
        one = find_one(session, who)
        row = contacts.get(session.book, one.id) or {}
        known = facts.latest(session.book, day, one.id)
        items = offers(session, one.id, row["kind"], known)
        notes = [] if items else [_nothing(session, day, one.name)]
        summary = {
            "contact": named(*one),
            "bank": len(questions.standing(session.book, day)),
            "known": len(known),
            "next": _command(session, one.id, items[0]["key"]) if items else None,
        }
        return session.result("ask", items=items, summary=summary, notes=notes)


def offers(session: Session, contact_id: int, kind: str, known: Iterable[Fact]) -> list[dict[str, Any]]:
    """The questions to offer about one contact on the day asked about, as scripts see them; none where the bank is empty.

    A custom field of the same key counts as an answer that never goes stale.
    """
    bank = bank_of(session, session.as_of.isoformat())
    if not bank:
        return []
    answers = {fold(one.key): Known(one.value, one.on) for one in known}
    answers |= {key: Known(value, None) for key, value in facts.own_keys(session.book, contact_id).items()}
    person = Person(kind, sales.grade_of(session.book, contact_id), facts.tags_of(session.book, contact_id))
    found = drip.offered(
        bank, answers, person, session.as_of, default=session.policy.span("question.fresh"),
        most=session.policy["question.offer"],
    )  # fmt: skip
    return [_item(offer) for offer in found]


def bank_of(session: Session, day: str) -> list[Question]:
    """The bank of questions as it stood on a local date."""
    return [
        Question(row.id, row.key, row.text, tuple(json.loads(row.audience)), _fresh(row.fresh))
        for row in questions.standing(session.book, day)
    ]


def stale_keys(session: Session, known: Iterable[Fact], day: date) -> set[tuple[int, str]]:
    """(contact, key) of the answers that are to be asked for again on a local date."""
    own = {fold(one.key): one.fresh for one in bank_of(session, day.isoformat()) if one.fresh is not None}
    default = session.policy.span("question.fresh")
    return {
        (one.contact_id, one.key)
        for one in known
        if drip.is_stale(Known(one.value, one.on), own.get(fold(one.key), default), day)
    }


def _fresh(text: str | None) -> Span | None:
    if text is None:
        return None
    return NEVER if text == "never" else parse_span(text)


def _item(offer: Offer) -> dict[str, Any]:
    last = offer.last
    return {
        "key": offer.question.key,
        "text": offer.question.text,
        "last": None if last is None else {"value": last.value, "on": last.on},
        "stale_since": offer.stale_since,
    }


def _command(session: Session, contact_id: int, key: str) -> str:
    """The command that keeps an answer, as it can be pasted into a shell."""
    import shlex

    return f'crm log c{contact_id} "..." --answer {shlex.quote(f"{key}=...")}{session.place_flag}'


def _nothing(session: Session, day: str, name: str) -> str:
    if not questions.standing(session.book, day):
        return "the bank of questions is empty; `crm question add KEY TEXT` puts one in"
    return f"nothing to ask {name}: what the bank asks of them is known"
