"""Open quotes about which nobody has said a word for a while, or whose validity ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from crmcli.domain.money import format_amount
from crmcli.domain.span import Span, add
from crmcli.domain.when import format_iso
from crmcli.store.sources.base import Reason, Scope


def reasons(scope: Scope) -> Iterator[Reason]:
    """One reason for each open quote: the chase, counted from the last real contact since it was sent."""
    sql = (
        "SELECT q.contact_id, q.id, q.amount_minor, q.currency, q.text, q.on_date, q.valid_until,"
        " max(q.on_date, coalesce(s.last_on, q.on_date))"
        " FROM quotes q LEFT JOIN state s ON s.contact_id = q.contact_id"
        " WHERE q.voided_at IS NULL AND q.on_date <= :today AND (q.status = 'open' OR q.closed_on > :today)"
    )
    chase = scope.policy.span("quote.chase_after") or Span(7, "d")
    for contact, row_id, amount, currency, what, sent_on, valid_until, word_on in scope.rows(
        sql + scope.only("q.contact_id")
    ):
        due_on = add(date.fromisoformat(word_on), chase).isoformat()
        text = (
            f"{format_amount(amount, currency)} {currency}"
            + (f" for {what}" if what else "")
            + f", sent {format_iso(sent_on)}"
        )
        if valid_until:
            text += f", valid until {format_iso(valid_until)}"
            due_on = min(due_on, valid_until) if valid_until > word_on else due_on
        ref = f"q{row_id}"
        yield Reason(contact, "quote", ref, row_id, scope.after_pause(ref, due_on, word_on), None, text)
