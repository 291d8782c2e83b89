"""`crm report loyalty`: customers new, repeating, retained, lost and won back, by month and by cohort."""

from __future__ import annotations

from typing import Any

from crmcli.actions import report_frame
from crmcli.actions.report_frame import Asked, Frame
from crmcli.actions.session import Session
from crmcli.domain.period import Period, preceding
from crmcli.domain.result import Result
from crmcli.store import report_loyalty as record
from crmcli.store.report_loyalty import Stand

KIND = "report_loyalty"
COHORT = "cohort"
NOBODY = Stand("", 0, 0, 0, 0, 0, 0, 0)
Months = dict[str, list[int]]


def report(session: Session, asked: Asked) -> Result:
    """How the customers of a period stand against the one before; month by month, by cohort or by group. Raises
    BadValueError."""
    found = report_frame.frame(session, asked, record.WAYS, "month")
    groups = [_standing(session, one, found.by) for one in found.periods]
    whole = [_sum(list(one.values())) for one in groups]
    previous = _figures(whole[1], preceding(found.before) if found.before else None) if found.before else None
    items = {"month": _by_month, COHORT: _by_cohort}.get(found.by)
    rows = items(session, found) if items else _by_group(found, groups)
    figures = {
        **_figures(whole[0], found.before),
        "gap_days": _gap(found.now),
        "previous": report_frame.dated(found.before, previous),
    }
    return report_frame.answer(session, KIND, found, rows, figures, asked, _notes(found.by))


def _notes(by: str) -> list[str]:
    return [f"no {by} is kept of orders"] if by in ("channel", "nature") else []


def _standing(session: Session, period: Period, by: str) -> dict[str, Stand]:
    rows = record.standing(session.book, by, period, preceding(period), session.as_of)
    return {row.group: row for row in rows}


def _sum(rows: list[Stand]) -> Stand:
    return Stand("", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True))) if rows else NOBODY


def _figures(stand: Stand, before: Period | None) -> dict[str, Any]:
    """Customers who bought in the period and how they came to; retained, lost and their share need a period before."""
    known = before is not None
    return {
        "customers": stand.customers,
        "repeat": stand.repeat,
        "new": stand.new,
        "retained": stand.retained if known else None,
        "lost": stand.lost if known else None,
        "won_back": stand.won_back if known else None,
        "retention": report_frame.share(stand.retained, stand.retained + stand.lost) if known else None,
        "amount_minor": stand.amount,
    }


def _by_group(found: Frame, groups: list[dict[str, Stand]]) -> list[dict[str, Any]]:
    now, before = groups[0], groups[1] if found.before else {}
    names = report_frame.names(found, now, before, lambda one: one.amount if one else 0)
    earlier = preceding(found.before) if found.before else None
    return [
        {
            "name": name,
            **_figures(now.get(name, NOBODY), found.before),
            "previous": _figures(before.get(name, NOBODY), earlier) if found.before else None,
        }
        for name in names
    ]


def _gap(period: Period) -> int:
    """The days without a purchase after which a customer is lost: as many as the period has."""
    return (period.end - period.start).days + 1


def _by_month(session: Session, found: Frame) -> list[dict[str, Any]]:
    now, before = _months(session, found)
    names = report_frame.names(found, now, before, lambda _: 0)
    return [
        {
            "name": name,
            **_month(now.get(name)),
            "previous": _month(before.get(report_frame.earlier(found, name))) if found.before else None,
        }
        for name in names
    ]


def _months(session: Session, found: Frame) -> tuple[Months, Months]:
    counted: tuple[Months, Months] = ({}, {})
    for place, month, *counts in record.months(session.book, found.now, found.before, _gap(found.now), session.as_of):
        known = counted[place].get(month, [0] * 5)
        counted[place][month] = [a + b for a, b in zip(known, counts, strict=True)]
    return counted


def _month(counts: list[int] | None) -> dict[str, Any]:
    customers, repeat, new, won_back, lost = counts or [0] * 5
    return {"customers": customers, "repeat": repeat, "new": new, "lost": lost, "won_back": won_back}


def _by_cohort(session: Session, found: Frame) -> list[dict[str, Any]]:
    """A row for each month of the period: who first bought in it, and the share of them who bought so many months later."""
    bought: dict[str, dict[int, int]] = {}
    for first, age, count in record.cohorts(session.book, found.now, session.as_of):
        bought.setdefault(first, {})[age] = count
    last = found.now.end.year * 12 + found.now.end.month
    items = []
    for name in (
        sorted(bought) if found.now.start.year == 1 else report_frame.names(_by_months(found), {}, {}, lambda _: 0)
    ):
        ages, size = bought.get(name, {}), bought.get(name, {}).get(0, 0)
        oldest = last - int(name[:4]) * 12 - int(name[5:])
        shares = [report_frame.share(ages.get(age, 0), size) for age in range(oldest + 1)] if size else []
        items.append({"name": name, "new": size, "retention": shares})
    return items


def _by_months(found: Frame) -> Frame:
    """The same days split by month."""
    return Frame(found.now, found.before, found.name, report_frame.MONTH)
