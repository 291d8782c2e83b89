"""The drip dialogue: which one or two questions of the bank are worth asking somebody next.

A question is offered to those it is for, and only where no fresh answer is known: what was never asked first, of these what
is meant for the fewest (the more closely described audience), then what went stale longest ago. Pure: the day and the
policy's numbers come in as arguments.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

from crmcli.domain.span import Span, add
from crmcli.domain.text import fold

FACETS = ("tag", "class", "kind")


class Question(NamedTuple):
    """One question of the bank. `audience` holds `facet:value` words, empty for everybody; `fresh` is how long an answer
    stays known: None for the policy's own length, Span(0, "d") for ever."""

    id: int
    key: str
    text: str
    audience: tuple[str, ...] = ()
    fresh: Span | None = None


class Known(NamedTuple):
    """The last answer under one key; `on` is a local date, None where it has none and so never goes stale."""

    value: str
    on: str | None


class Person(NamedTuple):
    """What an audience is matched against: kind, class, and the tags of theirs and of where they work."""

    kind: str
    grade: str
    tags: Collection[str] = ()


class Offer(NamedTuple):
    """A question worth asking, and the answer that went stale on the local date `stale_since`, where there was one."""

    question: Question
    last: Known | None = None
    stale_since: str | None = None


def fits(audience: Iterable[str], person: Person) -> bool:
    """Whether a question is for this person: one of the values of each facet that it names."""
    asked: dict[str, set[str]] = {}
    for word in audience:
        facet, _, value = word.partition(":")
        asked.setdefault(facet, set()).add(fold(value))
    own = {"tag": {fold(tag) for tag in person.tags}, "class": {fold(person.grade)}, "kind": {fold(person.kind)}}
    return all(values & own.get(facet, set()) for facet, values in asked.items())


def stale_on(known: Known, fresh: Span | None) -> str | None:
    """The local date from which an answer is to be asked for again; None for never. `fresh` None or of no days: never."""
    if known.on is None or fresh is None or not fresh.count:
        return None
    return add(date.fromisoformat(known.on), fresh).isoformat()


def is_stale(known: Known, fresh: Span | None, day: date) -> bool:
    """Whether an answer is known no longer on a local date."""
    since = stale_on(known, fresh)
    return since is not None and since <= day.isoformat()


def offered(
    bank: Iterable[Question],
    answers: Mapping[str, Known],
    person: Person,
    day: date,
    *,
    default: Span | None,
    most: int,
) -> list[Offer]:
    """At most `most` questions for this person, the most useful first. `answers` is by folded key."""
    ranked = []
    for question in bank:
        if not fits(question.audience, person):
            continue
        known = answers.get(fold(question.key))
        if known is None:
            ranked.append(((0, "", -len(question.audience), question.id), Offer(question)))
            continue
        since = stale_on(known, question.fresh if question.fresh is not None else default)
        if since is not None and since <= day.isoformat():
            ranked.append(((1, since, 0, question.id), Offer(question, known, since)))
    return [offer for _, offer in sorted(ranked, key=lambda pair: pair[0])[:most]]
