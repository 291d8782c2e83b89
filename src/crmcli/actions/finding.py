"""Finding any word in anything written about anybody, and the numbers and addresses however they are typed.

Where nothing has the words, the closest words that the book knows are looked up instead, and the answer says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from crmcli.actions.record import named
from crmcli.actions.session import Session
from crmcli.actions.snippet import around, holds
from crmcli.actions.who import candidates, name_key, phone_key
from crmcli.domain.result import Result
from crmcli.domain.text import looks_like_email, looks_like_phone, quoted, words
from crmcli.errors import BadValueError
from crmcli.store import contacts, search

LONGEST = 1_000
CLOSE_ENOUGH = 75
NEWEST = 500
MANY = 10_000
SHORT = 300
PART = 500


class Hits(NamedTuple):
    """What a query found: items to show, and how many there are in all; `least` where counting stopped at MANY."""

    items: list[dict[str, Any]]
    total: int
    least: bool = False


def find(session: Session, text: str, wanted: int | None) -> Result:
    """Contacts and texts with all the words of `text`, contacts first, then the newest texts; at most `wanted` of them.

    Raises BadValueError for an empty query.
    """
    if not text.strip():
        raise BadValueError("there is nothing to look for", "a name, a number, any words: crm find espresso")
    asked = words(text[:LONGEST])
    notes = [f"only the first {LONGEST:,} characters were looked for"] if len(text) > LONGEST else []
    found = _look(session, text[:LONGEST], asked, wanted)
    if not found.total and asked:
        for vocabulary in (contacts.vocabulary, search.vocabulary):
            close = _closest(asked, vocabulary(session.book))
            if close and close != asked:
                found = _look(session, " ".join(close), close, wanted)
            if found.total:
                notes.append(f"nothing for {quoted(' '.join(asked))[1:-1]}; showing {' '.join(close)}")
                break
    summary = {"count": found.total, "count_is_least": found.least, "text": text[:LONGEST].strip()}
    return session.result("find", items=found.items, notes=notes, summary=summary)


def _look(session: Session, text: str, asked: list[str], wanted: int | None) -> Hits:
    query = search.expression(text)
    people = _people(session, text, query, wanted)
    shown = list(_contact_items(session, asked, people[:wanted]))
    room = None if wanted is None else wanted - len(shown)
    texts = _texts(session, query, room) if query and room != 0 else []
    shown += _text_items(session, asked, texts[:room])
    if wanted is None or session.as_of < session.today:
        return Hits(shown, len(people) + len(texts))
    counts = [search.count(session.book, index, query, MANY) for index in ("search", "search_people")] if query else [0]
    return Hits(shown, max(sum(counts), len(shown)), MANY in counts)


def _texts(session: Session, query: str, room: int | None) -> list[search.Found]:
    """The texts that match: those with the words whole, newest first, then those where words only begin so.

    A common word fills a table with whole words alone; its beginnings are looked up only where there is room for them.
    """
    past = session.as_of < session.today
    most = None if past or room is None else NEWEST
    found = search.texts_matching(session.book, search.whole(query), most)
    if room is None or past or len(found) < room:
        have = {(one.kind, one.id) for one in found}
        found += [one for one in search.texts_matching(session.book, query, most) if (one.kind, one.id) not in have]
    return [one for one in found if one.on_date <= session.as_of.isoformat()] if past else found


def _people(session: Session, text: str, query: str, wanted: int | None) -> list[int]:
    """The contacts that match: by number or address, then by name, then by anything else about them.

    For a table, only so many of those entered first are ranked behind the ones whom the words name.
    """
    book = session.book
    asked = text.strip()
    typed = len(asked) < SHORT and (
        looks_like_email(asked) or looks_like_phone(asked) or (asked[0] in "cC" and asked[1:].isdecimal())
    )
    first = [one.id for one in candidates(session, asked)] if typed else []
    matching = search.contacts_matching(book, query, None if wanted is None else max(NEWEST, wanted)) if query else []
    if wanted is not None and query and len(asked) < SHORT:
        matching = list(dict.fromkeys([*(one.id for one in candidates(session, asked)), *matching]))
    key, parts = name_key(asked), words(asked)
    ranked = []
    for start in range(0, len(matching), PART):
        names = contacts.names(book, matching[start : start + PART])
        ranked += [(_rank(name, key, parts), name_key(name), number) for number, name in names.items()]
    people = list(dict.fromkeys([*first, *(number for _, _, number in sorted(ranked))]))
    if session.as_of >= session.today:
        return people
    known = contacts.entered_by(book, people, session.as_of.isoformat())
    return [number for number in people if number in known]


def _rank(name: str, key: str, parts: Sequence[str]) -> int:
    """0 the whole name, 1 whole words of it, 2 beginnings, 3 found elsewhere."""
    if name_key(name) == key:
        return 0
    own = search.name_words(name)
    if all(part in own for part in parts):
        return 1
    return 2 if all(any(word.startswith(part) for word in own) for part in parts) else 3


def _contact_items(session: Session, asked: list[str], ids: Sequence[int]) -> Iterator[dict[str, Any]]:
    for start in range(0, len(ids), PART):
        part = ids[start : start + PART]
        values = search.values_of(session.book, part)
        for number in part:
            where, snippet = _best(values[number], asked)
            yield {"contact": named(number, values[number][0][1]), "where": where, "snippet": around(snippet, asked),
                   "ref": f"c{number}", "at": None}  # fmt: skip


def _best(values: Sequence[tuple[str, str]], asked: Sequence[str]) -> tuple[str, str]:
    """The value of a contact in which most of the words occur; the name where there is a tie."""
    digits = phone_key("".join(asked))
    for where, value in values:
        if (
            where == "phone"
            and digits
            and (phone_key(value).startswith(digits) or digits.startswith(phone_key(value) or "-"))
        ):
            return where, value
    counted = [sum(holds(value, word) for word in asked) for _, value in values]
    return values[counted.index(max(counted))]


def _text_items(session: Session, asked: list[str], texts: Sequence[search.Found]) -> list[dict[str, Any]]:
    names: dict[int, str] = {}
    ids = list({one.contact_id for one in texts})
    for start in range(0, len(ids), PART):
        names |= contacts.names(session.book, ids[start : start + PART])
    letter = {"interaction": "i", "remark": "m"}
    return [
        {
            "contact": named(one.contact_id, names[one.contact_id]), "where": f"{one.kind} {letter[one.kind]}{one.id}",
            "snippet": around(one.text, asked), "ref": f"{letter[one.kind]}{one.id}", "at": session.local(one.at),
        }
        for one in texts
    ]  # fmt: skip


def _closest(asked: Sequence[str], known: Sequence[str]) -> list[str]:
    """Each word as the vocabulary has it, or the known word closest to it; [] where one has no near relation."""
    from rapidfuzz import fuzz, process

    close = []
    for word in asked:
        if any(one.startswith(word) for one in known):
            close.append(word)
            continue
        hit = process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
        if hit is None:
            return []
        close.append(str(hit[0]))
    return close
