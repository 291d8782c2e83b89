"""`crm report complaints`: the rates as they are defined, by number and by value, beside the period before."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def book(crm: Any) -> Any:
    """Two customers of different worth; opening hours 9 to 17, Monday to Friday."""
    crm("init", "--zone", "Europe/Riga")
    for name, amount in (("Big", 900), ("Small", 100)):
        crm("add", name)
        crm("order", "add", name, amount, "--on", "2026-10-01")
    return crm


def opened(crm: Any, who: str, at: str, *more: str) -> str:
    return f"k{crm.item('complaint', 'open', who, 'cold coffee', '--owner', 'Tom', '--at', at, *more)['id']}"


def resolved(crm: Any, number: str, at: str) -> None:
    crm("complaint", "resolve", number, "a new bag", "--at", at)


def summary(crm: Any, *more: str, **how: Any) -> dict[str, Any]:
    found: dict[str, Any] = crm.json("report", "complaints", *more, **how)["summary"]
    return found


def test_an_empty_book_has_no_rates(book: Any) -> None:
    found = summary(book)
    assert found["complaints"] == found["pending"] == 0
    assert found["first_contact_rate"] is found["on_time_rate"] is found["median_hours"]["response"] is None
    assert "There was no complaint" in book("report", "complaints").out


def test_first_contact_by_number_and_by_value(book: Any) -> None:
    opened(book, "big", "2026-11-02T10:00", "--solved", "a voucher")
    resolved(book, opened(book, "small", "2026-11-03T10:00"), "2026-11-03T15:00")
    found = summary(book)
    assert found["complaints"] == 2
    assert found["first_contact_rate"] == pytest.approx(0.5)
    assert found["first_contact_rate_by_value"] == pytest.approx(0.9)


def test_an_order_of_today_counts_for_the_value(book: Any) -> None:
    book("add", "New")
    book("order", "add", "new", "1000")
    opened(book, "new", "2026-11-02T10:00", "--solved", "a voucher")
    resolved(book, opened(book, "big", "2026-11-03T10:00"), "2026-11-03T15:00")
    assert summary(book)["first_contact_rate_by_value"] == pytest.approx(1000 / 1900)


def test_a_reopened_one_is_not_solved_at_first_contact(book: Any) -> None:
    number = opened(book, "big", "2026-11-02T10:00", "--solved", "a voucher")
    assert summary(book)["first_contact_rate"] == 1
    book("complaint", "reopen", number, "still cold", "--at", "2026-11-05T10:00")
    found = summary(book)
    assert (found["resolved"], found["first_contact_rate"]) == (0, None)
    resolved(book, number, "2026-11-05T12:00")
    found = summary(book)
    assert (found["resolved"], found["first_contact_rate"], found["reopened"]) == (1, 0, 1)


def test_on_time_counts_open_ones_past_due_and_leaves_out_the_pending(book: Any) -> None:
    resolved(book, opened(book, "big", "2026-11-02T10:00"), "2026-11-03T10:00")
    resolved(book, opened(book, "big", "2026-11-02T11:00"), "2026-11-12T10:00")
    opened(book, "small", "2026-11-03T10:00")
    opened(book, "small", "2026-11-20T09:30")
    found = summary(book)
    assert found["on_time_rate"] == pytest.approx(1 / 3)
    assert (found["past_due"], found["pending"]) == (1, 1)


def test_medians_are_in_working_hours_and_count_the_open_ones(book: Any) -> None:
    resolved(book, opened(book, "big", "2026-11-06T16:00"), "2026-11-09T10:00")
    assert summary(book)["median_hours"] == {"response": 2.0, "resolution": 2.0}
    opened(book, "small", "2026-11-16T10:00")
    opened(book, "small", "2026-11-16T11:00")
    assert summary(book)["median_hours"] == {"response": None, "resolution": None}


def test_the_time_we_wait_for_the_customer_is_left_out(book: Any) -> None:
    number = opened(book, "big", "2026-11-02T10:00")
    book("complaint", "wait", number, "which bag?", "--at", "2026-11-02T11:00")
    book("complaint", "resume", number, "the blue one", "--at", "2026-11-04T11:00")
    resolved(book, number, "2026-11-04T13:00")
    assert summary(book)["median_hours"] == {"response": 1.0, "resolution": 3.0}


OCTOBER = ("--from", "2026-10-01", "--to", "2026-10-31")


def october_in_the_year(crm: Any) -> dict[str, Any]:
    found: dict[str, Any] = next(one for one in crm.items("report", "complaints") if one["name"] == "2026-10")
    return found


def test_a_month_has_one_answer_alone_in_a_year_and_as_the_period_before(book: Any) -> None:
    late = opened(book, "big", "2026-10-28T10:00")
    reopened = opened(book, "big", "2026-10-05T10:00", "--solved", "a voucher")
    opened(book, "small", "2026-10-06T10:00", "--solved", "a voucher")
    opened(book, "small", "2026-10-30T15:00")
    resolved(book, late, "2026-11-04T10:00")
    book("complaint", "reopen", reopened, "still cold", "--at", "2026-11-05T10:00")
    alone = summary(book, *OCTOBER)
    row = october_in_the_year(book)
    before = summary(book, "--from", "2026-11-01", "--to", "2026-11-20")["previous"]
    for key in (
        "complaints",
        "resolved",
        "pending",
        "past_due",
        "first_contact_rate",
        "on_time_rate",
        "median_hours",
        "high",
    ):
        assert alone[key] == row[key], key
    assert (alone["complaints"], alone["resolved"], alone["first_contact_rate"]) == (4, 1, 1)
    assert alone["past_due"] == 2, "the one reopened and the one due in November, both open past it today"
    short = summary(book, "--from", "2026-10-12", "--to", "2026-10-31")
    assert {key: short[key] for key in before} == before


def test_one_solved_in_its_month_and_reopened_since_is_not_solved_at_first_contact(book: Any) -> None:
    number = opened(book, "big", "2026-10-05T10:00", "--solved", "a voucher")
    book("complaint", "reopen", number, "still cold", "--at", "2026-11-05T10:00")
    found = summary(book, *OCTOBER)
    assert (found["resolved"], found["first_contact_rate"], found["pending"] + found["past_due"]) == (0, None, 1)
    then = summary(book, *OCTOBER, "--as-of", "2026-10-31")
    assert (then["resolved"], then["first_contact_rate"], then["on_time_rate"]) == (1, 1, 1)
    resolved(book, number, "2026-11-06T10:00")
    assert summary(book, *OCTOBER)["resolved"] == 0
    november = summary(book, "--from", "2026-11-01")
    assert (november["resolved"], november["first_contact"], november["reopened"]) == (1, 0, 1)


def test_what_came_after_the_period_counts_for_who_came_back(book: Any) -> None:
    opened(book, "big", "2026-06-01T10:00", "--solved", "a voucher")
    opened(book, "small", "2026-06-02T10:00", "--solved", "a voucher")
    june = ("--from", "2026-06-01", "--to", "2026-06-30")
    book("order", "add", "big", "50", "--on", "2026-07-10")
    assert summary(book, *june)["recovered"] == {"rate": 0.5, "yes": 1, "no": 1, "pending": 0}
    assert summary(book, *june, "--as-of", "2026-06-30")["recovered"]["pending"] == 2
    book("complaint", "check", "k2", "all is well", "--recovered", "yes")
    assert summary(book, *june)["recovered"]["yes"] == 2


def test_items_add_up_and_months_stand_in_order(book: Any) -> None:
    resolved(book, opened(book, "big", "2026-09-02T10:00", "--severity", "high"), "2026-09-03T10:00")
    opened(book, "small", "2026-11-20T09:30", "--line", "espresso")
    answer = book.json("report", "complaints")
    names = [item["name"] for item in answer["items"]]
    assert names == sorted(names)
    assert names[-1] == "2026-11"
    for key in ("complaints", "resolved", "pending", "past_due"):
        assert sum(item[key] for item in answer["items"]) == answer["summary"][key], key
    by_name = {item["name"]: item for item in answer["items"]}
    assert by_name["2026-09"]["high"]["on_time_rate"] == 1
    assert by_name["2026-11"]["previous"]["complaints"] == 0
    lines = {item["name"]: item["complaints"] for item in book.items("report", "complaints", "--by", "line")}
    assert lines == {"espresso": 1, "(none)": 1}
    for way in ("staff", "channel", "class", "severity"):
        assert sum(item["complaints"] for item in book.items("report", "complaints", "--by", way)) == 2


def test_who_came_back(book: Any) -> None:
    resolved(book, opened(book, "big", "2026-06-01T10:00"), "2026-06-02T10:00")
    resolved(book, opened(book, "small", "2026-06-01T10:00"), "2026-08-25T10:00")
    resolved(book, opened(book, "big", "2026-11-17T10:00"), "2026-11-18T10:00")
    book("order", "add", "big", "50", "--on", "2026-07-01")
    found = summary(book)["recovered"]
    assert found == {"rate": 0.5, "yes": 1, "no": 1, "pending": 1}
    book("complaint", "check", "k3", "all is well", "--recovered", "yes")
    assert summary(book)["recovered"]["yes"] == 2


def test_struck_out_ones_count_for_nothing(book: Any) -> None:
    number = opened(book, "big", "2026-11-02T10:00", "--solved", "a voucher")
    book("void", number)
    assert summary(book)["complaints"] == summary(book)["resolved"] == 0


def test_by_the_nature_of_the_contact_it_was_opened_with(book: Any) -> None:
    book("log", "big", "cold again", "--nature", "delivery", "--complaint", "normal")
    opened(book, "small", "2026-11-02T10:00")
    natures = {item["name"]: item["complaints"] for item in book.items("report", "complaints", "--by", "nature")}
    assert natures["delivery"] == 1
    assert sum(natures.values()) == 2


def test_a_way_there_is_not_is_refused(book: Any) -> None:
    assert "moon" in book.fails(2, "report", "complaints", "--by", "moon")
    book.fails(2, "report", "complaints", "--from", "2026-11-10", "--to", "2026-11-01")
