"""Accounts wanted for a year, who is known there, and when they were last spoken to. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from crmcli.store.book import Book, only
from crmcli.store.sales import GRADE


class Wanted(NamedTuple):
    """An account wanted for a fiscal year, since a local date; `kind` and `owner` are the contact's."""

    id: int
    contact_id: int
    name: str
    kind: str
    owner: str | None
    archived: bool
    year: int
    on: str
    why: str | None


class Person(NamedTuple):
    """Somebody who works at an account."""

    id: int
    name: str
    role: str | None


class Account(NamedTuple):
    """How things stand with an account: the local date of the last contact with it or its people, and its class."""

    last_on: str | None
    grade: str


def standing(book: Book, day: str, contact_id: int | None = None) -> list[Wanted]:
    """What is wanted on a local date (one contact or all), by year and name."""
    of = "" if contact_id is None else " AND w.contact_id = :contact"
    rows = book.rows(
        "SELECT w.id, c.id, c.name, c.kind, c.owner, c.archived_at IS NOT NULL, w.year, w.on_date, w.why"
        " FROM wanted w JOIN contacts c ON c.id = w.contact_id"
        f" WHERE w.on_date <= :day AND (w.ended_on IS NULL OR w.ended_on > :day){of} ORDER BY w.year, c.name_key, c.id",
        {"day": day, "contact": contact_id},
    )
    return [Wanted(*row)._replace(archived=bool(row[5])) for row in rows]


def people(book: Book, accounts: Collection[int], day: str) -> dict[int, list[Person]]:
    """account -> those known there on a local date, archived ones aside, the first entered first."""
    rows = book.rows(
        "SELECT r.company_id, c.id, c.name, r.role FROM roles r JOIN contacts c ON c.id = r.contact_id"
        f" WHERE c.archived_at IS NULL AND c.created_on <= ?{only('r.company_id', accounts)} ORDER BY r.id",
        (day,),
    )
    found: dict[int, list[Person]] = {}
    for account, *person in rows:
        found.setdefault(account, []).append(Person(*person))
    return found


def accounts(book: Book, ids: Collection[int]) -> dict[int, Account]:
    """account -> how things stand, as far as what is derived has been brought to."""
    rows = book.rows(
        f"SELECT c.id, s.last_on, {GRADE} FROM contacts c LEFT JOIN state s ON s.contact_id = c.id"
        f" LEFT JOIN sales a ON a.contact_id = c.id WHERE 1 = 1{only('c.id', ids)}"
    )
    return {row[0]: Account(row[1], row[2]) for row in rows}
