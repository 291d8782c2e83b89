"""Signs that a customer costs more than they are worth, beside the sum: what one has to look at before it is below zero.

The signs: no order in a year; purchases below a share of the year before; quotes refused, from so many a year on; quotes asked
for only to fill a shortlist. Named are the worst part of the customers: those below zero by the sum, and those who show a sign
and cost something; who leaves least comes first, so that a sign stands beside the money and never before it. Pure arithmetic
in minor units; None is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import ceil
from typing import NamedTuple

SIGNS = ("no_order", "falling", "refused", "shortlist")


class Year(NamedTuple):
    """A customer's last 12 months: net sales, those of the 12 months before, whether they bought, how many quotes they refused
    and how many they asked for only to fill a shortlist. `customer` is false for who never ordered."""

    sales: int
    before: int
    bought: bool
    refused: int
    shortlist: int
    customer: bool = True


def signs(year: Year, falling: float, refusals: int) -> tuple[str, ...]:
    """The signs that a year shows, in the order of SIGNS. One who stopped ordering is not falling as well."""
    stopped = year.customer and not year.bought
    fell = not stopped and year.before > 0 and year.sales < falling * year.before
    return tuple(
        name
        for name, shown in zip(SIGNS, (stopped, fell, year.refused >= refusals, year.shortlist > 0), strict=True)
        if shown
    )


def worst(
    leaves: Mapping[int, int | None],
    costs: Mapping[int, int],
    below: set[int],
    marked: Mapping[int, Sequence[str]],
    share: float,
    of: int,
) -> list[int]:
    """Who to look at first: at most `share` of `of` customers (and those equal to the last), who leaves least first; of equals
    who shows more signs, then who costs more.

    `leaves`: contact id -> actual value of everybody; `below`: those below zero by the sum; `marked`: contact id -> signs, of
    whom only those count who cost something. Where the margin is not known, the cost alone is held against them.
    """
    ranked = []
    for one in below | marked.keys():
        cost = costs.get(one, 0)
        if one in below or cost > 0:
            actual = leaves.get(one)
            ranked.append((-cost if actual is None else actual, -len(marked.get(one, ())), -cost, one))
    ranked.sort()
    most = ceil(round(share * of, 9))
    if 0 < most < len(ranked):
        last = ranked[most - 1][:3]
        ranked = [row for row in ranked if row[:3] <= last]
    return [row[3] for row in (ranked if most else [])]
