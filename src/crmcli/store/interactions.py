"""Interactions and remarks: what was said to whom. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from crmcli.domain.words import FAILED
from crmcli.store.book import Book, Row, only


def last_words(book: Book, contacts: Collection[int], until: str | None = None) -> dict[int, tuple[str, str, str, str]]:
    """contact -> (at, text, channel, outcome) of the newest interaction that the contact's state speaks of."""
    rows = book.rows(
        "SELECT s.contact_id, i.at, i.text, i.channel, i.outcome FROM state s JOIN interactions i ON i.id = s.last_id"
        f" WHERE 1 = 1{only('s.contact_id', contacts)}"
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


REAL = "outcome NOT IN (" + ", ".join(f"'{word}'" for word in FAILED) + ")"
WORDS = (
    "id", "contact_id", "at", "on_date", "channel", "direction", "nature", "outcome", "mood", "minutes", "by_whom",
    "text", "override",
)  # fmt: skip


def newest(
    book: Book, contacts: Collection[int], until: str, count: int, *, real: bool = False
) -> list[dict[str, Any]]:
    """The newest conversations with any of these contacts up to the local date `until`; with `real` no mere attempts."""
    if not contacts:
        return []
    tests = f"voided_at IS NULL{only('contact_id', contacts)} AND on_date <= ?" + (f" AND {REAL}" if real else "")
    tests += once(contacts)
    own = f"SELECT id FROM interactions WHERE {tests} ORDER BY at DESC, id DESC LIMIT ?"
    rows = book.rows(
        f"SELECT {', '.join(WORDS)} FROM interactions WHERE id IN ({own}) ORDER BY at DESC, id DESC", (until, count)
    )
    return [dict(zip(WORDS, row, strict=True)) for row in rows]


def meeting(book: Book, interaction_id: int) -> list[dict[str, Any]]:
    """The rows of one conversation, the one that stands for it first: several where several people took part."""
    row = book.record("interactions", interaction_id)
    if row is None:
        return []
    first = row["meeting_id"] or interaction_id
    ids = [first, *(r[0] for r in book.rows("SELECT id FROM interactions WHERE meeting_id = ? ORDER BY id", (first,)))]
    return [one for one in (book.record("interactions", number) for number in ids) if one is not None]


def once(contacts: Collection[int] | None) -> str:
    """SQL that keeps one row of each meeting: the one that stands for it or, of these contacts, the first entered."""
    if contacts is None:
        return " AND meeting_id IS NULL"
    if len(contacts) < 2:
        return ""
    return (
        " AND (meeting_id IS NULL OR NOT EXISTS (SELECT 1 FROM interactions m WHERE m.id < interactions.id"
        f" AND (m.id = interactions.meeting_id OR m.meeting_id = interactions.meeting_id){only('m.contact_id', contacts)}))"
    )


def present(book: Book, ids: Collection[int]) -> dict[int, list[tuple[int, str]]]:
    """interaction id -> (contact id, name) of the others who took part; one with nobody else is not in it."""
    among = f" AND meeting_id IN (SELECT coalesce(meeting_id, id) FROM interactions WHERE 1 = 1{only('id', ids)})"
    of = f"meeting_id IS NOT NULL{among if len(ids) <= FEW else ''}"
    rows = book.rows(
        "SELECT coalesce(i.meeting_id, i.id), i.id, i.contact_id, c.name FROM interactions i"
        " JOIN contacts c ON c.id = i.contact_id WHERE i.id IN"
        f" (SELECT id FROM interactions WHERE {of} UNION SELECT meeting_id FROM interactions WHERE {of}) ORDER BY i.id"
    )
    meetings: dict[int, list[tuple[int, int, str]]] = {}
    for meeting_id, *taking_part in rows:
        meetings.setdefault(meeting_id, []).append(tuple(taking_part))
    wanted = set(ids)
    return {
        one: [(contact, name) for other, contact, name in people if other != one]
        for people in meetings.values()
        for one, _, _ in people
        if one in wanted
    }


def answers(book: Book, interaction_id: int) -> list[tuple[int, str]]:
    """(id, key) of the facts learnt in one conversation."""
    own = "SELECT contact_id FROM interactions WHERE id = ?"
    sql = f"SELECT id, key FROM facts WHERE contact_id = ({own}) AND source = ? ORDER BY id"
    return book.rows(sql, (interaction_id, f"i{interaction_id}"))


FEW = 500
COLUMNS = (
    "kind", "id", "contact_id", "name", "at", "on_date", "text", "channel", "direction", "nature", "outcome", "mood",
    "minutes", "by_whom", "amount_minor", "currency", "override",
)  # fmt: skip
BRANCHES = {
    "interaction": (
        "interactions",
        "'interaction' AS kind, id, contact_id, at, on_date, text, channel, direction, nature, outcome, mood, minutes,"
        " by_whom, NULL AS amount_minor, NULL AS currency, override",
        "at",
    ),
    "remark": (
        "remarks",
        "'remark', id, contact_id, at, on_date, text, NULL, NULL, NULL, NULL, NULL, NULL, by_whom, NULL, NULL, NULL",
        "at",
    ),
    "order": (
        "orders",
        "'order', id, contact_id, on_date, on_date, coalesce(line, ref, ''), NULL, NULL, NULL, NULL, NULL, NULL,"
        " by_whom, amount_minor, currency, NULL",
        "on_date",
    ),
    "quote": (
        "quotes",
        "'quote', id, contact_id, on_date, on_date, coalesce(text, ''), NULL, NULL, NULL, status, NULL, NULL, by_whom,"
        " amount_minor, currency, NULL",
        "on_date",
    ),
}
SWEPT = {"channel", "nature", "by"}
TESTS = {
    "channel": "channel = :channel", "nature": "nature = :nature", "by": "by_whom = :by COLLATE NOCASE",
    "since": "on_date >= :since AND {at} >= :floor", "until": "on_date <= :until",
}  # fmt: skip


def timeline(
    book: Book, parts: Collection[str], conditions: dict[str, str], contacts: Collection[int] | None, limit: int | None
) -> list[Row]:
    """Rows of COLUMNS, newest first, from the named kinds (interaction, remark, order, quote).

    `contacts` None means everybody, walk-ins too. `conditions` may hold channel, nature, by, and since and until (local
    dates); `floor` comes with since: an earlier instant than any of that day, in any zone.
    """
    branches = []
    for part in parts:
        order = f" ORDER BY {BRANCHES[part][2]} DESC, id DESC LIMIT :limit" if limit is not None else ""
        branches.append(f"SELECT * FROM ({_branch(part, BRANCHES[part][1], conditions, contacts)}{order})")
    sql = (
        f"SELECT t.kind, t.id, t.contact_id, c.name, {', '.join(f't.{name}' for name in COLUMNS[4:])}"
        f" FROM ({' UNION ALL '.join(branches)}) t LEFT JOIN contacts c ON c.id = t.contact_id"
        " ORDER BY t.on_date DESC, t.at DESC, t.kind, t.id DESC LIMIT :limit"
    )
    return book.rows(sql, {**conditions, "limit": -1 if limit is None else limit})


def timeline_count(
    book: Book, parts: Collection[str], conditions: dict[str, str], contacts: Collection[int] | None
) -> int:
    """How many rows the timeline has in all."""
    sums = " + ".join(f"({_count(part, conditions, contacts)})" for part in parts)
    found = book.row(f"SELECT {sums}", conditions)
    return int(found[0]) if found else 0


def _count(part: str, conditions: dict[str, str], contacts: Collection[int] | None) -> str:
    """The SQL that counts one kind's rows. What an index alone can count is not looked up row by row for its meeting: the
    few further rows of meetings are counted apart and taken off."""
    if part != "interaction" or contacts is not None or _swept(conditions, contacts):
        return _branch(part, "count(*)", conditions, contacts)
    every = _branch(part, "count(*)", conditions, contacts, once_each=False)
    return f"({every}) - ({every} AND meeting_id IS NOT NULL)"


def _swept(conditions: dict[str, str], contacts: Collection[int] | None) -> bool:
    """Whether it is read in one sweep: in the whole book a rare word is found sooner so than along an index by date."""
    return contacts is None and "since" not in conditions and bool(SWEPT & conditions.keys())


def _branch(
    part: str, columns: str, conditions: dict[str, str], contacts: Collection[int] | None, *, once_each: bool = True
) -> str:
    """One kind's rows; with `once_each` a meeting's once."""
    table, _, at = BRANCHES[part]
    if _swept(conditions, contacts):
        table += " NOT INDEXED"
    tests = "".join(f" AND {TESTS[name].format(at=at)}" for name in conditions if name in TESTS)
    tests += once(contacts) if part == "interaction" and once_each else ""
    return f"SELECT {columns} FROM {table} WHERE voided_at IS NULL{only('contact_id', contacts)}{tests}"
