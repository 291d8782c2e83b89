"""`crm watch`: the five signs through the commands, and the rows they put on the morning list."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def book(crm: Any) -> Any:
    """Somebody at peace; cadences off."""
    crm("init", "--zone", "Europe/Riga")
    for grade in ("A", "B", "C", "new", "prospect"):
        crm("policy", "set", f"cadence.{grade}", "never")
    for name in ("Ana", "Peace"):
        crm("add", name)
    crm("log", "peace", "fine", "-o", "positive", "--mood", "2", "--at", "2026-11-10")
    return crm


def unhappy(crm: Any) -> None:
    crm("log", "ana", "late again", "-o", "negative", "--at", "2026-11-12")
    crm("log", "ana", "wants to leave", "-o", "negative", "--at", "2026-11-17")


def signals(crm: Any, *more: str, **how: Any) -> dict[str, list[str]]:
    return {
        item["contact"]["name"]: [one["kind"] for one in item["signals"]]
        for item in crm.json("watch", *more, **how)["items"]
    }


def rows(crm: Any, **how: Any) -> list[dict[str, Any]]:
    items = crm.json("followups", "today", **how)["items"]
    return [reason for item in items for reason in item["reasons"] if reason["kind"] == "conflict"]


def test_nobody_shows_a_sign(book: Any) -> None:
    answer = book.json("watch")
    assert answer["items"] == []
    assert answer["summary"]["customers"] == 0
    assert "Nobody shows a sign" in book("watch").out


def test_bad_outcomes_are_named_with_their_evidence_and_on_the_morning_list(book: Any) -> None:
    unhappy(book)
    (item,) = book.items("watch")
    assert item["contact"] == {"id": 1, "name": "Ana"}
    assert item["severity"] == "normal"
    (signal,) = item["signals"]
    assert (signal["kind"], signal["since"]) == ("outcomes", "2026-11-12")
    assert "wants to leave" in signal["text"]
    (row,) = rows(book)
    assert (row["ref"], row["due_on"], row["text"]) == ("c1/conflict", "2026-11-17", signal["text"])


def test_a_falling_mood(book: Any) -> None:
    for day, mood in ((1, 2), (8, 1), (15, -1)):
        book("log", "ana", "a word", "--mood", mood, "--at", f"2026-11-{day:02}")
    assert signals(book) == {"Ana": ["mood"]}
    book("log", "ana", "all is well again", "--mood", "2")
    assert signals(book, "--all") == {}


def test_attempts_and_a_word_that_ends_them(book: Any) -> None:
    for day in (16, 17, 18):
        book("log", "ana", "nobody", "-o", "no-answer", "--at", f"2026-11-{day}")
    assert signals(book) == {"Ana": ["attempts"]}
    assert book.items("watch")[0]["severity"] == "low"
    book("log", "ana", "reached at last")
    assert signals(book, "--all") == {}


def test_a_broken_promise_until_it_is_kept(book: Any) -> None:
    book("log", "ana", "a word", "--promise", "send samples", "--next", "2026-11-20", "--at", "2026-11-10")
    later = "2026-11-23T09:00:00+00:00"
    assert signals(book) == {}
    assert signals(book, now=later) == {"Ana": ["promise"]}
    assert rows(book, now=later) == [], "the promise has a row of its own"
    assert book.items("watch", now=later)[0]["clear"] == "crm done f1"
    book("done", "f1", now=later)
    assert signals(book, "--all", now=later) == {}


def test_a_complaint_near_its_deadline_until_it_is_solved(book: Any) -> None:
    book("complaint", "open", "ana", "cold coffee", "--owner", "Tom", "--at", "2026-11-17T10:00")
    assert signals(book) == {"Ana": ["complaint"]}
    assert book.items("watch")[0]["severity"] == "high", "the answer was due on the day it came"
    book("complaint", "resolve", "k1", "a new bag")
    assert signals(book, "--all") == {}
    assert rows(book) == []


def test_what_has_a_row_of_its_own_makes_a_second_only_with_another_sign(book: Any) -> None:
    book("complaint", "open", "ana", "cold coffee", "--owner", "Tom", "--at", "2026-11-17T10:00")
    assert signals(book) == {"Ana": ["complaint"]}
    assert rows(book) == []
    assert book.items("watch")[0]["clear"] == "crm complaint resolve k1"
    unhappy(book)
    assert [row["ref"] for row in rows(book)] == ["c1/conflict"]
    assert book.items("watch")[0]["clear"] == "crm done c1/conflict"


def test_near_a_breach_is_the_same_in_the_list_of_complaints(book: Any) -> None:
    book("complaint", "open", "ana", "cold coffee", "--owner", "Tom", "--at", "2026-11-20T09:00")
    for hour in ("08:00", "08:30", "09:30", "12:00"):
        now = f"2026-11-20T{hour}:00+00:00"
        near = [item["contact"]["name"] for item in book.items("complaint", "list", "--breaching", now=now)]
        assert list(signals(book, now=now)) == near
    assert near == ["Ana"]


def test_a_complaint_is_watched_by_whoever_owns_it(book: Any) -> None:
    book("complaint", "open", "ana", "cold coffee", "--owner", "Tom", "--at", "2026-11-17T10:00")
    assert signals(book, "--owner", "tom") == {"Ana": ["complaint"]}


def test_several_signs_together_are_graver_and_first(book: Any) -> None:
    book("add", "Both")
    unhappy(book)
    for day, mood in ((1, 2), (8, 1), (12, -2), (16, -2)):
        book("log", "both", "a word", "-o", "negative", "--mood", mood, "--at", f"2026-11-{day:02}")
    items = book.items("watch")
    assert [(item["contact"]["name"], item["severity"]) for item in items] == [("Both", "high"), ("Ana", "normal")]


@pytest.mark.parametrize("verb", ["done", "skip"])
def test_settled_it_stays_away_until_there_is_new_evidence(book: Any, verb: str) -> None:
    unhappy(book)
    book(verb, "c1/conflict")
    assert rows(book) == []
    assert signals(book) == {}
    assert signals(book, "--all") == {"Ana": ["outcomes"]}
    assert book.json("watch")["summary"]["settled"] == 1
    book("log", "ana", "shouted", "-o", "negative", now="2026-11-21T09:00:00+00:00")
    assert [row["ref"] for row in rows(book, now="2026-11-21T10:00:00+00:00")] == ["c1/conflict"]


def test_snoozed_it_comes_back_on_its_day(book: Any) -> None:
    unhappy(book)
    book("snooze", "c1/conflict", "+3d")
    assert rows(book) == []
    assert len(rows(book, now="2026-11-23T09:00:00+00:00")) == 1


def test_a_word_without_a_mood_settles_the_row_of_a_falling_mood(book: Any) -> None:
    for day, mood in ((1, 2), (8, 1), (15, -1)):
        book("log", "ana", "a word", "--mood", mood, "--at", f"2026-11-{day:02}")
    assert len(rows(book)) == 1
    book("log", "ana", "talked it over")
    assert rows(book) == []
    assert signals(book) == {}
    book("undo")
    assert len(rows(book)) == 1


def test_what_is_long_ago_is_forgotten_and_a_new_day_forgets_by_itself(book: Any) -> None:
    unhappy(book)
    assert signals(book, now="2027-02-01T09:00:00+00:00") == {"Ana": ["outcomes"]}
    assert signals(book, "--all", now="2027-03-01T09:00:00+00:00") == {}
    assert rows(book, now="2027-03-01T09:00:00+00:00") == []


def test_a_past_day_has_its_own_signs(book: Any) -> None:
    unhappy(book)
    assert signals(book, "--as-of", "2026-11-16") == {}
    assert signals(book, "--as-of", "2026-11-17") == {"Ana": ["outcomes"]}
    assert signals(book) == {"Ana": ["outcomes"]}


def test_the_archived_and_other_owners_are_left_out(book: Any) -> None:
    unhappy(book)
    book("edit", "ana", "--owner", "Ilze")
    book("edit", "peace", "--owner", "Tom")
    assert signals(book, "--owner", "ilze") == {"Ana": ["outcomes"]}
    assert signals(book, "--owner", "Tom") == {}
    book.fails(4, "watch", "--owner", "nobody")
    book("archive", "ana")
    assert signals(book, "--all") == {}


def test_the_thresholds_are_the_policys(book: Any) -> None:
    unhappy(book)
    book("policy", "set", "conflict.bad", "3")
    assert signals(book) == {}


def test_our_own_attempts_alone_do_not_pass_the_guard(book: Any) -> None:
    for day in (11, 13, 16, 18):
        book("log", "ana", "rang", "-o", "no-answer", "--at", f"2026-11-{day}")
    assert "attempts" in signals(book)["Ana"]
    assert [item["contact"]["name"] for item in book.items("followups", "--held")] == ["Ana"]
    assert rows(book) == []
    unhappy(book)
    assert len(rows(book)) == 1, "what they said is a reason in spite of the guard"


def test_the_days_looked_at_are_said_in_words(crm: Any) -> None:
    crm("init", "--zone", "Europe/Riga")
    crm("add", "Ana")
    crm("log", "ana", "shouted", "-o", "negative", "--at", "2026-11-18")
    crm("log", "ana", "shouted again", "-o", "negative", "--at", "2026-11-19")
    shown = " ".join(crm("watch").out.split())
    assert "the last 90 days looked at" in shown
