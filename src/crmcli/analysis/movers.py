"""Who changed class between two days: a comparison of two class maps and nothing else.

Where the maps come from (a saved snapshot, the same question as of another day) is the caller's business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from crmcli.analysis.value_class import CLASSES, ValueClass

_PLACE: dict[ValueClass | None, int] = {name: place for place, name in enumerate(CLASSES)}
_PLACE[None] = len(CLASSES)
PAYING = ("A", "B", "C")


class Move(NamedTuple):
    """One customer's change. None: no class on that day, because there was no order yet or no customer."""

    contact_id: int
    was: ValueClass | None
    now: ValueClass | None


@dataclass(frozen=True, slots=True)
class Movers:
    """The moves by kind. `up` and `new`: best class now first; `down` and `gone`: best class lost first.

    `was` holds the earlier class of every customer who had one, moved or not.
    """

    up: tuple[Move, ...]
    down: tuple[Move, ...]
    new: tuple[Move, ...]
    gone: tuple[Move, ...]
    was: dict[int, ValueClass]

    def counts(self) -> dict[str, int]:
        """{"up", "down", "new", "gone"}: customers in each."""
        return {"up": len(self.up), "down": len(self.down), "new": len(self.new), "gone": len(self.gone)}


def movers(earlier: Mapping[int, ValueClass | None], current: Mapping[int, ValueClass | None]) -> Movers:
    """Compare {contact_id: class} of two days, A > B > C > zero > below_zero; None is the same as absent.

    `new` had no class earlier, for they had not ordered yet; `gone` brought money then (A, B or C) and nothing now (zero, or
    no class at all). Whoever stayed in class is in no list.
    """
    was, now = _classed(earlier), _classed(current)
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
        elif name == "zero" and before in PAYING:
            gone.append(move)
        else:
            (up if _PLACE[name] < _PLACE[before] else down).append(move)
    gone += [Move(contact_id, was[contact_id], None) for contact_id in was.keys() - now.keys()]
    return Movers(_best_now(up), _best_lost(down), _best_now(new), _best_lost(gone), was)


def _classed(classes: Mapping[int, ValueClass | None]) -> dict[int, ValueClass]:
    """A copy without the Nones."""
    return {contact_id: name for contact_id, name in classes.items() if name is not None}


def _best_now(moves: Iterable[Move]) -> tuple[Move, ...]:
    return tuple(sorted(moves, key=lambda move: (_PLACE[move.now], -_PLACE[move.was], move.contact_id)))


def _best_lost(moves: Iterable[Move]) -> tuple[Move, ...]:
    return tuple(sorted(moves, key=lambda move: (_PLACE[move.was], -_PLACE[move.now], move.contact_id)))
