"""What the outcome of a conversation does to the contact: a number marked as wrong, a channel closed, and the words for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from crmcli.actions.session import Session
from crmcli.store import contacts
from crmcli.store.book import Operation
from crmcli.store.contacts import Named


class Consequences(NamedTuple):
    """What an outcome did to the contact: lines for people, notes for everybody."""

    said: list[str]
    notes: list[str]


def consequences(op: Operation, session: Session, one: Named, columns: Mapping[str, Any], told: Consequences) -> None:
    """A wrong number is not dialled again; who asked not to be called is not called. `told` says so."""
    channel, outcome = columns["channel"], columns["outcome"]
    if outcome == "do-not-call":
        closing = "phone" if channel == "other" else channel
        if closing not in contacts.closed_for_good(session.book, one.id):
            op.insert("closed_channels", contact_id=one.id, channel=closing, why=f"asked on {columns['on_date']}")
            told.said.append(f"No more by {closing}: {one.name} is not contacted that way again")
            told.notes.append(
                f"closed for {one.name}: {closing}; `crm edit c{one.id} --unset no-contact={closing}` opens it again"
            )
    if outcome == "wrong-number" and channel in ("phone", "message"):
        points = contacts.children(session.book, "points", one.id)
        good = [point for point in points if point["kind"] == "phone" and not point["bad"]]
        for point in good[:1]:
            op.update("points", point["id"], bad=1)
            left = ", ".join(str(other["value"]) for other in good[1:])
            told.said.append(f"Marked as wrong: {point['value']}")
            told.notes.append(
                f"{point['value']} is a wrong number of {one.name}; {f'left: {left}' if left else 'no other is known'}"
            )
