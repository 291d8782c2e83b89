"""Interactions and remarks: what was said to whom. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from crmcli.store.book import Book, Row, only


def closed_channels(book: Book, contact_id: int) -> set[str]:
    """The channels on which this contact is not to be contacted; `all` stands for every one."""
    return {row[0] for row in book.rows("SELECT channel FROM closed_channels WHERE contact_id = ?", (contact_id,))}


def our_contacts(book: Book, contact_id: int, since: str, until: str) -> int:
    """How many outward contacts of ours, attempts included, lie on local dates since..until."""
    found = book.row(
        "SELECT count(*) FROM interactions WHERE contact_id = ? AND direction = 'out' AND voided_at IS NULL"
        " AND on_date BETWEEN ? AND ?",
        (contact_id, since, until),
    )
    return int(found[0]) if found else 0


def last_words(book: Book, contacts: Collection[int], until: str | None = None) -> dict[int, tuple[str, str, str, str]]:
    """contact -> (at, text, channel, outcome) of the newest interaction that the contact's state speaks of."""
    rows = book.rows(
        "SELECT s.contact_id, i.at, i.text, i.channel, i.outcome FROM state s JOIN interactions i ON i.id = s.last_id"
        f" WHERE 1 = 1{only('s.contact_id', contacts)}"
    )
    return {row[0]: (row[1], row[2], row[3], row[4]) for row in rows}


COLUMNS = (
    "kind", "id", "contact_id", "name", "at", "on_date", "text", "channel", "direction", "nature", "outcome", "mood",
    "minutes", "by_whom", "amount_minor", "currency",
)  # fmt: skip


def timeline(book: Book, parts: Collection[str], conditions: dict[str, Any], limit: int | None) -> list[Row]:
    """Rows of COLUMNS, newest first, from the named kinds (interaction, remark, order, quote, followup).

    `conditions` may hold contact, channel, nature, by, since and until (local dates).
    """
    union = " UNION ALL ".join(f"SELECT * FROM ({_branch(part, conditions, limit)})" for part in parts)
    sql = (
        f"SELECT t.kind, t.id, t.contact_id, c.name, {', '.join(f't.{name}' for name in COLUMNS[4:])}"
        f" FROM ({union}) t LEFT JOIN contacts c ON c.id = t.contact_id ORDER BY t.at DESC, t.kind, t.id DESC LIMIT :limit"
    )
    return book.rows(sql, {**conditions, "limit": -1 if limit is None else limit})


BRANCHES = {
    "interaction": "SELECT 'interaction' AS kind, id, contact_id, at, on_date, text, channel, direction, nature, outcome,"
    " mood, minutes, by_whom, NULL AS amount_minor, NULL AS currency FROM interactions WHERE voided_at IS NULL",
    "remark": "SELECT 'remark' AS kind, id, contact_id, at, on_date, text, NULL AS channel, NULL AS direction,"
    " NULL AS nature, NULL AS outcome, NULL AS mood, NULL AS minutes, by_whom, NULL AS amount_minor, NULL AS currency"
    " FROM remarks WHERE voided_at IS NULL",
    "order": "SELECT 'order' AS kind, id, contact_id, on_date AS at, on_date, coalesce(line, ref, '') AS text,"
    " NULL AS channel, NULL AS direction, NULL AS nature, NULL AS outcome, NULL AS mood, NULL AS minutes, by_whom,"
    " amount_minor, currency FROM orders WHERE voided_at IS NULL",
    "quote": "SELECT 'quote' AS kind, id, contact_id, on_date AS at, on_date, coalesce(text, '') AS text, NULL AS channel,"
    " NULL AS direction, NULL AS nature, status AS outcome, NULL AS mood, NULL AS minutes, by_whom, amount_minor,"
    " currency FROM quotes WHERE voided_at IS NULL",
}
TESTS = {
    "contact": "contact_id = :contact", "channel": "channel = :channel", "nature": "nature = :nature",
    "by": "by_whom = :by", "since": "on_date >= :since", "until": "on_date <= :until",
}  # fmt: skip


def _branch(part: str, conditions: dict[str, Any], limit: int | None) -> str:
    tests = "".join(f" AND {TESTS[name]}" for name in conditions)
    order = " ORDER BY at DESC LIMIT :limit" if limit is not None else ""
    return BRANCHES[part] + tests + order
