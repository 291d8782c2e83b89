"""The policy's rows: one for every value that differs from the program's default."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

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


class Change(NamedTuple):
    """One value changed: from and to as the book keeps them, None where it kept none. `undone` says it is taken back."""

    key: str
    was: str | None
    value: str | None
    operation: int
    at: str
    by: str | None
    command: str
    undone: bool


def changes(book: Book) -> list[Change]:
    """Every change of the policy since the book was begun, newest first, read backwards from how things stand."""
    stands = {row[0]: (row[1], row[2]) for row in book.rows("SELECT id, key, value FROM policy")}
    taken_out = {
        (row[0], row[1]): json.loads(row[2])
        for row in book.rows(
            "SELECT i.operation_id, i.row_id, i.image FROM journal_images i JOIN journal j"
            " ON j.operation_id = i.operation_id AND j.seq = i.seq WHERE j.tbl = 'policy'"
        )
    }
    keys = {row: key for row, (key, _) in stands.items()} | {row[1]: image["key"] for row, image in taken_out.items()}
    now = {row: value for row, (_, value) in stands.items()}
    found = []
    for number, action, row_id, before, after, at, by, command, undone in book.rows(
        "SELECT j.operation_id, j.action, j.lo, j.before, j.after, o.at, o.by_whom, o.command, o.undone_batch IS NOT NULL"
        " FROM journal j JOIN operations o ON o.id = j.operation_id WHERE j.tbl = 'policy'"
        " ORDER BY j.operation_id DESC, j.seq DESC"
    ):
        was, value = (json.loads(image).get("value") if image else None for image in (before, after))
        if action == "I":
            value = taken_out[number, row_id]["value"] if undone else now.get(row_id)
        if not undone and was is not None:
            now[row_id] = was
        if row_id in keys:
            found.append(Change(keys[row_id], was, value, number, at, by, command, bool(undone)))
    return found
