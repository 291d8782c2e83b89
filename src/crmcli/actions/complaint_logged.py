"""A complaint opened by the line that logs the contact it came in: `crm log WHO TEXT --complaint high`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from crmcli.actions import complaint
from crmcli.actions.complaint import Draft, Row, answered_by, enter, one_item, opened_lines
from crmcli.actions.complaint_record import complaint_row
from crmcli.actions.session import Session
from crmcli.actions.who import reference
from crmcli.domain.words import FAILED
from crmcli.errors import BadValueError, UsageError
from crmcli.store.contacts import Named

if TYPE_CHECKING:
    from crmcli.actions.interaction import Said

__all__ = ["answered_by", "defaults", "draft", "enter", "one_item", "opened_lines", "to_answer"]


def defaults(said: Said) -> Said:
    """A contact in which somebody complained: from them, about quality, negative unless it was solved; where nothing else
    is said. Raises UsageError for a solution without a complaint."""
    if said.complaint is None and said.solved is None:
        raise UsageError("--about says whom a complaint is about, and there is none", "--complaint low, normal or high")
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
        text=said.text,
        channel=columns["channel"],
        severity=said.complaint,
        line=said.line,
        about=said.about,
        solved=said.solved,
    )
    at = datetime.fromisoformat(columns["at"]).astimezone(session.policy.zone)
    return complaint.understand(session, one, told, at)


def to_answer(session: Session, people: Sequence[Named], refs: Sequence[str], columns: Mapping[str, Any]) -> list[Row]:
    """The complaints that --done names, which the contact that is logged answers. Raises NotFoundError, DeclinedError,
    BadValueError for one of somebody else's, for an attempt, and for an instant before its last step."""
    rows = [complaint_row(session, reference(ref, "k")[1]) for ref in refs]
    for row in rows:
        if row["contact_id"] not in {one.id for one in people}:
            raise BadValueError(
                f"k{row['id']} is not a complaint of {people[0].name}", f"`crm complaint show k{row['id']}`"
            )
        if columns["outcome"] in FAILED:
            raise BadValueError(f"an attempt does not answer k{row['id']}", "leave --done out")
        complaint.check_step(session, row, "respond", datetime.fromisoformat(columns["at"]))
    return rows
