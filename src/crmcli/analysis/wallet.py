"""Our share of what customers spend in all: per customer, over a group, and how much of the business is known.

Share = own net sales / estimated spend, of the same 12 months and in one currency; over a group the sum of the one divided by
the sum of the other, over customers with an estimate. Sales above the estimate show that the estimate is wrong: it is stale,
and the share is not capped. Where only the rank of our brand with the customer is known, the Wallet Allocation Rule gives a
share: (1 - rank / (brands + 1)) * 2 / brands (T. Keiningham, L. Aksoy, A. Buoye, B. Cooil, "Customer Loyalty Isn't Enough. Grow
Your Share of Wallet", Harvard Business Review, October 2011). Plain numbers in minor units; no clock, no store.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple


class Verdict(NamedTuple):
    """What an estimate says. `share` of it is ours; `room` is what goes elsewhere, None where we sell more than estimated.
    `exceeded` and `old` are why it is stale."""

    share: float | None
    room: int | None
    exceeded: bool
    old: bool

    @property
    def stale(self) -> bool:
        return self.exceeded or self.old


class Group(NamedTuple):
    """Customers with an estimate: how many, their own sales, what they spend in all, and our share (None: nothing known)."""

    customers: int
    own: int
    wallet: int
    share: float | None


class Coverage(NamedTuple):
    """How many customers with sales have an estimate, out of how many, and what part of the sales is theirs."""

    customers: int
    of: int
    share: float | None
    value_share: float | None


def judge(own: int, wallet: int | None, *, old: bool) -> Verdict:
    """What an estimate of `wallet` (above zero; None: unknown for want of a rate) says beside own sales."""
    if wallet is None:
        return Verdict(None, None, exceeded=False, old=old)
    exceeded = own > wallet
    return Verdict(own / wallet, None if exceeded else wallet - max(own, 0), exceeded=exceeded, old=old)


def group(rows: Iterable[tuple[int, int | None]]) -> Group:
    """(own, wallet) pairs added up; those without a known wallet are left out of both sums."""
    known = [(own, wallet) for own, wallet in rows if wallet is not None]
    own, wallet = sum(one for one, _ in known), sum(one for _, one in known)
    return Group(len(known), own, wallet, own / wallet if wallet else None)


def coverage(sold: Mapping[int, int], estimated: Collection[int]) -> Coverage:
    """`sold`: customer -> net sales; only those above zero are asked about."""
    buyers = {one: amount for one, amount in sold.items() if amount > 0}
    known = [one for one in buyers if one in estimated]
    total = sum(buyers.values())
    if not buyers:
        return Coverage(0, 0, None, None)
    return Coverage(len(known), len(buyers), len(known) / len(buyers), sum(buyers[one] for one in known) / total)


def allocated(rank: int, brands: int) -> float:
    """The share of wallet of the brand that a customer ranks so among so many, by the Wallet Allocation Rule."""
    return (1 - rank / (brands + 1)) * 2 / brands
