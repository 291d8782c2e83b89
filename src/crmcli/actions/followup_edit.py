"""Correcting and striking out a follow-up or promise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from crmcli.actions import agenda
from crmcli.actions.session import Session, one_line, plain, require_text
from crmcli.domain.result import Result
from crmcli.domain.span import parse_span
from crmcli.domain.when import When, format_when
from crmcli.errors import BadValueError, DeclinedError, NotFoundError
from crmcli.store import contacts, followups

EMPTIABLE = {"every": "every", "owner": "owner", "due_time": "due_time"}
NAMES = {"due_on": "due", "due_time": "due"}


def edit(session: Session, number: int, said: dict[str, Any], unset: Sequence[str] = ()) -> Result:
    """Changes what is said; a due date only while it is open. Raises NotFoundError, BadValueError."""
    row = _row(session, number)
    columns: dict[str, Any] = {}
    for name in unset:
        key = name.strip().lower().replace("-", "_")
        if key not in EMPTIABLE:
            raise BadValueError(
                f"--unset {name[:40]} takes nothing away from a follow-up", "one of every, owner, due-time"
            )
        columns[key] = None
    if "text" in said:
        columns["text"] = require_text(said["text"], "text")
    if "every" in said:
        columns["every"] = str(parse_span(said["every"]))
    if "owner" in said:
        columns["owner"] = plain(said["owner"], "owner")
    if "due" in said:
        columns |= _due(session, row, said["due"])
    with session.operation() as op:
        changed = list(dict.fromkeys(NAMES.get(name, name) for name in op.update("followups", number, **columns)))
    verb = f"Changed {', '.join(changed)} of" if changed else "Nothing to change in"
    return _told(session, op, number, verb, changed)


def void(session: Session, number: int) -> Result:
    """Strikes a follow-up out, done or not. Raises NotFoundError."""
    _row(session, number)
    with session.operation() as op:
        op.update("followups", number, status="void", closed_on=session.today.isoformat())
    return _told(session, op, number, "Struck out", ["status"])


def _row(session: Session, number: int) -> dict[str, Any]:
    row = followups.get(session.book, number)
    if row is None:
        raise NotFoundError(f"there is no follow-up f{number}", "`crm followups all` lists them")
    if row["status"] == "void":
        raise DeclinedError(f"f{number} is struck out already", "`crm followup add` opens another")
    return row


def _due(session: Session, row: dict[str, Any], text: str) -> dict[str, Any]:
    if row["status"] != "open":
        raise BadValueError(
            f"f{row['id']} is {row['status']}: it has no day to come", "`crm followup add` opens another"
        )
    when = agenda.ahead(session, text, "--due")
    return {
        "due_on": when.on.isoformat(),
        "due_time": when.at.strftime("%H:%M") if when.at else row["due_time"],
    }


def _told(session: Session, op: Any, number: int, verb: str, changed: list[str]) -> Result:
    row = followups.get(session.book, number) or {}
    name = contacts.names(session.book, [row["contact_id"]])[row["contact_id"]]
    due = format_when(When(date.fromisoformat(row["due_on"]), agenda.clock_time(row["due_time"])))
    line = f"{verb} f{number}: {name} (c{row['contact_id']}), {due} - {one_line(row['text'])}"
    item = {**followups.shown(row, name), "changed": changed}
    return session.written("followup", op, [line], item=item, summary={"changed": changed})
