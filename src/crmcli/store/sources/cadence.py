"""Regular contact: the longest silence that the policy, or the contact's own wish, allows.

Counted from the last real contact (from the day they were entered where there was none), never from the calendar. People
who work at a company are reached for the company: they have no cadence of their own unless they asked for one or order
themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache

from crmcli.domain.span import Span, add, parse_span
from crmcli.store.sales import SERVED
from crmcli.store.sources.base import Reason, Scope


def reasons(scope: Scope) -> Iterator[Reason]:
    """At most one reason for each contact."""
    sql = (
        "SELECT c.id, c.every, coalesce(s.last_on, c.created_on), s.last_on IS NULL,"
        f"{SERVED}"
        " FROM contacts c LEFT JOIN state s ON s.contact_id = c.id LEFT JOIN sales a ON a.contact_id = c.id"
        " WHERE c.archived_at IS NULL AND c.created_on <= :today AND (c.every IS NOT NULL OR a.grade IS NOT NULL"
        " OR NOT EXISTS (SELECT 1 FROM roles r WHERE r.contact_id = c.id))"
    )
    by_grade = cache(scope.policy.cadence)
    due = cache(_due)
    for contact, every, last_on, never, grade in scope.rows(sql + scope.only("c.id")):
        span = parse_span(every) if every else by_grade(grade)
        if span is None:
            continue
        ref = f"c{contact}/cadence"
        due_on = scope.after_pause(ref, due(last_on, span), last_on)
        text = f"not spoken to yet; every {span.words()}" if never else f"every {span.words()}"
        yield Reason(contact, "cadence", ref, None, due_on, None, text)


def _due(last_on: str, span: Span) -> str:
    return add(date.fromisoformat(last_on), span).isoformat()
