"""Whose customer is whose: what is open for a customer that a hand-over moves, and who does what. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from crmcli.store.book import Book, only
from crmcli.store.sales import GRADE


class Thread(NamedTuple):
    """Something open with a customer: its kind, row id, whose customer it is with, what it says, whose it is. `about` is
    the member of staff whom a complaint is about."""

    kind: str
    id: int
    contact_id: int
    text: str
    owner: str | None
    about: str | None = None


def threads(book: Book, contacts: Collection[int]) -> list[Thread]:
    """Open follow-ups, promises, quotes, complaints, and the check-backs still to come, of these contacts.

    A quote belongs to whoever owns its customer: its owner here is theirs.
    """
    within = only("t.contact_id", contacts)
    due = "SELECT 1 FROM reasons r WHERE r.contact_id = t.contact_id AND r.kind = 'check_back' AND r.row_id = t.id"
    rows = book.rows(
        "SELECT t.kind, t.id, t.contact_id, t.text, t.owner, NULL FROM followups t"
        f" WHERE t.status = 'open'{within}"
        " UNION ALL SELECT 'quote', t.id, t.contact_id, coalesce(t.text, ''), c.owner, NULL FROM quotes t"
        f" JOIN contacts c ON c.id = t.contact_id WHERE t.voided_at IS NULL AND t.status = 'open'{within}"
        " UNION ALL SELECT CASE t.status WHEN 'resolved' THEN 'check_back' ELSE 'complaint' END, t.id, t.contact_id,"
        " t.text, t.owner, t.about FROM complaints t WHERE t.voided_at IS NULL"
        f" AND (t.status <> 'resolved' OR EXISTS ({due})){within}"
    )
    return [Thread(*row) for row in sorted(rows)]


def of_firm(book: Book, company_id: int) -> list[tuple[int, str, str | None]]:
    """(contact id, name, owner) of those who work at a company."""
    return book.rows(
        "SELECT DISTINCT c.id, c.name, c.owner FROM roles r JOIN contacts c ON c.id = r.contact_id"
        " WHERE r.company_id = ? AND c.archived_at IS NULL ORDER BY c.id",
        (company_id,),
    )


def customers(book: Book) -> list[tuple[str | None, str, int]]:
    """(owner, class, contacts), archived ones aside. Owners have no dates: they are those of now."""
    return book.rows(
        f"SELECT c.owner, {GRADE} AS grade, count(*) FROM contacts c LEFT JOIN sales a ON a.contact_id = c.id"
        " WHERE c.archived_at IS NULL GROUP BY c.owner, grade"
    )


OPEN = {
    "followups": (
        "SELECT coalesce(t.owner, c.owner), count(*) FROM followups t JOIN contacts c ON c.id = t.contact_id"
        " WHERE t.created_on <= :day AND (t.status = 'open' OR (t.closed_on > :day AND t.status <> 'void'))"
        " AND c.archived_at IS NULL GROUP BY 1"
    ),
    "quotes": (
        "SELECT coalesce(c.owner, t.by_whom), count(*) FROM quotes t JOIN contacts c ON c.id = t.contact_id"
        " WHERE t.voided_at IS NULL AND t.on_date <= :day AND (t.status = 'open' OR t.closed_on > :day)"
        " AND c.archived_at IS NULL GROUP BY 1"
    ),
    "complaints": (
        "SELECT t.owner, count(*) FROM complaints t WHERE t.voided_at IS NULL AND t.opened_on <= :day"
        " AND (t.status <> 'resolved' OR t.resolved_on > :day) GROUP BY 1"
    ),
}


def open_work(book: Book, what: str, day: str) -> list[tuple[str | None, int]]:
    """(whose, how many) of what was open on a local date: followups, quotes or complaints. A follow-up of nobody's, and
    every quote, is whoever's the customer is."""
    return book.rows(OPEN[what], {"day": day})


def last_active(book: Book, names: Collection[str], since: str, day: str) -> dict[str, str]:
    """member of staff -> local date of the last conversation they logged, as far as it lies on since..day.

    Reads from the newest back and stops when everybody named was met.
    """
    missing, found = set(names), dict[str, str]()
    rows = book.db.execute(
        "SELECT by_whom, on_date FROM interactions WHERE at >= :since AND on_date <= :day AND voided_at IS NULL"
        " AND by_whom IS NOT NULL ORDER BY at DESC",
        {"since": since, "day": day},
    )
    for name, on in rows:
        if name not in found:
            found[name] = on
            missing.discard(name)
            if not missing:
                break
    return found
