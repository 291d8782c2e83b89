"""Small facts about what is derived: for which day, for which window."""

from __future__ import annotations

from crmcli.store.book import Book


def get(book: Book, key: str) -> str | None:
    """The fact kept under `key`, or None."""
    found = book.row("SELECT value FROM meta WHERE key = ?", (key,))
    return found[0] if found else None


def put(book: Book, key: str, value: str) -> None:
    """Keeps a fact."""
    book.db.execute(
        "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
        (key, value),
    )
