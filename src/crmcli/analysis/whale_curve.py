"""The whale curve: profit added up from the most profitable customer to the one who costs most.

It rises above the whole profit while customers bring, and falls back to it over those who take (R. Kaplan and V. G. Narayanan,
"Measuring and Managing Customer Profitability", Journal of Cost Management 15, 2001). Pure arithmetic in minor units.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple


class Whale(NamedTuple):
    """Customers by descending profit, equals by id; the profit added up; and the place of the peak: so many customers bring
    everything that is brought."""

    contact_ids: Sequence[int]
    running: Sequence[int]
    peak: int

    @property
    def total(self) -> int:
        """The whole profit."""
        return self.running[-1] if self.running else 0

    @property
    def peak_minor(self) -> int:
        """What the best customers bring together."""
        return self.running[self.peak - 1] if self.peak else 0

    @property
    def peak_share(self) -> float | None:
        """The peak over the whole profit; None where there is no profit to share."""
        return self.peak_minor / self.total if self.total > 0 else None

    def points(self, most: int) -> list[tuple[int, int]]:
        """(customers so far, profit so far) from nobody to everybody, at most about `most` of them, the peak among them."""
        count = len(self.running)
        step = max(-(-count // max(most, 1)), 1)
        places = sorted({0, self.peak, count, *range(0, count, step)})
        return [(place, self.running[place - 1] if place else 0) for place in places]


def whale(profits: Mapping[int, int]) -> Whale:
    """The curve of everybody's profit."""
    ranked = sorted(profits, key=lambda one: (-profits[one], one))
    amounts = [profits[one] for one in ranked]
    return Whale(ranked, list(accumulate(amounts)), sum(amount > 0 for amount in amounts))
