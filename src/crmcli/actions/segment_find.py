"""What stands behind an ABC segment: the sums of its window, the classes, the effort, and who moved.

Here the store and the analysis meet; nothing is put into words and nothing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from crmcli.actions.segment_window import Earlier, Looked
from crmcli.actions.session import Session
from crmcli.analysis.movers import Movers, movers
from crmcli.analysis.value_class import EffortSplit, ValueClass, ValueClasses, classify, effort
from crmcli.store import segments
from crmcli.store.segments import By, Sums, WalkIns

Number = TypeVar("Number", int, int | None)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, checked. A snapshot to compare with shares the `basis`; `chosen` is the class shown."""

    by: By
    looked: Looked
    earlier: Earlier
    accounts: bool
    basis: str
    chosen: ValueClass | None


@dataclass(frozen=True, slots=True)
class Before:
    """The earlier day: each customer's class, and their amount in minor units where it was not nothing."""

    classes: dict[int, ValueClass]
    amounts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer before it is in words. Counts are of orders left out; `unknown` are customers in no class."""

    classes: ValueClasses
    amounts: dict[int, int]
    moved: Movers
    before: Before
    minutes: dict[int, int]
    effort: EffortSplit
    walk_in: WalkIns
    excluded: int
    unknown_cost: int
    unknown: int
    first_on: str | None


def find(session: Session, question: Question) -> Found:
    """Sums the window and the earlier one, classes both, and sees who moved and where our time went."""
    book, window = session.book, question.looked.window
    recomputed = question.earlier.window if question.earlier.snapshot_id is None else None
    sums = segments.sums(book, question.by, window, recomputed)
    minutes = segments.minutes(book, window)
    if question.accounts:
        firms = segments.accounts(book)
        sums, minutes = by_account(sums, firms), _added(minutes, firms)
    limits = {"a": session.policy["abc.a"], "b": session.policy["abc.b"]}
    amounts = _known([one for one, _ in sums.customers], sums.amounts)
    classes = classify(amounts.items(), **limits)
    before = _before(session, question.earlier, sums, limits)
    by_contact = classes.by_contact()
    walk_in = segments.walk_ins(book, question.by, window)
    days = [day for _, day in sums.customers] + ([walk_in.first_on] if walk_in.first_on else [])
    return Found(
        classes, amounts, movers(before.classes, by_contact), before, minutes, effort(by_contact, minutes),
        walk_in=walk_in,
        excluded=sums.excluded + walk_in.excluded,
        unknown_cost=sums.unknown_cost + walk_in.unknown_cost,
        unknown=len(sums.customers) - len(amounts),
        first_on=min(days, default=None),
    )  # fmt: skip


def _before(session: Session, earlier: Earlier, sums: Sums, limits: dict[str, float]) -> Before:
    """The classes of the earlier day: kept in a snapshot, or worked out from the orders dated up to then."""
    if earlier.snapshot_id is not None:
        kept = segments.snapshot_rows(session.book, earlier.snapshot_id)
        return Before({row[0]: row[1] for row in kept}, {row[0]: row[2] for row in kept})
    day = min(earlier.window.end, earlier.window.as_of).isoformat()
    amounts = {one: amount for one, amount in sums.earlier.items() if amount}
    classes: dict[int, ValueClass] = dict.fromkeys([one for one, first in sums.customers if first <= day], "zero")
    classes.update(classify(amounts.items(), **limits).by_contact())
    for one in [one for one, amount in sums.earlier.items() if amount is None]:
        classes.pop(one, None)
    return Before(classes, amounts)


def _known(customers: list[int], amounts: Mapping[int, int | None]) -> dict[int, int]:
    """Each customer's amount, nothing being 0; those of whom only a missing cost is known are left out."""
    return {one: amount for one in customers if (amount := amounts.get(one, 0)) is not None}


def by_account(sums: Sums, firms: Mapping[int, int]) -> Sums:
    """People's sums added to those of the company they are at."""
    customers: dict[int, str] = {}
    for person, first_on in sums.customers:
        account = firms.get(person, person)
        customers[account] = min(customers.get(account, first_on), first_on)
    return sums._replace(
        customers=list(customers.items()),
        amounts=_added(sums.amounts, firms),
        earlier=_added(sums.earlier, firms),
    )


def _added(amounts: Mapping[int, Number], firms: Mapping[int, int]) -> dict[int, Number]:
    """Amounts added up by account; None (unknown) yields to any amount but 0, which tells nothing."""
    found: dict[int, Number] = {}
    for person, amount in amounts.items():
        account = firms.get(person, person)
        have = found.get(account, 0)
        found[account] = have if not amount and have is None else amount if not have else have + (amount or 0)
    return found
