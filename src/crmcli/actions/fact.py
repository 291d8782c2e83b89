"""`crm fact`: what is known of somebody, with its date and source, and whether it is to be asked again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmcli.actions.asking import stale_keys
from crmcli.actions.day_asked import day_asked
from crmcli.actions.record import named
from crmcli.actions.session import Session, one_line, plain
from crmcli.actions.who import find_one
from crmcli.domain.result import Result
from crmcli.domain.text import clean_text, fold
from crmcli.domain.when import format_iso
from crmcli.errors import BadValueError
from crmcli.store import facts, questions
from crmcli.store.book import Operation
from crmcli.store.facts import Fact


def list_facts(session: Session, who: str | None) -> Result:
    """The latest answer under each key: one contact's, or everybody's newest first. Raises NotFoundError, AmbiguousError."""
    with day_asked(session) as day:
        one = None if who is None else find_one(session, who)
        rows = facts.latest(session.book, day, None if one is None else one.id)
        stale = stale_keys(session, rows, session.as_of)
        texts = {fold(row.key): row.text for row in questions.standing(session.book, day)}
        items = [_item(row, texts, is_stale=(row.contact_id, row.key) in stale) for row in rows]
        summary = {"facts": len(items), "stale": len(stale), "contact": named(*one) if one else None}
        return session.result("facts", items=items, summary=summary)


def set_fact(
    session: Session, who: str, key: str, value: str, *, source: str | None = None, at: str | None = None
) -> Result:
    """Keeps an answer, whether the bank asks for it or not; the earlier ones stay.

    Raises BadValueError, NotFoundError, AmbiguousError.
    """
    one = find_one(session, who)
    typed = clean_text(key, what="key", limit=200, lines=False)
    if "=" in typed:
        raise BadValueError(f"the key {typed[:40]!r} has a = in it", "write KEY VALUE, two words: need espresso")
    on = session.when(at, past=True) if at else session.today
    if on > session.today:
        raise BadValueError(f"--at {format_iso(on.isoformat())} is still to come", "the day they said so")
    spelling = facts.spelled(session.book, one.id, [typed], session.today.isoformat())[typed]
    said_by = plain(source, "source") or (f"entered by {session.by}" if session.by else None)
    kept = Fact(one.id, one.name, spelling, clean_text(value, what="value"), on.isoformat(), said_by)
    before = next((f for f in facts.latest(session.book, on.isoformat(), one.id) if fold(f.key) == fold(typed)), None)
    with session.operation() as op:
        row_id = op.insert(
            "facts", contact_id=one.id, key=kept.key, value=kept.value, on_date=kept.on, source=kept.source
        )
    was = None if before is None else before.value
    item = {"id": row_id, **_item(kept, {}, is_stale=bool(stale_keys(session, [kept], session.today))), "was": was}
    earlier = f" (was {one_line(was)})" if was is not None and was != kept.value else ""
    line = f"{one.name} (c{one.id}): {kept.key} = {one_line(kept.value)}{earlier}, {format_iso(kept.on)}"
    return session.written(
        "fact", op, [line], item=item, notes=near_misses(session, [typed]) + _outlived(session, kept)
    )


def keep_answers(
    session: Session, op: Operation, contact_id: int, answers: Sequence[tuple[str, str]], on: str, interaction_id: int
) -> list[str]:
    """Keeps what was learnt in a conversation on a local date; says which keys look misspelt."""
    spelled = facts.spelled(session.book, contact_id, [key for key, _ in answers], session.today.isoformat())
    for key, value in answers:
        op.insert(
            "facts", contact_id=contact_id, key=spelled[key], value=value, on_date=on, source=f"i{interaction_id}"
        )
    return near_misses(session, [key for key, _ in answers])


def _outlived(session: Session, kept: Fact) -> list[str]:
    """Where they said something else later than what was kept now: which answer stands."""
    rows = facts.latest(session.book, session.today.isoformat(), kept.contact_id)
    stands = next(one for one in rows if fold(one.key) == fold(kept.key))
    if stands.on <= kept.on:
        return []
    return [f"a newer answer, of {format_iso(stands.on)}, stands: {stands.key} = {one_line(stands.value)}"]


def near_misses(session: Session, keys: list[str]) -> list[str]:
    """One line for each key that the bank does not have, where it has one spelled nearly so."""
    bank = {fold(row.key): row.key for row in questions.standing(session.book, session.today.isoformat())}
    unknown = [key for key in keys if bank and fold(key) not in bank]
    if not unknown:
        return []
    from difflib import get_close_matches

    close = {key: get_close_matches(fold(key), bank, n=1, cutoff=0.75) for key in unknown}
    return [
        f"no question is called {one_line(key)}; did you mean {bank[found[0]]}?"
        for key, found in close.items()
        if found
    ]


def _item(row: Fact, texts: dict[str, str], *, is_stale: bool) -> dict[str, Any]:
    return {
        "contact": named(row.contact_id, row.name),
        "key": row.key,
        "value": row.value,
        "on": row.on,
        "source": row.source,
        "stale": is_stale,
        "question": texts.get(fold(row.key)),
    }
