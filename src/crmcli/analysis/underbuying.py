"""Who still buys, but far below their own usual, and by more than chance: a competitor may be in the house.

A customer's last W days are held against what their own past promises for them. W = 3 (alpha + T) / (r + x) days, the time
in which about three orders are due, within 30 to 365 and at most half of T. The past is what lies before W, less the first
order. Counts: the number of orders due is negative binomial with size r + n and chance (alpha + s) / (alpha + s + w), where
n orders were made in s days and w are the days of W, days weighted by the season (Ehrenberg 1959; Fader & Hardie, notes on
the NBD). Baskets: the mean of the Gamma-Gamma model (Fader, Hardie & Lee, J. Marketing Research 2005); spread by the
log-normal's e^v - 1, with v the variance of log baskets within customers, pooled. The chance of so little money or less is
the mass at no order plus the tail of a gamma with the mean and variance of the compound sum given one order or more; the
variance counts that the mean basket is itself known from few orders. Flagged: below a share of what was due and improbable.

One window holds about three orders, and where customers buy at random one in twenty has none in it by chance. A strict flag
therefore asks the same of twice the window (at most two thirds of T) against what lies before that: whoever was merely
unlucky bought as usual then. On planted logs it takes away two in three of the false flags and one in three of the true.

Pure: no clock, no store, no policy; it must not decide who is lapsed, the caller names them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterable, Sequence
from math import exp, log1p
from typing import NamedTuple

from crmcli.analysis import season
from crmcli.analysis.history import History
from crmcli.analysis.incomplete_gamma import lower_tail
from crmcli.analysis.underbuying_fit import UnderbuyingFit, fit, net_value

__all__ = ["Shortfalls", "UnderbuyingFit", "fit", "since", "test"]

LEAST_REPEATS = 3
LEAST_DAYS = 90
SHORTEST, LONGEST = 30, 365
ORDERS_DUE = 3.0
WEEK = 7
WEEKS_BACK = 26
_WIDEST = 20.0


class Shortfalls(NamedTuple):
    """One place in each column for every customer who can be tested, in the order given. Minor units; days.

    `p_twice`: the chance of so little in twice the window, None for those not flagged; 0 where there is too little before it.
    """

    contact_ids: list[int]
    expected_minor: list[int]
    actual_minor: list[int]
    ratio: list[float]
    p_value: list[float]
    window_days: list[int]
    flagged: list[bool]
    p_twice: list[float | None]


class _Found(NamedTuple):
    expected: float
    actual: int
    p_value: float
    window: int

    def flags(self, ratio: float, p: float) -> bool:
        return self.actual < ratio * self.expected and self.p_value < p


class _Yardstick:
    """A fit made ready to measure customers whose first day is `origin` or later, on days up to `today`."""

    def __init__(self, fit: UnderbuyingFit, origin: int, today: int) -> None:
        self.r, self.alpha, self.v = fit.r, fit.alpha, fit.v
        self.basket_orders = (fit.q - 1.0) / fit.p
        self.basket_variance = exp(min(fit.log_variance, _WIDEST)) - 1.0
        self.origin = origin
        self.running: Sequence[float] = season.running_days(fit.season, origin, today)

    def measure(self, history: History, today: int, known: int, times: int = 1) -> _Found | None:
        """The test as of `today`, on the first `known` purchase days, over so many times the window; None for a past too
        short or worth nothing."""
        first = history.days[0]
        T = today - first
        if T < LEAST_DAYS or known <= LEAST_REPEATS:
            return None
        due_in = ORDERS_DUE * (self.alpha + T) / (self.r + known - 1)
        window = min(max(round(due_in), SHORTEST), LONGEST, T // 2)
        window = min(window * times, T * times // (times + 1))
        start = today - window
        before = bisect_right(history.days, start, 0, known)
        usual = net_value(history, 1, before, first, start)
        if before <= (LEAST_REPEATS if times == 1 else 1) or usual <= 0:
            return None
        return self._weigh(before - 1, usual, net_value(history, before, known, start, today), (first, start, today))

    def _weigh(self, n: int, usual: int, actual: int, days: tuple[int, int, int]) -> _Found:
        """`n` orders worth `usual` between the first two days, against `actual` between the last two."""
        first, start, today = (self.running[day - self.origin] for day in days)
        past = self.alpha + start - first
        odds = (today - start) / past
        orders = (self.r + n) * odds
        basket_orders = n + self.basket_orders
        expected = orders * (usual + self.v) / basket_orders
        p_value = self._tail(actual / expected, orders, 1.0 + odds, exp(-(self.r + n) * log1p(odds)), basket_orders)
        return _Found(expected, actual, p_value, days[2] - days[1])

    def _tail(self, ratio: float, orders: float, unrest: float, nothing: float, basket_orders: float) -> float:
        """The chance of at most `ratio` times the money due.

        `orders` are due, with a variance of `unrest` times as much; none comes with chance `nothing`; the mean basket is
        known as from `basket_orders` orders. In units of the money due, sums have mean 1 and this variance: that of the
        count and of the baskets, and the doubt about the mean basket, which falls on all orders alike.
        """
        if ratio <= 0.0:
            return nothing
        count = unrest / orders
        doubt = self.basket_variance / basket_orders
        variance = count + self.basket_variance / orders + doubt * (1.0 + count)
        some = 1.0 - nothing
        shape = 1.0 / max(some * (1.0 + variance) - 1.0, 1e-9)
        return nothing + some * lower_tail(shape, ratio * shape * some)


def test(
    histories: Iterable[History],
    fit: UnderbuyingFit,
    *,
    today: int,
    ratio: float,
    p: float,
    lapsed: Container[int],
) -> Shortfalls:
    """Every customer not among the `lapsed` contact ids with a past to be held against, as of the ordinal `today`.

    `flagged`: the money of the window is below `ratio` (0.40) of what was due, and the chance of that is below `p` (0.10).
    `is_strict` says whether it is beyond doubt. A fit of method "none" tests nobody.
    """
    tested = Shortfalls([], [], [], [], [], [], [], [])
    if fit.method == "none":
        return tested
    known = [history for history in histories if len(history.days) > LEAST_REPEATS and history.contact_id not in lapsed]
    yardstick = _Yardstick(fit, min((history.days[0] for history in known), default=today), today)
    for history in known:
        found = yardstick.measure(history, today, len(history.days))
        if found is not None:
            tested.contact_ids.append(history.contact_id)
            tested.expected_minor.append(round(found.expected))
            tested.actual_minor.append(found.actual)
            tested.ratio.append(found.actual / found.expected)
            tested.p_value.append(found.p_value)
            tested.window_days.append(found.window)
            flagged = found.flags(ratio, p)
            tested.flagged.append(flagged)
            twice = yardstick.measure(history, today, len(history.days), 2) if flagged else None
            tested.p_twice.append((twice.p_value if twice else 0.0) if flagged else None)
    return tested


def is_strict(p_value: float, p_twice: float | None, p: float) -> bool:
    """Whether a flag is beyond doubt: below the chance `p` (0.05) over the window and over twice the window."""
    return p_value < p and p_twice is not None and p_twice < p


def since(history: History, fit: UnderbuyingFit, *, today: int, ratio: float, p: float) -> int | None:
    """The day, an ordinal, from which the customer has been flagged in every weekly test up to `today`'s.

    The tests are those of Mondays, each with the orders known by then and the present fit: the answer is the day after the
    last that did not flag, 26 weeks back at most, and stays the same while they go on flagging. None where today's test
    does not flag.
    """
    if fit.method == "none" or not history.days:
        return None
    yardstick = _Yardstick(fit, history.days[0], today)

    def flags(day: int) -> bool:
        found = yardstick.measure(history, day, bisect_right(history.days, day))
        return found is not None and found.flags(ratio, p)

    if not flags(today):
        return None
    monday = today - (today - 1) % WEEK
    first = max(monday - WEEK * WEEKS_BACK, history.days[0])
    return 1 + next((day for day in range(monday, first - 1, -WEEK) if not flags(day)), first - 1)
