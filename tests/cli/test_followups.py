"""The morning list: who comes up, why, in which order, and what makes a row go away."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

FRIDAY = date(2026, 11, 20)


def at(day: date) -> str:
    return f"{day.isoformat()}T09:00:00+00:00"


def later(days: int) -> str:
    return at(FRIDAY + timedelta(days=days))


def kinds(crm: Any, *args: str, **how: Any) -> dict[str, list[str]]:
    """Name -> kinds of its reasons."""
    return {
        row["contact"]["name"]: sorted(reason["kind"] for reason in row["reasons"])
        for row in crm.items("followups", *args, **how)
    }


@pytest.fixture
def ana(crm: Any) -> int:
    return int(crm.item("add", "Ana Ozola", "--phone", "+371 29 123 456", "--email", "ana@example.com")["id"])


def test_a_followup_comes_up_on_its_day_and_not_before(crm: Any, ana: int) -> None:
    crm.json("log", "ana", "wants the price list", "--next", "tue")
    assert kinds(crm) == {}
    assert kinds(crm, "week") == {"Ana Ozola": ["followup"]}
    assert kinds(crm, now=later(4)) == {"Ana Ozola": ["followup"]}
    assert kinds(crm, "overdue", now=later(4)) == {}
    assert kinds(crm, "overdue", now=later(5)) == {"Ana Ozola": ["followup"]}


def test_a_row_says_how_to_reach_them_the_last_words_and_what_clears_it(crm: Any, ana: int) -> None:
    crm.json("log", "ana", "happy with delivery", "--promise", "send samples", "--next", "today")
    row = crm.items("followups")[0]
    assert row["reach"] == {"channel": "phone", "address": "+371 29 123 456"}
    assert row["last_contact"]["text"] == "happy with delivery"
    assert row["reasons"][0]["text"] == "send samples"
    assert row["clear"] == f"crm done c{ana}"
    crm.json(*row["clear"].split()[1:])
    assert crm.items("followups") == []


def test_the_parts_of_a_score_add_up_and_lateness_raises_it(crm: Any, ana: int) -> None:
    crm.json("followup", "add", "ana", "call", "--due", "today")
    scores = []
    for days in (0, 3, 14, 40):
        row = crm.items("followups", now=later(days))[0]
        assert sum(row["parts"].values()) == row["score"] <= 100
        scores.append(row["score"])
    assert scores[0] < scores[1] < scores[2] == scores[3]


def test_logging_closes_what_was_due_and_leaves_what_is_to_come(crm: Any, ana: int) -> None:
    due = crm.item("followup", "add", "ana", "today", "--due", "today")["id"]
    crm.json("followup", "add", "ana", "next month", "--due", "+4w")
    logged = crm.item("log", "ana", "spoke about both")
    assert [closed["id"] for closed in logged["closed"]] == [due]
    assert kinds(crm, "all")["Ana Ozola"] == ["cadence", "followup"]


@pytest.mark.parametrize("outcome", ["no-answer", "left-message", "wrong-number"])
def test_an_attempt_closes_nothing_is_no_contact_and_comes_up_again_next_working_day(
    crm: Any, ana: int, outcome: str
) -> None:
    crm.json("followup", "add", "ana", "call", "--due", "today")
    logged = crm.item("log", "ana", "rang", "-o", outcome)
    assert logged["closed"] == []
    assert kinds(crm) == {"Ana Ozola": ["followup"]}
    assert crm.items("followups")[0]["last_contact"] is None
    monday = crm.items("followups", now=later(3))[0]
    assert {(reason["kind"], reason["due_on"]) for reason in monday["reasons"]} == {
        ("followup", "2026-11-20"), ("attempt", "2026-11-23"),
    }  # fmt: skip


def test_attempts_end_at_the_policys_limit(crm: Any, ana: int) -> None:
    crm.json("policy", "set", "attempt.max", "2")
    for days in (0, 3, 4):
        crm.json("log", "ana", "rang", "-o", "no-answer", now=later(days))
    assert "attempt" not in str(kinds(crm, now=later(10)))


def test_cadence_counts_from_the_last_real_contact(crm: Any, ana: int) -> None:
    crm.json("edit", "ana", "--every", "2w")
    crm.json("log", "ana", "spoke")
    crm.json("log", "ana", "rang", "-o", "no-answer", now=later(10))
    assert kinds(crm, now=later(13)) == {"Ana Ozola": ["attempt"]}
    assert kinds(crm, now=later(14)) == {"Ana Ozola": ["attempt", "cadence"]}
    crm.json("log", "ana", "spoke", now=later(14))
    assert kinds(crm, now=later(27)) == {}


def test_a_recurring_followup_counts_from_the_day_it_was_done(crm: Any, ana: int) -> None:
    crm.json("followup", "add", "ana", "service", "--due", "today", "--every", "1m")
    done = crm.json("done", "f1", now=later(5))
    assert done["item"]["next"]["due_on"] == "2026-12-25"


def test_their_message_waits_for_our_answer(crm: Any, ana: int) -> None:
    crm.json("log", "ana", "asks for a price", "--direction", "in", "--channel", "email")
    assert kinds(crm) == {"Ana Ozola": ["unanswered"]}
    crm.json("log", "ana", "sent it", "--channel", "email")
    assert kinds(crm) == {}


def test_a_new_message_comes_up_although_an_earlier_one_was_marked_done(crm: Any, ana: int) -> None:
    crm.json("log", "ana", "one", "--direction", "in", "--channel", "message", now="2026-11-20T09:00:00+00:00")
    crm.json("done", f"c{ana}/unanswered", now="2026-11-20T10:00:00+00:00")
    assert kinds(crm, now="2026-11-20T10:30:00+00:00") == {}
    crm.json("log", "ana", "answered", "--channel", "message", now="2026-11-20T10:40:00+00:00")
    crm.json("log", "ana", "two", "--direction", "in", "--channel", "message", now="2026-11-20T11:00:00+00:00")
    assert kinds(crm, now="2026-11-20T12:00:00+00:00") == {"Ana Ozola": ["unanswered"]}


def test_an_open_quote_comes_up_after_the_policys_days_without_a_word(crm: Any, ana: int) -> None:
    crm.json("quote", "add", "ana", "500")
    assert kinds(crm, now=later(6)) == {}
    assert kinds(crm, now=later(7)) == {"Ana Ozola": ["quote"]}
    crm.json("log", "ana", "still thinking", now=later(7))
    assert kinds(crm, now=later(8)) == {}
    crm.json("quote", "won", "q1", now=later(9))
    assert "quote" not in str(kinds(crm, now=later(30)))


@pytest.mark.parametrize(("now", "expected"), [
    (at(date(2027, 3, 4)), False), (at(date(2027, 3, 5)), True), (at(date(2027, 3, 9)), True), (at(date(2027, 3, 10)), False),
])  # fmt: skip
def test_a_birthday_comes_up_two_days_before_and_leaves_two_days_after(crm: Any, now: str, expected: bool) -> None:
    crm.json("add", "Ilze Kalna", "--birthday=--03-07")
    found = kinds(crm, now=now).get("Ilze Kalna", [])
    assert ("occasion" in found) is expected


def test_a_birthday_spoken_to_is_settled_until_next_year(crm: Any) -> None:
    crm.json("add", "Ilze Kalna", "--birthday", "1980-11-20", "--every", "1y")
    assert "turns 46" in crm.items("followups")[0]["reasons"][0]["text"]
    crm.json("log", "ilze", "wished her well")
    assert kinds(crm) == {}
    assert kinds(crm, now=at(date(2027, 11, 20)))["Ilze Kalna"] == ["cadence", "occasion"]


def test_snooze_skip_and_done_put_a_reason_off_as_long_as_they_should(crm: Any, ana: int) -> None:
    crm.json("edit", "ana", "--every", "2w")
    crm.json("log", "ana", "spoke")
    ref = f"c{ana}/cadence"
    crm.json("snooze", ref, "+3d", now=later(14))
    assert kinds(crm, now=later(16)) == {}
    assert kinds(crm, now=later(17)) == {"Ana Ozola": ["cadence"]}
    crm.json("skip", ref, now=later(17))
    assert kinds(crm, now=later(30)) == {}
    assert kinds(crm, now=later(31)) == {"Ana Ozola": ["cadence"]}


def test_snoozing_a_followup_moves_its_day(crm: Any, ana: int) -> None:
    crm.json("followup", "add", "ana", "call", "--due", "today")
    crm.json("snooze", "1", "tue 15:00")
    assert kinds(crm) == {}
    reason = crm.items("followups", "week")[0]["reasons"][0]
    assert (reason["due_on"], reason["due_time"]) == ("2026-11-24", "15:00")


def test_the_guard_holds_what_we_start_and_lets_pass_what_was_agreed(crm: Any, ana: int) -> None:
    crm.json("policy", "set", "guard.contacts", "2")
    crm.json("policy", "set", "guard.days", "10")
    crm.json("edit", "ana", "--every", "1d")
    for days in (0, 1):
        crm.json("log", "ana", "spoke", "--channel", "email", now=later(days))
    answer = crm.json("followups", now=later(3))
    assert (answer["items"], answer["summary"]["held"]) == ([], 1)
    held = crm.items("followups", "--held", now=later(3))
    assert held[0]["held"] == "over-contact guard until Mon 30 Nov 2026: 2 contacts of ours in 10 days (at most 2)"
    crm.json("followup", "add", "ana", "call back", "--due", "today", now=later(3))
    answer = crm.json("followups", now=later(3))
    assert [reason["kind"] for reason in answer["items"][0]["reasons"]] == ["followup"]
    assert answer["summary"]["held"] == 0
    assert kinds(crm, now=later(10))["Ana Ozola"] == ["cadence", "followup"]


def test_logging_past_the_guard_warns(crm: Any, ana: int) -> None:
    crm.json("policy", "set", "guard.contacts", "1")
    assert crm.json("log", "ana", "one")["notes"] == []
    assert "over-contact guard" in crm.json("log", "ana", "two")["notes"][0]
    assert crm.json("log", "ana", "three", "--override", "asked to be called")["notes"] == []


def test_a_closed_channel_is_never_offered_and_with_none_left_the_row_is_held(crm: Any, ana: int) -> None:
    crm.json("followup", "add", "ana", "call", "--due", "today")
    crm.json("edit", "ana", "--no-contact", "phone")
    assert crm.items("followups")[0]["reach"] == {"channel": "email", "address": "ana@example.com"}
    crm.json("edit", "ana", "--no-contact", "email")
    answer = crm.json("followups")
    assert (answer["items"], answer["summary"]["held"]) == ([], 1)


def test_asked_not_to_be_called_closes_the_phone(crm: Any, ana: int) -> None:
    crm.json("log", "ana", "do not ring again", "-o", "do-not-call", "--next", "today")
    assert crm.items("followups")[0]["reach"]["channel"] == "email"


def test_a_wrong_number_is_not_offered_again(crm: Any, ana: int) -> None:
    crm.json("followup", "add", "ana", "call", "--due", "today")
    crm.json("log", "ana", "somebody else", "-o", "wrong-number")
    assert crm.items("followups")[0]["reach"]["channel"] == "email"


def test_a_word_with_somebody_who_works_there_is_a_word_with_the_company(crm: Any) -> None:
    crm.json("add", "Kafija SIA", "--kind", "company", "--every", "2w")
    crm.json("add", "Juris Liepa", "--company", "kafija", "--phone", "+371 20 000 001")
    crm.json("log", "juris", "spoke", now=later(13))
    assert kinds(crm, now=later(20)) == {}
    row = crm.items("followups", now=later(27))[0]
    assert row["contact"]["name"] == "Kafija SIA"
    assert row["reach"]["person"]["name"] == "Juris Liepa"
    assert row["last_contact"]["text"] == "spoke"


def test_one_row_for_a_contact_with_all_its_reasons(crm: Any, ana: int) -> None:
    crm.json("followup", "add", "ana", "a", "--due", "today")
    crm.json("log", "ana", "b", "--direction", "in", "--channel", "email")
    assert kinds(crm) == {"Ana Ozola": ["followup", "unanswered"]}


def test_the_first_rows_of_a_limited_list_are_those_of_the_whole(crm: Any) -> None:
    for number in range(12):
        crm.json("add", f"Person {number}")
        crm.json("followup", "add", f"person {number}", "call", "--due", f"+{number % 5 + 1}d")
        crm.json("log", f"person {number}", "q", "--direction", "in", "--channel", "web", "--keep")
    whole = crm.items("followups", now=later(30))
    for limit in (1, 5, 11):
        part = crm.json("followups", "--limit", limit, now=later(30))
        assert part["items"] == whole[:limit]
        assert (part["summary"]["shown"], part["summary"]["more"]) == (limit, 12 - limit)


def test_only_an_owners_customers(crm: Any) -> None:
    for owner in ("Ilze", "Tom"):
        crm.json("add", f"Customer of {owner}", "--owner", owner)
        crm.json("followup", "add", f"customer {owner}", "call", "--due", "today")
    assert list(kinds(crm, "--owner", "Ilze")) == ["Customer of Ilze"]
    assert (
        crm.json("followups", "--owner", "Ilze")["summary"] | {"held": 0}
        == crm.json("followups", "--owner", "Tom")["summary"]
    )


def test_a_past_day_is_answered_from_what_was_dated_up_to_it(crm: Any, ana: int) -> None:
    crm.json("followup", "add", "ana", "call", "--due", "today")
    crm.json("done", "f1", now=later(3))
    assert kinds(crm, now=later(5)) == {}
    assert kinds(crm, "--as-of", "2026-11-22", now=later(5)) == {"Ana Ozola": ["followup"]}
    assert kinds(crm, now=later(5)) == {}


def test_an_archived_contact_does_not_come_up(crm: Any, ana: int) -> None:
    crm.json("followup", "add", "ana", "call", "--due", "today")
    crm.json("archive", "ana")
    assert crm.json("followups")["items"] == []


@pytest.mark.parametrize(("args", "code"), [
    (["done", "f99"], 4), (["done", "c99"], 4), (["done", "c1"], 4), (["done", "x"], 2), (["done", "c1/nonsense"], 2),
    (["snooze", "f1", "yesterday"], 2), (["snooze", "f1", "blub"], 2), (["followups", "sometimes"], 2),
    (["followup", "add", "nobody", "x"], 4), (["followup", "add", "ana", " "], 2), (["followup", "add", "ana", "x", "--due", "yesterday"], 2),
    (["followup", "add", "ana", "x", "--every", "sometimes"], 2), (["skip", "q7"], 4), (["followups", "--limit", "-1"], 2),
])  # fmt: skip
def test_what_is_wrong_is_said_in_one_line_and_changes_nothing(crm: Any, ana: int, args: list[str], code: int) -> None:
    crm.json("followup", "add", "ana", "later", "--due", "+9d")
    crm.fails(code, *args)


def test_the_calendar_has_stable_uids_and_is_read_by_a_real_parser(crm: Any, ana: int, tmp_path: Path) -> None:
    from icalendar import Calendar

    crm.json("followup", "add", "ana", "bring; samples, and\\more", "--due", "tue 15:00")
    crm.json("followup", "add", "ana", "x" * 300 + "ā", "--due", "wed")
    target = tmp_path / "week.ics"
    crm.json("followups", "week", "--ics", str(target))
    assert target.stat().st_mode & 0o777 == 0o600
    data = target.read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    events = [part for part in Calendar.from_ical(data).walk() if part.name == "VEVENT"]
    assert str(events[0]["DESCRIPTION"]).startswith("followup: bring; samples, and\\more")
    assert events[0]["DTSTART"].dt.isoformat() == "2026-11-24T15:00:00+00:00"
    assert events[1]["DTSTART"].dt == date(2026, 11, 25)
    uids = {str(event["UID"]) for event in events}
    crm.json("followups", "week", "--ics", str(target), now=later(1))
    again = [part for part in Calendar.from_ical(target.read_bytes()).walk() if part.name == "VEVENT"]
    assert {str(event["UID"]) for event in again} == uids
    assert len(uids) == 2


def test_a_calendar_does_not_overwrite_another_file(crm: Any, ana: int, tmp_path: Path) -> None:
    target = tmp_path / "letter.txt"
    target.write_text("dear Ana")
    crm.fails(2, "followups", "--ics", str(target))
    assert target.read_text() == "dear Ana"


def test_log_closes_only_what_done_names_and_nobody_elses(crm: Any, ana: int) -> None:
    crm.json("add", "Bo Ek")
    crm.json("followup", "add", "ana", "one", "--due", "today")
    crm.json("followup", "add", "ana", "two", "--due", "today")
    crm.json("followup", "add", "bo", "his", "--due", "today")
    crm.fails(2, "log", "ana", "spoke", "--done", "f3")
    crm.fails(4, "log", "ana", "spoke", "--done", "f9")
    assert [one["id"] for one in crm.item("log", "ana", "spoke", "--done", "f2")["closed"]] == [2]
    assert kinds(crm) == {"Ana Ozola": ["followup"], "Bo Ek": ["followup"]}


def test_an_owner_is_known_by_any_case_and_an_unknown_one_is_said(crm: Any) -> None:
    crm.json("add", "Ana", "--owner", "Ilze")
    crm.json("add", "Bo", "--owner", "Tom")
    crm.json("followup", "add", "bo", "call", "--due", "+3d")
    assert crm.json("followups", "--owner", "ILZE")["summary"]["next"]["on"] == "2027-01-01"
    assert crm.json("followups", "--owner", "tom")["summary"]["next"] == {"on": "2026-11-23", "contacts": 1}
    crm.fails(4, "followups", "--owner", "zzz")


def test_the_reason_that_scores_stands_first(crm: Any, ana: int) -> None:
    crm.json("followup", "add", "ana", "old", "--due", "today")
    crm.json("log", "ana", "spoke", "--keep", "--promise", "send it", "--next", "mon")
    row = crm.items("followups", now=later(3))[0]
    assert row["parts"]["kind"] == 40
    assert [reason["kind"] for reason in row["reasons"]] == ["promise", "followup"]


def test_the_list_as_csv_says_what_is_due_when(crm: Any, ana: int) -> None:
    crm.json("followup", "add", "ana", "call", "--due", "today")
    assert "f1 followup 2026-11-20: call" in crm("followups", "--csv").out


def test_a_list_of_which_no_row_is_shown_is_not_an_empty_one(crm: Any, ana: int) -> None:
    crm.json("followup", "add", "ana", "call", "--due", "today")
    for command in (["followups"], ["list"], ["find", "ana"]):
        text = crm(*command, "--limit", "0").out
        assert "obody" not in text
        assert "othing" not in text
        assert crm.json(*command, "--limit", "0")["items"] == []


def test_what_was_undone_says_so(crm: Any, ana: int) -> None:
    assert crm.items("undo")[0]["undone"] is True
    assert crm.items("redo")[0]["undone"] is False


def test_history_as_of_a_day_knows_nothing_later(crm: Any, ana: int) -> None:
    assert len(crm.items("history", "--as-of", "2026-11-20", now=later(3))) == 1
    assert crm.items("history", "--as-of", "2026-11-19") == []


def test_what_comes_up_later_anyway_is_not_snoozed(crm: Any, ana: int) -> None:
    crm("quote", "add", "ana", "500")
    assert "q1 comes up on Fri 27 Nov 2026 anyway" in crm.fails(2, "snooze", "q1", "+2d")
    assert "comes up on Fri 1 Jan 2027 anyway" in crm.fails(2, "snooze", f"c{ana}/cadence", "+3w")
    assert crm.item("snooze", "q1", "+9d")["due_on"] == "2026-11-29"


def test_done_and_skip_say_when_it_comes_up_again(crm: Any, ana: int) -> None:
    crm("quote", "add", "ana", "500", "--on", "2026-11-01")
    answer = crm("done", "q1")
    assert "Comes up again: q1 on Fri 27 Nov 2026" in answer.out
    assert crm.item("skip", f"c{ana}/cadence")["due_on"] == "2027-01-01"
    crm("log", "ana", "rang", "-o", "no-answer")
    attempt = f"c{ana}/attempt"
    assert crm.item("skip", attempt, now=later(3))["due_on"] is None
    crm.fails(4, "skip", attempt, now=later(3))
    assert "attempt" not in str(kinds(crm, "all", now=later(3)))
    crm("followup", "add", "ana", "service", "--due", "today", "--every", "1m")
    assert crm.item("done", "f1")["due_on"] == "2026-12-20"


def test_kinds_and_days_are_said_as_people_say_them(crm: Any, ana: int) -> None:
    crm("followup", "add", "ana", "call", "--due", "today")
    assert "Snoozed f1 to Fri 27 Nov 2026: Ana Ozola - follow-up, call" in crm("snooze", "f1", "fri").out
    assert "Ana Ozola - regular contact, " in crm("skip", f"c{ana}/cadence").out
    crm("quote", "add", "ana", "500", "--on", "2026-11-01", "--valid-until", "2026-11-30")
    assert "sent Sun 1 Nov 2026, valid until Mon 30 Nov 2026" in crm("done", "q1").out
    crm("log", "ana", "rang", "-o", "no-answer")
    assert (
        "failed call, no answer on Fri 20 Nov 2026; next is attempt 2"
        in crm("skip", f"c{ana}/attempt", now=later(3)).out
    )


@pytest.mark.parametrize(
    ("channel", "words"), [("web", "their message by web"), ("email", "their email"), ("message", "their message")]
)
def test_an_unanswered_message_is_named_by_its_way(crm: Any, ana: int, channel: str, words: str) -> None:
    crm("log", "ana", "a question", "--direction", "in", "-c", channel)
    assert crm.items("followups")[0]["reasons"][0]["text"] == f"{words} without our answer: a question"
    assert "Ana Ozola - unanswered message, " in crm("done", f"c{ana}/unanswered").out
