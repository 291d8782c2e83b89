"""Who changed group, by name: the moves that weigh most, with what those customers bring and brought."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from heapq import nlargest
from typing import Any

from crmcli.actions.record import named
from crmcli.analysis.movers import Move, Movers

NAMED_MOVERS = 10
LOST = ("down", "gone")
Amounts = Mapping[int, int | None]


def best_moves(moved: Movers, now: Amounts, before: Amounts) -> dict[str, list[Move]]:
    """Of each kind the moves that weigh most: by value before of those who fell or went, by value now of the others."""
    return {kind: _heaviest(moves, before if kind in LOST else now) for kind, moves in moved.lists().items()}


def _heaviest(moves: Iterable[Move], amounts: Amounts) -> list[Move]:
    return nlargest(NAMED_MOVERS, moves, key=lambda move: (amounts.get(move.contact_id) or 0, -move.contact_id))


def named_moves(
    best: Mapping[str, list[Move]], names: Mapping[int, str], now: Amounts, before: Amounts, absent: int | None = None
) -> dict[str, Any]:
    """The moves as scripts see them, with both amounts; an amount is null where there was no customer, and `absent` where one
    is in no mapping."""
    return {
        kind: [
            {
                "contact": named(move.contact_id, names.get(move.contact_id, "")),
                "was": move.was,
                "now": move.now,
                "amount_minor": now.get(move.contact_id),
                "was_minor": before.get(move.contact_id, absent) if move.was else None,
            }
            for move in moves
        ]
        for kind, moves in best.items()
    }


def movers_of(best: Mapping[str, list[Move]]) -> set[int]:
    """Whose names they need."""
    return {move.contact_id for moves in best.values() for move in moves}
