"""`crm segment --by FIELD`: anything known of customers or of what they buy, with nobody left out and nothing counted twice
unsaid."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def book(crm: Any) -> Any:
    """Kafija with Ana who buys espresso, Bo who needs tea, Cy of whom nothing is known."""
    crm("init", "--zone", "Europe/Riga")
    crm("add", "Kafija SIA", "--kind", "company", "--tag", "horeca")
    crm(
        "add",
        "Ana",
        "--company",
        "kafija",
        "--field",
        "need=espresso",
        "--tag",
        "horeca",
        "--tag",
        "fair",
        "--owner",
        "Ilze",
    )
    crm("add", "Bo", "--field", "need=tea", "--source", "fair")
    crm("add", "Cy")
    crm("order", "add", "ana", "70", "--line", "beans", "--site", "Riga", "--on", "2026-10-01")
    crm("order", "add", "ana", "20", "--line", "cups", "--site", "Riga", "--on", "2026-10-01")
    crm("order", "add", "bo", "10", "--line", "Beans", "--site", "Ogre", "--on", "2026-09-01")
    crm("order", "add", "bo", "500", "--line", "beans", "--on", "2020-01-01")
    return crm


def by(crm: Any, field: str, *flags: str) -> dict[str, tuple[int, int]]:
    """value -> customers and amount."""
    found = crm.items("segment", "--by", field, *flags)
    return {one["value"]: (one["customers"], one["amount_minor"]) for one in found}


def test_a_custom_field_with_those_who_have_none(book: Any) -> None:
    assert by(book, "need") == {"espresso": (1, 9000), "tea": (1, 1000), "(none)": (2, 0)}
    answer = book.json("segment", "--by", "need")
    summary = answer["summary"]
    assert (answer["kind"], summary["by"], summary["period"]) == ("segment_by", "need", "last-12-months")
    assert summary["espresso"] == {"customers": 1, "buyers": 1, "orders": 2, "amount_minor": 9000, "share": 0.9}
    assert [group["name"] for group in summary["groups"]] == ["espresso", "tea", "(none)"]
    assert by(book, "NEED", "--period", "all")["tea"] == (1, 51000)


@pytest.mark.parametrize(
    ("field", "found"),
    [
        ("kind", {"person": (3, 10000), "company": (1, 0)}),
        ("owner", {"Ilze": (1, 9000), "(none)": (3, 1000)}),
        ("source", {"fair": (1, 1000), "(none)": (3, 9000)}),
        ("company", {"Kafija SIA": (2, 9000), "(none)": (2, 1000)}),
        ("language", {"(none)": (4, 10000)}),
        ("stage", {"customer": (2, 10000), "prospect": (2, 0)}),
        ("class", {"A": (1, 9000), "B": (1, 1000), "prospect": (2, 0)}),
        ("site", {"Riga": (1, 9000), "Ogre": (1, 1000)}),
        ("comp", {"Kafija SIA": (2, 9000), "(none)": (2, 1000)}),
    ],
)
def test_what_the_book_knows_itself(book: Any, field: str, found: dict[str, tuple[int, int]]) -> None:
    assert by(book, field) == found


def test_who_has_several_tags_counts_under_each_and_it_is_said(book: Any) -> None:
    answer = book.json("segment", "--by", "tag")
    assert by(book, "tag") == {"horeca": (2, 9000), "fair": (1, 9000), "(none)": (2, 1000)}
    assert answer["summary"]["total_minor"] == 10000
    assert sum(group["share"] for group in answer["summary"]["groups"]) == pytest.approx(1.9)
    assert "more than 100 %" in answer["notes"][0]
    assert not book.json("segment", "--by", "need")["notes"]


def test_a_line_has_the_amounts_of_its_own_orders_and_those_who_bought_it(book: Any) -> None:
    assert by(book, "line") == {"beans": (2, 8000), "cups": (1, 2000)}
    assert by(book, "line", "--period", "all") == {"beans": (2, 58000), "cups": (1, 2000)}
    items = book.items("segment", "--by", "line", "--segment", "BEANS")
    assert [(i["contact"]["name"], i["value"], i["amount_minor"], i["orders"]) for i in items] == [
        ("Ana", "beans", 7000, 1), ("Bo", "beans", 1000, 1),
    ]  # fmt: skip


def test_a_refund_counts_for_the_line_of_its_order(book: Any) -> None:
    book("order", "add", "ana", "70", "--refund-of", "o1", "--on", "2026-11-01")
    assert by(book, "line") == {"cups": (1, 2000), "beans": (2, 1000)}
    assert by(book, "line", "--as-of", "2026-10-31") == {"beans": (2, 8000), "cups": (1, 2000)}


def test_a_value_narrows_to_its_contacts(book: Any) -> None:
    items = book.items("segment", "--by", "tag", "--segment", "hor")
    assert [(i["contact"]["name"], i["value"], i["amount_minor"]) for i in items] == [
        ("Ana", "horeca", 9000),
        ("Kafija SIA", "horeca", 0),
    ]
    assert [i["contact"]["name"] for i in book.items("segment", "--by", "tag", "--segment", "none")] == ["Bo", "Cy"]
    assert "there is no value 'office'" in book.fails(2, "segment", "--by", "tag", "--segment", "office")


def test_answers_are_known_from_the_day_they_were_given(book: Any) -> None:
    book("log", "cy", "asked", "--answer", "payment=card", "--at", "2026-10-10 10:00")
    book("log", "cy", "asked again", "--answer", "payment=invoice", "--at", "2026-11-10 10:00")
    assert by(book, "payment")["invoice"] == (1, 0)
    assert by(book, "payment", "--as-of", "2026-10-20")["card"] == (1, 0)
    assert set(by(book, "payment", "--as-of", "2026-10-01")) == {"(none)"}


def test_values_without_dates_are_said_to_be_those_of_now(book: Any) -> None:
    assert any("those of now" in note for note in book.json("segment", "--by", "tag", "--as-of", "2026-10-31")["notes"])
    assert not book.json("segment", "--by", "site", "--as-of", "2026-10-31")["notes"]


def test_the_archived_count_for_what_they_bought(book: Any) -> None:
    book("archive", "ana")
    book("archive", "cy")
    assert by(book, "need") == {"espresso": (1, 9000), "tea": (1, 1000), "(none)": (1, 0)}


def test_people_count_under_their_company(book: Any) -> None:
    assert by(book, "tag", "--accounts") == {"horeca": (1, 9000), "(none)": (2, 1000)}


def test_a_field_called_as_one_of_the_books_own(book: Any) -> None:
    book("edit", "bo", "--field", "owner=the bank")
    assert by(book, "field:owner") == {"the bank": (1, 1000), "(none)": (3, 9000)}


@pytest.mark.parametrize("value", ["from", "customers", "groups", "next", "movers", "value", "operation", "class"])
def test_a_value_called_as_a_total_has_its_own_key_and_the_total_stands_apart(book: Any, value: str) -> None:
    plain = book.json("segment", "--by", "need")["summary"]
    assert "(all)" not in plain
    book("edit", "cy", "--field", f"need={value}")
    summary = book.json("segment", "--by", "need")["summary"]
    assert summary[value] == {"customers": 1, "buyers": 0, "orders": 0, "amount_minor": 0, "share": 0.0}
    assert list(summary["(all)"]) == [value]
    if value in ("from", "customers", "movers"):
        assert summary["(all)"][value] == plain[value]
    shown = book("segment", "--by", "need").out
    assert "2025-11-21 to 2026-11-20" in shown
    assert "4 contacts" in shown
    chosen = book("segment", "--by", "need", "--segment", value, "--tag-as", "them").out
    assert "Cy" in chosen
    assert [item["name"] for item in book.items("list", "--tag", "them")] == ["Cy"]


def test_steps_are_said_to_be_those_set_by_hand(book: Any) -> None:
    book("edit", "ana", "--step", "trust")
    assert by(book, "step") == {"trust": (1, 9000), "(none)": (3, 1000)}
    [note] = book.json("segment", "--by", "step")["notes"]
    assert note == "only steps set by hand are here; `crm segment --ladder` has the step of everybody"


def test_every_field_is_named_by_the_help_and_each_but_once(book: Any) -> None:
    from crmcli.actions.segment_field import BUILT_IN

    helped = " ".join(book("segment", "--help", env={"COLUMNS": "120"}).out.replace("│", " ").split())
    assert [name for name in BUILT_IN if name not in helped] == []
    said = book.fails(4, "segment", "--by", "colour")
    assert all(name in said for name in BUILT_IN)
    assert "prefers" not in said
    book("edit", "ana", "--prefers", "phone")
    assert by(book, "prefers") == by(book, "channel") == by(book, "pref") == {"phone": (1, 9000), "(none)": (3, 1000)}
    assert book.json("segment", "--by", "prefers")["summary"]["by"] == "channel"


def test_a_field_there_is_not_is_named_with_those_there_are(book: Any) -> None:
    said = book.fails(4, "segment", "--by", "colour")
    assert "there is no field 'colour'" in said
    assert all(word in said for word in ("sales", "tag", "line", "need"))
    assert "could be" in book.fails(2, "segment", "--by", "s")


def test_sales_and_margin_are_still_the_bases_of_abc(book: Any) -> None:
    assert book.json("segment", "--by", "margin")["kind"] == "segment_abc"
    assert book.json("segment", "--by", "sal")["kind"] == "segment_abc"


def test_an_empty_book_and_limits(crm: Any) -> None:
    crm("init")
    assert crm.items("segment", "--by", "tag") == []
    assert "add NAME" in crm("segment", "--by", "tag").out
    for number in range(30):
        crm("add", f"Name {number}", "--field", f"need=n{number}")
    assert len(crm.items("segment", "--by", "need")) == 30
    assert len(crm.items("segment", "--by", "need", "--limit", 4)) == 4
    assert "and 5 more" in crm("segment", "--by", "need").out


def shares(crm: Any, *flags: str) -> dict[str, float | None]:
    return {one["value"]: one["share"] for one in crm.items("segment", "--by", *flags)}


def test_shares_add_up_to_one_where_a_value_is_below_zero(book: Any) -> None:
    assert not book.json("segment", "--by", "site")["notes"]
    book("order", "add", "cy", "-10")
    found = shares(book, "site")
    assert found == {"Riga": 0.9, "Ogre": 0.1, "(none)": 0.0}
    answer = book.json("segment", "--by", "site")
    assert answer["summary"]["total_minor"] == 9000
    assert "shares are of the sum of what is above zero; what is below zero has none" in answer["notes"]


def test_no_share_of_a_tag_is_more_than_the_whole(book: Any) -> None:
    book("edit", "cy", "--tag", "fair")
    book("order", "add", "cy", "-50")
    assert shares(book, "tag") == {"horeca": 0.9, "fair": 0.4, "(none)": 0.1}


def test_a_total_below_zero_has_no_shares(book: Any) -> None:
    book("order", "add", "cy", "-900", "--site", "Riga")
    answer = book.json("segment", "--by", "site")
    assert {one["share"] for one in answer["items"]} == {None}
    assert "refunds outweigh orders in all: there is nothing to have a share of" in answer["notes"]
    assert {one["share"] for one in book.items("segment", "--by", "site", "--segment", "riga")} == {None}
    assert "Riga" in book("segment", "--by", "site").out
    assert "Cy" in book("segment", "--by", "site", "--segment", "riga").out


def test_a_flag_of_one_value_is_not_taken_twice(book: Any) -> None:
    assert "--by is given twice" in book.fails(2, "segment", "--by", "class", "--by", "tag")
    assert "--period is given twice" in book.fails(2, "profit", "--period=all", "--period", "quarter")
    book("add", "Dee", "--tag", "one", "--tag", "two")
    book("segment", "--limit", "1", "--limit", "2", "--json", "--json")
