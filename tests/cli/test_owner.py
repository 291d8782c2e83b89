"""`crm owner`: one person for each customer, handing over with what is open, and who does what."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def book(crm: Any) -> Any:
    """Kafija (c1, Ilze's) with Ana (c2, nobody's) and Olga (c3, Tom's); a follow-up and a promise of Ilze's, an open quote."""
    crm("add", "Kafija SIA", "--kind", "company", "--owner", "Ilze")
    crm("add", "Ana Berzina", "--company", "kafija")
    crm("add", "Olga Kalna", "--company", "kafija", "--owner", "Tom")
    crm("followup", "add", "kafija", "call", "--due", "+3d", "--owner", "Ilze")
    crm("log", "ana", "a talk", "--promise", "send the samples", "--next", "+2d", env={"CRM_BY": "Ilze"})
    crm("quote", "add", "kafija", "500", "--for", "a grinder", "--by", "Ilze")
    return crm


def owner(crm: Any, who: str) -> str | None:
    found: str | None = crm.item("owner", who)["owner"]
    return found


class TestHandingOver:
    def test_what_is_open_goes_along_and_a_remark_stays(self, book: Any) -> None:
        answer = book.json("owner", "kafija", "Janis", "--hand-over", "careful with prices")
        item = answer["item"]
        assert (item["contact"]["id"], item["was"], item["owner"], item["text"]) == (
            1,
            "Ilze",
            "Janis",
            "careful with prices",
        )
        moved = {one["ref"]: (one["kind"], one["contact"]["id"], one["from"]) for one in item["moved"]}
        assert moved == {
            "c2": ("contact", 2, None), "f1": ("followup", 1, "Ilze"), "f2": ("promise", 2, "Ilze"), "q1": ("quote", 1, "Ilze"),
        }  # fmt: skip
        assert answer["summary"]["moved"] == item["moved"]
        assert "stays with Tom" in answer["notes"][-1]
        assert (
            book.item("show", "kafija")["remarks"][0]["text"] == "Handed over from Ilze to Janis: careful with prices"
        )
        assert [owner(book, who) for who in ("kafija", "ana", "olga")] == ["Janis", "Janis", "Tom"]
        assert {one["owner"] for one in book.item("owner", "kafija")["open"]} == {"Janis"}

    def test_who_wrote_a_quote_is_kept(self, book: Any) -> None:
        book("owner", "kafija", "Janis")
        assert book.items("quote", "list")[0]["by"] == "Ilze"

    def test_what_is_done_stays_where_it_was(self, book: Any) -> None:
        book("done", "f1")
        book("quote", "lost", "q1", "--reason", "price")
        assert [one["ref"] for one in book.item("owner", "kafija", "Janis")["moved"]] == ["c2", "f2"]

    def test_a_first_owner_leaves_no_remark_unless_something_is_said(self, book: Any) -> None:
        book("add", "Oskars Liepa")
        book("owner", "oskars", "Tom")
        assert book.item("show", "oskars")["remarks"] == []
        book("add", "Zane Ozola")
        book("owner", "zane", "Tom", "--hand-over", "new in town")
        assert book.item("show", "zane")["remarks"][0]["text"] == "Handed over to Tom: new in town"

    def test_the_same_owner_changes_nothing(self, book: Any) -> None:
        book("owner", "kafija", "Janis")
        before = book.records()
        assert "nothing was changed" in book("owner", "kafija", "janis").out
        assert book.records() == before

    def test_undo_brings_everything_back(self, book: Any) -> None:
        before = book.item("owner", "kafija")
        book("owner", "kafija", "Janis", "--hand-over", "x")
        book("undo")
        assert book.item("owner", "kafija") == before
        assert owner(book, "ana") is None

    def test_the_list_of_staff_is_binding_once_there_is_one(self, book: Any) -> None:
        book("policy", "set", "staff", "Ilze, Tom")
        assert "did you mean Tom?" in book.fails(2, "owner", "kafija", "Tomm")
        book.fails(2, "owner", "kafija", "Janis")
        assert book.item("owner", "kafija", "to")["owner"] == "Tom"

    def test_without_a_list_a_near_miss_is_said(self, book: Any) -> None:
        assert "did you mean Ilze?" in book.json("owner", "ana", "Ilza")["notes"][0]
        assert book.item("owner", "ana", "ILZE")["owner"] == "Ilze"

    @pytest.mark.parametrize("words", [("kafija", "--hand-over", "x"), ("--hand-over", "x"), ("kafija", "")])
    def test_a_hand_over_to_nobody_is_refused(self, book: Any, words: tuple[str, ...]) -> None:
        book.fails(2, "owner", *words)

    def test_nobody_is_refused(self, book: Any) -> None:
        book.fails(4, "owner", "nobody", "Tom")


class TestComplaints:
    @pytest.fixture
    def complaint(self, book: Any) -> Any:
        book("complaint", "open", "ana", "cold coffee", "--owner", "Ilze", "--about", "Tom")
        return book

    def test_it_goes_along(self, complaint: Any) -> None:
        moved = complaint.item("owner", "kafija", "Janis")["moved"]
        assert {"complaint": "k1"}.items() <= {one["kind"]: one["ref"] for one in moved}.items()
        assert complaint.items("complaint", "list")[0]["owner"] == "Janis"

    def test_but_never_to_the_one_it_is_about(self, complaint: Any) -> None:
        answer = complaint.json("owner", "ana", "Tom")
        assert "k1" not in [one["ref"] for one in answer["item"]["moved"]]
        assert any("k1 stays with Ilze" in note for note in answer["notes"])
        assert complaint.items("complaint", "list")[0]["owner"] == "Ilze"


class TestOverview:
    def test_who_does_what(self, book: Any) -> None:
        book("policy", "set", "staff", "Ilze, Tom, Janis")
        book("order", "add", "kafija", "500", "--on", "2026-09-01")
        found = book.json("owner")
        rows = {one["staff"]: one for one in found["items"]}
        assert list(rows) == ["Ilze", "Tom", "Janis", None]
        ilze = rows["Ilze"]
        assert (ilze["customers"], ilze["classes"]["A"], ilze["followups"], ilze["quotes"]) == (1, 1, 2, 1)
        assert (ilze["complaints"], ilze["last_active_on"], rows["Janis"]["last_active_on"]) == (0, "2026-11-20", None)
        assert found["summary"] == {"staff": 3, "customers": 2, "without_owner": 1, "valued_without_owner": 1}

    def test_an_empty_book_has_nobody(self, crm: Any) -> None:
        crm("init")
        assert crm.items("owner") == []
        assert "crm owner WHO STAFF" in crm("owner").out

    def test_archived_customers_count_nowhere(self, book: Any) -> None:
        book("archive", "kafija")
        assert {one["staff"]: one["customers"] for one in book.items("owner")}["Ilze"] == 0
