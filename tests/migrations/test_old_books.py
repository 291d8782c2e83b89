"""A book of every released version opens in this program, keeps what was in it, and looks like one made today."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crmcli.store.migrations import MIGRATIONS

BOOKS = sorted((Path(__file__).parents[1] / "data" / "databases").glob("v*.db"))


@pytest.fixture(params=BOOKS, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, crm: Any) -> Any:
    """The program over a copy of an old book."""
    crm.path.parent.mkdir(mode=0o700, exist_ok=True)
    shutil.copy(request.param, crm.path)
    crm.path.chmod(0o600)
    return crm


def schema(path: Path) -> dict[str, Any]:
    """Table -> its columns, index -> its statement."""
    with closing(sqlite3.connect(path)) as db:
        names = db.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
        return {
            name: " ".join(sql.split()) if kind == "index" else db.execute(f"PRAGMA table_xinfo({name})").fetchall()
            for kind, name, sql in names
        }


def test_every_released_version_has_a_book() -> None:
    assert [book.stem for book in BOOKS] == [f"v{number}" for number in range(1, len(BOOKS) + 1)]
    assert len(BOOKS) >= len(MIGRATIONS) - 1


def test_what_was_in_it_is_still_there(old: Any) -> None:
    assert [item["name"] for item in old.items("list")] == ["Ana Bērziņa", "Kafija SIA", "Oskars Kalns"]
    assert old.item("show", "ana")["last_contact"]["text"] == "wants the price list"
    assert old.json("order", "list")["summary"]["count"] == 4
    assert old.json("segment", "--abc")["summary"]["A"]["customers"] == 1


def test_it_looks_like_a_book_made_today(old: Any, worlds: Any) -> None:
    fresh = worlds()
    fresh("init", "--currency", "EUR")
    old("list")
    assert schema(old.path) == schema(fresh.path)


def test_undo_reaches_back_before_the_migration(old: Any) -> None:
    cadences = ["4w", "3w", "5w"]
    before = old.item("policy", "show")["cadence"]["A"]
    old("undo")
    assert old.item("policy", "show")["cadence"]["A"] == cadences[cadences.index(before) - 1]


def test_a_copy_was_taken_first(old: Any) -> None:
    old("list")
    (copy,) = (old.path.parent / "backups").glob("*.db")
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("PRAGMA user_version").fetchone()[0] < len(MIGRATIONS)
        assert db.execute("SELECT count(*) FROM contacts").fetchone()[0] == 3


@pytest.mark.parametrize("old", BOOKS[:1], ids=["v1"], indirect=True)
def test_old_refunds_take_back_their_part_of_the_cost(old: Any) -> None:
    with closing(sqlite3.connect(old.path)) as db, db:
        db.execute("UPDATE orders SET cost_minor = 10001, base_cost_minor = 10001 WHERE id = 2")
        db.execute("UPDATE orders SET amount_minor = -10000, base_minor = -10000 WHERE id = 3")
    old("list")
    with closing(sqlite3.connect(old.path)) as db:
        assert db.execute("SELECT cost_minor, base_cost_minor FROM orders WHERE id = 3").fetchone() == (None, -3334)
