"""How much more or less is bought in each month of the year: the season index, and days weighted by it.

Index of a month = orders per active customer-day in it, over the same for all months. A customer is active from the day
after a purchase until the next one, or until they have been silent longer than `patience` days; only orders within that
count, so that those who left do not make the months after look poor. What chance alone would do is taken out: months are
drawn towards 1 as far as they differ no more than counts of that size do (the gamma-Poisson shrinkage of Clayton & Kaldor
1987, variance by moments). It must not know whose orders they are, nor what they were worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import accumulate

EVEN = [1.0] * 12
LEAST_DAYS = 365


def index(purchases: Iterable[Sequence[int]], *, today: int, patience: int) -> list[float]:
    """Twelve weights, January first, whose mean over a year of days is 1; all 1 with less than 365 days of purchases.

    `purchases` are each customer's purchase days (ordinals, ascending, none later than `today`).
    """
    logs = [days for days in purchases if days]
    origin = min((days[0] for days in logs), default=today)
    if today - origin < LEAST_DAYS:
        return EVEN.copy()
    orders, exposure = _by_month(*_by_day(logs, origin, today, patience), origin)
    if not any(orders):
        return EVEN.copy()
    pace = sum(orders) / sum(exposure)
    weights = _shrunk(orders, [pace * days for days in exposure])
    mean = sum(weights[date.fromordinal(day).month - 1] for day in range(1, 366)) / 365
    return [weight / mean for weight in weights]


def _by_day(logs: list[Sequence[int]], origin: int, today: int, patience: int) -> tuple[list[int], list[int]]:
    """Orders and active customers of each day from `origin` to `today`."""
    orders, changes = [0] * (today - origin + 2), [0] * (today - origin + 2)
    for days in logs:
        before = days[0]
        for day in days[1:]:
            changes[before + 1 - origin] += 1
            if day - before <= patience:
                orders[day - origin] += 1
                changes[day + 1 - origin] -= 1
            else:
                changes[before + patience + 1 - origin] -= 1
            before = day
        changes[before + 1 - origin] += 1
        changes[min(before + patience, today) + 1 - origin] -= 1
    return orders, list(accumulate(changes))


def _by_month(orders: list[int], active: list[int], origin: int) -> tuple[list[int], list[int]]:
    bought, exposure = [0] * 12, [0] * 12
    for place, month in enumerate(_months(origin, origin + len(orders) - 1)):
        bought[month] += orders[place]
        exposure[month] += active[place]
    return bought, exposure


def _months(first: int, end: int) -> list[int]:
    """The month, 0 to 11, of each day from `first` up to but without `end`."""
    months: list[int] = []
    while first < end:
        day = date.fromordinal(first)
        following = min(_next_month(day), end)
        months += [day.month - 1] * (following - first)
        first = following
    return months


def _next_month(day: date) -> int:
    """The ordinal of the first of the next month, even where no date can be made of it."""
    last = date(day.year, 12, 31) if day.month == 12 else date(day.year, day.month + 1, 1)
    return last.toordinal() + (day.month == 12)


def _shrunk(orders: list[int], expected: list[float]) -> list[float]:
    excess = sum((found - mean) ** 2 - mean for found, mean in zip(orders, expected, strict=True))
    variance = excess / sum(mean * mean for mean in expected)
    if variance <= 0.0:
        return EVEN.copy()
    return [(found + 1 / variance) / (mean + 1 / variance) for found, mean in zip(orders, expected, strict=True)]


def running_days(weights: Sequence[float], first: int, last: int) -> Sequence[float]:
    """Season-weighted days run up since `first`: item i is the sum of the weights of the i days after it, up to `last`."""
    if all(weight == 1.0 for weight in weights):
        return range(last - first + 1)
    return [0.0, *accumulate(weights[month] for month in _months(first + 1, last + 1))]
