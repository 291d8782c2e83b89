"""Who bought on which day for how much: what every analysis of rhythm and value starts from.

An order without a rate has no value in the base currency and is left out; what is left out is counted, never guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple

from crmcli.store.book import Book, only

Days = tuple[int, list[int], list[int], list[tuple[int, int]]]


class Left(NamedTuple):
    """What the analyses do not see: orders without a rate, and sales to nobody in particular."""

    without_rate: int
    walk_ins: int


def histories(book: Book, as_of: date, contacts: Collection[int] | None = None) -> Iterator[Days]:
    """(contact id, purchase days, net value of each in minor units, [(day, value)] of what is no purchase), by contact.

    Days are ordinals, ascending. Only what is dated up to `as_of` counts, whenever it was entered: an order given back whole
    by then is no purchase, one given back later still is. Several orders of one day are one purchase; a refund counts on its
    order's day, one that names no order on its own.
    """
    sql = (
        f"SELECT contact_id, counts_on, sum(base_minor), max({is_purchase(book, as_of)})"
        " FROM orders WHERE voided_at IS NULL AND contact_id IS NOT NULL AND on_date <= ? AND base_minor IS NOT NULL"
        f"{only('contact_id', contacts)} GROUP BY contact_id, counts_on ORDER BY contact_id, counts_on"
    )
    ordinals: dict[str, int] = {}
    current: Days | None = None
    for contact, on, amount, bought in book.db.execute(sql, (as_of.isoformat(),)):
        if current is None or contact != current[0]:
            if current is not None:
                yield current
            current = (contact, [], [], [])
        day = ordinals.get(on)
        if day is None:
            day = ordinals[on] = date.fromisoformat(on).toordinal()
        if bought:
            current[1].append(day)
            current[2].append(amount)
        else:
            current[3].append((day, amount))
    if current is not None:
        yield current


def is_purchase(book: Book, as_of: date) -> str:
    """An SQL condition over orders: no refund, and not given back whole by that day."""
    rows = book.rows(
        "SELECT DISTINCT refund_of FROM orders WHERE refund_of IS NOT NULL AND voided_at IS NULL AND on_date > ?",
        (as_of.isoformat(),),
    )
    later = f" OR id IN ({','.join(str(row[0]) for row in rows)})" if rows else ""
    return f"(amount_minor >= 0 AND refund_of IS NULL AND (cancelled = 0{later}))"


def left_out(book: Book, as_of: date) -> Left:
    """How many orders up to that day the analyses leave out."""
    row = book.row(
        "SELECT coalesce(sum(base_minor IS NULL AND contact_id IS NOT NULL), 0), coalesce(sum(contact_id IS NULL), 0)"
        " FROM orders WHERE voided_at IS NULL AND on_date <= ? AND (base_minor IS NULL OR contact_id IS NULL)",
        (as_of.isoformat(),),
    )
    return Left(*row) if row else Left(0, 0)


def newest(book: Book) -> int:
    """The number of the order entered last: what tells, without counting them, how far the orders have moved on."""
    row = book.row("SELECT max(id) FROM orders")
    return int(row[0] or 0) if row else 0
