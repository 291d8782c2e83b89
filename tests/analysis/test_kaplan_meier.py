"""Medians with waiting ones counted, against the published example of Freireich and others (1963): weeks in remission."""

from __future__ import annotations

from collections import Counter
from statistics import median as plain_median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis.kaplan_meier import curve, median

ENDED = Counter([6, 6, 6, 7, 10, 13, 16, 22, 23])
WAITING = Counter([6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35])
PUBLISHED = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}


def test_the_published_curve_and_median() -> None:
    assert {time: round(share, 3) for time, share in curve(ENDED, WAITING)} == PUBLISHED
    assert median(ENDED, WAITING) == 23


def test_the_other_arm_has_no_waiting_ones() -> None:
    placebo = Counter([1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23])
    assert median(placebo, {}) == 8


@given(st.lists(st.integers(0, 500), min_size=1))
def test_without_waiting_ones_it_is_the_plain_median(times: list[int]) -> None:
    assert median(Counter(times), {}) == pytest.approx(plain_median(times))


def test_it_is_not_known_while_most_still_wait() -> None:
    assert median({5: 2}, {9: 3}) is None
    assert median({}, {9: 3}) is None
    assert median({}, {}) is None


def test_leaving_the_waiting_ones_out_would_flatter() -> None:
    ended, waiting = Counter([1, 2, 3]), Counter([10, 10])
    assert median(ended, {}) == 2
    assert median(ended, waiting) == 3
