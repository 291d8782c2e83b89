"""A column of numbers. Whether 1,234 is a thousand or one and a bit is decided once for the whole column, or
refused.

A number that shows its decimal mark (12.50; 1.234,50) settles the column; only when one that does not turns
up first is the rest of the column read for evidence. Amounts become integer minor units; nothing is rounded.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from crmcli.interchange.cells import AmbiguousFormatError, CellError, clean_line, is_nothing, shown
from crmcli.interchange.currency_signs import CURRENCY_SIGNS
from crmcli.interchange.records import ReadOptions

Cells = Callable[[], Iterable[Iterable[str]]]

LARGEST_MINOR = 10**15
_PLAIN = re.compile(r"(-?)(\d{1,15})(?:\.(\d{1,2}))?", re.ASCII)
_ALL_PLAIN = re.compile(r"\d{1,12}\.\d\d(?:\t\d{1,12}\.\d\d)*+", re.ASCII)
_BODY = re.compile(r"\d[\d.,' ]*|[.,]\d+")
_GROUPED = re.compile(r"\d{1,3}(?:[.,' ]\d{2,3})*[.,' ]\d{3}")
_WITH_CURRENCY = re.compile(r"([^\d.,()' -][^\d.,()'-]*\.?)? *(-?[\d.,][\d.,' ]*?) *([^\d.,' -][^\d(),' -]*)?")
_NOISE = re.compile(r"(\d*?)(?:0{7,}\d{0,3}|(9{7,}\d{0,3}))")
_PLAIN_MARKS = str.maketrans({"’": "'", "٫": ".", "−": "-", "–": "-"})


class _Shape(NamedTuple):
    """A number taken apart. mark: the decimal mark it shows, "" when it has none to show, "?" when it is
    open.

    body: digits and marks without sign, currency, spaces. currency: what stood beside it, casefolded.
    """

    negative: bool
    body: str
    mark: str
    currency: str


class NumberColumn:
    """Reads the cells of one column as numbers. `cells()` yields all cells of it in lists, for evidence."""

    def __init__(self, name: str, options: ReadOptions, cells: Cells) -> None:
        self.name = name
        self.mark = options.decimal
        self._told = options.decimal is not None
        self._cells = cells
        self._searched = False

    def minor(self, cell: str, currency: str, exponent: int) -> int:
        """Minor units of an amount in a currency with `exponent` decimals.

        Raises CellError, or AmbiguousFormatError for the column.
        """
        plain = _PLAIN.fullmatch(cell)
        if plain and (self.mark == "." or not plain[3]) and exponent >= len(plain[3] or ""):
            value = int(plain[2] + (plain[3] or "").ljust(exponent, "0"))
            return _bounded(-value if plain[1] else value, cell)
        negative, whole, fraction, beside = self._split(cell, group_only=exponent == 0)
        if beside and currency not in CURRENCY_SIGNS.get(beside, beside.upper()).split():
            raise CellError(f"{shown(clean_line(cell))} is not in {currency}; say --currency or give it a column")
        whole, fraction = _without_noise(whole, fraction, exponent)
        if len(fraction) > exponent:
            raise CellError(f"{shown(clean_line(cell))} has more decimals than {currency} ({exponent})")
        value = int(whole + fraction.ljust(exponent, "0") or "0")
        return _bounded(-value if negative else value, cell)

    def all_minor(self, cells: Sequence[str], exponent: int) -> list[int] | None:
        """Minor units of a whole list of cells that all look like 12.50, in one go; None when some do not."""
        joined = "\t".join(cells)
        if exponent != 2 or self.mark == "," or not _ALL_PLAIN.fullmatch(joined):
            return None
        self.mark = "."
        return list(map(int, joined.replace(".", "").split("\t")))

    def plain(self, cell: str) -> str | None:
        """A number as plain decimal text ("-1.5"), None for an empty cell. Raises like `minor`."""
        text = clean_line(cell)
        if text.isascii() and text.isdigit() and len(text) < 16:
            return str(int(text))
        if is_nothing(text):
            return None
        negative, whole, fraction, beside = self._split(cell, group_only=False)
        if beside or len(whole) > 15:
            raise CellError(f"{shown(text)} is no plain number")
        fraction = fraction.rstrip("0")[:9]
        sign = "-" if negative else ""
        return f"{sign}{int(whole or '0')}" + (f".{fraction}" if fraction else "")

    def _split(self, cell: str, *, group_only: bool) -> tuple[bool, str, str, str]:
        """(negative, digits before the mark, digits after it, currency beside it), in ASCII digits."""
        shape = _shape(cell)
        mark = shape.mark
        if mark == "?" and group_only and not self.mark:
            mark = "." if "," in shape.body else ","
        elif mark == "?":
            mark = self._settled(cell)
        elif mark:
            self._note(mark, cell)
        parts = _parts(shape.body, mark)
        if parts is None:
            raise CellError(f"{shown(clean_line(cell))} is no number")
        return shape.negative, parts[0], parts[1], shape.currency

    def _settled(self, cell: str) -> str:
        """The column's mark, looked for in the whole column when it is still open."""
        if self.mark is None and not self._searched:
            self._searched = True
            for cells in self._cells():
                for other in set(cells):
                    self._weigh(other)
        if self.mark is None:
            raise AmbiguousFormatError(
                f"column {shown(self.name)}: {shown(clean_line(cell))} has a mark that could be "
                "decimal or group thousands, and no other number in it settles that",
                "say --decimal . or --decimal ,",
            )
        return self.mark

    def _weigh(self, cell: str) -> None:
        try:
            mark = _shape(cell).mark
        except CellError:
            return
        if mark in (".", ","):
            self._note(mark, cell)

    def _note(self, mark: str, cell: str) -> None:
        if self.mark is None:
            self.mark = mark
        elif self.mark != mark and self._told:
            raise CellError(f"{shown(clean_line(cell))} does not have the decimal mark {self.mark}")
        elif self.mark != mark:
            raise AmbiguousFormatError(
                f"column {shown(self.name)} mixes decimal marks: {shown(clean_line(cell))} does not fit the others",
                f"say --decimal {mark}; what does not fit it is then rejected",
            )


def _shape(cell: str) -> _Shape:
    """Take a number apart. Raises CellError when it is none."""
    text = clean_line(cell)
    if is_nothing(text):
        raise CellError("no number")
    body = text[:80].translate(_PLAIN_MARKS)
    signs = 0
    if body[0] == "(" and body[-1] == ")":
        signs, body = 1, body[1:-1].strip()
    body, signs = _without_sign(body, signs)
    body, beside = _without_currency(body)
    body, signs = _without_sign(body, signs)
    if signs > 1 or len(text) > 80 or not _BODY.fullmatch(body):
        raise CellError(f"{shown(text)} is no number")
    mark = _mark(body)
    if mark != "?" and _parts(body, mark) is None:
        raise CellError(f"{shown(text)} is no number")
    return _Shape(signs == 1, body, mark, beside)


def _parts(body: str, mark: str) -> tuple[str, str] | None:
    """ASCII digits before and after the mark; None when the groups before it are not groups of thousands."""
    whole, _, fraction = body.partition(mark) if mark else (body, "", "")
    group = whole.replace(" ", "").replace("'", "").replace("," if mark == "." else ".", "")
    if not (group + fraction).isdecimal() or (group != whole and not _GROUPED.fullmatch(whole)):
        return None
    return _ascii(group), _ascii(fraction)


def _without_sign(body: str, signs: int) -> tuple[str, int]:
    """The number without a sign before or behind it; how many minus signs there have been."""
    if body[:1] in ("+", "-"):
        return body[1:].strip(), signs + (body[0] == "-")
    return (body[:-1].strip(), signs + 1) if body[-1:] == "-" else (body, signs)


def _without_currency(body: str) -> tuple[str, str]:
    """The number, and the currency sign or code before or after it (casefolded)."""
    found = _WITH_CURRENCY.fullmatch(body)
    if not found:
        return body, ""
    before, after = (found[1] or "").strip(), (found[3] or "").strip()
    if before and after:
        return body, ""
    return found[2], unicodedata.normalize("NFC", before or after).casefold()


def _mark(body: str) -> str:
    """The decimal mark a number shows: "." or ",", "" when it has none, "?" when it cannot be told."""
    dots, commas = body.count("."), body.count(",")
    if not dots and not commas:
        return ""
    if dots and commas:
        return "." if body.rfind(".") > body.rfind(",") else ","
    mark, other = (".", ",") if dots else (",", ".")
    if dots + commas > 1:
        return other
    before, _, after = body.partition(mark)
    open_ended = len(after) == 3 and 1 <= len(before) <= 3 and before.isdecimal() and int(before) > 0
    return "?" if open_ended and before[0] != "0" else mark


def _without_noise(whole: str, fraction: str, exponent: int) -> tuple[str, str]:
    """Binary noise of a computed cell taken off: 30.299999999999997 is 30.30, 12.500 is 12.50."""
    noise = _NOISE.fullmatch(fraction) if len(fraction) > 8 else None
    if noise and len(noise[1]) <= exponent:
        digits = str(int(whole + noise[1] or "0") + (1 if noise[2] else 0)).zfill(len(whole) + len(noise[1]))
        cut = len(digits) - len(noise[1])
        return digits[:cut], digits[cut:]
    return whole, fraction[:exponent] + fraction[exponent:].rstrip("0")


def _ascii(digits: str) -> str:
    return digits if digits.isascii() else "".join(str(unicodedata.decimal(c)) for c in digits)


def _bounded(minor: int, cell: str) -> int:
    if -LARGEST_MINOR < minor < LARGEST_MINOR:
        return minor
    raise CellError(f"{shown(cell)} is too large an amount")
