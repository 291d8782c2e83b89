"""What stands behind an ABC segment: the sums of its window, the classes they make, the effort, and who moved.

Here the store and the analysis meet; nothing is put into words and nothing is written.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crmcli.actions.segment_window import Earlier, Looked
from crmcli.actions.session import Session
from crmcli.analysis.movers import Movers, movers
from crmcli.analysis.value_class import EffortSplit, ValueClass, ValueClasses, classify, effort
from crmcli.store import segments
from crmcli.store.segments import By, Sum, WalkIns


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, checked: `basis` is what a snapshot to compare with has to share, `chosen` the one class shown."""

    by: By
    looked: Looked
    earlier: Earlier
    accounts: bool
    basis: str
    chosen: ValueClass | None


@dataclass(frozen=True, slots=True)
class Before:
    """The earlier day: each customer's class and amount in minor units."""

    classes: dict[int, ValueClass]
    amounts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Found:
    """The answer before it is put into words. The counts are orders left out, `unknown` customers without a class."""

    classes: ValueClasses
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
    rows = segments.sums(book, question.by, window, recomputed)
    minutes = segments.minutes(book, window)
    if question.accounts:
        firms = segments.accounts(book)
        rows, minutes = _by_account(rows, firms), _minutes_by_account(minutes, firms)
    policy = session.policy
    limits = {"a": policy["abc.a"], "b": policy["abc.b"]}
    classes = classify([(row[0], row[2]) for row in rows if row[2] is not None], **limits)
    before = _before(session, question.earlier, rows, limits)
    by_contact = classes.by_contact()
    walk_in = segments.walk_ins(book, question.by, window)
    days = [row[1] for row in rows] + ([walk_in.first_on] if walk_in.first_on else [])
    return Found(
        classes, movers(before.classes, by_contact), before, minutes, effort(by_contact, minutes), walk_in,
        excluded=sum([row[3] for row in rows]) + walk_in.excluded,
        unknown_cost=sum([row[4] for row in rows]) + walk_in.unknown_cost,
        unknown=len(rows) - len(by_contact),
        first_on=min(days, default=None),
    )  # fmt: skip


def _before(session: Session, earlier: Earlier, rows: Sequence[Sum], limits: dict[str, float]) -> Before:
    """The classes of the earlier day, kept in a snapshot or worked out again from the orders dated up to then."""
    if earlier.snapshot_id is not None:
        kept = segments.snapshot_rows(session.book, earlier.snapshot_id)
        return Before({row[0]: row[1] for row in kept}, {row[0]: row[2] for row in kept})
    day = earlier.window.as_of.isoformat()
    amounts = {row[0]: row[5] for row in rows if row[1] <= day and row[5] is not None}
    return Before(classify(amounts.items(), **limits).by_contact(), amounts)


def _by_account(rows: Sequence[Sum], firms: dict[int, int]) -> list[Sum]:
    """People's sums added to those of the company they are at; None (unknown) yields to what is known."""
    found: dict[int, Sum] = {}
    for person, first_on, amount, no_rate, no_cost, earlier in rows:
        account = firms.get(person, person)
        have = found.get(account, (account, first_on, 0, 0, 0, 0))
        found[account] = (
            account, min(have[1], first_on), _plus(have[2], amount), have[3] + no_rate, have[4] + no_cost,
            _plus(have[5], earlier),
        )  # fmt: skip
    return list(found.values())


def _plus(one: int | None, other: int | None) -> int | None:
    if one is None or other is None:
        return (one or 0) + (other or 0) or None
    return one + other


def _minutes_by_account(minutes: dict[int, int], firms: dict[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for person, count in minutes.items():
        account = firms.get(person, person)
        found[account] = found.get(account, 0) + count
    return found
