"""`crm question`: the bank of questions, whom each is for, and how many have answered."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from crmcli.actions.asking import bank_of
from crmcli.actions.session import Session, one_line
from crmcli.analysis import drip
from crmcli.analysis.drip import Known, Question
from crmcli.domain.policy import GRADES
from crmcli.domain.result import Result
from crmcli.domain.span import parse_span
from crmcli.domain.text import clean_text, fold, quoted
from crmcli.domain.words import KINDS, pick
from crmcli.errors import BadValueError, DeclinedError, NotFoundError
from crmcli.store import questions

KEY_LIMIT = 60


def add(session: Session, key: str, text: str, *, audience: Sequence[str] = (), fresh: str | None = None) -> Result:
    """Puts a question into the bank. Raises BadValueError; DeclinedError where its key is in it already."""
    name, what = _key(key), clean_text(text, what="question", limit=1000, lines=False)
    words = list(dict.fromkeys(_facet(word) for word in audience))
    known_for = None if fresh is None else _fresh(fresh)
    day = session.today.isoformat()
    if session.exists and (there := _standing(session, name)):
        raise DeclinedError(
            f"{quoted(there.key)} is in the bank already: {one_line(there.text)}",
            f"`crm question remove {there.key}` takes it off first",
        )
    with session.operation() as op:
        row_id = op.insert(
            "questions",
            key=name,
            text=what,
            audience=json.dumps(words, ensure_ascii=False),
            fresh=known_for,
            on_date=day,
        )
    one = Question(row_id, name, what, tuple(words))
    item = _item(session, one, known_for, day, {})
    line = f"Question {name}: {one_line(what)} ({_whom(words)}; known for {item['fresh']})"
    return session.written("question", op, [line], item=item)


def remove(session: Session, key: str) -> Result:
    """Takes a question off the bank from today on; its answers stay. Raises NotFoundError."""
    row = _standing(session, key.strip())
    if row is None:
        raise NotFoundError(f"no question is called {quoted(key)}", "`crm question list` shows the bank")
    ended = session.today.isoformat()
    one = next(one for one in bank_of(session, ended) if one.id == row.id)
    counts = _answers(session, session.today)
    item = {**_item(session, one, row.fresh, row.on, counts), "ended_on": ended}
    with session.operation() as op:
        op.update("questions", row.id, ended_on=ended)
    return session.written("question", op, [f"{row.key} is asked no more; its answers stay"], item=item)


def list_questions(session: Session) -> Result:
    """The bank as it stood on the day asked about."""
    day = session.as_of
    rows = {row.id: row for row in questions.standing(session.book, day.isoformat())}
    counts = _answers(session, day)
    items = [
        _item(session, one, rows[one.id].fresh, rows[one.id].on, counts) for one in bank_of(session, day.isoformat())
    ]
    summary = {
        "questions": len(items),
        "answers": sum(item["answers"] for item in items),
        "stale": sum(item["stale"] for item in items),
        "offer": session.policy["question.offer"],
    }
    return session.result("questions", items=items, summary=summary)


def _standing(session: Session, key: str) -> questions.Banked | None:
    rows = questions.standing(session.book, session.today.isoformat())
    return next((row for row in rows if fold(row.key) == fold(key)), None)


def _answers(session: Session, day: date) -> dict[str, Counter[str]]:
    """folded key -> local date -> how many gave their last answer then."""
    found: dict[str, Counter[str]] = {}
    for key, on, count in questions.last_answers(session.book, day.isoformat()):
        found.setdefault(fold(key), Counter())[on] += count
    return found


def _item(
    session: Session, one: Question, fresh: str | None, on: str, counts: dict[str, Counter[str]]
) -> dict[str, Any]:
    span = one.fresh if one.fresh is not None else session.policy.span("question.fresh")
    dates = counts.get(fold(one.key), Counter())
    stale = sum(n for day, n in dates.items() if drip.is_stale(Known("", day), span, session.as_of))
    return {
        "id": one.id,
        "key": one.key,
        "text": one.text,
        "for": list(one.audience),
        "fresh": fresh or str(session.policy["question.fresh"]),
        "own_fresh": fresh is not None,
        "since": on,
        "answers": dates.total(),
        "stale": stale,
    }


def _key(text: str) -> str:
    key = clean_text(text, what="key", limit=KEY_LIMIT, lines=False)
    if "=" in key:
        raise BadValueError(f"the key {quoted(key)} has a = in it", "answers are written KEY=VALUE; leave the = out")
    return key


def _facet(word: str) -> str:
    """tag:horeca, class:A or kind:company, checked. Raises BadValueError."""
    exact = {grade.lower(): grade for grade in GRADES}
    if word.strip().lower() in ("a", "b", "c"):
        return f"class:{word.strip().upper()}"
    facet, found, value = word.partition(":")
    name = facet.strip().lower()
    if not found or name not in drip.FACETS or not value.strip():
        raise BadValueError(f"--for {quoted(word)} names nobody", f"write {_as_written(word)}")
    if name == "kind":
        return f"kind:{pick(value, KINDS, 'kind')}"
    if name == "tag":
        return f"tag:{clean_text(value, what='tag', limit=200, lines=False)}"
    asked = value.strip().lower().replace("-", "_").replace(" ", "_")
    if asked not in exact:
        raise BadValueError(f"--for {quoted(word)} is no class", f"one of {', '.join(GRADES)}")
    return f"class:{exact[asked]}"


def _as_written(word: str) -> str:
    """How an audience is written, with the word itself as the tag it may have meant."""
    plain = word.strip()
    meant = f"tag:{plain} for those tagged so, or " if plain and ":" not in plain and len(plain) < KEY_LIMIT else ""
    return f"{meant}tag:horeca, class:A or kind:company"


def _fresh(text: str) -> str:
    return "never" if text.strip().lower() == "never" else str(parse_span(text))


def _whom(words: Sequence[str]) -> str:
    return f"for {', '.join(words)}" if words else "for everybody"
