"""What one cell of a table may hold, and how a column of cells is turned into values quickly.

A column is converted through a `CellCache`: customers, dates and amounts repeat, so most cells cost one
dictionary look-up. A cell that cannot be read becomes a `Problem` in its place; the reader of the row turns
it into a reject.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from crmcli.errors import BadValueError
from crmcli.interchange.formula import undefuse

NAME_LIMIT = 10_000
_CACHED_CELLS = 100_000
_CACHED_LENGTH = 200
_SHORTENED = re.compile(r"[+-]?\d(?:[.,]\d+)?[Ee]\+\d+", re.ASCII)
_NOTHING = frozenset({"", "-", "--", "---", "–", "—", "n/a", "na", "#n/a", "null", "none", "nan", "nil"})


class AmbiguousFormatError(BadValueError):
    """A whole column can be read in two ways (3/4 is March or April, 1,234 is one or a thousand)."""

    code = "ambiguous_format"


class CellError(Exception):
    """One cell cannot be read; the text says why and becomes the reason of a reject."""


class Problem(str):
    """Stands in a converted column where a value should be; its text is the reason."""

    __slots__ = ()


class CellCache(dict[str, Any]):
    """cell text -> converted value or `Problem`; remembers what it met, up to a bound.

    `convert` raises `CellError` for a cell that cannot be read. `column` is what the file calls the column.
    """

    def __init__(self, column: str, convert: Callable[[str], Any]) -> None:
        super().__init__()
        self.column = column
        self.convert = convert

    def __missing__(self, cell: str) -> Any:
        try:
            value = self.convert(cell)
        except CellError as error:
            value = Problem(f"column {shown(self.column)}: {error}")
        if len(self) < _CACHED_CELLS and len(cell) < _CACHED_LENGTH:
            self[cell] = value
        return value


def shown(text: str) -> str:
    """Text in quotes for a message: escapes made visible, cut at 40 characters."""
    return repr(text if len(text) <= 40 else text[:39] + "…")


def is_nothing(text: str) -> bool:
    """True for the ways exports write "no value": empty, dashes, n/a, null."""
    return len(text) < 6 and text.casefold() in _NOTHING


def clean_line(cell: str) -> str:
    """One line of text: apostrophe of a defused formula taken off, NFC, white space collapsed.

    Raises CellError when longer than a name may be.
    """
    if cell.isascii() and cell.isprintable():
        text = cell.strip()
        if text[:1] == "'":
            text = undefuse(text).strip()
    else:
        text = " ".join(unicodedata.normalize("NFC", undefuse(cell)).strip("\ufeff\u200b").split())
    if len(text) > NAME_LIMIT:
        raise CellError(f"longer than {NAME_LIMIT:,} characters")
    return text


def are_clean(cells: Sequence[str]) -> bool:
    """True when every cell is a line of plain text that `clean_reference` would leave as it is.

    One look at the whole column joined together: most are clean, and this costs less than a look-up a cell.
    """
    joined = "\t".join(cells)
    if not joined.isascii() or "'" in joined or "+" in joined or " \t" in joined or "\t " in joined:
        return False
    plain = joined.replace("\t", "")
    if joined[:1] == " " or joined[-1:] == " " or not plain.isprintable() or len(plain) != sum(map(len, cells)):
        return False
    return len(joined) < NAME_LIMIT or max(map(len, cells)) <= NAME_LIMIT


def clean_lines(cell: str) -> str:
    """Text that may have several lines (a note): like `clean_line`, but line ends stay, as LF."""
    text = undefuse(cell).replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text).strip().strip("\ufeff\u200b")


def clean_reference(cell: str) -> str:
    """A number or code that identifies. Raises CellError where a spreadsheet has cut its digits off."""
    text = clean_line(cell)
    if _SHORTENED.fullmatch(text):
        raise CellError(f"{shown(text)} is a number a spreadsheet has shortened; format the column as text")
    return text
