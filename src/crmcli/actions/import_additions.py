"""What an import hangs on contacts: points, tags, fields, roles and remarks that they do not have yet, table by table."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from crmcli.actions.import_desk import Desk
from crmcli.actions.import_draft import Draft
from crmcli.domain.text import fold
from crmcli.store import importing
from crmcli.store.book import Book, Row

KEPT = ("owner", "source", "referred_by", "birth_year", "birth_month", "birth_day", "language")
CHILDREN = {
    "points": ("contact_id", "kind", "value", "match_key"),
    "tags": ("contact_id", "tag"),
    "fields": ("contact_id", "key", "value"),
    "roles": ("contact_id", "company_id", "role"),
    "remarks": ("contact_id", "at", "on_date", "by_whom", "text"),
}


@dataclass(slots=True)
class Had:
    """What the book has of some contacts: their own rows by column, and table -> contact -> rows of what hangs on them."""

    contacts: dict[int, dict[str, Any]] = field(default_factory=dict)
    rows: dict[str, dict[int, list[Row]]] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Book, ids: Collection[int]) -> Had:
        """What the book has of these contacts."""
        return cls(
            {one: row for one in ids if (row := book.record("contacts", one)) is not None},
            {
                "points": importing.children(book, "points", "kind, match_key", ids),
                "tags": importing.children(book, "tags", "tag", ids),
                "fields": importing.children(book, "fields", "key, value", ids),
                "roles": importing.children(book, "roles", "company_id", ids),
                "remarks": importing.children(book, "remarks", "text", ids),
            },
        )

    def child(self, table: str, contact: int) -> list[Row]:
        """What of a table hangs on one contact."""
        return self.rows.get(table, {}).get(contact, [])

    def known(self, table: str, contact: int) -> set[Any]:
        """By what the rows are known apart that hang on one contact: the kind and key of a point, the tag folded, a key, ..."""
        if table == "points":
            return set(self.child(table, contact))
        return {fold(row[0]) if table == "tags" else row[0] for row in self.child(table, contact)}


class Additions:
    """Rows to be written, gathered for all contacts. Remarks are dated `today` (a local date, `stamp` as an instant)."""

    def __init__(self, stamp: str, today: str, by: str | None) -> None:
        self._dated = (stamp, today, by)
        self._rows: dict[str, list[tuple[Any, ...]]] = {table: [] for table in CHILDREN}

    def all_of(self, draft: Draft, employers: Iterable[tuple[int, str | None]]) -> None:
        """Gathers what the draft has of somebody new."""
        for table, rows in self._said(draft, employers).items():
            if rows:
                self._rows[table] += rows.values()

    def of(self, draft: Draft, had: Had, employers: Iterable[tuple[int, str | None]]) -> tuple[int, int]:
        """Gathers what the draft has and the book has not; returns how many fields differ and how many rows were added."""
        added = 0
        for table, rows in self._said(draft, employers).items():
            known = had.known(table, draft.id)
            fresh = [row for key, row in rows.items() if key not in known]
            self._rows[table] += fresh
            added += len(fresh)
        fields: dict[str, str] = dict(had.child("fields", draft.id))
        return sum(fields.get(key, value) != value for key, value in draft.fields.items()), added

    def _said(self, draft: Draft, employers: Iterable[tuple[int, str | None]]) -> dict[str, dict[Any, tuple[Any, ...]]]:
        """Table -> what `Had.known` knows a row by -> the row, for all that the draft has."""
        one = draft.id
        return {
            "points": {mark: (one, mark[0], value, mark[1]) for mark, value in draft.points.items()},
            "tags": {key: (one, tag) for key, tag in draft.tags.items()},
            "fields": {key: (one, key, value) for key, value in draft.fields.items()},
            "roles": {company: (one, company, role) for company, role in employers},
            "remarks": {text: (one, *self._dated, text) for text in draft.notes},
        }

    def write(self, desk: Desk) -> None:
        """Writes everything that was gathered."""
        for table, columns in CHILDREN.items():
            desk.write(table, columns, self._rows[table])
