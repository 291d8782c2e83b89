"""`crm report response`: how long a customer waits at each step, and at which one the time is lost."""

from __future__ import annotations

from typing import Any

from crmcli.actions import report_complaints, report_frame
from crmcli.actions.report_frame import Asked, Frame
from crmcli.actions.session import Session
from crmcli.analysis.report_response import STEPS, WITHIN, Step, whole
from crmcli.domain.period import Period
from crmcli.domain.result import Result
from crmcli.store import report_complaints as complaint_record
from crmcli.store import report_response as record
from crmcli.store.report_response import Looked

KIND = "report_response"
Found = dict[tuple[str, str], Step]
EVERYTHING = "none"


def report(session: Session, asked: Asked) -> Result:
    """Each step's figures beside those of the period before; split where asked. Raises BadValueError."""
    found = report_frame.frame(session, asked, record.WAYS[1:], EVERYTHING)
    now, *rest = (steps(session, one, found.by) for one in found.periods)
    before = rest[0] if rest else None
    totals, totals_before = _totals(now), _totals(before or {})
    items = _split(found, now, before)
    lost = max((step for step in totals.values() if step.name != WITHIN), key=lambda step: step.days)
    by_step = _figures(totals, totals_before if before is not None else None)
    figures = {
        "steps": by_step,
        "lost_in": lost.name if lost.days else None,
        "previous": report_frame.dated(found.before, {"steps": _figures(totals_before, None)}),
    }
    shown = [{"step": name, **by_step[name]} for name in STEPS] if found.by == EVERYTHING else items
    named = Frame(found.now, found.before, found.name, "step") if found.by == EVERYTHING else found
    return report_frame.answer(session, KIND, named, shown, figures, asked, _notes(found.by))


def _notes(by: str) -> list[str]:
    alone = {"channel": "quotes", "nature": "quotes", "line": "quotes"}
    return [f"no {by} is kept of {alone[by]}"] if by in alone else []


def _totals(found: Found) -> dict[str, Step]:
    totals = {name: Step(name) for name in STEPS}
    for (name, _), step in found.items():
        totals[name].ended.update(step.ended)
        totals[name].waiting.update(step.waiting)
        totals[name].late += step.late
    return totals


def _figures(totals: dict[str, Step], before: dict[str, Step] | None) -> dict[str, Any]:
    days = whole(totals.values())
    found = {
        name: {**step.figures(), "share": None if name == WITHIN else report_frame.share(step.days, days)}
        for name, step in totals.items()
    }
    if before is None:
        return found
    earlier = _figures(before, None)
    return {name: {**figures, "previous": earlier[name]} for name, figures in found.items()}


def _split(found: Frame, now: Found, before: Found | None) -> list[dict[str, Any]]:
    """A row for each step and group."""
    items = []
    for step in STEPS:
        own = {group: one for (name, group), one in now.items() if name == step}
        other = {group: one for (name, group), one in (before or {}).items() if name == step}
        days = sum(one.days for one in own.values())
        for group in report_frame.names(found, own, other, lambda one: one.days if one else 0.0):
            here = own.get(group, Step(step))
            earlier = other.get(report_frame.earlier(found, group), Step(step))
            if here.count or earlier.count:
                items.append({
                    "step": step, "name": group, **here.figures(), "share": report_frame.share(here.days, days),
                    "previous": earlier.figures() if before is not None else None,
                })  # fmt: skip
    return items


def steps(session: Session, period: Period, by: str) -> Found:
    """(step, group) -> the waits that began in a period, as of the day asked about."""
    looked = Looked(
        period.start.isoformat(), period.end.isoformat(), session.as_of.isoformat(), report_frame.moment(session),
    )  # fmt: skip
    found: Found = {}
    for name, waits in (("answer", record.answers), ("promise", record.promises), ("quote", record.quotes)):
        for one in waits(session.book, looked, by):
            step = found.setdefault((name, one.group), Step(name))
            step.add(int(one.length), bool(one.over), bool(one.late), one.number)
    _complaints(session, period, by, found)
    return found


def _complaints(session: Session, period: Period, by: str, found: Found) -> None:
    way = by if by in complaint_record.WAYS else "severity"
    for group, tally in report_complaints.times(session, period, way).items():
        for name in ("response", "resolution"):
            step = f"complaint_{name}"
            key = (step, group if way == by else "(none)")
            one = found.setdefault(key, Step(step))
            one.ended.update(tally.ended[name])
            one.waiting.update(tally.waiting[name])
