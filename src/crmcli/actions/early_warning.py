"""Early warnings for the morning list: who lapses, who buys far less than their usual, who is worth winning back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from crmcli.domain.policy import Policy
from crmcli.store.book import Book
from crmcli.store.signals import Signal


def warn(book: Book, policy: Policy, today: date, contacts: Collection[int] | None) -> Iterable[Signal] | None:
    """The warnings of some contacts or of all; None where the fits that are kept no longer hold for only some."""
    return []
