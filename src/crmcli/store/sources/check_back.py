"""Complaints that were solved: some days later somebody asks whether it stayed so.

Until that is noted (`crm complaint check`), or set aside, or so late that the answer changes nothing: as long after it fell
due as the policy gives to win a complainer back. The day is worked out when it is solved, and kept with that step.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from crmcli.domain.policy import Policy
from crmcli.domain.when import format_iso
from crmcli.store.sources.base import Reason, Scope
from crmcli.store.sources.complaint import LAST

LOOK_BACK = 731


def moot(policy: Policy, today: date) -> str:
    """The local date before which a check-back fell due too long ago to be asked any more."""
    return (today - timedelta(days=int(policy["complaint.recovery_days"]))).isoformat()


def oldest(today: date) -> str:
    """The local date before which no solution is looked at."""
    return (today - timedelta(days=LOOK_BACK)).isoformat()


def reasons(scope: Scope) -> Iterator[Reason]:
    """One reason for each complaint that was solved not long ago and not asked about since."""
    sql = (
        "SELECT k.contact_id, k.id, k.text, k.owner, s.at, s.on_date, s.warn_on FROM complaint_steps s"
        " JOIN complaints k ON k.id = s.complaint_id"
        f" WHERE s.on_date BETWEEN :from AND :today AND s.kind = 'resolve' AND s.warn_on >= :moot AND s.id = {LAST}"
        " AND k.voided_at IS NULL AND k.source IS NULL"
    )
    values = {"from": oldest(scope.today), "moot": moot(scope.policy, scope.today)}
    for contact, row_id, text, owner, at, on_date, asked_on in scope.rows(sql + scope.only("s.contact_id"), **values):
        ref = f"k{row_id}"
        due_on = scope.after_pause(ref, asked_on, at)
        said = f"solved {format_iso(on_date)}; did it stay so? {owner}: {text[:200]}"
        yield Reason(contact, "check_back", ref, row_id, due_on, None, said, owner=owner)
