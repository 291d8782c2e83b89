"""WHO: one match wins, several are refused with their names, and a write never guesses."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def people(crm: Any) -> Any:
    crm("add", "Kafija SIA", "--kind", "company")
    crm("add", "Ana Bērziņa", "--company", "kafija", "--email", "Ana@Kafija.example", "--phone", "+371 29 123 456")
    crm("add", "Anastasija Kalniņa", "--phone", "(0371) 67 000 111")
    crm("add", "Jānis O'Brien")
    crm("add", "রহিম উদ্দিন")
    crm("add", "山田 太郎")
    return crm


@pytest.mark.parametrize(
    ("who", "number"),
    [
        ("c2", 2),
        ("C2", 2),
        ("Ana Bērziņa", 2),
        ("ana berzina", 2),
        ("BERZINA", 2),
        ("berzina ana", 2),
        ("ana", 2),
        ("anas", 3),
        ("ana@kafija.example", 2),
        ("ANA@KAFIJA.EXAMPLE", 2),
        ("29123456", 2),
        ("+371 29123456", 2),
        ("0037129123456", 2),
        ("29-123-456", 2),
        ("67000111", 3),
        ("kalni", 3),
        ("janis obrien", 4),
        ("o'brien", 4),
        ("O\u2019Brien", 4),
        ("রহিম", 5),
        ("山田", 6),
        ("山田 太郎", 6),
        ("ana kafija", 2),
        ("kafija", 1),
        ("  ana  ", 2),
    ],
)
def test_one_match_wins(people: Any, who: str, number: int) -> None:
    assert people.item("note", who, "seen")["contact"]["id"] == number


@pytest.mark.parametrize("who", ["a", "an"])
def test_several_are_refused_by_name(people: Any, who: str) -> None:
    line = people.fails(4, "note", who, "seen")
    assert "c2" in line


@pytest.mark.parametrize(
    "who", ["2", "12", "berzinsh", "c99", "c0", "nobody@example.org", "+371 99 999 999", "ana nobody", "é"]
)
def test_nobody_is_nobody_and_a_typo_serves_no_write(people: Any, who: str) -> None:
    people.fails(4, "note", who, "seen")


def test_a_typo_is_answered_with_whom_it_may_mean(people: Any) -> None:
    assert "Ana Bērziņa (c2)" in people.fails(4, "show", "berzinia")


def test_a_full_name_beats_a_longer_one(people: Any) -> None:
    people("add", "Ana Bērziņa Liepa")
    assert people.item("note", "ana bērziņa", "seen")["contact"]["id"] == 2


def test_those_set_aside_give_way_to_those_who_are_not(people: Any) -> None:
    people("add", "Ana Bērziņa")
    people.fails(4, "note", "ana berzina", "seen")
    people("archive", "c7")
    assert people.item("note", "ana berzina", "seen")["contact"]["id"] == 2


def test_a_name_that_is_a_number_is_found_by_it(people: Any) -> None:
    people("add", "1188")
    assert people.item("note", "1188", "seen")["contact"]["id"] == 7


def test_two_of_one_number_are_both_named(people: Any) -> None:
    people("add", "Reception", "--phone", "29123456")
    assert {"c2", "c7"} <= set(people.fails(4, "note", "29 123 456", "x").replace(",", " ").split())


def test_without_a_terminal_nobody_is_asked(people: Any) -> None:
    answer = people("note", "an", "x", code=4, input="1\n", tty=True)
    assert "which" not in answer.err
