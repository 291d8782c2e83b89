"""The roaster's calendar: working days, office hours in Riga, and instants as the book keeps them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

ZONE = "Europe/Riga"
FRIDAY = 4


def workday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - FRIDAY))


def workdays_back(day: date, count: int) -> date:
    """The working day `count` working days before the last one up to `day`."""
    found = workday(day)
    for _ in range(count):
        found = workday(found - timedelta(days=1))
    return found


def next_workday(day: date) -> date:
    """The first working day after `day`."""
    ahead = day + timedelta(days=1)
    return ahead if ahead.weekday() <= FRIDAY else ahead + timedelta(days=7 - ahead.weekday())


def ago(today: date, days: int) -> date:
    """The working day that many days ago, or the Friday before it."""
    return workday(today - timedelta(days=days))


def stamp(day: date, hour: int, minute: int = 0) -> str:
    """A local time of day as a UTC instant."""
    return (
        datetime(day.year, day.month, day.day, hour, minute, tzinfo=_zone())
        .astimezone(UTC)
        .isoformat(timespec="seconds")
    )


@cache
def _zone() -> ZoneInfo:
    return ZoneInfo(ZONE)
