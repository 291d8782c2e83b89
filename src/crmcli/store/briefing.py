"""What the briefing before a call asks of the book beyond the records themselves: few, small, indexed queries."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from crmcli.store.book import Book, only


class Bought(NamedTuple):
    """Somebody's orders, or a firm's with its people's: how many (refunds aside), their net sum in base minor units,
    the distinct days of ordering (local dates, ascending; a day whose orders were all cancelled is none), and rows left
    out for want of a rate."""

    orders: int
    total_minor: int
    days: list[str]
    without_rate: int


def bought(book: Book, contacts: Collection[int], until: str) -> Bought:
    """The orders of these contacts together, dated up to `until`."""
    rows = book.rows(
        "SELECT on_date, amount_minor, base_minor, cancelled FROM orders"
        f" WHERE voided_at IS NULL AND on_date <= ?{only('contact_id', contacts)} ORDER BY on_date",
        (until,),
    )
    return Bought(
        sum(1 for row in rows if row[1] >= 0),
        sum(row[2] for row in rows if row[2] is not None),
        list(dict.fromkeys(row[0] for row in rows if row[1] >= 0 and not row[3])),
        sum(1 for row in rows if row[2] is None),
    )


def referred(book: Book, contact_id: int) -> list[tuple[int, str]]:
    """(id, name) of those whom this contact sent."""
    return book.rows("SELECT id, name FROM contacts WHERE referred_by = ? ORDER BY id", (contact_id,))


def remarks(book: Book, contact_id: int, until: str, count: int) -> list[dict[str, Any]]:
    """The newest remarks up to a local date."""
    rows = book.rows(
        "SELECT id, at, on_date, by_whom, text FROM remarks WHERE contact_id = ? AND voided_at IS NULL AND on_date <= ?"
        " ORDER BY at DESC, id DESC LIMIT ?",
        (contact_id, until, count),
    )
    return [dict(zip(("id", "at", "on", "by", "text"), row, strict=True)) for row in rows]


def open_reasons(book: Book, contacts: Collection[int]) -> list[tuple[int, str, str, int | None, str, str | None, str]]:
    """(contact, kind, ref, row id, due date, time, text) of every reason to reach these contacts, due or to come."""
    return book.rows(
        "SELECT contact_id, kind, ref, row_id, due_on, due_time, text FROM reasons"
        f" WHERE 1 = 1{only('contact_id', contacts)} ORDER BY due_on, id"
    )
