"""`crm show`, `crm list`, `crm archive`, `crm unarchive`."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def book(crm: Any) -> Any:
    """Kafija SIA (c1) with its buyer Ana (c2), and Bruno (c3) on his own."""
    crm("init", "--zone", "Europe/Riga", code=None)
    crm("add", "Kafija SIA", "--kind", "company", "--tag", "horeca")
    crm("add", "Ana Bērziņa", "--company", "kafija", "--role", "buyer", "--phone", "+371 29 123 456", "--tag", "vip",
        "--field", "need=espresso", "--prefers", "email", "--no-contact", "letter", "--hours", "mornings")  # fmt: skip
    crm("add", "Bruno Kalns", "--owner", "Ilze", "--referred-by", "ana")
    return crm


def test_show_of_somebody_new_has_every_key_and_nothing_in_it(book: Any) -> None:
    item = book.item("show", "bruno")
    assert item["id"] == 3
    assert item["last_contact"] is None
    assert (item["threads"], item["last_words"], item["ask"]) == ([], [], [])
    assert item["orders"] == {"count": 0, "total_minor": 0, "last_on": None, "without_rate": 0}
    assert item["rhythm"] is None
    assert item["class"] == "prospect"
    assert item["referred_by"] == {"id": 2, "name": "Ana Bērziņa"}


def test_show_tells_the_last_words_and_the_last_real_contact(book: Any) -> None:
    book("log", "ana", "wants the price list", "--at", "16 nov 10:00", "--next", "24 nov")
    book("log", "ana", "no answer", "-o", "no")
    item = book.item("show", "ana")
    assert [word["ref"] for word in item["last_words"]] == ["i2", "i1"]
    assert item["last_contact"]["ref"] == "i1"
    assert item["last_contact"]["text"] == "wants the price list"
    kinds = {thread["kind"]: thread for thread in item["threads"]}
    assert kinds["followup"]["due_on"] == "2026-11-24"
    assert kinds["followup"]["ref"] == "f1"
    assert "attempt" in kinds


def test_only_the_newest_five_words_are_told(book: Any) -> None:
    for day in range(1, 8):
        book("log", "ana", f"talk {day}", "--at", f"2026-11-0{day}")
    assert [word["text"] for word in book.item("show", "ana")["last_words"]] == [f"talk {n}" for n in (7, 6, 5, 4, 3)]


def test_rhythm_is_the_median_of_the_gaps_between_days_of_ordering(book: Any) -> None:
    for on, amount in (("2026-06-01", 100), ("2026-06-01", 20), ("2026-07-01", 30)):
        book("order", "add", "ana", amount, "--on", on)
    assert book.item("show", "ana")["rhythm"] is None, "two days of ordering are no rhythm"
    book("order", "add", "ana", "10", "--on", "2026-07-11")
    book("order", "add", "ana", "5", "--refund", "--on", "2026-11-01")
    item = book.item("show", "ana")
    assert item["orders"]["count"] == 4
    assert item["orders"]["total_minor"] == 15500
    assert item["orders"]["last_on"] == "2026-07-11"
    assert item["rhythm"] == {
        "usual_gap_days": 20, "last_order_on": "2026-07-11", "silent_days": 132, "next_expected_on": "2026-07-31",
    }  # fmt: skip


def test_a_company_speaks_for_its_people(book: Any) -> None:
    book("log", "ana", "send samples", "--promise", "send samples", "--next", "fri")
    book("order", "add", "ana", "70")
    item = book.item("show", "kafija")
    assert item["last_contact"]["contact"] == {"id": 2, "name": "Ana Bērziņa"}
    assert [(thread["kind"], thread["contact"]["id"]) for thread in item["threads"]] == [("promise", 2)]
    assert item["orders"]["count"] == 0
    assert item["account"]["orders"]["total_minor"] == 7000


def test_preferences_say_how_they_like_to_be_reached(book: Any) -> None:
    wishes = book.item("show", "ana")["preferences"]
    assert wishes["channel"] == "email"
    assert wishes["hours"] == "mornings"
    assert wishes["no_contact"] == ["letter"]
    assert wishes["reach"] == {"channel": "phone", "address": "+371 29 123 456"}


def test_show_of_a_past_day_knows_nothing_of_what_came_later(book: Any) -> None:
    book("log", "ana", "early", "--at", "2026-11-02")
    book("log", "ana", "late", "--at", "2026-11-10")
    item = book.item("show", "ana", "--as-of", "2026-11-05")
    assert [word["text"] for word in item["last_words"]] == ["early"]
    assert book.item("show", "ana")["last_contact"]["text"] == "late"


def test_the_briefing_ends_with_commands_that_run(book: Any) -> None:
    answer = book("show", "ana")
    assert 'crm log c2 "..."' in answer.out
    assert max(map(len, answer.out.splitlines())) <= 100


@pytest.mark.parametrize("columns", [40, 80, 120])
def test_the_briefing_fits_the_screen(book: Any, columns: int) -> None:
    book("log", "ana", "long words " * 80)
    lines = book("show", "ana", env={"COLUMNS": str(columns)}).out.splitlines()
    assert all(len(line) <= columns for line in lines)
    assert len(lines) <= 30


@pytest.mark.parametrize(
    ("flags", "names"),
    [
        ((), ["Ana Bērziņa", "Bruno Kalns", "Kafija SIA"]),
        (("--tag", "VIP"), ["Ana Bērziņa"]),
        (("--tag", "vip", "--tag", "horeca"), []),
        (("--kind", "comp"), ["Kafija SIA"]),
        (("--owner", "ilze"), ["Bruno Kalns"]),
        (("--field", "need=espresso"), ["Ana Bērziņa"]),
        (("--field", "need=tea"), []),
        (("--class", "prospect"), ["Ana Bērziņa", "Bruno Kalns", "Kafija SIA"]),
        (("--class", "a"), []),
        (("--stage", "prospect", "--kind", "person"), ["Ana Bērziņa", "Bruno Kalns"]),
        (("--since", "today"), ["Ana Bērziņa", "Bruno Kalns", "Kafija SIA"]),
        (("--archived",), []),
    ],
)
def test_list_keeps_who_fits(book: Any, flags: tuple[str, ...], names: list[str]) -> None:
    found = book.json("list", *flags)
    assert [item["name"] for item in found["items"]] == names
    assert found["summary"]["count"] == len(names)


def test_the_summary_counts_all_whatever_the_limit(book: Any) -> None:
    found = book.json("list", "--limit", "1")
    assert len(found["items"]) == 1
    assert found["summary"]["count"] == 3


def test_a_listed_contact_carries_what_hangs_on_it(book: Any) -> None:
    book("log", "ana", "spoke of prices")
    item = book.items("list", "--tag", "vip")[0]
    assert item["company"] == {"id": 1, "name": "Kafija SIA"}
    assert item["phones"] == ["+371 29 123 456"]
    assert item["fields"] == {"need": "espresso"}
    assert item["last_contact"]["text"] == "spoke of prices"


def test_list_agrees_with_show_on_class_and_stage(book: Any) -> None:
    book("order", "add", "bruno", "100", "--on", "2026-09-01")
    for item in book.items("list"):
        shown = book.item("show", f"c{item['id']}")
        assert (item["class"], item["stage"]) == (shown["class"], shown["stage"])


def test_an_archived_contact_leaves_the_lists_and_comes_back(book: Any) -> None:
    book("followup", "add", "ana", "call", "--due", "today")
    answer = book.json("archive", "ana")
    assert answer["item"]["archived"] is True
    assert "1 open follow-up" in answer["notes"][0]
    assert "Ana Bērziņa" not in [item["name"] for item in book.items("list")]
    assert [item["name"] for item in book.items("list", "--archived")] == ["Ana Bērziņa"]
    assert 2 not in [item["contact"]["id"] for item in book.items("followups", "all")]
    assert book.item("unarchive", "c2")["archived"] is False
    assert 2 in [item["contact"]["id"] for item in book.items("followups", "all")]


def test_archiving_twice_changes_nothing_and_says_so(book: Any) -> None:
    book("archive", "ana")
    before = book.records()
    answer = book("archive", "ana")
    assert "archived already" in answer.out
    assert book.records() == before


def test_unknown_words_are_refused(book: Any) -> None:
    book.fails(4, "show", "nobody")
    book.fails(2, "list", "--class", "platinum")
    book.fails(2, "list", "--field", "need")
    book.fails(4, "archive", "c99")


def test_the_middle_gap_counts_and_not_the_first(book: Any) -> None:
    for on in ("2026-01-01", "2026-01-03", "2026-02-02", "2026-02-12"):
        book("order", "add", "ana", "10", "--on", on)
    assert book.item("show", "ana")["rhythm"]["usual_gap_days"] == 10


NUMBERS = ("+371 29 123 456", "+371 67 000 111", "ana@example.test", "a.berzina@example.test", "Brīvības 1, Rīga")


@pytest.fixture
def many_ways(crm: Any) -> Any:
    phones, emails, address = NUMBERS[:2], NUMBERS[2:4], NUMBERS[4]
    ways = [part for one in phones for part in ("--phone", one)] + [part for one in emails for part in ("--email", one)]
    crm("add", "Ana Bērziņa", *ways, "--address", address, "--prefers", "email")
    return crm


@pytest.mark.parametrize("columns", [80, 120])
def test_show_has_every_number_and_address_and_marks_the_bad(many_ways: Any, columns: int) -> None:
    many_ways("log", "ana", "not hers", "--channel", "phone", "--outcome", "wrong-number")
    out = many_ways("show", "ana", env={"COLUMNS": str(columns)}).out
    assert all(out.count(one) == 1 for one in NUMBERS)
    bad = many_ways.item("show", "ana")["bad"]
    assert bad
    assert all(f"{one} (bad)" in out for one in bad)


def test_somebody_who_closed_the_phone_has_a_number_and_is_not_unknown(crm: Any) -> None:
    crm("add", "Ana", "--phone", "+371 29 123 456", "--no-contact", "phone")
    crm("add", "Bo")
    closed, unknown = crm("show", "ana").out, crm("show", "bo").out
    assert "asked not to be contacted by phone; no other way known" in closed
    assert "no number" not in closed
    assert "+371 29 123 456" in closed
    assert "no number or address known" in unknown


def test_habits_read_as_words_and_gaps_in_whole_days(crm: Any) -> None:
    crm("add", "Ana", "--language", "lv", "--hours", "mornings", "--every", "6w")
    for on in ("2026-01-01", "2026-02-15", "2026-04-02"):
        crm("order", "add", "ana", "10", "--on", on)
    out = crm("show", "ana").out
    assert "in lv" not in out
    assert "language  lv" in out
    assert "mornings, to hear from us every 6w" in out
    assert "usually every 46 days" in out
    assert crm.item("show", "ana")["rhythm"]["usual_gap_days"] == 45.5


@pytest.mark.parametrize("columns", [80, 100, 120, 200])
def test_list_never_cuts_a_number_or_an_address(crm: Any, columns: int) -> None:
    long = "someone.with.quite.a.name@a-rather-long-domain.example.test"
    crm("add", "Kafija un Tēja SIA", "--kind", "company")
    people = {"Ana Bērziņa-Kalniņa": "ana.berzina@long-domain.example", "Bruno": "b@b.test", "Cecilia": long}
    for at, (name, email) in enumerate(people.items()):
        flags = ("--phone", f"+371 29 123 45{at}", "--tag", "horeca", "--tag", "terrace", "--owner", "Marta")
        crm("add", name, "--email", email, "--company", "kafija", *flags)
    out = crm("list", env={"COLUMNS": str(columns)}).out
    assert max(map(len, out.splitlines())) <= columns
    words = [word for word in out.split() if "@" in word or word.startswith("ana.b")]
    assert set(words) <= set(people.values())
    assert out.count("+371 29 123 45") in (0, 3)
    assert "+371 29 123 450" in out
    if columns >= 120:
        assert set(words) == set(people.values())


def test_a_meeting_with_several_people_is_shown_once(crm: Any) -> None:
    crm("add", "Kafija SIA", "--kind", "company")
    crm("add", "Ana", "--company", "kafija")
    crm("add", "Bruno", "--company", "kafija")
    crm("add", "Cy")
    crm("log", "ana", "tasting", "--channel", "meeting", "--with", "bruno", "--with", "cy")
    crm("log", "bruno", "a call")
    firm = crm.item("show", "kafija")["last_words"]
    assert [(one["text"], one["contact"]["name"]) for one in firm] == [("a call", "Bruno"), ("tasting", "Ana")]
    assert [one["name"] for one in firm[1]["with"]] == ["Bruno", "Cy"]
    assert "with Bruno, Cy" in crm("show", "kafija").out
    (hers,) = crm.item("show", "cy")["last_words"]
    assert [one["name"] for one in hers["with"]] == ["Ana", "Bruno"]
