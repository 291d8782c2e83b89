"""A complaint's clocks by hand: nights, weekends, holidays, the change of the clocks, waiting, reopening."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crmcli.analysis.complaint_clock import Clocks, Step, clocks, courses, terms, terms_text, warning, working_minutes

RIGA = ZoneInfo("Europe/Riga")
OFFICE = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00")
EVERY = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), "00:00-24:00")


def at(text: str) -> int:
    """A local time in Riga as a minute; `*` behind it is the second one of an hour that comes twice."""
    local = datetime.fromisoformat(text.rstrip("*")).replace(tzinfo=RIGA, fold=int(text.endswith("*")))
    return int(local.astimezone(UTC).timestamp()) // 60


def under(**parts: Any) -> Any:
    kept = {
        "hours": OFFICE,
        "closed": [],
        "zone": "Europe/Riga",
        "respond_within": "4h",
        "resolve_within": "3d",
        "warn": 0.5,
    }
    return terms(terms_text({**kept, **parts}))


def stand(steps: str, now: str, **parts: Any) -> Clocks:
    """The clocks after steps such as "2026-11-20T10:00 open; 2026-11-20T12:00 wait"."""
    read = [Step(at(when), kind) for when, kind in (one.split() for one in steps.split("; "))]
    own = under(**parts)
    return clocks(own, courses(own, read)[-1], at(now))


def test_a_day_is_eight_working_hours_and_a_week_forty() -> None:
    assert [working_minutes(text) for text in ("30min", "4h", "1d", "3d", "1w")] == [30, 240, 480, 1440, 2400]


def test_a_weekend_does_not_count() -> None:
    both = stand("2026-11-20T16:00 open", "2026-11-23T10:00")
    assert both.response.used == both.resolution.used == 120
    assert both.response.due == at("2026-11-23T12:00")
    assert both.resolution.due == at("2026-11-25T16:00")


def test_a_holiday_and_an_own_closing_day_do_not_count() -> None:
    both = stand("2026-12-23T16:00 open", "2026-12-28T10:00", closed=["2026-12-24", "2026-12-25"])
    assert both.response.used == 120


def test_what_comes_in_at_night_begins_in_the_morning() -> None:
    both = stand("2026-11-20T23:30 open", "2026-11-23T09:01")
    assert (both.response.used, both.response.due) == (1, at("2026-11-23T13:00"))


@pytest.mark.parametrize(
    ("day", "hours", "used"),
    [("2026-10-25", "00:00-24:00", 25 * 60), ("2026-03-29", "00:00-24:00", 23 * 60),
     ("2026-10-25", "01:00-05:00", 5 * 60), ("2026-03-29", "01:00-05:00", 3 * 60),
     ("2026-10-25", "22:00-23:59", 119)],
)  # fmt: skip
def test_the_change_of_the_clocks_is_worked_through_as_it_passes(day: str, hours: str, used: int) -> None:
    both = stand(f"{day}T00:00 open", f"{day}T23:59", hours={"sun": hours})
    assert both.resolution.used == used - (1 if hours.endswith("24:00") else 0)


def test_an_hour_that_comes_twice_is_counted_twice() -> None:
    both = stand("2026-10-25T03:30 open", "2026-10-25T03:30*", hours=EVERY)
    assert both.response.used == 60


def test_answering_ends_one_clock_and_not_the_other() -> None:
    both = stand("2026-11-20T10:00 open; 2026-11-20T11:00 respond", "2026-11-20T15:00")
    assert (both.response.used, both.response.ended) == (60, at("2026-11-20T11:00"))
    assert (both.resolution.used, both.resolution.ended) == (300, None)


@pytest.mark.parametrize("kind", ["respond", "wait", "resolve"])
def test_each_of_three_steps_ends_the_response_clock(kind: str) -> None:
    assert stand(f"2026-11-20T10:00 open; 2026-11-20T11:00 {kind}", "2026-11-24T10:00").response.used == 60


def test_waiting_pauses_and_resuming_goes_on_from_where_it_stood() -> None:
    waiting = "2026-11-20T10:00 open; 2026-11-20T12:00 wait"
    both = stand(waiting, "2026-11-26T10:00")
    assert (both.resolution.used, both.resolution.paused, both.resolution.due) == (120, True, None)
    again = stand(f"{waiting}; 2026-11-26T10:00 resume", "2026-11-26T11:00")
    assert (again.resolution.used, again.resolution.paused) == (180, False)
    assert again.resolution.due == at("2026-11-30T16:00")


def test_reopening_goes_on_from_where_it_stood() -> None:
    steps = "2026-11-20T10:00 open; 2026-11-20T12:00 resolve; 2026-11-24T09:00 reopen"
    both = stand(steps, "2026-11-24T10:00")
    assert (both.resolution.used, both.status) == (180, "open")


def test_by_the_deadline_is_in_time_and_a_minute_later_is_not() -> None:
    opened = "2026-11-21T10:00 open"  # a Saturday: 3 days are used up on Wednesday at 17:00
    assert not stand(f"{opened}; 2026-11-25T17:00 resolve", "2026-12-01T10:00").resolution.breached
    assert stand(f"{opened}; 2026-11-25T17:01 resolve", "2026-12-01T10:00").resolution.breached


def test_what_was_late_stays_late() -> None:
    steps = "2026-11-20T10:00 open; 2026-11-27T10:00 resolve; 2026-11-30T09:00 reopen; 2026-11-30T09:30 wait"
    clock = stand(steps, "2026-12-02T10:00").resolution
    assert clock.breached
    assert clock.due == at("2026-11-25T10:00")


def test_a_deadline_that_opening_hours_never_hold_is_none() -> None:
    both = stand("2026-11-20T10:00 open", "2026-11-24T10:00", hours={})
    assert (both.response.due, both.response.breached, both.response.used) == (None, False, 0)


def test_it_is_time_to_look_when_the_share_is_used_or_a_working_day_before() -> None:
    own = under(respond_within="1d", resolve_within="2w")
    opened = courses(own, [Step(at("2026-11-20T10:00"), "open")])[-1]
    assert warning(own, opened) == (at("2026-11-20T14:00"), date(2026, 11, 20))
    answered = courses(own, [Step(at("2026-11-20T10:00"), "open"), Step(at("2026-11-20T11:00"), "respond")])[-1]
    assert warning(own, answered) == (at("2026-11-27T10:00"), date(2026, 11, 27))
    late_warning = under(respond_within="1d", resolve_within="2w", warn=1)
    answered = courses(late_warning, [Step(at("2026-11-20T10:00"), "open"), Step(at("2026-11-20T11:00"), "respond")])[
        -1
    ]
    assert warning(late_warning, answered) == (at("2026-12-04T10:00"), date(2026, 12, 3))


def test_no_warning_while_nothing_runs() -> None:
    own = under()
    for kind in ("wait", "resolve"):
        course = courses(own, [Step(at("2026-11-20T10:00"), "open"), Step(at("2026-11-20T11:00"), kind)])[-1]
        assert warning(own, course) is None
