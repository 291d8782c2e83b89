"""How to reach somebody: the way they like best among those they left open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

ORDER = ("phone", "email", "letter")
NEEDS = {
    "phone": "phone", "message": "phone", "email": "email", "letter": "address", "visit": "address",
}  # fmt: skip


class Reach(NamedTuple):
    """The channel to use and the number or address on it; both None where nothing is known.

    `none_left` says that a channel was closed to us and no other is open.
    """

    channel: str | None
    address: str | None
    none_left: bool = False


def choose(
    prefers: str | None, points: Mapping[str, Sequence[str]], closed: Collection[str], worn: Collection[str] = ()
) -> Reach:
    """The preferred channel where it is open and has an address, else phone, e-mail, letter in this order.

    `points` maps phone, email and address to the good ones, best first; `closed` are channels under do-not-contact
    (`all` closes every one), `worn` those that were used enough of late: they come last. A message to the phone of
    somebody who closed the phone is offered only if they prefer it.
    """
    found = open_ways(prefers, points, closed)
    if not found:
        return Reach(None, None, bool(closed))
    return next((way for way in found if way.channel not in worn), found[0])


def open_ways(prefers: str | None, points: Mapping[str, Sequence[str]], closed: Collection[str]) -> list[Reach]:
    """Every way there is, the one they like best first."""
    ways: list[Reach] = []
    for channel in (prefers, *ORDER):
        if channel is None or channel in closed or "all" in closed or any(way.channel == channel for way in ways):
            continue
        found = points.get(NEEDS.get(channel, ""), ())
        if found:
            ways.append(Reach(channel, found[0]))
        elif channel == prefers and channel not in NEEDS:
            ways.append(Reach(channel, None))
    return ways
