"""Conflicts in the making: one row a contact, its text the gravest sign.

The signs are worked out when something is written, and once a day (see `store/tensions`). A row goes when it is done, snoozed or
skipped, a sign of how a conversation went also when somebody has spoken with them since; it comes back with new evidence.
A complaint, a late promise and attempts that are tried again have rows of their own: one kind of them alone makes no row here,
two kinds together do (`crm watch` names them all).
Where our own attempts are all that speaks for it, one more attempt is what the over-contact guard is there to hold back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from crmcli.store.sources.base import Reason, Scope

ATTEMPTS = "attempts"
OWN_ROW = {"complaint", "promise", ATTEMPTS}


def reasons(scope: Scope) -> Iterator[Reason]:
    """At most one reason for each contact: the gravest of the signs that are due, else the next one to come back."""
    sql = (
        "SELECT t.contact_id, t.body, s.last_at, s.attempts FROM tensions t JOIN state s ON s.contact_id = t.contact_id"
        " WHERE 1 = 1"
    )
    today = scope.today.isoformat()
    for contact, body, spoken_at, tries in scope.rows(sql + scope.only("t.contact_id")):
        ref = f"c{contact}/conflict"
        standing = [
            (max(scope.after_pause(ref, sign["due_on"], sign["cause"]), sign["due_on"]), sign["text"], sign["kind"])
            for sign in json.loads(body)
            if not (sign["talk"] and spoken_at is not None and spoken_at > sign["cause"])
        ]
        kinds = {kind for _, _, kind in standing}
        shown = OWN_ROW if tries <= scope.policy["attempt.max"] else OWN_ROW - {ATTEMPTS}
        if len(kinds) > 1 or kinds - shown:
            due_on, text, _ = next((one for one in standing if one[0] <= today), min(standing, key=lambda one: one[0]))
            ours = all(kind == ATTEMPTS for due, _, kind in standing if due <= max(due_on, today))
            yield Reason(contact, "conflict", ref, None, due_on, None, text, -int(ours))
