"""What customers will order next: how many orders, worth how much, when, and what a customer is worth over the months ahead.

Fitting and scoring are apart: `fit_models` gives two plain values that may be kept as JSON, `forecast` and `lifetime_value`
score with them. Where no model may be used (too few customers came back, or a fit at the edge of its range) each customer's own
rate stands in, repeat orders per day since the first, with nobody leaving, and the answer says so in words; of whoever bought
on one day only there is no rate: what they will do is not known, which is not nothing.

The next order is expected on the first day by which one is at least as likely as none (P(no order) <= 1/2): a median, which
exists where a mean does not, and which a customer who has probably left does not get. Refunds that name no order are no order
and change no basket. This module must not choose a horizon, a margin or a discount.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from crmcli.analysis import bg_nbd, gamma_gamma, mbg_nbd
from crmcli.analysis.buying_fit import LONGEST_WAIT, WEEK, BuyingFit
from crmcli.analysis.gamma_gamma import SpendFit
from crmcli.analysis.history import History, Rhythm, rhythm
from crmcli.analysis.special import chebyshev, through
from crmcli.errors import BadValueError

MODELS = {"bg-nbd": bg_nbd.MODEL, "mbg-nbd": mbg_nbd.MODEL}
AUTO = "auto"
OWN_RATE = "own rate"
MONTH = 30.4375
"""Days in a month of the lifetime value, whatever the calendar says."""
_DIGITS = 23.0


class ForecastRow(NamedTuple):
    """One customer's next days: orders, their value in minor units (both None where they are not known), the chance of not
    having left (None where no model says), and the ordinal of the day by which an order is as likely as not (None beyond ten
    years)."""

    contact_id: int
    expected_orders: float | None
    expected_minor: int | None
    p_active: float | None
    next_order_on: int | None


class Forecast(NamedTuple):
    """A row for each customer who ever ordered, in the order given, and the totals. `method` is a model's name or "own rate";
    `notes` say in words what was not used and why; `buying` and `spend` are the fits that were scored with, or refused. The
    totals are of the customers of whom they are known."""

    rows: list[ForecastRow]
    method: str
    notes: tuple[str, ...]
    buying: BuyingFit
    spend: SpendFit
    expected_orders: float
    expected_minor: int
    active: float | None


def fit_models(histories: Sequence[History], *, today: int, model: str, exponent: int) -> tuple[BuyingFit, SpendFit]:
    """Both fits as of the ordinal `today`, amounts having `exponent` decimals. "auto" takes the model that makes the orders
    most probable among those without a problem. Raises BadValueError for a model that is none."""
    rhythms = [rhythm(history, today) for history in histories if history.days]
    fits = [MODELS[name].fit(rhythms) for name in _names(model)]
    sound = [each for each in fits if each.problem is None]
    buying = max(sound, key=lambda each: each.log_likelihood) if sound else fits[0]
    spend = gamma_gamma.fit(_repeats(history, 10.0**exponent) for history in histories if history.days)
    return buying, gamma_gamma.checked(spend, *gamma_gamma.log_spread(histories))


def forecast(
    histories: Sequence[History],
    *,
    today: int,
    horizon_days: int,
    model: str,
    exponent: int,
    fit: BuyingFit | None = None,
    spend: SpendFit | None = None,
) -> Forecast:
    """The `horizon_days` after the ordinal `today`. A fit that is missing, or of another model than asked for, is made
    here. Raises BadValueError for a model that is none."""
    if fit is None or spend is None or fit.model not in _names(model):
        fresh, fresh_spend = fit_models(histories, today=today, model=model, exponent=exponent)
        fit = fresh if fit is None or fit.model not in _names(model) else fit
        spend = spend or fresh_spend
    scale, scorer = 10.0**exponent, _scorer(fit)
    last = date.max.toordinal()
    rows = []
    for history in histories:
        if not history.days:
            continue
        orders, active, days = scorer.score(rhythm(history, today), horizon_days)
        basket = gamma_gamma.expected_value(spend, *_repeats(history, scale)) * scale
        minor = None if orders is None else round(orders * basket)
        next_on = today + days if days is not None and today + days <= last else None
        rows.append(ForecastRow(history.contact_id, orders, minor, active, next_on))
    return Forecast(
        rows,
        scorer.method,
        _notes(fit, spend),
        fit,
        spend,
        math.fsum(row.expected_orders or 0.0 for row in rows),
        sum(row.expected_minor or 0 for row in rows),
        None if fit.problem else math.fsum(row.p_active or 0.0 for row in rows),
    )


def lifetime_value(
    histories: Sequence[History],
    *,
    today: int,
    months: int,
    margin: float,
    discount: float,
    cost_a_year: Mapping[int, int],
    exponent: int,
    fit: BuyingFit,
    spend: SpendFit,
) -> dict[int, int]:
    """Minor units by contact: the margin of the orders expected in the next `months`, less the cost to serve them. Whose
    orders are not known is left out.

    Sum over months j of (E[X(t_j)] - E[X(t_j-1)]) · E[basket] · margin / (1+discount)^(j/12), t_j = j · 30.4375 days, less
    the same months' share of `cost_a_year` (minor units by contact, none where absent), discounted alike. `margin` is a
    share of the price, `discount` a share a year and above -1.
    """
    scale, scorer = 10.0**exponent, _scorer(fit)
    factors = [(1.0 + discount) ** (-month / 12) for month in range(1, months + 1)]
    serving = sum(factors) / 12
    values = {}
    for history in histories:
        orders = scorer.discounted(rhythm(history, today), factors) if history.days else None
        if orders is not None:
            basket = gamma_gamma.expected_value(spend, *_repeats(history, scale)) * scale
            cost = cost_a_year.get(history.contact_id, 0) * serving
            values[history.contact_id] = round(orders * basket * margin - cost)
    return values


class _ByModel:
    """Scores by a fit. Customers with the same rhythm are worked out once, and what to expect of an active customer
    once for each (x, T)."""

    def __init__(self, fit: BuyingFit) -> None:
        self.fit, self.model, self.method = fit, MODELS[fit.model], fit.model
        self._ahead: dict[tuple[int, int, float], float] = {}
        self._monthly: dict[tuple[int, int], float] = {}
        self._weights: dict[tuple[float, ...], list[tuple[float, float]]] = {}
        self._scores: dict[tuple[Rhythm, int], tuple[float, float | None, int | None]] = {}

    def score(self, rhythm: Rhythm, days: int) -> tuple[float | None, float | None, int | None]:
        """Expected orders within `days`, chance of being active, days until an order is as likely as not."""
        found = self._scores.get((rhythm, days))
        if found is None:
            active = self.model.p_active(self.fit, rhythm)
            orders = active * self._if_active(rhythm.x, rhythm.T, days)
            found = self._scores[rhythm, days] = orders, active, self.model.days_to_order(self.fit, rhythm, active)
        return found

    def discounted(self, rhythm: Rhythm, factors: Sequence[float]) -> float:
        """The orders expected in each month to come, each weighted by its factor, added up."""
        x, _, T = rhythm
        if (x, T) not in self._monthly:
            weights = self._sum_of_months(tuple(factors))
            self._monthly[x, T] = sum(weight * self._if_active(x, T, days) for days, weight in weights)
        return self._monthly[x, T] * self.model.p_active(self.fit, rhythm)

    def _sum_of_months(self, factors: tuple[float, ...]) -> list[tuple[float, float]]:
        """The days at which the expected orders are to be known, and what they weigh in the sum over the months.

        The end of every month; or, over years, fewer days from which the curve is known as well. On the scale
        log(1 + days/alpha) it is smooth, for every customer, as far as pi beside the real axis, which tells how many.
        """
        if factors not in self._weights:
            drops = [now - after for now, after in zip(factors, (*factors[1:], 0.0), strict=True)]
            ends = [(month * MONTH, drop) for month, drop in enumerate(drops, 1)]
            scale = max(self.fit.alpha, 1e-9) * WEEK
            strip = 2 * math.pi / math.log1p(len(factors) * MONTH / scale) if factors else math.inf
            count = math.ceil(_DIGITS / math.asinh(strip)) + 10
            self._weights[factors] = ends if count >= len(factors) else _fewer(ends, scale, count)
        return self._weights[factors]

    def _if_active(self, x: int, T: int, days: float) -> float:
        found = self._ahead.get((x, T, days))
        if found is None:
            found = self._ahead[x, T, days] = self.model.expected_if_active(self.fit, x, T, days)
        return found


class _ByOwnRate:
    """Scores by each customer's own repeat orders per day since the first, with nobody leaving and orders at random; no score
    without a repeat order."""

    method = OWN_RATE

    def score(self, rhythm: Rhythm, days: int) -> tuple[float | None, float | None, int | None]:
        if not rhythm.x:
            return None, None, None
        wait = math.ceil(math.log(2.0) * rhythm.T / rhythm.x)
        return rhythm.x / rhythm.T * days, None, wait if wait <= LONGEST_WAIT else None

    def discounted(self, rhythm: Rhythm, factors: Sequence[float]) -> float | None:
        return rhythm.x / rhythm.T * MONTH * sum(factors) if rhythm.x else None


def _fewer(ends: Sequence[tuple[float, float]], scale: float, count: int) -> list[tuple[float, float]]:
    """As good as the (days, weight) of all the months' ends: `count` others, and of today, when nothing is ordered yet."""
    places = chebyshev(0.0, math.log1p(ends[-1][0] / scale), count)
    totals = [0.0] * len(places)
    for days, weight in ends:
        for index, share in enumerate(through(places, math.log1p(days / scale))):
            totals[index] += weight * share
    return [(scale * math.expm1(place), total) for place, total in zip(places[:-1], totals[:-1], strict=True)]


def _scorer(fit: BuyingFit) -> _ByModel | _ByOwnRate:
    return _ByModel(fit) if fit.problem is None else _ByOwnRate()


def _names(model: str) -> Sequence[str]:
    if model == AUTO:
        return tuple(MODELS)
    if model not in MODELS:
        raise BadValueError(f"no buying model {model!r}", f"one of: {AUTO}, {', '.join(MODELS)}")
    return (model,)


def _repeats(history: History, scale: float) -> tuple[int, float]:
    """The repeat purchase days, and their mean value in major units."""
    x = len(history.days) - 1
    return x, (sum(history.amounts) - history.amounts[0]) / x / scale if x else 0.0


def _notes(fit: BuyingFit, spend: SpendFit) -> tuple[str, ...]:
    notes = []
    if fit.problem:
        notes.append(
            f"no buying model: {fit.problem}; used instead: every customer's own rate, repeat orders per day since the "
            "first, as if nobody ever left"
        )
    if spend.problem:
        notes.append(
            f"no model of spending: {spend.problem}; used instead: every customer's own mean repeat order, and the mean of all "
            "for who has none"
        )
    return tuple(notes)
