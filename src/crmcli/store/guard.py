"""The over-contact guard: how long it holds each contact, which channels were used enough of late, and why in words.

Our own outward contacts count, attempts included, in a window that slides: all channels together against the contact's own
limit, else the limit of the class they are served by; and each channel against its own limit, where the policy sets one. A
channel over its limit gives way to another; where none is left, the contact is held until the first is free again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from crmcli.domain.limit import Limit, read_limit
from crmcli.domain.policy import GRADES, Policy
from crmcli.domain.when import format_iso
from crmcli.domain.words import counted
from crmcli.store.book import Book, only
from crmcli.store.contacts import Ways, all_ways
from crmcli.store.sales import SERVED

OURS = "direction = 'out' AND voided_at IS NULL AND on_date <= :today"
Free = dict[int, dict[str, str]]


def refresh_guard(book: Book, policy: Policy, today: date, contacts: Collection[int] | None) -> None:
    """How long the guard holds those whose class has changed, where its limit is not the same for every class."""
    if len({policy.guard(grade) for grade in GRADES}) > 1:
        mark_held(book, policy, today, contacts)


def mark_held(book: Book, policy: Policy, today: date, contacts: Collection[int] | None) -> None:
    """`held_until`: the local date on which the guard lets go again, past or to come; NULL where it never held."""
    held = dict(_together(book, policy, today, contacts))
    for contact, until in _channels_worn(book, policy, today, contacts):
        held[contact] = max(until, held.get(contact, ""))
    book.db.execute(f"UPDATE state SET held_until = NULL WHERE held_until IS NOT NULL{only('contact_id', contacts)}")
    book.db.executemany(
        "UPDATE state SET held_until = ? WHERE contact_id = ?", [(until, one) for one, until in held.items()]
    )


def limit_of(book: Book, policy: Policy, contact_id: int) -> Limit | None:
    """The limit of one contact over all channels together; None where they are to be held by none."""
    sql = f"SELECT c.guard, {SERVED} FROM contacts c LEFT JOIN sales a ON a.contact_id = c.id WHERE c.id = ?"
    own, grade = book.row(sql, (contact_id,)) or (None, "prospect")
    return read_limit(own) if own else Limit(*policy.guard(grade))


def worn(book: Book, policy: Policy, today: date, contacts: Collection[int]) -> dict[int, set[str]]:
    """contact -> the channels that are over their limit on this day; empty where the policy sets no channel a limit."""
    found: dict[int, set[str]] = {}
    for contact, channels in _free_again(book, policy, today, contacts).items():
        over = {channel for channel, until in channels.items() if until > today.isoformat()}
        if over:
            found[contact] = over
    return found


def counts(
    book: Book, policy: Policy, contact_id: int, day: date, channel: str | None = None
) -> Iterator[tuple[str, int, Limit]]:
    """What is over its limit on this day, as (words, contacts counted, limit): "contacts of ours", "by email". A channel
    is counted where it is named, else all that have a limit."""
    whole = limit_of(book, policy, contact_id)
    limits = {name: Limit(*limit) for name, limit in policy.channel_guards().items() if channel in (None, name)}
    for name, limit in [(None, whole), *limits.items()]:
        if limit is not None:
            count = ours(book, contact_id, day - timedelta(days=limit.days - 1), day, name)
            if count >= limit.contacts:
                yield (f"by {name}" if name else "contacts of ours"), count, limit


def ours(book: Book, contact_id: int, since: date, until: date, channel: str | None = None) -> int:
    """How many outward contacts of ours, attempts included, lie on local dates since..until."""
    found = book.row(
        "SELECT count(*) FROM interactions WHERE contact_id = ? AND direction = 'out' AND voided_at IS NULL"
        f" AND on_date BETWEEN ? AND ?{' AND channel = ?' if channel else ''}",
        (contact_id, since.isoformat(), until.isoformat(), *([channel] if channel else [])),
    )
    return int(found[0]) if found else 0


def in_words(book: Book, policy: Policy, contact_id: int, today: date, until: str) -> str:
    """Why the guard holds one contact: until when, and what there was too much of."""
    over = [_told(*row) for row in counts(book, policy, contact_id, today)]
    return f"over-contact guard until {format_iso(until)}: {'; '.join(over)}"


def _told(what: str, count: int, limit: Limit) -> str:
    said = counted(count, "contact of ours", "contacts of ours") if what == "contacts of ours" else f"{count} {what}"
    return f"{said} in {counted(limit.days, 'day')} (at most {limit.contacts})"


def note(book: Book, policy: Policy, contact_id: int, name: str, day: date, channel: str) -> str | None:
    """What the guard says of one more contact of ours on this channel, or None."""
    over = [_told(*row) for row in counts(book, policy, contact_id, day, channel)]
    return f"over-contact guard: {name} had {' and '.join(over)}" if over else None


def _together(book: Book, policy: Policy, today: date, contacts: Collection[int] | None) -> Iterator[tuple[int, str]]:
    """(contact, day on which the limit over all channels lets go)."""
    sql = f"SELECT on_date FROM interactions WHERE contact_id = :one AND {OURS} ORDER BY at DESC LIMIT 1 OFFSET :skip"
    everyone = (
        f"SELECT c.id, c.guard, {SERVED} FROM contacts c LEFT JOIN sales a ON a.contact_id = c.id"
        " WHERE EXISTS (SELECT 1 FROM interactions i WHERE i.contact_id = c.id AND i.voided_at IS NULL)"
        f"{only('c.id', contacts)}"
    )
    by_grade = {grade: Limit(*policy.guard(grade)) for grade in GRADES}
    day = today.isoformat()
    for contact, own, grade in book.rows(everyone):
        limit = read_limit(own) if own else by_grade[grade]
        if limit is not None:
            found = book.row(sql, {"one": contact, "today": day, "skip": limit.contacts - 1})
            if found is not None:
                yield contact, _later(found[0], limit.days)


def _channels_worn(
    book: Book, policy: Policy, today: date, contacts: Collection[int] | None
) -> Iterator[tuple[int, str]]:
    """(contact, day on which the first of their ways is free again) of those all of whose ways have been over a limit."""
    free = _free_again(book, policy, today, contacts)
    ids = list(free)
    for start in range(0, len(ids), 500):
        for contact, way in all_ways(book, ids[start : start + 500], today).items():
            until = _first_free(way, free[contact])
            if until is not None:
                yield contact, until


def _first_free(way: Ways, free: dict[str, str]) -> str | None:
    channels = way.channels()
    return min(free[name] for name in channels) if channels and all(name in free for name in channels) else None


def _free_again(book: Book, policy: Policy, today: date, contacts: Collection[int] | None) -> Free:
    """contact -> channel -> the day on which it is, or was, free again after it last came to its limit."""
    found: Free = {}
    for channel, (limit, days) in policy.channel_guards().items():
        sql = (
            "SELECT contact_id, on_date FROM (SELECT contact_id, on_date, row_number() OVER (PARTITION BY contact_id"
            f" ORDER BY at DESC) AS place FROM interactions WHERE channel = :channel AND {OURS}"
            f"{only('contact_id', contacts)}) WHERE place = :limit"
        )
        for contact, on in book.rows(sql, {"channel": channel, "today": today.isoformat(), "limit": limit}):
            found.setdefault(contact, {})[channel] = _later(on, days)
    return found


def _later(on: str, days: int) -> str:
    return (date.fromisoformat(on) + timedelta(days=days)).isoformat()
