"""Who changed group between two days: a comparison of two maps of groups and nothing else.

Where the maps come from (a saved snapshot, the same question as of another day) is the caller's business.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from crmcli.analysis.value_class import CLASSES

PAYING = ("A", "B", "C")


class Move(NamedTuple):
    """One customer's change. None: no group on that day, because there was no order yet or no customer."""

    contact_id: int
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Movers:
    """The moves by kind. `up` and `new`: best group now first; `down` and `gone`: best group lost first.

    Where groups have no order, every change stands in `moved`, and `up` and `down` are empty. `was` holds the earlier group of
    every customer who had one, moved or not.
    """

    up: tuple[Move, ...]
    down: tuple[Move, ...]
    new: tuple[Move, ...]
    gone: tuple[Move, ...]
    was: dict[int, str]
    moved: tuple[Move, ...] = ()
    ordered: bool = True

    def lists(self) -> dict[str, tuple[Move, ...]]:
        """{"up", "down", "new", "gone"}, or {"moved", "new", "gone"} where groups have no order."""
        changed = {"up": self.up, "down": self.down} if self.ordered else {"moved": self.moved}
        return {**changed, "new": self.new, "gone": self.gone}

    def counts(self) -> dict[str, int]:
        """Customers in each of `lists`."""
        return {kind: len(moves) for kind, moves in self.lists().items()}


class _Order:
    """Places of groups, the best first; what is no group any more comes after all of them, and so does nothing."""

    def __init__(self, names: Sequence[str]) -> None:
        self._places: dict[str | None, int] = {name: at for at, name in enumerate(names)}

    def of(self, name: str | None) -> int:
        return self._places.get(name, len(self._places))

    def best_now(self, moves: list[Move]) -> tuple[Move, ...]:
        return tuple(sorted(moves, key=lambda move: (self.of(move.now), -self.of(move.was), move.contact_id)))

    def best_lost(self, moves: list[Move]) -> tuple[Move, ...]:
        return tuple(sorted(moves, key=lambda move: (self.of(move.was), -self.of(move.now), move.contact_id)))


def movers(
    earlier: Mapping[int, str | None],
    current: Mapping[int, str | None],
    names: Sequence[str] = CLASSES,
    *,
    ordered: bool = True,
    brought: Collection[str] = PAYING,
    nothing: str | None = "zero",
) -> Movers:
    """Compare {contact_id: group} of two days; `names` best first where `ordered`; None is the same as absent.

    `new` had no group earlier, for they had not ordered yet; `gone` has none now, or was in a group of `brought` and is in
    `nothing`. Whoever stayed is in no list.
    """
    order = _Order(names)
    was, now = _grouped(earlier), _grouped(current)
    up: list[Move] = []
    down: list[Move] = []
    new: list[Move] = []
    gone: list[Move] = []
    for contact_id, name in now.items():
        before = was.get(contact_id)
        if name == before:
            continue
        move = Move(contact_id, before, name)
        if before is None:
            new.append(move)
        elif name == nothing and before in brought:
            gone.append(move)
        else:
            (up if not ordered or order.of(name) < order.of(before) else down).append(move)
    gone += [Move(contact_id, was[contact_id], None) for contact_id in was.keys() - now.keys()]
    risen, rest = order.best_now(up), (order.best_lost(down), order.best_now(new), order.best_lost(gone), was)
    return Movers(risen, *rest) if ordered else Movers((), *rest, moved=risen, ordered=False)


def _grouped(groups: Mapping[int, str | None]) -> dict[int, str]:
    """A copy without the Nones."""
    return {contact_id: name for contact_id, name in groups.items() if name is not None}
