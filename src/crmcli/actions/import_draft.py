"""All that the rows of an import say of one contact, put together. Knows no book and no store."""

from __future__ import annotations

from typing import Any

from crmcli.actions.fingerprint import checksum, fingerprint
from crmcli.actions.import_people import Marks, compared, number_key
from crmcli.actions.who import name_key
from crmcli.domain.text import fold
from crmcli.interchange.records import ContactRecord

KEY_LIMIT = 200


class Draft:
    """One contact of an import. The first row that says something is believed; `differing` counts what later ones say else,
    `added_to` the rows after the first that said something new."""

    __slots__ = (
        "added_to", "columns", "count", "differing", "fields", "firms", "hashes", "id", "key", "kind", "name", "name_key",
        "notes", "points", "ref", "referred_by", "referred_later", "tags",
    )  # fmt: skip

    def __init__(self, one: int, key: int) -> None:
        self.id = one
        self.key = key
        self.name = self.name_key = self.kind = self.ref = self.referred_by = ""
        self.columns: dict[str, Any] = {}
        self.points: dict[tuple[str, str], str] = {}
        self.tags: dict[str, str] = {}
        self.fields: dict[str, str] = {}
        self.firms: dict[str, tuple[str, str | None]] = {}
        self.notes: dict[str, None] = {}
        self.hashes: set[int] = set()
        self.count = self.added_to = self.differing = 0
        self.referred_later: int | None = None

    @property
    def content(self) -> int:
        """A number of all that the rows say, in whatever order they stand."""
        return fingerprint(*map(str, sorted(self.hashes)))

    def take(self, record: ContactRecord, name: str, marks: Marks) -> None:
        """One more row. `name` is the record's, as it is kept; `marks` are the record's, too."""
        self.hashes.add(_content_of(record))
        before = self._size() if self.count else 0
        if not self.name or (self.name in self.points.values() and name not in (*record.emails, *record.phones)):
            self.name, self.name_key = name, marks.name
        self.kind = self.kind or record.kind
        self.ref = self.ref or record.ref
        self.referred_by = self.referred_by or record.referred_by
        self._take_columns(record)
        self._take_points(record, marks)
        for tag in record.tags:
            self.tags.setdefault(fold(tag), tag)
        for key, value in record.fields.items():
            self.differing += self.fields.setdefault(key[:KEY_LIMIT], value) != value
        if record.company:
            self.firms.setdefault(compared(record.company), (record.company, record.role or None))
        elif record.role:
            self.fields.setdefault("role", record.role)
        if record.note:
            self.notes.setdefault(record.note)
        if self.count:
            self.added_to += self._size() != before
        self.count += 1

    def _take_columns(self, record: ContactRecord) -> None:
        for name, value in (("owner", record.owner), ("source", record.source), ("language", record.language)):
            if value:
                self.differing += self.columns.setdefault(name, value) != value
        if record.birthday and "birth_month" not in self.columns:
            for part, number in zip(("birth_year", "birth_month", "birth_day"), record.birthday, strict=True):
                if number is not None:
                    self.columns[part] = number

    def _take_points(self, record: ContactRecord, marks: Marks) -> None:
        for key, address in zip(marks.emails, record.emails, strict=True):
            self.points.setdefault(("email", key), address)
        for number in record.phones:
            self.points.setdefault(("phone", number_key(number) or fold(number)), number)
        for place in record.addresses:
            self.points.setdefault(("address", name_key(place)), place)

    def _size(self) -> int:
        words = bool(self.kind) + bool(self.ref) + bool(self.referred_by)
        hung = len(self.points) + len(self.tags) + len(self.fields) + len(self.firms) + len(self.notes)
        return len(self.columns) + hung + words


def _content_of(record: ContactRecord) -> int:
    return checksum(
        repr((
            record.name, record.kind, record.emails, record.phones, record.company, record.role, record.tags,
            record.addresses, record.birthday, record.note, record.owner, record.source, record.language,
            record.referred_by, record.ref, record.fields,
        ))
    )  # fmt: skip
