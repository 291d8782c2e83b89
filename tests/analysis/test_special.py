"""The series and the average agree with closed forms, and with each other where both are at home."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis.special import beta_average, chebyshev, hyp2f1, log_rising, through


@given(st.floats(-3, 5), st.floats(0.1, 5), st.floats(0, 0.9))
def test_series_is_a_power_where_two_parameters_are_equal(a: float, b: float, z: float) -> None:
    """Abramowitz & Stegun 15.1.8: F(a, b; b; z) = (1-z)^-a."""
    assert hyp2f1(a, b, b, z) == pytest.approx((1 - z) ** -a, rel=1e-9)


@given(st.floats(0.001, 0.9))
def test_series_is_a_logarithm(z: float) -> None:
    """Abramowitz & Stegun 15.1.3: F(1, 1; 2; z) = -ln(1-z)/z."""
    assert hyp2f1(1, 1, 2, z) == pytest.approx(-math.log1p(-z) / z, rel=1e-12)


@given(st.floats(1e-6, 1e6), st.floats(1e-6, 1e6))
def test_average_of_p_is_the_mean_of_the_beta_distribution(a: float, b: float) -> None:
    assert beta_average(lambda p: p, a, b) == pytest.approx(a / (a + b), rel=1e-8, abs=1e-12)


@given(st.floats(0.01, 100), st.floats(0.01, 100), st.floats(0, 0.9), st.floats(-3, 3))
def test_average_is_eulers_integral(a: float, b: float, z: float, power: float) -> None:
    """Abramowitz & Stegun 15.3.1: the mean of (1 - zp)^-power is F(power, a; a+b; z)."""
    average = beta_average(lambda p: (1 - z * p) ** -power, a, b)
    assert average == pytest.approx(hyp2f1(power, a, a + b, z), rel=1e-8)


@given(st.floats(1e-6, 3e6), st.integers(0, 40))
def test_log_rising_is_the_sum_of_the_logarithms(a: float, n: int) -> None:
    assert log_rising(a, n) == pytest.approx(math.fsum(math.log(a + step) for step in range(n)), rel=1e-12, abs=1e-11)


@given(st.floats(-2, 2), st.floats(0.1, 3), st.floats(0, 1))
def test_a_smooth_curve_is_known_everywhere_from_a_few_places(low: float, span: float, share: float) -> None:
    places = chebyshev(low, low + span, 24)
    assert (places[0], places[-1]) == pytest.approx((low + span, low))
    at = low + share * span
    weights = through(places, at)
    assert sum(weights) == pytest.approx(1.0)
    assert sum(
        weight * math.exp(math.sin(each)) for weight, each in zip(weights, places, strict=True)
    ) == pytest.approx(math.exp(math.sin(at)), rel=1e-10)
