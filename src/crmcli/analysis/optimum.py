"""Find the smallest value of a function of a few positive numbers: what every fitted model here rests on.

The search is BFGS (Nocedal & Wright, *Numerical Optimization*, 2006, algorithm 6.1) on the logarithms of the numbers, with
one-sided numerical slopes, inside a box: no logarithm leaves [-bound, bound], so that a model without an optimum (nobody ever
drops out) ends at a wall and not in overflow. A run that stops for any reason but convergence is begun again from where it
stood, with what it believed about the curvature forgotten, after a walk of Nelder and Mead's simplex ("A simplex method for
function minimization", Computer Journal 7, 1965), which needs no slopes: near the bottom, and along a flat ridge, rounding
drowns them. Wherever it ends, a place that no small step improves is an optimum. It must not know what a model means, and it
never raises for a value of the objective: what overflows, divides by zero or is not a number counts as infinitely bad.
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
_WALK, _SIDE = 150, 0.05
_STRANDED, _MIDDLE = 50.0, 5.0
_SMALL_STEPS = (1e-4, 1e-2)


class Optimum(NamedTuple):
    """The best `point` found (the positive numbers themselves), the objective's `value` there (inf where it had none
    anywhere), and whether the search stopped because nothing more was to be won."""

    point: tuple[float, ...]
    value: float
    converged: bool


class Likeness(NamedTuple):
    """A cheap function of about the shape of an objective, which is about `scale` (> 0) times as large: the same model's
    on every n-th customer, say."""

    objective: Objective
    scale: float


def minimize(
    objective: Objective,
    start: Sequence[float],
    *,
    bound: float = 15.0,
    restarts: int = 2,
    likeness: Likeness | None = None,
) -> Optimum:
    """Minimise `objective(point)` over points of positive numbers, from `start` (all > 0), logarithms within ±bound.

    The objective is best a sum of logarithms (a negative log-likelihood): the search stops when less than about 1e-8 of
    it is left to win. With a `likeness` most of the way, and the curvature, are found out on that.
    """
    search = _Search(objective, bound)
    place = search.inside([math.log(value) for value in start])
    if likeness is not None:
        rough = _Search(likeness.objective, bound)
        place, _, _ = rough.descend(place, rough.value(place))
        search.inverse = rough.inverse and [[each / likeness.scale for each in row] for row in rough.inverse]
    value, converged = search.value(place), False
    for left in range(restarts, -1, -1):
        place, value, converged = search.descend(place, value)
        if converged:
            break
        search.inverse = None
        if left:
            place, value = search.walk(place, value)
    return Optimum(tuple(map(math.exp, place)), value, converged or search.bottom(place, value))


def settled(objective: Objective, start: Sequence[float], likeness: Likeness | None = None) -> Optimum:
    """The best of a model's four numbers (r, alpha, a, b), where beta(a, b) is the spread of a chance over customers.

    With a large all have about the same chance and nothing moves any more, so that a long stride can strand there beyond a
    better place: it is searched for once more from the middle.
    """
    found = minimize(objective, start, likeness=likeness)
    r, alpha, a, b = found.point
    if a <= _STRANDED:
        return found
    again = minimize(objective, (r, alpha, _MIDDLE, b * _MIDDLE / a))
    return again if again.value < found.value - 1e-6 or (again.converged and not found.converged) else found


class _Search:
    """The objective, seen from the logarithms, and the box; `inverse` is what is believed of the inverse curvature."""

    def __init__(self, objective: Objective, bound: float) -> None:
        self.objective = objective
        self.bound = bound
        self.inverse: list[_Vector] | None = None

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

    def bottom(self, place: _Vector, value: float) -> bool:
        """Whether no small step, along an axis or askew to two, wins anything worth having; never where there is no value."""
        enough = value - 1e-8 - 1e-11 * abs(value)
        return value < math.inf and all(
            self.value(self.inside(_stepped(place, way, step))) >= enough
            for way in _ways(len(place))
            for size in _SMALL_STEPS
            for step in (size, -size)
        )

    def walk(self, place: _Vector, value: float) -> tuple[_Vector, float]:
        """The best place met by a simplex of Nelder and Mead let loose around `place`, and the value there."""
        size = range(len(place))
        corners = [(value, place), *(self._corner(_stepped(place, ((index, 1),), _SIDE)) for index in size)]
        for _ in range(_WALK):
            corners.sort(key=operator.itemgetter(0))
            if corners[-1][0] - corners[0][0] <= 1e-9 + 1e-13 * abs(corners[0][0]):
                break
            worst = corners[-1]
            middle = [sum(corner[1][index] for corner in corners[:-1]) / len(place) for index in size]
            mirrored = self._corner(_towards(worst[1], middle, 2.0))
            if mirrored[0] < corners[0][0]:
                corners[-1] = min(mirrored, self._corner(_towards(worst[1], middle, 3.0)), key=operator.itemgetter(0))
            elif mirrored[0] < corners[-2][0]:
                corners[-1] = mirrored
            else:
                nearer = self._corner(_towards(worst[1], middle, 1.5 if mirrored[0] < worst[0] else 0.5))
                if nearer[0] < min(mirrored[0], worst[0]):
                    corners[-1] = nearer
                else:
                    best = corners[0]
                    corners = [best, *(self._corner(_towards(best[1], corner[1], 0.5)) for corner in corners[1:])]
        return min(corners, key=operator.itemgetter(0))[::-1]

    def _corner(self, place: _Vector) -> tuple[float, _Vector]:
        place = self.inside(place)
        return self.value(place), place

    def descend(self, place: _Vector, value: float) -> tuple[_Vector, float, bool]:
        """One run from `place`: where it ended, the value there, and whether it converged."""
        if value == math.inf:
            return place, value, False
        slope = self.slope(place, value)
        for _ in range(_ITERATIONS):
            direction = _direction(self.inverse, slope)
            promised = -_dot(direction, slope)
            if promised <= 0 and self.inverse is not None:
                self.inverse = None
                continue
            if promised <= 2e-8 + 1e-13 * abs(value) and (self.inverse is not None or _largest(slope) < 1e-4):
                return place, value, True
            new_place, new_value = self._along(place, value, direction, promised)
            if new_value >= value:
                if self.inverse is None or promised < 1e-6:
                    return place, value, self.bottom(place, value)
                self.inverse = None
                continue
            new_slope = self.slope(new_place, new_value)
            self.inverse = _learn(self.inverse, _minus(new_place, place), _minus(new_slope, slope))
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


def _ways(size: int) -> list[tuple[tuple[int, int], ...]]:
    """The axes, and the two slants between each pair of them, as (axis, sign)."""
    pairs = [((one, 1), (two, sign)) for one in range(size) for two in range(one) for sign in (1, -1)]
    return [*(((axis, 1),) for axis in range(size)), *pairs]


def _stepped(place: _Vector, way: Sequence[tuple[int, int]], step: float) -> _Vector:
    there = [*place]
    for axis, sign in way:
        there[axis] += sign * step
    return there


def _towards(start: _Vector, end: _Vector, share: float) -> _Vector:
    """The place a share of the way from one to the other, beyond the other where it is above 1."""
    return [one + share * (other - one) for one, other in zip(start, end, strict=True)]


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
