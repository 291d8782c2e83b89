"""`crm suggestion`: kept, ranked by the customer's class and age, and followed to an answer that they hear."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def book(crm: Any) -> Any:
    """Ana (c1, class A), Oskars (c2, never bought), each with a suggestion, Oskars's the older."""
    crm("add", "Ana Berzina", "--owner", "Tom")
    crm("add", "Oskars Liepa")
    crm("order", "add", "ana", "500", "--on", "2026-09-01")
    crm("suggestion", "add", "oskars", "open on Saturdays", "--at", "2026-10-01")
    crm("suggestion", "add", "ana", "a bag with a valve", "--at", "2026-11-10 10:30", "--by", "Ilze")
    return crm


def refs(crm: Any, *flags: str, **how: Any) -> list[str]:
    return [one["ref"] for one in crm.items("suggestion", "list", *flags, **how)]


class TestKeeping:
    def test_a_suggestion_has_every_promised_key(self, book: Any) -> None:
        assert book.items("suggestion", "list")[0] == {
            "id": 2, "ref": "s2", "contact": {"id": 1, "name": "Ana Berzina"}, "on": "2026-11-10",
            "at": "2026-11-10T10:30:00+00:00", "text": "a bag with a valve", "status": "open", "days": 10, "class": "A",
            "owner": "Tom", "by": "Ilze", "answer": None, "answered_on": None, "answered_by": None, "voided": False,
        }  # fmt: skip

    @pytest.mark.parametrize("words", [("ana", ""), ("ana", "x", "--at", "2027-01-01")])
    def test_what_makes_no_suggestion_is_refused(self, book: Any, words: tuple[str, ...]) -> None:
        book.fails(2, "suggestion", "add", *words)

    def test_the_briefing_shows_what_waits(self, book: Any) -> None:
        assert [one["ref"] for one in book.item("show", "ana")["suggestions"]] == ["s2"]
        assert "a bag with a valve" in book("show", "ana").out
        book("suggestion", "answer", "s2", "yes")
        assert book.item("show", "ana")["suggestions"] == []

    def test_corrected_and_struck_out(self, book: Any) -> None:
        assert book.item("edit", "s2", "a bag with a zip")["text"] == "a bag with a zip"
        assert book.item("void", "s2")["voided"] is True
        assert refs(book, "--status", "all") == ["s1"]
        book.fails(5, "void", "s2")
        book.fails(5, "suggestion", "answer", "s2", "yes")
        book.fails(4, "edit", "s9", "x")
        book.fails(2, "edit", "s1", "--owner", "Tom")
        book("undo")
        assert refs(book) == ["s2", "s1"]


class TestListing:
    def test_the_most_valued_class_first_and_of_one_class_the_oldest(self, book: Any) -> None:
        book("suggestion", "add", "oskars", "older still", "--at", "2026-09-01")
        assert refs(book) == ["s2", "s3", "s1"]

    def test_open_ones_unless_asked_otherwise(self, book: Any) -> None:
        book("suggestion", "answer", "s1", "no", "--declined", "--told")
        assert refs(book) == ["s2"]
        assert refs(book, "--status", "dec") == ["s1"]
        assert refs(book, "--status", "all") == ["s2", "s1"]
        assert refs(book, "ana") == ["s2"]
        summary = book.json("suggestion", "list")["summary"]
        assert summary == {"status": "open", "count": 1, "open": 1, "answered": 0, "declined": 1, "oldest_days": 10}
        book.fails(2, "suggestion", "list", "--status", "lost")

    def test_a_past_day_sees_it_open(self, book: Any) -> None:
        book("suggestion", "answer", "s1", "yes")
        later = "2026-12-01T09:00:00+00:00"
        assert refs(book, "--as-of", "2026-11-19", now=later) == ["s2", "s1"]
        assert refs(book, "--as-of", "2026-11-01", now=later) == ["s1"]
        old = book.items("suggestion", "list", "oskars", "--as-of", "2026-11-19", now=later)[0]
        assert (old["status"], old["answer"], old["days"]) == ("open", None, 49)


class TestAnswering:
    def test_they_are_to_be_told(self, book: Any) -> None:
        item = book.item("suggestion", "answer", "s1", "from January on", "--by", "Ilze")
        assert (item["status"], item["answer"], item["answered_on"], item["days"]) == (
            "answered",
            "from January on",
            "2026-11-20",
            50,
        )
        assert item["answered_by"] == "Ilze"
        opened = item["opened"][0]
        assert (opened["kind"], opened["due_on"]) == ("promise", "2026-11-23")
        assert "from January on" in opened["text"]
        assert [one["ref"] for one in book.item("show", "oskars")["threads"]] == [opened["ref"]]
        book("log", "oskars", "told him", now="2026-11-23T09:00:00+00:00")
        assert book.item("show", "oskars", now="2026-11-23T09:00:00+00:00")["threads"] == []

    def test_not_where_they_were(self, book: Any) -> None:
        assert book.item("suggestion", "answer", "1", "no", "--declined", "--told")["opened"] == []

    def test_a_second_answer_takes_the_place_of_the_first(self, book: Any) -> None:
        book("suggestion", "answer", "s1", "no", "--declined", "--told")
        book.fails(5, "suggestion", "answer", "s1", "no", "--declined")
        item = book.item("suggestion", "answer", "s1", "yes after all", "--told", now="2026-12-01T09:00:00+00:00")
        assert (item["status"], item["answer"], item["answered_on"]) == ("answered", "yes after all", "2026-11-20")

    def test_undo_takes_answer_and_promise_back(self, book: Any) -> None:
        book("suggestion", "answer", "s1", "yes")
        book("undo")
        assert refs(book) == ["s2", "s1"]
        assert book.item("show", "oskars")["threads"] == []

    @pytest.mark.parametrize(("ref", "code"), [("s9", 4), ("q1", 2), ("nothing", 2)])
    def test_what_names_none_is_refused(self, book: Any, ref: str, code: int) -> None:
        book.fails(code, "suggestion", "answer", ref, "x")

    def test_a_second_answer_opens_no_second_promise(self, book: Any) -> None:
        (first,) = book.item("suggestion", "answer", "s1", "yes")["opened"]
        assert book.item("suggestion", "answer", "1", "from May on")["opened"] == []
        (thread,) = book.item("show", "oskars")["threads"]
        assert thread["ref"] == first["ref"]
        assert "from May on" in thread["text"]
        book("done", first["ref"])
        assert len(book.item("suggestion", "answer", "1", "not before June")["opened"]) == 1
