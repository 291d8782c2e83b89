"""What happened, newest first, over every channel; and remarks, which are no contact."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from crmcli.actions.record import named
from crmcli.actions.session import Session, one_line, require_text
from crmcli.actions.who import find_one
from crmcli.domain import words
from crmcli.domain.result import Result
from crmcli.store import contacts, interactions

DAY = len("2026-11-20")
LETTERS = {"interaction": "i", "remark": "m", "order": "o", "quote": "q"}


class Asked(NamedTuple):
    """What the timeline is to show, as typed; None means everything."""

    who: str | None = None
    channel: str | None = None
    nature: str | None = None
    since: str | None = None
    by: str | None = None


def timeline(session: Session, asked: Asked, wanted: int | None) -> Result:
    """What happened, newest first, at most `wanted` rows (None: all); a company's includes its people's, a meeting of
    several people once.

    Raises NotFoundError, AmbiguousError, BadValueError.
    """
    one = find_one(session, asked.who) if asked.who is not None else None
    people = [one.id, *(person[0] for person in contacts.people(session.book, one.id))] if one else None
    conditions = _conditions(session, asked)
    spoken = asked.channel is not None or asked.nature is not None
    parts = ["interaction"] if spoken else list(interactions.BRANCHES)
    rows = interactions.timeline(session.book, parts, conditions, people, wanted)
    whole = wanted is None or len(rows) < wanted
    count = len(rows) if whole else interactions.timeline_count(session.book, parts, conditions, people)
    records = [dict(zip(interactions.COLUMNS, row, strict=True)) for row in rows]
    others = interactions.present(session.book, [row["id"] for row in records if row["kind"] == "interaction"])
    items = [_item(session, row, others) for row in records]
    return session.result("timeline", items=items, summary={"count": count, "contact": named(*one) if one else None})


def _conditions(session: Session, asked: Asked) -> dict[str, str]:
    found = {"until": session.as_of.isoformat()} if session.as_of != session.today else {}
    if asked.channel is not None:
        found["channel"] = words.channel(asked.channel)
    if asked.nature is not None:
        found["nature"] = words.pick(asked.nature, words.NATURES, "nature")
    if asked.by is not None:
        found["by"] = asked.by
    if asked.since is not None:
        since = session.when(asked.since, past=True)
        found |= {"since": since.isoformat(), "floor": _day_before(since)}
    return found


def _day_before(day: date) -> str:
    return (day - timedelta(days=1)).isoformat()


def _item(session: Session, row: dict[str, Any], others: dict[int, list[tuple[int, str]]]) -> dict[str, Any]:
    present = others.get(row["id"], ()) if row["kind"] == "interaction" else ()
    known = row["contact_id"] is not None
    at = session.local(row["at"]) if len(row["at"]) > DAY else row["at"]
    return {
        "kind": row["kind"],
        "ref": f"{LETTERS[row['kind']]}{row['id']}",
        "id": row["id"],
        "contact": named(row["contact_id"], row["name"]) if known else None,
        "with": [named(*one) for one in present],
        "at": at,
        "on": row["on_date"],
        "time": at[11:16] or None,
        **{
            key: row[key]
            for key in ("text", "channel", "direction", "nature", "outcome", "mood", "minutes", "override")
        },
        "by": row["by_whom"],
        "amount_minor": row["amount_minor"],
        "currency": row["currency"],
    }


def note(session: Session, who: str, text: str) -> Result:
    """Keeps a remark about somebody: no contact with them. Raises BadValueError, NotFoundError, AmbiguousError."""
    one = find_one(session, who)
    what = require_text(text, "text")
    at = session.stamp()
    with session.operation() as op:
        row_id = op.insert(
            "remarks",
            contact_id=one.id,
            at=at,
            on_date=session.today.isoformat(),
            by_whom=session.by,
            text=what,
        )
    item = {
        "id": row_id,
        "ref": f"m{row_id}",
        "contact": named(*one),
        "at": session.local(at),
        "text": what,
        "by": session.by,
        "voided": False,
    }
    line = f"Noted m{row_id}: {one.name} (c{one.id}) - {one_line(what)}"
    return session.written("remark", op, [line], item=item)
