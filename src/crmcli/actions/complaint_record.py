"""A complaint as scripts see it, and as its columns follow from its steps.

The book keeps with each complaint, and with each of its steps, what the clocks say then, so that lists, reports and the
morning sum without counting minutes; `settle_columns` is the only writer of those columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from crmcli import clock
from crmcli.actions.record import named
from crmcli.actions.session import Session
from crmcli.analysis import complaint_clock
from crmcli.analysis.complaint_clock import Clock, Clocks, Course, Step
from crmcli.domain.span import Span, add
from crmcli.domain.working_time import instant_of, minute_of
from crmcli.errors import DeclinedError, NotFoundError
from crmcli.store import complaints
from crmcli.store.book import Operation

Row = dict[str, Any]


def complaint_row(session: Session, complaint_id: int) -> Row:
    """One complaint. Raises NotFoundError where there is none, DeclinedError where it is struck out."""
    row = complaints.get(session.book, complaint_id)
    if row is None:
        raise NotFoundError(f"there is no complaint k{complaint_id}", "`crm complaint list` shows them")
    if row["voided_at"] is not None:
        raise DeclinedError(
            f"k{complaint_id} is struck out", "`crm undo` brings it back, if that was the last thing done"
        )
    return row


def minute(instant: str) -> int:
    """An instant of the book in minutes."""
    return minute_of(datetime.fromisoformat(instant))


def instant(at: int | None) -> str | None:
    """A minute as the book keeps instants."""
    return None if at is None else clock.stamp(instant_of(at))


def moment(session: Session) -> int:
    """The minute an answer is about: now, or the end of the day asked about."""
    if session.as_of == session.today:
        return minute_of(session.now)
    day = session.as_of + timedelta(days=1)
    return minute_of(datetime(day.year, day.month, day.day, tzinfo=session.policy.zone))


def courses(row: Row, steps: Sequence[Row]) -> list[Course]:
    """How a complaint stood after each of its steps."""
    return complaint_clock.courses(
        complaint_clock.terms(row["terms"]), [Step(minute(step["at"]), step["kind"]) for step in steps]
    )


def settle_columns(session: Session, op: Operation, complaint_id: int) -> Row:
    """Writes what the clocks say to a complaint and to each of its steps, and returns the complaint."""
    row = complaints.get(session.book, complaint_id) or {}
    steps = complaints.steps(session.book, [complaint_id])[complaint_id]
    under = complaint_clock.terms(row["terms"])
    kept: Row = {}
    for step, course in zip(steps, courses(row, steps), strict=True):
        both = complaint_clock.clocks(under, course, course.at)
        warned = complaint_clock.warning(under, course)
        kept = {
            "status": course.status,
            "resolve_by": instant(both.resolution.due),
            "warn_at": instant(warned[0]) if warned else None,
            "warn_on": warned[1].isoformat() if warned else None,
        }
        if step["kind"] == "resolve":
            kept["warn_on"] = step["warn_on"] or check_back_day(session, step["on_date"])
        step["warn_on"] = kept["warn_on"]
        op.update("complaint_steps", step["id"], **kept)
    op.update("complaints", complaint_id, **{**kept, **_ends(course, both, steps)})
    return complaints.get(session.book, complaint_id) or {}


def _ends(course: Course, both: Clocks, steps: Sequence[Row]) -> Row:
    """When each clock ended and what it had used, and what the check-back brought since the last solution."""
    solved = [place for place, step in enumerate(steps) if step["kind"] == "resolve"]
    done = course.resolved is not None
    checks = [step for step in steps[solved[-1] :] if step["kind"] == "check"] if done else []
    return {
        "respond_by": instant(both.response.due),
        "responded_at": _of_step(steps, ("respond", "wait", "resolve"), first=True),
        "response_minutes": both.response.used if course.responded is not None else None,
        "waiting_since": _of_step(steps, ("wait",)) if course.waiting is not None else None,
        "resolved_at": steps[solved[-1]]["at"] if done else None,
        "resolved_on": steps[solved[-1]]["on_date"] if done else None,
        "resolution_minutes": both.resolution.used if done else None,
        "on_time": int(not both.resolution.breached) if done else None,
        "reopened": course.reopened,
        "recovered": checks[-1]["recovered"] if checks else None,
        "checked_on": checks[-1]["on_date"] if checks else None,
        **({"warn_on": steps[solved[-1]]["warn_on"]} if done else {}),
    }


def _of_step(steps: Sequence[Row], kinds: Sequence[str], *, first: bool = False) -> str | None:
    """The instant of the first, or the last, step of these kinds."""
    found = [step["at"] for step in steps if step["kind"] in kinds]
    return (found[0] if first else found[-1]) if found else None


class Standing(NamedTuple):
    """How a complaint stands at one moment: its clocks, whether it is late or soon to be, and the columns of its ends."""

    both: Clocks
    breaching: bool
    ends: Row


def standing(session: Session, row: Row, steps: Sequence[Row]) -> Standing:
    """By what happened up to the day asked about: `steps` are those until then."""
    under, course = complaint_clock.terms(row["terms"]), courses(row, steps)[-1]
    now = max(moment(session), course.at)
    both, warned = complaint_clock.clocks(under, course, now), complaint_clock.warning(under, course)
    late = both.resolution.breached or (both.response.breached and both.response.ended is None)
    soon = late or (warned is not None and warned[0] <= now)
    return Standing(both, course.status != complaint_clock.RESOLVED and soon, _ends(course, both, steps))


def solved_standing(row: Row) -> Standing:
    """The same of a complaint that is solved, from its columns alone."""
    under = complaint_clock.terms(row["terms"])
    due, ended = _minute(row["respond_by"]), _minute(row["responded_at"])
    late = due is not None and ended is not None and ended > due
    response = Clock(due, row["response_minutes"], under.respond, late, False, ended)
    due, ended = _minute(row["resolve_by"]), _minute(row["resolved_at"])
    resolution = Clock(due, row["resolution_minutes"], under.resolve, not row["on_time"], False, ended)
    return Standing(Clocks(response, resolution, row["status"]), False, row)


def _minute(at: str | None) -> int | None:
    return None if at is None else minute(at)


def complaint_item(session: Session, row: Row, stands: Standing, name: str) -> Row:
    """A complaint as scripts see it in a list."""
    both, ends = stands.both, stands.ends
    local, until = session.local, recovery_until(row)
    return {
        "id": row["id"],
        "ref": f"k{row['id']}",
        "contact": named(row["contact_id"], name),
        "opened_at": local(row["opened_at"]),
        "severity": row["severity"],
        "escalated": bool(row["escalated"]),
        "status": both.status,
        "owner": row["owner"],
        "about": row["about"],
        "line": row["line"],
        "channel": row["channel"],
        "text": row["text"],
        "breaching": stands.breaching,
        "respond_by": _shown(session, both.response.due),
        "resolve_by": _shown(session, both.resolution.due),
        "clocks": {"response": _clock(session, both.response), "resolution": _clock(session, both.resolution)},
        "recovery": {"until": until.isoformat(), "days_left": (until - session.as_of).days},
        "waiting_since": local(ends["waiting_since"]) if ends["waiting_since"] else None,
        "resolved_at": local(ends["resolved_at"]) if ends["resolved_at"] else None,
        "on_time": None if ends["on_time"] is None else bool(ends["on_time"]),
        "solved_at_first_contact": bool(row["first_contact"]) and not ends["reopened"],
        "reopened": ends["reopened"],
        "check_back_on": None if ends["checked_on"] else ends.get("warn_on") if ends["resolved_on"] else None,
        "recovered": ends["recovered"],
        "by": row["by_whom"],
        "voided": row["voided_at"] is not None,
    }


def full_item(session: Session, row: Row, steps: Sequence[Row], name: str) -> Row:
    """The same in full: with its steps, and whether the customer ordered again."""
    stands = standing(session, row, steps)
    return {**complaint_item(session, row, stands, name), **_history(session, row, steps, stands.ends)}


def _history(session: Session, row: Row, steps: Sequence[Row], ends: Row) -> Row:
    until = session.as_of.isoformat()
    again = ends["resolved_on"] and complaints.ordered_again(
        session.book, row["contact_id"], ends["resolved_on"], until
    )
    return {
        "ordered_again_on": again or None,
        "interaction": row["interaction_id"],
        "steps": [
            {
                "at": session.local(step["at"]), "kind": step["kind"], "text": step["text"], "by": step["by_whom"],
                "recovered": step["recovered"],
            }
            for step in steps
        ],
    }  # fmt: skip


def _clock(session: Session, one: Clock) -> Row:
    return {
        "due_at": _shown(session, one.due),
        "used_minutes": one.used,
        "limit_minutes": one.limit,
        "left_minutes": one.limit - one.used,
        "breached": one.breached,
        "paused": one.paused,
        "ended_at": _shown(session, one.ended),
    }


def _shown(session: Session, at: int | None) -> str | None:
    kept = instant(at)
    return None if kept is None else session.local(kept)


def recovery_until(row: Row) -> date:
    """The last calendar day on which a complainer can be won back, counted from the opening."""
    import json

    days = json.loads(row["terms"])["recovery_days"]
    return add(date.fromisoformat(row["opened_on"]), Span(days, "d"))


def check_back_day(session: Session, resolved_on: str) -> str | None:
    """The day on which somebody asks whether it stayed solved, kept with the solution: a later policy does not move it."""
    wait = session.policy.span("complaint.check_back_after")
    if wait is None:
        return None
    return session.policy.working_day_from(add(date.fromisoformat(resolved_on), wait)).isoformat()
