"""One writing operation at a time: all of it or nothing, every row journalled."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crmcli.errors import CrmError
from crmcli.store.book import JOURNALLED, Book, Operation, Touched

AT = "2026-11-20T09:00:00+00:00"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book(tmp_path / "crm.db", create=True) as opened:
        yield opened


def settle(touched: Touched) -> None:
    """Nothing is derived here."""


def add(op: Operation, name: str = "Ana") -> int:
    return op.insert(
        "contacts", uid=f"u{name}", kind="person", name=name, name_key=name, created_at=AT, created_on=AT[:10]
    )


def count(book: Book, table: str) -> int:
    return int(book.rows(f"SELECT count(*) FROM {table}")[0][0])


def test_what_is_raised_inside_leaves_nothing(book: Book) -> None:
    def half() -> None:
        with book.operation("add", None, AT, settle) as op:
            add(op)
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError):
        half()
    assert [count(book, table) for table in ("contacts", "operations", "journal")] == [0, 0, 0]
    assert not book.db.in_transaction


def test_a_fault_while_settling_leaves_nothing(book: Book) -> None:
    def broken(touched: Touched) -> None:
        raise ValueError

    def write() -> None:
        with book.operation("add", None, AT, broken) as op:
            add(op)

    with pytest.raises(ValueError):
        write()
    assert count(book, "contacts") == 0


def test_an_operation_that_wrote_nothing_leaves_no_trace(book: Book) -> None:
    with book.operation("nothing", None, AT, settle) as op:
        op.update("contacts", 99, name="x")
    with book.operation("add", "Ilze", AT, settle) as op:
        add(op)
    assert book.rows("SELECT id, by_whom, command, row_count FROM operations") == [(1, "Ilze", "add", 1)]


def test_update_gives_back_what_really_changed(book: Book) -> None:
    with book.operation("add", None, AT, settle) as op:
        one = add(op)
        assert op.update("contacts", one, name="Anna", kind="person") == {"name": "Ana"}
        assert op.update("contacts", one, name="Anna") == {}
        assert op.row_count == 2


def test_what_was_touched_names_both_sides_of_a_move(book: Book) -> None:
    with book.operation("add", None, AT, settle) as op:
        one, two, firm = add(op, "a"), add(op, "b"), add(op, "c")
        remark = op.insert("remarks", contact_id=one, at=AT, on_date=AT[:10], text="x")
        role = op.insert("roles", contact_id=one, company_id=firm)
    with book.operation("move", None, AT, settle) as op:
        op.update("remarks", remark, contact_id=two)
        op.delete("roles", role)
        assert op.touched.contacts == {"remarks": {one, two}, "roles": {one, firm}}


def test_many_rows_are_one_entry_and_one_row_is_its_owners(book: Book) -> None:
    columns = ("uid", "kind", "name", "name_key", "created_at", "created_on")
    with book.operation("import", None, AT, settle) as op:
        first, end = op.insert_many("contacts", columns, [(f"u{n}", "person", "x", "x", AT, AT[:10]) for n in range(5)])
        assert (first, end, op.row_count) == (1, 6, 5)
        assert op.insert_many("contacts", columns, []) == (6, 6)
        op.insert_many("tags", ("contact_id", "tag"), [(3, "vip")])
        assert op.touched.any("contacts")
        assert op.touched.contacts["tags"] == {3}
    assert book.rows("SELECT tbl, lo, hi, contact_id FROM journal ORDER BY seq") == [
        ("contacts", 1, 5, None),
        ("tags", 1, 1, 3),
    ]


def test_a_row_that_points_nowhere_is_refused(tmp_path: Path) -> None:
    def write() -> None:
        with Book(tmp_path / "other.db", create=True) as book, book.operation("x", None, AT, settle) as op:
            op.insert("tags", contact_id=7, tag="vip")

    with pytest.raises(CrmError):
        write()


def test_a_number_once_given_is_never_given_again(book: Book) -> None:
    with book.operation("add", None, AT, settle) as op:
        one = add(op)
    with book.operation("delete", None, AT, settle) as op:
        op.delete("contacts", one)
    with book.operation("add", None, AT, settle) as op:
        assert add(op) == one + 1


def test_every_table_of_records_is_journalled_and_numbered(book: Book) -> None:
    known = {*JOURNALLED, "operations", "journal", "journal_images", "sqlite_sequence"}
    derived = {"meta", "name_words", "state", "sales", "signals", "tensions", "kept", "reasons", "search"}
    tables = {row[0] for row in book.rows("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert {name for name in tables - known - derived if not name.startswith(("search_", "sqlite_"))} == set()
    for name in JOURNALLED:
        sql = str(book.rows("SELECT sql FROM sqlite_master WHERE name = ?", (name,))[0][0])
        assert "AUTOINCREMENT" in sql, name
        assert sql.rstrip().endswith("STRICT"), name


def test_when_free_does_nothing_while_another_writes(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    book.db.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(book.path, isolation_level=None)
    done: list[Any] = []
    try:
        other.execute("BEGIN IMMEDIATE")
        assert book.when_free(lambda: done.append(1)) is False
        other.execute("ROLLBACK")
        assert book.when_free(lambda: done.append(2)) is True
    finally:
        other.close()
    assert done == [2]
    assert not book.db.in_transaction
