"""The span of days an analysis looks at, from a name or from two dates.

Every period is a pair of inclusive local dates. This module knows no clock (the day asked about is a
parameter) and no data: an empty period is the reader's business, a backward one is refused here.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from crmcli.errors import BadValueError

DEFAULT_PERIOD = "last-12-months"
_DAY = timedelta(days=1)
_SHOWN = 40


class Period(NamedTuple):
    """Local dates, both included."""

    start: date
    end: date


def named_period(name: str, as_of: date, fiscal_year_start_month: int = 1) -> Period:
    """The period called `name` as seen on the local date `as_of` (years 1900..2200, as WHEN gives them).

    `last-12-months` ends on as_of. `fiscal-year`, `quarter`, `this-month` and `this-year` run from their
    first day to as_of; `last-fiscal-year`, `last-quarter`, `last-month` and `last-year` are the whole
    finished ones before those; `all` is everything to as_of. Quarters and years are the calendar's, as
    `eoq` and `eoy` are; only the fiscal years begin in `fiscal_year_start_month` (1..12).
    Any unique beginning of a name will do, in any case, with spaces for hyphens.
    Raises BadValueError for an unknown or ambiguous name and for a month outside 1..12.
    """
    _check_month(fiscal_year_start_month)
    return _PERIODS[period_name(name)](as_of, fiscal_year_start_month)


def chosen_period(
    name: str | None,
    as_of: date,
    fiscal_year_start_month: int = 1,
    *,
    start: date | None = None,
    end: date | None = None,
) -> Period:
    """The period of a command with `--period`, `--from` and `--to`: a date that is given beats the name.

    A `start` alone runs to as_of. An `end` alone keeps the name: `last-12-months` is then the 12 months to
    that day, `fiscal-year` the one of that day so far, `last-year` last year up to that day. An end after
    as_of is drawn back to as_of, since nothing dated later counts.
    Raises BadValueError as named_period does, and when the period would end before it starts.
    """
    if start is not None and end is not None and start > end:
        raise BadValueError(
            f"the period ends before it starts: {start} to {end}", "give --from a day that is not after --to"
        )
    full = period_name(DEFAULT_PERIOD if name is None else name)
    last = as_of if end is None else min(end, as_of)
    if start is None:
        seen_on = as_of if full in _FINISHED else last
        named = named_period(full, seen_on, fiscal_year_start_month)
        start, last = named.start, min(named.end, last)
    if start > last:
        raise BadValueError(
            f"the period ends before it starts: {start} to {last}",
            f"choose days up to {as_of}, the last one counted, and --from not after --to",
        )
    return Period(start, last)


def preceding(period: Period) -> Period | None:
    """The period of the same length just before: as many months where it is whole months long, else as many days.

    None where there is no room for one before it (`all`).
    """
    day_after = period.end + _DAY
    months = (day_after.year - period.start.year) * 12 + day_after.month - period.start.month
    if period.start.year - months // 12 <= 1:
        return None
    if months and _months_earlier(day_after, months) == period.start:
        return Period(_months_earlier(period.start, months), period.start - _DAY)
    days = day_after - period.start
    return Period(period.start - days, period.start - _DAY) if days < period.start - date.min else None


def months_of(period: Period) -> list[Period]:
    """The calendar months of a period, the first and the last as far as they lie in it."""
    found, start = [], period.start
    while start <= period.end:
        following = date(start.year + (start.month == 12), start.month % 12 + 1, 1)
        found.append(Period(start, min(following - _DAY, period.end)))
        start = following
    return found


def class_period(today: date) -> Period:
    """The 12 months to the end of last month: the window of a customer's `class` outside `crm segment`."""
    this_month = today.replace(day=1)
    return Period(_months_earlier(this_month, 12), this_month - _DAY)


def _check_month(month: int) -> None:
    if not 1 <= month <= 12:
        raise BadValueError(f"{month} is no month a fiscal year can start in", "set fiscal_year_start to 1..12")


def period_name(name: str) -> str:
    """The one name that is or begins with `name` (no name begins another one).

    Raises BadValueError for an unknown or ambiguous name.
    """
    asked = "-".join(name.casefold().split())
    found = [known for known in _PERIODS if asked and known.startswith(asked)]
    if len(found) == 1:
        return found[0]
    shown = repr(name[:_SHOWN]) + ("..." if len(name) > _SHOWN else "")
    if found:
        raise BadValueError(f"{shown} could be several periods", "write " + " or ".join(found))
    raise BadValueError(f"{shown} is no period I know", "try " + ", ".join(_PERIODS))


def _months_earlier(day: date, months: int) -> date:
    """The same day of the month `months` earlier, clipped to that month's end (29 Feb - 12 = 28 Feb)."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    next_month = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (next_month - _DAY).day))


def _fiscal_start(as_of: date, start_month: int) -> date:
    return date(as_of.year - (as_of.month < start_month), start_month, 1)


def _quarter_start(as_of: date) -> date:
    return date(as_of.year, as_of.month - (as_of.month - 1) % 3, 1)


def _before(start: date, months: int) -> Period:
    """The whole period of `months` that ends the day before `start`, the first of a month."""
    return Period(_months_earlier(start, months), start - _DAY)


_PERIODS: dict[str, Callable[[date, int], Period]] = {
    DEFAULT_PERIOD: lambda as_of, _: Period(_months_earlier(as_of + _DAY, 12), as_of),
    "fiscal-year": lambda as_of, month: Period(_fiscal_start(as_of, month), as_of),
    "last-fiscal-year": lambda as_of, month: _before(_fiscal_start(as_of, month), 12),
    "quarter": lambda as_of, _: Period(_quarter_start(as_of), as_of),
    "last-quarter": lambda as_of, _: _before(_quarter_start(as_of), 3),
    "this-month": lambda as_of, _: Period(as_of.replace(day=1), as_of),
    "last-month": lambda as_of, _: _before(as_of.replace(day=1), 1),
    "this-year": lambda as_of, _: Period(date(as_of.year, 1, 1), as_of),
    "last-year": lambda as_of, _: _before(date(as_of.year, 1, 1), 12),
    "all": lambda as_of, _: Period(date.min, as_of),
}
_FINISHED = frozenset({"last-fiscal-year", "last-quarter", "last-month", "last-year"})
