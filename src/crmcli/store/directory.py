"""Contacts as a list: everybody who fits, by name, with what hangs on them, in one pass of set queries. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from crmcli.store.book import Book, only
from crmcli.store.sales import GRADE, UNPRICED

FEW = 1_000
STAGE_TESTS = {
    "prospect": "a.grade IS NULL",
    "former": f"a.grade = 'zero' AND NOT {UNPRICED}",
    "customer": f"a.grade IS NOT NULL AND (a.grade <> 'zero' OR {UNPRICED})",
}
SOLD = f"CASE WHEN a.grade = 'zero' AND {UNPRICED} THEN 'unpriced' ELSE a.grade END"
COLUMNS = (
    "id", "uid", "name", "kind", "owner", "source", "language", "step", "created_on", "archived", "class", "sold",
    "last_at", "last_text", "last_channel", "prefers", "hours", "tier",
)  # fmt: skip


class Wanted(NamedTuple):
    """Who is to be listed: all that is said must hold; None and empty say nothing. `since` and `until` are local dates
    between which they were entered."""

    tags: Sequence[str] = ()
    kind: str | None = None
    owner: str | None = None
    grade: str | None = None
    stage: str | None = None
    fields: Sequence[tuple[str, str]] = ()
    since: str | None = None
    until: str | None = None
    archived: bool = False


def count(book: Book, wanted: Wanted) -> int:
    """How many contacts fit."""
    tests, values = _tests(wanted)
    sold = " LEFT JOIN sales a ON a.contact_id = c.id" if wanted.grade or wanted.stage else ""
    found = book.row(f"SELECT count(*) FROM contacts c{sold} WHERE {tests}", values)
    return int(found[0]) if found else 0


def listed(book: Book, wanted: Wanted, limit: int | None) -> list[dict[str, Any]]:
    """COLUMNS by name, each with `points` [(kind, value)], `tags`, `fields` {}, `companies` [(id, name)]."""
    tests, values = _tests(wanted)
    rows = book.rows(
        "SELECT c.id, c.uid, c.name, c.kind, c.owner, c.source, c.language, c.step, c.created_on,"
        f" c.archived_at IS NOT NULL, {GRADE}, {SOLD}, s.last_at, i.text, i.channel, c.prefers, c.hours, c.tier"
        f" {_source(tests)} ORDER BY c.name_key, c.id LIMIT ?",
        [*values, -1 if limit is None else limit],
    )
    found = {
        row[0]: {
            **dict(zip(COLUMNS, row, strict=True)),
            "points": [],
            "tags": [],
            "fields": {},
            "companies": [],
        }
        for row in rows
    }
    _hang(book, found)
    return list(found.values())


def _source(tests: str) -> str:
    return (
        "FROM contacts c LEFT JOIN sales a ON a.contact_id = c.id LEFT JOIN state s ON s.contact_id = c.id"
        f" LEFT JOIN interactions i ON i.id = s.last_id WHERE {tests}"
    )


def _tests(wanted: Wanted) -> tuple[str, list[Any]]:
    tests = [f"c.archived_at IS {'NOT ' if wanted.archived else ''}NULL"]
    values: list[Any] = []
    for test, value in (
        ("c.kind = ?", wanted.kind),
        ("c.owner = ? COLLATE NOCASE", wanted.owner),
        (f"{GRADE} = ?", wanted.grade),
        ("c.created_on >= ?", wanted.since),
        ("c.created_on <= ?", wanted.until),
    ):
        if value is not None:
            tests.append(test)
            values.append(value)
    if wanted.stage is not None:
        tests.append(STAGE_TESTS[wanted.stage])
    for tag in wanted.tags:
        tests.append("c.id IN (SELECT contact_id FROM tags WHERE tag = ? COLLATE NOCASE)")
        values.append(tag)
    for key, value in wanted.fields:
        tests.append(
            "c.id IN (SELECT contact_id FROM fields WHERE key = ? COLLATE NOCASE AND value = ? COLLATE NOCASE)"
        )
        values += [key, value]
    return " AND ".join(tests), values


def _hang(book: Book, found: dict[int, dict[str, Any]]) -> None:
    """Hangs points, tags, fields and companies on the rows: by id where they are few, else in whole-table passes."""
    few = list(found) if len(found) <= FEW else None
    scope = only("contact_id", few)
    for contact, kind, value in book.rows(
        f"SELECT contact_id, kind, value FROM points WHERE 1 = 1{scope} ORDER BY bad, id"
    ):
        if contact in found:
            found[contact]["points"].append((kind, value))
    for contact, tag in book.rows(f"SELECT contact_id, tag FROM tags WHERE 1 = 1{scope} ORDER BY id"):
        if contact in found:
            found[contact]["tags"].append(tag)
    for contact, key, value in book.rows(f"SELECT contact_id, key, value FROM fields WHERE 1 = 1{scope} ORDER BY id"):
        if contact in found:
            found[contact]["fields"][key] = value
    firms = "SELECT r.contact_id, f.id, f.name FROM roles r JOIN contacts f ON f.id = r.company_id WHERE 1 = 1"
    for contact, firm, name in book.rows(f"{firms}{only('r.contact_id', few)} ORDER BY r.id"):
        if contact in found:
            found[contact]["companies"].append((firm, name))
