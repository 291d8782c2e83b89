"""`crm policy show`, `set`, `check`."""

from __future__ import annotations

import tomllib
from contextlib import closing
from typing import Any

import pytest

from crmcli.domain.policy import KEYS


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
