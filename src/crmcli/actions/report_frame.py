"""What the reports share: the days asked about, the days before, how it is split, and how figures of both stand together.

Both periods are judged by what is known as of the day asked about (--as-of, today unless said otherwise), not as of their own
last day: a month has one answer, whether it is asked for alone, as a part of a year or as the period before. What a report said
on a day gone by is asked with --as-of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from crmcli.actions.segment_window import Days, looked_at
from crmcli.actions.session import Session
from crmcli.domain.period import Period, months_of, preceding
from crmcli.domain.result import Result
from crmcli.domain.words import pick

NONE = "(none)"
MONTH = "month"
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """The flags of a report as they were typed; `rows_wanted`: how many items will be shown, None all."""

    days: Days = field(default_factory=Days)
    by: str | None = None
    rows_wanted: int | None = None


@dataclass(frozen=True, slots=True)
class Frame:
    """The days of a report and those before (None where there are none), the period's name, and how it is split."""

    now: Period
    before: Period | None
    name: str
    by: str

    @property
    def periods(self) -> list[Period]:
        """This period and, where there is one, the one before."""
        return [self.now, self.before] if self.before else [self.now]


def frame(session: Session, asked: Asked, ways: Sequence[str], default: str) -> Frame:
    """What the flags mean; `ways`: how this report can be split. Raises BadValueError."""
    looked = looked_at(session, asked.days)
    by = pick(asked.by, ways, "way to split this report") if asked.by else default
    now = Period(looked.window.start, looked.window.end)
    return Frame(now, preceding(now), looked.period, by)


def moment(session: Session) -> str:
    """The instant by which things are judged, as the book keeps instants: now, or the end of the local day asked about."""
    if session.as_of >= session.today:
        return session.stamp()
    midnight = datetime.combine(session.as_of + timedelta(days=1), time(), session.policy.zone)
    return midnight.astimezone(UTC).isoformat(timespec="seconds")


def names(found: Frame, now: Mapping[str, Any], before: Mapping[str, Any], weight: Callable[[Any], float]) -> list[str]:
    """The names of the items: every month of the period in turn, else groups of either period, the weightiest first."""
    if found.by == MONTH and found.now.start > date.min:
        return [month_of(one) for one in months_of(found.now)]
    if found.by == MONTH:
        return sorted(now)
    known = dict.fromkeys([*now, *before])
    return sorted(known, key=lambda name: (name == NONE, -weight(now.get(name)), name))


def month_of(period: Period) -> str:
    """2026-11: the month in which a period begins."""
    return period.start.isoformat()[:7]


def earlier(found: Frame, name: str) -> str:
    """The name of the item's counterpart in the period before: the month of the same place in it, else the group itself."""
    if found.by != MONTH or found.before is None:
        return name
    own, other = months_of(found.now), months_of(found.before)
    place = next((at for at, one in enumerate(own) if month_of(one) == name), len(other))
    return month_of(other[place]) if place < len(other) else ""


def answer(
    session: Session, kind: str, found: Frame, items: Sequence[Figures], figures: Figures, asked: Asked,
    notes: Sequence[str] = (),
) -> Result:  # fmt: skip
    """The report, its items cut to what will be shown. `figures` has the figures of the whole, `previous` among them."""
    summary = {
        "from": found.now.start.isoformat(),
        "to": found.now.end.isoformat(),
        "period": found.name,
        "by": found.by,
        "listed": len(items),
        **figures,
    }
    return session.result(kind, items=list(items[: asked.rows_wanted]), summary=summary, notes=list(notes))


def dated(period: Period | None, figures: Figures | None) -> Figures | None:
    """The figures of the period before with its days; None where there is none."""
    if period is None or figures is None:
        return None
    return {"from": period.start.isoformat(), "to": period.end.isoformat(), **figures}


def share(part: float, whole: float) -> float | None:
    """A fraction, None of nothing."""
    return part / whole if whole else None
