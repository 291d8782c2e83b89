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


def choose(prefers: str | None, points: Mapping[str, Sequence[str]], closed: Collection[str]) -> Reach:
    """The preferred channel where it is open and has an address, else phone, e-mail, letter in this order.

    `points` maps phone, email and address to the good ones, best first; `closed` are channels under do-not-contact
    (`all` closes every one). A message to the phone of somebody who closed the phone is offered only if they prefer it.
    """
    if "all" in closed:
        return Reach(None, None, True)
    for channel in (prefers, *ORDER):
        if channel is None or channel in closed:
            continue
        found = points.get(NEEDS.get(channel, ""), ())
        if found:
            return Reach(channel, found[0])
        if channel == prefers and channel not in NEEDS:
            return Reach(channel, None)
    return Reach(None, None, bool(closed))
