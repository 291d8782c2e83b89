"""What an import has to know of the book: who is in it by every mark, and which orders came with an earlier one.

Reads only; the rows themselves are written through an Operation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from crmcli.store.book import Book, Row, only

AT_ONCE = 1000
CACHE_KIB = 32 * 1024
FEW = 5000


class Imported(NamedTuple):
    """An order that an earlier import brought: its content then, and whether it was struck out since."""

    id: int
    content: int | None
    voided: bool


def make_room(book: Book) -> None:
    """Gives this connection a page cache fit for a long write."""
    book.db.execute(f"PRAGMA cache_size = -{CACHE_KIB}")


@contextmanager
def indexed_afterwards(book: Book, table: str, *, unless: bool) -> Iterator[None]:
    """Lets many rows into a table of few before its indexes are built: sorted once they cost a third. `unless` leaves them."""
    row = book.row(f"SELECT max(id) FROM {table}")
    if unless or (row is not None and (row[0] or 0) > FEW):
        yield
        return
    found = book.rows(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL", (table,)
    )
    for name, _ in found:
        book.db.execute(f"DROP INDEX {name}")
    yield
    for _, sql in found:
        book.db.execute(sql)


def next_id(book: Book, table: str) -> int:
    """The id that the next row of a table will have, inside a transaction."""
    row = book.row("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,))
    return int(row[0]) + 1 if row else 1


def has_imported_orders(book: Book) -> bool:
    """Whether any order came with an import."""
    return book.row("SELECT 1 FROM orders WHERE import_key IS NOT NULL LIMIT 1") is not None


def orders_by_key(book: Book, keys: Sequence[int]) -> dict[int, Imported]:
    """import key -> the order that has it."""
    found = {}
    marks = ",".join("?" * AT_ONCE)
    sql = f"SELECT import_key, id, import_content, voided_at IS NOT NULL FROM orders WHERE import_key IN ({marks})"
    for start in range(0, len(keys), AT_ONCE):
        some = list(keys[start : start + AT_ONCE])
        for key, *rest in book.db.execute(sql, some + [None] * (AT_ONCE - len(some))):
            found[key] = Imported(rest[0], rest[1], bool(rest[2]))
    return found


def contact_marks(book: Book) -> Iterator[Row]:
    """(id, kind, name_key, source, source_ref, import_key, import_content) of every contact, in order of entry."""
    return iter(
        book.db.execute(
            "SELECT id, kind, name_key, source, source_ref, import_key, import_content FROM contacts ORDER BY id"
        )
    )


def point_marks(book: Book) -> Iterator[Row]:
    """(contact id, kind, match_key) of every e-mail address and phone number."""
    return iter(
        book.db.execute("SELECT contact_id, kind, match_key FROM points WHERE kind IN ('email', 'phone') ORDER BY id")
    )


def firms(book: Book) -> Iterator[Row]:
    """(contact id, company id) of everybody who works somewhere."""
    return iter(book.db.execute("SELECT contact_id, company_id FROM roles ORDER BY id"))


def children(book: Book, table: str, columns: str, ids: Collection[int]) -> dict[int, list[Row]]:
    """contact id -> these columns of its rows in a table that hangs on contacts."""
    found: dict[int, list[Row]] = {}
    listed = list(ids)
    for start in range(0, len(listed), AT_ONCE):
        some = only("contact_id", listed[start : start + AT_ONCE])
        for contact, *rest in book.db.execute(
            f"SELECT contact_id, {columns} FROM {table} WHERE 1 = 1{some} ORDER BY id"
        ):
            found.setdefault(contact, []).append(tuple(rest))
    return found


def order(book: Book, order_id: int) -> dict[str, Any]:
    """One order by column; {} where there is none."""
    return book.record("orders", order_id) or {}
