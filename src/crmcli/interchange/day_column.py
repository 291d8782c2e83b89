"""A column of dates. Whether 3/4 is March or April is decided once for the whole column, or refused.

ISO dates need no decision. At the first date that does, the rest of the column is read for evidence (24/11
can only be day first); a column that stays open, or speaks both ways, is an `AmbiguousFormatError`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta, timezone

from crmcli.domain.text import fold
from crmcli.interchange.cells import AmbiguousFormatError, CellError, clean_line, is_nothing, shown
from crmcli.interchange.month_words import MONTH_NUMBERS
from crmcli.interchange.records import Birthday, ReadOptions

Cells = Callable[[], Iterable[Iterable[str]]]
Parts = tuple[int, int, int]

FIRST_YEAR, LAST_YEAR = 1900, 2200
_PLACES = {"dmy": (2, 1, 0), "mdy": (2, 0, 1), "ymd": (0, 1, 2)}
_NUMERIC = re.compile(r"(\d{1,4})\.? ?([./-]) ?(\d{1,2}) ?\2 ?(\d{1,4})\.?(?=$|[T ,])")
_DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[. -]*([^\W\d_]{3,12})[., -]*(\d{4}|\d{2})(?=$|[T ,])")
_MONTH_DAY = re.compile(r"([^\W\d_]{3,12})\.? ?(\d{1,2})(?:st|nd|rd|th)?,? (\d{4})(?=$|[T ,])")
_WEEKDAY = re.compile(r"[^\W\d_]{2,12}\.?, *")
_TIME = re.compile(
    r"[T ,]+(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?(?: ?([ap])\.? ?m\.?)?"
    r"(?: ?(z|utc|gmt)?([+-]\d{2}(?::?\d{2})?)?)?",
    re.IGNORECASE,
)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_NO_YEAR = re.compile(r"--(\d{2})-?(\d{2})")


class DayColumn:
    """Reads the cells of one column as local dates.

    `cells()` yields all cells of the column in lists, for evidence. `latest`: years written with two digits
    are the last such year up to this one (an order may be a little ahead, a birthday may not).
    """

    def __init__(self, name: str, options: ReadOptions, cells: Cells, latest: int) -> None:
        self.name = name
        self._options = options
        self._cells = cells
        self._latest = latest
        self._told = options.date_order is not None
        self._naive_zone = UTC if fold(name).rstrip(")] ").endswith("utc") else None
        self._orders = frozenset([options.date_order] if options.date_order else _PLACES)
        self._searched = False
        self._numeric = False

    @property
    def order(self) -> str | None:
        """The order that was settled on, None when no cell asked for one."""
        return next(iter(self._orders)) if self._numeric and len(self._orders) == 1 else None

    def iso(self, cell: str) -> str:
        """Local date as YYYY-MM-DD. Raises CellError, or AmbiguousFormatError for the column."""
        if len(cell) == 10 and cell[4] == "-" and cell[7] == "-":
            try:
                day = date.fromisoformat(cell)
            except ValueError:
                pass
            else:
                return _within(day, cell).isoformat()
        return self.day(cell).isoformat()

    def day(self, cell: str) -> date:
        """The local date a cell names. Raises like `iso`."""
        text = clean_line(cell)
        if is_nothing(text):
            raise CellError("no date")
        parts, rest = self._parts(text[:80])
        try:
            day = date(*parts)
        except ValueError:
            raise CellError(f"there is no such day as {shown(text)}") from None
        return _within(self._local(day, rest, text), text)

    def birthday(self, cell: str) -> Birthday | None:
        """(year or None, month, day); None for an empty cell and for 0/0/00. Raises like `iso`."""
        text = clean_line(cell)
        if is_nothing(text) or not text.strip("0/.- "):
            return None
        bare = _NO_YEAR.fullmatch(text)
        if bare:
            month, day = int(bare[1]), int(bare[2])
            checked_day(2000, month, day, text)
            return (None, month, day)
        found = self.day(cell)
        return (found.year, found.month, found.day)

    def _parts(self, text: str) -> tuple[Parts, str]:
        """(year, month, day) and what stands after the date."""
        numeric = _NUMERIC.match(text)
        if numeric:
            return self._numeric_parts(numeric), text[numeric.end() :]
        if len(text) == 8 and text.isdecimal() and FIRST_YEAR <= int(text[:4]) <= LAST_YEAR:
            return (int(text[:4]), int(text[4:6]), int(text[6:])), ""
        if _SERIAL.fullmatch(text) and 20_000 <= int(text[:5]) <= 60_000:
            raise CellError(f"{shown(text)} looks like a spreadsheet's day number; format the column as a date")
        return self._named_parts(text)

    def _named_parts(self, text: str) -> tuple[Parts, str]:
        body = _WEEKDAY.sub("", text, count=1) if _WEEKDAY.match(text) else text
        found = _DAY_MONTH.match(body)
        day, month, year = (found[1], found[2], found[3]) if found else ("", "", "")
        if not found:
            found = _MONTH_DAY.match(body)
            if found:
                month, day, year = found[1], found[2], found[3]
        number = MONTH_NUMBERS.get(fold(month)) if found else None
        if found is None or number is None:
            raise CellError(f"{shown(text)} is no date")
        return (self._year(year), number, int(day)), body[found.end() :]

    def _numeric_parts(self, match: re.Match[str]) -> Parts:
        pieces = (match[1], match[3], match[4])
        if len(pieces[0]) == 4:
            return (int(pieces[0]), int(pieces[1]), int(pieces[2]))
        readings = self._readings(pieces)
        if not readings:
            raise CellError(f"{shown(match[0])} is no date")
        self._numeric = True
        if self._told:
            return self._as_told(readings, match[0])
        self._narrow(readings, match[0])
        if len(self._choices(readings)) > 1:
            self._search()
        choices = self._choices(readings)
        if len(choices) > 1:
            ways = " or ".join(sorted(self._orders & readings.keys()))
            raise AmbiguousFormatError(
                f"column {shown(self.name)}: {shown(match[0])} could be {ways}, and no other date in it settles that",
                f"say --date-order {min(self._orders & readings.keys())}",
            )
        return choices.pop()

    def _choices(self, readings: dict[str, Parts]) -> set[Parts]:
        """The different days a cell can mean under the orders that are left."""
        return {parts for order, parts in readings.items() if order in self._orders}

    def _as_told(self, readings: dict[str, Parts], cell: str) -> Parts:
        order = self._options.date_order or ""
        if order in readings:
            return readings[order]
        if order == "ymd" and len(readings) == 1:
            return next(iter(readings.values()))
        raise CellError(f"{shown(cell)} is no date in the order {order}")

    def _readings(self, pieces: tuple[str, str, str]) -> dict[str, Parts]:
        """date order -> (year, month, day), for the orders under which the numbers can be a date."""
        readings: dict[str, Parts] = {}
        for order, (year_at, month_at, day_at) in _PLACES.items():
            year, month, day = pieces[year_at], int(pieces[month_at]), int(pieces[day_at])
            short = len(pieces[day_at]) <= 2 and len(pieces[month_at]) <= 2
            if short and len(year) in (2, 4) and 1 <= month <= 12 and 1 <= day <= 31:
                readings[order] = (self._year(year), month, day)
        return readings

    def _year(self, digits: str) -> int:
        if len(digits) == 4:
            return int(digits)
        century = self._latest // 100 * 100
        year = century + int(digits)
        return year if year <= self._latest else year - 100

    def _narrow(self, readings: dict[str, Parts], cell: str) -> None:
        """Keep the orders under which this date, too, makes sense."""
        left = self._orders & readings.keys()
        if not left:
            raise AmbiguousFormatError(
                f"column {shown(self.name)} mixes date orders: {shown(cell)} does not fit the other dates",
                f"say --date-order {min(readings)}; what does not fit it is then rejected",
            )
        self._orders = self._likely(left, readings)

    def _likely(self, orders: frozenset[str], readings: dict[str, Parts]) -> frozenset[str]:
        """Two-digit years: year-first is out when it alone is in the future, in when it alone is not."""
        if len(orders) < 2 or "ymd" not in orders:
            return orders
        horizon = self._options.today + timedelta(days=366)
        bound = (horizon.year, horizon.month, horizon.day)
        others = orders - {"ymd"}
        ahead = {order for order in orders if readings[order] > bound}
        if "ymd" in ahead:
            return others if others - ahead else orders
        return frozenset({"ymd"}) if others <= ahead else orders

    def _search(self) -> None:
        """Read the whole column for dates that can be read in one way only."""
        if self._searched:
            return
        self._searched = True
        seen: set[str] = set()
        for cells in self._cells():
            for cell in cells:
                match = _NUMERIC.match(cell.strip(" '\ufeff")[:80])
                if match and len(match[1]) < 4 and match[0] not in seen:
                    readings = self._readings((match[1], match[3], match[4]))
                    if readings:
                        self._narrow(readings, match[0])
                    if len(seen) < 50_000:
                        seen.add(match[0])

    def _local(self, day: date, rest: str, text: str) -> date:
        """The local date, where a time with an offset says that the instant fell on another."""
        if not rest.strip():
            return day
        time = _TIME.fullmatch(rest)
        if not time:
            raise CellError(f"{shown(text)} is no date, or has a zone we cannot place")
        zone = _zone(time[5], time[6], text) or self._naive_zone
        hour, minute, second = int(time[1]), int(time[2]), int(time[3] or 0)
        if time[4]:
            hour = hour % 12 + (12 if time[4] in "pP" else 0)
        try:
            instant = datetime(day.year, day.month, day.day, hour, minute, min(second, 59), tzinfo=zone)
            return instant.astimezone(self._options.zone).date() if zone else day
        except (ValueError, OverflowError):
            raise CellError(f"there is no such time as {shown(text)}") from None


def _zone(name: str | None, offset: str | None, text: str) -> timezone | None:
    if not offset:
        return UTC if name else None
    digits = offset[1:].replace(":", "")
    minutes = int(digits[:2]) * 60 + int(digits[2:] or 0)
    if minutes > 14 * 60:
        raise CellError(f"{shown(text)} has an offset there is nowhere")
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def _within(day: date, text: str) -> date:
    if FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    raise CellError(f"{shown(text)} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")


def checked_day(year: int, month: int, day: int, text: str) -> None:
    try:
        date(year, month, day)
    except ValueError:
        raise CellError(f"there is no such day as {shown(text)}") from None
