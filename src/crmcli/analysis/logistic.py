"""Logistic regression: the chance of a yes from a few numbers, learnt from cases whose outcome is known.

Maximum likelihood by Newton steps (iteratively reweighted least squares: McCullagh & Nelder, *Generalized Linear Models*,
1989, section 2.5) on standardised features, with a small ridge (le Cessie & van Houwelingen, Applied Statistics 41, 1992) so
that features which say the same, or outcomes that a feature parts cleanly, still have one answer. Pure arithmetic on lists;
it must not know what the features mean.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import exp, log, sqrt
from typing import NamedTuple

_RIDGE = 1.0
_STEPS = 25
_ENOUGH = 1e-7
_HALVINGS = 30

_Row = tuple[float, ...]


class Logistic(NamedTuple):
    """A fitted regression: chance = 1 / (1 + exp(-(bias + Σ weight · (feature - mean) / scale))).

    Plain numbers, and lists or tuples of them: `Logistic(**json.loads(json.dumps(model._asdict())))` predicts the same.
    """

    means: Sequence[float]
    scales: Sequence[float]
    weights: Sequence[float]
    bias: float


def fit(features: Iterable[Sequence[float]], outcomes: Iterable[bool]) -> Logistic:
    """Fit on rows of finite features of one length and the outcome of each; a feature that never varies gets no weight.

    With no row at all the model has no feature and says one half. Costs a few passes over the distinct rows.
    """
    counts = Counter(zip(map(tuple, features), map(bool, outcomes), strict=True))
    if not counts:
        return Logistic((), (), (), 0.0)
    means, scales = _standard(counts)
    cases: dict[_Row, list[int]] = {}
    for (row, yes), times in counts.items():
        standard = (1.0, *[(value - mean) / scale for value, mean, scale in zip(row, means, scales, strict=True)])
        case = cases.setdefault(standard, [0, 0])
        case[0] += times
        case[1] += times * yes
    weights = _newton([(row, times, yes) for row, (times, yes) in cases.items()])
    return Logistic(means, scales, tuple(weights[1:]), weights[0])


def chance(model: Logistic, features: Sequence[float]) -> float:
    """The chance of a yes, 0 to 1, for one row of features."""
    bias, weights = line(model)
    return sigmoid(bias + sum(map(float.__mul__, weights, map(float, features))))


def line(model: Logistic) -> tuple[float, _Row]:
    """The bias and the weights that apply to features as they are, for whoever has thousands of rows to score:
    chance = sigmoid(bias + Σ weight · feature)."""
    weights = tuple(weight / scale for weight, scale in zip(model.weights, model.scales, strict=True))
    return model.bias - sum(map(float.__mul__, weights, map(float, model.means))), weights


def sigmoid(score: float) -> float:
    """1 / (1 + exp(-score)), for any finite score."""
    if score >= 0:
        return 1.0 / (1.0 + exp(-min(score, 700.0)))
    grown = exp(max(score, -700.0))
    return grown / (1.0 + grown)


def _standard(counts: Counter[tuple[_Row, bool]]) -> tuple[_Row, _Row]:
    """The mean of every feature and its standard deviation (1 where it does not vary)."""
    total = sum(counts.values())
    columns = list(zip(*[row for row, _ in counts], strict=True))
    times = list(counts.values())
    means = tuple(sum(map(float.__mul__, map(float, column), map(float, times))) / total for column in columns)
    scales = []
    for column, mean in zip(columns, means, strict=True):
        spread = sqrt(sum(n * (value - mean) ** 2 for value, n in zip(column, times, strict=True)) / total)
        scales.append(spread if spread > 1e-9 * max(1.0, abs(mean)) else 1.0)
    return means, tuple(scales)


def _newton(cases: Sequence[tuple[_Row, int, int]]) -> list[float]:
    """The weights, bias first, that maximise log-likelihood less half the ridge times their squares (not the bias's)."""
    total, yes = sum(case[1] for case in cases), sum(case[2] for case in cases)
    weights = [0.0] * len(cases[0][0])
    weights[0] = log((yes + 0.5) / (total - yes + 0.5))
    value, slope, curve = _pass(cases, weights)
    for _ in range(_STEPS):
        step = _solve(curve, slope)
        promised = sum(map(float.__mul__, step, slope))
        if promised < _ENOUGH:
            break
        share = 1.0
        for _ in range(_HALVINGS):
            there = [weight + share * move for weight, move in zip(weights, step, strict=True)]
            found = _pass(cases, there)
            if found[0] > value:
                break
            share /= 2
        else:
            break
        weights, (value, slope, curve) = there, found
    return weights


def _pass(cases: Sequence[tuple[_Row, int, int]], weights: list[float]) -> tuple[float, list[float], list[list[float]]]:
    """The penalised log-likelihood at these weights, its slope, and its curvature (lower triangle, sign turned)."""
    size = range(len(weights))
    value, slope = 0.0, [0.0] * len(weights)
    curve = [[0.0] * (row + 1) for row in size]
    for row, times, yes in cases:
        score = sum(map(float.__mul__, row, weights))
        p = sigmoid(score)
        value += yes * score - times * (max(score, 0.0) - log(max(p, 1.0 - p)))
        left, weight = yes - times * p, times * p * (1.0 - p)
        for i in size:
            slope[i] += left * row[i]
            scaled, line = weight * row[i], curve[i]
            for j in range(i + 1):
                line[j] += scaled * row[j]
    for i in size[1:]:
        value -= _RIDGE / 2 * weights[i] ** 2
        slope[i] -= _RIDGE * weights[i]
        curve[i][i] += _RIDGE
    curve[0][0] += 1e-9
    return value, slope, curve


def _solve(curve: list[list[float]], slope: list[float]) -> list[float]:
    """The x of curve · x = slope, by Cholesky's way; `curve` is the lower triangle of a positive definite matrix."""
    root: list[list[float]] = []
    for i, line in enumerate(curve):
        made: list[float] = []
        for j in range(i):
            made.append((line[j] - sum(map(float.__mul__, made, root[j][:j]))) / root[j][j])
        made.append(sqrt(max(line[i] - sum(value * value for value in made), 1e-12)))
        root.append(made)
    ahead: list[float] = []
    for i, line in enumerate(root):
        ahead.append((slope[i] - sum(map(float.__mul__, line, ahead))) / line[i])
    back = [0.0] * len(slope)
    for i in reversed(range(len(slope))):
        back[i] = (ahead[i] - sum(root[j][i] * back[j] for j in range(i + 1, len(slope)))) / root[i][i]
    return back
