"""The figures of the complaint report from counts: rates, by number and by value, medians, who came back.

First-contact rate: solved in the contact in which they were opened and not reopened since, over all that were resolved; by
value each counts with what its customer bought in the twelve months to the period's end. On-time rate: resolved by the deadline
over resolved and open past it; what is open and not yet due is pending. Median times by Kaplan-Meier, the open ones censored,
in working hours. Recovered as in the complaint definitions: came back, over came back and did not; pending until it can be seen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from crmcli.analysis.kaplan_meier import median

HOUR = 60


@dataclass(slots=True)
class Solved:
    """Complaints that were resolved: how many, at first contact, on time; and those open past their deadline."""

    resolved: int = 0
    first: int = 0
    on_time: int = 0
    late: int = 0

    def add(self, other: Solved) -> None:
        """Counts another's too."""
        self.resolved += other.resolved
        self.first += other.first
        self.on_time += other.on_time
        self.late += other.late

    def figures(self) -> dict[str, Any]:
        """The two rates, None of nothing."""
        return {
            "first_contact_rate": _share(self.first, self.resolved),
            "on_time_rate": _share(self.on_time, self.resolved + self.late),
        }


@dataclass(slots=True)
class Tally:
    """The counts of one group of complaints in one period.

    `opened`, `escalated`: of those opened in it; `pending`: open and not yet due; `reopened`: of those resolved.
    `value`, `value_first`: sales in minor units of the customers of those resolved, and of those at first contact.
    `ended`, `waiting`: clock -> working minutes -> how many of those opened in it.
    """

    opened: int = 0
    opened_high: int = 0
    escalated: int = 0
    reopened: int = 0
    pending: int = 0
    value: int = 0
    value_first: int = 0
    came_back: int = 0
    stayed_away: int = 0
    not_seen_yet: int = 0
    every: Solved = field(default_factory=Solved)
    high: Solved = field(default_factory=Solved)
    ended: dict[str, Counter[int]] = field(default_factory=lambda: _clocks())
    waiting: dict[str, Counter[int]] = field(default_factory=lambda: _clocks())

    def add(self, other: Tally) -> None:
        """Counts another's too."""
        for name in COUNTS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.every.add(other.every)
        self.high.add(other.high)
        for clock in CLOCKS:
            self.ended[clock].update(other.ended[clock])
            self.waiting[clock].update(other.waiting[clock])

    def figures(self) -> dict[str, Any]:
        """What the report says of the group; shares are fractions, None of nothing."""
        return {
            "complaints": self.opened,
            **self.every.figures(),
            "first_contact_rate_by_value": _share(self.value_first, self.value),
            "median_hours": {clock: _hours(self.ended[clock], self.waiting[clock]) for clock in CLOCKS},
            "pending": self.pending,
            "past_due": self.every.late,
            "resolved": self.every.resolved,
            "first_contact": self.every.first,
            "on_time": self.every.on_time,
            "reopened": self.reopened,
            "escalated": self.escalated,
            "high": {
                "complaints": self.opened_high, "resolved": self.high.resolved, **self.high.figures(),
                "past_due": self.high.late,
            },
            "recovered": {
                "rate": _share(self.came_back, self.came_back + self.stayed_away),
                "yes": self.came_back, "no": self.stayed_away, "pending": self.not_seen_yet,
            },
        }  # fmt: skip


CLOCKS = ("response", "resolution")
COUNTS = (
    "opened", "opened_high", "escalated", "reopened", "pending", "value", "value_first", "came_back", "stayed_away",
    "not_seen_yet",
)  # fmt: skip


def total(tallies: Iterable[Tally]) -> Tally:
    """All groups together."""
    whole = Tally()
    for one in tallies:
        whole.add(one)
    return whole


def _clocks() -> dict[str, Counter[int]]:
    return {clock: Counter() for clock in CLOCKS}


def _hours(ended: Counter[int], waiting: Counter[int]) -> float | None:
    minutes = median(ended, waiting)
    return None if minutes is None else round(minutes / HOUR, 2)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole > 0 else None
