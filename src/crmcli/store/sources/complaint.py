"""Complaints that are not solved: before a deadline is missed, at once where they weigh most, and again when we have waited
for the customer long enough.

The day on which one comes up is worked out with its clocks, when a step is taken, and kept with that step. From then on it
is due every day, and late only once its deadline's day is over.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from crmcli.domain.span import Span, add
from crmcli.domain.when import format_iso
from crmcli.store.sources.base import FOREVER, Reason, Scope

LAST = (
    "(SELECT id FROM complaint_steps x WHERE x.complaint_id = k.id AND +x.on_date <= :today ORDER BY x.at DESC, x.id DESC"
    " LIMIT 1)"
)
SQL = (
    "SELECT k.contact_id, k.id, k.severity, k.escalated, k.owner, k.text, k.opened_on, k.respond_by,"
    " k.responded_at, s.at, s.on_date, s.status, s.resolve_by, s.warn_on"
    f" FROM complaints k JOIN complaint_steps s ON s.id = {LAST}"
    " WHERE k.voided_at IS NULL AND k.opened_on <= :today AND (k.status <> 'resolved' OR k.resolved_on > :today)"
    " AND s.status <> 'resolved'"
)


class Open:
    """One complaint as it stood after its last step."""

    __slots__ = ("contact", "escalated", "id", "on", "opened_on", "owner", "resolve_by", "respond_by", "responded_at",
                 "severity", "since", "status", "text", "warn_on")  # fmt: skip

    def __init__(self, row: tuple[Any, ...]) -> None:
        (
            self.contact, self.id, self.severity, self.escalated, self.owner, self.text, self.opened_on, self.respond_by,
            self.responded_at, self.since, self.on, self.status, self.resolve_by, self.warn_on,
        ) = row  # fmt: skip


def reasons(scope: Scope) -> Iterator[Reason]:
    """One reason for each complaint that is open or waits for the customer; more worth what weighs more."""
    reminder = scope.policy.span("complaint.wait_reminder")
    zone, today = scope.policy.zone, scope.today.isoformat()
    for row in scope.rows(SQL + scope.only("k.contact_id")):
        one = Open(row)
        high = one.severity == "high" or bool(one.escalated)
        at = None
        if one.status == "waiting":
            due_on = FOREVER if reminder is None else _reminded(scope, one.on, reminder)
            text = f"waits for them since {format_iso(one.on)}"
        else:
            what, deadline = _deadline(one, zone, today)
            due_on, at = _due(one.opened_on if high else one.warn_on or one.opened_on, deadline, today)
            text = f"{what} {format_iso(deadline.date().isoformat())} {deadline:%H:%M}" if deadline else what
        marks = ["high"] if one.severity == "high" else []
        marks += ["the second within the window"] if one.escalated else []
        said = f"{', '.join([*marks, text])}; {one.owner}: {one.text[:200]}"
        ref = f"k{one.id}"
        day = scope.after_pause(ref, due_on, one.since)
        yield Reason(
            one.contact, "complaint", ref, one.id, day, at if day == due_on else None, said, int(high), owner=one.owner
        )


def _due(comes_up: str, deadline: datetime | None, today: str) -> tuple[str, str | None]:
    """When a complaint is due (local date, time): on the day it comes up, then every day until the deadline's, late only
    after that."""
    if deadline is not None and (day := deadline.date().isoformat()) <= today:
        return day, f"{deadline:%H:%M}"
    return max(comes_up, today), None


def _reminded(scope: Scope, on: str, reminder: Span) -> str:
    return scope.policy.working_day_from(add(date.fromisoformat(on), reminder)).isoformat()


def _deadline(one: Open, zone: ZoneInfo, today: str) -> tuple[str, datetime | None]:
    """Which clock runs out next, and when (local)."""
    responded = one.responded_at is not None and _local(one.responded_at, zone).date().isoformat() <= today
    due = [("solve by", one.resolve_by)] if one.resolve_by else []
    due += [("answer by", one.respond_by)] if one.respond_by and not responded else []
    if not due:
        return "open", None
    what, at = min(due, key=lambda each: str(each[1]))
    return what, _local(str(at), zone)


def _local(instant: str, zone: ZoneInfo) -> datetime:
    return datetime.fromisoformat(instant).astimezone(zone)
