"""`crm suppress`: costly channels closed for a term that ends by itself, undone, lifted, and never over a do-not-contact."""

from __future__ import annotations

from typing import Any

import pytest

LATER = "2027-05-21T09:00:00+00:00"


@pytest.fixture
def ana(crm: Any) -> Any:
    crm("add", "Ana", "--address", "Rīgas iela 1")
    return crm


def shown(crm: Any, who: str = "ana", **how: Any) -> dict[str, Any]:
    item: dict[str, Any] = crm.item("show", who, **how)
    return item


def test_the_policys_costly_channels_for_the_policys_term(ana: Any) -> None:
    item = ana.item("suppress", "ana", "--why", "below zero")
    assert item == {
        "contact": {"id": 1, "name": "Ana"}, "channels": ["letter", "visit"], "until": "2027-11-20", "why": "below zero",
    }  # fmt: skip
    assert shown(ana)["suppressed"] == [
        {"channel": "letter", "until": "2027-11-20", "why": "below zero"},
        {"channel": "visit", "until": "2027-11-20", "why": "below zero"},
    ]
    assert shown(ana)["no_contact"] == []
    assert "no letter or visit until Sat 20 Nov 2027 (suppressed: below zero)" in " ".join(
        ana("show", "ana").out.split()
    )


def test_named_channels_and_several_people(ana: Any) -> None:
    ana("add", "Bo")
    items = ana.items("suppress", "ana", "bo", "c1", "--channel", "mail", "--channel", "letter", "--until", "+6m")
    assert [(one["contact"]["name"], one["channels"], one["until"]) for one in items] == [
        ("Ana", ["email", "letter"], "2027-05-20"),
        ("Bo", ["email", "letter"], "2027-05-20"),
    ]


def test_a_channel_is_no_way_to_reach_them_until_the_term_is_over(ana: Any) -> None:
    assert shown(ana)["preferences"]["reach"]["channel"] == "letter"
    ana("suppress", "ana", "--until", "2027-05-20")
    assert shown(ana)["preferences"]["reach"]["channel"] is None
    assert "no way open for now" in ana("show", "ana").out
    assert shown(ana, now="2027-05-19T09:00:00+00:00")["preferences"]["reach"]["channel"] is None
    after = shown(ana, now="2027-05-20T09:00:00+00:00")
    assert after["preferences"]["reach"]["channel"] == "letter"
    assert after["suppressed"] == []


def test_the_row_is_held_while_no_way_is_left_and_comes_back_by_itself(ana: Any) -> None:
    ana("followup", "add", "ana", "send samples", "--due", "today")
    assert [one["contact"]["name"] for one in ana.items("followups", "today")] == ["Ana"]
    ana("suppress", "ana", "--until", "2027-05-20")
    assert ana.items("followups", "today") == []
    held = ana.items("followups", "--held")
    assert held[0]["held"] == "suppressed until Thu 20 May 2027, and no other way is left"
    assert ana.items("followups", "today", now="2027-05-19T09:00:00+00:00") == []
    assert [one["contact"]["name"] for one in ana.items("followups", "today", now=LATER)] == ["Ana"]


def test_somebody_of_whom_no_way_is_known_stays_on_the_list(crm: Any) -> None:
    crm("add", "Bo")
    crm("followup", "add", "bo", "find their number", "--due", "today")
    crm("suppress", "bo")
    assert [one["contact"]["name"] for one in crm.items("followups", "today")] == ["Bo"]


def test_a_past_day_knows_nothing_of_it(ana: Any) -> None:
    ana("suppress", "ana")
    assert shown(ana)["suppressed"]
    item = ana.item("show", "ana", "--as-of", "2026-11-19")
    assert item["suppressed"] == []
    assert item["preferences"]["reach"]["channel"] == "letter"


def test_it_is_undone_and_done_again(ana: Any) -> None:
    ana("suppress", "ana")
    ana("undo")
    assert shown(ana)["suppressed"] == []
    ana("redo")
    assert len(shown(ana)["suppressed"]) == 2


def test_a_second_term_takes_the_place_of_the_first(ana: Any) -> None:
    ana("suppress", "ana", "--until", "2027-05-20", "--why", "one")
    ana("suppress", "ana", "--until", "2027-03-01", "--why", "two", "--channel", "letter")
    assert shown(ana)["suppressed"] == [
        {"channel": "letter", "until": "2027-03-01", "why": "two"},
        {"channel": "visit", "until": "2027-05-20", "why": "one"},
    ]


def test_a_term_that_is_over_may_be_set_again(ana: Any) -> None:
    ana("suppress", "ana", "--until", "2027-05-20")
    ana("suppress", "ana", "--until", "2027-09-01", now=LATER)
    assert {one["until"] for one in shown(ana, now=LATER)["suppressed"]} == {"2027-09-01"}


def test_lift_opens_again(ana: Any) -> None:
    ana("suppress", "ana")
    assert ana.item("suppress", "ana", "--lift", "--channel", "visit")["channels"] == ["visit"]
    assert [one["channel"] for one in shown(ana)["suppressed"]] == ["letter"]
    ana("suppress", "ana", "--lift")
    assert shown(ana)["suppressed"] == []
    assert "is not suppressed" in ana.fails(5, "suppress", "ana", "--lift")


def test_what_they_asked_for_stays_whatever_the_term(ana: Any) -> None:
    ana("edit", "ana", "--no-contact", "letter")
    answer = ana.json("suppress", "ana", "--until", "2027-05-20")
    assert answer["item"]["channels"] == ["visit"]
    assert answer["notes"] == ["Ana asked not to be contacted by letter: that stays, without an end"]
    assert shown(ana, now=LATER)["no_contact"] == ["letter"]
    assert shown(ana, now=LATER)["preferences"]["reach"]["channel"] is None
    ana("suppress", "ana", "--lift")
    assert shown(ana)["no_contact"] == ["letter"]
    assert "already" in ana.fails(5, "suppress", "ana", "--channel", "letter")


def test_asking_for_it_makes_a_term_of_ours_last_for_good(ana: Any) -> None:
    ana("suppress", "ana", "--until", "2027-05-20", "--channel", "visit")
    ana("log", "ana", "no visits please", "-c", "visit", "-o", "do-not-call")
    assert shown(ana, now=LATER)["no_contact"] == ["visit"]
    ana("edit", "ana", "--no-contact", "letter")
    assert shown(ana)["no_contact"] == ["visit", "letter"]


def test_unset_opens_what_they_asked_for_and_not_our_term(ana: Any) -> None:
    ana("suppress", "ana")
    ana.fails(2, "edit", "ana", "--unset", "no-contact=letter")
    ana("edit", "ana", "--no-contact", "letter")
    ana("edit", "ana", "--unset", "no-contact=letter")
    assert [one["channel"] for one in shown(ana)["suppressed"]] == ["letter", "visit"]


def test_using_the_channel_all_the_same_is_said(ana: Any) -> None:
    ana("suppress", "ana", "--until", "2027-05-20")
    note = ana.json("log", "ana", "sent a card", "-c", "letter")["notes"][-1]
    assert note == "Ana is suppressed by letter until Thu 20 May 2027"


@pytest.mark.parametrize(
    "words",
    [
        ("--until", "yesterday"),
        ("--until", "today"),
        ("--channel", "pigeon"),
        ("--lift", "--until", "+1m"),
        ("--why", " "),
    ],
)
def test_what_cannot_be_is_refused(ana: Any, words: tuple[str, ...]) -> None:
    ana.fails(2, "suppress", "ana", *words)


def test_who_is_not_there_is_refused_and_nobody_is_touched(ana: Any) -> None:
    ana.fails(4, "suppress", "ana", "nobody")
    ana("policy", "set", "suppress.channels", "")
    ana.fails(2, "suppress", "ana")


def test_alone_it_lists_who_is_suppressed_until_when_and_why(ana: Any) -> None:
    assert ana.items("suppress") == []
    assert "Nobody is suppressed" in ana("suppress").out
    ana("add", "Bo")
    ana("suppress", "ana", "--why", "too dear")
    ana("suppress", "bo", "--channel", "visit", "--until", "+1m")
    ana("edit", "bo", "--no-contact", "letter")
    assert [(one["contact"]["name"], one["channels"], one["until"], one["why"]) for one in ana.items("suppress")] == [
        ("Bo", ["visit"], "2026-12-20", None),
        ("Ana", ["letter", "visit"], "2027-11-20", "too dear"),
    ]
    assert [one["contact"]["name"] for one in ana.items("suppress", "--channel", "letter")] == ["Ana"]
    assert ana.items("suppress", "--as-of", "2026-11-19") == []
    assert [one["contact"]["name"] for one in ana.items("suppress", now=LATER)] == ["Ana"]
    assert "too dear" in ana("suppress", env={"COLUMNS": "80"}).out
    for words in (("--lift",), ("--until", "+1m"), ("--why", "x")):
        ana.fails(2, "suppress", *words)


def test_a_write_is_of_today_and_takes_no_other_day(ana: Any) -> None:
    before = ana.items("history")
    for words in (
        ("suppress", "ana"), ("log", "ana", "called"), ("order", "add", "ana", "5"), ("edit", "ana", "--owner", "Bo"),
        ("wanted", "add", "ana"), ("wallet", "set", "ana", "9"), ("policy", "set", "abc.a", "0.7"), ("undo",),
    ):  # fmt: skip
        assert "--as-of is for lists" in ana.fails(2, *words, "--as-of", "2025-01-01"), words
    assert ana.items("history") == before
    ana("suppress", "ana", "--as-of", "2026-11-20")


def test_a_list_of_another_day_may_be_tagged_kept_and_followed_up(ana: Any) -> None:
    ana("order", "add", "ana", "5", "--on", "2026-10-01")
    day = ("--as-of", "2026-10-31")
    assert ana.json("segment", "--rfm", "--tag-as", "old", "--save", *day)["summary"]["tagged"] == 1
    assert ana.json("lapsed", "--all", "--tag-as", "older", *day)["summary"]["tagged"] == 1
