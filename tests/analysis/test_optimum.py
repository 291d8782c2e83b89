"""The search finds what calculus finds, stays in its box, and takes an objective as it comes."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis import optimum
from crmcli.analysis.optimum import Likeness, minimize, settled

logarithms = st.floats(-6, 6)


def test_curved_valley() -> None:
    """Rosenbrock's valley, in logarithms: the bottom is at (1, 1)."""

    def valley(point: Sequence[float]) -> float:
        x, y = map(math.log, point)
        return 100 * (y - x * x) ** 2 + (1 - x) ** 2

    best = minimize(valley, (math.exp(-1.2), math.e))
    assert best.converged
    assert best.point == pytest.approx((math.e, math.e), rel=1e-3)
    assert best.value < 1e-7


@given(st.lists(st.tuples(logarithms, st.floats(0.5, 1000)), min_size=2, max_size=4))
def test_finds_the_bottom_of_a_bowl(axes: list[tuple[float, float]]) -> None:
    def bowl(point: Sequence[float]) -> float:
        return sum(weight * (math.log(each) - bottom) ** 2 for each, (bottom, weight) in zip(point, axes, strict=True))

    best = minimize(bowl, [1.0] * len(axes))
    assert best.converged
    assert list(map(math.log, best.point)) == pytest.approx([bottom for bottom, _ in axes], abs=2e-3)


def test_no_bottom_ends_at_the_wall() -> None:
    best = minimize(lambda point: -math.log(point[0]) + math.log(point[1]) ** 2, (1.0, 5.0), bound=4.0)
    assert best.converged
    assert best.point == pytest.approx((math.exp(4.0), 1.0), rel=1e-3)


def test_along_a_wall_the_search_goes_on() -> None:
    """The slope pushes into the wall at 4; on the wall, the best place is (4, 2, 2)."""

    def valley(point: Sequence[float]) -> float:
        x, y, z = map(math.log, point)
        return -50 * x + 3 * (y - x / 2) ** 2 + (z - y) ** 2

    best = minimize(valley, (1.0, 20.0, 0.1), bound=4.0)
    assert best.converged
    assert list(map(math.log, best.point)) == pytest.approx([4.0, 2.0, 2.0], abs=1e-3)


def test_flat_is_as_good_as_anywhere() -> None:
    best = minimize(lambda point: 7.0, (2.0, 3.0))
    assert best.converged
    assert best.value == 7.0


def test_start_outside_the_box_is_brought_inside() -> None:
    best = minimize(lambda point: math.log(point[0]) ** 2, (1e9,), bound=2.0)
    assert best.point == pytest.approx((1.0,), abs=1e-3)


@pytest.mark.parametrize("nothing", [math.nan, math.inf, -math.inf])
def test_objective_without_a_value_is_not_converged(nothing: float) -> None:
    best = minimize(lambda point: nothing, (1.0, 1.0))
    assert best == ((1.0, 1.0), math.inf, False)


def test_holes_in_the_objective_are_walked_around() -> None:
    """Overflow, division by zero and logarithms of nothing count as infinitely bad."""

    def holed(point: Sequence[float]) -> float:
        x = math.log(point[0])
        if x > 1.2:
            return math.exp(1e6)
        if x > 1.1:
            return math.nan
        return (x - 1.0) ** 2 if x > -3 else 1 / 0

    best = minimize(holed, (math.exp(-2.9),))
    assert best.converged
    assert math.log(best.point[0]) == pytest.approx(1.0, abs=1e-3)


def test_a_run_cut_short_is_begun_again_where_it_stood(monkeypatch: pytest.MonkeyPatch) -> None:
    def bowl(point: Sequence[float]) -> float:
        return sum((step + 1) * (math.log(each) - step) ** 2 for step, each in enumerate(point))

    monkeypatch.setattr(optimum, "_ITERATIONS", 4)
    once, again = (minimize(bowl, (1.0, 1.0, 1.0, 1.0), restarts=restarts) for restarts in (0, 12))
    assert not once.converged
    assert again.converged
    assert again.value < once.value


@pytest.mark.parametrize("noise", [1e-9, 1e-7])
def test_rounding_at_the_bottom_is_no_failure(noise: float) -> None:
    """A likelihood of tens of thousands whose last digits are noise, with a ridge along x = y: at its bottom it has settled."""

    def ridge(point: Sequence[float]) -> float:
        x, y = map(math.log, point)
        grain = noise * math.sin(1e9 * x + 7e8 * y)
        return 23_446.0 + 40 * (x - y) ** 2 + 0.5 * math.exp(-x - y) + grain

    for start in range(1, 12):
        best = minimize(ridge, (0.1 * start, 2.0))
        assert best.converged
        assert math.log(best.point[0] / best.point[1]) == pytest.approx(0.0, abs=1e-3)


def test_a_simplex_walks_on_where_slopes_are_drowned() -> None:
    """Steps of a staircase have no slope; the walk still comes down them."""

    def stairs(point: Sequence[float]) -> float:
        x, y = map(math.log, point)
        return math.floor(1000 * (x * x + y * y)) / 1000

    search = optimum._Search(stairs, 15.0)
    start = [math.log(1.1), math.log(0.95)]
    place, value = search.walk(start, search.value(start))
    assert value == search.value(place) < search.value(start) / 5


def test_an_objective_is_found_by_its_likeness() -> None:
    """Most of the way on the cheap function: the costly one is asked far less, and its own bottom is found."""
    asked = 0

    def costly(point: Sequence[float]) -> float:
        nonlocal asked
        asked += 1
        x, y = map(math.log, point)
        return 500 * (y - x * x) ** 2 + 5 * (1 - x) ** 2

    def rough(point: Sequence[float]) -> float:
        x, y = map(math.log, point)
        return 100 * (y - x * x + 0.01) ** 2 + (1.02 - x) ** 2

    alone, alone_asked = minimize(costly, (0.3, 2.0)), asked
    asked = 0
    helped = minimize(costly, (0.3, 2.0), likeness=Likeness(rough, 5.0))
    assert helped.converged
    assert helped.point == pytest.approx(alone.point, rel=1e-3)
    assert asked < alone_asked / 2


def test_a_search_stranded_where_nothing_moves_looks_again_from_the_middle() -> None:
    """All but flat beyond a = e^4, the bottom at a = 20."""

    def plain(point: Sequence[float]) -> float:
        r, alpha, a, b = map(math.log, point)
        return r * r + alpha * alpha + (b - a - 1) ** 2 - math.exp(-((a - math.log(20)) ** 2))

    start = (1.0, 1.0, math.exp(11.0), math.exp(12.0))
    assert minimize(plain, start).value > -0.5
    assert settled(plain, start).value == pytest.approx(-1.0, abs=1e-6)
