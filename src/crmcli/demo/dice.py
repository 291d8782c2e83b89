"""Chance that falls the same way everywhere: one seeded stream, read only through `random()`.

Python promises that stream across versions, not what `choice` or `shuffle` make of it: neither is used.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """One stream of chance; everybody has their own, so that a change in one story moves no other."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random.random() * (high - low + 1))

    def spread(self, low: float, high: float) -> float:
        """A number from low to high."""
        return low + self._random.random() * (high - low)

    def chance(self, share: float) -> bool:
        """True in this share of the throws."""
        return self._random.random() < share

    def pick(self, things: Sequence[T]) -> T:
        """One of them."""
        return things[int(self._random.random() * len(things))]

    def noise(self, count: int) -> bytes:
        """So many random bytes."""
        return bytes(self.between(0, 255) for _ in range(count))
