"""`crm edit` and `crm void`: any record, and what hangs together stays together."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def book(crm: Any) -> Any:
    crm("add", "Kafija SIA", "--kind", "company")
    crm("add", "Ana Bērziņa", "--phone", "29 123 456", "--tag", "vip", "--field", "need=espresso", "--owner", "Ilze",
        "--birthday", "1984-03-07", "--no-contact", "letter")  # fmt: skip
    crm("add", "Bruno")
    return crm


def followup(book: Any, number: int) -> dict[str, Any]:
    """A follow-up's row."""
    columns = [row[0] for row in _query(book, "SELECT name FROM pragma_table_info('followups')")]
    return dict(zip(columns, _query(book, f"SELECT * FROM followups WHERE id = {number}")[0], strict=True))


def _query(book: Any, sql: str) -> list[tuple[Any, ...]]:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(book.path)) as db:
        return db.execute(sql).fetchall()


@pytest.mark.parametrize(
    ("flags", "changed", "key", "value"),
    [
        (("--name", "Ana Kalna"), ["name"], "name", "Ana Kalna"),
        (("--kind", "partner"), ["kind"], "kind", "partner"),
        (("--phone", "26 555 444"), ["phones"], "phones", ["29 123 456", "26 555 444"]),
        (("--phone", "+371 29123456", "--unset", "phone=29123456"), ["phones"], "phones", ["+371 29123456"]),
        (("--unset", "phone"), ["phones"], "phones", []),
        (("--tag", "horeca", "--remove-tag", "VIP"), ["tags"], "tags", ["horeca"]),
        (("--field", "need=tea"), ["fields"], "fields", {"need": "tea"}),
        (("--unset", "need"), ["fields"], "fields", {}),
        (("--unset", "owner"), ["owner"], "owner", None),
        (("--birthday=--04-08",), ["birthday"], "birthday", "--04-08"),
        (("--unset", "birthday"), ["birthday"], "birthday", None),
        (("--unset", "no-contact=letter"), ["no_contact"], "no_contact", []),
        (("--step", "trust"), ["step"], "step", "trust"),
        (("--step-wanted", "clos"), ["step_wanted"], "step_wanted", "closeness"),
        (("--every", "6 weeks"), ["every"], "every", "6w"),
        (("--tag", "vip"), [], "tags", ["vip"]),
        (("--owner", "Ilze"), [], "owner", "Ilze"),
    ],
)
def test_a_contact_is_corrected_and_undo_restores_it(
    book: Any, flags: tuple[str, ...], changed: list[str], key: str, value: Any
) -> None:
    before = book.item("show", "c2")
    item = book.item("edit", "c2", *flags)
    assert item["changed"] == changed
    assert item[key] == value
    if changed:
        book("undo")
        assert book.item("show", "c2") == before


def test_a_place_of_work_and_the_role_there(book: Any) -> None:
    assert book.item("edit", "ana", "--company", "kafija", "--role", "buyer")["roles"][0]["role"] == "buyer"
    assert book.item("edit", "ana", "--role", "owner")["roles"][0]["role"] == "owner"
    assert book.item("edit", "ana", "--unset", "company")["company"] is None


def test_a_renamed_contact_is_found_by_the_new_name_alone(book: Any) -> None:
    book("edit", "ana", "--name", "Zane Liepa")
    assert book.item("show", "liepa")["id"] == 2
    book.fails(4, "show", "berzina")


@pytest.mark.parametrize(
    "args",
    [
        ("ana",),
        ("ana", "stray"),
        ("ana", "--mood", "1"),
        ("ana", "--unset", "phone=99999999"),
        ("ana", "--unset", "nonsense"),
        ("ana", "--remove-tag", "gold"),
        ("ana", "--referred-by", "ana"),
        ("ana", "--company", "ana"),
        ("ana", "--step", "marriage"),
        ("ana", "--name", " "),
        ("i1", "--tag", "x"),
        ("f1", "--mood", "1"),
        ("k1", "--tag", "x"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(book: Any, args: tuple[str, ...]) -> None:
    book.fails(2, "edit", *args)


@pytest.mark.parametrize("ref", ["i9", "o9", "q9", "f9", "m9"])
def test_what_is_not_there_is_not_found(book: Any, ref: str) -> None:
    book.fails(4, "edit", ref, "10")
    book.fails(4, "void", ref)


def test_a_contact_is_archived_and_not_voided(book: Any) -> None:
    assert "archive" in book.fails(2, "void", "ana")


def test_a_conversation_is_corrected(book: Any) -> None:
    book("log", "ana", "wrong words", "--next", "fri")
    item = book.item(
        "edit", "i1", "right words", "--mood", "-1", "--at", "18 nov 10:00", "--by", "Andris", "-c", "visit"
    )
    assert item["text"] == "right words"
    assert (item["mood"], item["by"], item["channel"]) == (-1, "Andris", "visit")
    assert set(item["changed"]) == {"text", "mood", "at", "by", "channel"}
    assert book.item("show", "ana")["last_contact"]["on"] == "2026-11-18"
    assert book.item("edit", "i1", "--unset", "mood")["mood"] is None


def test_next_moves_the_step_that_the_conversation_opened(book: Any) -> None:
    book("log", "ana", "call again", "--next", "24 nov")
    book("edit", "i1", "--next", "1 dec 15:00")
    assert (followup(book, 1)["due_on"], followup(book, 1)["due_time"]) == ("2026-12-01", "15:00")
    book("log", "bruno", "nothing agreed")
    opened = book.item("edit", "i2", "--promise", "send samples", "--next", "24 nov")["opened"]
    assert [(one["kind"], one["text"], one["due_on"]) for one in opened] == [("promise", "send samples", "2026-11-24")]


def test_people_who_met_together_are_corrected_together(book: Any) -> None:
    book("log", "ana", "all met", "--with", "bruno", "-c", "meeting", "--minutes", "30")
    book("edit", "i2", "all met twice", "--at", "17 nov", "--minutes", "45")
    rows = _query(book, "SELECT text, on_date, minutes FROM interactions ORDER BY id")
    assert rows == [("all met twice", "2026-11-17", 45), ("all met twice", "2026-11-17", None)]
    book("void", "i1")
    assert book.items("timeline") == []


def test_what_turns_out_an_attempt_closes_nothing(book: Any) -> None:
    book("followup", "add", "ana", "send list", "--due", "today")
    book("log", "ana", "spoke")
    assert followup(book, 1)["status"] == "done"
    book("edit", "i1", "-o", "no-answer")
    assert followup(book, 1)["status"] == "open"
    book("edit", "i1", "-o", "positive")
    assert followup(book, 1)["status"] == "done"


def test_voiding_reopens_what_was_closed_and_voids_what_was_opened(book: Any) -> None:
    book("followup", "add", "ana", "service visit", "--due", "today", "--every", "3m")
    before = book.items("followups", "all")
    book("log", "ana", "done and dusted", "--next", "24 nov", "--answer", "need=tea")
    assert [followup(book, n)["status"] for n in (1, 2, 3)] == ["done", "open", "open"]
    item = book.item("void", "i1")
    assert item["voided"] is True
    assert [followup(book, n)["status"] for n in (1, 2, 3)] == ["open", "void", "void"]
    assert book.item("show", "ana")["facts"] == []
    assert book.items("followups", "all") == before
    book.fails(5, "void", "i1")
    book("undo")
    assert [followup(book, n)["status"] for n in (1, 2, 3)] == ["done", "open", "open"]


def test_voiding_leaves_their_wish_not_to_be_called(book: Any) -> None:
    book("log", "ana", "never again", "-o", "do-not-call")
    answer = book.json("void", "i1")
    assert "phone" in book.item("show", "ana")["no_contact"]
    assert "--unset no-contact=phone" in answer["notes"][0]
    assert "phone" not in book.item("edit", "ana", "--unset", "no-contact=phone")["no_contact"]


def test_a_wrong_number_given_again_is_good_again(book: Any) -> None:
    book("log", "ana", "not theirs", "-o", "wrong-number")
    assert book.item("show", "ana")["bad"] == ["29 123 456"]
    item = book.item("edit", "ana", "--phone", "29 123 456")
    assert (item["bad"], item["changed"]) == ([], ["phones"])


def test_a_followup_is_corrected_and_struck_out(book: Any) -> None:
    book("followup", "add", "ana", "call", "--due", "24 nov 15:00")
    item = book.item("edit", "f1", "call her", "--due", "25 nov", "--every", "3m", "--owner", "Andris")
    assert (item["text"], item["due_on"], item["due_time"]) == ("call her", "2026-11-25", "15:00")
    assert (item["every"], item["owner"]) == ("3m", "Andris")
    assert book.item("edit", "f1", "--unset", "every")["every"] is None
    book.fails(2, "edit", "f1", "--due", "2026-11-01")
    assert book.item("void", "f1")["status"] == "void"
    assert not [thread for thread in book.item("show", "ana")["threads"] if thread["ref"] == "f1"]
    book.fails(5, "edit", "f1", "again")
    book.fails(5, "void", "f1")


def test_a_done_followup_has_no_day_to_come(book: Any) -> None:
    book("followup", "add", "ana", "call", "--due", "today")
    book("done", "f1")
    book.fails(2, "edit", "f1", "--due", "24 nov")


def test_a_remark_is_corrected_and_struck_out(book: Any) -> None:
    book("note", "ana", "sister of Peter")
    assert book.item("edit", "m1", "sister of Pauls")["text"] == "sister of Pauls"
    assert [item["where"] for item in book.items("find", "pauls")] == ["remark m1"]
    assert book.item("void", "m1")["voided"] is True
    assert book.item("show", "ana")["remarks"] == []


def test_orders_and_quotes_go_to_their_own_corrections(book: Any) -> None:
    book("order", "add", "ana", "100", "--line", "beans")
    item = book.item("edit", "o1", "120", "--unset", "line")
    assert (item["amount_minor"], item["line"]) == (12000, None)
    book("quote", "add", "ana", "500", "--for", "grinder")
    assert book.item("edit", "q1", "600", "--for", "big grinder")["amount_minor"] == 60000
    book("void", "o1")
    book("void", "q1")
    assert book.items("timeline") == []


def test_correcting_a_conversation_says_what_was_and_what_is(book: Any) -> None:
    book("log", "ana", "spoke", "-o", "positive")
    said = book("edit", "i1", "-o", "no-answer", "--at", "yesterday 15:30", "--mood", "-1").out
    assert "outcome: positive -> no-answer" in said
    assert "at: Fri 20 Nov 2026 09:00 -> Thu 19 Nov 2026 15:30" in said
    assert "mood: nothing -> -1" in said


def test_an_order_and_a_quote_name_what_changed_like_the_others(book: Any) -> None:
    book("order", "add", "ana", "100")
    book("quote", "add", "ana", "500")
    assert book.item("edit", "o1", "120", "--line", "beans")["changed"] == ["amount", "line"]
    assert book.item("edit", "q1", "600")["changed"] == ["amount"]


@pytest.mark.parametrize(
    "args", [("o1", "12", "--amount", "13"), ("q1", "12", "--amount", "12"), ("i1", "a", "--text", "b")]
)
def test_one_thing_said_twice_is_refused(book: Any, args: tuple[str, ...]) -> None:
    book("order", "add", "ana", "100")
    book("quote", "add", "ana", "500")
    book("log", "ana", "spoke")
    assert f"--{'text' if args[0] == 'i1' else 'amount'}" in book.fails(2, "edit", *args)


def test_more_roles_than_companies_are_refused(book: Any) -> None:
    book.fails(2, "edit", "ana", "--company", "kafija", "--role", "buyer", "--role", "boss")
    book.fails(2, "add", "Zoe", "--company", "kafija", "--role", "buyer", "--role", "boss")


@pytest.mark.parametrize("kind", ["i", "f", "m", "o", "q"])
def test_what_is_struck_out_already_is_declined(book: Any, kind: str) -> None:
    made = {"i": ("log", "ana", "x"), "f": ("followup", "add", "ana", "x"), "m": ("note", "ana", "x"),
            "o": ("order", "add", "ana", "5"), "q": ("quote", "add", "ana", "5")}  # fmt: skip
    book(*made[kind])
    assert f"{kind}1" in book("void", f"{kind}1").out
    book.fails(5, "void", f"{kind}1")
    book.fails(5, "edit", f"{kind}1", "7")


def test_striking_out_a_conversation_strikes_out_what_it_opened(book: Any) -> None:
    book("log", "ana", "spoke", "--next", "fri")
    assert "Struck out f1: spoke" in book("void", "i1").out
