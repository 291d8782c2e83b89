"""Calls of ours that reached nobody: tried again a working day later, up to the policy's limit."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmcli.domain.when import format_iso
from crmcli.store.sources.base import Reason, Scope

SAID = {"no-answer": "no answer", "left-message": "left a message", "wrong-number": "wrong number"}


def reasons(scope: Scope) -> Iterator[Reason]:
    """At most one reason for each contact."""
    sql = (
        "SELECT s.contact_id, s.attempt_id, s.attempt_on, s.attempts, i.outcome, i.at FROM state s"
        " JOIN interactions i ON i.id = s.attempt_id WHERE s.attempts BETWEEN 1 AND :most AND s.attempt_on <= :today"
    )
    most = scope.policy["attempt.max"]
    for contact, row_id, on_date, count, outcome, at in scope.rows(sql + scope.only("s.contact_id"), most=most):
        ref = f"c{contact}/attempt"
        again = scope.policy.working_day_after(date.fromisoformat(on_date)).isoformat()
        due_on = scope.after_pause(ref, again, at)
        text = f"{SAID.get(outcome, outcome)} on {format_iso(on_date)}; next is attempt {count + 1}"
        yield Reason(contact, "attempt", ref, row_id, due_on, None, text)
