"""Contacts as a list, set aside and brought back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from crmcli.actions.contact import split_pair
from crmcli.actions.day_asked import day_asked
from crmcli.actions.record import contact_item, named
from crmcli.actions.session import Session, one_line
from crmcli.actions.who import find_one
from crmcli.domain import words
from crmcli.domain.policy import GRADES
from crmcli.domain.result import Result
from crmcli.store import contacts, directory, followups
from crmcli.store.contacts import Closed

STAGES = tuple(directory.STAGE_TESTS)
LAST_WORDS = 200


class Asked(NamedTuple):
    """Who is to be listed, as typed; None and empty say nothing."""

    tag: Sequence[str] = ()
    kind: str | None = None
    owner: str | None = None
    grade: str | None = None
    stage: str | None = None
    field: Sequence[str] = ()
    since: str | None = None
    archived: bool = False


def list_contacts(session: Session, asked: Asked, rows: int | None) -> Result:
    """Everybody who fits, by name, at most `rows` of them (None: all). Raises BadValueError."""
    wanted = directory.Wanted(
        tags=asked.tag,
        kind=words.pick(asked.kind, words.KINDS, "kind") if asked.kind else None,
        owner=asked.owner,
        grade=_grade(asked.grade) if asked.grade else None,
        stage=words.pick(asked.stage, STAGES, "stage") if asked.stage else None,
        fields=[split_pair(text, "--field") for text in asked.field],
        since=session.when(asked.since, past=True).isoformat() if asked.since else None,
        until=session.as_of.isoformat() if session.as_of < session.today else None,
        archived=asked.archived,
    )
    with day_asked(session):
        found = directory.listed(session.book, wanted, rows)
        few = [row["id"] for row in found] if len(found) <= directory.FEW else None
        shut = contacts.closed(session.book, few, session.as_of)
        items = [_item(session, row, shut.get(row["id"], ())) for row in found]
        count = len(items) if rows is None else directory.count(session.book, wanted)
    return session.result("contacts", items=items, summary={"count": count})


def _grade(text: str) -> str:
    exact = {name.lower(): name for name in GRADES}
    name = text.strip().lower().replace("-", "_").replace(" ", "_")
    return exact[name] if name in exact else words.pick(name.replace("_", "-"), list(GRADES), "class")


def _item(session: Session, row: dict[str, Any], shut: Sequence[Closed]) -> dict[str, Any]:
    companies = row["companies"]
    return {
        "id": row["id"],
        "uid": row["uid"],
        "name": row["name"],
        "kind": row["kind"],
        "emails": [value for kind, value in row["points"] if kind == "email"],
        "phones": [value for kind, value in row["points"] if kind == "phone"],
        "company": named(*companies[0]) if companies else None,
        "owner": row["owner"],
        "tags": row["tags"],
        "class": row["class"],
        "stage": contacts.STAGES.get(row["sold"], "customer") if row["sold"] is not None else "prospect",
        "last_contact": _last(session, row),
        "fields": row["fields"],
        "source": row["source"],
        "language": row["language"],
        "prefers": row["prefers"],
        "hours": row["hours"],
        "tier": row["tier"],
        "no_contact": list(dict.fromkeys(one.channel for one in shut if one.until is None)),
        "suppressed": list(dict.fromkeys(one.channel for one in shut if one.until is not None)),
        "step": row["step"],
        "created_on": row["created_on"],
        "archived": bool(row["archived"]),
    }


def _last(session: Session, row: dict[str, Any]) -> dict[str, Any] | None:
    if row["last_at"] is None:
        return None
    return {
        "at": session.local(row["last_at"]),
        "channel": row["last_channel"],
        "text": one_line(row["last_text"] or "", LAST_WORDS),
    }


def archive(session: Session, who: str) -> Result:
    """Sets a contact aside: out of lists and the morning list, history kept. Raises NotFoundError, AmbiguousError."""
    return _set_aside(session, who, aside=True)


def unarchive(session: Session, who: str) -> Result:
    """Brings one back."""
    return _set_aside(session, who, aside=False)


def _set_aside(session: Session, who: str, *, aside: bool) -> Result:
    one = find_one(session, who)
    row = contacts.get(session.book, one.id) or {}
    already = (row["archived_at"] is not None) == aside
    waiting = len(followups.open_of(session.book, one.id))
    with session.operation() as op:
        if not already:
            op.update("contacts", one.id, archived_at=session.stamp() if aside else None)
    return session.written("contact", op, [_told(f"{one.name} (c{one.id})", aside, already)],
                           item=contact_item(session, one.id), notes=_rest(waiting, aside and not already))  # fmt: skip


def _told(name: str, aside: bool, already: bool) -> str:
    if already:
        return f"{name} is {'archived already' if aside else 'not archived'}; nothing was changed"
    return f"Archived {name}: off the lists, the history stays" if aside else f"Brought back {name}"


def _rest(waiting: int, archived: bool) -> list[str]:
    if not waiting or not archived:
        return []
    what = "follow-up rests" if waiting == 1 else "follow-ups rest"
    return [f"{waiting} open {what} until they are brought back (`crm unarchive`)"]
