"""`crm question` and `crm ask`: the bank, whom it asks, and that nothing known is asked again."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def book(crm: Any) -> Any:
    """Kafija (c1, horeca) with Ana (c2), Oskars on his own (c3), a bank of three questions."""
    crm("add", "Kafija SIA", "--kind", "company", "--tag", "horeca")
    crm("add", "Ana Berzina", "--company", "kafija")
    crm("add", "Oskars Liepa")
    crm("question", "add", "machine", "What machine is it?", "--for", "tag:Horeca")
    crm("question", "add", "staff", "How many work there?", "--for", "kind:company", "--fresh", "1y")
    crm("question", "add", "need", "What do you need it for?")
    return crm


def asked(crm: Any, who: str, *flags: str, **how: Any) -> list[str]:
    return [one["key"] for one in crm.items("ask", who, *flags, **how)]


class TestBank:
    def test_a_question_has_every_promised_key(self, book: Any) -> None:
        item = book.item(
            "question", "add", "roast", "How dark?", "--for", "class:a", "--for", "tag:horeca", "--fresh", "6 months"
        )
        assert item == {
            "id": 4, "key": "roast", "text": "How dark?", "for": ["class:A", "tag:horeca"], "fresh": "6m", "own_fresh": True,
            "since": "2026-11-20", "answers": 0, "stale": 0,
        }  # fmt: skip

    def test_the_policy_says_how_long_an_answer_is_known_where_the_question_does_not(self, book: Any) -> None:
        book("policy", "set", "question.fresh", "90d")
        found = {one["key"]: (one["fresh"], one["own_fresh"]) for one in book.items("question", "list")}
        assert found == {"machine": ("90d", False), "staff": ("1y", True), "need": ("90d", False)}

    def test_answers_are_counted_and_stale_ones_too(self, book: Any) -> None:
        book("fact", "set", "ana", "Need", "x", "--at", "2026-11-01")
        book("fact", "set", "oskars", "need", "y", "--at", "2026-01-01")
        book("fact", "set", "oskars", "other", "y")
        found = book.json("question", "list")
        need = next(one for one in found["items"] if one["key"] == "need")
        assert (need["answers"], need["stale"]) == (2, 1)
        assert found["summary"] == {"questions": 3, "answers": 2, "stale": 1, "offer": 2}

    @pytest.mark.parametrize("key", ["machine", "MACHINE"])
    def test_a_key_is_in_the_bank_once(self, book: Any, key: str) -> None:
        assert "already" in book.fails(5, "question", "add", key, "Again?")

    @pytest.mark.parametrize(
        "words",
        [
            ("a=b", "text"), ("", "text"), ("key", ""), ("key", "text", "--for", "horeca"), ("key", "text", "--for", "class:Z"),
            ("key", "text", "--for", "tag:"), ("key", "text", "--for", "kind:dog"), ("key", "text", "--fresh", "soon"),
            ("key", "text", "--fresh", "0d"), ("k" * 61, "text"),
        ],
    )  # fmt: skip
    def test_what_makes_no_question_is_refused(self, book: Any, words: tuple[str, ...]) -> None:
        book.fails(2, "question", "add", *words)

    def test_removed_it_is_asked_no_more_and_was_before(self, book: Any) -> None:
        later = "2026-12-01T09:00:00+00:00"
        item = book.item("question", "remove", "NEED", now=later)
        assert (item["key"], item["ended_on"]) == ("need", "2026-12-01")
        assert [one["key"] for one in book.items("question", "list", now=later)] == ["machine", "staff"]
        assert asked(book, "oskars", now=later) == []
        assert asked(book, "oskars", "--as-of", "2026-11-25", now=later) == ["need"]
        assert "no question" in book.fails(4, "question", "remove", "need", now=later)
        assert book.item("question", "add", "need", "What for?", now=later)["id"] == 4

    def test_undo_and_redo(self, book: Any) -> None:
        book("question", "remove", "need")
        book("undo")
        assert asked(book, "oskars") == ["need"]
        book("redo")
        assert asked(book, "oskars") == []


class TestAsk:
    def test_one_or_two_the_closest_described_first_and_the_company_tags_count(self, book: Any) -> None:
        assert asked(book, "ana") == ["machine", "need"]
        assert asked(book, "kafija") == ["machine", "staff"]
        assert asked(book, "oskars") == ["need"]

    def test_the_policy_says_how_many(self, book: Any) -> None:
        book("policy", "set", "question.offer", "1")
        assert asked(book, "kafija") == ["machine"]

    def test_an_answer_logged_is_not_asked_again_until_it_is_stale(self, book: Any) -> None:
        book("log", "oskars", "a talk", "--answer", "NEED=espresso")
        assert asked(book, "oskars") == []
        assert asked(book, "oskars", now="2027-05-18T09:00:00+00:00") == []
        again = book.items("ask", "oskars", now="2027-05-19T09:00:00+00:00")
        assert again == [{
            "key": "need", "text": "What do you need it for?", "last": {"value": "espresso", "on": "2026-11-20"},
            "stale_since": "2027-05-19",
        }]  # fmt: skip

    def test_a_field_of_that_name_is_an_answer(self, book: Any) -> None:
        book("edit", "oskars", "--field", "Need=filter")
        assert asked(book, "oskars") == []

    def test_a_struck_out_conversation_takes_its_answer_with_it(self, book: Any) -> None:
        book("log", "oskars", "a talk", "--answer", "need=espresso")
        book("void", "i1")
        assert asked(book, "oskars") == ["need"]

    def test_nothing_to_ask_is_said(self, book: Any) -> None:
        book("fact", "set", "oskars", "need", "x")
        assert "is known" in book.json("ask", "oskars")["notes"][0]

    def test_an_empty_bank_says_how_to_fill_it(self, crm: Any) -> None:
        crm("add", "Ana")
        assert "crm question add" in crm.json("ask", "ana")["notes"][0]

    def test_class_decides(self, book: Any) -> None:
        book("question", "add", "plans", "What is planned?", "--for", "class:A")
        book("order", "add", "oskars", "500", "--on", "2026-09-01")
        assert asked(book, "oskars") == ["plans", "need"]

    def test_the_next_command_can_be_pasted(self, book: Any) -> None:
        book("question", "add", "next event", "When is it?", "--for", "tag:horeca", "--for", "kind:company")
        assert book.json("ask", "kafija")["summary"]["next"] == "crm log c1 \"...\" --answer 'next event=...'"

    def test_the_briefing_offers_them(self, book: Any) -> None:
        assert [one["key"] for one in book.item("show", "ana")["ask"]] == ["machine", "need"]
        assert "What machine is it?" in book("show", "ana").out

    def test_nobody_is_refused(self, book: Any) -> None:
        book.fails(4, "ask", "nobody")


def test_a_bare_class_is_taken_and_another_word_told_how_it_is_written(crm: Any) -> None:
    assert crm.item("question", "add", "roast", "How dark?", "--for", "a")["for"] == ["class:A"]
    assert "tag:vip" in crm.fails(2, "question", "add", "need", "What for?", "--for", "vip")
