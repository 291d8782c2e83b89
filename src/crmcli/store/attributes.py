"""What is known of each contact under one word: a column, a tag, where they work, a custom field, an answer they gave.

Reads only. Tags, fields and columns have no dates: they are those of now. Answers have, and orders.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crmcli.store.book import Book

Values = list[tuple[int, str | None]]

COLUMNS = {
    "kind": "kind", "owner": "owner", "source": "source", "language": "language", "channel": "prefers", "step": "step",
}  # fmt: skip


def people(book: Book, day: date) -> set[int]:
    """Whoever is not archived and was known by that day: entered by then, or with something that is dated by then."""
    dated = " OR ".join(
        f"EXISTS (SELECT 1 FROM {table} t WHERE t.contact_id = c.id AND t.on_date <= :day{standing})"
        for table, standing in (
            ("orders", " AND t.voided_at IS NULL"),
            ("interactions", " AND t.voided_at IS NULL"),
            ("facts", ""),
        )
    )
    sql = f"SELECT id FROM contacts c WHERE archived_at IS NULL AND (created_on <= :day OR {dated})"
    return {row[0] for row in book.rows(sql, {"day": day.isoformat()})}


def of_column(book: Book, name: str) -> Values:
    """contact -> kind, owner, source, language, preferred channel or step set by hand (one of COLUMNS)."""
    return book.rows(f"SELECT id, {COLUMNS[name]} FROM contacts")


def tags(book: Book) -> Values:
    """contact -> each tag."""
    return book.rows("SELECT contact_id, tag FROM tags")


def companies(book: Book) -> Values:
    """contact -> the company they were first entered at, with its number where another has the same name; a company is its
    own."""
    label = (
        "f.name || CASE WHEN EXISTS (SELECT 1 FROM contacts t WHERE t.name_key = f.name_key AND t.id <> f.id"
        " AND t.kind = 'company') THEN ' (c' || f.id || ')' ELSE '' END"
    )
    return book.rows(
        f"SELECT c.id, {label} FROM contacts c JOIN contacts f ON f.id = CASE WHEN c.kind = 'company' THEN c.id"
        " ELSE (SELECT r.company_id FROM roles r WHERE r.contact_id = c.id ORDER BY r.id LIMIT 1) END"
    )


def referrers(book: Book) -> Values:
    """contact -> who sent them to us."""
    return book.rows("SELECT c.id, f.name FROM contacts c JOIN contacts f ON f.id = c.referred_by")


NAMED: dict[str, Callable[[Book], Values]] = {"tag": tags, "company": companies, "referred-by": referrers}


def custom_keys(book: Book) -> list[str]:
    """The keys of custom fields and of questions answered, in use."""
    rows = book.rows("SELECT DISTINCT key FROM fields UNION SELECT DISTINCT key FROM facts ORDER BY 1")
    return [row[0] for row in rows]


def custom(book: Book, key: str, day: date) -> Values:
    """contact -> the custom field of this key, and where there is none their last answer under it up to that day."""
    sql = "SELECT contact_id, value FROM facts WHERE key = ? COLLATE NOCASE AND on_date <= ? ORDER BY on_date, id"
    answers: dict[int, str] = dict(book.rows(sql, (key, day.isoformat())))
    fields: Values = book.rows("SELECT contact_id, value FROM fields WHERE key = ? COLLATE NOCASE ORDER BY id", (key,))
    having = {contact for contact, _ in fields}
    return fields + [(contact, value) for contact, value in answers.items() if contact not in having]
