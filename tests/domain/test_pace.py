"""Spans as one says them."""

from __future__ import annotations

from datetime import date

import pytest

from crmcli.domain.pace import day, every, length, usual_and_silent


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "0 days"), (1, "1 day"), (7, "1 week"), (13, "13 days"), (13.6, "2 weeks"), (77, "11 weeks"), (31, "1 month"),
        (112, "4 months"), (365, "12 months"), (731, "2 years"), (913, "2.5 years"),
    ],
)  # fmt: skip
def test_a_length_is_said_in_the_unit_that_fits(days: float, words: str) -> None:
    assert length(days) == words


@pytest.mark.parametrize(
    ("days", "words"), [(0.5, "every day"), (7, "every week"), (21, "every 3 weeks"), (30, "every month")]
)
def test_a_rhythm(days: float, words: str) -> None:
    assert every(days) == words


@pytest.mark.parametrize(
    ("usual", "silent", "words"),
    [
        (21, 77, "usually orders every 3 weeks, silent for 11"),
        (7, 77, "usually orders every week, silent for 11 weeks"),
        (5, 60, "usually orders every 5 days, silent for 9 weeks"),
        (21, 7, "usually orders every 3 weeks, silent for 1 week"),
        (21, 0, "usually orders every 3 weeks, and did today"),
    ],
)
def test_a_rhythm_and_its_break(usual: float, silent: float, words: str) -> None:
    assert usual_and_silent(usual, silent) == words


def test_a_year_is_said_where_it_is_another() -> None:
    assert day(date(2027, 2, 19), date(2026, 11, 20)) == "19 Feb 2027"
    assert day(date(2026, 2, 9), date(2026, 11, 20)) == "9 Feb"
