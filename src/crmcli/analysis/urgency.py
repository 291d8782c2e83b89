"""How much a reason to reach somebody matters today: points for its kind, for the customer's value, for lateness.

A plain sum out of 100 whose weights are policy, so that anybody can check a row with a pencil. Pure: no clock, no store.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from crmcli.domain.policy import GRADES, KINDS, Policy


class Parts(NamedTuple):
    """The points of one row; they add up to its score."""

    kind: int
    value: int
    lateness: int

    @property
    def score(self) -> int:
        """The sum, out of 100."""
        return self.kind + self.value + self.lateness


class Weights:
    """The policy's weights, looked up once for a list."""

    def __init__(self, policy: Policy) -> None:
        self.kinds = {kind: int(policy[f"weights.kind.{kind}"]) for kind in KINDS}
        self.values = {grade: int(policy[f"weights.value.{grade}"]) for grade in GRADES}
        self.lateness = int(policy["weights.lateness"])
        full = policy.span("lateness.full")
        self.full_days = max(1, full.days() if full else 1)

    def parts(self, kind: str, grade: str, due_on: str, today: date) -> Parts:
        """The points of a reason due on a local date: lateness grows evenly up to `lateness.full` and stays there."""
        late = min(max((today - date.fromisoformat(due_on)).days, 0), self.full_days)
        return Parts(self.kinds[kind], self.values[grade], round(self.lateness * late / self.full_days))
