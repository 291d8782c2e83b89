"""Which customers bring the money: the classes A, B, C by share of net value, and the effort each received.

Pure integer arithmetic on one amount per customer. It must not fetch, date, convert or filter anything:
the caller has already summed each customer's window (walk-ins left out, archived customers kept).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, chain, islice, repeat
from operator import itemgetter, neg
from typing import Literal, NamedTuple

from crmcli.errors import BadValueError

ValueClass = Literal["A", "B", "C", "zero", "below_zero"]
CLASSES: tuple[ValueClass, ...] = ("A", "B", "C", "zero", "below_zero")
_BILLION = 10**9


class ClassedCustomer(NamedTuple):
    """One customer's place. Shares are fractions of the positive total, 0..1."""

    contact_id: int
    class_: ValueClass
    amount_minor: int
    share: float
    cumulative_share: float
    rank: int


_new_row = partial(tuple.__new__, ClassedCustomer)


class ClassTotal(NamedTuple):
    """One class: number of customers, their net value in minor units, its share of the positive total."""

    customers: int
    amount_minor: int
    share: float


class ClassEffort(NamedTuple):
    """Minutes one class received, and their share (0..1) of the minutes all classed customers received."""

    minutes: int
    share: float


@dataclass(frozen=True, slots=True)
class ValueClasses:
    """The answer in columns, by descending value, equal values by contact id; `rows` makes the table.

    Columns because a book of 50,000 shows 25 rows, and 50,000 row objects cost more than the sort.
    `running` are the sums so far over the values above zero; `totals` has all five classes in order;
    `total_minor`, the sum of the values above zero, is the denominator of every share.
    """

    contact_ids: Sequence[int]
    amounts: Sequence[int]
    running: Sequence[int]
    totals: dict[ValueClass, ClassTotal]
    total_minor: int
    a: float
    b: float

    def rows(self, start: int = 0, stop: int | None = None) -> list[ClassedCustomer]:
        """The customers at places start..stop (0-based, stop left out) of the ranking; all when not said."""
        start, stop, _ = slice(start, stop).indices(len(self.amounts))
        amounts = self.amounts[start:stop]
        total = self.total_minor
        above = self.running[start:stop]
        columns = zip(
            self.contact_ids[start:stop],
            islice(self._classes(), start, stop),
            amounts,
            chain([amount / total for amount in amounts[: len(above)]], repeat(0.0)),
            chain([so_far / total for so_far in above], repeat(1.0 if total else 0.0)),
            _ranks(self.amounts, start, stop),
            strict=False,
        )
        return list(map(_new_row, columns))

    def by_contact(self) -> dict[int, ValueClass]:
        """{contact_id: class}, what a snapshot keeps and what movers compares."""
        return dict(zip(self.contact_ids, self._classes(), strict=True))

    def _classes(self) -> Iterator[ValueClass]:
        return chain.from_iterable(repeat(name, total.customers) for name, total in self.totals.items())


@dataclass(frozen=True, slots=True)
class EffortSplit:
    """Effort by class, all five present, and the minutes spent on contacts that have no class."""

    by_class: dict[ValueClass, ClassEffort]
    outside_minutes: int


def classify(rows: Iterable[tuple[int, int]], *, a: float = 0.80, b: float = 0.95) -> ValueClasses:
    """Classes of (contact_id, net value in minor units), one pair per customer with an order ever.

    Over the values above zero in descending order: A while the cumulative share before the customer is
    below `a`, B while below `b`, else C; equal values share the class and the rank of the first. 0 is
    `zero`, less is `below_zero`; neither is in the denominator, so their share is 0 and the cumulative
    share stands still. The definition is "ABC" of the project's definitions; thresholds count to nine
    decimals and compare as integers, so a customer exactly on one falls to the lower class.
    Raises BadValueError unless 0 < a <= b <= 1.
    """
    if not 1 / _BILLION <= a <= b <= 1:
        raise BadValueError(
            f"the class limits {a:g} and {b:g} are not in order", "give abc.a and abc.b with 0 < a <= b <= 1"
        )
    ranked = sorted(rows)
    ranked.sort(key=itemgetter(1), reverse=True)
    amounts = [row[1] for row in ranked]
    positive = _first(amounts, lambda amount: amount <= 0)
    running = list(accumulate(amounts[:positive]))
    total = running[-1] if running else 0
    end_a = _end_of_class(a, amounts, running)
    end_b = max(end_a, _end_of_class(b, amounts, running))
    ends = (end_a, end_b, positive, _first(amounts, lambda amount: amount < 0), len(ranked))
    totals = {
        name: _total(amounts[start:end], total) for name, start, end in zip(CLASSES, (0, *ends), ends, strict=False)
    }
    return ValueClasses([row[0] for row in ranked], amounts, running, totals, total, a, b)


def effort(classes: Mapping[int, ValueClass], minutes: Mapping[int, int]) -> EffortSplit:
    """Minutes spent per class, from {contact_id: class} and {contact_id: minutes}.

    Shares are of the minutes that went to classed customers and are 0 when there are none; the time spent
    on everybody else (prospects, suppliers) stands apart in `outside_minutes`.
    """
    spent: dict[ValueClass, int] = dict.fromkeys(CLASSES, 0)
    outside = 0
    for contact_id, count in minutes.items():
        name = classes.get(contact_id)
        if name is None:
            outside += count
        else:
            spent[name] += count
    total = sum(spent.values())
    return EffortSplit(
        {name: ClassEffort(count, count / total if total else 0.0) for name, count in spent.items()}, outside
    )


def _first(amounts: Sequence[int], holds: Callable[[int], bool]) -> int:
    """The place of the first of the descending amounts that `holds`, which then holds for all after it."""
    return bisect_left(amounts, True, key=holds)


def _end_of_class(limit: float, amounts: Sequence[int], running: Sequence[int]) -> int:
    """How many customers stand before `limit`: those whose total before them is below it, and their equals.

    before * 10^9 < limit * 10^9 * total is asked as before < the quotient rounded up, all in integers.
    """
    if not running:
        return 0
    target = -(-round(limit * _BILLION) * running[-1] // _BILLION)
    end = min(bisect_left(running, target) + 1, len(running))
    while end < len(running) and amounts[end] == amounts[end - 1]:
        end += 1
    return end


def _ranks(amounts: Sequence[int], start: int, stop: int) -> list[int]:
    """Ranks (1-based) of the places start..stop of the descending amounts; equals share the first one's."""
    if start >= stop:
        return []
    ranks: list[int] = []
    previous = amounts[start]
    rank = 1 + bisect_left(amounts, -previous, key=neg)
    for place, amount in enumerate(amounts[start:stop], start + 1):
        if amount != previous:
            previous, rank = amount, place
        ranks.append(rank)
    return ranks


def _total(amounts: Sequence[int], total: int) -> ClassTotal:
    worth = sum(amounts)
    return ClassTotal(len(amounts), worth, worth / total if total and worth > 0 else 0.0)
