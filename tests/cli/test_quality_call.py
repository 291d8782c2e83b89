"""Quality calls: after a purchase or a service, by somebody other than who sold it, and never too often."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def book(crm: Any) -> Any:
    """Kafija (c1) with Ana (c2), who work and buy as a firm; Oskars (c3); Ilze and Tom work here."""
    crm("add", "Kafija SIA", "--kind", "company")
    crm("add", "Ana Berzina", "--company", "kafija")
    crm("add", "Oskars Liepa")
    crm("order", "add", "oskars", "500", "--on", "2026-09-01")
    return crm


def at(day: str) -> str:
    return f"{day}T09:00:00+00:00"


def calls(crm: Any, day: str, *flags: str) -> dict[int, tuple[str, str]]:
    """contact -> (due date, text) of the quality calls on the morning list of a day, those to come included."""
    return {
        row["contact"]["id"]: (one["due_on"], one["text"])
        for row in crm.items("followups", "all", *flags, now=at(day))
        for one in row["reasons"]
        if one["kind"] == "quality_call"
    }


class TestWhen:
    def test_a_week_after_a_purchase_and_forgotten_three_weeks_later(self, book: Any) -> None:
        book("order", "add", "oskars", "100", "--on", "2026-11-20", "--by", "Tom")
        assert calls(book, "2026-11-20") == {
            3: ("2026-11-27", "how was the order of Fri 20 Nov 2026? not by Tom, who sold it")
        }
        item = next(one for one in book.items("followups", now=at("2026-11-27")) if one["contact"]["id"] == 3)
        assert "c3/quality_call" in [one["ref"] for one in item["reasons"]]
        assert 3 in calls(book, "2026-12-18")
        assert calls(book, "2026-12-19") == {}

    @pytest.mark.parametrize("nature", ["service", "delivery"])
    def test_after_a_service_or_a_delivery(self, book: Any, nature: str) -> None:
        book("log", "oskars", "repaired", "--nature", nature, "--by", "Ilze")
        assert calls(book, "2026-11-20") == {
            3: ("2026-11-27", f"how was the {nature} of Fri 20 Nov 2026? not by Ilze, who did it")
        }

    @pytest.mark.parametrize("flags", [("--nature", "support"), ("--nature", "service", "-o", "no-answer")])
    def test_not_after_other_talk_nor_an_attempt(self, book: Any, flags: tuple[str, ...]) -> None:
        book("log", "oskars", "a word", *flags)
        assert calls(book, "2026-11-20") == {}

    def test_the_latest_counts(self, book: Any) -> None:
        book("order", "add", "oskars", "100", "--on", "2026-11-10")
        book("log", "oskars", "repaired", "--nature", "service", "--at", "2026-11-12")
        assert calls(book, "2026-11-20")[3][0] == "2026-11-19"

    def test_only_the_classes_of_the_policy(self, book: Any) -> None:
        book("order", "add", "oskars", "100", "--on", "2026-11-10")
        book("policy", "set", "quality.classes", "C")
        assert calls(book, "2026-11-20") == {}
        book("edit", "oskars", "--tier", "C")
        assert set(calls(book, "2026-11-20")) == {3}

    def test_what_is_given_back_is_not_asked_about(self, book: Any) -> None:
        book("order", "add", "oskars", "100", "--on", "2026-11-10")
        book("order", "add", "oskars", "100", "--refund-of", "o2", "--on", "2026-11-11")
        assert calls(book, "2026-11-20") == {}

    def test_a_past_day_answers_for_itself(self, book: Any) -> None:
        book("order", "add", "oskars", "100", "--on", "2026-11-10")
        book("log", "oskars", "fine", "--nature", "quality", "--at", "2026-11-18")
        assert calls(book, "2026-11-20") == {}
        assert set(calls(book, "2026-11-20", "--as-of", "2026-11-17")) == {3}
        assert calls(book, "2026-11-20", "--as-of", "2026-11-09") == {}


class TestByWhom:
    def test_somebody_else_is_named_where_the_staff_is_known(self, book: Any) -> None:
        book("policy", "set", "staff", "Ilze, Tom")
        book("order", "add", "oskars", "100", "--on", "2026-11-10", "--by", "tom")
        assert (
            calls(book, "2026-11-20")[3][1] == "how was the order of Tue 10 Nov 2026? by Ilze, not by tom, who sold it"
        )

    def test_several_sellers_of_one_day(self, book: Any) -> None:
        for name in ("Tom", "Ilze"):
            book("order", "add", "oskars", "100", "--on", "2026-11-10", "--by", name)
        assert calls(book, "2026-11-20")[3][1].endswith("not by Ilze or Tom, who sold it")

    def test_an_unknown_seller_is_not_guessed(self, book: Any) -> None:
        book("order", "add", "oskars", "100", "--on", "2026-11-10")
        assert calls(book, "2026-11-20")[3][1] == "how was the order of Tue 10 Nov 2026?"


class TestSettling:
    @pytest.fixture
    def due(self, book: Any) -> Any:
        book("order", "add", "oskars", "100", "--on", "2026-11-10")
        return book

    def test_the_answer_is_recorded_in_one_line_and_settles_it(self, due: Any) -> None:
        due("log", "oskars", "all fine", "--nature", "quality", "--mood", "2", "--answer", "satisfaction=9")
        assert calls(due, "2026-11-20") == {}
        assert due.items("fact", "oskars")[0]["value"] == "9"

    def test_an_attempt_or_another_word_does_not(self, due: Any) -> None:
        due("log", "oskars", "nobody", "--nature", "quality", "-o", "no-answer")
        due("log", "oskars", "about a price")
        assert set(calls(due, "2026-11-20")) == {3}

    @pytest.mark.parametrize("verb", ["done", "skip"])
    def test_done_and_skip_count_as_asked(self, due: Any, verb: str) -> None:
        assert due.item(verb, "c3/quality_call")["due_on"] is None
        assert calls(due, "2026-11-20") == {}
        due("order", "add", "oskars", "100", "--on", "2026-11-20")
        assert calls(due, "2026-11-21") == {}

    def test_nobody_is_asked_again_before_the_spacing(self, due: Any) -> None:
        due("policy", "set", "quality.spacing", "20d")
        due("log", "oskars", "all fine", "--nature", "quality")
        due("order", "add", "oskars", "100", "--on", "2026-11-24", now=at("2026-11-24"))
        assert calls(due, "2026-11-24")[3][0] == "2026-12-10"
        due("policy", "set", "quality.spacing", "90d", now=at("2026-11-24"))
        assert calls(due, "2026-11-24") == {}

    def test_snoozed_it_comes_back_even_when_it_is_no_longer_recent(self, due: Any) -> None:
        due("snooze", "c3/quality_call", "2027-02-01")
        assert calls(due, "2026-12-30")[3][0] == "2027-02-01"
        assert 3 in calls(due, "2027-02-22")
        assert calls(due, "2027-02-23") == {}

    def test_a_word_with_somebody_of_the_firm_is_one_with_the_firm(self, book: Any) -> None:
        book("order", "add", "kafija", "900", "--on", "2026-11-10")
        book("order", "add", "ana", "900", "--on", "2026-11-10")
        assert set(calls(book, "2026-11-20")) == {1, 2}
        book("log", "ana", "fine", "--nature", "quality")
        assert calls(book, "2026-11-20") == {}

    def test_it_is_ours_to_begin_and_the_guard_holds_it(self, due: Any) -> None:
        due("policy", "set", "guard.contacts", "1")
        due("log", "oskars", "about a price", "--keep")
        assert 3 not in {row["contact"]["id"] for row in due.items("followups")}
        assert 3 in {row["contact"]["id"] for row in due.items("followups", "--held")}

    def test_undo_brings_it_back(self, due: Any) -> None:
        due("log", "oskars", "fine", "--nature", "quality")
        due("undo")
        assert set(calls(due, "2026-11-20")) == {3}


def test_settling_equals_working_it_out_anew(book: Any) -> None:
    """Day by day, the reasons kept are those that a rebuild for that day gives."""
    book("order", "add", "oskars", "100", "--on", "2026-11-10")
    book("order", "add", "kafija", "900", "--on", "2026-11-12")
    book("log", "ana", "repaired", "--nature", "delivery", "--at", "2026-11-15")
    book("snooze", "c3/quality_call", "2026-12-20")
    for day in ("2026-11-25", "2026-12-05", "2026-12-13", "2026-12-14", "2027-01-09", "2027-01-11", "2027-01-12"):
        carried = calls(book, day)
        book("policy", "set", "weights.lateness", "29", now=at(day))
        assert calls(book, day) == carried, day
        book("undo", now=at(day))
