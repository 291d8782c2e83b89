"""A delimited text file as a stream of rows: constant memory, each with the physical line it starts on.

Knows nothing of contacts or orders. Rows come in chunks, because a column of a thousand cells is converted
several times faster than a thousand rows; what is no sound row (too many cells, NUL, an endless quote) is a
`Reject`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from itertools import islice
from operator import itemgetter
from typing import Any, NamedTuple

from crmcli.errors import BadValueError
from crmcli.interchange.dialect import HEAD_CHARACTERS, Score, find_layout
from crmcli.interchange.records import Reject
from crmcli.interchange.source import Source

FIELD_LIMIT = 1024 * 1024
_CHUNK = 1024
_ENDLESS = "a quote is opened here and never closed"


class Chunk(NamedTuple):
    """Rows of equal length with the lines they start on, and what was rejected among them."""

    lines: Sequence[int]
    rows: list[list[str]]
    rejects: list[Reject]


class Table:
    """The table in a source. header: the headings; header_line: their physical line, 0 when there are none;
    encoding, delimiter: what was found."""

    def __init__(self, source: Source, score: Score) -> None:
        """`score(row)` counts known headings. Raises BadValueError when there is no table."""
        csv.field_size_limit(FIELD_LIMIT)
        self._source = source
        self.encoding = source.encoding
        head = source.text().read(HEAD_CHARACTERS)
        layout = find_layout(head, complete=len(head) < HEAD_CHARACTERS, score=score)
        if not layout.header:
            raise BadValueError(f"{source.name}: no table in it", "the first line should name the columns")
        self.header = layout.header
        self.delimiter = layout.delimiter
        self._skip = layout.skip
        self.header_line = self._start()[1] if layout.header[0] != "#1" else 0

    def rows(self) -> Iterator[tuple[int, list[str]] | Reject]:
        """(line, cells) of every row, as many cells as headings; rejects in their place."""
        for chunk in self.chunks(tracked=True):
            pairs: Iterator[tuple[int, list[str]]] = zip(chunk.lines, chunk.rows, strict=True)
            yield from in_order(pairs, chunk.rejects)

    def column(self, index: int) -> Iterator[list[str]]:
        """All cells of one column, in lists, by a pass of its own over the file."""
        for chunk in self.chunks():
            yield [row[index] for row in chunk.rows]

    def fraction(self) -> float:
        """How much of the file has been read, 0..1."""
        return self._source.fraction()

    def chunks(self, *, tracked: bool = False) -> Iterator[Chunk]:
        """All rows of data in chunks; every call is a pass of its own. `tracked`: `fraction` follows it."""
        reader, line = self._start(tracked)
        width = len(self.header)
        while True:
            rows: list[list[str]] = []
            rejects: list[Reject] = []
            try:
                rows.extend(islice(reader, _CHUNK))  # keeps what came before an error
                ended = len(rows) < _CHUNK
                broken = ""
            except csv.Error as error:
                ended, broken = False, str(error)
            lines = _line_numbers(rows, line, reader.line_num, bool(broken))
            if broken:
                first = lines[-1] + _height(rows[-1]) if rows else line + 1
                rejects.append(Reject(first, _limit_reason(broken), []))
            line = reader.line_num
            if ended and self._source.odd_quotes and rows and _height(rows[-1]) > 1:
                rejects.append(Reject(lines[-1], _ENDLESS, [cell[:1000] for cell in rows.pop()]))
                lines = lines[:-1]
            yield self._sound(lines, rows, rejects, width)
            if ended:
                return

    def _start(self, tracked: bool = False) -> tuple[Any, int]:
        """A reader that stands before the first row of data, and the line it has come to."""
        reader = csv.reader(self._source.text(tracked=tracked), delimiter=self.delimiter)
        for _ in range(self._skip):
            next(reader, None)
        return reader, reader.line_num

    def _sound(self, lines: Sequence[int], rows: list[list[str]], rejects: list[Reject], width: int) -> Chunk:
        uneven = any(map(width.__ne__, map(len, rows))) or not all(map(str.strip, map(itemgetter(0), rows)))
        if not uneven and not self._source.has_nul:
            return Chunk(lines, rows, rejects)
        kept_lines: list[int] = []
        kept: list[list[str]] = []
        for line, row in zip(lines, rows, strict=True):
            if not any(map(str.strip, row)):
                continue
            reason = _fault(row, width)
            if reason:
                rejects.append(Reject(line, reason, row))
            else:
                kept_lines.append(line)
                kept.append(row[:width])
        rejects.sort(key=lambda reject: reject.line)
        return Chunk(kept_lines, kept, rejects)


def in_order(records: Iterator[Any], rejects: list[Reject]) -> Iterator[Any]:
    """Records (their line first) and rejects, merged by line."""
    if not rejects:
        return records
    return iter(sorted([*records, *rejects], key=lambda record: record[0]))


def _fault(row: list[str], width: int) -> str:
    """Why a row is not sound, or empty text."""
    if len(row) < width:
        return f"{len(row)} cells where the heading has {width}"
    if len(row) > width and any(row[width:]):
        return f"{len(row)} cells where the heading has {width}; is a comma or quote in it unquoted?"
    return "a NUL character in it" if any("\0" in cell for cell in row) else ""


def _limit_reason(error: str) -> str:
    if "limit" in error:
        return "a cell of more than 1 MB; is a quote opened here and never closed?"
    return f"not readable as a row ({error})"


def _height(row: list[str]) -> int:
    """Physical lines a row takes: one, and one for every line end inside its cells."""
    return 1 + sum(cell.count("\n") + cell.count("\r") - cell.count("\r\n") for cell in row)


def _line_numbers(rows: list[list[str]], before: int, after: int, broken: bool) -> Sequence[int]:
    """The line each row starts on; `before`, `after`: the last line read before and after this chunk."""
    if after - before == len(rows) and not broken:
        return range(before + 1, after + 1)
    lines: list[int] = []
    line = before + 1
    for row in rows:
        lines.append(line)
        line += _height(row)
    return lines
