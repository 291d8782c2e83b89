"""What customers answered: the latest word on each key, with its date and its source. Reads only; answers are never
overwritten, the latest up to a day counts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crmcli.domain.text import fold
from crmcli.store.book import Book


class Fact(NamedTuple):
    """One answer; `on` is a local date, `source` the conversation (i5) or whoever says so."""

    contact_id: int
    name: str
    key: str
    value: str
    on: str
    source: str | None


def latest(book: Book, day: str, contact_id: int | None = None) -> list[Fact]:
    """The last answer under each key up to a local date: one contact's by key, or everybody's newest first."""
    own = "" if contact_id is None else " AND f.contact_id = :contact"
    rows = book.rows(
        "SELECT f.contact_id, c.name, f.key, f.value, f.on_date, f.source FROM facts f JOIN contacts c"
        f" ON c.id = f.contact_id WHERE f.on_date <= :day{own}{'' if own else ' AND c.archived_at IS NULL'}"
        " ORDER BY f.on_date, f.id",
        {"day": day, "contact": contact_id},
    )
    found = {(row[0], fold(row[2])): Fact(*row) for row in rows}
    if contact_id is not None:
        return [found[place] for place in sorted(found)]
    return sorted(found.values(), key=lambda one: one.on, reverse=True)


def spelled(book: Book, contact_id: int | None, keys: Iterable[str], day: str) -> dict[str, str]:
    """key as typed -> as it is spelled already: in the bank of questions, else in the contact's earlier answers."""
    bank = {
        fold(row[0]): row[0]
        for row in book.rows(
            "SELECT key FROM questions WHERE on_date <= :day AND (ended_on IS NULL OR ended_on > :day)", {"day": day}
        )
    }
    own = {
        fold(row[0]): row[0]
        for row in book.rows("SELECT key FROM facts WHERE contact_id = ? ORDER BY id", (contact_id,))
    }
    return {key: bank.get(fold(key)) or own.get(fold(key)) or key for key in keys}


def own_keys(book: Book, contact_id: int) -> dict[str, str]:
    """folded key -> value of the contact's custom fields, which answer a question of the same key for good."""
    rows = book.rows("SELECT key, value FROM fields WHERE contact_id = ? ORDER BY id", (contact_id,))
    return {fold(row[0]): row[1] for row in rows}


def tags_of(book: Book, contact_id: int) -> set[str]:
    """The tags of a contact and of where they work."""
    sql = (
        "SELECT tag FROM tags WHERE contact_id = :c UNION SELECT t.tag FROM roles r"
        " JOIN tags t ON t.contact_id = r.company_id WHERE r.contact_id = :c"
    )
    return {row[0] for row in book.rows(sql, {"c": contact_id})}
