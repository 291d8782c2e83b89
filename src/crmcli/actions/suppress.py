"""`crm suppress`: takes customers off costly channels for a while, by our own choice; the term ends by itself.

What somebody asked for is another matter: a do-not-contact has no term, and nothing here touches it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from crmcli.actions.record import named
from crmcli.actions.session import Session, plain
from crmcli.actions.who import find_one
from crmcli.domain.datetext import format_date, format_iso
from crmcli.domain.result import Result
from crmcli.domain.span import add, parse_span
from crmcli.domain.words import channel as channel_named
from crmcli.errors import BadValueError, DeclinedError, UsageError
from crmcli.store import contacts
from crmcli.store.book import Operation
from crmcli.store.contacts import Named


@dataclass(frozen=True, slots=True)
class Asked:
    """The flags as they were typed; None and empty mean nothing was said."""

    channel: Sequence[str] = ()
    until: str | None = None
    why: str | None = None
    lift: bool = False


class Term(NamedTuple):
    """What is to be: channels closed until a day, from which on they are open again."""

    channels: list[str]
    until: str
    why: str | None


def suppress(session: Session, who: Sequence[str], asked: Asked) -> Result:
    """Closes channels to us until a day, or opens again what was closed so; of nobody in particular, lists what is closed.

    Raises BadValueError, NotFoundError, AmbiguousError; DeclinedError where nothing is left to do.
    """
    if not who:
        return _listed(session, asked)
    if asked.lift and (asked.until is not None or asked.why is not None):
        raise UsageError("--lift opens the channels now", "leave out --until and --why")
    channels = list(dict.fromkeys(map(channel_named, asked.channel)))
    people = list({one.id: one for one in (find_one(session, text) for text in who)}.values())
    if asked.lift:
        return _lift(session, people, channels)
    return _close(session, people, _term(session, channels, asked))


def _listed(session: Session, asked: Asked) -> Result:
    """Who is suppressed on the day asked about, on which channels, until when and why; the first to be open again first."""
    if asked.lift or asked.until is not None or asked.why is not None:
        raise UsageError("there is no WHO", "name whom: crm suppress c12; alone it lists who is suppressed")
    channels = {channel_named(one) for one in asked.channel}
    items: dict[tuple[int, str, str | None], dict[str, Any]] = {}
    for one, name, archived, channel, until, why in contacts.suppressed(session.book, session.as_of):
        if not channels or channel in channels:
            blank: dict[str, Any] = {
                "contact": named(one, name),
                "channels": [],
                "until": until,
                "why": why,
                "archived": archived,
            }
            items.setdefault((one, until, why), blank)["channels"].append(channel)
    people = len({one for one, _, _ in items})
    return session.result("suppressions", items=list(items.values()), summary={"customers": people})


def _term(session: Session, channels: list[str], asked: Asked) -> Term:
    why = plain(asked.why, "--why")
    channels = channels or session.policy["suppress.channels"]
    if not channels:
        raise BadValueError("the policy names no costly channels", "name one: --channel letter")
    return Term(channels, _until(session, asked.until).isoformat(), why)


def _until(session: Session, text: str | None) -> date:
    """The first day on which the channels are open again. Raises BadValueError where that is not to come."""
    if text is None:
        return add(session.today, parse_span(session.policy["suppress.term"]))
    day = session.when(text)
    if day <= session.today:
        raise BadValueError(
            f"--until {format_date(day)} is not to come", "a later day: --until +6m; --lift ends it now"
        )
    return day


def _close(session: Session, people: list[Named], term: Term) -> Result:
    plans = [(one, [ch for ch in term.channels if not _asked_for(session, one, ch)]) for one in people]
    if not any(channels for _, channels in plans):
        name = people[0].name if len(people) == 1 else "everybody here"
        raise DeclinedError(
            f"{name} asked not to be contacted by {_either(term.channels)} already",
            "that has no end; nothing was changed",
        )
    said, changed = [], []
    with session.operation() as op:
        for one, channels in plans:
            for channel in channels:
                _write(session, op, one, channel, term)
            said.append(_told(one, channels, term))
            changed.append((one, channels, term.until, term.why))
    notes = [
        f"{one.name} asked not to be contacted by {_either(for_good)}: that stays, without an end"
        for one, channels in plans
        if (for_good := [channel for channel in term.channels if channel not in channels])
    ]
    return _written(session, op, said, changed, notes)


def _asked_for(session: Session, one: Named, channel: str) -> bool:
    closed = contacts.closed_for_good(session.book, one.id)
    return channel in closed or "all" in closed


def _write(session: Session, op: Operation, one: Named, channel: str, term: Term) -> None:
    """Sets the term, over the one there is; one that is over gives way to it."""
    values = {"until": term.until, "why": term.why}
    today = session.today.isoformat()
    for row in _terms(session, one, [channel]):
        if row["until"] > today:
            op.update("closed_channels", row["id"], **values)
            return
    op.insert("closed_channels", contact_id=one.id, channel=channel, since=today, **values)


def _terms(session: Session, one: Named, channels: Sequence[str]) -> list[dict[str, Any]]:
    """What we closed ourselves for them, on these channels or on all, over or not."""
    rows = contacts.children(session.book, "closed_channels", one.id)
    return [row for row in rows if row["until"] is not None and (not channels or row["channel"] in channels)]


def _lift(session: Session, people: list[Named], channels: list[str]) -> Result:
    today = session.today.isoformat()
    plans = [(one, [row for row in _terms(session, one, channels) if row["until"] > today]) for one in people]
    if not any(rows for _, rows in plans):
        name = people[0].name if len(people) == 1 else "nobody here"
        of = f" by {_either(channels)}" if channels else ""
        raise DeclinedError(
            f"{name} is {'not ' if len(people) == 1 else ''}suppressed{of}",
            "`crm show` says what is closed; --unset no-contact opens what they asked for",
        )
    said, changed = [], []
    with session.operation() as op:
        for one, rows in plans:
            for row in rows:
                op.delete("closed_channels", row["id"])
            opened = list(dict.fromkeys(row["channel"] for row in rows))
            words = f"open again by {_both(opened)}" if opened else "not suppressed; nothing was changed"
            said.append(f"{one.name} (c{one.id}): {words}")
            changed.append((one, opened, None, None))
    return _written(session, op, said, changed, [])


def _written(
    session: Session,
    op: Operation,
    said: list[str],
    changed: Sequence[tuple[Named, Sequence[str], str | None, str | None]],
    notes: list[str],
) -> Result:
    items = [
        {"contact": named(one.id, one.name), "channels": channels, "until": until if channels else None, "why": why}
        for one, channels, until, why in changed
    ]
    parts: dict[str, Any] = {"item": items[0]} if len(items) == 1 else {"items": items}
    return session.written("suppressed", op, said, notes=notes, **parts)


def _told(one: Named, channels: Sequence[str], term: Term) -> str:
    if not channels:
        return f"{one.name} (c{one.id}): nothing to close"
    why = f": {term.why}" if term.why else ""
    return f"{one.name} (c{one.id}): no {_either(channels)} until {format_iso(term.until)}{why}"


def _either(words: Sequence[str]) -> str:
    return " or ".join(words)


def _both(words: Sequence[str]) -> str:
    return " and ".join(words)
