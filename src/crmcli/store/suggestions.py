"""What customers propose, and what became of it, as it stood on a day. Reads only."""

from __future__ import annotations

from typing import Any, NamedTuple

from crmcli.store.book import Book
from crmcli.store.sales import GRADE

STATUSES = ("open", "answered", "declined")
# What was answered after the day asked about was still open then.
STOOD = "CASE WHEN s.answered_on > :day THEN 'open' ELSE s.status END"


class Suggestion(NamedTuple):
    """One suggestion; `at` is an instant, `on` and `answered_on` local dates, `grade` its customer's class."""

    id: int
    contact_id: int
    name: str
    at: str
    on: str
    text: str
    by: str | None
    status: str
    answer: str | None
    answered_on: str | None
    answered_by: str | None
    grade: str
    owner: str | None
    voided: bool


def get(book: Book, suggestion_id: int) -> dict[str, Any] | None:
    """One suggestion by column."""
    return book.record("suggestions", suggestion_id)


def promise(book: Book, contact_id: int, suggestion_id: int) -> int | None:
    """The promise, still open, to tell them what became of a suggestion."""
    found = book.row(
        "SELECT id FROM followups WHERE contact_id = ? AND kind = 'promise' AND status = 'open' AND text LIKE ? ORDER BY id",
        (contact_id, f"tell them what became of their suggestion s{suggestion_id} (%"),
    )
    return found[0] if found else None


def listed(
    book: Book, day: str, *, status: str | None = None, contact_id: int | None = None, one: int | None = None
) -> list[Suggestion]:
    """Suggestions made by a local date, the oldest first: of one status, of one contact, or the one of a number (even one
    that is struck out)."""
    tests = "s.on_date <= :day" + ("" if one is not None else " AND s.voided_at IS NULL")
    tests += f" AND {STOOD} = :status" if status is not None else ""
    tests += " AND s.contact_id = :contact" if contact_id is not None else ""
    tests += " AND s.id = :one" if one is not None else ""
    rows = book.rows(
        f"SELECT s.id, s.contact_id, c.name, s.at, s.on_date, s.text, s.by_whom, {STOOD}, s.answer, s.answered_on,"
        f" s.answered_by, {GRADE}, c.owner, s.voided_at IS NOT NULL FROM suggestions s JOIN contacts c"
        f" ON c.id = s.contact_id LEFT JOIN sales a ON a.contact_id = c.id WHERE {tests} ORDER BY s.on_date, s.id",
        {"day": day, "status": status, "contact": contact_id, "one": one},
    )
    return [_as_it_stood(Suggestion(*row)._replace(voided=bool(row[-1]))) for row in rows]


def _as_it_stood(one: Suggestion) -> Suggestion:
    return one._replace(answer=None, answered_on=None, answered_by=None) if one.status == "open" else one
