"""Follow-ups and promises, and the pauses laid on reasons that have no row of their own. Reads only."""

from __future__ import annotations

from typing import Any

from crmcli.store.book import Book


def get(book: Book, row_id: int) -> dict[str, Any] | None:
    """One follow-up by column."""
    return book.record("followups", row_id)


def open_of(book: Book, contact_id: int, until: str | None = None) -> list[dict[str, Any]]:
    """The contact's open follow-ups and promises, due first; those due by `until` where a date is given."""
    cursor = book.db.execute(
        "SELECT * FROM followups WHERE contact_id = ? AND status = 'open' AND due_on <= ? ORDER BY due_on, id",
        (contact_id, until or "9999-12-31"),
    )
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]


def shown(row: dict[str, Any], name: str) -> dict[str, Any]:
    """A follow-up as scripts see it."""
    keys = ("kind", "text", "due_on", "due_time", "every", "owner", "status", "closed_on")
    return {
        "id": row["id"],
        "ref": f"f{row['id']}",
        "contact": {"id": row["contact_id"], "name": name},
        **{key: row[key] for key in keys},
    }


def closed_by(book: Book, interaction_id: int) -> list[dict[str, Any]]:
    """The follow-ups that a conversation closed."""
    return _found(book, "closed_by = ? AND status = 'done'", interaction_id)


def opened_by(book: Book, interaction_id: int) -> list[dict[str, Any]]:
    """The follow-ups that a conversation opened, whatever became of them."""
    return _found(book, "opened_by = ?", interaction_id)


def repeating(book: Book, followup_id: int) -> list[dict[str, Any]]:
    """The follow-up that came after a recurring one was closed."""
    return _found(book, "repeats = ?", followup_id)


def _found(book: Book, test: str, value: int) -> list[dict[str, Any]]:
    cursor = book.db.execute(f"SELECT * FROM followups WHERE {test} ORDER BY id", (value,))
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]
