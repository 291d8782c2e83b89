"""What the program ends with, and that a failure is one line on stderr that says what to do."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

READING = ("list",)


def test_done_is_zero(shop: Any) -> None:
    assert shop("list").code == 0


@pytest.mark.parametrize(
    "words",
    [
        ("frobnicate",),
        ("logg", "ana", "x"),
        ("log",),
        ("log", "ana"),
        ("log", "ana", "x", "--bogus"),
        ("--bogus",),
        ("policy",),
        ("order", "frob"),
        ("order", "add"),
        ("list", "--plain", "--csv"),
        ("list", "--limit", "-1"),
        ("list", "--limit", "many"),
        ("log", "ana", "x", "--mood", "9"),
        ("log", "ana", "x", "-c", "pigeon"),
        ("log", "ana", "x", "--next", "blursday"),
        ("log", "ana", "  "),
        ("log", "", "x"),
        ("add", ""),
        ("add", "\u200b"),
        ("list", "--as-of", "never"),
        ("add", "Zed", "--email", "nonsense"),
        ("add", "Zed", "--field", "nonsense"),
        ("order", "add", "ana", "lots"),
        ("done", "banana"),
        ("snooze", "f1", "blursday"),
        ("undo", "banana"),
        ("undo", "--db", "postgres://host/crm"),
    ],
)
def test_what_cannot_be_understood_is_two(shop: Any, words: tuple[str, ...]) -> None:
    shop.fails(2, *words)
    if "--csv" not in words:
        assert len(shop.fails(2, *words, "--json")) < 400


@pytest.mark.parametrize(
    "words",
    [
        ("show", "nobody such"),
        ("log", "c999", "x"),
        ("show", "berzinsh"),
        ("done", "f999"),
        ("undo", "n999"),
        ("order", "add", "nobody such", "5"),
        ("quote", "won", "q999"),
        ("archive", "c999"),
        ("log", "a", "x", "--done", "f99"),
    ],
)
def test_what_is_not_there_is_four(shop: Any, words: tuple[str, ...]) -> None:
    shop.fails(4, *words)


def test_several_that_match_are_four_and_named(shop: Any) -> None:
    shop("add", "Ana Ozola")
    assert "c2" in shop.fails(4, "log", "ana", "x")
    answer = shop("log", "ana", "x", "--json", code=4)
    error = json.loads(answer.err)["error"]
    assert error["code"] == "ambiguous"
    assert {one["ref"] for one in error["candidates"]} == {"c2", "c5"}


def test_what_the_book_refuses_is_five(shop: Any) -> None:
    shop.fails(5, "redo")
    shop.fails(5, "undo", "n1")


def test_no_book_is_ten_and_reading_makes_none(crm: Any) -> None:
    for words in (
        ("list",),
        ("show", "ana"),
        ("find", "x"),
        ("followups",),
        ("undo",),
        ("history",),
        ("log", "ana", "x"),
    ):
        crm.fails(10, *words)
    assert not crm.path.exists()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crmcli.store.connection.NOTICE_MS", 10)
    monkeypatch.setattr("crmcli.store.book.PATIENCE_MS", 10)


@pytest.mark.usefixtures("impatient")
def test_a_book_that_somebody_else_writes_to_is_eleven(shop: Any) -> None:
    with closing(sqlite3.connect(shop.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = shop("add", "Zed", code=11)
        assert answer.out == ""
        assert answer.err.splitlines()[-1].startswith("crm: ")
        assert "Traceback" not in answer.err
        assert shop("list").code == 0
        other.execute("ROLLBACK")
    shop("add", "Zed")


def text_file(path: Path) -> None:
    path.write_text("dear diary\n" * 500)


def empty_file(path: Path) -> None:
    path.write_bytes(b"")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def cut_short(path: Path) -> None:
    os.truncate(path, 6 * 4096)


def cut_inside_the_header(path: Path) -> None:
    os.truncate(path, 60)


def pages_of_noise(path: Path) -> None:
    data = bytearray(path.read_bytes())
    for start in range(4096, len(data), 4096):
        data[start : start + 512] = b"\xa5" * 512
    path.write_bytes(data)


def foreign(path: Path) -> None:
    change(path, "PRAGMA application_id = 7")


def newer(path: Path) -> None:
    change(path, "PRAGMA user_version = 9999")


def named_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def change(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(statement)


@pytest.mark.parametrize(
    "spoil",
    [text_file, empty_file, folder, cut_short, cut_inside_the_header, pages_of_noise, foreign, newer, named_pipe],
)
@pytest.mark.parametrize("words", [READING, ("add", "Zed"), ("log", "ana", "x"), ("followups",), ("undo",)])
def test_what_is_no_sound_book_of_ours_is_twelve_and_left_as_it_was(
    shop: Any, spoil: Callable[[Path], None], words: tuple[str, ...]
) -> None:
    spoil(shop.path)
    before = shop.path.read_bytes() if shop.path.is_file() else None
    shop.fails(12, *words)
    if before is not None:
        assert shop.path.read_bytes() == before


def test_the_error_says_that_the_book_is_newer(shop: Any) -> None:
    newer(shop.path)
    assert json.loads(shop("list", "--json", code=12).err)["error"]["code"] == "newer_database"


def test_an_interrupted_command_is_130(shop: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*args: Any, **more: Any) -> Any:
        raise KeyboardInterrupt

    monkeypatch.setattr("crmcli.actions.interaction.log", interrupt)
    answer = shop("log", "ana", "x", code=130)
    assert (answer.out, "Traceback" in answer.err) == ("", False)


@pytest.mark.parametrize("fault", [RuntimeError("odd"), RecursionError(), MemoryError(), ValueError("\x1b[31m")])
def test_a_fault_of_ours_is_one_line_too(shop: Any, monkeypatch: pytest.MonkeyPatch, fault: BaseException) -> None:
    def fail(*args: Any, **more: Any) -> Any:
        raise fault

    monkeypatch.setattr("crmcli.actions.interaction.log", fail)
    line = shop.fails(1, "log", "ana", "x")
    assert "\x1b" not in line
    assert "Traceback" in shop("log", "ana", "x", "--debug", code=1).err


def test_a_path_that_cannot_be_a_book_is_one_line(shop: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file" / "crm.db", "/dev/null", "x" * 5000):
        answer = shop("add", "Zed", "--db", place, code=None)
        assert answer.code in (1, 12), answer
        assert len(answer.err.splitlines()) == 1
        assert answer.out == ""


def test_a_folder_may_have_any_name(crm: Any, tmp_path: Path) -> None:
    place = tmp_path / "two\nlines 'and' 🏠" / "b c.db"
    assert len(crm("add", "Zed", "--db", place).out.splitlines()) == 3
    assert crm.items("list", "--db", place)[0]["name"] == "Zed"


@pytest.mark.parametrize("command", ["list", "history", "followups"])
def test_an_error_under_json_is_an_object_on_stderr(crm: Any, command: str) -> None:
    error = json.loads(crm(command, "--json", code=10).err)
    assert list(error) == ["error"]
    assert list(error["error"])[:3] == ["code", "message", "hint"]
    assert error["error"]["code"] == "no_database"


def test_an_unknown_word_is_answered_with_a_guess(crm: Any) -> None:
    assert "followups" in crm.fails(2, "folowups")
