"""Dates written out: 2026-11-24, 24/11/2026, "24 nov": the part of WHEN that needs a calendar.

It must not guess: a numeric date that could be two dates is refused while no date order is set.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import NamedTuple

from crmcli.domain.datewords import DAY_NAMES, MONTH_NAMES, ORDINALS, month_of, weekday_of
from crmcli.domain.span import FIRST_YEAR, LAST_YEAR, days_in_month
from crmcli.domain.text import quoted
from crmcli.errors import BadValueError

TRY = "try fri, +3d, eom, 24 nov or 2026-11-24"


class Asked(NamedTuple):
    """A phrase and what it is read against: the user's own `text` for messages, `said` folded for reading."""

    text: str
    said: str
    now: datetime
    past: bool
    order: str | None

    @property
    def today(self) -> date:
        """The local date of now."""
        return self.now.date()

    def refusal(self, reason: str, hint: str = TRY) -> BadValueError:
        """Return the error for this phrase."""
        return BadValueError(f"{quoted(self.text)}: {reason}", hint)


def format_date(on: date) -> str:
    """Return "Tue 24 Nov 2026": English in every locale, and itself a WHEN."""
    return f"{DAY_NAMES[on.weekday()]} {on.day} {MONTH_NAMES[on.month - 1]} {on.year}"


def format_iso(day: str) -> str:
    """The same of a date kept as text, "2026-11-24"."""
    return format_date(date.fromisoformat(day))


def written_date(asked: Asked) -> date | None:
    """Return the date written in `asked.said`, with or without its weekday before it; None for another shape.

    Raises BadValueError for a date that does not exist, could be two dates, lies outside 1900..2200 or does
    not fall on the weekday named with it.
    """
    first, _, rest = asked.said.partition(" ")
    weekday = weekday_of(first) if rest else None
    plain = asked if weekday is None else asked._replace(said=rest)
    on = _numeric(plain) or _named(plain)
    if on and weekday is not None and on.weekday() != weekday:
        raise asked.refusal(f"{format_date(on)} is no {DAY_NAMES[weekday]}", "leave the weekday or the date out")
    return on


def _numeric(asked: Asked) -> date | None:
    basic = re.fullmatch("(\\d{4})(\\d\\d)(\\d\\d)", asked.said)
    shape = basic or re.fullmatch("(\\d{4})[./-](\\d{1,2})[./-](\\d{1,2})", asked.said)
    if shape:
        return _make(asked, int(shape[1]), int(shape[2]), int(shape[3]))
    shape = re.fullmatch("(\\d{1,2})([./-])(\\d{1,2})(?:\\2(\\d{4}|\\d\\d))?\\.?", asked.said)
    return _by_order(asked, shape[1], shape[3], shape[4]) if shape else None


def _by_order(asked: Asked, a: str, b: str, c: str | None) -> date:
    """Read day, month and year, in the set order or in every order that gives a date."""
    set_order = None if asked.order == "ymd" and c and len(c) == 4 else asked.order
    if set_order:
        return _ordered(asked, set_order, a, b, c)
    orders = ("dmy", "mdy", "ymd") if c and len(c) == 2 else ("dmy", "mdy")
    dates: list[date] = []
    refused: list[BadValueError] = []
    for order in orders:
        try:
            dates.append(_ordered(asked, order, a, b, c))
        except BadValueError as error:
            refused.append(error)
    if not dates:
        raise refused[0]
    if len(set(dates)) > 1:
        choices = " or ".join(dict.fromkeys(format_date(on) for on in dates))
        raise asked.refusal(f"could be {choices}", f"write {dates[0]} or {dates[1]}, or set the date order")
    return dates[0]


def _ordered(asked: Asked, order: str, a: str, b: str, c: str | None) -> date:
    if c is None:
        day, month = (a, b) if order == "dmy" else (b, a)
        return _yearless(asked, int(month), int(day))
    year, month, day = {"dmy": (c, b, a), "mdy": (c, a, b), "ymd": (a, b, c)}[order]
    return _make(asked, _full_year(year), int(month), int(day))


def _named(asked: Asked) -> date | None:
    """Read a day and a month's name in either order, and a year where there is one."""
    parts = [part for part in re.findall("\\d+|[^\\d\\s./'-]+", asked.said) if part not in ORDINALS]
    numbers = [part for part in parts if part.isdecimal()]
    months = [month for part in parts if not part.isdecimal() and (month := month_of(part))]
    if len(months) != 1 or len(numbers) != len(parts) - 1 or len(numbers) not in (1, 2):
        return None
    if len(numbers[0]) == 4:
        numbers.reverse()
    if len(numbers[0]) > 2 or (len(numbers) == 2 and len(numbers[1]) not in (2, 4)):
        return None
    if len(numbers) == 1:
        return _yearless(asked, months[0], int(numbers[0]))
    return _make(asked, _full_year(numbers[1]), months[0], int(numbers[0]))


def _full_year(year: str) -> int:
    return int(year) + (2000 if len(year) == 2 else 0)


def _yearless(asked: Asked, month: int, day: int) -> date:
    """Return the nearest such day the way we look, today included; 29 Feb waits for its leap year."""
    if _make(asked, 2000, month, 1) and not 1 <= day <= days_in_month(2000, month):
        raise asked.refusal(f"{MONTH_NAMES[month - 1]} has {days_in_month(2000, month)} days", _hint(asked))
    step = -1 if asked.past else 1
    for year in range(asked.today.year, asked.today.year + 9 * step, step):
        if day <= days_in_month(year, month):
            on = date(year, month, day)
            if on == asked.today or (on < asked.today) == asked.past:
                return _make(asked, year, month, day)
    raise asked.refusal("there is no such day")


def _make(asked: Asked, year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise asked.refusal(f"the year {year} is out of range", f"years run from {FIRST_YEAR} to {LAST_YEAR}")
    if not 1 <= month <= 12:
        raise asked.refusal(f"there is no month {month}", _hint(asked))
    if not 1 <= day <= days_in_month(year, month):
        reason = f"{MONTH_NAMES[month - 1]} {year} has {days_in_month(year, month)} days"
        raise asked.refusal(reason, _hint(asked))
    return date(year, month, day)


def _hint(asked: Asked) -> str:
    return f"the date order is {asked.order}; write 24 nov or 2026-11-24" if asked.order else TRY
