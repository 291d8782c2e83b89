"""What the analyses say of what is derived, as the functions that the store is given; each is loaded when it is asked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date

from crmcli.domain.policy import Policy
from crmcli.store import derived
from crmcli.store.book import Book
from crmcli.store.signals import Signal
from crmcli.store.tensions import Case, Tension


def classes(policy: Policy, rows: Iterable[tuple[int, int]]) -> dict[int, str]:
    """Each contact's class by the policy's thresholds."""
    from crmcli.analysis.value_class import classify

    return {
        contact: str(name)
        for contact, name in classify(rows, a=policy["abc.a"], b=policy["abc.b"]).by_contact().items()
    }


def warnings(
    book: Book,
    policy: Policy,
    today: date,
    contacts: Collection[int] | None,
    advance: Callable[[int], None] = lambda steps: None,
) -> Iterable[Signal] | None:
    """The early warnings of some contacts or of all."""
    from crmcli.actions.early_warning import warn

    return warn(book, policy, today, contacts, advance)


def tensions(policy: Policy, today: date, cases: Iterable[Case]) -> Iterable[Tension]:
    """Who is about to be lost in a conflict, and by what signs."""
    from crmcli.actions.conflict import judge

    return judge(policy, today, cases)


RULES = derived.Rules(classes, warnings, tensions)
