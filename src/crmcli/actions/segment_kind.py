"""What every kind of segment answers with, so that saving, comparing, tagging and listing are written once.

A kind is a function `grade(session, asked, as_of) -> Graded`; the frame around it is `segment_frame`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from crmcli.domain.result import WHOLE

# What a summary has for some questions only.
SOMETIMES = ("class", "segment", "tier", "step", "value", "operation", "snapshot", "tagged", "opened", "already_open")


@dataclass(frozen=True, slots=True)
class Graded:
    """Every customer's group as of one day.

    `ranked`: contact ids in the order they are shown. `grades`: contact id -> group. `values`: contact id -> minor units, kept in
    snapshots beside the group (None: unknown). `names`: every group there is, shown even where it is empty; best first where
    `ordered`, so that a move is up or down. `dress`: the items of these contacts, in order, without `contact` and `was`.
    `summary`: group -> its figures, {"customers": n, ...}. `about`: what else the summary says (from, to, excluded ...).
    `basis`: what two snapshots must share to be compared.

    Where customers stand in several groups: `members` gives those of one, in the order shown, and `grades` has all of a
    customer's in one text. `rows`: what is listed while no group is chosen, where that is not the customers. `follow`: of the
    ids listed, the commands that are likely next, before those that every kind has.
    """

    ranked: Sequence[int]
    grades: Mapping[int, str]
    values: Mapping[int, int | None]
    names: Sequence[str]
    dress: Callable[[Sequence[int]], list[dict[str, Any]]]
    summary: Mapping[str, dict[str, Any]]
    about: dict[str, Any]
    basis: str
    ordered: bool = True
    notes: list[str] = field(default_factory=list)
    members: Callable[[str], Sequence[int]] | None = None
    rows: Sequence[dict[str, Any]] | None = None
    follow: Callable[[Sequence[int]], list[str]] | None = None


def with_groups(totals: dict[str, Any], graded: Graded) -> dict[str, Any]:
    """The summary with each group under its own name, which always wins; what a name takes the place of stands in WHOLE (null
    for what is not said this time), so that both are found."""
    pushed = {name: totals.get(name) for name in graded.names if name in totals or name in SOMETIMES}
    groups = {name: dict(graded.summary[name]) for name in graded.names}
    return {**totals, **groups, **({WHOLE: pushed} if pushed else {})}
