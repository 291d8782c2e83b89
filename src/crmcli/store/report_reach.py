"""Who can be reached how: usable phones, e-mail and postal addresses, what is missing by value, who asked not to be contacted."""

from __future__ import annotations

from typing import Any, NamedTuple

from crmcli.domain.reach import NEEDS
from crmcli.store.book import Book
from crmcli.store.report_groups import NONE, month, word
from crmcli.store.sales import GRADE

WAYS = ("channel", "class", "staff", "month", "nature", "line")
CHANNELS = ("phone", "email", "letter")


class Base(NamedTuple):
    """Contacts of one class and group: how many; with a usable phone, e-mail, letter address, any of them; how many have one
    that is bad, and how many asked not to be contacted, on each; on every channel."""

    grade: str
    group: str
    contacts: int
    usable: tuple[int, ...]
    any: int
    bad: tuple[int, ...]
    asked: tuple[int, ...]
    asked_all: int


class Missing(NamedTuple):
    """A contact that cannot be reached on a channel: what they bought in the twelve months of their class, in minor units, and
    why: missing, bad, or closed."""

    contact_id: int
    name: str
    grade: str
    value: int
    why: str


def _shut(channel: str, *, for_good: bool = False) -> str:
    until = (
        "x.until IS NULL"
        if for_good
        else "(x.until IS NULL OR x.until > :day) AND (x.since IS NULL OR x.since <= :day)"
    )
    which = f"x.contact_id = c.id AND x.channel IN ('{channel}', 'all')"
    return f"EXISTS (SELECT 1 FROM closed_channels x WHERE {which} AND {until})"


def _has(channel: str, bad: int) -> str:
    return f"coalesce(max(p.kind = '{NEEDS[channel]}' AND p.bad = {bad}), 0)"


_CLOSED = "(SELECT DISTINCT contact_id FROM closed_channels)"


def _people(by: str = "channel") -> str:
    """One row a contact who stood in the book on :day: what they have on each channel, and which are closed."""
    group = {"staff": word("c.owner"), "month": month("c.created_on")}.get(by, NONE)
    columns = ", ".join(f"{_has(one, 0)} AS has_{one}, {_has(one, 1)} AS bad_{one}" for one in CHANNELS)
    shut = ", ".join(
        f"CASE WHEN s.contact_id IS NULL THEN 0 ELSE {_shut(one)} END AS shut_{one},"
        f" CASE WHEN s.contact_id IS NULL THEN 0 ELSE {_shut(one, for_good=True)} END AS asked_{one}"
        for one in CHANNELS
    )
    return (
        f"SELECT c.id, c.name, {GRADE} AS grade, {group} AS name_of, max(coalesce(a.grade_minor, 0), 0) AS value,"
        f" {columns}, {shut}, CASE WHEN s.contact_id IS NULL THEN 0 ELSE {_shut('all', for_good=True)} END AS asked_all"
        f" FROM contacts c LEFT JOIN points p ON p.contact_id = c.id LEFT JOIN sales a ON a.contact_id = c.id"
        f" LEFT JOIN {_CLOSED} s ON s.contact_id = c.id"
        f" WHERE c.archived_at IS NULL AND c.created_on <= :day GROUP BY c.id"
    )


def base(book: Book, day: str, by: str) -> list[Base]:
    """Everybody who stood in the book on a local date, by class and by owner (staff), month they were entered, or nothing."""
    usable = ", ".join(f"sum(has_{one} AND NOT shut_{one})" for one in CHANNELS)
    either = " OR ".join(f"(has_{one} AND NOT shut_{one})" for one in CHANNELS)
    bad = ", ".join(f"sum(bad_{one} AND NOT has_{one})" for one in CHANNELS)
    asked = ", ".join(f"sum(asked_{one})" for one in CHANNELS)
    rows = book.rows(
        f"SELECT grade, name_of, count(*), {usable}, sum({either}), {bad}, {asked}, sum(asked_all)"
        f" FROM ({_people(by)}) GROUP BY 1, 2",
        {"day": day},
    )
    return [Base(row[0], row[1], row[2], row[3:6], row[6], row[7:10], row[10:13], row[13]) for row in rows]


def missing(book: Book, day: str, channel: str | None, limit: int | None) -> list[Missing]:
    """Who cannot be reached on a channel (None: on none), the most valuable first."""
    asked = CHANNELS if channel is None else (channel,)
    test = " AND ".join(f"NOT (has_{one} AND NOT shut_{one})" for one in asked)
    why = (
        f"CASE WHEN {' OR '.join(f'has_{one}' for one in asked)} THEN 'closed'"
        f" WHEN {' OR '.join(f'bad_{one}' for one in asked)} THEN 'bad' ELSE 'missing' END"
    )
    rows: list[tuple[Any, ...]] = book.rows(
        f"SELECT id, name, grade, value, {why} FROM ({_people()}) WHERE {test} ORDER BY value DESC, id LIMIT :most",
        {"day": day, "most": -1 if limit is None else limit},
    )
    return [Missing(*row) for row in rows]
