"""The book is its owner's alone, whatever the umask says."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(params=[0o000, 0o022, 0o077])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("umask")
def test_the_book_its_folder_and_what_stands_beside_it_are_private(crm: Any) -> None:
    crm("add", "Ana")
    assert mode(crm.path.parent) == 0o700
    with closing(sqlite3.connect(crm.path)) as reader:
        reader.execute("SELECT count(*) FROM contacts").fetchone()
        crm("log", "ana", "a word")
        beside = sorted(crm.path.parent.iterdir())
        assert len(beside) > 1, "no write-ahead log to look at"
        assert {path.name: oct(mode(path)) for path in beside if path.is_file()} == {
            path.name: oct(0o600) for path in beside if path.is_file()
        }


@pytest.mark.usefixtures("umask")
def test_a_backup_and_its_checksum_are_private(crm: Any) -> None:
    crm("add", "Ana")
    copy = Path(crm.item("backup")["path"])
    assert mode(copy.parent) == 0o700
    assert {oct(mode(path)) for path in copy.parent.iterdir()} == {oct(0o600)}


def test_nothing_is_left_in_the_home_or_the_working_folder(crm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    (crm.folder / "work").mkdir()
    monkeypatch.chdir(crm.folder / "work")
    for words in (("add", "Ana"), ("log", "ana", "x"), ("followups",), ("show", "ana"), ("find", "x"), ("undo",)):
        crm(*words)
    assert not (crm.folder / "home").exists()
    assert list((crm.folder / "work").iterdir()) == []
