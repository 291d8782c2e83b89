"""What is on record with customers who were lost: words, quotes, complaints, closed channels. Reads only, in sets, as of a day.

A word with somebody who works at a company is a word with the company.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from crmcli.domain.words import FAILED
from crmcli.store.book import Book, only


class Word(NamedTuple):
    """An interaction's id, local date, nature, outcome and mood."""

    id: int
    on: str
    nature: str
    outcome: str
    mood: int | None


class Quote(NamedTuple):
    """A lost quote's id, the local dates it was sent and lost, and why."""

    id: int
    sent_on: str
    on: str
    reason: str | None


class Said(NamedTuple):
    """What was said: the instant, the text, the channel."""

    at: str
    text: str
    channel: str


def spoken(book: Book, ids: Collection[int], until: str) -> dict[int, list[Word]]:
    """contact id -> what was said or tried with them up to a local date, the oldest first."""
    staff = book.rows(f"SELECT contact_id, company_id FROM roles WHERE 1 = 1{only('company_id', ids)}")
    wanted = {one: [one] for one in ids}
    for person, company in staff:
        if company not in wanted.setdefault(person, []):
            wanted[person].append(company)
    found: dict[int, dict[int, Word]] = {}
    for contact, *word in book.rows(
        "SELECT contact_id, id, on_date, nature, outcome, mood FROM interactions WHERE voided_at IS NULL"
        f" AND on_date <= ?{only('contact_id', wanted)} ORDER BY at, id",
        (until,),
    ):
        for one in wanted[contact]:
            found.setdefault(one, {})[word[0]] = Word(*word)
    return {one: list(words.values()) for one, words in found.items()}


def lost_quotes(book: Book, ids: Collection[int], until: str) -> dict[int, list[Quote]]:
    """contact id -> their quotes lost up to a local date, the oldest first."""
    found: dict[int, list[Quote]] = {}
    for contact, *quote in book.rows(
        "SELECT contact_id, id, on_date, closed_on, reason FROM quotes WHERE voided_at IS NULL AND status = 'lost'"
        f" AND closed_on <= ?{only('contact_id', ids)} ORDER BY closed_on, id",
        (until,),
    ):
        found.setdefault(contact, []).append(Quote(*quote))
    return found


def complaints(book: Book, ids: Collection[int], until: str) -> dict[int, list[tuple[int, str, str]]]:
    """contact id -> (id, local date, text) of the complaints opened up to a local date, the oldest first."""
    found: dict[int, list[tuple[int, str, str]]] = {}
    for contact, *complaint in book.rows(
        "SELECT contact_id, id, opened_on, text FROM complaints WHERE voided_at IS NULL AND opened_on <= ?"
        f"{only('contact_id', ids)} ORDER BY opened_at, id",
        (until,),
    ):
        found.setdefault(contact, []).append((complaint[0], complaint[1], complaint[2]))
    return found


def closed(book: Book, ids: Collection[int], on: str) -> set[int]:
    """Who has closed every channel to us on a local date."""
    return {
        row[0]
        for row in book.rows(
            "SELECT contact_id FROM closed_channels WHERE channel = 'all' AND (until IS NULL OR until > ?)"
            f"{only('contact_id', ids)}",
            (on,),
        )
    }


def said(book: Book, ids: Collection[int]) -> dict[int, Said]:
    """interaction id -> what was said."""
    rows = book.rows(f"SELECT id, at, text, channel FROM interactions WHERE 1 = 1{only('id', ids)}")
    return {row[0]: Said(*row[1:]) for row in rows}


def last_real(words: list[Word]) -> int | None:
    """The id of the newest of somebody's words that reached them."""
    return next((word.id for word in reversed(words) if word.outcome not in FAILED), None)
