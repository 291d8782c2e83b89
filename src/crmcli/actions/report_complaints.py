"""`crm report complaints`: what was complained of, solved at first contact, in time, and who came back.

Each complaint stands as it is known on the day asked about, and so in one place: solved, in the period of its last solution
(reopened since, it was not solved at first contact, and while it is open it is not solved at all); open, in the period in which
it was opened and in every later one, as past due or pending by that day; by month in the month it was opened, or the first
month for what was opened before. Medians are of those opened in the period, however late they were solved. A check-back's
answer and a purchase count when they came by that day, after the period too; what a customer is worth is what they bought in
the twelve months to the period's end.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from crmcli.actions import report_frame
from crmcli.actions.report_frame import Asked, Frame
from crmcli.actions.session import Session
from crmcli.analysis import complaint_clock
from crmcli.analysis.complaint_clock import RESOLVED, Step
from crmcli.analysis.elapsed import Elapsed
from crmcli.analysis.report_complaints import Solved, Tally, total
from crmcli.domain.period import Period
from crmcli.domain.result import Result
from crmcli.domain.span import Span, add
from crmcli.domain.working_time import minute_of
from crmcli.store import report_complaints as record
from crmcli.store.report_complaints import Flying, Looked

KIND = "report_complaints"
Tallies = dict[str, Tally]


def report(session: Session, asked: Asked) -> Result:
    """The figures of a period beside those of the one before, by month or as asked. Raises BadValueError."""
    found = report_frame.frame(session, asked, record.WAYS, "month")
    now, *rest = (tallies(session, one, found.by) for one in found.periods)
    before = rest[0] if rest else {}
    items = [_item(found, name, now, before) for name in report_frame.names(found, now, before, _weight)]
    previous = total(before.values()).figures() if rest else None
    figures = {
        **total(now.values()).figures(),
        "recovery_days": session.policy["complaint.recovery_days"],
        "previous": report_frame.dated(found.before, previous),
    }
    return report_frame.answer(session, KIND, found, items, figures, asked)


def _weight(tally: Tally | None) -> float:
    return 0 if tally is None else tally.opened + tally.every.resolved


def _item(found: Frame, name: str, now: Tallies, before: Tallies) -> dict[str, Any]:
    earlier = before.get(report_frame.earlier(found, name), Tally()).figures() if found.before else None
    return {"name": name, **now.get(name, Tally()).figures(), "previous": earlier}


def tallies(session: Session, period: Period, by: str) -> Tallies:
    """Group -> its counts in a period, as of the day asked about."""
    book, looked = session.book, _looked(session, period)
    found = times(session, period, by)
    for name, *counts in record.resolved(book, looked, by):
        _count_resolved(found[name], counts)
    return found


def times(session: Session, period: Period, by: str) -> Tallies:
    """Group -> the complaints opened in a period, how long they took or wait, and what is open; nothing else."""
    book, looked = session.book, _looked(session, period)
    found: Tallies = defaultdict(Tally)
    for name, minutes, count, high, escalated in record.opened(book, looked, by):
        one = found[name]
        one.add(Tally(opened=count, opened_high=high, escalated=escalated))
        if minutes is not None:
            one.ended["response"][minutes] += count
    for name, minutes, count in record.resolution_times(book, looked, by):
        found[name].ended["resolution"][minutes] += count
    _count_flying(session, looked, period, by, found)
    return found


def _looked(session: Session, period: Period) -> Looked:
    policy = session.policy
    back = policy.span("complaint.return_within") or Span(90, "d")
    year = add(period.end, Span(12, "m"), -1)
    return Looked(
        period.start.isoformat(), period.end.isoformat(), session.as_of.isoformat(), report_frame.moment(session),
        year.isoformat(), policy["complaint.recovery_days"], back.days(), policy["complaint.return_gaps"],
    )  # fmt: skip


def _count_resolved(one: Tally, counts: list[int]) -> None:
    reopened, value, value_first, came_back, stayed_away, not_seen_yet = counts[6:]
    one.add(
        Tally(
            every=Solved(*counts[:3]), high=Solved(*counts[3:6]), reopened=reopened, value=value, value_first=value_first,
            came_back=came_back, stayed_away=stayed_away, not_seen_yet=not_seen_yet,
        )
    )  # fmt: skip


def _count_flying(session: Session, looked: Looked, period: Period, by: str, found: Tallies) -> None:
    """What is not resolved for good by the day asked about: pending, past due, or solved then and reopened later."""
    flying = record.flying(session.book, looked, by)
    if not flying:
        return
    steps = record.steps(session.book, [one.id for one in flying], looked.known)
    end = _minute(looked.moment)
    first = min(_minute(one.opened_at) for one in flying)
    tables: dict[str, Elapsed] = {}
    for one in flying:
        under = complaint_clock.terms(one.terms)
        if one.terms not in tables:
            tables[one.terms] = Elapsed(under.time, first, end)
        taken = [Step(_minute(at), kind) for at, kind in steps[one.id]]
        tally = found[_place(one, period, by)]
        solved = one.status == RESOLVED
        if period.start.isoformat() <= one.opened_on:
            _time(tally, one, taken, tables[one.terms], end)
        if solved and looked.start <= one.resolved_on <= looked.end:
            where = found[one.resolved_on[:7]] if by == report_frame.MONTH else tally
            _count_solved(where, one, under, taken)
        elif not solved and one.resolve_by is not None and one.resolve_by < looked.moment:
            tally.every.late += 1
            tally.high.late += one.high
        elif not solved:
            tally.pending += 1


def _time(tally: Tally, one: Flying, taken: list[Step], table: Elapsed, end: int) -> None:
    """Adds the time it has waited, or took until it was solved for a while, to those of its group."""
    used, since = 0, None
    for step in taken:
        if step.kind in ("open", "resume", "reopen"):
            since = step.minute
        elif step.kind in ("wait", "resolve") and since is not None:
            used, since = used + table.between(since, step.minute), None
    if one.status == RESOLVED:
        tally.ended["resolution"][used] += 1
    else:
        tally.waiting["resolution"][used + (table.between(since, end) if since is not None else 0)] += 1
    if not one.responded:
        tally.waiting["response"][table.between(taken[0].minute, end)] += 1


def _count_solved(tally: Tally, one: Flying, under: complaint_clock.Terms, taken: list[Step]) -> None:
    """One that was solved by the day asked about and reopened later: as it stood then."""
    course = complaint_clock.courses(under, taken)[-1]
    first, on_time = one.first_contact and not course.reopened, course.broken is None
    for counts in (tally.every, tally.high) if one.high else (tally.every,):
        counts.resolved += 1
        counts.first += first
        counts.on_time += on_time
    tally.reopened += course.reopened > 0
    tally.value += one.worth
    tally.value_first += one.worth * first
    tally.not_seen_yet += 1


def _place(one: Flying, period: Period, by: str) -> str:
    """The item it counts in: its own, or the first month for what was opened before it."""
    return max(one.group, report_frame.month_of(period)) if by == report_frame.MONTH else one.group


def _minute(instant: str) -> int:
    return minute_of(datetime.fromisoformat(instant))
