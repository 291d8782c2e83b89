"""What each customer bought in a window, in one pass over the orders: last day, days, orders, money.

Sums only: what they mean is an analysis. Money is in minor units of the base currency; an order without a rate is left out.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from crmcli.store.book import Book
from crmcli.store.purchases import is_purchase
from crmcli.store.segments import Window

# The company somebody was first entered at: the bare column comes from the row of the lowest id.
FIRMS = "LEFT JOIN (SELECT contact_id AS person, company_id, min(id) FROM roles GROUP BY contact_id) r ON r.person = o.contact_id"
PARTS = {"line": "line", "site": "site", "seller": "by_whom", "order-source": "source"}
_COUNTS = "voided_at IS NULL AND o.contact_id IS NOT NULL AND on_date <= :a AND base_minor IS NOT NULL"


class Bought(NamedTuple):
    """One customer. `last_on`: the last purchase day up to the day asked about, in the window or not (None: never one). Of the
    window: the purchase days and the orders, refunds aside, the net amount, and the first day anything counts on (None: nothing
    does)."""

    contact_id: int
    last_on: str | None
    days: int
    orders: int
    amount_minor: int | None
    first_on: str | None


class Part(NamedTuple):
    """What a customer bought of one line (site, ...) in the window."""

    contact_id: int
    value: str | None
    orders: int
    amount_minor: int


def by_customer(book: Book, window: Window, *, accounts: bool = False) -> list[Bought]:
    """Everybody with an order (or a refund) by the day asked about; with `accounts` people count under their company."""
    whole = window.start == window.start.min and window.end >= window.as_of
    purchase = is_purchase(book, window.as_of)
    inside = "counts_on BETWEEN :s AND :e"
    counted = purchase if whole else f"{inside} AND {purchase}"
    of_window = "" if whole else f" FILTER (WHERE {inside})"
    who, firms = _who(accounts)
    rows = book.db.execute(
        f"SELECT {who}, max(counts_on) FILTER (WHERE {purchase}), count(DISTINCT counts_on) FILTER (WHERE {counted}),"
        f" count(*) FILTER (WHERE {counted}), sum(base_minor){of_window}, min(counts_on){of_window}"
        f" FROM orders o {firms} WHERE {_COUNTS} GROUP BY 1",
        _bounds(window),
    )
    return list(map(Bought._make, rows))


def by_part(book: Book, what: str, window: Window, *, accounts: bool = False) -> list[Part]:
    """What each customer bought in the window, by line, site, seller or source of the order (one of PARTS). A refund that
    names none counts for that of its order."""
    column = PARTS[what]
    who, firms = _who(accounts)
    rows = book.db.execute(
        f"SELECT {who}, coalesce(o.{column}, (SELECT p.{column} FROM orders p WHERE p.id = o.refund_of)),"
        f" count(*) FILTER (WHERE {is_purchase(book, window.as_of)}), sum(base_minor)"
        f" FROM orders o {firms} WHERE {_COUNTS} AND counts_on BETWEEN :s AND :e GROUP BY 1, 2",
        _bounds(window),
    )
    return list(map(Part._make, rows))


def without_rate(book: Book, window: Window) -> int:
    """How many orders of the window, walk-ins included, have no value in the base currency."""
    row = book.row(
        "SELECT count(*) FROM orders WHERE voided_at IS NULL AND base_minor IS NULL AND on_date <= :a"
        " AND counts_on BETWEEN :s AND :e",
        _bounds(window),
    )
    return int(row[0]) if row else 0


def _who(accounts: bool) -> tuple[str, str]:
    """Whom an order counts for, and the join that this needs."""
    return ("coalesce(r.company_id, o.contact_id)", FIRMS) if accounts else ("o.contact_id", "")


def _bounds(window: Window) -> dict[str, Any]:
    return {"s": window.start.isoformat(), "e": window.end.isoformat(), "a": window.as_of.isoformat()}
