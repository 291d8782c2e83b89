"""How long each step takes, from counts of waits by length: medians by Kaplan-Meier, so that what still waits is not left out,
and which part of all the waiting each step makes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from crmcli.analysis.kaplan_meier import median

STEPS = ("answer", "promise", "quote", "complaint_response", "complaint_resolution")
WITHIN = "complaint_response"  # the answer to a complaint comes within the time to its solution
UNITS = {
    "answer": ("hours", 60), "promise": ("days", 1), "quote": ("days", 1), "complaint_response": ("working hours", 60),
    "complaint_resolution": ("working hours", 60),
}  # fmt: skip
PER_DAY = {"hours": 24, "days": 1, "working hours": 8}


@dataclass(slots=True)
class Step:
    """The waits of one step: lengths in its smallest unit (minutes or days) -> how many."""

    name: str
    ended: Counter[int] = field(default_factory=Counter)
    waiting: Counter[int] = field(default_factory=Counter)
    late: int = 0

    def add(self, length: int, over: bool, late: bool, count: int) -> None:
        """Counts waits of one length."""
        (self.ended if over else self.waiting)[length] += count
        self.late += count if late else 0

    @property
    def count(self) -> int:
        """How many waits began."""
        return self.ended.total() + self.waiting.total()

    @property
    def days(self) -> float:
        """All of them together, in days (working days for complaints)."""
        unit, each = UNITS[self.name]
        whole = sum(length * count for counter in (self.ended, self.waiting) for length, count in counter.items())
        return whole / each / PER_DAY[unit]

    def figures(self) -> dict[str, Any]:
        """What the report says of the step."""
        unit, each = UNITS[self.name]
        middle = median(self.ended, self.waiting)
        longest = max(self.waiting, default=None)
        return {
            "unit": unit,
            "count": self.count,
            "median": None if middle is None else round(middle / each, 2),
            "waiting": self.waiting.total(),
            "longest_waiting": None if longest is None else round(longest / each, 2),
            "late": self.late if self.name == "promise" else None,
            "waited_days": round(self.days, 1),
        }


def whole(steps: Iterable[Step]) -> float:
    """The days of all steps together, what lies within another left out."""
    return sum(step.days for step in steps if step.name != WITHIN)
