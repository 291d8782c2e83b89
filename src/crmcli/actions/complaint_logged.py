"""A complaint opened by the line that logs the contact it came in: `crm log WHO TEXT --complaint high`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crmcli.actions import complaint
from crmcli.actions.complaint import Draft, enter, one_item, opened_lines
from crmcli.actions.session import Session
from crmcli.errors import UsageError
from crmcli.store.contacts import Named

if TYPE_CHECKING:
    from crmcli.actions.interaction import Said

__all__ = ["defaults", "draft", "enter", "one_item", "opened_lines"]


def defaults(said: Said) -> Said:
    """A contact in which somebody complained: from them, about quality, negative unless it was solved; where nothing else
    is said. Raises UsageError for a solution without a complaint."""
    if said.complaint is None:
        raise UsageError(
            "--solved says how a complaint was solved, and there is none", "--complaint low, normal or high"
        )
    return said._replace(
        direction=said.direction or "in",
        nature=said.nature or "quality",
        outcome=said.outcome or ("neutral" if said.solved else "negative"),
    )


def draft(session: Session, one: Named, said: Said, columns: Mapping[str, Any]) -> Draft:
    """The complaint of a contact that is logged. Raises BadValueError."""
    told = complaint.Said(
        text=said.text, channel=columns["channel"], severity=said.complaint, line=said.line, solved=said.solved
    )
    at = datetime.fromisoformat(columns["at"]).astimezone(session.policy.zone)
    return complaint.understand(session, one, told, at)
