"""What each contact buys: totals and class, derived from the orders so that no morning scans them.

A class is by net sales over the 12 months to the end of last month. The rule itself is an analysis and comes in as an
argument; this room only sums and keeps.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date

from crmcli.domain.period import Period, class_period
from crmcli.domain.policy import Policy
from crmcli.store import meta
from crmcli.store.book import Book, only

Classify = Callable[[Policy, Iterable[tuple[int, int]]], dict[int, str]]
# A contact's class, with contacts as c and sales as a: their own, else their company's, else prospect.
GRADE = (
    "coalesce(a.grade, (SELECT at_work.grade FROM roles r JOIN sales at_work ON at_work.contact_id = r.company_id"
    " WHERE r.contact_id = c.id ORDER BY r.id LIMIT 1), 'prospect')"
)
# The class a contact is served by, with the same names: a service tier in place of their own class, or of their company's.
SERVED = (
    "coalesce(c.tier, a.grade, (SELECT coalesce(firm.tier, at_work.grade) FROM roles r JOIN contacts firm"
    " ON firm.id = r.company_id LEFT JOIN sales at_work ON at_work.contact_id = firm.id"
    " WHERE r.contact_id = c.id AND coalesce(firm.tier, at_work.grade) IS NOT NULL ORDER BY r.id LIMIT 1), 'prospect')"
)

# An order that was a purchase: no refund, and not given back whole.
BOUGHT = "amount_minor >= 0 AND refund_of IS NULL AND cancelled = 0"

# Whether a contact, as c, bought in the class's twelve months or since what has no value for want of a rate.
UNPRICED = (
    "EXISTS (SELECT 1 FROM orders u WHERE u.contact_id = c.id AND u.voided_at IS NULL AND u.base_minor IS NULL"
    " AND u.amount_minor >= 0 AND u.refund_of IS NULL AND u.cancelled = 0"
    " AND u.counts_on >= (SELECT value FROM meta WHERE key = 'class_from')"
    " AND u.on_date <= (SELECT value FROM meta WHERE key = 'derived_on'))"
)


def grade_of(book: Book, contact_id: int) -> str:
    """One contact's class."""
    found = book.row(
        f"SELECT {GRADE} FROM contacts c LEFT JOIN sales a ON a.contact_id = c.id WHERE c.id = ?", (contact_id,)
    )
    return str(found[0]) if found else "prospect"


def served_of(book: Book, contact_id: int) -> str:
    """The class by which one contact is served: cadence, guard, complaint times, privileges."""
    found = book.row(
        f"SELECT {SERVED} FROM contacts c LEFT JOIN sales a ON a.contact_id = c.id WHERE c.id = ?", (contact_id,)
    )
    return str(found[0]) if found else "prospect"


def grades(book: Book, ids: Collection[int]) -> dict[int, str]:
    """contact -> class."""
    return dict(
        book.rows(
            f"SELECT c.id, {GRADE} FROM contacts c LEFT JOIN sales a ON a.contact_id = c.id WHERE 1 = 1{only('c.id', ids)}"
        )
    )


def refresh_sales(
    book: Book, policy: Policy, today: date, contacts: Collection[int] | None, classify: Classify
) -> set[int]:
    """Sums again the sales of `contacts` (None: of all); returns everybody whose class changed by it.

    Where a month has ended since, everybody's are summed, whoever was asked for.
    """
    window = class_period(today)
    if meta.get(book, "class_from") != window.start.isoformat():
        contacts = None
    before = _kept(book, contacts)
    book.db.execute(f"DELETE FROM sales WHERE 1 = 1{only('contact_id', contacts)}")
    _sum(book, window, today, contacts)
    book.db.executemany("UPDATE sales SET grade = ? WHERE contact_id = ?", [(row[0], c) for c, row in before.items()])
    after = _kept(book, contacts)
    if contacts is not None and before == after:
        return set()
    meta.put(book, "class_from", window.start.isoformat())
    return (before.keys() - after.keys()) | _grade(book, policy, window, classify)


def _kept(book: Book, contacts: Collection[int] | None) -> dict[int, tuple[str, int, str]]:
    rows = book.rows(
        f"SELECT contact_id, grade, grade_minor, first_on FROM sales WHERE 1 = 1{only('contact_id', contacts)}"
    )
    return {row[0]: row[1:] for row in rows}


def _sum(book: Book, window: Period, today: date, contacts: Collection[int] | None) -> None:
    book.db.execute(
        "INSERT INTO sales (contact_id, orders, total_minor, first_on, last_on, grade, grade_minor)"
        f" SELECT contact_id, count(CASE WHEN {BOUGHT} THEN 1 END), coalesce(sum(base_minor), 0), min(on_date),"
        f" max(CASE WHEN {BOUGHT} THEN on_date END), '',"
        " coalesce(sum(CASE WHEN counts_on BETWEEN :start AND :end AND on_date <= :end THEN base_minor END), 0)"
        " FROM orders WHERE voided_at IS NULL AND contact_id IS NOT NULL AND on_date <= :today"
        f"{only('contact_id', contacts)} GROUP BY contact_id",
        {"start": window.start.isoformat(), "end": window.end.isoformat(), "today": today.isoformat()},
    )


def _grade(book: Book, policy: Policy, window: Period, classify: Classify) -> set[int]:
    end = window.end.isoformat()
    rows = book.rows("SELECT contact_id, grade_minor, grade, first_on FROM sales")
    classes = classify(policy, ((row[0], row[1]) for row in rows if row[3] <= end))
    changed = [(grade, row[0]) for row in rows if (grade := classes.get(row[0], "new")) != row[2]]
    book.db.executemany("UPDATE sales SET grade = ? WHERE contact_id = ?", changed)
    return {contact for _, contact in changed}
