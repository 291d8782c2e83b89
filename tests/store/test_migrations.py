"""An older book is copied, then brought up whole or not at all."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from typing import Any

import pytest

from crmcli.store import migrations


def next_step(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE contacts ADD COLUMN shoe_size TEXT")


def failing_step(db: sqlite3.Connection) -> None:
    next_step(db)
    db.execute("INSERT INTO contacts (id) VALUES (1)")


def version(path: Any) -> int:
    with closing(sqlite3.connect(path)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])


@pytest.fixture
def with_step(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[sqlite3.Connection], None]], None]:
    """Makes the program one migration newer."""

    def add(step: Callable[[sqlite3.Connection], None]) -> None:
        for module in ("connection", "book", "backups"):
            monkeypatch.setattr(f"crmcli.store.{module}.MIGRATIONS", [*migrations.MIGRATIONS, step])

    return add


def test_an_older_book_is_brought_up_and_a_copy_kept(crm: Any, with_step: Any, dump: Any) -> None:
    crm("add", "Ana")
    before, old = dump(crm.path), version(crm.path)
    with_step(next_step)
    assert crm.items("list")[0]["name"] == "Ana"
    assert version(crm.path) == old + 1
    (copy,) = crm.path.parent.glob("backups/*.db")
    assert (dump(copy), version(copy)) == (before, old)


def test_a_step_that_fails_leaves_the_book_as_it_was(crm: Any, with_step: Any, dump: Any) -> None:
    crm("add", "Ana")
    before, old = dump(crm.path), version(crm.path)
    with_step(failing_step)
    crm.fails(1, "list")
    assert (dump(crm.path), version(crm.path)) == (before, old)


def test_a_new_book_equals_one_made_step_by_step() -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        for step in migrations.MIGRATIONS:
            step(db)
        assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_the_steps_are_numbered_without_a_gap() -> None:
    names = [step.__name__ for step in migrations.MIGRATIONS]
    assert [name.split("_")[0] for name in names] == [f"m{n:04}" for n in range(1, len(names) + 1)]
