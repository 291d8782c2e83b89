"""The bank of questions and what was answered under their keys. Reads only.

A question taken off the bank stays in it for the days before.
"""

from __future__ import annotations

from typing import NamedTuple

from crmcli.store.book import Book

STANDING = "on_date <= :day AND (ended_on IS NULL OR ended_on > :day)"


class Banked(NamedTuple):
    """One question as it is kept: `audience` is a JSON list of facet:value words, `fresh` a span, "never" or None; `on` is
    the local date it was added."""

    id: int
    key: str
    text: str
    audience: str
    fresh: str | None
    on: str


def standing(book: Book, day: str) -> list[Banked]:
    """The bank as it stood on a local date, in order of entry."""
    sql = f"SELECT id, key, text, audience, fresh, on_date FROM questions WHERE {STANDING} ORDER BY id"
    return [Banked(*row) for row in book.rows(sql, {"day": day})]


def last_answers(book: Book, day: str) -> list[tuple[str, str, int]]:
    """(key, local date, contacts) of everybody's last answer under each key up to a day, counted by date."""
    sql = (
        "WITH latest AS (SELECT contact_id, key, max(on_date) AS on_date FROM facts WHERE on_date <= :day"
        " AND EXISTS (SELECT 1 FROM questions q WHERE q.key = facts.key COLLATE NOCASE) GROUP BY contact_id, key)"
        " SELECT key, on_date, count(*) FROM latest GROUP BY key, on_date"
    )
    return book.rows(sql, {"day": day})
