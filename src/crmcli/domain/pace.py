"""Spans of days as one says them: "3 weeks", "usually orders every 3 weeks, silent for 11", "19 Feb".

Rounded for the ear; whoever needs the number has the days. It must not know the clock: days come in.
"""

from __future__ import annotations

from datetime import date

from crmcli.domain.datewords import MONTH_NAMES

WEEKS_FROM, MONTHS_FROM, YEARS_FROM = 14, 112, 730
WEEK, MONTH, YEAR, NEARLY = 7, 30.4375, 365.25, 3


def length(days: float) -> str:
    """So many days in words, in the unit that says it best: "5 days", "11 weeks", "1 month", "2.5 years"."""
    count, unit = _measured(days)
    return f"{count} {unit}{'' if count == '1' else 's'}"


def every(days: float) -> str:
    """A rhythm: "every 3 weeks", "every day"."""
    count, unit = _measured(max(days, 1.0))
    return f"every {unit}" if count == "1" else f"every {count} {unit}s"


def usual_and_silent(usual: float, silent: float) -> str:
    """A rhythm and how long it has been broken: "usually orders every 3 weeks, silent for 11"."""
    if silent < 1:
        return f"usually orders {every(usual)}, and did today"
    count, unit = _measured(max(usual, 1.0))
    since, of = _measured(silent)
    same = unit == of and "1" not in (count, since)
    return f"usually orders {every(usual)}, silent for {since if same else length(silent)}"


def day(on: date, today: date) -> str:
    """ "19 Feb", with the year where it is another than today's."""
    year = "" if on.year == today.year else f" {on.year}"
    return f"{on.day} {MONTH_NAMES[on.month - 1]}{year}"


def _measured(days: float) -> tuple[str, str]:
    if round(days) < WEEKS_FROM:
        return ("1", "week") if round(days) == WEEK else (str(round(days)), "day")
    if abs(days - MONTH) < NEARLY:
        return "1", "month"
    if days < MONTHS_FROM:
        return str(int(days / WEEK + 0.5)), "week"
    if days < YEARS_FROM:
        return str(int(days / MONTH + 0.5)), "month"
    return f"{days / YEAR:.1f}".removesuffix(".0"), "year"
