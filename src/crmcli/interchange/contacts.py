"""Rows of a table become contacts, one at a time; whatever has no field of its own is kept under its heading.

A doubtful value costs a warning, not the row: only a row that names nobody is rejected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from crmcli.domain.text import fold
from crmcli.interchange.address_parts import AddressParts
from crmcli.interchange.cells import CellError, clean_line, clean_lines, clean_reference, is_nothing, shown
from crmcli.interchange.columns import ColumnMap
from crmcli.interchange.day_column import DayColumn, checked_day
from crmcli.interchange.headings import SEVERAL
from crmcli.interchange.reach_cells import Found, emails_of, phones_of, tags_of
from crmcli.interchange.records import Birthday, ContactRecord, Doubt, ReadOptions, Reject, Tally
from crmcli.interchange.table import Table

KINDS = ("person", "company", "partner")
NAMED_DOUBTS = 5
_NAME_PARTS = ("prefix", "first_name", "middle_name", "last_name", "suffix")


def read_contacts(
    table: Table, columns: ColumnMap, options: ReadOptions, tally: Tally
) -> Iterator[ContactRecord | Reject]:
    """Contacts and rejects in the order of the file. `tally` is filled on the way.

    Raises AmbiguousFormatError for a column of birthdays that can be read in two ways.
    """
    reader = _ContactReader(table, columns, options)
    for row in table.rows():
        if isinstance(row, Reject):
            yield row
            continue
        line, cells = row
        record = reader.read(line, cells)
        if isinstance(record, ContactRecord):
            tally.odd_values += len(record.warnings)
            if record.warnings and len(tally.doubts) < NAMED_DOUBTS:
                tally.doubts += [Doubt(line, record.name, warning) for warning in record.warnings]
            tally.date_order = reader.days.order if reader.days else None
        yield record


@dataclass(slots=True)
class _Doubts:
    """What of one row found no proper place: extra fields, and warnings that name the column."""

    columns: ColumnMap
    row: list[str]
    fields: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def keep(self, name: str, text: str, warning: str) -> None:
        self.fields[name] = text
        self.warn(name, text, f"{warning}; kept as a field")

    def warn(self, name: str, text: str, warning: str) -> None:
        places = self.columns.fields.get(name, ())
        place = next((place for place in places if text in self.row[place]), places[0] if places else None)
        where = name if place is None else shown(self.columns.header[place])
        self.warnings.append(f"column {where}: {warning}")

    def add(self, found: Found, name: str) -> tuple[str, ...]:
        if found.odd:
            self.fields[name] = "; ".join(found.odd)
        for value, why in found.warnings:
            self.warn(name, value, f"{shown(value)} {why}")
        return found.values


class _ContactReader:
    """The columns of one file, and how a row of them makes a contact."""

    def __init__(self, table: Table, columns: ColumnMap, options: ReadOptions) -> None:
        self._columns = columns
        self._single = {name: places[0] for name, places in columns.fields.items() if places}
        self._repeated = {name: columns.fields[name] for name in SEVERAL if name in columns.fields}
        self._parts = AddressParts(columns)
        self._located = bool(columns.fields.get("address") or self._parts.places)
        self._rest = [place for place in columns.rest() if place not in self._parts.places]
        place = columns.one("birthday")
        self.days: DayColumn | None = None
        if place is not None:
            cells = partial(table.column, place)
            self.days = DayColumn(columns.header[place], options, cells, options.today.year)

    def read(self, line: int, row: list[str]) -> ContactRecord | Reject:
        """The contact a row describes, or why it describes none."""
        try:
            return self._contact(line, row)
        except CellError as error:
            return Reject(line, str(error), row)

    def _contact(self, line: int, row: list[str]) -> ContactRecord:
        doubts = _Doubts(self._columns, row)
        emails = doubts.add(emails_of(self._several(row, "email")), "email")
        phones = doubts.add(phones_of(self._several(row, "phone")), "phone")
        name, company, kind = self._who(row, doubts, emails + phones)
        birthday = self._birthday(row, doubts)
        return ContactRecord(
            line=line,
            name=name,
            kind=kind,
            emails=emails,
            phones=phones,
            company=company,
            role=self._one(row, "role"),
            tags=tags_of(self._several(row, "tag")),
            addresses=self._addresses(row),
            birthday=birthday,
            note="\n".join(filter(None, map(clean_lines, self._several(row, "note")))),
            owner=self._one(row, "owner"),
            source=self._one(row, "source"),
            language=self._one(row, "language"),
            referred_by=self._one(row, "referred_by"),
            ref=self._reference(row),
            fields=self._fields(row) | doubts.fields,
            warnings=tuple(doubts.warnings),
        )

    def _who(self, row: list[str], doubts: _Doubts, reach: tuple[str, ...]) -> tuple[str, str, str]:
        """(name, company, kind): a company alone is the contact; who has no name goes by an address."""
        company, kind, name = self._one(row, "company"), self._kind(row, doubts), self._name(row)
        if not name and company:
            return company, "", kind or "company"
        if not name and not reach:
            raise CellError("no name, company, e-mail or phone in it")
        return name or reach[0], company, kind

    def _addresses(self, row: list[str]) -> tuple[str, ...]:
        if not self._located:
            return ()
        addresses = [clean_line(c.replace("\n", ", ")) for c in self._several(row, "address")]
        addresses = [a for a in addresses if not is_nothing(a)] or self._parts.of(row, clean_line)
        return tuple(dict.fromkeys(addresses))

    def _one(self, row: list[str], name: str) -> str:
        place = self._single.get(name)
        if place is None or not row[place]:
            return ""
        try:
            text = clean_line(row[place])
        except CellError as error:
            raise CellError(f"column {shown(self._columns.header[place])}: {error}") from None
        return "" if is_nothing(text) and name != "last_name" else text

    def _several(self, row: list[str], name: str) -> list[str]:
        return [row[place] for place in self._repeated.get(name, ()) if row[place]]

    def _name(self, row: list[str]) -> str:
        whole = self._one(row, "name")
        return whole or " ".join(filter(None, (self._one(row, part) for part in _NAME_PARTS)))

    def _reference(self, row: list[str]) -> str:
        place = self._single.get("ref")
        return clean_reference(row[place]) if place is not None else ""

    def _kind(self, row: list[str], doubts: _Doubts) -> str:
        text = self._one(row, "kind")
        kinds = [kind for kind in KINDS if text and kind.startswith(fold(text))]
        if text and len(kinds) != 1:
            doubts.keep("kind", text, f"{shown(text)} is no kind of contact")
        return kinds[0] if len(kinds) == 1 else ""

    def _birthday(self, row: list[str], doubts: _Doubts) -> Birthday | None:
        place = self._single.get("birthday")
        try:
            if place is not None and self.days is not None:
                return self.days.birthday(row[place])
            return self._birthday_in_parts(row)
        except CellError as error:
            text = clean_line(row[place]) if place is not None else ""
            doubts.keep("birthday", text or "?", str(error))
            return None

    def _birthday_in_parts(self, row: list[str]) -> Birthday | None:
        """Thunderbird: year, month and day in three columns, the year often left out."""
        year, month, day = (self._one(row, name) for name in ("birth_year", "birth_month", "birth_day"))
        if not (month.isdecimal() and day.isdecimal()):
            return None
        known = year.isdecimal() and len(year) == 4
        found = (int(year) if known else None, int(month[:4]), int(day[:4]))
        checked_day(found[0] or 2000, found[1], found[2], f"{month}-{day}")
        return found

    def _fields(self, row: list[str]) -> dict[str, str]:
        """Columns without a field of their own, by heading."""
        header = self._columns.header
        texts = ((header[place], clean_lines(row[place])) for place in self._rest if row[place])
        return {name: text for name, text in texts if text}
