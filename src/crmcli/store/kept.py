"""Fits and answers that cost seconds to work out, kept until the orders change. Outside the journal: all of it can be
worked out again, so a book that cannot be written simply keeps nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from crmcli.store import meta
from crmcli.store.book import Book

MOST_OF_A_NAME = 12
STAMP = "orders_stamp"


def orders_stamp(book: Book) -> str:
    """A mark that changes with every change of an order or of the policy."""
    return meta.get(book, STAMP) or "0"


def orders_changed(book: Book) -> None:
    """Moves the mark on. Call it inside a transaction."""
    meta.put(book, STAMP, str(int(orders_stamp(book)) + 1))


def get(book: Book, name: str, key: str) -> Any:
    """What was kept under this name and key, or None."""
    row = book.row("SELECT body FROM kept WHERE name = ? AND key = ?", (name, key))
    return json.loads(row[0]) if row else None


def under(book: Book, name: str, prefix: str) -> Iterator[Any]:
    """What was kept under this name with keys that begin so, the last first."""
    rows = book.rows(
        "SELECT body FROM kept WHERE name = ? AND substr(key, 1, ?) = ? ORDER BY id DESC", (name, len(prefix), prefix)
    )
    return (json.loads(row[0]) for row in rows)


def put(book: Book, name: str, key: str, body: Any) -> None:
    """Keeps plain data, and of each name only the last few. Inside a transaction it is part of that; else one of its own,
    left out where the book cannot be written now: that somebody else holds it is found out once, not every time."""
    text = json.dumps(body, separators=(",", ":"))

    def write() -> None:
        book.db.execute("DELETE FROM kept WHERE name = ? AND key = ?", (name, key))
        book.db.execute("INSERT INTO kept (name, key, body) VALUES (?, ?, ?)", (name, key, text))
        book.db.execute(
            "DELETE FROM kept WHERE name = ? AND id NOT IN"
            " (SELECT id FROM kept WHERE name = ? ORDER BY id DESC LIMIT ?)",
            (name, name, MOST_OF_A_NAME),
        )

    if book.db.in_transaction:
        write()
    elif book.writable and not book.taken:
        book.taken = not book.when_free(write)


def drop(book: Book, name: str) -> None:
    """Drops all that was kept under this name. Call it inside a transaction."""
    book.db.execute("DELETE FROM kept WHERE name = ?", (name,))
