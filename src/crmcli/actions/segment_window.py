"""Which days a segment looks at, and which earlier ones it is compared with.

Dates only: what was sold in them is the store's to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crmcli.actions.session import Session
from crmcli.domain.period import DEFAULT_PERIOD, chosen_period, named_period, period_name
from crmcli.domain.span import Span, add
from crmcli.domain.when import format_date
from crmcli.errors import BadValueError
from crmcli.store import segments
from crmcli.store.segments import Window

FINISHED_MONTHS = {"last-year": 12, "last-fiscal-year": 12, "last-quarter": 3, "last-month": 1}
OWN_DATES = "dates"


@dataclass(frozen=True, slots=True)
class Days:
    """The flags about days as they were typed; None means nothing was said."""

    start: str | None = None
    end: str | None = None
    period: str | None = None
    compare: str | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """The window of a segment, the name of its period ("dates" where the user gave the first day), and whether the user
    gave the last."""

    window: Window
    period: str
    ended: bool = False


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a segment is compared with: its window, and the snapshot's id where it is one."""

    window: Window
    snapshot_id: int | None = None


def looked_at(session: Session, days: Days, default: str = DEFAULT_PERIOD) -> Looked:
    """The window that the flags mean, of the period `default` where they name none. Raises BadValueError for days and names
    that cannot be."""
    as_of = session.as_of
    if days.start and days.period:
        raise BadValueError("--from and --period both say when it begins", "give one of them")
    start = session.when(days.start, past=True) if days.start else None
    end = session.when(days.end, past=True) if days.end else None
    asked = days.period or default
    chosen = chosen_period(asked, as_of, session.policy["fiscal_year_start"], start=start, end=end)
    name = OWN_DATES if start else period_name(asked)
    if end and name in FINISHED_MONTHS and end > chosen.end:
        raise BadValueError(
            f"--to {format_date(end)} is after --period {name}, which ends on {format_date(chosen.end)}",
            "leave out one of them, or give --from and --to",
        )
    return Looked(Window(chosen.start, chosen.end, as_of), name, end is not None)


def beyond(session: Session, days: Days) -> list[str]:
    """A note where --to is later than the last day that counts."""
    end = session.when(days.end, past=True) if days.end else session.as_of
    if end <= session.as_of:
        return []
    return [f"--to {end} is after {session.as_of}, the last day that counts: the answer ends there"]


def compared_with(session: Session, looked: Looked, compare: str | None, kind: str, basis: str) -> Earlier:
    """The day of --compare, else the last snapshot of kind and basis before the day asked about, else the same question
    a month before.

    A finished period (last-quarter, last-year ...) is compared with the one before it instead.
    Raises BadValueError where the day named is not before the day asked about.
    """
    window = looked.window
    if compare:
        return Earlier(seen_from(session, looked, compared_day(session, compare)))
    seen = last_day(looked.period, window)
    kept = segments.last_snapshot(session.book, kind, basis, seen)
    if kept is not None:
        return Earlier(Window(*map(date.fromisoformat, (kept.start, kept.end, kept.as_of))), kept.id)
    back = Span(FINISHED_MONTHS.get(looked.period, 1), "m")
    return Earlier(seen_from(session, looked, add(seen, back, -1)))


def compared_day(session: Session, compare: str) -> date:
    """The day of --compare. Raises BadValueError where it is not before the day asked about."""
    day = session.when(compare, past=True)
    if day >= session.as_of:
        raise BadValueError(
            f"--compare {day} is not before {session.as_of}", "name an earlier day, such as --compare 2025-12-31"
        )
    return day


def last_day(period: str, window: Window) -> date:
    """The day an answer speaks of: the one asked about, or the window's end where the user drew it in before that."""
    return window.as_of if period in FINISHED_MONTHS else min(window.end, window.as_of)


def looked_at_from(session: Session, days: Days, day: date, default: str) -> Looked:
    """The same as `looked_at`, seen from `day`, which may be before the day asked about."""
    looked = looked_at(session, days, default)
    return looked if day == session.as_of else Looked(seen_from(session, looked, day), looked.period, looked.ended)


def seen_from(session: Session, looked: Looked, day: date) -> Window:
    """The same question asked on an earlier day."""
    if looked.period == OWN_DATES:
        length = looked.window.end - looked.window.start
        return Window(max(day, date.min + length) - length, day, day)
    period = named_period(looked.period, day, session.policy["fiscal_year_start"])
    return Window(period.start, period.end, day)
