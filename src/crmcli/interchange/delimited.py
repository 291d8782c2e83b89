"""CSV and its relations: the one call that turns a source into records. Opens nothing and stores nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from crmcli.interchange.columns import ColumnMap, heading_score, map_columns
from crmcli.interchange.records import ContactRecord, OrderRecord, ReadOptions, Reject, Tally
from crmcli.interchange.source import Source
from crmcli.interchange.table import Table

Record = OrderRecord | ContactRecord | Reject


@dataclass(frozen=True, slots=True)
class Reading:
    """A file being read. records: drawn once; tally: complete after them; fraction(): 0..1 read.

    rows(): the sound rows as they stand in the file, each with its line, by a pass of its own."""

    columns: ColumnMap
    encoding: str
    encoding_guessed: bool
    delimiter: str
    header_line: int
    records: Iterator[Record]
    tally: Tally
    fraction: Callable[[], float]
    rows: Callable[[], Iterator[tuple[int, list[str]]]]


def read(source: Source, kind: str, maps: Sequence[str], options: ReadOptions) -> Reading:
    """Read a delimited text file as `kind` ("contacts" or "orders"); maps: "field=column" texts.

    Raises BadValueError for a file without a table, an unknown map, a missing column.
    """
    table = Table(source, heading_score(maps))
    columns = map_columns(table.header, kind, maps)
    tally = Tally()
    records: Iterator[Record]
    if kind == "orders":
        from crmcli.interchange.orders import read_orders

        records = read_orders(table, columns, options, tally)
    else:
        from crmcli.interchange.contacts import read_contacts

        records = read_contacts(table, columns, options, tally)
    return Reading(
        columns,
        table.encoding,
        source.guessed,
        table.delimiter,
        table.header_line,
        records,
        tally,
        table.fraction,
        lambda: _rows(table),
    )


def _rows(table: Table) -> Iterator[tuple[int, list[str]]]:
    for chunk in table.chunks():
        yield from zip(chunk.lines, chunk.rows, strict=True)
