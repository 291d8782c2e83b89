"""Complaints that were solved: some days later somebody asks whether it stayed so.

Until that is noted (`crm complaint check`), or set aside, or so late that the answer changes nothing: as long after it fell
due as the policy gives to win a complainer back.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from crmcli.domain.policy import Policy
from crmcli.domain.span import Span, add
from crmcli.domain.when import format_iso
from crmcli.store.sources.base import Reason, Scope
from crmcli.store.sources.complaint import LAST


def patience(policy: Policy) -> int:
    """How many days after a solution nobody asks any more."""
    wait = policy.span("complaint.check_back_after") or Span(7, "d")
    return wait.days() + int(policy["complaint.recovery_days"])


def reasons(scope: Scope) -> Iterator[Reason]:
    """One reason for each complaint that was solved not long ago and not asked about since."""
    sql = (
        "SELECT k.contact_id, k.id, k.text, k.owner, s.at, s.on_date FROM complaint_steps s"
        " JOIN complaints k ON k.id = s.complaint_id"
        f" WHERE s.on_date BETWEEN :from AND :today AND s.kind = 'resolve' AND s.id = {LAST}"
        " AND k.voided_at IS NULL AND k.source IS NULL"
    )
    wait = scope.policy.span("complaint.check_back_after") or Span(7, "d")
    since = (scope.today - timedelta(days=patience(scope.policy))).isoformat()
    for contact, row_id, text, owner, at, on_date in scope.rows(sql + scope.only("s.contact_id"), **{"from": since}):
        ref = f"k{row_id}"
        due_on = scope.after_pause(ref, add(date.fromisoformat(on_date), wait).isoformat(), at)
        said = f"solved {format_iso(on_date)}; did it stay so? {owner}: {text[:200]}"
        yield Reason(contact, "check_back", ref, row_id, due_on, None, said)
