"""`crm segment --ladder`: who stands where and why, by hand or by the rules, on any day, people or accounts."""

from __future__ import annotations

from typing import Any

import pytest

DAY = "2026-11-20"


@pytest.fixture
def book(crm: Any) -> Any:
    """Kafija (c1), Ana who works there (c2), Oskars (c3), and rules that a few lines can meet."""
    crm("init", "--zone", "Europe/Riga")
    crm("add", "Kafija SIA", "--kind", "company")
    crm("add", "Ana Berzina", "--company", "kafija")
    crm("add", "Oskars Liepa")
    for key, value in (
        ("relationship.conversations", 1), ("closeness.conversations", 2), ("trust.conversations", 3),
        ("closeness.answers", 1), ("trust.answers", 1), ("closeness.years", 0), ("trust.years", 1),
    ):  # fmt: skip
        crm("policy", "set", f"ladder.{key}", value)
    return crm


def ladder(crm: Any, *flags: str, **how: Any) -> dict[str, dict[str, Any]]:
    return {item["contact"]["name"]: item for item in crm.items("segment", "--ladder", *flags, **how)}


def steps(crm: Any, *flags: str, **how: Any) -> dict[str, str]:
    return {name: item["step"] for name, item in ladder(crm, *flags, **how).items()}


def talk(crm: Any, who: str, *flags: str, at: str = DAY) -> None:
    crm("log", who, "a word", "--keep", "--at", at, *flags)


def test_everybody_begins_as_a_contact_and_is_told_what_the_next_step_lacks(book: Any) -> None:
    item = ladder(book)["Oskars Liepa"]
    assert item["step"] == "contact"
    assert item["wanted"] is None
    assert item["why"] == "no conversation; relationship lacks 1 conversation"


def test_step_by_step_up_to_trust(book: Any) -> None:
    talk(book, "oskars", "--mood", "1", at="2025-11-01")
    assert steps(book)["Oskars Liepa"] == "relationship"
    talk(book, "oskars", "--answer", "beans=dark")
    assert steps(book)["Oskars Liepa"] == "closeness"
    talk(book, "oskars")
    item = ladder(book)["Oskars Liepa"]
    assert item["step"] == "closeness"
    assert item["why"] == "3 conversations, 1 answer, mood +1, known for 1.1 years; trust lacks 1 sign of trust"
    book("add", "Zane", "--referred-by", "oskars")
    assert steps(book)["Oskars Liepa"] == "trust"


def test_a_privilege_used_is_a_sign_of_trust_and_no_answer(book: Any) -> None:
    talk(book, "oskars", "--answer", "Privilege=the tasting evening")
    item = ladder(book)["Oskars Liepa"]
    assert (item["answers"], item["signs"]) == (0, 1)


@pytest.mark.parametrize(
    "flags", [("-o", "no-answer"), ("-c", "letter"), ("-c", "email"), ("-o", "do-not-call"), ("-o", "left-message")]
)
def test_what_is_no_conversation_counts_for_nothing(book: Any, flags: tuple[str, ...]) -> None:
    talk(book, "oskars", *flags)
    assert ladder(book)["Oskars Liepa"]["conversations"] == 0


def test_a_message_of_theirs_is_a_conversation(book: Any) -> None:
    talk(book, "oskars", "-c", "email", "--direction", "in")
    assert ladder(book)["Oskars Liepa"]["conversations"] == 1


def test_a_mood_that_was_never_noted_is_not_taken_for_a_good_one(book: Any) -> None:
    talk(book, "oskars", "--answer", "beans=dark")
    talk(book, "oskars")
    item = ladder(book)["Oskars Liepa"]
    assert item["step"] == "relationship"
    assert item["mood"] is None
    assert "closeness lacks a mood of 0 (none noted)" in item["why"]
    talk(book, "oskars", "--mood", "-1")
    assert "closeness lacks a mood of 0 (now -1)" in ladder(book)["Oskars Liepa"]["why"]


def test_talk_longer_ago_than_the_policy_looks_counts_for_the_years_alone(book: Any) -> None:
    talk(book, "oskars", "--mood", "2", at="2024-11-19")
    item = ladder(book)["Oskars Liepa"]
    assert (item["conversations"], item["mood"]) == (0, None)
    assert item["years"] == pytest.approx(2, abs=0.01)
    talk(book, "oskars", at="2024-11-20")
    assert ladder(book)["Oskars Liepa"]["conversations"] == 1


def test_the_first_order_counts_for_the_years_and_a_refund_does_not(book: Any) -> None:
    book("order", "add", "oskars", "-5", "--on", "2020-01-01")
    assert ladder(book)["Oskars Liepa"]["years"] == 0
    book("order", "add", "oskars", "5", "--on", "2024-11-20")
    assert ladder(book)["Oskars Liepa"]["years"] == 2


def test_a_step_set_by_hand_wins_and_is_said(book: Any) -> None:
    book("edit", "oskars", "--step", "tr", "--step-wanted", "clo")
    item = ladder(book)["Oskars Liepa"]
    assert (item["step"], item["wanted"], item["by_hand"]) == ("trust", "closeness", True)
    assert item["why"].startswith("set by hand, by the rules contact; ")
    summary = book.json("segment", "--ladder")["summary"]
    assert (summary["trust"]["customers"], summary["trust"]["wanted"]) == (1, 0)
    assert (summary["closeness"]["customers"], summary["closeness"]["wanted"]) == (0, 1)
    assert (summary["contact"]["customers"], summary["relationship"]["customers"]) == (2, 0)


def test_only_the_four_words_are_steps(book: Any) -> None:
    assert "could be closeness or contact" in book.fails(2, "edit", "oskars", "--step", "c")
    assert "relationship" in book.fails(2, "edit", "oskars", "--step", "friend")
    assert book.item("edit", "oskars", "--step", "REL")["step"] == "relationship"
    assert book.item("edit", "oskars", "--unset", "step")["step"] is None


def test_undo_takes_the_hand_off_again(book: Any) -> None:
    book("edit", "oskars", "--step", "trust")
    book("undo")
    assert steps(book)["Oskars Liepa"] == "contact"
    book("redo")
    assert steps(book)["Oskars Liepa"] == "trust"


class TestAnotherDay:
    def test_a_step_counts_from_the_day_on_which_it_was_set(self, book: Any) -> None:
        book("edit", "oskars", "--step", "closeness", now="2026-11-22T09:00:00+00:00")
        book("edit", "oskars", "--step", "trust", "--step-wanted", "trust", now="2026-11-24T22:30:00+00:00")
        later = "2026-11-30T09:00:00+00:00"
        assert steps(book, "--as-of", "2026-11-21", now=later)["Oskars Liepa"] == "contact"
        assert steps(book, "--as-of", "2026-11-22", now=later)["Oskars Liepa"] == "closeness"
        # Half past ten in the evening by the world's clock is the next day in Riga.
        assert steps(book, "--as-of", "2026-11-24", now=later)["Oskars Liepa"] == "closeness"
        item = ladder(book, "--as-of", "2026-11-25", now=later)["Oskars Liepa"]
        assert (item["step"], item["wanted"]) == ("trust", "trust")

    def test_events_count_by_their_day_whenever_they_were_entered(self, book: Any) -> None:
        talk(book, "oskars", at="2026-06-01")
        talk(book, "oskars", at="2026-08-01")
        assert steps(book, "--as-of", "2026-05-31") == {}
        past = ladder(book, "--as-of", "2026-06-01")
        assert past["Oskars Liepa"]["conversations"] == 1
        assert set(past) == {"Oskars Liepa"}
        assert ladder(book)["Oskars Liepa"]["conversations"] == 2

    def test_who_was_archived_later_was_there(self, book: Any) -> None:
        book("archive", "oskars", now="2026-11-25T09:00:00+00:00")
        later = "2026-11-30T09:00:00+00:00"
        assert "Oskars Liepa" in steps(book, "--as-of", "2026-11-24", now=later)
        assert "Oskars Liepa" not in steps(book, now=later)


def test_people_count_under_their_company_when_asked(book: Any) -> None:
    talk(book, "ana", "--answer", "beans=dark", "--mood", "2")
    talk(book, "kafija", "--mood", "0")
    assert steps(book) == {"Ana Berzina": "relationship", "Kafija SIA": "relationship", "Oskars Liepa": "contact"}
    item = ladder(book, "--accounts")["Kafija SIA"]
    assert (item["conversations"], item["answers"], item["mood"], item["step"]) == (2, 1, 1.0, "closeness")
    assert "Ana Berzina" not in steps(book, "--accounts")


def test_whose_company_is_archived_counts_alone(book: Any) -> None:
    book("archive", "kafija")
    assert set(steps(book, "--accounts")) == {"Ana Berzina", "Oskars Liepa"}


def test_struck_out_talk_is_forgotten(book: Any) -> None:
    talk(book, "oskars")
    book("void", "i1")
    assert ladder(book)["Oskars Liepa"]["conversations"] == 0


def test_a_book_with_nobody_has_four_empty_steps(crm: Any) -> None:
    crm("init")
    envelope = crm.json("segment", "--ladder", code=None)
    assert envelope["items"] == []
    empty = {"customers": 0, "wanted": 0}
    assert {
        step: envelope["summary"][step] for step in ("contact", "relationship", "closeness", "trust")
    } == dict.fromkeys(("contact", "relationship", "closeness", "trust"), empty)


def test_without_money_no_currency_and_a_day_is_no_span(crm: Any) -> None:
    crm("add", "Ana", now="2026-03-01T09:00:00+00:00")
    out = crm("segment", "--ladder", "--compare", "2026-03-05").out
    assert "EUR" not in out
    assert "since 2026-03-05" in out
    assert "2026-03-05 to" not in out


def test_the_time_somebody_is_known_is_named(crm: Any) -> None:
    crm("add", "Ana")
    crm("order", "add", "ana", "10", "--on", "2026-10-30")
    assert crm.items("segment", "--ladder")[0]["why"].startswith(
        "no conversation, known for 21 days; relationship lacks "
    )
