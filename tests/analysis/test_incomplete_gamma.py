"""The gamma distribution's tail against closed forms, both of its branches, and values no input may break."""

from __future__ import annotations

from math import erf, exp, factorial, inf, nan, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis.incomplete_gamma import lower_tail


def poisson_form(shape: int, x: float) -> float:
    """For a whole shape: the chance that a Poisson count of mean x is at least the shape."""
    return 1.0 - exp(-x) * sum(x**n / factorial(n) for n in range(shape))


@pytest.mark.parametrize("shape", [1, 2, 3, 7, 20])
@pytest.mark.parametrize("share", [0.3, 0.9, 1.0, 1.1, 2.0, 4.0])
def test_whole_shapes_are_poisson_sums(shape: int, share: float) -> None:
    x = shape * share
    assert lower_tail(shape, x) == pytest.approx(poisson_form(shape, x), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("x", [1e-6, 0.1, 0.7, 1.5, 4.0, 20.0])
def test_shape_one_half_is_the_error_function(x: float) -> None:
    assert lower_tail(0.5, x) == pytest.approx(erf(sqrt(x)), rel=1e-10)


def test_small_chances_keep_their_digits() -> None:
    assert lower_tail(10, 0.01) == pytest.approx(0.01**10 / factorial(10) * 0.99095, rel=1e-4)


@pytest.mark.parametrize("share", [0.998, 0.9995, 1.0, 1.001])
def test_large_shapes_pass_smoothly_into_the_normal_form(share: float) -> None:
    assert lower_tail(1e6, 1e6 * share) == pytest.approx(lower_tail(1e6 + 0.01, (1e6 + 0.01) * share), abs=1e-6)


def test_the_edges() -> None:
    assert lower_tail(2.0, 0.0) == lower_tail(2.0, -1.0) == 0.0
    assert lower_tail(2.0, inf) == lower_tail(0.0, 0.0) == lower_tail(0.0, 5.0) == 1.0
    assert lower_tail(0.0, -1.0) == 0.0


@pytest.mark.parametrize(("shape", "x"), [(-1.0, 1.0), (nan, 1.0), (1.0, nan)])
def test_what_is_no_distribution_is_refused(shape: float, x: float) -> None:
    with pytest.raises(ValueError, match="no gamma distribution"):
        lower_tail(shape, x)


@given(st.floats(1e-9, 1e9), st.floats(0.0, 1e12), st.floats(1.0, 10.0))
def test_it_is_a_chance_and_grows_with_x(shape: float, x: float, factor: float) -> None:
    lower, higher = lower_tail(shape, x), lower_tail(shape, x * factor)
    assert 0.0 <= lower <= higher + 1e-7 <= 1.0 + 2e-7
