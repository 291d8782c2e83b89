"""The ladder: a step is reached when its rules and those of every step below hold, and what is lacking is what is missing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis.ladder import STEPS, Rule, Standing, Talk, above, lacking, step_of, together

RULES = {
    "relationship": Rule(3, 0, -2.0, 0.0, 0),
    "closeness": Rule(8, 2, 0.0, 1.0, 0),
    "trust": Rule(12, 3, 0.5, 2.0, 1),
}
STANDINGS = st.builds(
    Standing,
    st.integers(0, 20),
    st.integers(0, 5),
    st.one_of(st.none(), st.floats(-2, 2)),
    st.floats(0, 5),
    st.integers(0, 3),
)


@pytest.mark.parametrize(
    ("standing", "step"),
    [
        (Standing(), "contact"),
        (Standing(2, 9, 2.0, 9.0, 9), "contact"),
        (Standing(3), "relationship"),
        (Standing(8, 2, 0.0, 1.0), "closeness"),
        (Standing(8, 2, None, 1.0), "relationship"),
        (Standing(8, 2, -0.1, 1.0), "relationship"),
        (Standing(8, 1, 0.0, 1.0), "relationship"),
        (Standing(8, 2, 0.0, 0.9), "relationship"),
        (Standing(12, 3, 0.5, 2.0, 1), "trust"),
        (Standing(12, 3, 0.5, 2.0, 0), "closeness"),
        (Standing(11, 3, 0.5, 2.0, 1), "closeness"),
    ],
)
def test_the_step_is_the_highest_whose_rules_hold(standing: Standing, step: str) -> None:
    assert step_of(standing, RULES) == step


def test_a_step_above_one_that_is_not_reached_is_not_reached() -> None:
    rules = {**RULES, "closeness": Rule(99, 0, -2.0, 0.0, 0), "trust": Rule(0, 0, -2.0, 0.0, 0)}
    assert step_of(Standing(12), rules) == "relationship"


def test_a_mood_of_the_worst_asks_for_none_to_be_noted() -> None:
    assert lacking(Standing(3), Rule(0, 0, -2.0, 0.0, 0)) == []
    assert lacking(Standing(3), Rule(0, 0, -1.9, 0.0, 0)) == ["mood"]


def test_every_rule_that_does_not_hold_is_named() -> None:
    assert lacking(Standing(), RULES["trust"]) == ["conversations", "answers", "years", "signs", "mood"]


@given(STANDINGS)
def test_the_step_reached_lacks_nothing_and_the_next_lacks_something(standing: Standing) -> None:
    step = step_of(standing, RULES)
    assert step == STEPS[0] or lacking(standing, RULES[step]) == []
    upper = above(step)
    assert upper is None or lacking(standing, RULES[upper])


@given(STANDINGS, STANDINGS)
def test_whoever_has_more_of_everything_stands_no_lower(one: Standing, other: Standing) -> None:
    moods = [mood for mood in (one.mood, other.mood) if mood is not None]
    best = Standing(
        max(one.conversations, other.conversations), max(one.answers, other.answers), max(moods, default=None),
        max(one.years, other.years), max(one.signs, other.signs),
    )  # fmt: skip
    assert STEPS.index(step_of(best, RULES)) >= STEPS.index(step_of(one, RULES))


def test_the_talk_of_several_people_is_added_up() -> None:
    talks = [Talk(3, 2, 1, 700), Talk(0, 0, 0, None), Talk(5, -1, 2, 650)]
    assert together(talks) == Talk(8, 1, 3, 650)
    assert together([]) == Talk(0, 0, 0, None)
