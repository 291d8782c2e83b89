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
SHORT = 300
PART = 500


class Hits(NamedTuple):
    """What a query found: items to show, and how many there are in all."""

    items: list[dict[str, Any]]
    total: int


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
    return session.result(
        "find", items=found.items, notes=notes, summary={"count": found.total, "text": text[:LONGEST].strip()}
    )


def _look(session: Session, text: str, asked: list[str], wanted: int | None) -> Hits:
    query = search.expression(text)
    people = _people(session, text, query)
    total_texts = search.count_texts(session.book, query) if query else 0
    past = session.as_of < session.today
    shown = list(_contact_items(session, asked, people[:wanted]))
    room = None if wanted is None else wanted - len(shown)
    texts: list[search.Found] = []
    if query and room != 0:
        texts = search.texts_matching(session.book, query, None if past or wanted is None else NEWEST)
        if past:
            texts = [one for one in texts if one.on_date <= session.as_of.isoformat()]
            total_texts = len(texts)
    shown += _text_items(session, asked, texts[:room])
    return Hits(shown, len(people) + total_texts)


def _people(session: Session, text: str, query: str) -> list[int]:
    """The contacts that match: by number or address, then by name, then by anything else about them."""
    book = session.book
    asked = text.strip()
    typed = len(asked) < SHORT and (
        looks_like_email(asked) or looks_like_phone(asked) or (asked[0] in "cC" and asked[1:].isdecimal())
    )
    first = [one.id for one in candidates(session, asked)] if typed else []
    matching = search.contacts_matching(book, query) if query else []
    key, parts = name_key(asked), words(asked)
    ranked = []
    for start in range(0, len(matching), PART):
        names = contacts.names(book, matching[start : start + PART])
        ranked += [(_rank(name, key, parts), name_key(name), number) for number, name in names.items()]
    return list(dict.fromkeys([*first, *(number for _, _, number in sorted(ranked))]))


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
