"""Early warnings as they stand today, kept so that no morning scans the orders.

They are worked out for everybody once a day, and for a customer when their orders are written. What they say is an analysis
and comes in as a function; this room keeps the answer. Where so much was written that fits no longer hold, the table is
marked as out of date and worked out anew when the morning list is next read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import NamedTuple

from crmcli.domain.policy import Policy
from crmcli.store import meta
from crmcli.store.book import Book, only

SIGNALS_ON = "signals_on"


class Signal(NamedTuple):
    """One warning. `since`: the local date on which it began; a word with them from then on settles it. `cause`: the local
    date of what brought it about; pauses made since then hold. `grade`: the class it counts for; `worth` in minor units."""

    contact_id: int
    kind: str
    since: str
    cause: str
    grade: str
    worth: int
    text: str


Warn = Callable[[Book, Policy, date, Collection[int] | None], Iterable[Signal] | None]


def refresh_signals(book: Book, policy: Policy, today: date, contacts: Collection[int] | None, warn: Warn) -> None:
    """Works the warnings of `contacts` out again (None: everybody's); marks all as out of date where that takes more."""
    found = warn(book, policy, today, contacts)
    if found is None:
        outdated(book)
        return
    book.db.execute(f"DELETE FROM signals WHERE 1 = 1{only('contact_id', contacts)}")
    book.db.executemany(
        "INSERT INTO signals (contact_id, kind, since, cause, grade, worth, text) VALUES (?, ?, ?, ?, ?, ?, ?)", found
    )
    if contacts is None:
        meta.put(book, SIGNALS_ON, today.isoformat())


def outdated(book: Book) -> None:
    """Marks the warnings as out of date."""
    meta.put(book, SIGNALS_ON, "")


def are_current(book: Book, today: date) -> bool:
    """Whether the warnings were worked out for `today`."""
    return meta.get(book, SIGNALS_ON) == today.isoformat()
