"""What customers brought and what they cost us in a window, summed in one pass; and the snapshots kept of a segment.

Sums only: who falls into which class is an analysis. Money is in minor units of the base currency; an order without a
rate is never a sum's part, one without a cost never a margin's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Literal, NamedTuple

from crmcli.store import contacts, meta
from crmcli.store.book import Book, Operation

By = Literal["sales", "margin"]
Sum = tuple[int, str, int | None, int, int, int | None]
_FEW = 500
_VALUE = {"sales": "o.base_minor", "margin": "o.base_minor - o.base_cost_minor"}
_NO_COST = {"sales": "0", "margin": "o.base_minor IS NOT NULL AND o.base_cost_minor IS NULL"}


class Window(NamedTuple):
    """Local dates, both ends included; only what is dated up to `as_of` counts."""

    start: date
    end: date
    as_of: date


class WalkIns(NamedTuple):
    """Sales to nobody in particular: orders, their value, those left out, and the first day of any."""

    count: int
    amount_minor: int
    excluded: int
    unknown_cost: int
    first_on: str | None


class Snapshot(NamedTuple):
    """A segment as it was kept; dates are local, YYYY-MM-DD."""

    id: int
    as_of: str
    start: str
    end: str


def sums(book: Book, by: By, window: Window, earlier: Window | None = None) -> list[Sum]:
    """(contact id, first order's date, amount, orders without a rate, orders without a cost, amount in `earlier`).

    One row for everybody with an order dated up to `window.as_of`, in contact order. An amount is None where all that
    is known of the window is that a cost is missing. Both windows are read in one pass over the index.
    """
    other = earlier or window
    in_window, in_earlier = "o.counts_on BETWEEN :s AND :e", "o.counts_on BETWEEN :s2 AND :e2 AND o.on_date <= :a2"
    no_cost = _NO_COST[by]
    return book.rows(
        f"SELECT k.contact_id, min(k.first_on), {_amount(by, in_window)},"
        f" coalesce(sum(o.base_minor IS NULL AND {in_window}), 0),"
        f" {'0' if by == 'sales' else f'coalesce(sum({no_cost} AND {in_window}), 0)'},"
        f" {_amount(by, in_earlier) if earlier else 'NULL'}"
        f" FROM ({_customers(book, window.as_of)}) k LEFT JOIN orders o ON o.contact_id = k.contact_id"
        " AND o.voided_at IS NULL AND o.counts_on BETWEEN :low AND :high AND o.on_date <= :a"
        " GROUP BY k.contact_id",
        {
            **_bounds(window),
            "s2": other.start.isoformat(), "e2": other.end.isoformat(), "a2": other.as_of.isoformat(),
            "low": min(window.start, other.start).isoformat(), "high": max(window.end, other.end).isoformat(),
        },
    )  # fmt: skip


def _amount(by: By, condition: str) -> str:
    value = f"sum(CASE WHEN {condition} THEN {_VALUE[by]} END)"
    if by == "sales":
        return f"coalesce({value}, 0)"
    missing = f"coalesce(sum({_NO_COST[by]} AND {condition}), 0)"
    return f"CASE WHEN {missing} THEN {value} ELSE coalesce({value}, 0) END"


def _customers(book: Book, as_of: date) -> str:
    """Everybody with an order by that day: from the table that keeps it where it reaches so far, else from the orders."""
    if (meta.get(book, "derived_on") or "") >= as_of.isoformat():
        return "SELECT contact_id, first_on FROM sales WHERE first_on <= :a"
    return (
        "SELECT contact_id, min(on_date) AS first_on FROM orders"
        " WHERE voided_at IS NULL AND contact_id IS NOT NULL AND on_date <= :a GROUP BY contact_id"
    )


def walk_ins(book: Book, by: By, window: Window) -> WalkIns:
    """The orders without a customer in the window."""
    row = book.row(
        f"SELECT count({_VALUE[by]}), coalesce(sum({_VALUE[by]}), 0), coalesce(sum(o.base_minor IS NULL), 0),"
        f" coalesce(sum({_NO_COST[by]}), 0), min(o.counts_on) FROM orders o"
        " WHERE o.contact_id IS NULL AND o.voided_at IS NULL AND o.counts_on BETWEEN :s AND :e AND o.on_date <= :a",
        _bounds(window),
    )
    return WalkIns(*row) if row else WalkIns(0, 0, 0, 0, None)


def minutes(book: Book, window: Window) -> dict[int, int]:
    """contact id -> minutes we spent on them in the window; those without any are left out."""
    return dict(
        book.rows(
            "SELECT c.id, sum(i.minutes) FROM contacts c CROSS JOIN interactions i ON i.contact_id = c.id"
            " WHERE i.voided_at IS NULL AND i.minutes IS NOT NULL AND i.on_date BETWEEN ? AND ? GROUP BY c.id",
            (window.start.isoformat(), window.end.isoformat()),
        )
    )


def accounts(book: Book) -> dict[int, int]:
    """contact id -> the company they were first entered at."""
    return dict(book.rows("SELECT contact_id, company_id FROM roles ORDER BY id DESC"))


def names(book: Book, ids: Collection[int]) -> dict[int, str]:
    """id -> name, of these at least."""
    if len(ids) <= _FEW:
        return contacts.names(book, ids)
    return dict(book.rows("SELECT id, name FROM contacts"))


def tagged(book: Book, tag: str) -> set[int]:
    """Whoever has the tag."""
    return {row[0] for row in book.rows("SELECT contact_id FROM tags WHERE tag = ?", (tag,))}


def owners(book: Book) -> dict[int, str | None]:
    """id -> owner of every contact that is not archived."""
    return dict(book.rows("SELECT id, owner FROM contacts WHERE archived_at IS NULL"))


def last_snapshot(book: Book, kind: str, basis: str, as_of: date) -> Snapshot | None:
    """The newest snapshot from before that day, else one of that very day, else None."""
    row = book.row(
        "SELECT id, as_of, from_date, to_date FROM snapshots WHERE kind = ? AND basis = ? AND as_of <= ?"
        " ORDER BY as_of = ?, as_of DESC, id DESC LIMIT 1",
        (kind, basis, as_of.isoformat(), as_of.isoformat()),
    )
    return Snapshot(*row) if row else None


def snapshot_rows(book: Book, snapshot_id: int) -> list[tuple[int, Any, int]]:
    """(contact id, class, amount in minor units) of a snapshot."""
    return book.rows(
        "SELECT contact_id, grade, coalesce(value_minor, 0) FROM snapshot_rows WHERE snapshot_id = ?", (snapshot_id,)
    )


def save_snapshot(
    op: Operation, kind: str, basis: str, window: Window, at: str, rows: Iterable[tuple[int, str, int]]
) -> int:
    """Keeps (contact id, class, amount) rows as a snapshot taken at the instant `at`; returns its id."""
    snapshot_id = op.insert(
        "snapshots", kind=kind, basis=basis, as_of=window.as_of.isoformat(), from_date=window.start.isoformat(),
        to_date=window.end.isoformat(), taken_at=at,
    )  # fmt: skip
    columns = ("snapshot_id", "contact_id", "grade", "value_minor")
    op.insert_many("snapshot_rows", columns, ((snapshot_id, *row) for row in rows))
    return snapshot_id


def _bounds(window: Window) -> dict[str, str]:
    return {"s": window.start.isoformat(), "e": window.end.isoformat(), "a": window.as_of.isoformat()}
