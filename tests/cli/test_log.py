"""`crm log`: one line keeps what was said, closes what it settles and opens what it promises."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def ana(crm: Any) -> Any:
    crm("add", "Ana Bērziņa", "--phone", "+371 29 123 456")
    return crm


def test_the_defaults_are_a_neutral_call_of_ours_now(ana: Any) -> None:
    item = ana.item("log", "ana", "asked about decaf")
    assert {
        key: item[key] for key in ("channel", "direction", "nature", "outcome", "mood", "minutes", "text", "by")
    } == {
        "channel": "phone",
        "direction": "out",
        "nature": "sales",
        "outcome": "neutral",
        "mood": None,
        "minutes": None,
        "text": "asked about decaf",
        "by": None,
    }
    assert item["at"].startswith("2026-11-20T09:00:00")
    assert item["contact"] == {"id": 1, "name": "Ana Bērziņa"}
    assert (item["closed"], item["opened"]) == ([], [])


def test_first_letters_and_everyday_names_will_do(ana: Any) -> None:
    item = ana.item(
        "log", "ana", "x", "-c", "mail", "--direction", "i", "--nature", "q", "-o", "neg", "-m", "-2", "--minutes", "7"
    )
    assert [item[key] for key in ("channel", "direction", "nature", "outcome", "mood", "minutes")] == [
        "email",
        "in",
        "quality",
        "negative",
        -2,
        7,
    ]


def test_next_opens_a_followup_that_the_following_contact_closes(ana: Any) -> None:
    opened = ana.item("log", "ana", "wants samples", "--next", "fri")["opened"]
    assert [(one["id"], one["due_on"], one["text"]) for one in opened] == [(1, "2026-11-27", "wants samples")]
    later = ana.item("log", "ana", "sent them", now="2026-11-27T09:00:00+00:00")
    assert [one["id"] for one in later["closed"]] == [1]


def test_a_promise_stands_beside_the_text_and_is_due_on_the_next_working_day(ana: Any) -> None:
    item = ana.item("log", "ana", "liked the beans", "--promise", "send the price list")
    assert [(one["text"], one["due_on"]) for one in item["opened"]] == [("send the price list", "2026-11-23")]


@pytest.mark.parametrize("outcome", ["no-answer", "left-message", "wrong-number"])
def test_an_attempt_closes_nothing_and_is_no_contact(ana: Any, outcome: str) -> None:
    ana("log", "ana", "call again", "--next", "today")
    assert ana.item("log", "ana", "tried", "-o", outcome)["closed"] == []
    assert ana.item("show", "ana")["last_contact"]["text"] == "call again"


def test_their_message_closes_nothing_but_their_call_does(ana: Any) -> None:
    ana("log", "ana", "call again", "--next", "today")
    assert ana.item("log", "ana", "a question", "--direction", "in", "-c", "email")["closed"] == []
    assert [one["id"] for one in ana.item("log", "ana", "rang us", "--direction", "in")["closed"]] == [1]


def test_a_letter_of_ours_closes_what_was_due(ana: Any) -> None:
    ana("log", "ana", "write to her", "--next", "today")
    assert [one["id"] for one in ana.item("log", "ana", "wrote", "-c", "letter")["closed"]] == [1]


def test_what_is_due_later_stays_open(ana: Any) -> None:
    ana("log", "ana", "call in a week", "--next", "+7d")
    assert ana.item("log", "ana", "chat")["closed"] == []


def test_done_closes_only_the_one_named_and_keep_closes_none(ana: Any) -> None:
    ana("log", "ana", "one", "--next", "today")
    ana("log", "ana", "two", "--next", "today", "--keep")
    assert ana.item("log", "ana", "x", "--keep")["closed"] == []
    assert [one["id"] for one in ana.item("log", "ana", "x", "--done", "f2")["closed"]] == [2]
    ana.fails(4, "log", "ana", "x", "--done", "f2")


def test_a_meeting_is_kept_for_everybody_who_was_there(ana: Any) -> None:
    ana("add", "Oskars Liepa")
    item = ana.item("log", "ana", "tasting", "-c", "meeting", "--with", "oskars", "--minutes", "60")
    assert [one["name"] for one in item["with"]] == ["Oskars Liepa"]
    rows = [*ana.items("timeline", "oskars"), *ana.items("timeline", "ana")]
    assert [(row["contact"]["name"], row["minutes"]) for row in rows] == [("Oskars Liepa", None), ("Ana Bērziņa", 60)]


def test_new_makes_the_contact_in_the_same_operation(crm: Any) -> None:
    item = crm.item("log", "Zane Ozola", "met at the fair", "--new")
    assert item["contact"] == {"id": 1, "name": "Zane Ozola"}
    crm.fails(2, "log", "Zane Ozola", "again", "--new")
    crm("undo")
    assert crm.items("list") == []


def test_the_text_may_come_from_standard_input(ana: Any) -> None:
    assert ana.item("log", "ana", "-", input="first line\nsecond line\n")["text"] == "first line\nsecond line"


def test_at_looks_back_and_never_ahead(ana: Any) -> None:
    assert ana.item("log", "ana", "x", "--at", "yesterday 15:30")["at"].startswith("2026-11-19T15:30")
    ana.fails(2, "log", "ana", "x", "--at", "2026-11-21")
    ana.fails(2, "log", "ana", "x", "--next", "2026-11-19")


def test_a_wrong_number_is_marked_and_do_not_call_closes_the_channel(ana: Any) -> None:
    ana("log", "ana", "somebody else", "-o", "wrong-number")
    assert ana.item("show", "ana")["bad"] == ["+371 29 123 456"]
    ana("log", "ana", "asked us to stop", "-o", "do-not-call")
    assert ana.item("show", "ana")["no_contact"] == ["phone"]
    assert "asked not to be contacted by phone" in ana.json("log", "ana", "once more")["notes"][-1]


def test_the_guard_is_said_and_an_override_keeps_why(ana: Any) -> None:
    for _ in range(4):
        assert ana.json("log", "ana", "x")["notes"] == []
    assert "over-contact guard" in ana.json("log", "ana", "x")["notes"][0]
    item = ana.json("log", "ana", "x", "--override", "she asked for it")
    assert (item["notes"], item["item"]["override"]) == ([], "she asked for it")


def test_answers_are_kept_as_facts(ana: Any) -> None:
    ana("log", "ana", "x", "--answer", "machine=two groups")
    assert [(one["key"], one["value"]) for one in ana.item("show", "ana")["facts"]] == [("machine", "two groups")]


def test_who_is_working_is_kept(ana: Any) -> None:
    assert ana.item("log", "ana", "x", env={"CRM_BY": "Ilze"})["by"] == "Ilze"
    assert ana.item("log", "ana", "x", "--by", "Tom", env={"CRM_BY": "Ilze"})["by"] == "Tom"


def test_the_human_lines_name_the_number_and_the_way_back(ana: Any) -> None:
    lines = ana("log", "ana", "x", "--next", "+3d").out.splitlines()
    assert "i1" in lines[0]
    assert "Mon 23 Nov 2026" in lines[1]
    assert "n2" in lines[-1]
    assert "crm undo" in lines[-1]


def test_a_day_is_the_day_of_the_zone(crm: Any) -> None:
    crm("init", "--zone", "Europe/Riga")
    crm("add", "Ana")
    item = crm.item("log", "ana", "late call", now="2026-11-20T23:30:00+00:00")
    assert item["at"].startswith("2026-11-21T01:30:00+02:00") or item["at"].startswith("2026-11-20T23:30:00+00:00")
    assert crm.json("list", now="2026-11-20T23:30:00+00:00")["as_of"] == "2026-11-21"


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("20:00", "2026-11-19T20:00"),
        ("08:00", "2026-11-20T08:00"),
        ("fri 18:00", "2026-11-13T18:00"),
        ("fri 08:00", "2026-11-20T08:00"),
        ("2h", "2026-11-20T07:00"),
        ("yesterday", "2026-11-19T12:00"),
    ],
)
def test_at_is_the_last_such_moment_and_is_said(ana: Any, said: str, at: str) -> None:
    assert ana.item("log", "ana", "x", "--at", said)["at"].startswith(at)
    day = {"19": "Thu 19", "20": "Fri 20", "13": "Fri 13"}[at[8:10]]
    assert f"{day} Nov 2026 {at[-5:]}" in ana("log", "ana", "x", "--at", said).out


@pytest.mark.parametrize("said", ["2026-11-20 20:00", "2026-11-20T20:00:00+00:00", "tomorrow", "+2h", "today 23:00"])
def test_at_refuses_what_is_still_to_come(ana: Any, said: str) -> None:
    assert "still to come" in ana.fails(2, "log", "ana", "x", "--at", said)


def test_a_wrong_number_says_which_and_what_remains(ana: Any) -> None:
    ana("edit", "ana", "--phone", "26 555 444")
    answer = ana.json("log", "ana", "somebody else", "-o", "wrong-number")
    assert answer["notes"] == ["+371 29 123 456 is a wrong number of Ana Bērziņa; left: 26 555 444"]
    assert "Marked as wrong: 26 555 444" in ana("log", "ana", "nobody", "-o", "wrong-number").out
    notes = ana.json("log", "ana", "stop", "-o", "do-not-call", "-c", "email")["notes"]
    assert "--unset no-contact=email" in notes[0]


def test_what_a_log_closed_is_shown_as_closed(ana: Any) -> None:
    ana("log", "ana", "one", "--next", "today")
    closed = ana.item("log", "ana", "two")["closed"]
    assert [(one["status"], one["closed_on"]) for one in closed] == [("done", "2026-11-20")]


@pytest.mark.parametrize(
    "text", ["- said hi", "-5 degrees outside", "--- three dashes", "-even so he came", "-said\nhi"]
)
def test_a_text_may_begin_with_a_dash(ana: Any, text: str) -> None:
    assert ana.item("log", "ana", text)["text"] == text
    assert ana.item("note", "ana", text)["text"] == text


def test_flags_with_a_space_in_their_value_are_still_flags(ana: Any) -> None:
    for flag in ("--next=24 nov", "-n24 nov"):
        assert ana.item("log", "ana", "x", flag)["opened"][0]["due_on"] == "2026-11-24"
    assert "--nxt" in ana.fails(2, "log", "ana", "--nxt=24 nov")


def test_a_flag_without_its_value_points_to_the_commands_own_help(ana: Any) -> None:
    assert "`crm log --help`" in ana.fails(2, "log", "ana", "x", "--next")


def test_new_makes_only_the_first(crm: Any) -> None:
    assert "'New P'" in crm.fails(4, "log", "Ana Kalna", "x", "--new", "--with", "New P")
    crm("add", "Ana Kalna")
    line = crm.fails(4, "log", "Ana Kalna", "x", "--new", "--with", "New P")
    assert "nobody matches 'New P'" in line
    assert "leave out --new" not in line


@pytest.mark.parametrize("amount", ["0", "-5"])
def test_an_opportunity_is_above_zero(ana: Any, amount: str) -> None:
    assert "--opportunity" in ana.fails(2, "log", "ana", "x", "--opportunity", amount)


def test_done_and_keep_exclude_each_other(ana: Any) -> None:
    ana("followup", "add", "ana", "call", "--due", "today")
    ana.fails(2, "log", "ana", "x", "--done", "f1", "--keep")


def test_who_is_archived_is_said(ana: Any) -> None:
    ana("archive", "ana")
    assert "crm unarchive c1" in ana.json("log", "ana", "x")["notes"][0]
