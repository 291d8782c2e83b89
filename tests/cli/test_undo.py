"""`crm undo`, `crm redo`, `crm history`, as they are typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Dump = Callable[..., dict[str, Any]]
WRITES: tuple[tuple[str, ...], ...] = (
    (
        "add",
        "Zane Ozola",
        "--tag",
        "office",
        "--company",
        "kafija",
        "--role",
        "owner",
        "--phone",
        "67 111 222",
        "--note",
        "tall",
    ),
    ("log", "ana", "spoke again", "--next", "+3d", "--answer", "machine=new", "--promise", "beans"),
    ("log", "ana", "stop", "-o", "do-not-call"),
    ("log", "ana", "nobody", "-o", "wrong-number"),
    ("note", "ana", "plays chess"),
    ("done", "f1"),
    ("done", "c2"),
    ("snooze", "f1", "+3d"),
    ("skip", "f1"),
    ("snooze", "q1", "+9d"),
    ("followup", "add", "ana", "call", "--due", "today"),
    ("edit", "ana", "--name", "Anna B", "--owner", "Tom", "--remove-tag", "vip", "--field", "need=filter"),
    ("edit", "i1", "another text"),
    ("edit", "o1", "--on", "2026-01-05"),
    ("edit", "f1", "--due", "+9d"),
    ("void", "i1"),
    ("void", "o1"),
    ("void", "f1"),
    ("void", "q1"),
    ("archive", "ana"),
    ("order", "add", "ana", "99"),
    ("order", "add", "--walk-in", "5"),
    ("order", "add", "ana", "10", "--refund-of", "o1"),
    ("quote", "add", "ana", "80"),
    ("quote", "won", "q1", "--order"),
    ("quote", "lost", "q1", "--reason", "price"),
    ("policy", "set", "guard.contacts", "1"),
    ("policy", "set", "abc.a", "0.5"),
    ("segment", "--abc", "--save"),
    ("segment", "--abc", "--class", "A", "--tag-as", "best"),
    ("segment", "--abc", "--class", "A", "--followup", "thank them", "--due", "+2d"),
)


@pytest.fixture
def shop(crm: Any) -> Any:
    crm("add", "Kafija SIA", "--kind", "company")
    crm(
        "add",
        "Ana Bērziņa",
        "--company",
        "kafija",
        "--phone",
        "+371 29 123 456",
        "--tag",
        "vip",
        "--field",
        "need=espresso",
    )
    crm("log", "ana", "first word", "--next", "today")
    crm("order", "add", "ana", "120", "--on", "2026-09-05")
    crm("quote", "add", "ana", "500")
    return crm


@pytest.mark.parametrize("words", WRITES, ids=" ".join)
def test_every_write_is_taken_back_whole_and_done_again(shop: Any, dump: Dump, words: tuple[str, ...]) -> None:
    shop("followups")
    before = dump(shop.path), dump(shop.path, "derived")
    shop(*words)
    after = dump(shop.path), dump(shop.path, "derived")
    assert after[0] != before[0], "the command wrote nothing"
    shop("undo")
    assert (dump(shop.path), dump(shop.path, "derived")) == before
    shop("redo")
    assert (dump(shop.path), dump(shop.path, "derived")) == after


def test_a_second_undo_goes_one_further_back_and_redo_comes_forward(shop: Any) -> None:
    shop("note", "ana", "one")
    shop("note", "ana", "two")
    assert [one["command"] for one in shop.items("undo")] == ["note ana two"]
    assert [one["command"] for one in shop.items("undo")] == ["note ana one"]
    assert [row["text"] for row in shop.items("timeline") if row["kind"] == "remark"] == []
    shop("redo")
    shop("redo")
    assert [row["text"] for row in shop.items("timeline") if row["kind"] == "remark"] == ["two", "one"]
    shop.fails(5, "redo")


def test_undo_names_what_it_took_back(shop: Any) -> None:
    (item,) = shop.items("undo")
    assert {key: item[key] for key in ("id", "command", "by")} == {"id": 5, "command": "quote add ana 500", "by": None}
    assert item["rows"] == 1
    assert item["at"].startswith("2026-11-20T")


def test_an_older_operation_alone_where_nothing_stands_on_it(shop: Any) -> None:
    shop("note", "ana", "one")
    shop("note", "ana", "two")
    shop("undo", "n6")
    assert [row["text"] for row in shop.items("timeline") if row["kind"] == "remark"] == ["two"]


def test_what_later_work_stands_on_is_refused_by_name(shop: Any) -> None:
    line = shop.fails(5, "undo", "n2")
    assert "n3" in line
    assert "--with-later" in line
    taken = [one["id"] for one in shop.items("undo", "n2", "--with-later")]
    assert taken == [5, 4, 3, 2]
    assert [one["name"] for one in shop.items("list")] == ["Kafija SIA"]
    shop("redo")
    assert len(shop.items("list")) == 2


def test_a_dry_run_says_and_does_nothing(shop: Any, dump: Dump) -> None:
    before = dump(shop.path), dump(shop.path, "bookkeeping"), dump(shop.path, "derived")
    assert [one["id"] for one in shop.items("undo", "--dry-run")] == [5]
    assert (dump(shop.path), dump(shop.path, "bookkeeping"), dump(shop.path, "derived")) == before
    shop("undo")
    assert [one["id"] for one in shop.items("redo", "--dry-run")] == [5]
    assert shop.items("quote", "list") == []


def test_nothing_to_undo_is_said(crm: Any) -> None:
    crm("add", "Ana")
    crm("undo")
    crm.fails(5, "undo")


def test_a_bare_number_will_do(shop: Any) -> None:
    assert [one["id"] for one in shop.items("undo", "5")] == [5]


def test_reading_leaves_no_operation(shop: Any) -> None:
    for words in (("list",), ("show", "ana"), ("followups",), ("timeline",), ("find", "word"), ("segment",)):
        shop(*words)
    assert len(shop.items("history")) == 5


def test_history_is_newest_first_and_of_one_contact_where_asked(shop: Any) -> None:
    shop("add", "Somebody Else")
    assert [one["id"] for one in shop.items("history")] == [6, 5, 4, 3, 2, 1]
    assert [one["id"] for one in shop.items("history", "ana")] == [5, 4, 3, 2]
    assert [one["id"] for one in shop.items("history", "--limit", "2")] == [6, 5]
    shop("undo")
    assert [one["undone"] for one in shop.items("history")][:2] == [True, False]


def test_a_write_that_changes_nothing_is_no_operation(shop: Any) -> None:
    shop("archive", "ana")
    assert shop.json("archive", "ana")["summary"]["operation"] is None
    assert len(shop.items("history")) == 6
