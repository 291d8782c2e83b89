"""What of an order's total was paid for goods: less tax and shipping, less what was given back, nothing if
cancelled.

Works on columns already converted to minor units. Says nothing about where they came from.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmcli.domain.text import fold
from crmcli.interchange.cells import Problem, is_nothing
from crmcli.interchange.columns import ColumnMap
from crmcli.interchange.records import Tally

_NOTHING_SOLD_WORDS = (
    "cancelled|canceled|cancel|void|voided|failed|declined|denied|expired|refunded|wc-cancelled|wc-failed"
    "|wc-refunded|atcelts|anulēts|anulēta|storniert|annulliert|abgebrochen|annulé|annulée|cancelado|cancelada"
    "|anulado|anulada|отменен|отменён|отменено|аннулирован|বাতিল"
)
_NOTHING_SOLD = frozenset(map(fold, _NOTHING_SOLD_WORDS.split("|")))


class Deductions:
    """Applies the columns for tax, shipping, refunds and status of a file; counts what sold nothing."""

    def __init__(self, columns: ColumnMap, tally: Tally) -> None:
        self._gross = columns.gross
        self._tally = tally
        names = ("tax", "shipping", "refunded", "status", "cancelled")
        self.fields = tuple(name for name in names if columns.one(name) is not None)

    def apply(self, values: Mapping[str, list[Any]], problems: Mapping[int, str]) -> list[Any]:
        """Amounts of a chunk in minor units after everything is taken off; rows with problems are passed
        over.
        """
        amounts = values["amount"]
        if not self.fields:
            return amounts
        return [amount if row in problems else self._goods(row, amount, values) for row, amount in enumerate(amounts)]

    def _goods(self, row: int, amount: int, values: Mapping[str, list[Any]]) -> int:
        cell = {name: values[name][row] for name in self.fields}
        if _nothing_sold(cell.get("status") or "", cell.get("cancelled") or ""):
            self._tally.nothing_sold += 1
            return 0
        extras = (cell.get("tax") or 0) + (cell.get("shipping") or 0) if self._gross else 0
        return _less_refund(amount - extras, amount, abs(cell.get("refunded") or 0))


def _nothing_sold(status: str, cancelled: str) -> bool:
    no = fold(cancelled) in ("no", "false", "0", "f", "n")
    return fold(status) in _NOTHING_SOLD or not (is_nothing(cancelled) or no)


def _less_refund(goods: int, total: int, refunded: int) -> int:
    """A refund falls on goods, tax and shipping alike; half a unit rounds to even. Minor units."""
    if not refunded or total <= 0:
        return goods
    if refunded >= total:
        return 0
    whole, rest = divmod(goods * (total - refunded), total)
    return whole + (rest * 2 > total or (rest * 2 == total and whole % 2 == 1))


def found_problems(values: Mapping[str, list[Any]]) -> dict[int, str]:
    """row -> the first reason why one of its cells cannot be read."""
    problems: dict[int, str] = {}
    for column in values.values():
        if Problem in set(map(type, column)):
            for row, value in enumerate(column):
                if type(value) is Problem:
                    problems.setdefault(row, str(value))
    return problems
