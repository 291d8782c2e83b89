"""Lapsed, under-buying and lost customers on the morning list: every day until done, put off or spoken to, and then not again
for the same cause."""

from __future__ import annotations

from typing import Any

import pytest

KINDS = {"lapsed", "underbuying", "winback"}
TOMORROW, NEXT_WEEK, NEXT_YEAR = "2026-11-21T09:00:00+00:00", "2026-11-27T09:00:00+00:00", "2027-11-22T09:00:00+00:00"


@pytest.fixture
def book(crm: Any, orders: Any) -> Any:
    """One who lapsed, one lost of late, one active; every cadence off, so that nothing else is due."""
    log = {
        "Gone": orders.rhythm(21, 90, 700, 100.0),
        "Lost": orders.rhythm(21, 260, 900, 400.0),
        "Here": orders.rhythm(21, 5, 700, 90.0),
    }
    orders.imported(crm, log)
    for grade in ("A", "B", "C", "new", "prospect"):
        crm("policy", "set", f"cadence.{grade}", "never")
    return crm


def warned(crm: Any, now: str | None = None) -> dict[str, list[str]]:
    """Customer -> kinds of the warnings on the morning list."""
    items = crm.json("followups", "today", now=now)["items"]
    found = {item["contact"]["name"]: [r["kind"] for r in item["reasons"] if r["kind"] in KINDS] for item in items}
    return {name: kinds for name, kinds in found.items() if kinds}


def test_they_come_up_one_row_a_customer_and_say_why(book: Any) -> None:
    items = book.items("followups", "today")
    assert {item["contact"]["name"]: [r["kind"] for r in item["reasons"]] for item in items} == {
        "Gone": ["lapsed"],
        "Lost": ["winback"],
    }
    by_name = {item["contact"]["name"]: item for item in items}
    assert "usually orders every 3 weeks, silent for 13" in by_name["Gone"]["reasons"][0]["text"]
    assert by_name["Gone"]["reasons"][0]["due_on"] == "2026-11-20"
    assert by_name["Gone"]["parts"]["lateness"] == 0


def test_a_lost_customer_counts_for_what_they_brought(book: Any) -> None:
    (lost,) = [item for item in book.items("followups", "today") if item["contact"]["name"] == "Lost"]
    assert lost["parts"]["value"] == 30


def test_they_stand_every_day(book: Any) -> None:
    assert (
        warned(book) == warned(book, TOMORROW) == warned(book, NEXT_WEEK) == {"Gone": ["lapsed"], "Lost": ["winback"]}
    )


@pytest.mark.parametrize("verb", ["done", "skip"])
def test_what_was_settled_does_not_come_back_for_the_same_silence(book: Any, verb: str) -> None:
    (row,) = [item for item in book.items("followups", "today") if item["contact"]["name"] == "Gone"]
    book(verb, row["reasons"][0]["ref"])
    assert "Gone" not in warned(book)
    assert "Gone" not in warned(book, NEXT_WEEK)


def test_the_clear_command_of_the_row_settles_it(book: Any) -> None:
    (row,) = [item for item in book.items("followups", "today") if item["contact"]["name"] == "Gone"]
    book(*row["clear"].split()[1:])
    assert "Gone" not in warned(book)
    book("undo")
    assert "Gone" in warned(book)


def test_put_off_it_comes_back_on_its_day(book: Any) -> None:
    (row,) = [item for item in book.items("followups", "today") if item["contact"]["name"] == "Gone"]
    book("snooze", row["reasons"][0]["ref"], "+7d")
    assert "Gone" not in warned(book, TOMORROW)
    assert warned(book, NEXT_WEEK)["Gone"] == ["lapsed"]


def test_a_conversation_settles_it_and_an_attempt_does_not(book: Any) -> None:
    assert "Gone" in warned(book)
    book("log", "Gone", "nobody there", "--outcome", "no-answer")
    assert "Gone" in warned(book)
    book("log", "Gone", "they moved house, will order again")
    assert "Gone" not in warned(book)
    assert "Gone" not in warned(book, NEXT_WEEK)


def test_an_order_settles_it_at_once_and_the_next_silence_is_a_new_cause(book: Any) -> None:
    assert "Gone" in warned(book)
    book("order", "add", "Gone", "120")
    assert "Gone" not in warned(book)
    assert "Gone" not in warned(book, NEXT_WEEK)
    assert warned(book, NEXT_YEAR).get("Gone")


def test_undoing_the_order_brings_the_warning_back(book: Any) -> None:
    assert "Gone" in warned(book)
    book("order", "add", "Gone", "120")
    assert "Gone" not in warned(book)
    book("undo")
    assert "Gone" in warned(book)


def test_the_archived_are_not_warned_of(book: Any) -> None:
    book("archive", "Gone")
    assert "Gone" not in warned(book)
    book("unarchive", "Gone")
    assert "Gone" in warned(book)


def test_a_past_day_has_its_own_warnings(book: Any) -> None:
    def on(day: str) -> set[str]:
        items = book.items("followups", "today", "--as-of", day)
        return {i["contact"]["name"] for i in items if {r["kind"] for r in i["reasons"]} & KINDS}

    assert on("2026-08-30") == {"Lost"}
    assert on("2026-02-20") == set()
    assert warned(book) == {"Gone": ["lapsed"], "Lost": ["winback"]}


def test_who_buys_far_less_than_usual_is_warned_of(crowded: Any, orders: Any) -> None:
    less = orders.rhythm(7, 160, 700, 300.0) + [(ago, 12.0) for ago in range(4, 150, 20)]
    orders.imported(crowded, {"Less": less})
    (item,) = [item for item in crowded.items("followups", "today") if item["contact"]["name"] == "Less"]
    texts = {r["kind"]: r["text"] for r in item["reasons"]}
    assert "instead of the usual" in texts["underbuying"]
    crowded("skip", f"c{item['contact']['id']}/underbuying")
    for now in (None, TOMORROW, NEXT_WEEK):
        assert "underbuying" not in warned(crowded, now).get("Less", [])


def test_a_clock_that_ran_ahead_and_came_back_loses_no_warning(book: Any) -> None:
    before = warned(book)
    warned(book, NEXT_YEAR)
    assert warned(book) == before


def test_whoever_lapsed_too_long_ago_to_be_won_back_is_no_work_of_a_morning(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Old": orders.rhythm(21, 960, 1500, 300.0), "Here": orders.rhythm(21, 5, 700, 90.0)})
    assert [item["contact"]["name"] for item in crm.items("lapsed")] == ["Old"]
    assert warned(crm) == {}


def test_whoever_has_just_come_back_after_a_long_silence_is_not_reproached(crowded: Any, orders: Any) -> None:
    orders.imported(crowded, {"Back": [*orders.rhythm(7, 160, 700, 300.0), (1, 20.0)]})
    assert "Back" in [item["contact"]["name"] for item in crowded.items("underbuying")]
    assert "Back" not in warned(crowded)


def test_a_book_that_cannot_be_written_says_that_its_list_may_be_behind(
    book: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    warned(book)
    monkeypatch.setattr("os.access", lambda path, mode: False)
    answer = book.json("followups", "today", now=TOMORROW)
    assert "cannot be written" in answer["notes"][0]
    assert answer["items"]
