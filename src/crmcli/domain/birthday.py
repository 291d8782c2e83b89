"""Birthdays with or without a year."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from crmcli.domain.text import quoted
from crmcli.domain.when import parse_when
from crmcli.errors import BadValueError

YEARLESS = re.compile(r"-{0,2}(\d{1,2})-(\d{1,2})")
LEAP = 2000


def parse_birthday(text: str, date_order: str | None, today: date) -> tuple[int | None, int, int]:
    """(year or None, month, day) of `1984-03-07`, `--03-07`, `03-07` (month first, as in ISO), `7 mar`, `7.3.1984`.

    Raises BadValueError for what is no date, and for a year to come.
    """
    asked = text.strip()
    short = YEARLESS.fullmatch(asked)
    if short:
        return (None, *_checked(LEAP, int(short[1]), int(short[2]), asked))
    has_year = re.search(r"\d{4}", asked) is not None
    on = _on(asked, date_order, today, has_year)
    if has_year and on > today:
        raise BadValueError(f"a birthday on {quoted(text)} is yet to come", "check the year, or leave it out: --03-07")
    return (on.year if has_year else None, on.month, on.day)


def _on(asked: str, date_order: str | None, today: date, has_year: bool) -> date:
    now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    try:
        return parse_when(asked, now=now, past=True, date_order=date_order).on
    except BadValueError:
        if has_year:
            raise
        return parse_when(f"{asked} {LEAP}", now=now, past=True, date_order=date_order).on


def _checked(year: int, month: int, day: int, text: str) -> tuple[int, int]:
    try:
        date(year, month, day)
    except ValueError:
        raise BadValueError(f"{quoted(text)} is no day of the year", "month first: --03-07, or 7 mar") from None
    return month, day
