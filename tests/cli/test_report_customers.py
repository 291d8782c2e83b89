"""`crm report response`, `experience`, `loyalty` and `reach`: the figures as they are defined, beside the period before."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def book(crm: Any) -> Any:
    crm("init", "--zone", "Europe/Riga")
    for name in ("Ana", "Bob"):
        crm("add", name)
    return crm


def summary(crm: Any, *words: str, **how: Any) -> dict[str, Any]:
    found: dict[str, Any] = crm.json("report", *words, **how)["summary"]
    return found


def ordered(crm: Any, who: str, *days: str) -> None:
    for day in days:
        crm("order", "add", who, "10", "--on", day)


def test_their_message_waits_for_our_answer(book: Any) -> None:
    book("log", "ana", "are you open?", "-c", "email", "--direction", "in", "--at", "2026-11-16T10:00")
    book("log", "ana", "nobody", "-o", "no-answer", "--at", "2026-11-16T11:00")
    book("log", "ana", "yes we are", "-c", "email", "--at", "2026-11-16T13:00")
    step = summary(book, "response")["steps"]["answer"]
    assert (step["median"], step["unit"], step["count"], step["waiting"]) == (3.0, "hours", 1, 0)
    book("log", "bob", "hello?", "-c", "message", "--direction", "in", "--at", "2026-11-20T10:00")
    step = summary(book, "response")["steps"]["answer"]
    assert (step["count"], step["waiting"], step["longest_waiting"]) == (2, 1, 1.0)
    assert summary(book, "response", "--as-of", "2026-11-16")["steps"]["answer"]["median"] == 3.0


def test_a_promise_and_a_quote_wait_in_days(book: Any) -> None:
    book("log", "ana", "a word", "--promise", "samples", "--next", "2026-11-12", "--at", "2026-11-10",
         now="2026-11-10T09:00:00+00:00")  # fmt: skip
    book("quote", "add", "ana", "100", "--on", "2026-11-01")
    book("quote", "won", "q1", "--on", "2026-11-11")
    book("done", "f1")
    steps = summary(book, "response")["steps"]
    assert (steps["promise"]["median"], steps["promise"]["late"]) == (10.0, 1)
    assert steps["quote"]["median"] == 10.0
    assert summary(book, "response")["lost_in"] in ("promise", "quote")


def test_a_complaint_waits_in_working_hours_and_steps_split_by_staff(book: Any) -> None:
    book("complaint", "open", "ana", "cold", "--owner", "Tom", "--at", "2026-11-06T16:00")
    book("complaint", "resolve", "k1", "a new bag", "--at", "2026-11-09T10:00")
    assert summary(book, "response")["steps"]["complaint_resolution"]["median"] == 2.0
    items = book.items("report", "response", "--by", "staff")
    assert {(item["step"], item["name"]) for item in items} == {
        ("complaint_response", "Tom"),
        ("complaint_resolution", "Tom"),
    }


def test_experience_puts_what_displeases_first_and_says_what_is_few(book: Any) -> None:
    for outcome in ("positive",) * 5:
        book("log", "ana", "a word", "--nature", "sales", "-o", outcome, "--mood", "2", "--at", "2026-11-10")
    for outcome in ("negative",) * 4 + ("neutral",):
        book("log", "ana", "a word", "--nature", "delivery", "-o", outcome, "--at", "2026-11-10")
    book("log", "ana", "a word", "--nature", "payment", "-o", "negative", "--at", "2026-11-10")
    book("log", "ana", "nobody", "--nature", "sales", "-o", "no-answer", "--at", "2026-11-10")
    items = book.items("report", "experience")
    assert [(item["name"], item["few"]) for item in items] == [("delivery", False), ("sales", False), ("payment", True)]
    assert items[0]["balance"] == pytest.approx(-0.8)
    assert (items[1]["mood"], items[1]["contacts"]) == (2.0, 5)
    assert summary(book, "experience")["contacts"] == 11
    for way in ("channel", "staff", "line", "class", "month"):
        assert sum(item["contacts"] for item in book.items("report", "experience", "--by", way)) == 11


def test_experience_is_held_against_the_period_before(book: Any) -> None:
    book("log", "ana", "a word", "-o", "positive", "--at", "2026-11-10")
    book("log", "ana", "a word", "-o", "negative", "--at", "2026-10-25")
    found = summary(book, "experience", "--from", "2026-11-01", "--to", "2026-11-20")
    assert (found["balance"], found["previous"]["balance"]) == (1, -1)
    assert found["previous"]["from"] == "2026-10-12"


def test_loyalty_of_two_periods(book: Any) -> None:
    for name in ("New", "Stays", "Gone", "Back"):
        book("add", name)
    ordered(book, "new", "2026-03-01")
    ordered(book, "stays", "2025-03-01", "2026-03-01")
    ordered(book, "gone", "2025-03-01")
    ordered(book, "back", "2023-03-01", "2026-03-01")
    found = summary(book, "loyalty")
    assert {key: found[key] for key in ("customers", "new", "retained", "lost", "won_back", "repeat")} == {
        "customers": 3, "new": 1, "retained": 1, "lost": 1, "won_back": 1, "repeat": 2,
    }  # fmt: skip
    assert found["retention"] == 0.5
    assert (found["previous"]["new"], found["previous"]["lost"]) == (2, 0)


def test_loyalty_by_month_adds_up(book: Any) -> None:
    ordered(book, "ana", "2025-01-10", "2026-03-01", "2026-03-20")
    ordered(book, "bob", "2025-02-10")
    answer = book.json("report", "loyalty")
    by_month = {item["name"]: item for item in answer["items"]}
    assert by_month["2026-03"] == {
        "name": "2026-03", "customers": 1, "repeat": 1, "new": 0, "lost": 0, "won_back": 1,
        "previous": by_month["2026-03"]["previous"],
    }  # fmt: skip
    assert by_month["2026-01"]["lost"] == 1, "Ana had not bought for a year"
    assert by_month["2026-02"]["lost"] == 1
    assert by_month["2026-01"]["previous"]["new"] == 1


def test_repeat_means_the_same_in_a_month_and_above_it(book: Any) -> None:
    ordered(book, "ana", "2026-10-05", "2026-10-20")
    ordered(book, "bob", "2026-10-07", "2026-10-07")
    answer = book.json("report", "loyalty", "--from", "2026-10-01", "--to", "2026-10-31")
    assert answer["summary"]["repeat"] == answer["items"][0]["repeat"] == 1
    assert answer["summary"]["new"] == answer["items"][0]["new"] == 2


@pytest.mark.parametrize("name", ["complaints", "response", "experience", "loyalty", "reach"])
@pytest.mark.parametrize("way", ["staff", "channel", "nature", "line", "class", "month"])
def test_every_report_is_split_every_way(book: Any, name: str, way: str) -> None:
    ordered(book, "ana", "2026-10-05")
    answer = book.json("report", name, "--by", way)
    assert answer["summary"]["by"] == way
    if (name, way) in {("loyalty", "channel"), ("loyalty", "nature"), ("reach", "nature"), ("reach", "line")}:
        assert [item["name"] for item in answer["items"]] == ["(none)"]
        assert any(f"no {way} is kept" in note for note in answer["notes"])
    assert book("report", name, "--by", way).out


def test_a_promise_kept_after_its_month_was_kept(book: Any) -> None:
    book("log", "ana", "a word", "--promise", "samples", "--next", "2026-10-12", "--at", "2026-10-10",
         now="2026-10-10T09:00:00+00:00")  # fmt: skip
    book("done", "f1", now="2026-11-09T09:00:00+00:00")
    october = ("response", "--from", "2026-10-01", "--to", "2026-10-31")
    step = summary(book, *october)["steps"]["promise"]
    assert (step["median"], step["waiting"]) == (30.0, 0)
    then = summary(book, *october, "--as-of", "2026-10-31")["steps"]["promise"]
    assert (then["median"], then["waiting"]) == (None, 1)


def test_a_trend_is_captioned_by_its_first_and_last() -> None:
    from crmcli.render.views.report_parts import ends

    assert ends([3, None, 9, 1, 5]) == "3 to 5 (lowest 1, highest 9)"
    assert ends([9, 4, 1]) == "9 to 1"
    assert ends([None]) == ""


def test_a_refunded_order_is_no_purchase(book: Any) -> None:
    ordered(book, "ana", "2026-03-01")
    book("order", "add", "ana", "10", "--refund-of", "o1", "--on", "2026-03-02")
    assert summary(book, "loyalty")["customers"] == 0


def test_cohorts(book: Any) -> None:
    ordered(book, "ana", "2026-03-01", "2026-04-01")
    ordered(book, "bob", "2026-03-05", "2026-06-01")
    cohort = {item["name"]: item for item in book.items("report", "loyalty", "--by", "cohort")}["2026-03"]
    assert cohort["new"] == 2
    assert cohort["retention"] == [1, 0.5, 0, 0.5, 0, 0, 0, 0, 0]


def test_reach_counts_what_can_be_used(book: Any) -> None:
    book("add", "Cilla", "--email", "c@example.org", "--phone", "+371 29 000 111", "--no-contact", "email")
    book("order", "add", "ana", "500", "--on", "2026-10-01")
    found = summary(book, "reach")
    assert (found["contacts"], found["phone"], found["email"], found["any"]) == (3, 1, 0, 1)
    email = next(item for item in book.items("report", "reach") if item["name"] == "email")
    assert (email["missing"], email["no_contact"]) == (3, 1)
    missing = book.items("report", "reach", "--missing", "email")
    assert [(one["contact"]["name"], one["why"]) for one in missing] == [
        ("Ana", "missing"), ("Bob", "missing"), ("Cilla", "closed"),
    ]  # fmt: skip
    assert missing[0]["value_minor"] == 50000
    assert sum(item["contacts"] for item in book.items("report", "reach", "--by", "class")) == 3
    book("archive", "bob")
    assert summary(book, "reach")["contacts"] == 2


@pytest.mark.parametrize("name", ["complaints", "response", "experience", "loyalty", "reach"])
@pytest.mark.parametrize("period", ["all", "last-month", "quarter", "fiscal-year"])
def test_every_report_answers_for_every_period_and_an_empty_book(book: Any, name: str, period: str) -> None:
    found = summary(book, name, "--period", period)
    assert found["period"] == period
    assert (found["previous"] is None) == (period == "all")
    assert book("report", name, "--period", period).out
    assert book("report", name, "--period", period, "--csv").code == 0
