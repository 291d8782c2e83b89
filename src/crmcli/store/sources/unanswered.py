"""Their message, letter or mail to which we have not answered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmcli.domain.span import Span, add
from crmcli.store.sources.base import Reason, Scope

SAID = {"web": "message by web"}


def reasons(scope: Scope) -> Iterator[Reason]:
    """At most one reason for each contact: the oldest message since our last answer."""
    sql = (
        "SELECT s.contact_id, s.unanswered_id, s.unanswered_on, i.channel, i.text, i.at FROM state s"
        " JOIN interactions i ON i.id = s.unanswered_id WHERE s.unanswered_on <= :today"
    )
    wait = scope.policy.span("unanswered.after") or Span(0, "d")
    for contact, row_id, on_date, channel, text, at in scope.rows(sql + scope.only("s.contact_id")):
        ref = f"c{contact}/unanswered"
        due_on = scope.after_pause(ref, add(date.fromisoformat(on_date), wait).isoformat(), at)
        yield Reason(
            contact,
            "unanswered",
            ref,
            row_id,
            due_on,
            None,
            f"their {SAID.get(channel, channel)} without our answer: {text[:200]}",
        )
