"""`crm find`: any word, any number, and the words that were meant."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmcli.actions.snippet import LONGEST, around


@pytest.fixture
def book(crm: Any) -> Any:
    crm("add", "Ana Bērziņa", "--phone", "+371 29 123 456", "--email", "Ana@Example.com", "--tag", "horeca",
        "--field", "need=espresso", "--address", "Brīvības iela 7")  # fmt: skip
    crm("add", "田中太郎", "--note", "likes dark roast")
    crm("add", "Espresso Bar")
    crm("log", "ana", "the grinder broke; asked about the espresso machine", "--at", "2026-11-02")
    crm("log", "ana", "espresso machine sold", "--at", "2026-11-05")
    crm("log", "c2", "東京の店で会う")
    return crm


def where(book: Any, *words: str) -> list[tuple[int, str]]:
    return [(item["contact"]["id"], item["where"]) for item in book.items("find", *words)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("berzina", [(1, "name")]),
        ("BĒRZ", [(1, "name")]),
        ("29 12 34 56", [(1, "phone")]),
        ("0037129123456", [(1, "phone")]),
        ("ana@example.COM", [(1, "email")]),
        ("horeca", [(1, "tag")]),
        ("brivibas", [(1, "address")]),
        ("espresso", [(3, "name"), (1, "field"), (1, "interaction i2"), (1, "interaction i1")]),
        ("espresso machine", [(1, "interaction i2"), (1, "interaction i1")]),
        ("grinder machine", [(1, "interaction i1")]),
        ("dark roast", [(2, "remark m1")]),
        ("太郎", [(2, "name")]),
        ("の店", [(2, "interaction i3")]),
        ("c2", [(2, "name")]),
    ],
)
def test_contacts_come_first_then_the_newest_texts(book: Any, words: str, found: list[tuple[int, str]]) -> None:
    assert where(book, words) == found


def test_several_words_need_no_quotes(book: Any) -> None:
    assert where(book, "grinder", "machine") == [(1, "interaction i1")]


def test_a_hit_shows_the_text_around_it(book: Any) -> None:
    book("note", "ana", "word " * 200 + "needle in the hay " + "word " * 200)
    item = book.items("find", "needle")[0]
    assert "needle in the hay" in item["snippet"]
    assert len(item["snippet"]) <= LONGEST
    assert item["ref"] == "m2"


def test_a_misspelt_word_finds_the_closest_and_says_so(book: Any) -> None:
    answer = book.json("find", "berzinsh")
    assert [item["contact"]["id"] for item in answer["items"]] == [1]
    assert answer["notes"] == ["nothing for berzinsh; showing berzina"]
    assert where(book, "grindar") == [(1, "interaction i1")]


def test_what_is_like_nothing_finds_nothing(book: Any) -> None:
    answer = book.json("find", "qqqqxxxx")
    assert (answer["items"], answer["summary"]["count"], answer["notes"]) == ([], 0, [])


def test_the_count_is_of_all_and_the_limit_cuts(book: Any) -> None:
    answer = book.json("find", "espresso", "--limit", "2")
    assert [item["where"] for item in answer["items"]] == ["name", "field"]
    assert answer["summary"]["count"] == 4


def test_struck_out_texts_are_not_found(book: Any) -> None:
    book("void", "i1")
    assert where(book, "grinder machine") == []


def test_a_past_day_is_searched_as_it_was(book: Any) -> None:
    answer = book.json("find", "machine", "--as-of", "2026-11-03")
    assert [item["ref"] for item in answer["items"]] == ["i1"]
    assert answer["summary"]["count"] == 1


HOSTILE = ['"', "OR", "a OR", "NEAR(x y)", "-x", "*", "^a", "body:x", "x" * 10_000, "()", "'; --", "\x1b[31m", "٣٤"]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_query_is_too_odd(book: Any, words: str) -> None:
    assert book("find", "--json", "--", words).json["items"] is not None


def test_an_empty_query_is_refused(book: Any) -> None:
    book.fails(2, "find", "  ")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], max_examples=25)
@given(words=st.text(min_size=1, max_size=60))
def test_any_text_can_be_looked_for(book: Any, words: str) -> None:
    clean = words.encode("utf-8", "replace").decode()
    if clean.strip():
        book("find", "--json", "--", clean)


@given(text=st.text(max_size=400), words=st.lists(st.text(min_size=1, max_size=5), max_size=3))
def test_a_snippet_is_one_short_line(text: str, words: list[str]) -> None:
    line = around(text, words)
    assert len(line) <= LONGEST
    assert len(line.splitlines()) <= 1


@pytest.mark.parametrize("text", ["+371 29 555 666", "ana@late.test", "c1", "Ana", "horeca"])
def test_who_was_entered_after_the_day_asked_about_is_not_found(crm: Any, text: str) -> None:
    crm("add", "Ana", "--phone", "+371 29 555 666", "--email", "ana@late.test", "--tag", "horeca")
    assert crm.json("find", text)["summary"]["count"] == 1
    earlier = crm.json("find", text, "--as-of", "2024-01-01")
    assert (earlier["items"], earlier["summary"]["count"]) == ([], 0)
