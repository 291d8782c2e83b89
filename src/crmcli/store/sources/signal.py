"""Early warnings: customers who lapse, who buy far less than their usual, and those worth winning back.

What is said of them is worked out once a day (see `store/signals`). A warning stands every day until it is done, snoozed or
skipped, or until somebody speaks with them; then not again before its cause is another one.
"""

from __future__ import annotations

from collections.abc import Iterator

from crmcli.store.sources.base import Reason, Scope


def reasons(scope: Scope) -> Iterator[Reason]:
    """At most one reason of a kind for each contact, due today: how long it has stood makes nothing more urgent."""
    sql = (
        "SELECT g.contact_id, g.kind, g.cause, g.grade, g.worth, g.text FROM signals g"
        " JOIN state s ON s.contact_id = g.contact_id WHERE coalesce(s.last_on, '') < g.since"
    )
    today = scope.today.isoformat()
    for contact, kind, cause, grade, worth, text in scope.rows(sql + scope.only("g.contact_id")):
        ref = f"c{contact}/{kind}"
        yield Reason(contact, kind, ref, None, scope.after_pause(ref, today, cause), None, text, worth, grade)
