"""The registry of follow-up sources: each file yields the reasons to reach somebody, and knows no other.

A source answers `reasons(scope)` with every reason that follows from what stands in the book, whenever it falls due; the
morning list reads the table they are kept in. To add one: a file with that function, and its name and kinds here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module

from crmcli.store.sources.base import Reason, Scope

KINDS_OF: dict[str, tuple[str, ...]] = {
    "followup": ("followup", "promise"),
    "cadence": ("cadence",),
    "complaint": ("complaint",),
    "check_back": ("check_back",),
    "quote": ("quote",),
    "unanswered": ("unanswered",),
    "attempt": ("attempt",),
    "occasion": ("occasion",),
    "quality_call": ("quality_call",),
    "signal": ("lapsed", "underbuying", "winback"),
    "conflict": ("conflict",),
}
SOURCES = tuple(KINDS_OF)


def kinds_of(source: str) -> tuple[str, ...]:
    """The kinds of reasons that a source yields."""
    return KINDS_OF[source]


def reasons_of(sources: Iterable[str], scope: Scope) -> Iterator[Reason]:
    """The reasons of these sources, source by source."""
    for name in sources:
        yield from import_module(f"crmcli.store.sources.{name}").reasons(scope)
