"""What customers brought and what time they took in a window, and the snapshots kept of a segment.

Sums only: who falls into which class is an analysis. Money is in minor units of the base currency; an order
without a rate is never a sum's part, one without a cost never a margin's.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any, Literal, NamedTuple

from crmcli.store import contacts, meta
from crmcli.store.book import Book, Operation

By = Literal["sales", "margin"]
_FEW = 500
_VALUE = {"sales": "o.base_minor", "margin": "o.base_minor - o.base_cost_minor"}
_NO_RATE = "o.base_minor IS NULL AND o.refund_of IS NULL AND o.cancelled = 0"
_NO_COST = {"sales": "0", "margin": "o.base_minor IS NOT NULL AND o.base_cost_minor IS NULL AND o.refund_of IS NULL"}


class Window(NamedTuple):
    """Local dates, both ends included; only what is dated up to `as_of` counts."""

    start: date
    end: date
    as_of: date


class Sums(NamedTuple):
    """Everybody who had ordered by the window's end, with their first order's date, and what they brought.

    `amounts` and `earlier` are of the two windows, in minor units; who is not in the mapping brought nothing.
    None stands where all that is known of the window is that a rate or a cost is missing. The counts: orders left out.
    """

    customers: list[tuple[int, str]]
    amounts: dict[int, int | None]
    earlier: dict[int, int | None]
    excluded: int
    unknown_cost: int


class WalkIns(NamedTuple):
    """Sales to nobody in particular: orders, their value, those left out, and the first day of any."""

    orders: int
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


def sums(book: Book, by: By, window: Window, earlier: Window | None = None) -> Sums:
    """What each customer brought in the window and, where one is given, in the earlier window, in one pass.

    It streams through one index in contact order; the earlier window knows only what was dated by its day.
    """
    other = earlier or window
    in_window, in_earlier = (
        "o.counts_on BETWEEN :s AND :e",
        "o.counts_on BETWEEN :s2 AND :e2 AND o.on_date <= :a2",
    )
    rows = book.rows(
        f"SELECT o.contact_id, {_amount(by, in_window)}, {_amount(by, in_earlier) if earlier else 'NULL'},"
        f" sum(CASE WHEN o.base_minor IS NULL THEN {in_window} END),"
        f" {'NULL' if by == 'sales' else f'sum({_NO_COST[by]} AND {in_window})'}"
        " FROM orders o WHERE o.voided_at IS NULL AND o.contact_id IS NOT NULL AND o.on_date <= :a"
        " AND o.counts_on BETWEEN :low AND :high GROUP BY o.contact_id",
        {
            **_bounds(window),
            "s2": other.start.isoformat(), "e2": other.end.isoformat(), "a2": other.as_of.isoformat(),
            "low": min(window.start, other.start).isoformat(), "high": max(window.end, other.end).isoformat(),
        },
    )  # fmt: skip
    return Sums(
        customers=customers(book, min(window.end, window.as_of)),
        amounts={row[0]: row[1] for row in rows},
        earlier={row[0]: row[2] for row in rows} if earlier else {},
        excluded=sum([row[3] for row in rows if row[3]]),
        unknown_cost=sum([row[4] for row in rows if row[4]]),
    )


def _amount(by: By, condition: str) -> str:
    value = f"sum(CASE WHEN {condition} THEN {_VALUE[by]} END)"
    missing = f"sum(({_NO_RATE} OR {_NO_COST[by]}) AND {condition})"
    return f"coalesce({value}, CASE WHEN coalesce({missing}, 0) = 0 THEN 0 END)"


def customers(book: Book, day: date) -> list[tuple[int, str]]:
    """(contact id, local date of the first order) of everybody who had ordered by that day: from the table that keeps first
    orders where it reaches so far, else from all of the orders."""
    if (meta.get(book, "derived_on") or "") >= day.isoformat():
        return book.rows(
            "SELECT contact_id, first_on FROM sales WHERE first_on <= ? ORDER BY contact_id",
            (day.isoformat(),),
        )
    return book.rows(
        "SELECT contact_id, min(on_date) FROM orders"
        " WHERE voided_at IS NULL AND contact_id IS NOT NULL AND on_date <= ? GROUP BY contact_id",
        (day.isoformat(),),
    )


def without_rate(book: Book, window: Window, count: int, *, walk_ins: bool = True) -> list[int]:
    """The ids of the first orders of the window, walk-ins included or not, that have no value in the base currency."""
    whose = "" if walk_ins else " AND o.contact_id IS NOT NULL"
    return _first(book, window, f"o.base_minor IS NULL{whose}", count)


def without_cost(book: Book, window: Window, count: int) -> list[int]:
    """The ids of its first orders that have a value but no cost."""
    return _first(book, window, _NO_COST["margin"], count)


def _first(book: Book, window: Window, test: str, count: int) -> list[int]:
    rows = book.rows(
        "SELECT o.id FROM orders o WHERE o.voided_at IS NULL AND o.on_date <= :a AND o.counts_on BETWEEN :s AND :e"
        f" AND {test} ORDER BY o.id LIMIT :count",
        {**_bounds(window), "count": count},
    )
    return [row[0] for row in rows]


def walk_ins(book: Book, by: By, window: Window) -> WalkIns:
    """The orders without a customer in the window."""
    row = book.row(
        f"SELECT count({_VALUE[by]}), coalesce(sum({_VALUE[by]}), 0), coalesce(sum(o.base_minor IS NULL), 0),"
        f" coalesce(sum({_NO_COST[by]}), 0), min(o.counts_on) FROM orders o"
        " WHERE o.contact_id IS NULL AND o.voided_at IS NULL"
        " AND o.counts_on BETWEEN :s AND :e AND o.on_date <= :a",
        _bounds(window),
    )
    return WalkIns(*row) if row else WalkIns(0, 0, 0, 0, None)


def minutes(book: Book, window: Window) -> dict[int, int]:
    """contact id -> minutes we spent on them in the window; those without any are left out."""
    return dict(
        book.rows(
            "SELECT c.id, sum(i.minutes) FROM contacts c CROSS JOIN interactions i ON i.contact_id = c.id"
            " WHERE i.voided_at IS NULL AND i.minutes IS NOT NULL AND i.on_date BETWEEN ? AND ?"
            " GROUP BY c.id",
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


def waiting(book: Book, text: str, due_on: str, due_time: str | None) -> set[int]:
    """Whoever has an open follow-up of just this text, due then."""
    rows = book.rows(
        "SELECT contact_id FROM followups WHERE status = 'open' AND text = ? AND due_on = ? AND due_time IS ?",
        (text, due_on, due_time),
    )
    return {row[0] for row in rows}


def owners(book: Book) -> dict[int, str | None]:
    """id -> owner of every contact that is not archived."""
    return dict(book.rows("SELECT id, owner FROM contacts WHERE archived_at IS NULL"))


def last_snapshot(book: Book, kind: str, basis: str, day: date) -> Snapshot | None:
    """The newest snapshot as of a day before that one, else None."""
    row = book.row(
        "SELECT id, as_of, from_date, to_date FROM snapshots WHERE kind = ? AND basis = ? AND as_of < ?"
        " ORDER BY as_of DESC, id DESC LIMIT 1",
        (kind, basis, day.isoformat()),
    )
    return Snapshot(*row) if row else None


def snapshot_rows(book: Book, snapshot_id: int) -> list[tuple[int, Any, Any]]:
    """(contact id, group, amount in minor units or None) of a snapshot."""
    return book.rows("SELECT contact_id, grade, value_minor FROM snapshot_rows WHERE snapshot_id = ?", (snapshot_id,))


def save_snapshot(
    op: Operation, kind: str, basis: str, window: Window, at: str, rows: Iterable[tuple[int, str, int | None]]
) -> int:
    """Keeps (contact id, group, amount) rows as a snapshot taken at the instant `at`; returns its id."""
    snapshot_id = op.insert(
        "snapshots", kind=kind, basis=basis, as_of=window.as_of.isoformat(),
        from_date=window.start.isoformat(), to_date=window.end.isoformat(), taken_at=at,
    )  # fmt: skip
    columns = ("snapshot_id", "contact_id", "grade", "value_minor")
    op.insert_many("snapshot_rows", columns, ((snapshot_id, *row) for row in rows))
    return snapshot_id


def _bounds(window: Window) -> dict[str, str]:
    return {"s": window.start.isoformat(), "e": window.end.isoformat(), "a": window.as_of.isoformat()}
