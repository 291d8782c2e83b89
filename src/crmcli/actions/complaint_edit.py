"""Correcting a complaint, and striking one out. Its steps stand; its terms are those of the day it was opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmcli import clock
from crmcli.actions.complaint import SEVERITIES, escalate, one_item
from crmcli.actions.complaint_record import complaint_row, settle_columns
from crmcli.actions.complaint_terms import same, staff_name
from crmcli.actions.interaction import past_instant, told_instant
from crmcli.actions.session import Session, one_line, plain, require_text
from crmcli.domain.result import Result
from crmcli.domain.words import channel, pick
from crmcli.errors import BadValueError
from crmcli.store import complaints

EMPTIABLE = ("line", "about")
NAMES = {"opened_at": "at", "opened_on": ""}
Row = dict[str, Any]


def edit(session: Session, complaint_id: int, said: dict[str, Any], unset: Sequence[str] = ()) -> Result:
    """Corrects a complaint; `said` are the flags as typed, only those given. Raises NotFoundError, BadValueError."""
    row = complaint_row(session, complaint_id)
    columns = {**_understood(session, said), **dict.fromkeys(_emptied(unset), None)}
    owner, about = (columns.get(name, row[name]) for name in ("owner", "about"))
    if same(owner, about):
        raise BadValueError(
            f"{about} is the person complained about, and cannot own k{complaint_id}", "--owner NAME, too"
        )
    steps = complaints.steps(session.book, [complaint_id])[complaint_id]
    if "opened_at" in columns:
        _check_opening(complaint_id, columns["opened_at"], steps, session, bool(row["first_contact"]))
    with session.operation() as op:
        before = op.update("complaints", complaint_id, **columns)
        if "opened_at" in columns:
            for step in steps[: 2 if row["first_contact"] else 1]:
                op.update(
                    "complaint_steps", step["id"], at=columns["opened_at"], on_date=columns["opened_on"], warn_on=None
                )
            settle_columns(session, op, complaint_id)
            escalate(session, op, row["contact_id"])
    changed = [name for column in before if (name := NAMES.get(column, column))]
    return _told(session, op, complaint_id, "Changed" if changed else "Nothing to change in", changed)


def void(session: Session, complaint_id: int) -> Result:
    """Strikes out a complaint. Raises NotFoundError."""
    row = complaint_row(session, complaint_id)
    with session.operation() as op:
        op.update("complaints", complaint_id, voided_at=session.stamp())
        escalate(session, op, row["contact_id"])
    return _told(session, op, complaint_id, "Struck out", [])


def _understood(session: Session, said: dict[str, Any]) -> Row:
    """The columns that the flags change."""
    columns: Row = {}
    if "text" in said:
        columns["text"] = require_text(said["text"], "text")
    if "channel" in said:
        columns["channel"] = channel(said["channel"])
    if "severity" in said:
        columns["severity"] = pick(said["severity"], SEVERITIES, "severity")
    if "line" in said:
        columns["line"] = plain(said["line"], "line")
    for name in ("owner", "about"):
        if name in said:
            columns[name] = staff_name(session, said[name], name)
    if "at" in said:
        at = past_instant(session, said["at"], "open it when it came in")
        columns |= {"opened_at": clock.stamp(at), "opened_on": at.date().isoformat()}
    return columns


def _emptied(unset: Sequence[str]) -> list[str]:
    names = [name.strip().lower() for name in unset]
    for name in names:
        if name not in EMPTIABLE:
            raise BadValueError(f"--unset {name[:40]} takes nothing away from a complaint", "one of line, about")
    return names


def _check_opening(complaint_id: int, at: str, steps: Sequence[Row], session: Session, solved_at_once: bool) -> None:
    later = steps[2 if solved_at_once else 1 :]
    if later and at > later[0]["at"]:
        raise BadValueError(
            f"k{complaint_id} cannot be opened after its next step, {told_instant(session, later[0]['at'])}",
            "name an earlier moment",
        )


def _told(session: Session, op: Any, complaint_id: int, verb: str, changed: list[str]) -> Result:
    item = {**one_item(session, complaint_id), "changed": changed}
    what = f"{verb}{' ' + ', '.join(changed) + ' of' if changed else ''} k{complaint_id}"
    line = (
        f"{what}: {item['contact']['name']} (c{item['contact']['id']}), {item['severity']} - {one_line(item['text'])}"
    )
    return session.written("complaint", op, [line], item=item, summary={"changed": changed})
