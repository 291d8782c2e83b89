"""What is a sign of conflict and what is not, how grave, and since when."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from crmcli.analysis.conflict import Case, Limits, Near, Promise, Sign, Talk, severity, signs

TODAY = date(2026, 11, 20)
LIMITS = Limits(mood_fall=1.0, bad=2, attempts=3, recent=2)


def talk(day: int, outcome: str = "neutral", mood: int | None = None, **more: Any) -> Talk:
    on = f"2026-11-{day:02}"
    return Talk(**{"id": day, "at": f"{on}T10:00:00+00:00", "on": on, "channel": "phone", "direction": "out",
                   "outcome": outcome, "mood": mood, "text": "the beans were stale", **more})  # fmt: skip


def case(*talks: Talk, spoken_at: str = "", promises: Any = (), complaints: Any = ()) -> Case:
    real = [one.at for one in talks if one.real]
    return Case(1, spoken_at or max(real, default=""), talks, promises, complaints)


def found(one: Case) -> dict[str, Sign]:
    return {sign.kind: sign for sign in signs(one, LIMITS, TODAY)}


def test_two_bad_outcomes_in_a_row() -> None:
    sign = found(case(talk(2, "positive"), talk(5, "negative"), talk(9, "negative")))["outcomes"]
    assert (sign.since, sign.due_on, sign.ref) == ("2026-11-05", "2026-11-09", "i9")
    assert "2 conversations in a row ended badly" in sign.text
    assert "the beans were stale" in sign.text


def test_a_good_word_after_them_ends_the_run_and_an_attempt_does_not() -> None:
    bad = (talk(5, "negative"), talk(9, "negative"))
    assert "outcomes" not in found(case(*bad, talk(10, "neutral")))
    assert "outcomes" in found(case(*bad, talk(10, "no-answer")))


def test_a_longer_run_is_graver() -> None:
    run = [talk(day, "negative") for day in (3, 5, 9)]
    assert found(case(*run))["outcomes"].weight > found(case(*run[1:]))["outcomes"].weight


@pytest.mark.parametrize("moods", [(2, 1, -1), (2, 2, 0, 0), (1, -1), (2, 0, -1), (1, 1, 1, -1, 0)])
def test_a_falling_mood(moods: tuple[int, ...]) -> None:
    assert "mood" in found(case(*(talk(day, mood=mood) for day, mood in enumerate(moods, 1))))


@pytest.mark.parametrize(
    "moods", [(), (-2,), (2, 1), (1, 0), (0, 0, 0), (-1, -1, -1), (2, -2, 1), (0, 0, 0, -1), (-2, 0, 1)]
)
def test_no_falling_mood(moods: tuple[int, ...]) -> None:
    assert "mood" not in found(case(*(talk(day, mood=mood) for day, mood in enumerate(moods, 1))))


def test_attempts_count_since_the_last_word_with_them() -> None:
    tried = [talk(day, "no-answer") for day in (10, 11, 12)]
    sign = found(case(talk(1), *tried))["attempts"]
    assert sign.since == "2026-11-10"
    assert "3 attempts" in sign.text
    assert not found(case(*tried, talk(13)))
    assert not found(case(*tried[:2]))
    assert not found(case(*tried, spoken_at="2026-11-11T12:00:00+00:00")), "somebody at their company was spoken to"
    theirs = [one._replace(direction="in") for one in tried]
    assert not found(case(*theirs))


def test_a_late_promise_and_a_complaint() -> None:
    promise = Promise(7, "2026-11-17", "2026-11-18", "send the samples")
    near = Near(3, "2026-11-18", "2026-11-19", "2026-11-20T17:00+02:00", False, "cold coffee")
    late = near._replace(id=4, deadline="2026-11-19T17:00+02:00", answer=True)
    kinds = found(case(promises=[promise]))
    assert (kinds["promise"].since, kinds["promise"].due_on, kinds["promise"].ref) == ("2026-11-17", "2026-11-18", "f7")
    assert "3 days late: send the samples" in kinds["promise"].text
    assert "a solution is due by 20 Nov 17:00" in found(case(complaints=[near]))["complaint"].text
    assert "an answer was due by 19 Nov 17:00" in found(case(complaints=[late]))["complaint"].text
    gravest, *_ = signs(case(promises=[promise], complaints=[near, late]), LIMITS, TODAY)
    assert gravest.ref == "k4"


def test_what_they_weigh_together_is_the_severity() -> None:
    assert [severity(weight) for weight in (1, 2, 3, 7)] == ["low", "normal", "high", "high"]
