"""Gamma-Gamma: what an order of a customer is worth on average, from how much of it was chance.

Source: P. Fader & B. Hardie, "The gamma-gamma model of monetary value" (note 025, 2013). What a customer pays on a day varies as
gamma(p, nu), nu varies over the customers as gamma(q, v). With x repeat purchase days of mean value m,

    log-likelihood = lnΓ(px+q) - lnΓ(px) - lnΓ(q) + q ln v + (px-1) ln m + px ln x - (px+q) ln(xm+v)
    E[value]       = p (v + xm) / (px + q - 1),    for x = 0 the population's mean p v / (q - 1)

Values are in major units of one currency: the caller divides by the currency's power of ten. This module must not know
refunds or days, and no function of it answers NaN or infinity.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import expm1, lgamma, log
from typing import NamedTuple

from crmcli.analysis.history import History
from crmcli.analysis.optimum import minimize
from crmcli.domain.words import counted

LEAST_COMPARISONS = 30
TOO_MUCH = 4.0
FEWEST_CUSTOMERS = 50
"""Fewer customers with a paid repeat order than this say too little to fit anything to."""


class SpendFit(NamedTuple):
    """A fitted model (`v` and `mean` in major units), the customers it was fitted to and their plain `mean` per repeat purchase
    day. `problem` says in words why it should not be used, None where it may be; a refused fit's parameters are 0."""

    p: float
    q: float
    v: float
    log_likelihood: float
    customers: int
    mean: float
    problem: str | None = None


class _Level(NamedTuple):
    """The customers with `x` repeat days: what each paid in all of them, and the sum of the logarithms of their means."""

    x: int
    totals: list[float]
    log_means: float


def fit(values: Iterable[tuple[int, float]]) -> SpendFit:
    """The parameters of greatest likelihood for pairs of repeat purchase days x and their mean value m; pairs with x < 1 or
    m <= 0 are passed over. A fit that cannot be trusted says so in `problem`."""
    pairs = [(x, m) for x, m in values if x > 0 and m > 0]
    days = sum(x for x, _ in pairs)
    mean = sum(x * m for x, m in pairs) / days if days else 0.0
    if len(pairs) < FEWEST_CUSTOMERS:
        payers = counted(len(pairs), "customer has", "customers have")
        few = f"{payers} paid for a repeat order; a fit needs at least {FEWEST_CUSTOMERS}"
        return SpendFit(0.0, 0.0, 0.0, 0.0, len(pairs), mean, few)
    levels = _levels(pairs, mean)
    best = minimize(lambda point: -_log_likelihood(levels, *point), (2.0, 3.0, 1.0))
    p, q, v = best.point
    problem = None if best.converged else "the search for the best parameters did not settle"
    if q <= 1.0:
        problem = "what customers spend varies too widely for a mean"
    return SpendFit(p, q, v * mean, -best.value - len(pairs) * log(mean), len(pairs), mean, problem)


def expected_value(fit: SpendFit, x: int, m: float) -> float:
    """The mean value to expect of an order, in major units: 0 for a customer whose repeat orders brought nothing, the
    population's mean for x = 0. Under a fit with a problem the customer's own mean, and for x = 0 the plain mean of all."""
    if x > 0 and m <= 0:
        return 0.0
    if fit.problem is not None or fit.q <= 1.0:
        return m if x > 0 else fit.mean
    return fit.p * (fit.v + x * m) / (fit.p * x + fit.q - 1.0)


def log_spread(histories: Iterable[History]) -> tuple[float, int]:
    """The variance of log baskets around each customer's mean, first orders aside, and on how many comparisons it rests."""
    squares, comparisons = 0.0, 0
    for history in histories:
        logs = [log(amount) for amount in history.amounts[1:] if amount > 0]
        if len(logs) > 1:
            mean = sum(logs) / len(logs)
            squares += sum((each - mean) ** 2 for each in logs)
            comparisons += len(logs) - 1
    return squares / max(comparisons, 1), comparisons


def checked(found: SpendFit, log_variance: float, comparisons: int) -> SpendFit:
    """The fit, with a problem where it contradicts the baskets it is for.

    The model takes one customer's baskets to vary by a variance of 1/p about their mean; e^v - 1 is what they are seen to
    vary by. Where those who buy often also buy big, which the model rules out, it explains the difference by a variation that
    nobody has, and would give everybody nearly the same basket.
    """
    if found.problem is None and comparisons >= LEAST_COMPARISONS and found.p * expm1(log_variance) * TOO_MUCH < 1.0:
        return found._replace(problem="those who buy often buy at other prices than those who buy seldom")
    return found


def _levels(pairs: Iterable[tuple[int, float]], unit: float) -> list[_Level]:
    means: dict[int, list[float]] = {}
    for x, m in pairs:
        means.setdefault(x, []).append(m)
    return [
        _Level(x, [x * m / unit for m in level], sum(map(log, level)) - len(level) * log(unit))
        for x, level in means.items()
    ]


def _log_likelihood(levels: list[_Level], p: float, q: float, v: float) -> float:
    total, constant = 0.0, q * log(v) - lgamma(q)
    for x, totals, log_means in levels:
        px = p * x
        total += len(totals) * (lgamma(px + q) - lgamma(px) + px * log(x) + constant) + (px - 1.0) * log_means
        total -= (px + q) * sum(map(log, [each + v for each in totals]))
    return total
