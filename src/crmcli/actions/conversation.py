"""Striking out a conversation, and how one is shown and undone step by step. All its people's rows go together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from crmcli.actions.record import named
from crmcli.actions.session import Session, one_line
from crmcli.domain import words
from crmcli.domain.result import Result
from crmcli.errors import DeclinedError, NotFoundError
from crmcli.store import contacts, followups, interactions
from crmcli.store.book import Operation

Row = dict[str, Any]


class Told(NamedTuple):
    """What a correction brought about, collected as it happens."""

    lines: list[str]
    closed: list[Row]
    opened: list[Row]


def void(session: Session, interaction_id: int) -> Result:
    """Strikes a conversation out: what it closed is open again, what it opened is void. Raises NotFoundError."""
    rows = rows_of(session, interaction_id)
    notes = _standing(session, rows)
    told = Told([], [], [])
    with session.operation() as op:
        for row in rows:
            op.update("interactions", row["id"], voided_at=session.stamp())
            reopen(session, op, row, told)
            for opened in followups.opened_by(session.book, row["id"]):
                _void_followup(session, op, opened, told)
            for fact_id, key in interactions.answers(session.book, row["id"]):
                op.delete("facts", fact_id)
                told.lines.append(f"Forgot {key}, learnt there")
    item = interaction_item(session, interaction_id)
    with_others = f" with {len(rows)} people" if len(rows) > 1 else ""
    lines = [
        f"Struck out i{interaction_id}{with_others}: {item['contact']['name']} - {one_line(item['text'])}",
        *told.lines,
    ]
    return session.written("interaction", op, lines, item=item, notes=notes)


def interaction_item(session: Session, interaction_id: int) -> Row:
    """A conversation as scripts see it, with the follow-ups it closed and opened."""
    rows = interactions.meeting(session.book, interaction_id)
    own = next(row for row in rows if row["id"] == interaction_id)
    names = contacts.names(session.book, [row["contact_id"] for row in rows])
    keys = (
        "channel",
        "direction",
        "nature",
        "outcome",
        "mood",
        "minutes",
        "text",
        "line",
        "opportunity_minor",
        "override",
    )
    closed = [one for row in rows for one in followups.closed_by(session.book, row["id"])]
    opened = [one for row in rows for one in followups.opened_by(session.book, row["id"])]
    return {
        "id": interaction_id,
        "ref": f"i{interaction_id}",
        "contact": named(own["contact_id"], names[own["contact_id"]]),
        "with": [named(row["contact_id"], names[row["contact_id"]]) for row in rows if row["id"] != interaction_id],
        "at": session.local(own["at"]),
        **{key: own[key] for key in keys},
        "by": own["by_whom"],
        "voided": own["voided_at"] is not None,
        "closed": [followups.shown(one, names.get(one["contact_id"], "")) for one in closed],
        "opened": [followups.shown(one, names.get(one["contact_id"], "")) for one in opened],
    }


def rows_of(session: Session, interaction_id: int) -> list[Row]:
    """The rows of a conversation that stands. Raises NotFoundError, DeclinedError for one that is struck out."""
    rows = interactions.meeting(session.book, interaction_id)
    if not rows:
        raise NotFoundError(f"there is no interaction i{interaction_id}", "`crm timeline` shows their numbers")
    if rows[0]["voided_at"] is not None:
        raise DeclinedError(
            f"i{interaction_id} is struck out already",
            "`crm undo` brings it back, if that was the last thing done",
        )
    return rows


def reopen(session: Session, op: Operation, row: Row, told: Told) -> None:
    """Opens again what one row of a conversation closed."""
    for closed in followups.closed_by(session.book, row["id"]):
        op.update("followups", closed["id"], status="open", closed_on=None, closed_by=None, why=None)
        told.lines.append(f"Open again f{closed['id']}: {one_line(closed['text'])}")
        for following in followups.repeating(session.book, closed["id"]):
            _void_followup(session, op, following, told)


def _void_followup(session: Session, op: Operation, row: Row, told: Told) -> None:
    if row["status"] == "open":
        op.update("followups", row["id"], status="void", closed_on=session.today.isoformat())
        told.lines.append(f"Struck out f{row['id']}: {one_line(row['text'])}")


def _standing(session: Session, rows: Sequence[Row]) -> list[str]:
    """What an outcome brought about that a strike-out leaves alone, and how to lift it."""
    notes = []
    for row in rows:
        who = f"c{row['contact_id']}"
        if row["outcome"] == "do-not-call":
            channel = "phone" if row["channel"] == "other" else row["channel"]
            notes.append(
                f"their wish stands: no contact by {channel}; `crm edit {who} --unset no-contact={channel}` lifts it"
            )
        if row["outcome"] == "wrong-number" and row["channel"] in words.CHANNELS[:3]:
            notes.append(
                f"the number stays marked as wrong; `crm edit {who} --phone NUMBER` with the same number clears it"
            )
    return notes
