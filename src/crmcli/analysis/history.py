"""What a customer's orders look like to the analyses: the days on which they bought, and what they paid on each.

Plain values. Days are ordinals (`date.toordinal()`), so that spans are subtractions; money is minor units of one currency.
A purchase day is a local day with at least one order that was not given back whole; several orders of one day are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

RULE_DAYS = 60
"""The silence, in days, up to which no rule of thumb calls anybody lapsed."""


class History(NamedTuple):
    """One customer's purchase days, ascending, and the net value of each; nothing in it is later than the day asked about.

    `others` are (day, value) pairs that are no purchase: refunds that name no order.
    """

    contact_id: int
    days: Sequence[int]
    amounts: Sequence[int]
    others: Sequence[tuple[int, int]] = ()


class Rhythm(NamedTuple):
    """The three numbers of the buying models, in days: repeat purchase days `x`, last less first `tx`, today less first `T`."""

    x: int
    tx: int
    T: int


def rhythm(history: History, today: int) -> Rhythm:
    """A history's rhythm as of the ordinal `today`, which is not before its last day."""
    first = history.days[0]
    return Rhythm(len(history.days) - 1, history.days[-1] - first, today - first)


def gaps(days: Sequence[int]) -> list[int]:
    """The days between one purchase day and the next."""
    return [later - earlier for earlier, later in pairwise(days)]


def median(values: Sequence[int]) -> float:
    """The middle value, or the mean of the two in the middle. Raises IndexError where there is none."""
    ranked = sorted(values)
    half = len(ranked) // 2
    return float(ranked[half]) if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` of the values lie, by straight lines between them (R's type 7). Raises IndexError
    where there is none."""
    ranked = sorted(values)
    place = share * (len(ranked) - 1)
    low = int(place)
    high = min(low + 1, len(ranked) - 1)
    return ranked[low] + (ranked[high] - ranked[low]) * (place - low)
