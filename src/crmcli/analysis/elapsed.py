"""Open minutes between many pairs of instants: the sums of `domain/working_time` by table, for reports on many complaints.

The open spans of all days are laid out once and added up, so that each question is two look-ups. Instants are UTC minutes.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import timedelta

from crmcli.domain.working_time import WorkingTime, instant_of


class Elapsed:
    """Open minutes of a working time between minutes that lie in `first`..`last`."""

    def __init__(self, time: WorkingTime, first: int, last: int) -> None:
        self._begins: list[int] = []
        self._ends: list[int] = []
        self._before: list[int] = []
        total = 0
        day, until = (instant_of(one).astimezone(time.zone).date() for one in (first, last))
        while day <= until:
            for begin, end in time.open_on(day):
                self._begins.append(begin)
                self._ends.append(end)
                self._before.append(total)
                total += end - begin
            day += timedelta(days=1)

    def between(self, start: int, end: int) -> int:
        """The open minutes from `start` up to `end`; 0 where the end is not after the start."""
        return max(self._until(end) - self._until(start), 0)

    def _until(self, minute: int) -> int:
        place = bisect_right(self._begins, minute) - 1
        if place < 0:
            return 0
        return self._before[place] + min(minute, self._ends[place]) - self._begins[place]
