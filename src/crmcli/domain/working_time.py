"""Working time: how many open minutes lie between two instants, and when a number of them is used up.

Counted minute by minute through the opening hours of each local day, as a person at the counter would: on the night the
clocks go back, an opening from one to three has three hours, when they go forward one. Instants are UTC minutes since 1970;
the zone says which local day and hour each of them is. Nothing here reads the clock.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

DAY = 24 * 60
ASTRAY = 3 * 60
WORKING_MINUTES = {"min": 1, "h": 60, "d": 8 * 60, "w": 40 * 60}
FARTHEST_DAYS = 3700

Span = tuple[int, int]


def minute_of(instant: datetime) -> int:
    """An aware instant as whole minutes since 1970 UTC, the running minute counted from its beginning."""
    return int(instant.timestamp() // 60)


def instant_of(minute: int) -> datetime:
    """The beginning of a minute, in UTC."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)


class WorkingTime:
    """Opening hours by weekday (0 is Monday) as (first minute, minute after the last) of the local day, the local dates on
    which nobody works, and the zone."""

    def __init__(self, hours: Mapping[int, Span], closed: Collection[str], zone: ZoneInfo) -> None:
        self.hours = dict(hours)
        self.closed = frozenset(closed)
        self.zone = zone
        self._kept: dict[date, tuple[Span, ...]] = {}

    def open_on(self, day: date) -> tuple[Span, ...]:
        """The open spans of a local day in UTC minutes, ascending; empty where nobody works."""
        found = self._kept.get(day)
        if found is None:
            found = self._kept[day] = self._spans(day)
        return found

    def between(self, start: int, end: int) -> int:
        """The open minutes from `start` up to, not including, `end`; 0 where the end is not after the start."""
        used, day = 0, self._local_day(start)
        last = self._local_day(max(start, end))
        while day <= last:
            for low, high in self.open_on(day):
                used += max(0, min(high, end) - max(low, start))
            day += timedelta(days=1)
        return used

    def after(self, start: int, minutes: int) -> int | None:
        """The minute at which so many open minutes from `start` on are used up; None where ten years do not hold them."""
        left, first = minutes, self._local_day(start)
        if left <= 0:
            return start
        for ahead in range(FARTHEST_DAYS):
            for low, high in self.open_on(first + timedelta(days=ahead)):
                begin = max(low, start)
                if high - begin >= left:
                    return begin + left
                left -= max(0, high - begin)
        return None

    def _local_day(self, minute: int) -> date:
        return instant_of(minute).astimezone(self.zone).date()

    def _spans(self, day: date) -> tuple[Span, ...]:
        hours = self.hours.get(day.weekday())
        if hours is None or day.isoformat() in self.closed:
            return ()
        begin, end = self._midnight(day), self._midnight(day + timedelta(days=1))
        if end - begin == DAY:
            return ((begin + hours[0], begin + hours[1]),)
        return self._minute_by_minute(day, hours, begin - ASTRAY, end + ASTRAY)

    def _midnight(self, day: date) -> int:
        return minute_of(datetime(day.year, day.month, day.day, tzinfo=self.zone))

    def _minute_by_minute(self, day: date, hours: Span, begin: int, end: int) -> tuple[Span, ...]:
        """The open spans of a day on which the clocks change."""
        spans: list[Span] = []
        for minute in range(begin, end):
            local = instant_of(minute).astimezone(self.zone)
            if local.date() == day and hours[0] <= local.hour * 60 + local.minute < hours[1]:
                if spans and spans[-1][1] == minute:
                    spans[-1] = (spans[-1][0], minute + 1)
                else:
                    spans.append((minute, minute + 1))
        return tuple(spans)
