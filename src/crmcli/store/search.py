"""Full-text search over everything written about anybody: the one file that knows FTS5.

Two indexes: of people, whose documents have the contact's id as rowid, and of texts, with twice the record's id, plus one for
a remark. So a changed record finds its document without a third table, and the texts entered last are those of the highest
rowid. Documents are folded before they are indexed, queries likewise.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from crmcli.domain.text import fold, latin, words
from crmcli.store.book import Book, Touched, only

TEXTS = ("interactions", "remarks")
LAST = 1 << 60
BY_CONTACT = ("points", "fields", "tags")
# Japanese, Chinese, Thai, Lao, Burmese and Khmer.
SPACELESS = "[\\u3040-\\u30ff\\u3400-\\u9fff\\uf900-\\ufaff\\u0e00-\\u0eff\\u1000-\\u109f\\u1780-\\u17ff\\U00020000-\\U0010ffff]"


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
    gathered = set(touched.rows.get("contacts", ())).union(*(touched.contacts.get(table, ()) for table in BY_CONTACT))
    people = Part(gathered, touched.spans.get("contacts", ()))
    if people:
        _index_contacts(book, people)
    for table in TEXTS:
        part = Part(touched.rows.get(table, ()), touched.spans.get(table, ()))
        if part:
            _index_texts(book, table, part)


def rebuild(book: Book) -> None:
    """Indexes the whole book anew."""
    everything = Part((), [(0, LAST)])
    _index_contacts(book, everything)
    for table in TEXTS:
        _index_texts(book, table, everything)


class Part:
    """Some rows of a table: spans of ids, and single ones outside them."""

    def __init__(self, ids: Iterable[int], spans: Iterable[tuple[int, int]]) -> None:
        self.spans = sorted(set(spans))
        self.ids = [one for one in ids if not any(lo <= one <= hi for lo, hi in self.spans)]

    def __bool__(self) -> bool:
        return bool(self.ids or self.spans)

    def conditions(self, column: str) -> Iterator[str]:
        """SQL conditions that together cover the part, each of a bearable length."""
        for start in range(0, len(self.ids), 500):
            yield f"{column} IN ({','.join(map(str, self.ids[start : start + 500]))})"
        for lo, hi in self.spans:
            yield f"{column} BETWEEN {lo} AND {hi}"

    def doubled(self, twin: int) -> Part:
        """The same rows under their rowids in the index of texts."""
        return Part([one * 2 + twin for one in self.ids], [(lo * 2 + twin, hi * 2 + twin) for lo, hi in self.spans])


def _index_contacts(book: Book, part: Part) -> None:
    for condition in part.conditions("rowid"):
        book.db.execute(f"DELETE FROM search_people WHERE {condition}")
    for owned, own in zip(part.conditions("contact_id"), part.conditions("id"), strict=True):
        book.db.execute(f"DELETE FROM name_words WHERE {owned}")
        extra: dict[int, list[str]] = {}
        for table, column in (("points", "value"), ("tags", "tag"), ("fields", "value")):
            for contact, value in book.db.execute(f"SELECT contact_id, {column} FROM {table} WHERE {owned}"):
                extra.setdefault(contact, []).append(value)
        named = [
            (contact, name_words(name)) for contact, name in book.rows(f"SELECT id, name FROM contacts WHERE {own}")
        ]
        book.db.executemany(
            "INSERT OR IGNORE INTO name_words (word, contact_id) VALUES (?, ?)",
            sorted((word, contact) for contact, parts in named for word in parts),
        )
        book.db.executemany(
            "INSERT INTO search_people (rowid, body) VALUES (?, ?)",
            ((contact, _document(parts, extra.get(contact, ()))) for contact, parts in named),
        )


def _index_texts(book: Book, table: str, part: Part) -> None:
    twin = TEXTS.index(table)
    for condition in part.doubled(twin).conditions("rowid"):
        book.db.execute(f"DELETE FROM search WHERE {condition} AND rowid % 2 = {twin}")
    for condition in part.conditions("id"):
        cursor = book.db.execute(f"SELECT id, text FROM {table} WHERE voided_at IS NULL AND {condition}")
        book.db.executemany(
            "INSERT INTO search (rowid, body) VALUES (?, ?)",
            ((row_id * 2 + twin, _spread(fold(text))) for row_id, text in cursor if text),
        )


def name_words(name: str) -> list[str]:
    """The words by which a name is found: its own, folded, and in other scripts a Latin copy of each."""
    own = words(name)
    return own if name.isascii() else list(dict.fromkeys([*own, *words(latin(name))]))


def _document(own: list[str], values: Iterable[str]) -> str:
    parts = list(own)
    for value in values:
        parts.append(fold(value))
        if not value.isascii() or "'" in value or "`" in value:
            parts.extend(words(value))
        digits = re.sub("\\D+", "", value)
        if len(digits) > 4:
            parts.append(digits)
    return _spread(" ".join(parts))


def _spread(text: str) -> str:
    """The text with every letter of a script that is written without spaces set apart, so that parts of words are found."""
    return text if text.isascii() else re.sub(SPACELESS, " \\g<0> ", text)


def expression(text: str) -> str:
    """The query of what a user typed: every word must occur, the last ones as beginnings; "" where no word is left."""
    terms = []
    for word in words(text):
        if re.search(SPACELESS, word):
            terms.append('"' + " ".join(_spread(word).split()) + '"')
        else:
            terms.append(f'"{word}"*')
    return " AND ".join(terms)


def whole(query: str) -> str:
    """The same `expression` with every word whole."""
    return query.replace('"*', '"')


def contacts_matching(book: Book, query: str, limit: int | None = None) -> list[int]:
    """The ids of the contacts whose own document matches an `expression`, in order of entry."""
    sql = "SELECT rowid FROM search_people WHERE search_people MATCH ? ORDER BY rowid LIMIT ?"
    return [row[0] for row in book.db.execute(sql, (query, -1 if limit is None else limit))]


def texts_matching(book: Book, query: str, limit: int | None) -> list[Found]:
    """The interactions and remarks that match, newest first; at most `limit` of those entered last."""
    sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
    numbers = [row[0] for row in book.db.execute(sql, (query, -1 if limit is None else limit))]
    found = []
    for place, kind in ((0, "interaction"), (1, "remark")):
        ids = [number >> 1 for number in numbers if number & 1 == place]
        for start in range(0, len(ids), 500):
            columns = "id, contact_id, at, on_date, by_whom, text"
            rows = book.rows(f"SELECT {columns} FROM {kind}s WHERE 1 = 1{only('id', ids[start : start + 500])}")
            found += [Found(kind, *row) for row in rows]
    return sorted(found, key=lambda one: (one.at, one.id), reverse=True)


def count(book: Book, index: str, query: str, most: int) -> int:
    """How many documents of an index (search or search_people) match, counted up to `most`."""
    sql = f"SELECT count(*) FROM (SELECT 1 FROM {index} WHERE {index} MATCH ? LIMIT ?)"
    found = book.row(sql, (query, most))
    return int(found[0]) if found else 0


def vocabulary(book: Book) -> list[str]:
    """Every word of a length that is typed which occurs in a document. (A longer one may be kept cut inside a letter.)"""
    book.db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.terms USING fts5vocab('main', 'search', 'row')")
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
