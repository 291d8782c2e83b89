"""What each customer brought in a window: sales, the cost of the goods as far as it is known, and whether they bought.

Sums only, each window in one pass over one covering index that reads only its own orders. Money is in minor units of the base
currency. An order without a rate has no value and is left out.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from crmcli.domain.period import Period
from crmcli.store.book import Book
from crmcli.store.purchases import is_purchase

_OF_WINDOW = (
    "FROM contacts c CROSS JOIN orders o ON o.contact_id = c.id WHERE o.voided_at IS NULL AND o.base_minor IS NOT NULL"
    " AND o.on_date <= :a AND o.counts_on BETWEEN :s AND :e GROUP BY c.id"
)


class Brought(NamedTuple):
    """One customer in a window. `sales` net of refunds; `cost` of the goods and `margin`, both of the orders of known cost;
    `orders`, with refunds that name no order (one that does has the cost of its order), and those of known cost; the
    purchases among them (0 or 1 stands for any)."""

    sales: int = 0
    cost: int = 0
    margin: int = 0
    orders: int = 0
    costed: int = 0
    bought: int = 0

    @property
    def unknown(self) -> int:
        """Orders of which the cost is not known."""
        return self.orders - self.costed


NOTHING = Brought()


def brought(book: Book, window: Period, as_of: date) -> dict[int, Brought]:
    """contact id -> what they brought, of everybody with an order in the window (local dates, both included)."""
    bought = is_purchase(book, as_of).replace(" id IN", " o.id IN")
    rows = book.rows(
        "SELECT c.id, sum(base_minor), coalesce(sum(base_cost_minor), 0), coalesce(sum(base_minor - base_cost_minor), 0),"
        " count(CASE WHEN refund_of IS NULL THEN 1 END), count(CASE WHEN refund_of IS NULL THEN base_cost_minor END),"
        f" max({bought}) {_OF_WINDOW}",
        {"s": window.start.isoformat(), "e": window.end.isoformat(), "a": as_of.isoformat()},
    )
    return {row[0]: Brought._make(row[1:]) for row in rows}


def unrated(book: Book, window: Period, as_of: date) -> dict[int, int]:
    """contact id -> how many of their purchases in the window have no value for want of a rate."""
    rows = book.rows(
        "SELECT c.id, count(*) FROM contacts c CROSS JOIN orders o ON o.contact_id = c.id WHERE o.voided_at IS NULL"
        f" AND o.base_minor IS NULL AND {is_purchase(book, as_of).replace(' id IN', ' o.id IN')}"
        " AND o.on_date <= :a AND o.counts_on BETWEEN :s AND :e GROUP BY c.id",
        {"s": window.start.isoformat(), "e": window.end.isoformat(), "a": as_of.isoformat()},
    )
    return dict(rows)


def sales(book: Book, window: Period, as_of: date) -> dict[int, int]:
    """contact id -> net sales in the window."""
    rows = book.rows(
        f"SELECT c.id, sum(base_minor) {_OF_WINDOW}",
        {"s": window.start.isoformat(), "e": window.end.isoformat(), "a": as_of.isoformat()},
    )
    return dict(rows)


def kinds(book: Book) -> dict[int, str]:
    """contact id -> person, company or partner."""
    return dict(book.rows("SELECT id, kind FROM contacts"))


def alike(book: Book, keys: tuple[str, ...]) -> dict[int, tuple[str, str]]:
    """contact id -> (field, value) of the first of these fields of the user's own that they have."""
    found: dict[int, tuple[str, str]] = {}
    for key in reversed(keys):
        rows = book.rows("SELECT contact_id, value FROM fields WHERE key = ? ORDER BY id", (key,))
        found.update((contact, (key, value)) for contact, value in rows)
    return found
