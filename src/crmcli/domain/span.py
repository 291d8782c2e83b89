"""Lengths of calendar time ("6w", "3 months") and what they do to a date.

Months and years are counted on the calendar from an anchor day and clipped to the month's end, so that a
monthly rhythm begun on the 31st does not drift. It must not know the clock, a zone or an instant.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from crmcli.domain.text import ascii_digits, quoted
from crmcli.errors import BadValueError

FIRST_YEAR, LAST_YEAR = 1900, 2200
COUNT_LIMIT = 9999
_NAMES = {"min": "minute", "h": "hour", "d": "day", "w": "week", "m": "month", "y": "year"}
_SHORT = [
    "mins",
    "min",
    "hr",
    "h",
    "hrs",
    "h",
    "wk",
    "w",
    "wks",
    "w",
    "mo",
    "m",
    "mos",
    "m",
    "yr",
    "y",
    "yrs",
    "y",
]
_ALIASES = {alias: unit for unit, name in _NAMES.items() for alias in (unit, name, name + "s")}
_ALIASES.update(zip(_SHORT[::2], _SHORT[1::2], strict=True))
_RHYTHMS = {
    "daily": "1d",
    "weekly": "1w",
    "monthly": "1m",
    "quarterly": "3m",
    "yearly": "1y",
    "annually": "1y",
}
_DAYS = {"d": 1.0, "w": 7.0, "m": 30.4375, "y": 365.25}
_HINT = "write a number from 1 to 9999 and a unit: 3d, 6w, 3m (months) or 1y"


class Span(NamedTuple):
    """`count` (1..9999) of `unit`: "min", "h", "d", "w", "m" (months) or "y"."""

    count: int  # type: ignore[assignment]
    unit: str

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    def words(self) -> str:
        """Return the span in words: "1 week", "6 weeks"."""
        return f"{self.count} {_NAMES[self.unit]}{'' if self.count == 1 else 's'}"

    @property
    def on_clock(self) -> bool:
        """Tell whether the span is of minutes or hours."""
        return self.unit in ("min", "h")

    def days(self) -> int:
        """Return the length in days, for sorting: a month is 30.4375, a year 365.25, hours are 0."""
        return 0 if self.on_clock else round(self.count * _DAYS[self.unit])

    def minutes(self) -> int:
        """Return the length in minutes; a day is 1440."""
        if self.unit == "min":
            return self.count
        return self.count * 60 if self.unit == "h" else self.days() * 1440


def parse_span(text: str, allow_clock: bool = False) -> Span:
    """Read "6w", "6 weeks", "a month", "quarterly"; with `allow_clock` also "30min" and "4h".

    "m" is always months. Raises BadValueError otherwise, or when the number is outside 1..9999.
    """
    span = read_span(text)
    if span is None:
        raise BadValueError(f"{quoted(text)} is no length of time", _HINT)
    if span.on_clock and not allow_clock:
        raise BadValueError(f"{quoted(text)} is too short: whole days here", _HINT)
    return span


def read_span(text: str) -> Span | None:
    """Return the span written, minutes and hours included, or None when the text has another shape.

    Raises BadValueError when it has the shape but the number is outside 1..9999.
    """
    plain = ascii_digits(text[:60]).strip().lower()
    shape = re.fullmatch("(\\d+|an?|one) ?([a-z]+)", _RHYTHMS.get(plain, plain))
    unit = _ALIASES.get(shape.group(2)) if shape else None
    if not shape or not unit or len(text) > 60:
        return None
    count = int(shape.group(1)) if shape.group(1).isdigit() else 1
    if not 1 <= count <= COUNT_LIMIT:
        raise BadValueError(f"{quoted(text)}: the number is out of range", _HINT)
    return Span(count, unit)


def add(day: date, span: Span, times: int = 1) -> date:
    """Return the local date `times` spans after `day` (before it when negative), counted from `day`.

    31 Jan + 1m is 28 or 29 Feb, 31 Jan + 2m is 31 Mar. Raises BadValueError for minutes and hours, and
    outside the years 1900..2200.
    """
    if span.on_clock:
        raise BadValueError(f"{span.words()} is no number of days", _HINT)
    steps = span.count * times
    if span.unit in "dw":
        ordinal = day.toordinal() + steps * (7 if span.unit == "w" else 1)
        if date(FIRST_YEAR, 1, 1).toordinal() <= ordinal <= date(LAST_YEAR, 12, 31).toordinal():
            return date.fromordinal(ordinal)
    else:
        year, month = divmod(day.year * 12 + day.month - 1 + steps * (12 if span.unit == "y" else 1), 12)
        if FIRST_YEAR <= year <= LAST_YEAR:
            return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))
    raise BadValueError(
        f"{span.words()} from {day.isoformat()} leaves the calendar",
        f"years run from {FIRST_YEAR} to {LAST_YEAR}",
    )


def days_in_month(year: int, month: int) -> int:
    """Return the number of days in a month (1..12)."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31


def next_birthday(month: int, day: int, today: date) -> date:
    """Return the local date of the birthday on or after `today`; 29 Feb falls on 1 Mar in common years."""
    falls = _birthday(month, day, today.year)
    return falls if falls >= today else _birthday(month, day, today.year + 1)


def _birthday(month: int, day: int, year: int) -> date:
    if day <= days_in_month(year, month):
        return date(year, month, day)
    return date(year, month, 1) + timedelta(days_in_month(year, month))
