"""The table the morning list reads: every reason to reach somebody, ranked by index so that only those shown are looked at.

Within one kind and one class the score rises with lateness alone, so the best rows of the whole list are among the oldest
of each such shelf: the list reads a few shelves from their ends, whatever the size of the book.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from crmcli.domain.policy import Policy
from crmcli.domain.when import format_iso
from crmcli.domain.words import GUARDED
from crmcli.store import guard
from crmcli.store.book import Book, only
from crmcli.store.contacts import Closed, closed
from crmcli.store.sales import GRADE
from crmcli.store.sources import SOURCES, kinds_of, reasons_of
from crmcli.store.sources.base import FOREVER, Reason, Scope

COLUMNS = "r.contact_id, r.kind, r.ref, r.row_id, r.due_on, r.due_time, r.text, r.worth, r.grade, r.owner"
GUARDED_SQL = "'" + "','".join(GUARDED) + "'"
PASSES = f"r.kind NOT IN ({GUARDED_SQL}) AND r.worth >= 0"
FREE = f"s.unreachable = 0 AND (({PASSES}) OR s.held_until IS NULL OR s.held_until <= :today)"


class Window(NamedTuple):
    """Which rows a list is about: due by `until`, judged as of `today`, of one of ours (whose the row, else the customer is)
    or of all."""

    today: date
    until: date
    owner: str | None = None

    def values(self) -> dict[str, str | None]:
        """The dates as bound parameters."""
        return {"today": self.today.isoformat(), "until": self.until.isoformat(), "owner": self.owner}


def refresh_reasons(
    book: Book, policy: Policy, today: date, contacts: Collection[int] | None, sources: Sequence[str] = SOURCES
) -> None:
    """Asks the sources again for the reasons of `contacts` (None: of everybody); what never comes up again is none."""
    kinds = "','".join(kind for source in sources for kind in kinds_of(source))
    book.db.execute(f"DELETE FROM reasons WHERE kind IN ('{kinds}'){only('contact_id', contacts)}")
    sql = f"SELECT c.id, {GRADE} FROM contacts c LEFT JOIN sales a ON a.contact_id = c.id WHERE c.archived_at IS NULL"
    grades: dict[int, str] = dict(book.rows(sql + only("c.id", contacts)))
    rows = (
        (*reason._replace(grade=reason.grade or grades[reason.contact_id]),)
        for reason in reasons_of(sources, Scope(book, policy, today, contacts))
        if reason.contact_id in grades and reason.due_on < FOREVER
    )
    book.db.executemany(
        "INSERT INTO reasons (contact_id, kind, ref, row_id, due_on, due_time, text, worth, grade, owner)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rows,
    )
    book.db.execute(
        "UPDATE state SET first_due = (SELECT min(due_on) FROM reasons r WHERE r.contact_id = state.contact_id)"
        f" WHERE 1 = 1{only('contact_id', contacts)}"
    )


def shelf(book: Book, window: Window, kind: str, grade: str) -> Iterator[tuple[int, str, int]]:
    """(contact id, due date, worth) of one kind and class, oldest first, of the rows that nothing holds back."""
    sql = (
        "SELECT r.contact_id, r.due_on, r.worth FROM reasons r JOIN state s ON s.contact_id = r.contact_id"
        f"{_owned(window)} WHERE r.kind = :kind AND r.grade = :grade AND r.due_on <= :until"
        f" AND {FREE} ORDER BY r.due_on, r.worth DESC, r.contact_id"
    )
    return iter(book.db.execute(sql, {**window.values(), "kind": kind, "grade": grade}))


def of_contacts(book: Book, window: Window, contacts: Collection[int], *, free_only: bool) -> dict[int, list[Reason]]:
    """Everything due for each of these contacts in the window."""
    sql = (
        f"SELECT {COLUMNS} FROM reasons r"
        f" JOIN state s ON s.contact_id = r.contact_id{_owned(window)}"
        f" WHERE r.due_on <= :until{only('r.contact_id', contacts)}"
        f"{f' AND {FREE}' if free_only else ''} ORDER BY r.due_on, r.id"
    )
    found: dict[int, list[Reason]] = {}
    for row in book.db.execute(sql, window.values()):
        found.setdefault(row[0], []).append(Reason(*row))
    return found


def due_of(book: Book, contact_id: int, today: date) -> list[Reason]:
    """Everything due for one contact by today, held back or not."""
    sql = f"SELECT {COLUMNS} FROM reasons r WHERE contact_id = ? AND due_on <= ? ORDER BY due_on, id"
    return [Reason(*row) for row in book.rows(sql, (contact_id, today.isoformat()))]


def by_ref(book: Book, ref: str) -> Reason | None:
    """The reason of this ref, due or not yet."""
    table = {"f": "followups", "q": "quotes", "k": "complaints"}.get(ref[0])
    number = int(ref[1:].partition("/")[0])
    row = book.row(f"SELECT contact_id FROM {table} WHERE id = ?", (number,)) if table else (number,)
    if row is None:
        return None
    found = book.row(f"SELECT {COLUMNS} FROM reasons r WHERE contact_id = ? AND ref = ?", (row[0], ref))
    return Reason(*found) if found else None


def due_count(book: Book, window: Window) -> int:
    """How many contacts have anything due in the window, held back or not."""
    sql = "SELECT count(*) FROM state s WHERE s.first_due <= :until"
    if window.owner is not None:
        sql = f"SELECT count(DISTINCT r.contact_id) FROM reasons r{_owned(window)} WHERE r.due_on <= :until"
    found = book.row(sql, window.values())
    return int(found[0]) if found else 0


def held_contacts(book: Book, window: Window) -> list[int]:
    """The contacts all of whose due reasons are held back, by the over-contact guard or for want of a way to reach them."""
    due = f"SELECT 1 FROM reasons r{_owned(window)} WHERE r.contact_id = s.contact_id AND r.due_on <= :until"
    sql = (
        "SELECT s.contact_id FROM state s WHERE (s.held_until > :today OR s.unreachable = 1)"
        " AND s.first_due <= :until"
        f" AND EXISTS ({due}) AND NOT EXISTS ({due} AND {FREE}) ORDER BY s.contact_id"
    )
    return [row[0] for row in book.rows(sql, window.values())]


def why_held(book: Book, policy: Policy, contacts: Collection[int], today: date) -> dict[int, str]:
    """contact -> what holds its row back, in words."""
    sql = f"SELECT contact_id, unreachable, held_until FROM state WHERE 1 = 1{only('contact_id', contacts)}"
    shut = closed(book, contacts, today)
    return {
        row[0]: _no_way(shut.get(row[0], ())) if row[1] else guard.in_words(book, policy, row[0], today, row[2])
        for row in book.rows(sql)
    }


def _no_way(rows: Collection[Closed]) -> str:
    ends = [row.until for row in rows if row.until]
    if len(ends) < len(rows) or not ends:
        return "asked not to be contacted, and no other way is left"
    return f"suppressed until {format_iso(min(ends))}, and no other way is left"


def next_due(book: Book, window: Window) -> tuple[str, int] | None:
    """The first day after the window on which anything is due, and for how many contacts."""
    found = book.row(
        f"SELECT r.due_on, count(DISTINCT r.contact_id) FROM reasons r{_owned(window)} WHERE r.due_on > :until"
        " GROUP BY r.due_on ORDER BY r.due_on LIMIT 1",
        window.values(),
    )
    return (found[0], found[1]) if found else None


def _owned(window: Window) -> str:
    """Keeps a query of reasons r to those of the window's owner."""
    if window.owner is None:
        return ""
    return " JOIN contacts c ON c.id = r.contact_id AND coalesce(r.owner, c.owner) = :owner"
