"""What a customer was worth when they last bought: their net value in the year up to their last purchase, and the class
that this makes.

A class by the last 12 months forgets whoever has stopped buying; this one does not, so that somebody who is slipping away
still counts for what they brought. The limits are those of the ABC classes (see `value_class`) over every customer's own
last year: whoever brought at least as much as the smallest A is an A.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from crmcli.analysis.history import History
from crmcli.analysis.value_class import classify

YEAR = 365


class Limits(NamedTuple):
    """The least value, in minor units, of an A and of a B; None where nobody is one."""

    a: int | None
    b: int | None


def last_year(history: History) -> int:
    """Net value of the 365 days up to the last purchase, less whatever has gone back since, in minor units."""
    return _value(history, history.days[-1], later=True)


def year_before(history: History) -> int:
    """Net value of the 365 days before those."""
    return _value(history, history.days[-1] - YEAR)


def is_growing(history: History, times: float) -> bool:
    """Whether they bought in their last year at least `times` what they bought in the year before, which they were there for
    from its beginning."""
    before = year_before(history)
    return before > 0 and history.days[0] <= history.days[-1] - 2 * YEAR and last_year(history) >= times * before


def limits(values: Iterable[int], *, a: float, b: float) -> Limits:
    """Where the classes begin, from every customer's `last_year`; `a` and `b` are the policy's shares."""
    classes = classify(enumerate(values), a=a, b=b)
    ends = classes.totals["A"].customers, classes.totals["A"].customers + classes.totals["B"].customers
    return Limits(
        classes.amounts[ends[0] - 1] if ends[0] else None,
        classes.amounts[ends[1] - 1] if ends[1] > ends[0] else None,
    )


def standing(value: int, bounds: Limits) -> str:
    """A, B, C, zero or below_zero."""
    if value <= 0:
        return "zero" if value == 0 else "below_zero"
    if bounds.a is not None and value >= bounds.a:
        return "A"
    return "B" if bounds.b is not None and value >= bounds.b else "C"


def _value(history: History, end: int, *, later: bool = False) -> int:
    start = end - YEAR
    value = sum(amount for day, amount in zip(history.days, history.amounts, strict=True) if start < day <= end)
    return value + sum(amount for day, amount in history.others if start < day and (later or day <= end))
