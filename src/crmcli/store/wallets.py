"""Estimates of what customers spend in all, and what they spent here. Reads only; estimates are never overwritten, the
latest up to a day counts."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from crmcli.domain.period import Period
from crmcli.store.book import Book, only


class Estimate(NamedTuple):
    """One estimate of a year's spending; `base_minor` is None where its rate is missing. `on` is a local date."""

    id: int
    contact_id: int
    name: str
    archived: bool
    amount_minor: int
    currency: str
    rate: str | None
    base_minor: int | None
    on: str
    source: str | None
    competitor: str | None
    by: str | None


class Sold(NamedTuple):
    """contact -> net sales in minor units; and the orders left out for want of a rate."""

    amounts: dict[int, int]
    without_rate: int


def latest(book: Book, day: str, contacts: Collection[int] | None = None) -> list[Estimate]:
    """Each contact's last estimate up to a local date; of two of one day the one entered later."""
    rows = book.rows(
        "SELECT w.id, w.contact_id, c.name, c.archived_at IS NOT NULL, w.amount_minor, w.currency, w.rate, w.base_minor,"
        " w.on_date, w.source, w.competitor, w.by_whom FROM wallets w JOIN contacts c ON c.id = w.contact_id"
        f" WHERE w.on_date <= ?{only('w.contact_id', contacts)} ORDER BY w.on_date, w.id",
        (day,),
    )
    found = (Estimate(*row)._replace(archived=bool(row[3])) for row in rows)
    return list({one.contact_id: one for one in found}.values())


def people(book: Book, company_id: int) -> list[int]:
    """Whoever counts under this company: those who were first entered at it."""
    rows = book.rows(
        "SELECT r.contact_id FROM roles r WHERE r.company_id = ?"
        " AND NOT EXISTS (SELECT 1 FROM roles e WHERE e.contact_id = r.contact_id AND e.id < r.id)",
        (company_id,),
    )
    return [row[0] for row in rows]


def sold(book: Book, period: Period, as_of: str, contacts: Collection[int] | None = None) -> Sold:
    """What each contact bought in a period, refunds taken off, as far as it was dated by `as_of`."""
    rows = book.rows(
        "SELECT contact_id, coalesce(sum(base_minor), 0), sum(base_minor IS NULL) FROM orders"
        " WHERE voided_at IS NULL AND contact_id IS NOT NULL AND counts_on BETWEEN ? AND ? AND on_date <= ?"
        f"{only('contact_id', contacts)} GROUP BY contact_id",
        (period.start.isoformat(), period.end.isoformat(), as_of),
    )
    return Sold({row[0]: row[1] for row in rows}, sum(row[2] for row in rows))
