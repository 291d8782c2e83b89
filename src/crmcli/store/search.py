"""Full-text search over everything written about anybody: the one file that knows FTS5.

A contact's document has its id, negated, as rowid; a text's is twice its id, plus one for a remark. So a changed record finds
its document without a second table, contacts and texts are two ranges of one index, and newest first is rowid downwards.
Documents are folded before they are indexed, queries likewise.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from crmcli.domain.text import fold, latin, words
from crmcli.store.book import Book, Touched, only

KINDS = ("contact", "interaction", "remark")
TABLES = ("contacts", "interactions", "remarks")
BY_CONTACT = ("points", "fields", "tags")


class Found(NamedTuple):
    """A text that matches: what kind of record, its id, whose it is, when (instant, local date), by whom, the text."""

    kind: str
    id: int
    contact_id: int
    at: str
    on_date: str
    by_whom: str | None
    text: str


def refresh(book: Book, touched: Touched) -> None:
    """Brings the documents of the touched records up to date."""
    people = set(touched.rows.get("contacts", ()))
    for table in BY_CONTACT:
        people |= touched.contacts.get(table, set())
    if people:
        _index_contacts(book, people)
    for table in TABLES[1:]:
        if rows := touched.rows.get(table):
            _index_texts(book, table, rows)


def rebuild(book: Book) -> None:
    """Indexes the whole book anew."""
    book.db.execute("DELETE FROM search")
    book.db.execute("DELETE FROM name_words")
    _index_contacts(book, None)
    for table in TABLES[1:]:
        _index_texts(book, table, None)


def _number(kind: str, row_id: int) -> int:
    return -row_id if kind == "contact" else row_id * 2 + (kind == "remark")


def _index_contacts(book: Book, ids: Collection[int] | None) -> None:
    if ids is not None:
        book.db.execute(f"DELETE FROM name_words WHERE 1 = 1{only('contact_id', ids)}")
        book.db.executemany("DELETE FROM search WHERE rowid = ?", [(_number("contact", i),) for i in ids])
    extra: dict[int, list[str]] = {}
    for table, column in (("points", "value"), ("tags", "tag"), ("fields", "value")):
        for contact, value in book.db.execute(
            f"SELECT contact_id, {column} FROM {table} WHERE 1 = 1{only('contact_id', ids)}"
        ):
            extra.setdefault(contact, []).append(value)
    rows = book.rows(f"SELECT id, name FROM contacts WHERE 1 = 1{only('id', ids)}")
    book.db.executemany(
        "INSERT OR IGNORE INTO name_words (word, contact_id) VALUES (?, ?)",
        ((word, contact) for contact, name in rows for word in name_words(name)),
    )
    book.db.executemany(
        "INSERT INTO search (rowid, body) VALUES (?, ?)",
        ((_number("contact", contact), _document(name, extra.get(contact, ()))) for contact, name in rows),
    )


def _index_texts(book: Book, table: str, ids: Collection[int] | None) -> None:
    kind = KINDS[TABLES.index(table)]
    if ids is not None:
        book.db.executemany("DELETE FROM search WHERE rowid = ?", [(_number(kind, i),) for i in ids])
    cursor = book.db.execute(f"SELECT id, text FROM {table} WHERE voided_at IS NULL{only('id', ids)}")
    book.db.executemany(
        "INSERT INTO search (rowid, body) VALUES (?, ?)",
        ((_number(kind, row_id), " ".join(_spread(fold(text)))) for row_id, text in cursor if text),
    )


def name_words(name: str) -> list[str]:
    """The words by which a name is found: its own, folded, and in other scripts a Latin copy of each."""
    own = words(name)
    return own if name.isascii() else list(dict.fromkeys([*own, *words(latin(name))]))


def _document(name: str, values: Iterable[str]) -> str:
    parts = [*name_words(name)]
    for value in values:
        parts.append(fold(value))
        parts.extend(words(value))
        digits = "".join(character for character in value if character.isdecimal())
        if len(digits) > 4:
            parts.append(digits)
    return " ".join(token for part in parts for token in _spread(part))


def _spread(text: str) -> Iterator[str]:
    """The text with every letter of a script that is written without spaces set apart, so that parts of words are found."""
    if text.isascii():
        yield text
        return
    yield "".join(f" {c} " if _spaceless(c) else c for c in text)


def _spaceless(character: str) -> bool:
    code = ord(character)
    return (
        0x3040 <= code <= 0x30FF or 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF
        or 0x0E00 <= code <= 0x0EFF or 0x1000 <= code <= 0x109F or 0x1780 <= code <= 0x17FF or code >= 0x20000
    )  # fmt: skip


def expression(text: str) -> str:
    """The query of what a user typed: every word must occur, the last ones as beginnings; "" where no word is left."""
    terms = []
    for word in words(text):
        if any(_spaceless(c) for c in word):
            terms.append('"' + " ".join("".join(_spread(word)).split()) + '"')
        else:
            terms.append(f'"{word}"*')
    return " AND ".join(terms)


def contacts_matching(book: Book, query: str) -> list[int]:
    """The ids of the contacts whose own document matches an `expression`, in order of entry."""
    sql = "SELECT -rowid FROM search WHERE search MATCH ? AND rowid < 0 ORDER BY rowid DESC"
    return [row[0] for row in book.db.execute(sql, (query,))]


def texts_matching(book: Book, query: str, limit: int | None) -> list[Found]:
    """The interactions and remarks that match, newest first; at most `limit` of those entered last."""
    sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid > 0 ORDER BY rowid DESC LIMIT ?"
    numbers = [row[0] for row in book.db.execute(sql, (query, -1 if limit is None else limit))]
    found = []
    for place, kind in ((0, "interaction"), (1, "remark")):
        ids = [number >> 1 for number in numbers if number & 1 == place]
        for start in range(0, len(ids), 500):
            columns = "id, contact_id, at, on_date, by_whom, text"
            rows = book.rows(f"SELECT {columns} FROM {kind}s WHERE 1 = 1{only('id', ids[start : start + 500])}")
            found += [Found(kind, *row) for row in rows]
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)


def count_texts(book: Book, query: str) -> int:
    """How many interactions and remarks match."""
    found = book.row("SELECT count(*) FROM search WHERE search MATCH ? AND rowid > 0", (query,))
    return int(found[0]) if found else 0


def vocabulary(book: Book) -> list[str]:
    """Every word of a length that is typed which occurs in a document. (A longer one may be kept cut inside a letter.)"""
    try:
        book.db.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'search', 'row')")
    except sqlite3.OperationalError:
        pass
    return [row[0] for row in book.db.execute("SELECT term FROM temp.terms WHERE length(CAST(term AS BLOB)) <= 200")]


def values_of(book: Book, ids: Collection[int]) -> dict[int, list[tuple[str, str]]]:
    """contact -> [(where, value)] of all that its document is made of, the name first."""
    names = book.rows(f"SELECT id, name FROM contacts WHERE 1 = 1{only('id', ids)}")
    found = {contact: [("name", name)] for contact, name in names}
    tables = {"points": "kind, value", "tags": "'tag', tag", "fields": "'field', key || '=' || value"}
    for table, columns in tables.items():
        for contact, where, value in book.rows(
            f"SELECT contact_id, {columns} FROM {table} WHERE 1 = 1{only('contact_id', ids)} ORDER BY id"
        ):
            found[contact].append((where, value))
    return found
