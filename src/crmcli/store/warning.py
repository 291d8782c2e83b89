"""What the early warnings and the forecast need beside purchase days: who is set aside, classes of any day, own margins.

Reads only, in sets. Money is in minor units of the base currency.
"""

from __future__ import annotations

from datetime import date

from crmcli.domain.period import class_period
from crmcli.store.book import Book


def archived(book: Book, before: str) -> set[int]:
    """Who is archived, and was so before an instant."""
    return {row[0] for row in book.rows("SELECT id FROM contacts WHERE archived_at < ?", (before,))}


def class_sums(book: Book, as_of: date) -> list[tuple[int, int, bool]]:
    """(contact id, net sales of the 12 months to the end of last month, whether they had ordered by then) as of a day."""
    window = class_period(as_of)
    rows = book.db.execute(
        "SELECT contact_id, coalesce(sum(CASE WHEN counts_on BETWEEN :start AND :end AND on_date <= :end"
        " THEN base_minor END), 0), min(on_date) FROM orders"
        " WHERE voided_at IS NULL AND contact_id IS NOT NULL AND on_date <= :day GROUP BY contact_id",
        {"start": window.start.isoformat(), "end": window.end.isoformat(), "day": as_of.isoformat()},
    )
    end = window.end.isoformat()
    return [(contact, minor, first <= end) for contact, minor, first in rows]


def known_costs(book: Book, as_of: date) -> dict[int, tuple[int, int]]:
    """contact id -> (net sales, cost) over their orders up to a day whose cost is known; the others are left out."""
    rows = book.db.execute(
        "SELECT contact_id, sum(base_minor), sum(base_cost_minor) FROM orders WHERE voided_at IS NULL"
        " AND contact_id IS NOT NULL AND on_date <= ? AND base_minor IS NOT NULL AND base_cost_minor IS NOT NULL"
        " GROUP BY contact_id",
        (as_of.isoformat(),),
    )
    return {contact: (sold, cost) for contact, sold, cost in rows}
