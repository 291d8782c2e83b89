"""The named groups of recency, frequency and money: an ordered table in which the first row that fits wins.

A row reads "Champions 5-5 5-5 5-5": a name, then the scores (1..5) of recency, frequency and money that it takes in. Whoever
fits no row is in Other. A row that no customer could ever reach, for earlier rows take all of it, is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import product
from typing import NamedTuple

from crmcli.errors import BadValueError

OTHER = "Other"
SCORES = range(1, 6)


class RfmGroup(NamedTuple):
    """A name and three ranges of scores, both ends included."""

    name: str
    r: tuple[int, int]
    f: tuple[int, int]
    m: tuple[int, int]

    def takes(self, r: int, f: int, m: int) -> bool:
        """Whether these scores fit."""
        return self.r[0] <= r <= self.r[1] and self.f[0] <= f <= self.f[1] and self.m[0] <= m <= self.m[1]


def parse_group(text: str) -> RfmGroup:
    """What a row of the table says. Raises BadValueError naming the row."""
    words = text.split()
    ranges = [re.fullmatch("([1-5])(?:-([1-5]))?", word) for word in words[-3:]]
    name = " ".join(words[:-3])
    one_too_many = len(words) > 3 and re.fullmatch("[0-9]-[0-9]", words[-4])
    if not name or one_too_many or not all(ranges):
        raise BadValueError(
            f"{text[:60]!r} is no group",
            "a name, then the scores of recency, frequency and money: Champions 5-5 4-5 4-5",
        )
    bounds = [(int(one[1]), int(one[2] or one[1])) for one in ranges if one]
    if any(low > high for low, high in bounds):
        raise BadValueError(f"{text[:60]!r} has a range that runs backwards", "the lower score first: 2-4")
    if name.casefold() == OTHER.casefold():
        raise BadValueError(f"no group may be called {OTHER}", "it is for whoever fits no other group")
    return RfmGroup(name, bounds[0], bounds[1], bounds[2])


def parse_groups(rows: Iterable[str]) -> list[RfmGroup]:
    """The whole table. Raises BadValueError for a row that cannot be read, a name given twice, or a row never reached."""
    groups = [parse_group(row) for row in rows if row.strip()]
    names = [group.name.casefold() for group in groups]
    for place, group in enumerate(groups):
        if group.name.casefold() in names[:place]:
            raise BadValueError(f"the group {group.name!r} is there twice", "give each row a name of its own")
    taken = set(table(groups).values())
    for place, group in enumerate(groups):
        if place not in taken:
            raise BadValueError(
                f"the group {group.name!r} can never be reached: the rows before it take everybody in it",
                "move it up, or change its scores",
            )
    return groups


def table(groups: Sequence[RfmGroup]) -> dict[tuple[int, int, int], int]:
    """{(r, f, m): the place of the first row that fits}; scores that fit no row are missing."""
    found: dict[tuple[int, int, int], int] = {}
    for scores in product(SCORES, SCORES, SCORES):
        for place, group in enumerate(groups):
            if group.takes(*scores):
                found[scores] = place
                break
    return found
