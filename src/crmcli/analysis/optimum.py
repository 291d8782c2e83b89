"""Find the smallest value of a function of a few positive numbers: what every fitted model here rests on.

The search is BFGS (Nocedal & Wright, *Numerical Optimization*, 2006, algorithm 6.1) on the logarithms of the numbers, with
one-sided numerical slopes, inside a box: no logarithm leaves [-bound, bound], so that a model without an optimum (nobody ever
drops out) ends at a wall and not in overflow. A run that stops for any reason but convergence is begun again from where it
stood, with what it believed about the curvature forgotten. It must not know any model, and it never raises for a value of the
objective: what overflows, divides by zero or is not a number counts as infinitely bad.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Sequence
from typing import NamedTuple

Objective = Callable[[tuple[float, ...]], float]
_Vector = list[float]

_STEP = 1e-6
_LONGEST = 2.0
_ITERATIONS = 100
_HALVINGS = 25


class Optimum(NamedTuple):
    """The best `point` found (the positive numbers themselves), the objective's `value` there (inf where it had none
    anywhere), and whether the search stopped because nothing more was to be won."""

    point: tuple[float, ...]
    value: float
    converged: bool


def minimize(objective: Objective, start: Sequence[float], *, bound: float = 15.0, restarts: int = 2) -> Optimum:
    """Minimise `objective(point)` over points of positive numbers, from `start` (all > 0), logarithms within ±bound.

    The objective is best a sum of logarithms (a negative log-likelihood): the search stops when less than about 1e-8 of
    it is left to win.
    """
    search = _Search(objective, bound)
    place = search.inside([math.log(value) for value in start])
    value, converged = search.value(place), False
    for _ in range(restarts + 1):
        place, value, converged = search.descend(place, value)
        if converged:
            break
    return Optimum(tuple(map(math.exp, place)), value, converged)


class _Search:
    """The objective, seen from the logarithms, and the box."""

    def __init__(self, objective: Objective, bound: float) -> None:
        self.objective = objective
        self.bound = bound

    def inside(self, place: _Vector) -> _Vector:
        return [min(max(each, -self.bound), self.bound) for each in place]

    def value(self, place: _Vector) -> float:
        try:
            value = self.objective(tuple(map(math.exp, place)))
        except (ArithmeticError, ValueError):
            return math.inf
        return value if math.isfinite(value) else math.inf

    def slope(self, place: _Vector, value: float) -> _Vector:
        """The gradient, taken towards the inside of the box; 0 along a wall that the descent would cross."""
        slopes = []
        for index, here in enumerate(place):
            step = -_STEP if here > 0 else _STEP
            beside = self.value([*place[:index], here + step, *place[index + 1 :]])
            slope = (beside - value) / step if beside < math.inf else 0.0
            leaving = (here >= self.bound and slope < 0) or (here <= -self.bound and slope > 0)
            slopes.append(0.0 if leaving else slope)
        return slopes

    def _bottom(self, place: _Vector, value: float) -> bool:
        """Whether no step of a ten-thousandth along an axis wins anything worth having."""
        enough = value - 1e-8 - 1e-13 * abs(value)
        return all(
            self.value(self.inside([*place[:index], here + step, *place[index + 1 :]])) >= enough
            for index, here in enumerate(place)
            for step in (1e-4, -1e-4)
        )

    def descend(self, place: _Vector, value: float) -> tuple[_Vector, float, bool]:
        """One run from `place`: where it ended, the value there, and whether it converged."""
        if value == math.inf:
            return place, value, False
        slope = self.slope(place, value)
        inverse: list[_Vector] | None = None
        for _ in range(_ITERATIONS):
            direction = _direction(inverse, slope)
            promised = -_dot(direction, slope)
            if promised <= 0 and inverse is not None:
                inverse = None
                continue
            if promised <= 2e-8 + 1e-13 * abs(value) and (inverse is not None or _largest(slope) < 1e-4):
                return place, value, True
            new_place, new_value = self._along(place, value, direction, promised)
            if new_value >= value:
                if inverse is None or promised < 1e-6:
                    return place, value, self._bottom(place, value)
                inverse = None
                continue
            new_slope = self.slope(new_place, new_value)
            inverse = _learn(inverse, _minus(new_place, place), _minus(new_slope, slope))
            place, value, slope = new_place, new_value, new_slope
        return place, value, False

    def _along(self, place: _Vector, value: float, direction: _Vector, promised: float) -> tuple[_Vector, float]:
        """The first point on the way that wins a fair part of what the slope promises, or the place itself."""
        share = min(1.0, _LONGEST / (_largest(direction) or 1.0))
        for _ in range(_HALVINGS):
            there = self.inside([here + share * step for here, step in zip(place, direction, strict=True)])
            found = self.value(there)
            if found <= value - 1e-4 * share * promised:
                return there, found
            # The lowest point of the parabola through what is known, kept between a tenth and a half of the last step.
            best = share * share * promised / (2 * (found - value + share * promised)) if found < math.inf else 0.0
            share = min(max(best, 0.1 * share), 0.5 * share)
        return place, value


def _direction(inverse: list[_Vector] | None, slope: _Vector) -> _Vector:
    """Downhill: through the inverse curvature where one is known, otherwise straight, half a unit at most."""
    if inverse is None:
        scale = 0.5 / max(_largest(slope), 0.5)
        return [-each * scale for each in slope]
    return [-_dot(row, slope) if each else 0.0 for row, each in zip(inverse, slope, strict=True)]


def _learn(inverse: list[_Vector] | None, moved: _Vector, turned: _Vector) -> list[_Vector] | None:
    """The inverse curvature after a move and the change of slope it brought (BFGS); unchanged where they contradict."""
    along = _dot(moved, turned)
    if along <= 1e-12 * math.sqrt(_dot(moved, moved) * _dot(turned, turned)):
        return inverse
    size = range(len(moved))
    if inverse is None:
        scale = along / _dot(turned, turned)
        inverse = [[scale if row == column else 0.0 for column in size] for row in size]
    pulled = [_dot(row, turned) for row in inverse]
    weight = (1.0 + _dot(turned, pulled) / along) / along
    return [
        [
            inverse[row][column]
            + weight * moved[row] * moved[column]
            - (pulled[row] * moved[column] + moved[row] * pulled[column]) / along
            for column in size
        ]
        for row in size
    ]


def _dot(left: _Vector, right: _Vector) -> float:
    return float(sum(map(operator.mul, left, right)))


def _minus(left: _Vector, right: _Vector) -> _Vector:
    return list(map(operator.sub, left, right))


def _largest(vector: _Vector) -> float:
    return max(map(abs, vector), default=0.0)
