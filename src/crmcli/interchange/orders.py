"""Rows of a table become orders, a column at a time.

Half a million rows pass here, so every column of a chunk is converted by one cached look-up per cell and the
records are made by `zip`; only a chunk in which some cell was a problem is looked at row by row. Nothing is
guessed: what cannot be read is a reject that names column and value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from crmcli.domain.money import exponent
from crmcli.errors import BadValueError
from crmcli.interchange.cells import (
    CellCache,
    CellError,
    Problem,
    are_clean,
    clean_line,
    clean_reference,
    is_nothing,
    shown,
)
from crmcli.interchange.columns import ColumnMap
from crmcli.interchange.day_column import DayColumn
from crmcli.interchange.deductions import Deductions, found_problems
from crmcli.interchange.number_column import NumberColumn
from crmcli.interchange.records import OrderRecord, ReadOptions, Reject, Tally
from crmcli.interchange.table import Chunk, Table, in_order

_YEARS_AHEAD = 20
_SEPARATOR = "\x1f"
_MONEY = ("amount", "cost", "tax", "shipping", "refunded")
_TEXT = (
    "contact",
    "name",
    "email",
    "phone",
    "line",
    "site",
    "by",
    "first_name",
    "last_name",
    "status",
    "cancelled",
    "ref",
)
_RECORD = (
    "contact",
    "name",
    "email",
    "phone",
    "on",
    "goods",
    "cost",
    "currency",
    "quantity",
    "line",
    "site",
    "ref",
)
_KEY = ("on", "paid", "contact", "name", "email", "told", "phone", "quantity", "cost", "line", "site", "by")
_make_order: Callable[[Any], OrderRecord] = partial(tuple.__new__, OrderRecord)

Values = dict[str, list[Any]]


def read_orders(table: Table, columns: ColumnMap, options: ReadOptions, tally: Tally) -> Iterator[OrderRecord | Reject]:
    """Orders and rejects in the order of the file. `tally` is filled on the way.

    Raises AmbiguousFormatError while being drawn, before any row that the doubt is about.
    """
    for records, rejects in order_chunks(table, columns, options, tally):
        yield from in_order(iter(records), rejects)


def order_chunks(
    table: Table, columns: ColumnMap, options: ReadOptions, tally: Tally
) -> Iterator[tuple[list[OrderRecord], list[Reject]]]:
    """The same in chunks of about a thousand: (orders, rejects)."""
    reader = _OrderReader(table, columns, options, tally)
    for chunk in table.chunks(tracked=True):
        yield reader.read(chunk)


class _OrderReader:
    """The converters of one file's columns, and how they make an order."""

    def __init__(self, table: Table, columns: ColumnMap, options: ReadOptions, tally: Tally) -> None:
        self._columns = columns
        self._options = options
        self._tally = tally
        self._deductions = Deductions(columns, tally)
        self._caches: dict[tuple[str, str], CellCache] = {}
        self._numbers: dict[str, NumberColumn] = {}
        exponent(options.currency)
        for name in (*_MONEY, "quantity"):
            place = columns.one(name)
            if place is not None:
                self._numbers[name] = NumberColumn(columns.header[place], options, partial(table.column, place))
        place = columns.one("on") or 0
        latest = options.today.year + _YEARS_AHEAD
        self._days = DayColumn(columns.header[place], options, partial(table.column, place), latest)

    def read(self, chunk: Chunk) -> tuple[list[OrderRecord], list[Reject]]:
        """Orders and rejects of one chunk."""
        if not chunk.rows:
            return [], chunk.rejects
        values = self._values(list(zip(*chunk.rows, strict=True)), len(chunk.rows))
        empty = [""] * len(chunk.rows)
        nothing = [None] * len(chunk.rows)
        keys = _keys(values, empty)
        problems = found_problems(values)
        values["goods"] = self._deductions.apply(values, problems)
        self._settle_tally()
        missing: Values = {"cost": nothing, "quantity": nothing}
        fields = [values.get(name) or missing.get(name) or empty for name in _RECORD]
        rows = zip(chunk.lines, *fields, values.get("by") or empty, keys, strict=True)
        records = list(map(_make_order, rows))
        return _parted(records, chunk, problems) if problems else (records, chunk.rejects)

    def _values(self, cells: list[tuple[str, ...]], count: int) -> Values:
        """field -> its converted column, for the fields the file has; a `Problem` where a cell cannot be
        read.
        """
        values: Values = {}
        for name in _TEXT:
            place = self._columns.one(name)
            if place is not None and are_clean(cells[place]):
                values[name] = list(cells[place])
            else:
                self._convert(values, cells, name, clean_reference if name == "ref" else clean_line)
        self._convert(values, cells, "on", self._days.iso)
        self._convert(values, cells, "currency", self._currency)
        if "currency" in values:
            values["told"] = values["currency"]
        else:
            values["currency"] = [self._options.currency] * count
        if "quantity" in self._numbers:
            self._convert(values, cells, "quantity", self._numbers["quantity"].plain)
        for name in _MONEY:
            self._convert_money(values, cells, name)
        _join_names(values)
        return values

    def _convert(self, values: Values, cells: list[tuple[str, ...]], name: str, convert: Callable[[str], Any]) -> None:
        place = self._columns.one(name)
        if place is not None:
            cache = self._cache(name, "", convert)
            values[name] = list(map(cache.__getitem__, cells[place]))

    def _convert_money(self, values: Values, cells: list[tuple[str, ...]], name: str) -> None:
        place = self._columns.one(name)
        if place is None:
            return
        caches = {currency: self._money_cache(name, currency) for currency in set(values["currency"])}
        if len(caches) == 1:
            currency, cache = caches.popitem()
            values[name] = self._all_minor(name, currency, cells[place]) or list(map(cache.__getitem__, cells[place]))
            return
        pairs = zip(values["currency"], cells[place], strict=True)
        values[name] = [caches[currency][cell] for currency, cell in pairs]

    def _all_minor(self, name: str, currency: str, cells: Sequence[str]) -> list[int] | None:
        known = not isinstance(currency, Problem)
        return self._numbers[name].all_minor(cells, exponent(currency)) if known else None

    def _money_cache(self, name: str, currency: str) -> CellCache:
        return self._cache(name, currency, partial(self._minor, name, currency))

    def _cache(self, name: str, variant: str, convert: Callable[[str], Any]) -> CellCache:
        cache = self._caches.get((name, variant))
        if cache is None:
            heading = self._columns.header[self._columns.one(name) or 0]
            cache = self._caches[name, variant] = CellCache(heading, convert)
        return cache

    def _minor(self, name: str, currency: str, cell: str) -> int | None:
        if name != "amount" and is_nothing(clean_line(cell)):
            return None
        try:
            places = exponent(currency)
        except BadValueError:  # the currency is a problem of its own and already the reason
            return None
        return self._numbers[name].minor(cell, currency, places)

    def _currency(self, cell: str) -> str:
        code = clean_line(cell).upper()
        if is_nothing(code):
            return self._options.currency
        try:
            exponent(code)
        except BadValueError:
            raise CellError(f"no currency is called {shown(code)}") from None
        return code

    def _settle_tally(self) -> None:
        """How the file turned out to write dates and amounts, for the summary."""
        self._tally.date_order = self._days.order or "ymd"
        self._tally.decimal = self._numbers["amount"].mark


def _join_names(values: Values) -> None:
    """Given and family name into one, where the file has no whole name."""
    first, last = values.pop("first_name", None), values.pop("last_name", None)
    if "name" in values or not (first or last):
        return
    if first and last:
        values["name"] = [f"{a} {b}".strip() for a, b in zip(first, last, strict=True)]
    else:
        values["name"] = first or last or []


def _keys(values: Values, empty: list[str]) -> list[str]:
    """What identifies each order of a chunk without a number: its content before refunds and status."""
    plain = {name: [str(v) if v is not None else "" for v in values[name]] for name in ("cost",) if name in values}
    plain["quantity"] = [v or "" for v in values.get("quantity", empty)]
    plain["paid"] = list(map(str, values["amount"]))
    columns: list[Sequence[str]] = [plain.get(name) or values.get(name) or empty for name in _KEY]
    return [key.rstrip(_SEPARATOR) for key in map(_SEPARATOR.join, zip(*columns, strict=True))]


def _parted(
    records: list[OrderRecord], chunk: Chunk, problems: dict[int, str]
) -> tuple[list[OrderRecord], list[Reject]]:
    """Orders without the rows that have problems, and those as rejects."""
    rejects = [Reject(chunk.lines[row], reason, chunk.rows[row]) for row, reason in problems.items()]
    rejects = sorted([*chunk.rejects, *rejects], key=lambda reject: reject.line)
    return [record for row, record in enumerate(records) if row not in problems], rejects
