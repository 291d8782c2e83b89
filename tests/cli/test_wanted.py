"""`crm wanted`: accounts wanted for a year, who is known there by name, and what to do where that is too few."""

from __future__ import annotations

import shlex
from typing import Any

import pytest


@pytest.fixture
def book(crm: Any) -> Any:
    """Kafija (c1) with Ana (c2), Beans (c3) with nobody, Oskars on his own (c4)."""
    crm("add", "Kafija SIA", "--kind", "company", "--owner", "Ilze")
    crm("add", "Ana Berzina", "--company", "kafija", "--role", "buyer")
    crm("add", "Beans Ltd", "--kind", "company")
    crm("add", "Oskars Liepa")
    return crm


def wanted(crm: Any, *flags: str, **how: Any) -> dict[str, dict[str, Any]]:
    return {item["contact"]["name"]: item for item in crm.items("wanted", "list", *flags, **how)}


class TestAdding:
    def test_an_account_has_every_promised_key(self, book: Any) -> None:
        book("order", "add", "ana", "120", "--on", "2026-10-05")
        book("log", "ana", "met at the fair")
        item = book.item("wanted", "add", "kafija", "--why", "three more shops")
        assert item.pop("why") == "three more shops; 1 of 2 named people; last spoken to on Fri 20 Nov 2026"
        assert item == {
            "contact": {"id": 1, "name": "Kafija SIA"}, "kind": "company", "year": 2027, "since": "2026-11-20",
            "people": [{"contact": {"id": 2, "name": "Ana Berzina"}, "role": "buyer"}], "few_people": True, "class": "A",
            "last_contact": {"on": "2026-11-20"}, "reached": True, "sales_minor": 12000, "owner": "Ilze",
            "reason": "three more shops", "archived": False,
        }  # fmt: skip

    @pytest.mark.parametrize(
        ("start", "now", "year"),
        [
            ("1", "2026-11-20", 2027), ("1", "2026-01-01", 2027), ("7", "2026-06-30", 2027), ("7", "2026-07-01", 2028),
            ("11", "2026-11-20", 2028), ("12", "2026-11-20", 2027),
        ],
    )  # fmt: skip
    def test_the_next_fiscal_year_has_the_number_of_the_year_it_ends_in(
        self, book: Any, start: str, now: str, year: int
    ) -> None:
        book("policy", "set", "fiscal_year_start", start)
        assert book.item("wanted", "add", "kafija", now=f"{now}T09:00:00+00:00")["year"] == year

    def test_twice_for_a_year_is_refused_and_another_year_is_not(self, book: Any) -> None:
        book("wanted", "add", "kafija")
        assert "already" in book.fails(5, "wanted", "add", "kafija")
        assert book.item("wanted", "add", "kafija", "--year", "2028")["year"] == 2028

    @pytest.mark.parametrize("year", ["2025", "27", "next", "9999", "-2027", "２０２７"])
    def test_a_year_that_is_over_or_none_is_refused(self, book: Any, year: str) -> None:
        book.fails(2, "wanted", "add", "kafija", "--year", year)

    def test_nobody_is_refused(self, book: Any) -> None:
        book.fails(4, "wanted", "add", "nobody")

    def test_who_works_somewhere_is_added_and_the_company_named(self, book: Any) -> None:
        assert any("crm wanted add c1" in note for note in book.json("wanted", "add", "ana")["notes"])

    def test_undo_and_redo(self, book: Any) -> None:
        book("wanted", "add", "kafija")
        book("undo")
        assert wanted(book) == {}
        book("redo")
        book("wanted", "remove", "kafija")
        book("undo")
        assert set(wanted(book)) == {"Kafija SIA"}


class TestRemoving:
    def test_it_is_off_the_list_from_today_and_on_it_before(self, book: Any) -> None:
        book("wanted", "add", "kafija")
        later = "2026-11-25T09:00:00+00:00"
        assert book.item("wanted", "remove", "kafija", now=later)["ended_on"] == "2026-11-25"
        assert wanted(book, now=later) == {}
        assert set(wanted(book, "--as-of", "2026-11-24", now=later)) == {"Kafija SIA"}
        assert wanted(book, "--as-of", "2026-11-19", now=later) == {}
        assert book.item("wanted", "add", "kafija", now=later)["since"] == "2026-11-25"

    def test_who_is_not_wanted_cannot_be_removed(self, book: Any) -> None:
        book.fails(4, "wanted", "remove", "kafija")
        book("wanted", "add", "kafija")
        book.fails(4, "wanted", "remove", "kafija", "--year", "2028")

    def test_of_several_years_one_is_to_be_named(self, book: Any) -> None:
        book("wanted", "add", "kafija")
        book("wanted", "add", "kafija", "--year", "2028")
        assert "2027 and 2028" in book.fails(2, "wanted", "remove", "kafija")
        book("wanted", "remove", "kafija", "--year", "2027")
        assert wanted(book)["Kafija SIA"]["year"] == 2028


class TestList:
    def test_fewer_than_two_named_people_are_flagged_with_the_command_that_helps(self, book: Any) -> None:
        book("wanted", "add", "kafija")
        book("wanted", "add", "beans")
        envelope = book.json("wanted")
        assert [(item["contact"]["name"], item["few_people"]) for item in envelope["items"]] == [
            ("Beans Ltd", True),
            ("Kafija SIA", True),
        ]
        assert (envelope["summary"]["accounts"], envelope["summary"]["few_people"]) == (2, 2)
        assert envelope["summary"]["next"] == 'crm add "NAME" --company c3 --role buyer'
        book(*shlex.split(envelope["summary"]["next"])[1:])
        book("add", "Bruno", "--company", "kafija")
        after = book.json("wanted")
        assert [item["few_people"] for item in after["items"]] == [True, False]
        assert after["summary"]["few_people"] == 1

    def test_an_archived_person_is_no_longer_known_there(self, book: Any) -> None:
        book("add", "Bruno", "--company", "kafija")
        book("wanted", "add", "kafija")
        assert not wanted(book)["Kafija SIA"]["few_people"]
        book("archive", "bruno")
        assert wanted(book)["Kafija SIA"]["few_people"]

    def test_the_policy_says_how_many_people_are_enough(self, book: Any) -> None:
        book("wanted", "add", "kafija")
        book("policy", "set", "wanted.people", "1")
        assert not wanted(book)["Kafija SIA"]["few_people"]

    def test_somebody_on_their_own_is_one_person(self, book: Any) -> None:
        book("wanted", "add", "oskars")
        row = wanted(book)["Oskars Liepa"]
        assert [one["contact"]["name"] for one in row["people"]] == ["Oskars Liepa"]
        assert row["few_people"]

    def test_reached_is_spoken_to_since_they_are_wanted(self, book: Any) -> None:
        book("log", "ana", "an old word", "--at", "2026-11-01")
        book("wanted", "add", "kafija")
        row = wanted(book)["Kafija SIA"]
        assert (row["reached"], row["last_contact"]) == (False, {"on": "2026-11-01"})
        assert "not spoken to since" in row["why"]
        later = "2026-11-25T09:00:00+00:00"
        book("log", "ana", "a new word", now=later)
        assert wanted(book, now=later)["Kafija SIA"]["reached"]
        assert not wanted(book, "--as-of", "2026-11-24", now=later)["Kafija SIA"]["reached"]
        assert book.json("wanted", now=later)["summary"]["reached"] == 1

    def test_a_year_that_has_come_stays_and_one_that_is_over_goes(self, book: Any) -> None:
        book("wanted", "add", "kafija")
        book("wanted", "add", "beans", "--year", "2028")
        assert book.json("wanted")["summary"]["years"] == {"2027": 1, "2028": 1}
        assert set(wanted(book, "--year", "2028")) == {"Beans Ltd"}
        assert set(wanted(book, now="2027-06-01T09:00:00+00:00")) == {"Kafija SIA", "Beans Ltd"}
        assert set(wanted(book, now="2028-01-01T09:00:00+00:00")) == {"Beans Ltd"}
        assert set(wanted(book, "--year", "2027", now="2028-01-01T09:00:00+00:00")) == {"Kafija SIA"}

    def test_an_archived_account_is_left_out_and_said(self, book: Any) -> None:
        book("wanted", "add", "kafija")
        book("archive", "kafija")
        envelope = book.json("wanted")
        assert envelope["items"] == []
        assert envelope["notes"] == ["1 archived account left out"]

    def test_nothing_at_all(self, crm: Any) -> None:
        crm.fails(10, "wanted")
        crm("init")
        assert crm.json("wanted")["summary"]["accounts"] == 0
        assert "crm wanted add" in crm("wanted").out

    @pytest.mark.parametrize("columns", ["60", "80", "120"])
    def test_the_table_says_who_is_missing_at_any_width(self, book: Any, columns: str) -> None:
        book("wanted", "add", "kafija")
        lines = book("wanted", env={"COLUMNS": columns}).out.splitlines()
        assert all(len(line) <= int(columns) for line in lines)
        assert any("1 of 2" in line for line in lines)


def test_in_a_spreadsheet_people_are_names(crm: Any) -> None:
    crm("add", "Kafija SIA", "--kind", "company")
    crm("add", "Ana", "--company", "kafija", "--role", "buyer")
    crm("add", "Bo", "--company", "kafija")
    crm("wanted", "add", "kafija")
    out = crm("wanted", "--csv").out
    assert "Ana; Bo" in out
    assert "{" not in out


def test_words_for_an_account_not_spoken_to_yet(crm: Any) -> None:
    crm("add", "Kafija SIA", "--kind", "company")
    crm("log", "kafija", "spoke", "--at", "2026-10-01 10:00")
    crm("wanted", "add", "kafija")
    assert "not spoken to since it was put on the list (last on 1 Oct 2026)" in crm.items("wanted")[0]["why"].replace(
        "Thu ", ""
    )


def test_the_class_is_that_of_the_account_with_its_peoples_sales(book: Any) -> None:
    book("order", "add", "ana", "600", "--on", "2026-10-05")
    book("order", "add", "oskars", "1", "--on", "2026-10-05")
    for who in ("kafija", "beans", "oskars", "ana"):
        book("wanted", "add", who)
    rows = wanted(book)
    assert {name: row["class"] for name, row in rows.items()} == {
        "Kafija SIA": "A", "Beans Ltd": "prospect", "Oskars Liepa": "C", "Ana Berzina": "A",
    }  # fmt: skip
    assert all((row["class"] == "prospect") == (row["sales_minor"] == 0) for row in rows.values())
    [tier] = [row for row in book.items("segment", "--abc", "--accounts", "--to", "2026-10-31") if row["class"] == "A"]
    assert tier["contact"]["name"] == "Kafija SIA"
