"""What a shop's customers together say about one of them: pace, basket, spread and season, for the under-buying test.

Pace: repeat orders x in s season-weighted days are negative binomial, x ~ NB(r, alpha / (alpha + s)) (Ehrenberg 1959), so
that a customer's own pace is drawn towards the others' by (r + x) / (alpha + s). Basket: the Gamma-Gamma model (Fader, Hardie
& Lee, J. Marketing Research 2005). Spread: the variance of log baskets around each customer's mean, pooled. Kept apart from
the test so that a fit can be stored and used for days. It must not judge anybody.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import lgamma, log, log1p
from typing import NamedTuple

from crmcli.analysis import gamma_gamma, season
from crmcli.analysis.history import History, gaps, quantile
from crmcli.analysis.optimum import minimize
from crmcli.domain.words import counted

LEAST_REPEATERS = 50
EVEN_PACE = 100.0
"""A gamma shape of paces from which on customers count as all alike."""


class UnderbuyingFit(NamedTuple):
    """What all customers together say about one. Plain JSON values: `UnderbuyingFit(**json.loads(...))` is the same again.

    `method` is "shrunk" (drawn towards the others), "own" (each on their own past alone) or "none" (nobody can be tested);
    `words` says so and why. `r`, `alpha`: gamma of the paces, per day. `p`, `q`, `v`: Gamma-Gamma of baskets in minor
    units (1, 1, 0 is the customer's own mean). `log_variance`: of one customer's log baskets. `season`: twelve weights.
    """

    method: str
    words: str
    r: float
    alpha: float
    p: float
    q: float
    v: float
    log_variance: float
    season: list[float]
    customers: int
    repeaters: int


def fit(histories: Iterable[History], *, today: int) -> UnderbuyingFit:
    """The pace, basket, spread and season of all customers as of the ordinal `today`."""
    known = [history for history in histories if history.days]
    repeaters = [history for history in known if len(history.days) > 1]
    log_variance, comparisons = gamma_gamma.log_spread(repeaters)
    if comparisons < gamma_gamma.LEAST_COMPARISONS:
        why = f"Too few repeat orders to tell chance from change ({counted(len(repeaters), 'customer')} who came back)."
        return UnderbuyingFit("none", why, 0.0, 0.0, 1.0, 1.0, 0.0, 0.0, season.EVEN.copy(), len(known), len(repeaters))
    weights, season_words = _season(repeaters, today)
    pace, pace_words = _pace(known, len(repeaters), weights, today)
    basket, basket_words = _basket(repeaters, shrink=pace[0] > 0.0)
    words = " ".join(filter(None, (pace_words, basket_words, season_words)))
    method = "shrunk" if pace[0] > 0.0 else "own"
    return UnderbuyingFit(method, words, *pace, *basket, log_variance, weights, len(known), len(repeaters))


def _season(repeaters: list[History], today: int) -> tuple[list[float], str]:
    between = [gap for history in repeaters for gap in gaps(history.days)]
    patience = max(60, int(quantile(between, 0.9)))
    weights = season.index((history.days for history in repeaters), today=today, patience=patience)
    if today - min(history.days[0] for history in repeaters) < season.LEAST_DAYS:
        return weights, "No season yet: that takes a year of orders."
    return weights, "" if weights != season.EVEN else "The months differ by no more than chance."


def _pace(known: list[History], repeaters: int, weights: list[float], today: int) -> tuple[tuple[float, float], str]:
    """(r, alpha), days: the negative binomial's fit, or (0, 0), which leaves each customer's own pace as it is."""
    if repeaters < LEAST_REPEATERS:
        return (0.0, 0.0), (
            f"Each customer is held against their own past alone: {repeaters:,} have come back, "
            f"and it takes {LEAST_REPEATERS} to learn from the others."
        )
    origin = min(history.days[0] for history in known)
    running = season.running_days(weights, origin, today)
    found = _negative_binomial([(len(each.days) - 1, running[-1] - running[each.days[0] - origin]) for each in known])
    if found is None:
        return (0.0, 0.0), "Each customer is held against their own past alone: no common pace could be fitted."
    if found[0] >= EVEN_PACE:
        return (
            found,
            "Customers' paces differ by little more than chance, so all are held against nearly the same pace.",
        )
    return found, ""


def _negative_binomial(counts: list[tuple[int, float]]) -> tuple[float, float] | None:
    """(r, alpha) by maximum likelihood from (repeat orders, days); r at most 100. None where the search fails."""
    longest = max(days for _, days in counts)
    times: dict[int, int] = {}
    spans: dict[float, tuple[int, int]] = {}
    for x, days in counts:
        times[x] = times.get(x, 0) + 1
        customers, orders = spans.get(days, (0, 0))
        spans[days] = (customers + 1, orders + x)
    by_span = [(days / longest, customers, orders) for days, (customers, orders) in spans.items() if days > 0.0]
    orders = sum(each for _, _, each in by_span)
    exposure = sum(days * customers for days, customers, _ in by_span)

    def cost(point: tuple[float, ...]) -> float:
        r, alpha = point
        ahead = sum(n * lgamma(r + x) for x, n in times.items() if x) - lgamma(r) * sum(times[x] for x in times if x)
        behind = sum(r * n * log1p(days / alpha) + x * log(alpha + days) for days, n, x in by_span)
        return behind - ahead

    best = minimize(cost, (1.0, exposure / orders))
    r, alpha = best.point
    if r >= EVEN_PACE:
        return EVEN_PACE, EVEN_PACE * exposure / orders * longest
    return (r, alpha * longest) if best.converged else None


def _basket(repeaters: list[History], *, shrink: bool) -> tuple[tuple[float, float, float], str]:
    """(p, q, v) of the Gamma-Gamma model, v in minor units; (1, 1, 0), the customer's own mean, where it cannot be had."""
    if not shrink:
        return (1.0, 1.0, 0.0), ""
    means = []
    for history in repeaters:
        x = len(history.days) - 1
        value = net_value(history, 1, x + 1, history.days[0], history.days[-1])
        if value > 0:
            means.append((x, value / x / 100.0))
    found = gamma_gamma.checked(gamma_gamma.fit(means), *gamma_gamma.log_spread(repeaters))
    if found.problem or found.q <= 1.0:
        return (1.0, 1.0, 0.0), "Baskets are held against the customer's own mean: no common basket could be fitted."
    return (found.p, found.q, found.v * 100.0), ""


def net_value(history: History, first: int, end: int, after: int, until: int) -> int:
    """The purchases number `first` to `end`, less refunds that name none of the days later than `after` to `until`."""
    value = sum(history.amounts[first:end])
    if history.others:
        value += sum(amount for day, amount in history.others if after < day <= until)
    return value
