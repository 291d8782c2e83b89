"""The over-contact guard: per class, per contact and per channel, over a window that slides; overriding is recorded."""

from __future__ import annotations

from typing import Any

import pytest

from crmcli.cli.settings import Settings

WAYS = ("--phone", "+371 29 123 456", "--email", "ana@example.org")


def later(days: int) -> str:
    return f"2026-{11 + (20 + days - 1) // 30:02}-{(20 + days - 1) % 30 + 1:02}T09:00:00+00:00"


@pytest.fixture
def ana(crm: Any) -> Any:
    """Somebody to be reached every day, by phone or e-mail."""
    crm("add", "Ana", *WAYS, "--every", "1d")
    return crm


def free(crm: Any, days: int) -> bool:
    """Whether they come up on the list so many days later; held if they do not."""
    answer = crm.json("followups", now=later(days))
    assert len(answer["items"]) + answer["summary"]["held"] == 1
    return bool(answer["items"])


def test_a_contacts_own_limit_goes_before_that_of_the_class(ana: Any) -> None:
    ana("edit", "ana", "--guard", "1 in 5d")
    ana("log", "ana", "spoke")
    assert not free(ana, 4)
    assert free(ana, 5)
    held = ana.items("followups", "--held", now=later(3))[0]["held"]
    assert held == "over-contact guard until Wed 25 Nov 2026: 1 contact of ours in 5 days (at most 1)"
    ana("edit", "ana", "--guard", "off")
    ana("policy", "set", "guard.contacts", "1")
    assert free(ana, 3)
    ana("edit", "ana", "--unset", "guard")
    assert not free(ana, 3)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("2 in 30d", "2 in 30d"),
        ("2/30d", "2 in 30d"),
        ("1 a month", "1 in 1m"),
        ("3 per 2 weeks", "3 in 2w"),
        ("OFF", "off"),
    ],
)
def test_a_limit_is_written_as_one_says_it(ana: Any, text: str, kept: str) -> None:
    assert ana.item("edit", "ana", "--guard", text)["guard"] == kept
    assert ana.item("show", "ana")["preferences"]["guard"] == kept


@pytest.mark.parametrize("text", ["often", "0 in 3d", "2 in 4h", "2 in", "-1 in 3d", "99999 in 3d"])
def test_what_is_no_limit_is_refused(ana: Any, text: str) -> None:
    ana.fails(2, "edit", "ana", f"--guard={text}")


def test_the_window_slides(ana: Any) -> None:
    ana("edit", "ana", "--guard", "2 in 10d")
    for day in (0, 4):
        ana("log", "ana", "spoke", now=later(day))
    assert [free(ana, day) for day in (5, 9, 10, 11)] == [False, False, True, True]
    ana("log", "ana", "spoke", now=later(10))
    assert [free(ana, day) for day in (11, 13, 14)] == [False, False, True]


def test_a_channel_over_its_limit_gives_way_to_another_and_with_none_left_the_row_is_held(ana: Any) -> None:
    ana("policy", "set", "guard.phone.contacts", "1")
    ana("policy", "set", "guard.phone.days", "20")
    ana("policy", "set", "guard.email.contacts", "1")
    ana("policy", "set", "guard.email.days", "6")
    assert ana.items("followups", "all")[0]["reach"]["channel"] == "phone"
    ana("log", "ana", "spoke")
    assert ana.items("followups", now=later(2))[0]["reach"] == {"channel": "email", "address": "ana@example.org"}
    ana("log", "ana", "wrote", "--channel", "email", now=later(2))
    assert [free(ana, day) for day in (4, 7, 8)] == [False, False, True]
    held = ana.items("followups", "--held", now=later(4))[0]["held"]
    assert "1 by phone in 20 days (at most 1); 1 by email in 6 days (at most 1)" in held
    assert ana.items("followups", now=later(8))[0]["reach"]["channel"] == "email"
    ana("edit", "ana", "--no-contact", "email", now=later(8))
    assert [free(ana, day) for day in (9, 19, 20)] == [False, False, True]


def test_what_was_agreed_passes_by_the_channel_there_is(ana: Any) -> None:
    ana("policy", "set", "guard.phone.contacts", "1")
    ana("edit", "ana", "--unset", "email")
    ana("log", "ana", "spoke", "--promise", "call on Monday", "--next", "mon")
    row = ana.items("followups", now=later(3))[0]
    assert [reason["kind"] for reason in row["reasons"]] == ["promise"]
    assert row["reach"]["channel"] == "phone"
    assert ana.json("log", "ana", "as promised", now=later(3))["item"]["override"] is None


def test_going_over_warns_and_is_recorded(ana: Any) -> None:
    ana("edit", "ana", "--guard", "1 in 5d")
    assert ana.json("log", "ana", "one")["notes"] == []
    answer = ana.json("log", "ana", "two")
    assert answer["notes"] == [
        "over-contact guard: Ana had 1 contact of ours in 5 days (at most 1); --override REASON keeps why"
    ]
    assert answer["item"]["override"] == "no reason given"
    answer = ana.json("log", "ana", "three", "--override", "she asked")
    assert (answer["item"]["override"], answer["notes"]) == ("she asked", [])
    assert ana.item("log", "ana", "from them", "--direction", "in")["override"] is None


def test_somebody_at_a_terminal_is_asked_once_for_the_reason(ana: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ana("edit", "ana", "--guard", "1 in 5d")
    ana("log", "ana", "one")
    monkeypatch.setattr(Settings, "may_ask", True)
    answer = ana("log", "ana", "two", input="she waits for the samples\n")
    assert answer.err.count("Why one more") == 1
    assert "note:" not in answer.err
    assert "note:" in ana("log", "ana", "three", input="\n").err
    monkeypatch.undo()
    said = [row["text"] for row in ana.items("timeline", "ana")]
    assert said == ["three", "two", "one"]
    assert ana.item("edit", "i2", "--mood", "1")["override"] == "she waits for the samples"


def test_do_not_contact_is_absolute(ana: Any) -> None:
    ana("edit", "ana", "--no-contact", "all", "--guard", "off")
    assert ana.items("followups", now=later(5)) == []
    assert ana.json("log", "ana", "called", "--override", "why not")["notes"] == [
        "Ana asked not to be contacted; the ban stands"
    ]


def test_a_list_says_who_is_not_to_be_contacted_and_when_they_like_it(ana: Any) -> None:
    ana("edit", "ana", "--no-contact", "phone", "--hours", "after 15:00", "--language", "lv", "--prefers", "email")
    item = ana.items("list")[0]
    assert (item["no_contact"], item["hours"], item["prefers"]) == (["phone"], "after 15:00", "email")
    assert "29 123 456" not in ana("list").out
    reach = ana.items("followups", now=later(5))[0]["reach"]
    assert (reach["channel"], reach["hours"], reach["language"]) == ("email", "after 15:00", "lv")
    assert "after 15:00" in ana("followups", now=later(5)).out


def test_why_the_guard_was_passed_over_can_be_read(ana: Any) -> None:
    ana("edit", "ana", "--guard", "1 in 5d")
    for flags in ((), (), ("--override", "she asked")):
        ana("log", "ana", "spoke", *flags)
    ana("note", "ana", "likes dogs")
    kept = {item["ref"]: item["override"] for item in ana.items("timeline", "ana")}
    assert kept == {"i1": None, "i2": "no reason given", "i3": "she asked", "m1": None}
    assert [word["override"] for word in ana.item("show", "ana")["last_words"]] == [
        "she asked",
        "no reason given",
        None,
    ]
    for command in ("timeline", "show"):
        out = ana(command, "ana").out
        assert out.count("past the guard, no reason given") == 1
        assert out.count("override: she asked") == 1


def test_an_override_lifts_no_ban(ana: Any) -> None:
    ana("edit", "ana", "--no-contact", "phone")
    said = ("log", "ana", "called", "--channel", "phone", "--direction", "out")
    assert ana.json(*said)["notes"] == ["Ana asked not to be contacted by phone"]
    answer = ana.json(*said, "--override", "urgent")
    assert answer["notes"] == ["Ana asked not to be contacted by phone; the ban stands"]
    assert answer["item"]["override"] == "urgent"
