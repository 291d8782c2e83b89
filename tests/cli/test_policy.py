"""`crm policy show`, `set`, `edit`, `check`, `history`."""

from __future__ import annotations

import tomllib
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crmcli.cli.settings import Settings
from crmcli.domain.policy import KEYS, Policy, parse_value
from crmcli.domain.policy_text import document, read_document


@pytest.fixture
def book(crm: Any) -> Any:
    crm("add", "Ana")
    return crm


def test_show_gives_every_key_nested(book: Any) -> None:
    item = book.item("policy", "show")
    for name in KEYS:
        value = item
        for part in name.split("."):
            value = value[part]
    assert item["cadence"]["A"] == "4w"
    assert item["abc"] == {"a": 0.8, "b": 0.95}


def test_a_beginning_shows_a_part(book: Any) -> None:
    assert book.item("policy", "show", "abc") == {"abc": {"a": 0.8, "b": 0.95}}
    assert book.item("policy", "show", "attempt.max") == {"attempt": {"max": 3}}
    book.fails(4, "policy", "show", "nonsense")


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_the_table_is_toml_and_fits(book: Any, columns: int) -> None:
    book("policy", "set", "closed_days", "2026-12-24", "2026-12-31")
    out = book("policy", "show", env={"COLUMNS": str(columns)}).out
    read = tomllib.loads(out)
    assert read["closed_days"] == ["2026-12-24", "2026-12-31"]
    assert read["hours"]["mon"] == "09:00-17:00"
    assert read["weights"]["kind"]["promise"] == 40


@pytest.mark.parametrize(
    ("words", "key", "value"),
    [
        (("cadence.A", "3", "weeks"), "cadence.A", "3w"),
        (("staff", "Ilze", "Andris"), "staff", ["Ilze", "Andris"]),
        (("country", "lv"), "country", "LV"),
        (("abc.a", "0.7"), "abc.a", 0.7),
        (("hours.sat", "10:00-14:00"), "hours.sat", "10:00-14:00"),
        (("guard.A.contacts", "2"), "guard.A.contacts", 2),
    ],
)
def test_set_keeps_a_value_and_undo_takes_it_back(book: Any, words: tuple[str, ...], key: str, value: Any) -> None:
    before = book.item("policy", "show")
    summary = book.json("policy", "set", *words)["summary"]
    assert (summary["key"], summary["value"]) == (key, value)
    book("undo")
    assert book.item("policy", "show") == before


def test_default_takes_a_value_back(book: Any) -> None:
    book("policy", "set", "attempt.max", "5")
    assert book.json("policy", "set", "attempt.max", "default")["item"]["attempt"]["max"] == 3
    assert (
        book.json("policy", "show")["summary"]["changed"] == []
        or "attempt.max" not in book.json("policy", "show")["summary"]["changed"]
    )


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (4, ("cadence.Z", "3w")),
        (2, ("cadence.A", "soon")),
        (2, ("zone", "Mars/Base")),
        (2, ("abc.b", "0.5")),
        (2, ("weights.lateness", "90")),
        (2, ("currency", "XYZ")),
    ],
)
def test_what_is_wrong_alone_or_together_is_refused(book: Any, code: int, words: tuple[str, ...]) -> None:
    book.fails(code, "policy", "set", *words)


def test_the_currency_stays_once_there_are_amounts(book: Any) -> None:
    book("policy", "set", "currency", "usd")
    book("order", "add", "ana", "10")
    book.fails(5, "policy", "set", "currency", "EUR")
    assert book.item("policy", "show", "currency") == {"currency": "USD"}


def test_a_changed_policy_changes_what_is_due(book: Any) -> None:
    book("log", "ana", "hello", "--at", "2026-11-01")
    due = {item["reasons"][0]["due_on"] for item in book.items("followups", "all")}
    book("policy", "set", "cadence.prospect", "1w")
    assert {item["reasons"][0]["due_on"] for item in book.items("followups", "all")} == {"2026-11-08"} != due


def test_check_finds_what_another_hand_broke(book: Any) -> None:
    import sqlite3

    assert book.json("policy", "check")["summary"]["problems"] == 0
    with closing(sqlite3.connect(book.path)) as db, db:
        db.execute("INSERT INTO policy (key, value) VALUES ('cadence.B', '\"soon\"'), ('old.key', '1')")
    answer = book("policy", "check", "--json", code=1).json
    assert answer["summary"]["problems"] == 2
    assert any("cadence.B" in note for note in answer["notes"])


def test_what_a_weight_is_for_reads_well(crm: Any) -> None:
    crm("init")
    out = crm("policy", "show", "weights", env={"COLUMNS": "120"}).out
    assert "a unanswered" not in out
    assert "points for: unanswered" in out


def editor(crm: Any, script: str) -> dict[str, str]:
    """An environment whose editor is this shell script; $1 is the file."""
    path: Path = crm.folder / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o700)
    return {"EDITOR": str(path), "VISUAL": ""}


def test_the_document_reads_back_as_the_policy_it_was_made_of() -> None:
    stored = {
        "staff": ["Ilze", "Andris"], "closed_days": ["2026-12-24"], "country": "LV", "abc.a": 0.7, "holidays": True,
        "privileges.A": 'a "call", # no; äöü \\ back', "guard.email.contacts": 2,
    }  # fmt: skip
    policy = Policy(stored)
    read = read_document(document({name: policy[name] for name in KEYS}))
    assert {name: parse_value(name, text) for name, text in read.items()} == {
        name: policy[name] for name in KEYS if policy[name] is not None
    }


def test_the_document_says_of_each_key_what_it_does(book: Any) -> None:
    book("policy", "edit", env=editor(book, f'cp "$1" {book.folder}/seen.toml'))
    lines = (book.folder / "seen.toml").read_text(encoding="utf-8").splitlines()
    for name, key in KEYS.items():
        assert any(line.startswith(f"# {key.what}") for line in lines), name


def test_the_editor_changes_many_values_in_one_operation(book: Any) -> None:
    before = book.item("policy", "show")
    script = """sed -i -e 's/^A = "4w"/A = "3w"/' -e 's/^max = 3/max = 5/' "$1" """
    answer = book.json("policy", "edit", env=editor(book, script))
    assert answer["summary"]["changes"] == [
        {"key": "cadence.A", "was": "4w", "value": "3w"}, {"key": "attempt.max", "was": 3, "value": 5}
    ]  # fmt: skip
    assert book.item("policy", "show", "cadence.A") == {"cadence": {"A": "3w"}}
    book("undo")
    assert book.item("policy", "show") == before


def test_a_line_taken_out_in_the_editor_is_the_programs_own_value_again(book: Any) -> None:
    book("policy", "set", "guard.A.contacts", "2")
    book("policy", "set", "cadence.A", "3w")
    answer = book.json("policy", "edit", env=editor(book, """sed -i -e '/^A.contacts/d' -e 's/^A = "3w"/# &/' "$1" """))
    assert {change["key"] for change in answer["summary"]["changes"]} == {"guard.A.contacts", "cadence.A"}
    assert book.json("policy", "show")["summary"]["changed"] == ["zone"]


def test_the_file_being_edited_is_private_and_gone_afterwards(book: Any) -> None:
    script = f'stat -c %a "$1" "$(dirname "$1")" > {book.folder}/modes; echo "$1" > {book.folder}/name'
    book("policy", "edit", env=editor(book, script))
    assert (book.folder / "modes").read_text().split() == ["600", "700"]
    assert not Path((book.folder / "name").read_text().strip()).exists()


@pytest.mark.parametrize("script", ["exit 1", 'echo "A = 1" > "$1"; exit 3'])
def test_an_editor_that_fails_changes_nothing(book: Any, script: str) -> None:
    assert "nothing was changed" in book.fails(5, "policy", "edit", env=editor(book, script))


@pytest.mark.parametrize("script", ["true", 'touch "$1"'])
def test_an_editor_that_changes_nothing_changes_nothing(book: Any, script: str) -> None:
    before = book.records()
    answer = book.json("policy", "edit", env=editor(book, script))
    assert (answer["summary"]["changes"], answer["summary"]["operation"]) == ([], None)
    assert book.records() == before


def test_without_an_editor_or_a_terminal_it_says_what_does(book: Any) -> None:
    assert "--file" in book.fails(2, "policy", "edit", env={"EDITOR": "", "VISUAL": ""})
    book.fails(1, "policy", "edit", env={"EDITOR": "/no/such/editor", "VISUAL": ""})


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[cadence]\nA = "soon"', ["cadence.A", "'soon'", "6w"]),
        ("[cadence]\nZ = 3", ["cadence.Z", "did you mean"]),
        ("[abc]\na = 0.99", ["abc.a (0.99)", "abc.b"]),
        ("[abc]\na = nan", ["abc.a", "0.01 to 0.99"]),
        ("[attempt]\nmax = [1, 2]", ["attempt.max"]),
        ("[attempt]\nmax = 2.5", ["attempt.max", "whole number"]),
        ("[cadence\nA = 1", ["no TOML", "line 1"]),
        ("[hours]\nmon = 1\nmon = 2", ["no TOML", "overwrite"]),
        ("# nothing\n", ["names no key"]),
        ("", ["names no key"]),
        ('[hours]\nmon = "9-5"\n[attempt]\nmax = 0', ["hours.mon", "attempt.max"]),
        ('holidays = true\ncountry = "XX"', ["country", "XX"]),
    ],
)
def test_what_is_wrong_in_a_document_is_named_and_changes_nothing(book: Any, text: str, said: list[str]) -> None:
    line = book.fails(2, "policy", "edit", "--file", "-", input=text)
    assert all(part in line for part in said), line


def test_a_file_leaves_alone_what_it_does_not_name(book: Any) -> None:
    book("policy", "set", "attempt.max", "7")
    path = book.folder / "ours.toml"
    path.write_text('\ufeffclosed_days = [2026-12-24, "2026-12-31"]\r\n[cadence]\r\nA = "3w"\r\n', encoding="utf-8")
    assert len(book.json("policy", "edit", "--file", path)["summary"]["changes"]) == 2
    assert book.item("policy", "show", "closed_days") == {"closed_days": ["2026-12-24", "2026-12-31"]}
    assert book.item("policy", "show", "attempt.max") == {"attempt": {"max": 7}}
    assert book.json("policy", "edit", "--file", path)["summary"]["changes"] == []
    book.fails(4, "policy", "edit", "--file", book.folder / "nowhere.toml")


def test_what_show_prints_is_what_edit_takes(book: Any) -> None:
    book("policy", "set", "cadence.A", "3w")
    printed = book("policy", "show").out
    book("undo")
    assert [
        change["key"] for change in book.json("policy", "edit", "--file", "-", input=printed)["summary"]["changes"]
    ] == ["cadence.A"]


def test_at_a_terminal_one_may_go_on_editing(book: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    script = """if grep -q '^A = "soon"' "$1"; then sed -i 's/^A = "soon"/A = "5w"/' "$1"
    else sed -i 's/^A = "4w"/A = "soon"/' "$1"; fi"""
    monkeypatch.setattr(Settings, "may_ask", True)
    answer = book("policy", "edit", env=editor(book, script), input="\n")
    assert "cadence.A: 'soon'" in answer.err
    assert book.item("policy", "show", "cadence.A") == {"cadence": {"A": "5w"}}
    book("undo")
    assert book("policy", "edit", env=editor(book, script), input="n\n", code=2).out == ""
    assert book.item("policy", "show", "cadence.A") == {"cadence": {"A": "4w"}}


def test_history_says_what_was_changed_when_and_by_whom(book: Any) -> None:
    book("policy", "set", "cadence.A", "3w", env={"CRM_BY": "Ilze"})
    book("policy", "set", "cadence.A", "2w", env={"CRM_BY": "Tom"}, now="2026-11-21T09:00:00+00:00")
    book("policy", "set", "staff", "Ilze", "Tom")
    book("undo")
    later = "2026-11-22T09:00:00+00:00"
    rows = book.items("policy", "history", now=later)
    assert [(row["key"], row["was"], row["value"], row["by"], row["undone"]) for row in rows] == [
        ("staff", [], ["Ilze", "Tom"], None, True),
        ("cadence.A", "3w", "2w", "Tom", False),
        ("cadence.A", "4w", "3w", "Ilze", False),
    ]
    assert rows[1]["at"].startswith("2026-11-21T09:00:00")
    assert [row["value"] for row in book.items("policy", "history", "cadence", now=later)] == ["2w", "3w"]
    then = book.items("policy", "history", "cadence", "--as-of", "2026-11-20", now=later)
    assert [row["value"] for row in then] == ["3w"]
    book("redo")
    assert [row["undone"] for row in book.items("policy", "history")] == [False, False, False]
    book("undo", "--with-later", "n2")
    assert [(row["was"], row["value"]) for row in book.items("policy", "history", "cadence")] == [
        ("3w", "2w"),
        ("4w", "3w"),
    ]
    book.fails(4, "policy", "history", "nonsense")


def test_a_working_time_may_be_of_hours(book: Any) -> None:
    assert book.json("policy", "set", "complaint.respond_within", "90", "min")["summary"]["value"] == "90min"
    book.fails(2, "policy", "set", "cadence.A", "4h")


@pytest.mark.parametrize("editor", ["rm", "false"])
def test_an_editor_that_leaves_no_file_changes_nothing(crm: Any, editor: str) -> None:
    crm("init", "--currency", "EUR")
    answer = crm("policy", "edit", env={"EDITOR": editor}, code=5)
    assert "nothing was changed" in answer.err


def test_a_number_longer_than_can_be_read_is_refused_in_one_line(crm: Any) -> None:
    crm("init", "--currency", "EUR")
    path = crm.folder / "long.toml"
    path.write_text(f"[guard]\ncontacts = {'9' * 6000}\n", encoding="utf-8")
    assert len(crm("policy", "edit", "--file", path, code=2).err.splitlines()) == 1
