"""`crm timeline` and `crm note`."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def book(crm: Any) -> Any:
    crm("add", "Kafija SIA", "--kind", "company")
    crm("add", "Ana", "--company", "kafija")
    crm("add", "Bruno")
    crm("log", "ana", "first", "--at", "2026-11-10 09:00", "--by", "Ilze", "-c", "visit")
    crm("log", "bruno", "second", "--at", "2026-11-12 09:00", "--nature", "delivery")
    crm("note", "ana", "likes dogs")
    crm("order", "add", "ana", "70", "--on", "2026-11-11")
    crm("order", "add", "--walk-in", "5", "--on", "2026-11-09")
    crm("quote", "add", "bruno", "500", "--for", "grinder", "--on", "2026-11-13")
    return crm


def refs(book: Any, *flags: str) -> list[str]:
    return [item["ref"] for item in book.items("timeline", *flags)]


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        ((), ["m1", "q1", "i2", "o1", "i1", "o2"]),
        (("ana",), ["m1", "o1", "i1"]),
        (("kafija",), ["m1", "o1", "i1"]),
        (("--channel", "visit"), ["i1"]),
        (("--nature", "deliv"), ["i2"]),
        (("--since", "2026-11-12"), ["m1", "q1", "i2"]),
        (("--since", "today"), ["m1"]),
        (("--by", "ilze"), ["i1"]),
        (("--as-of", "2026-11-11"), ["o1", "i1", "o2"]),
        (("bruno", "--since", "13 nov"), ["q1"]),
    ],
)
def test_what_happened_newest_first(book: Any, flags: tuple[str, ...], found: list[str]) -> None:
    assert refs(book, *flags) == found
    assert book.json("timeline", *flags)["summary"]["count"] == len(found)


def test_the_limit_cuts_and_the_summary_counts_all(book: Any) -> None:
    answer = book.json("timeline", "--limit", "2")
    assert [item["ref"] for item in answer["items"]] == ["m1", "q1"]
    assert answer["summary"]["count"] == 6


def test_instants_are_of_the_policys_zone_and_orders_have_only_a_day(book: Any) -> None:
    book("policy", "set", "zone", "Asia/Tokyo")
    book("log", "bruno", "late", "--at", "2026-11-19 23:30")
    late = book.items("timeline", "--since", "2026-11-19", "--channel", "phone")[0]
    assert (late["on"], late["time"]) == ("2026-11-19", "23:30")
    assert late["at"] == "2026-11-19T23:30:00+09:00"
    order = book.items("timeline", "ana")[1]
    assert (order["at"], order["time"], order["amount_minor"]) == ("2026-11-11", None, 7000)


def test_a_walk_in_belongs_to_nobody(book: Any) -> None:
    assert book.items("timeline")[-1]["contact"] is None


def test_struck_out_records_are_not_told(book: Any) -> None:
    for ref in ("i1", "o1", "q1", "m1"):
        book("void", ref)
    assert refs(book) == ["i2", "o2"]


def test_a_note_is_no_contact(book: Any) -> None:
    before = book.item("show", "ana")["last_contact"]
    item = book.item("note", "ana", "-", input="sister of Peter\n")
    assert item["text"] == "sister of Peter"
    assert item["contact"] == {"id": 2, "name": "Ana"}
    shown = book.item("show", "ana")
    assert shown["last_contact"] == before
    assert [remark["ref"] for remark in shown["remarks"]] == ["m2", "m1"]


def test_an_empty_note_is_refused(book: Any) -> None:
    book.fails(2, "note", "ana", "  ")
    book.fails(2, "note", "ana")


def test_the_table_names_each_day_once(book: Any) -> None:
    assert book("timeline").out.count("Thu 12 Nov 2026") == 1


def test_a_meeting_with_several_people_is_listed_once_with_who_was_there(book: Any) -> None:
    book("log", "ana", "tasting", "--channel", "meeting", "--with", "bruno", "--at", "2026-11-15 10:00")
    for flags in ((), ("--channel", "meeting"), ("--since", "2026-11-15"), ("ana",), ("bruno",), ("kafija",)):
        answer = book.json("timeline", *flags)
        met = [item for item in answer["items"] if item["text"] == "tasting"]
        assert len(met) == 1, flags
        assert {met[0]["contact"]["name"], met[0]["with"][0]["name"]} == {"Ana", "Bruno"}
        assert answer["summary"]["count"] == len(answer["items"])
    assert len(book.items("timeline", "--limit", "2")) == 2
    assert book.json("timeline", "--limit", "2")["summary"]["count"] == 7
    assert "Ana (c2) with Bruno" in book("timeline").out
