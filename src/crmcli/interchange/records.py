"""What a file of customers or orders turns into, whatever its format: plain values, ready to be stored.

No reading happens here. Orders are NamedTuples, not dataclasses: half a million of them are made in a second.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, tzinfo
from typing import NamedTuple

Birthday = tuple[int | None, int, int]


class OrderRecord(NamedTuple):
    """One order as the file tells it; empty text where it is silent.

    line: physical line the record starts on. on: local date YYYY-MM-DD. amount_minor, cost_minor: minor units
    of `currency`. quantity: plain decimal text. ref: the order's own number. key: the content that identifies
    an order without a number (equal contents are told apart by counting them); it does not change when an
    order is cancelled or refunded later.
    """

    line: int
    contact: str
    name: str
    email: str
    phone: str
    on: str
    amount_minor: int
    cost_minor: int | None
    currency: str
    quantity: str | None
    product_line: str
    site: str
    ref: str
    by: str
    key: str

    @property
    def nothing_left(self) -> bool:
        """Whether it was paid for and then cancelled or given back whole, unlike an order of no value."""
        return not self.amount_minor and self.key.split("\x1f", 2)[1] not in ("", "0")


class ContactRecord(NamedTuple):
    """One contact as the file tells it. birthday: (year or None, month, day). fields: unknown columns by
    heading.

    kind is "person", "company", "partner" or "" (the file does not say). warnings: what was kept with doubts, by column.
    """

    line: int
    name: str
    kind: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    company: str
    role: str
    tags: tuple[str, ...]
    addresses: tuple[str, ...]
    birthday: Birthday | None
    note: str
    owner: str
    source: str
    language: str
    referred_by: str
    ref: str
    fields: dict[str, str]
    warnings: tuple[str, ...]


class Reject(NamedTuple):
    """A record that could not be read: where it starts, why, and its cells as they stood in the file."""

    line: int
    reason: str
    row: list[str]


class Doubt(NamedTuple):
    """A value that was kept although it looks wrong: where its record starts, whose it is, and what is wrong with it."""

    line: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How to read what a file leaves open.

    currency: ISO code of amounts without one. today: local date (orders are rarely later). zone: where an
    instant becomes a local date. date_order: "dmy", "mdy", "ymd" or None (decide by the column, refuse if it
    is open). decimal: "." or "," or None (likewise).
    """

    currency: str
    today: date
    zone: tzinfo
    date_order: str | None = None
    decimal: str | None = None


@dataclass(slots=True)
class Tally:
    """What was noticed while reading; filled as the records are drawn, complete when they are exhausted.

    doubts: the first of the odd values.
    """

    nothing_sold: int = 0
    date_order: str | None = None
    decimal: str | None = None
    odd_values: int = 0
    doubts: list[Doubt] = field(default_factory=list)
