"""What is said of a contact that is being logged: the over-contact guard, closed channels, archived contacts. It refuses
nothing: what happened is kept, and that the guard was passed over is kept with it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from crmcli.actions.session import Session, plain
from crmcli.domain.when import format_iso
from crmcli.domain.words import NO_REASON
from crmcli.store import contacts, guard, reasons
from crmcli.store.contacts import Named


def warned(
    session: Session, people: Sequence[Named], columns: dict[str, Any], on: date
) -> tuple[dict[str, Any], list[str]]:
    """The columns of an interaction with why the guard was passed over, and what to warn of."""
    known = [one for one in people if one.id]
    notes = [
        f"{one.name} is archived, and on no list; `crm unarchive c{one.id}` brings them back"
        for one in known
        if (contacts.get(session.book, one.id) or {}).get("archived_at") is not None
    ]
    if columns["direction"] != "out":
        return columns, notes
    channel = columns["channel"]
    for one in known:
        notes += _closed(session, one, channel, on, stands=columns["override"] is not None)
    override, over = _passed_over(session, known, channel, on, columns["override"])
    return {**columns, "override": override}, notes + over


def _closed(session: Session, one: Named, channel: str, on: date, *, stands: bool) -> list[str]:
    """What is said of a channel that was closed on that day: by them for good, or by us for a while. `stands`: a reason was
    given, which passes over the guard and lifts no ban."""
    rows = [
        row for row in contacts.closed(session.book, [one.id], on).get(one.id, ()) if row.channel in (channel, "all")
    ]
    if any(row.until is None for row in rows):
        by = "" if all(row.channel == "all" for row in rows if row.until is None) else f" by {channel}"
        return [f"{one.name} asked not to be contacted{by}{'; the ban stands' if stands else ''}"]
    return [f"{one.name} is suppressed by {channel} until {format_iso(row.until)}" for row in rows[:1] if row.until]


def _passed_over(
    session: Session, people: Sequence[Named], channel: str, on: date, said: str | None
) -> tuple[str | None, list[str]]:
    """Why the guard was passed over, and its warnings.

    The guard is broken by what we start ourselves alone: what was agreed with them, or answers them, passes. Where no
    reason was given it is asked for once, if somebody can be asked; else the contact is marked as gone over without one.
    """
    over = [told for one in people if (told := _over(session, one, channel, on))]
    if said is not None or not over:
        return said, []
    reason = plain(session.words(f"{over[0]}. Why one more (Enter for no reason)?"), "override")
    if reason:
        return reason, []
    return NO_REASON, [f"{told}; --override REASON keeps why" for told in over]


def _over(session: Session, one: Named, channel: str, on: date) -> str | None:
    told = guard.note(session.book, session.policy, one.id, one.name, on, channel)
    if told is None or any(not due.guarded for due in reasons.due_of(session.book, one.id, on)):
        return None
    return told
