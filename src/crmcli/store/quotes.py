"""Quotes as they are read: one, and a list with its totals as of a day. Reads only."""

from __future__ import annotations

from typing import Any

from crmcli.store.book import Book

SHOWN = (
    "id", "contact_id", "amount_minor", "currency", "rate", "base_minor", "status", "text", "on_date",
    "valid_until", "closed_on", "reason", "shortlist", "by_whom", "voided_at",
)  # fmt: skip
STATUSES = ("open", "won", "lost", "expired")
# What was closed after the day asked about was still open then.
STOOD = "CASE WHEN q.closed_on > :as_of THEN 'open' ELSE q.status END"


def get(book: Book, quote_id: int) -> dict[str, Any] | None:
    """One quote by column."""
    return book.record("quotes", quote_id)


def listed(book: Book, scope: dict[str, Any], limit: int | None) -> list[dict[str, Any]]:
    """Quotes as scripts see them, the open ones first, then the newest, at most `limit` (None: all).

    `scope` holds as_of (local date), contact (an id, or None for everybody) and status (or None for any).
    """
    columns = ", ".join(f"q.{name}" for name in SHOWN)
    rows = book.rows(
        f"SELECT {columns}, {STOOD} AS stood, c.name FROM quotes q JOIN contacts c ON c.id = q.contact_id"
        f" WHERE {_meant(scope)} ORDER BY stood <> 'open', q.on_date DESC, q.id DESC LIMIT :limit",
        {**scope, "limit": -1 if limit is None else limit},
    )
    return [shown(_as_it_stood(dict(zip(SHOWN, row, strict=False)), row[-2]), row[-1]) for row in rows]


def totals(book: Book, scope: dict[str, Any]) -> dict[str, int]:
    """Of all that `listed` finds: count, the number of each status, open_minor (base currency), and of the
    open ones excluded (no rate) and overdue (past the day they were valid until)."""
    each = ", ".join(f"count(CASE WHEN stood = '{status}' THEN 1 END)" for status in STATUSES)
    row = book.row(
        f"SELECT count(*), {each},"
        " coalesce(sum(CASE WHEN stood = 'open' THEN base_minor END), 0),"
        " count(CASE WHEN stood = 'open' AND base_minor IS NULL THEN 1 END),"
        " count(CASE WHEN stood = 'open' AND valid_until < :as_of THEN 1 END)"
        f" FROM (SELECT {STOOD} AS stood, q.base_minor, q.valid_until FROM quotes q WHERE {_meant(scope)})",
        scope,
    )
    keys = ("count", *STATUSES, "open_minor", "excluded", "overdue")
    return dict(zip(keys, row or (0,) * len(keys), strict=True))


def without_rate(book: Book, scope: dict[str, Any], count: int) -> list[int]:
    """The ids of the first open ones that have no value in the base currency."""
    return _first_open(book, scope, "q.base_minor IS NULL", count)


def overdue(book: Book, scope: dict[str, Any], count: int) -> list[int]:
    """The ids of the first open ones past the day they were valid until."""
    return _first_open(book, scope, "q.valid_until < :as_of", count)


def _first_open(book: Book, scope: dict[str, Any], test: str, count: int) -> list[int]:
    rows = book.rows(
        f"SELECT q.id FROM quotes q WHERE {_meant(scope)} AND {STOOD} = 'open' AND {test} ORDER BY q.id LIMIT :count",
        {**scope, "count": count},
    )
    return [row[0] for row in rows]


def shown(row: dict[str, Any], name: str) -> dict[str, Any]:
    """A quote as scripts see it; `name` is the contact's."""
    return {
        "id": row["id"],
        "contact": {"id": row["contact_id"], "name": name},
        **{key: row[key] for key in ("amount_minor", "currency", "rate", "base_minor", "status")},
        "for": row["text"],
        "on": row["on_date"],
        **{key: row[key] for key in ("valid_until", "closed_on", "reason")},
        "shortlist": bool(row["shortlist"]),
        "by": row["by_whom"],
        "voided": row["voided_at"] is not None,
    }


def _as_it_stood(row: dict[str, Any], status: str) -> dict[str, Any]:
    """What was still open on that day had no end and no reason yet."""
    return row if status == row["status"] else {**row, "status": status, "closed_on": None, "reason": None}


def _meant(scope: dict[str, Any]) -> str:
    of = "" if scope["contact"] is None else " AND q.contact_id = :contact"
    which = "" if scope["status"] is None else f" AND {STOOD} = :status"
    return f"q.voided_at IS NULL AND q.on_date <= :as_of{of}{which}"
