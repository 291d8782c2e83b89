"""Birthdays, a little before the day and a little after it, unless they were spoken to by then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmcli.domain.span import Span, add, next_birthday
from crmcli.domain.when import format_date
from crmcli.store.sources.base import Reason, Scope


def reasons(scope: Scope) -> Iterator[Reason]:
    """The next birthday of everybody whose day and month are known (this year's while its grace lasts)."""
    sql = (
        "SELECT c.id, c.birth_year, c.birth_month, c.birth_day, s.last_on FROM contacts c"
        " LEFT JOIN state s ON s.contact_id = c.id"
        " WHERE c.birth_month IS NOT NULL AND c.archived_at IS NULL AND c.created_on <= :today"
    )
    lead = (scope.policy.span("occasion.lead") or Span(0, "d")).days()
    grace = (scope.policy.span("occasion.grace") or Span(0, "d")).days()
    since = add(scope.today, Span(-grace, "d"))
    for contact, year, month, day, last_on in scope.rows(sql + scope.only("c.id")):
        on = next_birthday(month, day, since)
        due_on = add(on, Span(-lead, "d")).isoformat()
        if last_on is not None and last_on >= due_on:
            on = next_birthday(month, day, add(on, Span(1, "d")))
            due_on = add(on, Span(-lead, "d")).isoformat()
        ref = f"c{contact}/occasion"
        paused = scope.after_pause(ref, due_on, due_on)
        last_day = add(on, Span(grace, "d")).isoformat()
        if paused > last_day:
            on = next_birthday(month, day, max(add(on, Span(1, "d")), date.fromisoformat(min(paused, "9990-01-01"))))
            due_on = add(on, Span(-lead, "d")).isoformat()
        else:
            due_on = paused
        yield Reason(contact, "occasion", ref, None, due_on, None, _text(on, year))


def _text(on: date, year: int | None) -> str:
    turns = f", turns {on.year - year}" if year and on.year > year else ""
    return f"birthday on {format_date(on)}{turns}"
