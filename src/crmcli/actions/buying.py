"""Purchase histories for the analyses, and the fits behind them, made once and used until the orders have changed enough.

Everything here takes the book and the policy rather than a session: the morning's warnings are refreshed while an operation
settles, where there is no command. What is kept is outside the journal.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache
from typing import Any, TypeVar

from crmcli.analysis.history import History
from crmcli.domain.policy import Policy
from crmcli.store import kept, purchases
from crmcli.store.book import Book

Answer = TypeVar("Answer")


def histories(book: Book, as_of: date, contacts: Collection[int] | None = None) -> list[History]:
    """The purchase days of some contacts, or of all, up to a day; who never bought is not among them."""
    if contacts is None:
        return _everybody(book, as_of, kept.orders_stamp(book))
    return [found for row in purchases.histories(book, as_of, contacts) if (found := History._make(row)).days]


@lru_cache(maxsize=1)
def _everybody(book: Book, as_of: date, stamp: str) -> list[History]:
    """Read once for all the analyses of one command; `stamp` tells when the orders have changed."""
    return [found for row in purchases.histories(book, as_of) if (found := History._make(row)).days]


def fitted(
    book: Book,
    policy: Policy,
    name: str,
    as_of: date,
    today: date,
    make: Callable[[], dict[str, Any]],
    *,
    variant: str = "",
) -> dict[str, Any]:
    """The fit called `name` as plain data: the one kept, where it still holds for that day, else a new one.

    A fit for today holds for fits.keep and until the orders have grown or shrunk by more than fits.change; one for a past day
    holds for that very day, and until any order changes. `variant` tells apart fits of one name (a horizon, a model).
    """
    current = as_of == today
    if current and (last := last_fitted(book, policy, name, as_of, variant)) is not None:
        return last
    key = f"{variant}|{as_of}" if current else f"past {variant}|{as_of}|{kept.orders_stamp(book)}"
    found = None if current else kept.get(book, name, key)
    if found is None:
        found = {"made_on": as_of.isoformat(), "orders": purchases.newest(book), "fit": make()}
        kept.put(book, name, key, found)
    return dict(found["fit"])


def last_fitted(book: Book, policy: Policy, name: str, as_of: date, variant: str = "") -> dict[str, Any] | None:
    """The fit kept for a present day where it still holds, else None: nothing is fitted and nothing kept."""
    found = (one for one in kept.under(book, name, f"{variant}|") if _holds(book, policy, one, as_of))
    last = next(found, None)
    return None if last is None else dict(last["fit"])


def answered(book: Book, name: str, as_of: date, variant: str, make: Callable[[], Answer]) -> Answer:
    """An answer in plain data (lists, numbers, strings), kept until any order or the policy changes."""
    key = f"{variant}|{as_of}|{kept.orders_stamp(book)}"
    found: Answer | None = kept.get(book, name, key)
    if found is None:
        found = make()
        kept.put(book, name, key, found)
    return found


def _holds(book: Book, policy: Policy, last: dict[str, Any], as_of: date) -> bool:
    age = (as_of - date.fromisoformat(last["made_on"])).days
    span = policy.span("fits.keep")
    if not 0 <= age <= (span.days() if span else 0):
        return False
    return bool(abs(purchases.newest(book) - last["orders"]) <= policy["fits.change"] * last["orders"])
