"""Orders and refunds as they are read: one, the refunds of one, a list with its totals. Reads only.

A refund is an order with a negative amount. One tied to an order counts on that order's day (`counts_on`).
"""

from __future__ import annotations

from typing import Any

from crmcli.store.book import Book

SHOWN = (
    "id", "contact_id", "on_date", "amount_minor", "cost_minor", "currency", "rate", "base_minor", "quantity",
    "line", "site", "ref", "by_whom", "refund_of", "source", "voided_at",
)  # fmt: skip
EVER = "0000-01-01"
# The date as no index knows it: half a million rows read by way of the index of dates take ten times as long.
ANY_DATE = "coalesce(o.on_date, '')"


def get(book: Book, order_id: int) -> dict[str, Any] | None:
    """One order by column."""
    return book.record("orders", order_id)


def refunds_of(book: Book, order_id: int) -> list[dict[str, Any]]:
    """The refunds tied to an order that stand, the first entered first."""
    ids = book.rows("SELECT id FROM orders WHERE refund_of = ? AND voided_at IS NULL ORDER BY id", (order_id,))
    return [row for (one,) in ids if (row := get(book, one)) is not None]


def with_reference(book: Book, contact_id: int | None, ref: str, *, refund: bool) -> tuple[int, str] | None:
    """(id, local date) of an order, or a refund, of this contact (None: walk-in) with this reference."""
    found = book.row(
        f"SELECT id, on_date FROM orders WHERE contact_id IS ? AND ref = ? AND voided_at IS NULL"
        f" AND amount_minor {'<' if refund else '>='} 0 ORDER BY id LIMIT 1",
        (contact_id, ref),
    )
    return (found[0], found[1]) if found else None


def listed(book: Book, span: dict[str, Any], limit: int | None) -> list[dict[str, Any]]:
    """Orders as scripts see them, newest first, at most `limit` (None: all).

    `span` holds start and end (local dates, for the day an order counts on), known (only what is dated by
    then) and contact (an id, or None for everybody).
    """
    columns = ", ".join(f"o.{name}" for name in SHOWN)
    day = _day(span)
    rows = book.rows(
        f"SELECT {columns}, c.name FROM orders o LEFT JOIN contacts c ON c.id = o.contact_id"
        f" WHERE {_counted(span, day)} ORDER BY {day} DESC, o.id DESC LIMIT :limit",
        {**span, "limit": -1 if limit is None else limit},
    )
    return [shown(dict(zip(SHOWN, row, strict=False)), row[-1]) for row in rows]


def totals(book: Book, span: dict[str, Any]) -> dict[str, int]:
    """Of all that `listed` finds: count, total_minor (base currency, net of refunds), excluded (no rate)."""
    row = book.row(
        "SELECT count(*), coalesce(sum(o.base_minor), 0), count(*) - count(o.base_minor) FROM orders o"
        f" WHERE {_counted(span)}",
        span,
    )
    return dict(zip(("count", "total_minor", "excluded"), row or (0, 0, 0), strict=True))


def without_rate(book: Book, span: dict[str, Any], count: int) -> list[int]:
    """The ids of the first of them that are left out of the total for want of a rate."""
    rows = book.rows(
        f"SELECT o.id FROM orders o WHERE {_counted(span)} AND o.base_minor IS NULL ORDER BY o.id LIMIT :count",
        {**span, "count": count},
    )
    return [row[0] for row in rows]


def aside(book: Book, span: dict[str, Any]) -> tuple[int, str | None, int]:
    """How much of what `listed` leaves out somebody may look for: what is dated after `known` and the last day of that,
    and refunds dated within start..end that count on the day of an order before it."""
    of = _of(span)
    later = f"FROM orders o WHERE o.voided_at IS NULL AND o.on_date > :known{of}"
    row = book.row(
        f"SELECT (SELECT count(*) {later}), (SELECT max(o.on_date) {later}),"
        " (SELECT count(*) FROM orders o WHERE o.voided_at IS NULL AND o.refund_of IS NOT NULL"
        f" AND o.counts_on < :start AND {ANY_DATE} BETWEEN :start AND min(:end, :known){of})",
        span,
    )
    return (row[0], row[1], row[2]) if row else (0, None, 0)


def shown(row: dict[str, Any], name: str | None) -> dict[str, Any]:
    """An order as scripts see it; `name` is the contact's, None for a walk-in."""
    contact_id = row["contact_id"]
    return {
        "id": row["id"],
        "contact": None if contact_id is None else {"id": contact_id, "name": name},
        "on": row["on_date"],
        **{key: row[key] for key in ("amount_minor", "cost_minor", "currency", "rate", "base_minor")},
        **{key: row[key] for key in ("quantity", "line", "site", "ref")},
        "by": row["by_whom"],
        "refund_of": row["refund_of"],
        "source": row["source"],
        "voided": row["voided_at"] is not None,
    }


def _day(span: dict[str, Any]) -> str:
    """The date of an order, through its index only where that leads straight to the newest of all."""
    return "o.on_date" if span["contact"] is None and span["end"] >= span["known"] else ANY_DATE


def _counted(span: dict[str, Any], day: str = ANY_DATE) -> str:
    return f"o.voided_at IS NULL AND o.counts_on BETWEEN :start AND :end AND {day} <= :known{_of(span)}"


def _of(span: dict[str, Any]) -> str:
    return "" if span["contact"] is None else " AND o.contact_id = :contact"
