"""What is said after an import: the counts, how the files were read, and what was noticed on the way."""

from __future__ import annotations

import shlex
from typing import NamedTuple

from crmcli.actions.import_desk import Desk
from crmcli.actions.session import Session
from crmcli.domain.result import Result
from crmcli.interchange.delimited import Reading
from crmcli.interchange.records import Tally
from crmcli.interchange.source import Source

PARTLY = 3
DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MOST_COLUMNS = 8
MOST_DOUBTS = 3


class Told(NamedTuple):
    """A finished import. operation: its number, None where nothing was kept."""

    kind: str
    format: str
    inputs: list[tuple[Source, Reading]]
    desk: Desk
    notes: list[str]
    operation: int | None
    dry_run: bool
    rejects: str | None


def report(session: Session, done: Told) -> Result:
    """The account of an import, for people and scripts."""
    desk = done.desk
    reading = done.inputs[0][1]
    summary = {
        "read": desk.read, "created": desk.created, "updated": desk.updated, "unchanged": desk.unchanged,
        "rejected": desk.rejected, "contacts_created": desk.contacts_made, "format": done.format,
        "encoding": _encoding(reading), "delimiter": reading.delimiter, "date_order": reading.tally.date_order,
        "operation": done.operation, "dry_run": done.dry_run, "rejects": done.rejects,
    }  # fmt: skip
    return session.result(
        "import",
        summary=summary,
        items=desk.items,
        said=_said(session, done),
        notes=[note for source, one in done.inputs for note in _noticed(source, one, kept=done.operation is not None)]
        + done.notes,
        exit_code=PARTLY if desk.rejected else 0,
    )


def _said(session: Session, done: Told) -> list[str]:
    desk = done.desk
    lines = [f"Started a new book at {session.path}"] if session.created and done.operation is not None else []
    made = f"; {_counted(desk.contacts_made, _made(done.kind))} made" if desk.contacts_made else ""
    outcomes = ("updated", "unchanged", "rejected")
    counts = [f"{desk.created:,} new", *(f"{getattr(desk, name):,} {name}" for name in outcomes)]
    lines.append(f"Read {_counted(desk.read, done.kind)} from {_files(done)}: {', '.join(counts)}{made}")
    if done.dry_run:
        lines.append("That is what would happen; nothing was changed (--dry-run)")
    elif done.operation is None:
        lines.append("Nothing was changed")
    else:
        lines.append(f"n{done.operation}; `crm undo` takes it back")
    return lines


def _made(kind: str) -> str:
    return "contacts" if kind == "orders" else "companies"


def _counted(count: int, plural: str) -> str:
    """1 order, 2 orders, 1 company, 2 companies."""
    one = plural[:-3] + "y" if plural.endswith("ies") else plural[:-1]
    return f"{count:,} {one if count == 1 else plural}"


def _files(done: Told) -> str:
    name = done.inputs[0][0].name if len(done.inputs) == 1 else f"{len(done.inputs)} files"
    reading = done.inputs[0][1]
    how = [_encoding(reading), DELIMITERS.get(reading.delimiter, repr(reading.delimiter))]
    if reading.tally.date_order:
        how.append(f"dates {reading.tally.date_order}")
    return f"{name} ({', '.join(how)})"


def _encoding(reading: Reading) -> str:
    return reading.encoding.removesuffix("-sig")


def _noticed(source: Source, reading: Reading, *, kept: bool) -> list[str]:
    """Doubts about one file."""
    notes = []
    if reading.encoding_guessed:
        notes.append(f"{source.name}: not UTF-8, read as Windows-1252; if letters look wrong, undo and say --encoding")
    if reading.header_line == 0:
        notes.append(f"{source.name}: no headings were found; the columns are taken as they stand")
    rest = [reading.columns.header[place] for place in reading.columns.rest()]
    if rest:
        shown = ", ".join(name[:40] for name in rest[:MOST_COLUMNS]) + (", …" if len(rest) > MOST_COLUMNS else "")
        what = "kept as fields" if reading.columns.kind == "contacts" else "not used"
        notes.append(f"{source.name}: columns {what}: {shown}")
    if reading.tally.nothing_sold:
        gone = _counted(reading.tally.nothing_sold, "orders")
        notes.append(f"{source.name}: {gone} cancelled or given back, taken as nothing sold")
    return notes + _doubtful(source, reading.tally, kept=kept)


def _doubtful(source: Source, tally: Tally, *, kept: bool) -> list[str]:
    """The first of the values that were kept with doubts, one by one, and how to come to them."""
    if not tally.odd_values:
        return []
    first = tally.doubts[:MOST_DOUBTS]
    notes = [f"{source.name} line {doubt.line:,}, {doubt.name[:40]}: {doubt.reason}" for doubt in first]
    values = _counted(tally.odd_values, "values")
    name = shlex.quote(first[0].name[:200])
    shown = f"; `crm show {name}` shows the first of them, `crm edit` corrects it" if kept else ""
    return [*notes, f"{source.name}: {values} kept with doubts{shown}"]
