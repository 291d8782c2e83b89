"""Which column of a table is which field: by its heading, or as `--map field=column` says.

Knows headings only; what is in the cells is the business of the readers. A column belongs to one field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from crmcli.errors import BadValueError
from crmcli.interchange.cells import shown
from crmcli.interchange.headings import (
    EXPORTS,
    GROSS,
    SEVERAL,
    WEAK_FIRST_NAMES,
    WEAK_LAST_NAMES,
    heading_key,
    keys,
    known_keys,
)

KINDS = ("contacts", "orders")
REJECT_HEADINGS = ("line", "reason")
_DIGITS = re.compile(r"\d+")
_FIELD_WORDS = {"tags": "tag", "emails": "email", "phones": "phone", "date": "on", "customer": "contact"}


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """field -> places of its columns (0-based). ignored: places that are no data (our own reject columns).

    gross: the amount still holds tax and shipping, which are to be taken off.
    """

    kind: str
    header: list[str]
    fields: dict[str, tuple[int, ...]]
    ignored: frozenset[int] = frozenset()
    gross: bool = False

    def one(self, name: str) -> int | None:
        """Place of a field that has one column, None when the file has none."""
        places = self.fields.get(name)
        return places[0] if places else None

    def rest(self) -> list[int]:
        """Places of named columns that are no field we know."""
        taken = self.ignored.union(*self.fields.values())
        return [place for place, name in enumerate(self.header) if place not in taken and name]


@dataclass(slots=True)
class _Assignment:
    """Columns being given to fields, first come, first served."""

    header: list[str]
    free: dict[int, str]
    fields: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def give(self, name: str, places: Iterable[int]) -> None:
        self.fields[name] = tuple(places)
        for place in self.fields[name]:
            self.free.pop(place, None)

    def find(self, wanted: Sequence[str], *, several: bool) -> list[int]:
        """Places of free columns with these keys: the best one, or all in the order of the file."""
        if several:
            return [place for place, key in self.free.items() if _DIGITS.sub("", key) in wanted]
        for key in wanted:
            for place, found in self.free.items():
                if found == key:
                    return [place]
        return []


def map_columns(header: Sequence[str], kind: str, maps: Sequence[str] = ()) -> ColumnMap:
    """Give every known column of a header to its field. kind: "contacts" or "orders".

    maps: "field=column" texts; the column by its heading (any case) or as "#3", empty to leave a field out.
    Raises BadValueError for an unknown field or column, and when nothing says who or how much.
    """
    names = list(header)
    ignored = _reject_columns(names)
    assignment = _Assignment(names, {n: heading_key(h) for n, h in enumerate(names) if n not in ignored and h})
    closed = _apply_maps(assignment, kind, maps)
    _apply_exports(assignment, kind, closed)
    for name, wanted in known_keys(kind).items():
        if name not in closed and name not in assignment.fields:
            places = assignment.find(wanted, several=kind == "contacts" and name in SEVERAL)
            if places:
                assignment.give(name, places)
        if name == "first_name":
            _settle_names(assignment, closed)
    amount = assignment.fields.get("amount")
    gross = amount is not None and len(amount) == 1 and heading_key(names[amount[0]]) in keys(GROSS)
    columns = ColumnMap(kind, names, assignment.fields, ignored, gross)
    _require(columns)
    return columns


def heading_score(maps: Sequence[str] = ()) -> Callable[[list[str]], int]:
    """A function that tells how many cells of a row are headings we know or the user has named."""
    named = {heading_key(text.partition("=")[2]) for text in maps} - {""}
    known = named.union(*(wanted for kind in KINDS for wanted in known_keys(kind).values()))
    known |= {key for _, marks, _ in EXPORTS for key in keys(marks)}

    def score(row: list[str]) -> int:
        found = {heading_key(cell) for cell in row if cell and len(cell) < 100}
        return sum(1 for key in found if key in known or _DIGITS.sub("", key) in known)

    return score


def _reject_columns(header: list[str]) -> frozenset[int]:
    """The last two columns of a rejects file that has been corrected and comes back."""
    if tuple(header[-2:]) == REJECT_HEADINGS:
        return frozenset({len(header) - 2, len(header) - 1})
    return frozenset()


def _apply_maps(assignment: _Assignment, kind: str, maps: Sequence[str]) -> set[str]:
    """Serve --map first; returns the fields it has settled."""
    known = known_keys(kind)
    settled: dict[str, list[int]] = {}
    for text in maps:
        name, equals, column = text.partition("=")
        name = name.strip().casefold().replace("-", "_")
        name = name if name in known else _FIELD_WORDS.get(name, name)
        if not equals or name not in known:
            fields = ", ".join(sorted(known))
            raise BadValueError(f"--map {shown(text)}: no such field of {kind}", f"fields are {fields}")
        places = settled.setdefault(name, [])
        if column.strip():
            places.append(_column(assignment.header, column.strip()))
    for name, places in settled.items():
        assignment.give(name, places)
    return set(settled)


def _column(header: list[str], wanted: str) -> int:
    if wanted[:1] == "#" and wanted[1:].isascii() and wanted[1:].isdigit():
        place = int(wanted[1:8]) - 1
        if 0 <= place < len(header):
            return place
    exact = [n for n, name in enumerate(header) if name.casefold() == wanted.casefold()]
    found = exact or [n for n, name in enumerate(header) if name and heading_key(name) == heading_key(wanted)]
    if len(found) == 1:
        return found[0]
    if found:
        raise BadValueError(f"{len(found)} columns are called {shown(wanted)}", f"say #{found[0] + 1} instead")
    raise BadValueError(f"no column {shown(wanted)}", f"columns are {_listed(header)}")


def _listed(header: list[str]) -> str:
    """The columns of a file on one line: "#1 Name, #2 Date"."""
    return ", ".join(f"#{n} {shown(name)[1:-1]}" for n, name in enumerate(header[:40], 1) if name)[:600]


def _apply_exports(assignment: _Assignment, kind: str, closed: set[str]) -> None:
    """Exports in which a familiar word means something else."""
    present = set(assignment.free.values())
    for for_kind, marks, meanings in EXPORTS:
        if for_kind != kind or not present.issuperset(keys(marks)):
            continue
        for heading, name in meanings.items():
            places = assignment.find([heading_key(heading)], several=False)
            if name and name not in closed and places:
                assignment.give(name, places)


def _settle_names(assignment: _Assignment, closed: set[str]) -> None:
    """A word that is a given name only beside a family name, or a family name only beside a given name."""
    fields = assignment.fields
    if "last_name" in fields and "first_name" not in fields and "first_name" not in closed:
        _give_if_found(assignment, "first_name", WEAK_FIRST_NAMES)
    elif "first_name" in fields and not {"last_name", "name"} & (closed | set(fields)):
        _give_if_found(assignment, "last_name", WEAK_LAST_NAMES)
    if "last_name" not in fields and "name" not in closed | set(fields):
        _give_if_found(assignment, "name", WEAK_FIRST_NAMES + "|nom")


def _give_if_found(assignment: _Assignment, name: str, wanted: str) -> None:
    places = assignment.find(keys(wanted), several=False)
    if places:
        assignment.give(name, places)


def _require(columns: ColumnMap) -> None:
    """Refuse a table that cannot be what it is imported as."""
    if columns.kind == "orders":
        needed = [("on", "date"), ("amount", "amount")]
        missing = [(name, word) for name, word in needed if columns.one(name) is None]
    else:
        named = ("name", "first_name", "last_name", "company", "email", "phone")
        missing = [] if any(columns.one(name) is not None for name in named) else [("name", "name")]
    if missing:
        name, word = missing[0]
        raise BadValueError(
            f"no column is the {word}; columns are {_listed(columns.header)}", f"say --map {name}=COLUMN"
        )
