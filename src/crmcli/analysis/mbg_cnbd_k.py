"""How regularly customers buy and when they stop: the MBG/CNBD-k model, and the chance of no order in the days to come.

A customer buys with gaps that are Erlang-`k` (k = 1: at random, larger: like a clock) at a rate of their own, gamma(`r`,
`alpha`) over customers, and after every order, the first one too, stops for good with a chance of their own,
beta(`a`, `b`). Platzer & Reutterer, "Ticking Away the Moments", Marketing Science 35 (2016), for regular gaps; Reutterer,
Platzer & Schröder, "Leveraging purchase regularity", International Journal of Research in Marketing 38 (2021), for this model;
k = 1 is MBG/NBD (Batislam et al. 2007). With n = r + k x, D = Γ(n) (alpha + tx)^-n and

    S(T) = Σ_{j<k} (T - tx)^j / j! · Γ(n + j) · (alpha + T)^-(n + j),   Q(T) = S(T) / D,   stop = a / (b + x):

    P(active) = Q(T) / (stop + Q(T))      P(no order in t) = (stop + Q(T + t)) / (stop + Q(T))
    log L = log[B(a, b+x+1) / B(a, b)] + log[Γ(n) / Γ(r)] + r log alpha - n log(alpha + tx) + log(stop + Q(T))
            + (k - 1) Σ log gap - x log Γ(k)

Q is a ratio of spans and never overflows, so that time needs no scaling: it is in days throughout, `alpha` too. The last line
of log L says nothing about the four numbers and decides between one k and another. Pure; it must not judge who is lapsed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import exp, lgamma, log, log1p
from typing import NamedTuple

from crmcli.analysis.history import History, Rhythm, gaps, rhythm
from crmcli.analysis.optimum import settled
from crmcli.analysis.special import log_rising
from crmcli.domain.words import counted

FEWEST_REPEATERS = 50
HIGHEST_K = 12
_CHOOSING, _FITTING = 2_000, 20_000


class RegularFit(NamedTuple):
    """The fitted numbers, `alpha` in days; `problem` says in words why they cannot be used, None where they can.

    `log_likelihood` is that of the `customers` fitted on (every customer, or every n-th of a long list). Plain numbers and
    text: `RegularFit(**json.loads(json.dumps(fit._asdict())))` is the fit.
    """

    k: int
    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    customers: int
    repeaters: int
    problem: str | None = None


class Sample(NamedTuple):
    """What a fit looks at: customers grouped by equal rhythm, `{x: [(tx, T, customers)]}`, every tx and T that
    occurs, and Σ log gap."""

    groups: dict[int, list[tuple[int, int, int]]]
    days: set[int]
    log_gaps: float
    orders: int
    customers: int
    repeaters: int


def sample(histories: Sequence[History], today: int, repeaters: int) -> Sample:
    """Every customer, or every n-th so that about `repeaters` at most bought twice; nobody's days are later than `today`."""
    bought_twice = sum(len(history.days) > 1 for history in histories)
    chosen = histories[:: max(1, -(-bought_twice // repeaters))]
    counts = Counter(rhythm(history, today) for history in chosen)
    groups: dict[int, list[tuple[int, int, int]]] = {}
    for (x, tx, T), customers in counts.items():
        groups.setdefault(x, []).append((tx, T, customers))
    log_gaps = sum(log(gap) for history in chosen if len(history.days) > 1 for gap in gaps(history.days))
    orders = sum(x * customers for (x, _, _), customers in counts.items())
    twice = sum(customers for (x, _, _), customers in counts.items() if x)
    days = {day for _, tx, T in counts for day in (tx, T)}
    return Sample(groups, days, log_gaps, orders, len(chosen), twice)


def log_likelihood(data: Sample, k: int, r: float, alpha: float, a: float, b: float) -> float:
    """The sum over the customers of a sample, `alpha` in days; the four numbers are positive, and may be so large that
    customers are all but alike: only what differs is added up."""
    logs = {day: log1p(day / alpha) for day in data.days}
    shares = {day: 1.0 / (alpha + day) for day in data.days}
    total = (k - 1) * data.log_gaps - data.orders * lgamma(k)
    for x, rows in data.groups.items():
        n, stop = r + k * x, a / (b + x)
        same = log_rising(b, x + 1) - log_rising(a + b, x + 1) + log_rising(r, k * x) - k * x * log(alpha)
        total += same * sum(row[2] for row in rows)
        if k == 1:
            total += sum([c * (log(stop + exp(n * (logs[tx] - logs[T]))) - n * logs[tx]) for tx, T, c in rows])
            continue
        steps = _steps(n, k)
        for tx, T, customers in rows:
            share, series = (T - tx) * shares[T], 1.0
            for step in steps:
                series = 1.0 + share * step * series
            first = logs[tx]
            total += customers * (log(stop + exp(n * (first - logs[T])) * series) - n * first)
    return total


def fit(histories: Sequence[History], today: int) -> RegularFit:
    """Maximum likelihood as of the ordinal `today`; k is the first of 1, 2, ... 12 that its successor does not beat.

    Never raises: too few repeat customers or a fit at the edge come back with a `problem`. Thousands of customers are
    enough to choose k (every n-th of a long list is asked), and the four numbers then rest on up to 20,000 repeaters.
    """
    repeaters = sum(len(history.days) > 1 for history in histories)
    if repeaters < FEWEST_REPEATERS:
        few = counted(repeaters, "customer has", "customers have")
        problem = f"{few} bought more than once, {FEWEST_REPEATERS} are needed"
        return RegularFit(1, 1.0, 1.0, 1.0, 1.0, 0.0, len(histories), repeaters, problem)
    data = sample(histories, today, _CHOOSING)
    best = fitted(data, 1, (0.6, 0.6 * _usual_gap(data), 0.8, 1.5))
    for k in range(2, HIGHEST_K + 1):
        found = fitted(data, k, (best.r, best.alpha * k / best.k, best.a, best.b))
        if found.log_likelihood <= best.log_likelihood:
            break
        best = found
    if len(histories) > data.customers:
        best = fitted(sample(histories, today, _FITTING), best.k, best[1:5])
    return best


def fitted(data: Sample, k: int, start: Sequence[float]) -> RegularFit:
    """The four numbers that make a sample likeliest for this `k`, searched from `start` (r, alpha, a, b; all > 0)."""
    found = settled(lambda point: -log_likelihood(data, k, *point), start)
    r, alpha, a, b = found.point
    problem = None
    if a / (a + b) < 1e-3:
        problem = "nobody can be told to have stopped buying"
    elif r > 100:
        problem = "all customers buy at one and the same rate"
    elif not found.converged:
        problem = "the model did not settle"
    return RegularFit(k, r, alpha, a, b, -found.value, data.customers, data.repeaters, problem)


def _usual_gap(data: Sample) -> float:
    """Days for one order, over everybody's first to last."""
    spans = sum(tx * customers for rows in data.groups.values() for tx, _, customers in rows)
    return max(1.0, spans / max(1, data.orders))


def _steps(n: float, k: int) -> list[float]:
    """The factors of Σ_{j<k} Γ(n+j) / Γ(n) / j! · u^j in nested form, innermost first."""
    return [(n + j - 1) / j for j in range(k - 1, 0, -1)]


def _weight(model: RegularFit, one: Rhythm, days: int) -> float:
    """Q `days` after today: how likely the silence is for a customer still buying, against that of the last gap's end."""
    n, end = model.r + model.k * one.x, model.alpha + one.T + days
    share, series = (one.T + days - one.tx) / end, 1.0
    for step in _steps(n, model.k):
        series = 1.0 + share * step * series
    return float(((model.alpha + one.tx) / end) ** n) * series


def p_active(model: RegularFit, one: Rhythm) -> float:
    """The chance that the customer has not stopped for good, 0 to 1."""
    weight = _weight(model, one, 0)
    return weight / (model.a / (model.b + one.x) + weight)


def p_no_order(model: RegularFit, one: Rhythm, days: int) -> float:
    """The chance of no order in the next `days` days (>= 0), 0 to 1: stopped, or silent for so long."""
    stop = model.a / (model.b + one.x)
    return min(1.0, (stop + _weight(model, one, days)) / (stop + _weight(model, one, 0)))
