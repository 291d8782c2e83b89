"""The policy's rows: one for every value that differs from the program's default."""

from __future__ import annotations

import json
from typing import Any

from crmcli.domain.policy import stored_text
from crmcli.store.book import Book, Operation


def load(book: Book) -> dict[str, Any]:
    """key -> value of all that was set."""
    return {key: json.loads(value) for key, value in book.rows("SELECT key, value FROM policy")}


def put(book: Book, op: Operation, key: str, value: Any) -> None:
    """Sets one value, journalled."""
    row = book.row("SELECT id FROM policy WHERE key = ?", (key,))
    if row is None:
        op.insert("policy", key=key, value=stored_text(value))
    else:
        op.update("policy", row[0], value=stored_text(value))


def has_amounts(book: Book) -> bool:
    """Whether anything in the book is counted in the base currency."""
    found = book.row(
        "SELECT EXISTS (SELECT 1 FROM orders) OR EXISTS (SELECT 1 FROM quotes)"
        " OR EXISTS (SELECT 1 FROM interactions WHERE opportunity_minor IS NOT NULL)"
    )
    return bool(found and found[0])
