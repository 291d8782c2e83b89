"""The open book: reading, and one writing operation at a time, journalled row by row.

Every write of every command goes through `Operation.insert`, `update`, `delete` or `insert_many`; that is all undo needs.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

from crmcli.errors import CrmError
from crmcli.store.connection import PATIENCE_MS, connect, make, schema_version, translated
from crmcli.store.migrations import MIGRATIONS

Row = tuple[Any, ...]
JOURNALLED = (
    "policy", "contacts", "points", "roles", "tags", "fields", "closed_channels", "remarks", "facts", "interactions",
    "orders", "quotes", "followups", "pauses", "snapshots", "snapshot_rows", "wallets", "wanted", "complaints",
    "complaint_steps", "questions", "suggestions",
)  # fmt: skip
OWNERLESS = ("policy", "snapshots", "snapshot_rows", "questions")


class Touched:
    """What an operation wrote: row ids and contact ids by table, and by table the spans of ids written in bulk."""

    def __init__(self) -> None:
        self.contacts: dict[str, set[int]] = {}
        self.rows: dict[str, set[int]] = {}
        self.spans: dict[str, list[tuple[int, int]]] = {}

    def add(self, table: str, row_id: int, contact_id: int | None) -> None:
        self.rows.setdefault(table, set()).add(row_id)
        if contact_id is not None:
            self.contacts.setdefault(table, set()).add(contact_id)

    def add_span(self, table: str, lo: int, hi: int, contacts: Iterable[int]) -> None:
        """Rows lo..hi of a table, and whom they belong to or belonged to."""
        self.spans.setdefault(table, []).append((lo, hi))
        self.contacts.setdefault(table, set()).update(contacts)

    def add_firm(self, values: dict[str, Any]) -> None:
        """The company of a role: who works there speaks for it."""
        if values.get("company_id") is not None:
            self.contacts.setdefault("roles", set()).add(values["company_id"])

    def any(self, *tables: str) -> bool:
        return any(table in self.spans or table in self.rows for table in tables)

    def everyone(self) -> set[int]:
        """The ids of all contacts any written row belongs to."""
        return set().union(*self.contacts.values()) if self.contacts else set()


class Book:
    """One file, one connection. Use as a context manager: leaving it closes the file and translates SQLite's errors."""

    def __init__(
        self,
        path: Path,
        *,
        create: bool = False,
        first: Mapping[str, str] | None = None,
        on_wait: Callable[[], None] | None = None,
    ) -> None:
        self.path = path
        self.created = create and make(path, first or {})
        self.db = connect(path)
        self.writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        self._on_wait = on_wait
        self.taken = False
        if schema_version(self.db) < len(MIGRATIONS):
            self._migrate()

    def _migrate(self) -> None:
        from crmcli.store import backups

        try:
            if not self.writable:
                raise CrmError(
                    f"{self.path} was made by an older version and cannot be brought up to date here: it is read-only",
                    "make it writable, or copy it and name the copy with --db",
                )
            with translated(self.path):
                backups.migrate(self.db, self.path)
        except BaseException:
            self.db.close()
            raise

    def __enter__(self) -> Book:
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        with translated(self.path):
            self.db.close()
            if isinstance(exc, sqlite3.Error):
                raise exc

    @property
    def has_history(self) -> bool:
        """Whether anything was ever done in this book."""
        return self.row("SELECT 1 FROM operations") is not None

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[Row]:
        """All rows of a query, as tuples."""
        return self.db.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        found: Row | None = self.db.execute(sql, parameters).fetchone()
        return found

    def record(self, table: str, row_id: int) -> dict[str, Any] | None:
        """One row of a journalled table by its id, as a mapping of column to value."""
        cursor = self.db.execute(f"SELECT * FROM {table} WHERE id = ?", (row_id,))
        found = cursor.fetchone()
        return None if found is None else dict(zip((c[0] for c in cursor.description), found, strict=True))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """One BEGIN IMMEDIATE ... COMMIT; rolled back whole if anything is raised inside."""
        self._begin()
        with self._to_its_end():
            yield

    @contextmanager
    def _to_its_end(self) -> Iterator[None]:
        try:
            yield
            if self.db.in_transaction:
                self.db.execute("COMMIT")
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("ROLLBACK")
            raise

    def when_free(self, work: Callable[[], None]) -> bool:
        """Does `work` in a transaction of its own; False, with nothing done, where somebody else goes on writing."""
        try:
            self.db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as exc:
            if not _is_busy(exc):
                raise
            return False
        with self._to_its_end():
            work()
        return True

    def roll_back(self) -> None:
        """Drops what this transaction has done so far and ends it."""
        self.db.execute("ROLLBACK")

    @contextmanager
    def operation(
        self, command: str, by: str | None, at: str, settle: Callable[[Touched], None]
    ) -> Iterator[Operation]:
        """One journalled operation; `settle` brings what is derived up to date before the commit.

        One that wrote nothing leaves no trace, not even a number.
        """
        with self.transaction():
            op = Operation(self, command, by, at)
            yield op
            if op.row_count:
                settle(op.touched)
                self.db.execute("UPDATE operations SET row_count = ? WHERE id = ?", (op.row_count, op.id))
            else:
                self.db.execute("ROLLBACK")

    def _begin(self) -> None:
        try:
            self.db.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as exc:
            if not _is_busy(exc):
                raise
            if self._on_wait is not None:
                self._on_wait()
            self.db.execute(f"PRAGMA busy_timeout = {PATIENCE_MS}")
            self.db.execute("BEGIN IMMEDIATE")


class Operation:
    """One command's writes, inside `Book.transaction`: each row is journalled as it is written."""

    def __init__(self, book: Book, command: str, by: str | None, at: str) -> None:
        self.book = book
        self.db = book.db
        self.touched = Touched()
        self.seq = 0
        self.row_count = 0
        cursor = self.db.execute("INSERT INTO operations (at, by_whom, command) VALUES (?, ?, ?)", (at, by, command))
        self.id = int(cursor.lastrowid or 0)

    def insert(self, table: str, **values: Any) -> int:
        """Adds one row; returns its id."""
        names = ", ".join(values)
        marks = ", ".join("?" * len(values))
        cursor = self.db.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
        row_id = int(cursor.lastrowid or 0)
        self._write(table, "I", row_id, row_id, contact_of(table, row_id, values))
        self.touched.add_firm(values)
        return row_id

    def insert_many(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> tuple[int, int]:
        """Adds many rows as one journal entry; returns the first id and the id after the last (equal if none came)."""
        before = self.db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        lo = (before[0] if before else 0) + 1
        marks = ", ".join("?" * len(columns))
        self.db.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)
        after = self.db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
        end = (after[0] if after else 0) + 1
        alone = self.book.record(table, lo) if end == lo + 1 else None
        if alone is not None:
            self._write(table, "I", lo, lo, contact_of(table, lo, alone))
            self.touched.add_firm(alone)
        elif end > lo:
            self._write(table, "I", lo, end - 1, None)
            if end - lo > 1:
                self.touched.add_span(table, lo, end - 1, contacts_of_span(self.book, table, lo, end - 1))
        return lo, end

    def update(self, table: str, row_id: int, **values: Any) -> dict[str, Any]:
        """Changes one row; returns the columns that really changed, with their old values ({} if none did)."""
        row = self.book.record(table, row_id)
        if row is None:
            return {}
        before = {name: row[name] for name, value in values.items() if row[name] != value}
        if not before:
            return {}
        after = {name: values[name] for name in before}
        change_row(self.db, table, row_id, after)
        owner = contact_of(table, row_id, row)
        self._write(table, "U", row_id, row_id, owner, before, after)
        moved = contact_of(table, row_id, {**row, **after})
        if moved != owner:
            self.touched.add(table, row_id, moved)
        self.touched.add_firm(row)
        self.touched.add_firm(after)
        return before

    def delete(self, table: str, row_id: int) -> None:
        """Removes one row, keeping its image in the journal."""
        row = self.book.record(table, row_id)
        if row is not None:
            self.db.execute(f"DELETE FROM {table} WHERE id = ?", (row_id,))
            self._write(table, "D", row_id, row_id, contact_of(table, row_id, row), row)
            self.touched.add_firm(row)

    def _write(
        self, table: str, action: str, lo: int, hi: int, contact_id: int | None,
        before: dict[str, Any] | None = None, after: dict[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.seq += 1
        self.row_count += hi - lo + 1
        if hi == lo:
            owner = contact_id
            if owner is None and action == "I" and table not in OWNERLESS:
                owner = next(iter(contacts_of_span(self.book, table, lo, lo)), None)
            self.touched.add(table, lo, owner)
        self.db.execute(
            "INSERT INTO journal VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (self.id, self.seq, table, action, lo, hi, contact_id, image(before), image(after)),
        )


def _is_busy(exc: sqlite3.OperationalError) -> bool:
    return str(getattr(exc, "sqlite_errorname", "")).startswith("SQLITE_BUSY")


def change_row(db: sqlite3.Connection, table: str, row_id: int, values: dict[str, Any]) -> None:
    """Sets the named columns of one row, unjournalled."""
    sets = ", ".join(f"{name} = ?" for name in values)
    db.execute(f"UPDATE {table} SET {sets} WHERE id = ?", (*values.values(), row_id))


def only(column: str, contacts: Collection[int] | None) -> str:
    """An SQL condition that keeps a query to some contacts; nothing for None, which is everybody."""
    return "" if contacts is None else f" AND {column} IN ({','.join(map(str, contacts))})"


def contact_of(table: str, row_id: int, values: dict[str, Any]) -> int | None:
    """Whom a row belongs to."""
    return row_id if table == "contacts" else values.get("contact_id")


def contacts_of_span(book: Book, table: str, lo: int, hi: int) -> set[int]:
    """Whom the rows lo..hi of a table belong to."""
    if table in OWNERLESS:
        return set()
    columns = {"contacts": ("id",), "roles": ("contact_id", "company_id")}.get(table, ("contact_id",))
    found: set[int] = set()
    for column in columns:
        sql = f"SELECT DISTINCT {column} FROM {table} WHERE id BETWEEN ? AND ? AND {column} IS NOT NULL"
        found.update(row[0] for row in book.rows(sql, (lo, hi)))
    return found


def image(values: dict[str, Any] | None) -> str | None:
    """A row, or part of one, as the journal keeps it."""
    return None if values is None else json.dumps(values, ensure_ascii=False, separators=(",", ":"))
