"""`crm report experience`: which contacts please and which do not."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from crmcli.actions import report_frame
from crmcli.actions.report_frame import Asked, Frame
from crmcli.actions.session import Session
from crmcli.domain.period import Period, months_of
from crmcli.domain.result import Result
from crmcli.store import report_experience as record
from crmcli.store.report_experience import Went

KIND = "report_experience"


@dataclass(slots=True)
class Felt:
    """The conversations of one group in one period; `by_month`: month -> (good less bad, how many)."""

    number: int = 0
    good: int = 0
    neutral: int = 0
    bad: int = 0
    moods: int = 0
    mood: int = 0
    by_month: dict[str, tuple[int, int]] = field(default_factory=dict)

    def add(self, went: Went) -> None:
        """Counts the conversations of a month."""
        for name in ("number", "good", "neutral", "bad", "moods", "mood"):
            setattr(self, name, getattr(self, name) + getattr(went, name))
        before = self.by_month.get(went.month, (0, 0))
        self.by_month[went.month] = (before[0] + went.good - went.bad, before[1] + went.number)

    @property
    def balance(self) -> float | None:
        """The share that ended well less the share that ended badly."""
        return report_frame.share(self.good - self.bad, self.number)

    def figures(self, few: int) -> dict[str, Any]:
        """What the report says of the group."""
        mean = report_frame.share(self.mood, self.moods)
        return {
            "contacts": self.number,
            "positive": self.good,
            "neutral": self.neutral,
            "negative": self.bad,
            "balance": self.balance,
            "mood": None if mean is None else round(mean, 2),
            "moods": self.moods,
            "few": self.number < few,
        }


def report(session: Session, asked: Asked) -> Result:
    """How contacts went, the worst first, beside the period before. Raises BadValueError."""
    found = report_frame.frame(session, asked, record.WAYS, "nature")
    before = _days(found.before) if found.before else None
    groups: tuple[dict[str, Felt], dict[str, Felt]] = ({}, {})
    totals = (Felt(), Felt())
    for went in record.talks(session.book, found.by, _days(found.now), before):
        groups[went.period].setdefault(went.group, Felt()).add(went)
        totals[went.period].add(went)
    few, months = session.policy["report.few"], _months(found)
    names = report_frame.names(found, groups[0], groups[1], lambda felt: felt.number if felt else 0)
    items = [_item(found, name, groups, few, months) for name in names]
    if found.by != report_frame.MONTH:
        items.sort(key=lambda item: (item["few"], item["balance"] is None, item["balance"]))
    figures = {
        **totals[0].figures(few),
        "few_below": few,
        "months": months,
        "previous": report_frame.dated(found.before, totals[1].figures(few)),
    }
    return report_frame.answer(session, KIND, found, items, figures, asked)


def _item(
    found: Frame, name: str, groups: tuple[dict[str, Felt], dict[str, Felt]], few: int, months: list[str]
) -> dict[str, Any]:
    now = groups[0].get(name, Felt())
    before = groups[1].get(report_frame.earlier(found, name), Felt())
    trend = [report_frame.share(*now.by_month.get(month, (0, 0))) for month in months]
    return {
        "name": name,
        **now.figures(few),
        "trend": [] if found.by == report_frame.MONTH else trend,
        "previous": before.figures(few) if found.before else None,
    }


def _days(period: Period) -> tuple[str, str]:
    return period.start.isoformat(), period.end.isoformat()


def _months(found: Frame) -> list[str]:
    """The months of the trend; none of a period without a beginning."""
    return [] if found.now.start == date.min else [report_frame.month_of(one) for one in months_of(found.now)]
