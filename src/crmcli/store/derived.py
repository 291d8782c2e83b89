"""What can be worked out again, kept so that no morning has to: each contact's state, sales, names and due reasons.

`settle` runs inside every operation before its commit and touches only the contacts that the operation touched;
`rebuild` does the same for everybody. Nothing here is journalled: undo and redo settle like any other write.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import NamedTuple

from crmcli.domain.period import class_period
from crmcli.domain.policy import Policy
from crmcli.domain.span import Span
from crmcli.store import kept, meta, search, signals, tensions
from crmcli.store.book import Book, Touched
from crmcli.store.guard import refresh_guard
from crmcli.store.reasons import refresh_reasons
from crmcli.store.sales import Classify, refresh_sales
from crmcli.store.state import refresh_state


class Rules(NamedTuple):
    """What analyses say, as functions: `classify` turns (contact id, net sales in minor units) pairs into each one's class,
    `warn` gives the early warnings of some contacts or of all, `judge` the tensions that it sees in what stands about them."""

    classify: Classify
    warn: signals.Warn
    judge: tensions.Judge


MANY = 400
ABOUT_TALK = ("interactions", "contacts", "points", "roles", "closed_channels")


def settle(book: Book, policy: Policy, today: date, touched: Touched, rules: Rules) -> None:
    """Brings up to date what follows from the rows that were touched."""
    everyone = touched.everyone()
    far = touched.any("policy") or len(everyone) > MANY
    scope = None if far else _bounded(_circle(book, everyone))
    search.refresh(book, touched)
    about_sales = touched.any("policy", "orders")
    moved = refresh_sales(book, policy, today, scope, rules.classify) if about_sales else set()
    if touched.any("policy", *ABOUT_TALK):
        refresh_state(book, policy, today, scope)
    regraded = _bounded(_circle(book, moved))
    refresh_guard(book, policy, today, regraded)
    if about_sales:
        _warn(book, policy, today, None if far else touched.contacts.get("orders", set()), rules)
    if touched.any(*tensions.ABOUT):
        tensions.refresh_tensions(book, policy, today, scope, rules.judge)
    scope = None if scope is None or regraded is None else scope | regraded
    if scope is None or scope:
        refresh_reasons(book, policy, today, scope)


def _warn(book: Book, policy: Policy, today: date, buyers: set[int] | None, rules: Rules) -> None:
    """Early warnings of those whose orders were written; where they were many, later and for everybody."""
    kept.orders_changed(book)
    if buyers is None or not signals.are_current(book, today):
        signals.outdated(book)
    elif buyers:
        signals.refresh_signals(book, policy, today, buyers, rules.warn)


def rebuild(book: Book, policy: Policy, today: date, rules: Rules) -> None:
    """Works everything out again for everybody, as of `today`; search aside."""
    refresh_sales(book, policy, today, None, rules.classify)
    refresh_state(book, policy, today, None)
    signals.refresh_signals(book, policy, today, None, rules.warn)
    tensions.refresh_tensions(book, policy, today, None, rules.judge)
    refresh_reasons(book, policy, today, None)


def bring_to(book: Book, policy: Policy, today: date, rules: Rules) -> None:
    """Carries what depends on the calendar over to `today`: classes when a month has ended, birthdays when one is over,
    whatever was entered for a day that has now come, tensions, open complaints, early warnings. Call it in a transaction.
    """
    before = meta.get(book, "derived_on") or ""
    if before > today.isoformat():
        rebuild(book, policy, today, rules)
    else:
        if before < today.isoformat():
            _carry_over(book, policy, before, today, rules)
        if not signals.are_current(book, today):
            signals.refresh_signals(book, policy, today, None, rules.warn)
            refresh_reasons(book, policy, today, None, ("signal", "conflict", "complaint"))
    meta.put(book, "derived_on", today.isoformat())


def _carry_over(book: Book, policy: Policy, before: str, today: date, rules: Rules) -> None:
    same_window = meta.get(book, "class_from") == class_period(today).start.isoformat()
    arrived = _bounded(_circle(book, _carried_over(book, policy, before, today)))
    changed = refresh_sales(book, policy, today, arrived if same_window else None, rules.classify)
    moved = _bounded(_circle(book, changed))
    refresh_state(book, policy, today, arrived)
    refresh_guard(book, policy, today, moved)
    tensions.refresh_tensions(book, policy, today, None, rules.judge)
    whole = not same_window or arrived is None or moved is None
    refresh_reasons(book, policy, today, None if whole else (arrived or set()) | (moved or set()))


def is_current(book: Book, today: date) -> bool:
    """Whether what depends on the calendar has been brought to `today`."""
    return meta.get(book, "derived_on") == today.isoformat() and signals.are_current(book, today)


def _carried_over(book: Book, policy: Policy, before: str, today: date) -> set[int]:
    from crmcli.store.sources.check_back import moot, oldest

    day = today.isoformat()
    window = policy.span("quality.window") or Span(0, "d")
    forgotten = (today - timedelta(days=window.days())).isoformat()
    found = book.rows(
        "SELECT contact_id FROM reasons WHERE kind = 'occasion' AND due_on < :day"
        " UNION SELECT contact_id FROM reasons WHERE kind = 'quality_call' AND due_on < :forgotten"
        " UNION SELECT contact_id FROM interactions WHERE at >= :before AND on_date <= :day"
        " UNION SELECT contact_id FROM quotes WHERE on_date BETWEEN :before AND :day"
        " UNION SELECT contact_id FROM quotes WHERE status <> 'open' AND closed_on BETWEEN :before AND :day"
        " UNION SELECT contact_id FROM orders WHERE contact_id IS NOT NULL AND on_date > :before AND on_date <= :day"
        " UNION SELECT contact_id FROM closed_channels WHERE until > :before AND until <= :day"
        " UNION SELECT contact_id FROM followups WHERE status = 'open' AND created_on BETWEEN :before AND :day"
        " UNION SELECT contact_id FROM followups WHERE status <> 'open' AND closed_on BETWEEN :before AND :day"
        " UNION SELECT contact_id FROM complaint_steps WHERE on_date BETWEEN :before AND :day"
        " UNION SELECT contact_id FROM complaint_steps WHERE kind = 'resolve' AND on_date >= :oldest"
        " AND warn_on >= :moot_from AND warn_on < :moot",
        {
            "before": before,
            "day": day,
            "forgotten": forgotten,
            "oldest": oldest(date.fromisoformat(before or day)),
            "moot_from": moot(policy, date.fromisoformat(before or day)),
            "moot": moot(policy, today),
        },
    )
    return {row[0] for row in found}


def _bounded(contacts: set[int]) -> set[int] | None:
    """The contacts, or None for everybody where there are too many to name."""
    return contacts if len(contacts) <= MANY else None


def _circle(book: Book, contacts: Collection[int]) -> set[int]:
    """The contacts, the companies they work at and the people who work at them."""
    circle = set(contacts)
    if circle:
        ids = ",".join(map(str, circle))
        sql = f"SELECT contact_id, company_id FROM roles WHERE contact_id IN ({ids}) OR company_id IN ({ids})"
        for pair in book.rows(sql):
            circle.update(pair)
    return circle
