"""Customers and money by any value they have: a need, a tag, a line they buy. Sums and their order, nothing else.

A customer with several values counts under each of them, so customers and shares may add up to more than the whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

NONE = "(none)"


class Held(NamedTuple):
    """One customer's part in one value (None: no value): orders, and net minor units."""

    contact_id: int
    value: str | None
    orders: int
    amount_minor: int


@dataclass(slots=True)
class ValueTotal:
    """One value: customers, those of them who bought, their orders, the net amount in minor units."""

    customers: int = 0
    buyers: int = 0
    orders: int = 0
    amount_minor: int = 0


def in_one_spelling(rows: Iterable[Held]) -> list[Held]:
    """The same, with values that differ in case or in outer blanks only written as most of them are; one for each customer
    and value; nothing is NONE."""
    listed = [one._replace(value=(one.value or "").strip() or NONE) for one in rows]
    spellings: dict[str, Counter[str]] = {}
    for one in listed:
        spellings.setdefault((one.value or "").casefold(), Counter())[one.value or ""] += 1
    best = {key: found.most_common(1)[0][0] for key, found in spellings.items()}
    merged: dict[tuple[int, str], Held] = {}
    for one in listed:
        value = best[(one.value or "").casefold()]
        had = merged.get((one.contact_id, value))
        orders, amount = (had.orders, had.amount_minor) if had else (0, 0)
        merged[one.contact_id, value] = Held(one.contact_id, value, orders + one.orders, amount + one.amount_minor)
    return list(merged.values())


def totals(rows: Iterable[Held]) -> dict[str, ValueTotal]:
    """What each value comes to: the most money first, then the most customers, then by name; NONE last."""
    found: dict[str, ValueTotal] = {}
    for one in rows:
        total = found.setdefault(one.value or NONE, ValueTotal())
        total.customers += 1
        total.buyers += one.orders > 0
        total.orders += one.orders
        total.amount_minor += one.amount_minor
    order = sorted(
        found, key=lambda name: (name == NONE, -found[name].amount_minor, -found[name].customers, name.casefold(), name)
    )
    return {name: found[name] for name in order}


def above_zero(amounts: Iterable[int], total: int) -> int | None:
    """What shares are of: the sum of the amounts above zero, so that they add up to one; None where the total is below zero."""
    return None if total < 0 else sum(amount for amount in amounts if amount > 0)


def share_of(amount: int, whole: int | None) -> float | None:
    """The part of `whole` that an amount is, 0 for what is not above zero; None where there is no whole."""
    if whole is None:
        return None
    return amount / whole if amount > 0 and whole else 0.0
