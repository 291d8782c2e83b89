"""`crm fact`: the latest word on each key, its day, its source, and whether it is to be asked again."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def book(crm: Any) -> Any:
    crm("add", "Ana Berzina")
    crm("add", "Oskars Liepa")
    crm("question", "add", "machine", "What machine is it?", "--fresh", "1y")
    return crm


def facts(crm: Any, who: str = "ana", *flags: str, **how: Any) -> dict[str, tuple[str, str, str | None, bool]]:
    items = crm.items("fact", who, *flags, **how)
    return {one["key"]: (one["value"], one["on"], one["source"], one["stale"]) for one in items}


class TestListing:
    def test_a_fact_has_every_promised_key(self, book: Any) -> None:
        book("log", "ana", "a talk", "--at", "2026-11-02", "--answer", "machine=two groups")
        assert book.items("fact", "ana") == [{
            "contact": {"id": 1, "name": "Ana Berzina"}, "key": "machine", "value": "two groups", "on": "2026-11-02",
            "source": "i1", "stale": False, "question": "What machine is it?",
        }]  # fmt: skip

    def test_the_noun_with_a_name_is_its_list(self, book: Any) -> None:
        book("fact", "set", "ana", "machine", "x")
        assert book.json("fact", "ana") == book.json("fact", "list", "ana") == book.json("fact", "--json", "ana")
        assert book("fact", "ana", "--csv").out == book("fact", "list", "ana", "--csv").out

    def test_without_a_name_it_is_everybody_newest_first(self, book: Any) -> None:
        book("fact", "set", "ana", "machine", "x", "--at", "2026-01-05")
        book("fact", "set", "oskars", "seats", "40", "--at", "2026-11-05")
        assert [one["contact"]["id"] for one in book.items("fact")] == [2, 1]

    def test_the_latest_word_counts_and_the_earlier_ones_stay_for_their_days(self, book: Any) -> None:
        book("fact", "set", "ana", "machine", "one group", "--at", "2026-03-01")
        book("fact", "set", "ana", "Machine", "two groups", "--at", "2026-10-01")
        book("fact", "set", "ana", "machine", "older still", "--at", "2025-03-01")
        assert facts(book) == {"machine": ("two groups", "2026-10-01", None, False)}
        assert facts(book, "ana", "--as-of", "2026-05-01")["machine"][0] == "one group"

    def test_the_question_says_when_it_is_stale_and_else_the_policy(self, book: Any) -> None:
        book("fact", "set", "ana", "machine", "x", "--at", "2026-03-01")
        book("fact", "set", "ana", "seats", "40", "--at", "2026-03-01")
        assert {key: row[3] for key, row in facts(book).items()} == {"machine": False, "seats": True}
        assert book.json("fact", "ana")["summary"]["stale"] == 1
        assert [one["stale"] for one in book.item("show", "ana")["facts"]] == [False, True]

    def test_a_name_that_nobody_has_is_refused(self, book: Any) -> None:
        book.fails(4, "fact", "nobody")


class TestSetting:
    def test_the_source_is_kept_and_else_who_entered_it(self, book: Any) -> None:
        book("fact", "set", "ana", "seats", "40", "--source", "her card")
        book("fact", "set", "ana", "machine", "x", env={"CRM_BY": "Tom"})
        assert {key: row[2] for key, row in facts(book).items()} == {"seats": "her card", "machine": "entered by Tom"}

    def test_it_says_what_it_was(self, book: Any) -> None:
        book("fact", "set", "ana", "seats", "40")
        item = book.item("fact", "set", "ana", "seats", "60")
        assert (item["value"], item["was"], item["stale"]) == ("60", "40", False)

    def test_a_key_is_spelled_as_the_bank_spells_it(self, book: Any) -> None:
        book("log", "ana", "a talk", "--answer", "MACHINE=x", "--answer", "Seats=4")
        book("fact", "set", "ana", "seats", "5")
        assert {key: row[0] for key, row in facts(book).items()} == {"machine": "x", "Seats": "5"}

    def test_a_key_nearly_spelled_so_is_asked_about(self, book: Any) -> None:
        assert "did you mean machine" in book.json("fact", "set", "ana", "machin", "x")["notes"][0]
        assert "did you mean machine" in book.json("log", "ana", "a talk", "--answer", "machin=x")["notes"][0]
        assert book.json("fact", "set", "ana", "birthplace", "Cēsis")["notes"] == []

    def test_correcting_the_day_of_a_talk_moves_what_was_learnt_in_it(self, book: Any) -> None:
        book("log", "ana", "a talk", "--answer", "machine=x")
        book("edit", "i1", "--at", "2026-11-03")
        assert facts(book)["machine"][1] == "2026-11-03"
        book("edit", "i1", "--answer", "MACHINE=y")
        assert facts(book)["machine"][:2] == ("y", "2026-11-03")

    @pytest.mark.parametrize(
        "words",
        [("k=v", "x"), ("", "x"), ("key", ""), ("key", "x", "--at", "2027-01-01"), ("key", "x", "--at", "never")],
    )
    def test_what_makes_no_answer_is_refused(self, book: Any, words: tuple[str, ...]) -> None:
        book.fails(2, "fact", "set", "ana", *words)

    def test_undo(self, book: Any) -> None:
        book("fact", "set", "ana", "seats", "40")
        book("undo")
        assert facts(book) == {}


def test_an_older_answer_says_that_a_newer_one_stands(crm: Any) -> None:
    crm("add", "Ana")
    assert crm.json("fact", "set", "ana", "need", "filter", "--at", "2026-11-10")["notes"] == []
    notes = crm.json("fact", "set", "ana", "Need", "espresso", "--at", "2026-11-01")["notes"]
    assert len(notes) == 1
    assert notes[0].startswith("a newer answer, of Tue 10 Nov 2026, stands: need = filter")
    assert crm.items("fact", "list", "ana")[0]["value"] == "filter"
