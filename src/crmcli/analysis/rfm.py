"""Recency, frequency and money scored from 1 to 5, and the named groups made of them.

Two rules. The house's is safe against ties: score = 1 + floor(5 x how many are strictly worse / n), so equal customers have
equal scores whatever their order. The other is that of the R package rfm (0.3.0): limits at the quantiles of 20, 40, 60 and
80 per cent (type 7), each raised by 1, lower <= value < upper. Either way four limits decide, so a score is a place among
them. Numbers in, numbers out: days, counts and money are the caller's to sum.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crmcli.analysis.history import quantile

BEST = 5


class ScoreRange(NamedTuple):
    """One score of one measure: how many have it, and their lowest and highest value (None where nobody has it)."""

    score: int
    customers: int
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Scores:
    """Three columns of scores 1..5, in the order of the customers that came in."""

    r: list[int]
    f: list[int]
    m: list[int]

    def groups(self, table: Mapping[tuple[int, int, int], int], other: int) -> list[int]:
        """Each customer's place in the table of groups; `other` for those who fit no row."""
        return [table.get(scores, other) for scores in zip(self.r, self.f, self.m, strict=True)]


def scores(recency: Sequence[int], frequency: Sequence[int], money: Sequence[int]) -> Scores:
    """The tie-safe scores. `recency` is in days since the last purchase: the fewer the better."""
    return Scores(_strictly_worse([-days for days in recency]), _strictly_worse(frequency), _strictly_worse(money))


def scores_as_r(recency: Sequence[float], frequency: Sequence[float], money: Sequence[float]) -> Scores:
    """The scores of R's rfm_table_order with its five bins. `money` is in major units, for the 1 that is added is one of
    them."""
    late = _limits_of_r(recency)
    return Scores(
        [BEST - bisect_right(late, days) for days in recency],
        _among(_limits_of_r(frequency), frequency),
        _among(_limits_of_r(money), money),
    )


def ranges(scored: Sequence[int], values: Sequence[float]) -> list[ScoreRange]:
    """What each score stands for in these customers, 5 first."""
    found: dict[int, list[float]] = {score: [] for score in range(BEST, 0, -1)}
    for score, value in zip(scored, values, strict=True):
        found[score].append(value)
    return [
        ScoreRange(score, len(held), min(held, default=None), max(held, default=None)) for score, held in found.items()
    ]


def _strictly_worse(values: Sequence[int]) -> list[int]:
    """Scores of 1 + floor(5 x #worse / n): score k + 1 and better for those who have ceil(k x n / 5) customers below them."""
    ranked = sorted(values)
    limits = [ranked[-(-step * len(ranked) // BEST) - 1] for step in range(1, BEST)] if ranked else []
    return [1 + bisect_left(limits, value) for value in values]


def _limits_of_r(values: Sequence[float]) -> list[float]:
    return [quantile(values, step / BEST) + 1 for step in range(1, BEST)] if values else []


def _among(limits: Sequence[float], values: Sequence[float]) -> list[int]:
    return [1 + bisect_right(limits, value) for value in values]
