"""Gamma-Gamma gives the published numbers, and a finite value to every customer. Published: Fader & Hardie, note 025; CLVTools."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis import gamma_gamma
from crmcli.analysis.gamma_gamma import SpendFit
from crmcli.analysis.history import History

SPLIT = date(1997, 9, 30).toordinal()


def repeats(histories: list[History]) -> list[tuple[int, float]]:
    """Repeat purchase days until the split and their mean value in dollars."""
    pairs = []
    for history in histories:
        paid = [cents for day, cents in zip(history.days, history.amounts, strict=True) if day <= SPLIT][1:]
        pairs.append((len(paid), sum(paid) / len(paid) / 100 if paid else 0.0))
    return pairs


def test_fit_on_the_sample_is_the_published_one(cdnow: Callable[[str], list[History]]) -> None:
    fit = gamma_gamma.fit(repeats(cdnow("sample")))
    assert fit[:3] == pytest.approx((6.24957, 3.74422, 15.44353), rel=1e-3)
    assert fit.log_likelihood == pytest.approx(-4055.9177, abs=0.01)
    assert (fit.customers, fit.problem) == (946, None)
    assert gamma_gamma.expected_value(fit, 0, 0.0) == pytest.approx(35.17, rel=1e-3)


def test_fit_on_the_whole_log(cdnow: Callable[[str], list[History]]) -> None:
    fit = gamma_gamma.fit(repeats(cdnow("master")))
    assert fit[:3] == pytest.approx((6.27537, 3.62445, 14.98369), rel=1e-3)
    assert fit.log_likelihood == pytest.approx(-40763.476, abs=0.01)
    assert fit.customers == 9450


def planted(customers: int, scale: float = 1.0, q: float = 4.0) -> list[tuple[int, float]]:
    chance = random.Random(7)
    pairs = []
    for _ in range(customers):
        rate, x = chance.gammavariate(q, 1 / (15 * scale)), chance.randint(1, 8)
        pairs.append((x, sum(chance.gammavariate(6, 1 / rate) for _ in range(x)) / x))
    return pairs


@pytest.mark.parametrize("scale", [1e-6, 1.0, 1e9])
def test_the_unit_of_money_does_not_matter(scale: float) -> None:
    plain, scaled = gamma_gamma.fit(planted(400)), gamma_gamma.fit(planted(400, scale))
    assert scaled.problem is None
    assert scaled[:2] == pytest.approx(plain[:2], rel=1e-3)
    assert scaled.v == pytest.approx(plain.v * scale, rel=1e-3)


def test_one_order_pulls_towards_the_population_and_many_hold_their_own() -> None:
    fit = gamma_gamma.fit(planted(400))
    usual = gamma_gamma.expected_value(fit, 0, 0.0)
    once, often = (gamma_gamma.expected_value(fit, x, 4 * usual) for x in (1, 200))
    assert usual < once < often < 4 * usual
    assert often > 3.9 * usual


def test_spending_without_a_mean_is_said_in_words() -> None:
    fit = gamma_gamma.fit(planted(600, q=0.6))
    assert fit.q <= 1
    assert fit.problem is not None
    assert gamma_gamma.expected_value(fit, 3, 50.0) == 50.0
    assert gamma_gamma.expected_value(fit, 0, 0.0) == fit.mean


def test_few_customers_are_refused_and_the_plain_mean_stands_in() -> None:
    fit = gamma_gamma.fit([(1, 10.0), (3, 20.0), (0, 99.0), (2, 0.0), (1, -5.0)])
    assert (fit.customers, fit.mean) == (2, 17.5)
    assert fit.problem is not None
    assert "2 customers" in fit.problem
    assert gamma_gamma.expected_value(fit, 0, 0.0) == 17.5
    assert gamma_gamma.fit([]).mean == 0.0


def test_repeat_orders_that_brought_nothing_are_worth_nothing() -> None:
    fit = gamma_gamma.fit(planted(400))
    assert gamma_gamma.expected_value(fit, 2, 0.0) == 0.0
    assert gamma_gamma.expected_value(fit, 2, -3.0) == 0.0


@given(st.lists(st.tuples(st.integers(0, 400), st.floats(-10, 1e12)), min_size=50, max_size=90), st.integers(0, 400))
def test_any_spending_is_fitted_or_refused(values: list[tuple[int, float]], x: int) -> None:
    fit = gamma_gamma.fit(values)
    assert all(math.isfinite(number) for number in fit[:6])
    assert SpendFit(**json.loads(json.dumps(fit._asdict(), allow_nan=False))) == fit
    expected = gamma_gamma.expected_value(fit, x, 25.0)
    assert math.isfinite(expected)
    assert expected >= 0


def test_customers_who_always_pay_the_same_are_fitted() -> None:
    fit = gamma_gamma.fit([(x % 5 + 1, 20.0) for x in range(200)])
    assert gamma_gamma.expected_value(fit, 2, 20.0) == pytest.approx(20.0, rel=0.01)
