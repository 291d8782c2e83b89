"""The registry of follow-up sources: each file yields the reasons to reach somebody, and knows no other.

A source answers `reasons(scope)` with every reason that follows from what stands in the book, whenever it falls due; the
morning list reads the table they are kept in. To add one: a file with that function, and its name here.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from crmcli.store.sources.base import Reason, Scope

SOURCES = ("followup", "cadence", "quote", "unanswered", "attempt", "occasion")


def all_reasons(scope: Scope) -> Iterator[Reason]:
    """The reasons of every source, source by source."""
    for name in SOURCES:
        yield from import_module(f"crmcli.store.sources.{name}").reasons(scope)
