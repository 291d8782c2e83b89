"""Where the table in a text file begins and what separates its cells, judged from the first lines.

The delimiter is the one under which the lines have the same number of cells and the headings are known words;
the heading row is the one with the most known words, so that titles and notes above it are passed over.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

DELIMITERS = (",", ";", "\t", "|")
HEAD_CHARACTERS = 131_072
_SEARCHED = 30
_SAMPLED = 200
_SEP_LINE = re.compile(r'\ufeff?"?sep=(.)"?\r?\n?', re.IGNORECASE)
_DATA_LIKE = re.compile(
    r"\s*(?:[-+(]?[$€£]?\s?\d[\d.,' ]*\)?%?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\b.*|[^\s@]+@[^\s@]+\.[^\s@]+)\s*"
)

Score = Callable[[list[str]], int]


class Layout(NamedTuple):
    """delimiter; header cells; how many records to pass over before the first row of data, the heading
    included.
    """

    delimiter: str
    header: list[str]
    skip: int


def find_layout(head: str, *, complete: bool, score: Score) -> Layout:
    """Judge the first characters of a file. `complete`: they are all of it. `score`: known headings in a row.

    A file without headings gets the headings "#1", "#2", ...
    """
    told = _SEP_LINE.match(head)
    candidates = (told[1],) if told and told[1] not in '"\r\n' else DELIMITERS
    best: tuple[float, ...] = ()
    layout = Layout(",", [], 0)
    for delimiter in candidates:
        records = _records(head, delimiter, complete)
        if told:
            records[:1] = [[]]
        found, known = _heading(records, delimiter, score)
        rank = (float(known), *_consistency(records))
        if rank > best:
            best, layout = rank, found
    return layout


def _records(head: str, delimiter: str, complete: bool) -> list[list[str]]:
    records: list[list[str]] = []
    reader = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        for record in reader:
            records.append(record)
            if len(records) > _SAMPLED:
                return records
    except csv.Error:
        return records
    return records if complete or len(records) < 2 else records[:-1]


def _consistency(records: list[list[str]]) -> tuple[float, float]:
    """(share of the lines with the usual number of cells, or 0 when that is one; that number)."""
    counts = Counter(len(record) for record in records if any(record))
    if not counts:
        return (0.0, 0.0)
    usual, lines = max(counts.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]))
    return (0.0, 1.0) if usual == 1 else (lines / counts.total(), float(usual))


def _heading(records: list[list[str]], delimiter: str, score: Score) -> tuple[Layout, int]:
    """The heading row among the first thirty, and how many known words it has."""
    best, place = 0, -1
    for index, record in enumerate(records[: _SEARCHED + 1]):
        points = score(record) - 2 * sum(1 for cell in record if _DATA_LIKE.fullmatch(cell[:200]))
        if points > best:
            best, place = points, index
    if place < 0:
        return _unknown_heading(records, delimiter), 0
    return Layout(delimiter, _trimmed(records[place]), place + 1), best


def _unknown_heading(records: list[list[str]], delimiter: str) -> Layout:
    """No known word anywhere: the first full row is the heading unless it holds data already."""
    usual = _consistency(records)[1]
    for index, record in enumerate(records):
        if any(record) and len(record) >= usual:
            if any(_DATA_LIKE.fullmatch(cell[:200]) for cell in record):
                return Layout(delimiter, [f"#{n}" for n in range(1, len(record) + 1)], index)
            return Layout(delimiter, _trimmed(record), index + 1)
    return Layout(delimiter, [], 0)


def _trimmed(record: list[str]) -> list[str]:
    header = [" ".join(cell.replace("\ufeff", "").split()) for cell in record]
    while header and not header[-1]:
        header.pop()
    return header
