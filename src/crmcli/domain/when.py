"""WHEN: the one small grammar of dates and times, read against a given now.

Follow-ups look forward, `past=True` (for `--at`) looks back. What it settles:

- `fri`: the next Friday after today; looking back, the latest Friday, today included.
- `this fri`: the nearest Friday that way, today included.
- `next fri`: the Friday of next week (Monday to Sunday), for who says "next" on a Monday does not mean this
  week's; `last fri`: the latest Friday before today.
- `24 nov`: the nearest one that way, today included. `3d` alone goes the way we look.
- `15:00`: the next time it is that late; looking back, the last. `fri 15:00`, looking back, likewise.
- `eow` is Sunday, `eoww` Friday; the end of a period is the one to come, today included, whichever way we look.

It must not read the clock: `now` is given.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from crmcli.domain import datewords
from crmcli.domain.datetext import TRY, Asked, format_date, format_iso, written_date
from crmcli.domain.span import FIRST_YEAR, LAST_YEAR, Span, add, days_in_month, parse_span, read_span
from crmcli.domain.text import ascii_digits, fold, quoted
from crmcli.errors import BadValueError

__all__ = ["When", "format_date", "format_iso", "format_when", "local_instant", "parse_when"]

_LENGTH_LIMIT = 80
_MONTHS_OF = {"m": 1, "q": 3, "y": 12}


class When(NamedTuple):
    """A local date, and a local time of day where one was said."""

    on: date
    at: time | None


def parse_when(text: str, *, now: datetime, past: bool = False, date_order: str | None = None) -> When:
    """Read a WHEN. `now` is aware and in the user's zone; `date_order` is "dmy", "mdy", "ymd" or None.

    Raises BadValueError for what it does not understand, dates that do not exist, numeric dates that could be
    two dates, and years outside 1900..2200.
    """
    said = " ".join(ascii_digits(fold(text[: _LENGTH_LIMIT + 1])).replace(",", " ").split())
    asked = Asked(text, said, now, past, date_order)
    if len(text) > _LENGTH_LIMIT or not FIRST_YEAR <= now.year <= LAST_YEAR:
        raise asked.refusal("too long for a date" if len(text) > _LENGTH_LIMIT else f"the clock says {now.year}")
    instant = _instant(asked)
    if instant is not None:
        when = When(instant.date(), instant.time())
    else:
        asked, at = _without_time(asked)
        when = _bare_time(asked, at) if at and not asked.said else When(_day(asked), at)
        if at and asked.past and datewords.weekday_of(asked.said) is not None and _still_to_come(asked, when):
            when = When(when.on - timedelta(days=7), at)
    if not FIRST_YEAR <= when.on.year <= LAST_YEAR:
        raise asked.refusal("out of range", f"years run from {FIRST_YEAR} to {LAST_YEAR}")
    return when


def format_when(when: When) -> str:
    """Return "Tue 24 Nov 2026", followed by " 15:00" where a time was said."""
    return format_date(when.on) + (f" {when.at:%H:%M}" if when.at else "")


def local_instant(when: When, zone: tzinfo, default_time: time) -> datetime:
    """Return the aware instant, in `zone`, of a WHEN; `default_time` stands in where it has no time.

    A time that the clocks skip moves forward by the gap; one that comes twice is the first (PEP 495, fold 0).
    """
    at = default_time if when.at is None else when.at
    wall = datetime.combine(when.on, at.replace(tzinfo=None, fold=0), zone)
    return wall.astimezone(UTC).astimezone(zone)


def _instant(asked: Asked) -> datetime | None:
    """Read what names an instant (now, +2h, 90 min ago, ISO with an offset), in the zone of now."""
    now = asked.now.replace(microsecond=0)
    if asked.said in datewords.NOW:
        return now
    if re.fullmatch("\\d{4}-\\d\\d-\\d\\d[t ]\\d\\d:\\d\\d.*(?:z|[+-]\\d\\d:?\\d\\d)", asked.said):
        try:
            written = datetime.fromisoformat(asked.said.upper().replace(" ", "T", 1))
            return written.astimezone(asked.now.tzinfo).replace(microsecond=0)
        except (ValueError, OverflowError):
            raise asked.refusal("there is no such instant") from None
    span, sign = _relative(asked)
    if span is None or not span.on_clock:
        return None
    then = now.astimezone(UTC) + timedelta(minutes=span.minutes() * sign)
    return (then.replace(second=0) if sign > 0 else then).astimezone(asked.now.tzinfo)


def _relative(asked: Asked) -> tuple[Span | None, int]:
    """Read a span and its direction: +3d, in 3 weeks, 2d ago, -1w; 3d alone goes the way we look."""
    body, sign = asked.said, -1 if asked.past else 1
    for start, end, way in (
        ("+", "", 1),
        ("in ", "", 1),
        ("-", "", -1),
        ("", " from now", 1),
        ("", " ago", -1),
    ):
        if body.startswith(start) and body.endswith(end):
            body, sign = body.removeprefix(start).removesuffix(end).strip(), way
            break
    written = body[:1].isdigit() or body.startswith(("a ", "an ", "one "))
    return (read_span(body) if written else None), sign


def _without_time(asked: Asked) -> tuple[Asked, time | None]:
    """Take the time of day off the end or the beginning, and the words that mean nothing."""
    said = re.sub("(\\d) ?([ap])\\.?m\\b\\.?", "\\1\\2m", asked.said)
    said = re.sub("^(\\d{4}-\\d\\d-\\d\\d)t(?=\\d)", "\\1 ", said)
    tokens = [token for token in said.split() if token not in datewords.FILLERS]
    at = None
    for place in (-1, 0):
        if tokens and at is None:
            at = _clock_time(asked, tokens[place])
            if at is not None:
                tokens.pop(place)
    return asked._replace(said=" ".join(tokens)), at


def _clock_time(asked: Asked, token: str) -> time | None:
    if token == "noon":
        return time(12)
    shape = re.fullmatch("(\\d{1,2})(?::(\\d\\d)(?::(\\d\\d)(?:\\.\\d+)?)?)?([ap]m)?", token)
    if not shape or not (shape[2] or shape[4]):
        return None
    hour, minute, second = int(shape[1]), int(shape[2] or 0), int(shape[3] or 0)
    if shape[4] and not 1 <= hour <= 12:
        raise asked.refusal(f"there is no {hour}{shape[4]}", "write 15:00 or 3pm")
    if shape[4]:
        hour = hour % 12 + (12 if shape[4] == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        raise asked.refusal(f"there is no time {token}", "times run from 00:00 to 23:59")
    return time(hour, minute, second)


def _bare_time(asked: Asked, at: time) -> When:
    if asked.past:
        return When(asked.today - timedelta(days=int(at > asked.now.time())), at)
    return When(asked.today + timedelta(days=int(at <= asked.now.time())), at)


def _still_to_come(asked: Asked, when: When) -> bool:
    return when.on == asked.today and when.at is not None and when.at > asked.now.time()


def _day(asked: Asked) -> date:
    """Read the day part of the phrase by the first reader that knows its shape."""
    for reader in (_worded, _weekday, _stepped, _span_away, written_date):
        on = reader(asked)
        if on is not None:
            return on
    raise BadValueError(f"{quoted(asked.text)} is no date I understand", TRY)


def _worded(asked: Asked) -> date | None:
    days = datewords.DAYS.get(asked.said)
    if days is not None:
        return asked.today + timedelta(days=days)
    end = datewords.ENDS.get(asked.said.replace(" this ", " "))
    if end is None:
        return None
    if end in ("w", "k"):
        return _nearest(asked._replace(past=False), 6 if end == "w" else 4, today_counts=True)
    return _period_end(asked.today, _MONTHS_OF[end])


def _period_end(today: date, months: int) -> date:
    """Return the last day of the month, quarter or year of today."""
    month = today.month + (-today.month) % months
    return date(today.year, month, days_in_month(today.year, month))


def _weekday(asked: Asked) -> date | None:
    """Read a weekday, alone or after this, next or last; the module's docstring gives the meanings."""
    modifier, _, name = asked.said.rpartition(" ")
    weekday = datewords.weekday_of(name)
    if weekday is None:
        return None
    if not modifier:
        return _nearest(asked, weekday, today_counts=asked.past)
    if modifier in datewords.THIS:
        return _nearest(asked, weekday, today_counts=True)
    if modifier in datewords.NEXT:
        return asked.today + timedelta(days=7 - asked.today.weekday() + weekday)
    if modifier in datewords.LAST:
        return _nearest(asked._replace(past=True), weekday, today_counts=False)
    return None


def _nearest(asked: Asked, weekday: int, *, today_counts: bool) -> date:
    sign = -1 if asked.past else 1
    distance = (weekday - asked.today.weekday()) * sign % 7
    return asked.today + timedelta(days=(distance or (0 if today_counts else 7)) * sign)


def _stepped(asked: Asked) -> date | None:
    """Read "next month" (the same day, a month on) and "last week"."""
    modifier, _, unit = asked.said.partition(" ")
    step = datewords.STEPS.get(unit)
    if step is None or modifier not in datewords.NEXT | datewords.LAST:
        return None
    return add(asked.today, parse_span(step), 1 if modifier in datewords.NEXT else -1)


def _span_away(asked: Asked) -> date | None:
    span, sign = _relative(asked)
    return None if span is None or span.on_clock else add(asked.today, span, sign)
