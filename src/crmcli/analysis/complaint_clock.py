"""A complaint's two clocks: from its steps and the terms it was opened under to what is used, what is due, what is late.

Both run in working time (`domain/working_time`). The response clock ends at the first answer, wait or solution. The resolution
clock stands still while we wait for the customer and once the complaint is solved; resuming and reopening set it going again
from where it stood. A clock is breached when it runs past its deadline, and stays so. Instants are UTC minutes since 1970, the
running minute counted from its beginning. Nothing here reads the clock or the policy.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from math import ceil
from typing import NamedTuple
from zoneinfo import ZoneInfo

from crmcli.domain.span import parse_span
from crmcli.domain.working_time import WORKING_MINUTES, WorkingTime, instant_of

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LOOK_BACK = 60
OPEN, WAITING, RESOLVED = "open", "waiting", "resolved"


class Terms(NamedTuple):
    """What was promised when a complaint was opened: working minutes to the answer and to the solution, the share of them
    after which it is time to look, and the opening hours they are counted in."""

    respond: int
    resolve: int
    warn: float
    time: WorkingTime


class Step(NamedTuple):
    """One thing that happened: open, respond, wait, resume, resolve, reopen or check, and its minute."""

    minute: int
    kind: str


class Clock(NamedTuple):
    """How one clock stands. `due`: the deadline (None: it stands still, or ten years do not hold it); `used` and `limit` in
    working minutes; `ended`: the minute it ended, None while it may still run."""

    due: int | None
    used: int
    limit: int
    breached: bool
    paused: bool
    ended: int | None


class Clocks(NamedTuple):
    """Both clocks and the status at one moment."""

    response: Clock
    resolution: Clock
    status: str


class Course(NamedTuple):
    """A complaint after one of its steps: everything the clocks need to be read at any later moment.

    `used`: minutes of the resolution clock up to `since`, from which it runs on (None: it stands); `broken`: the deadline it
    ran past; `due`: the deadline it ran towards when it last stopped.
    """

    status: str
    opened: int
    at: int
    responded: int | None = None
    used: int = 0
    since: int | None = None
    broken: int | None = None
    due: int | None = None
    waiting: int | None = None
    resolved: int | None = None
    reopened: int = 0


def working_minutes(text: str) -> int:
    """A span of the policy in working minutes: a day is eight hours, a week forty, months and years five days in seven."""
    span = parse_span(text, allow_clock=True)
    each = WORKING_MINUTES.get(span.unit)
    return span.count * each if each else round(span.days() * 5 / 7) * WORKING_MINUTES["d"]


@lru_cache(maxsize=512)
def terms(text: str) -> Terms:
    """The terms a complaint keeps as JSON: hours {mon: "09:00-17:00"}, closed [dates], zone, respond_within,
    resolve_within, warn."""
    kept = json.loads(text)
    hours = {index: span for index, day in enumerate(WEEK) if (span := opening(kept["hours"].get(day, "closed")))}
    time = WorkingTime(hours, kept["closed"], ZoneInfo(kept["zone"]))
    return Terms(working_minutes(kept["respond_within"]), working_minutes(kept["resolve_within"]), kept["warn"], time)


def opening(text: str) -> tuple[int, int] | None:
    """Opening hours such as 09:00-17:00 as minutes of the day; None for closed."""
    if text == "closed":
        return None
    begin, end = (int(part[:2]) * 60 + int(part[3:5]) for part in text.split("-"))
    return begin, end


def courses(under: Terms, steps: Iterable[Step]) -> list[Course]:
    """How the complaint stood after each of its steps, the first of which opens it; they come in order of time."""
    found: list[Course] = []
    for step in steps:
        now = _taken(under, found[-1], step) if found else Course(OPEN, step.minute, step.minute, since=step.minute)
        found.append(now._replace(at=step.minute))
    return found


def _taken(under: Terms, was: Course, step: Step) -> Course:
    if step.kind in ("respond", "wait", "resolve") and was.responded is None:
        was = was._replace(responded=step.minute)
    if step.kind == "wait":
        return _stopped(under, was, step.minute)._replace(status=WAITING, waiting=step.minute)
    if step.kind == "resolve":
        return _stopped(under, was, step.minute)._replace(status=RESOLVED, resolved=step.minute, waiting=None)
    if step.kind in ("resume", "reopen"):
        again = was.reopened + (step.kind == "reopen")
        return was._replace(status=OPEN, since=step.minute, waiting=None, resolved=None, reopened=again)
    return was


def _stopped(under: Terms, was: Course, minute: int) -> Course:
    """The resolution clock brought to a stand at a minute."""
    if was.since is None:
        return was
    due = _due(under, was)
    late = due is not None and minute > due
    used = was.used + under.time.between(was.since, minute)
    return was._replace(since=None, used=used, due=due, broken=due if late else was.broken)


def _due(under: Terms, was: Course) -> int | None:
    """The deadline that a running resolution clock runs towards."""
    if was.broken is not None or was.since is None:
        return was.broken
    return under.time.after(was.since, under.resolve - was.used)


def clocks(under: Terms, was: Course, now: int) -> Clocks:
    """Both clocks as they stand at a minute not before the last step."""
    return Clocks(_response(under, was, now), _resolution(under, was, now), was.status)


def _response(under: Terms, was: Course, now: int) -> Clock:
    end = now if was.responded is None else was.responded
    due = under.time.after(was.opened, under.respond)
    used = under.time.between(was.opened, end)
    return Clock(due, used, under.respond, due is not None and end > due, False, was.responded)


def _resolution(under: Terms, was: Course, now: int) -> Clock:
    if was.since is not None:
        due = _due(under, was)
        used = was.used + under.time.between(was.since, now)
        return Clock(due, used, under.resolve, due is not None and now > due, False, None)
    waiting = was.status == WAITING
    due = was.broken if waiting else was.due
    return Clock(due, was.used, under.resolve, was.broken is not None, waiting, was.resolved)


def warning(under: Terms, was: Course) -> tuple[int, date] | None:
    """When it is time to look at a complaint, before a running clock is breached: the minute at which its share of the time
    is used, and the local day on which that is said, at the latest the working day before the deadline's, never before
    its last step. None where no clock runs."""
    warned = [found for found in (_warn_response(under, was), _warn_resolution(under, was)) if found is not None]
    if not warned:
        return None
    minute = min(at for at, _ in warned)
    return minute, max(min(day for _, day in warned), _day(under, was.at))


def _warn_response(under: Terms, was: Course) -> tuple[int, date] | None:
    if was.responded is not None:
        return None
    at = under.time.after(was.opened, ceil(under.respond * under.warn))
    return _warned(under, at, under.time.after(was.opened, under.respond))


def _warn_resolution(under: Terms, was: Course) -> tuple[int, date] | None:
    if was.since is None:
        return None
    return _warned(under, under.time.after(was.since, ceil(under.resolve * under.warn) - was.used), _due(under, was))


def _warned(under: Terms, at: int | None, due: int | None) -> tuple[int, date] | None:
    if at is None or due is None:
        return None
    return at, min(_day(under, at), _working_day_before(under, _day(under, due)))


def _day(under: Terms, minute: int) -> date:
    return instant_of(minute).astimezone(under.time.zone).date()


def _working_day_before(under: Terms, day: date) -> date:
    days = (day - timedelta(days=back) for back in range(1, LOOK_BACK))
    return next((one for one in days if under.time.open_on(one)), day)


def terms_text(parts: Mapping[str, object]) -> str:
    """Terms as they are kept: one spelling for equal terms."""
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
