"""Which customers to keep, to grow, to serve cheaply, and which cost more than they bring.

Actual value = net margin less the cost to serve, over 12 months; potential value = what comparable customers reach (D. Peppers
and M. Rogers, *Managing Customer Relationships*, ch. 5). The first that fits, in this order:

- below zero: actual < 0 with so many days of history;
- most valuable: among the best part, by actual > 0 over the last fiscal year;
- most growable: bought in the 12 months, not lapsed, and among the part with the largest gap = potential - actual > 0;
- low maintenance: actual > 0, class C, cost to serve below the median of those who bought (what costs nothing is);
- steady: the rest, and whoever's margin is not known.

The best part of n is everybody with fewer than share x n strictly better ones before them, so equal customers stand together.
Potential = wallet x margin % x the share of wallet that a quarter of the comparable customers reach; where no estimate holds,
the actual that a quarter of at least so many comparable customers reach. Pure arithmetic in minor units; None is unknown.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from crmcli.analysis.history import median, quantile

TIERS = ("most_valuable", "most_growable", "steady", "low_maintenance", "below_zero")
_BILLION = 10**9


class Customer(NamedTuple):
    """One customer: `actual` over 12 months and over the year that finds the best (None: the margin is not known), the
    `cost` to serve, whether they bought in the 12 months, their class by sales, and days since their first order."""

    contact_id: int
    actual: int | None
    best_year: int | None
    cost: int
    bought: bool
    class_c: bool
    history: int


class Limits(NamedTuple):
    """The policy's numbers: shares as fractions, days."""

    best: float = 0.10
    growable: float = 0.20
    history: int = 90


class Wallet(NamedTuple):
    """What a customer spends in all and what they bought here, in minor units of the same 12 months."""

    own: int
    wallet: int


class Potential(NamedTuple):
    """What a customer could leave, in minor units. By their wallet: `share` of it is what comparable customers give us,
    `margin` ours of that. By comparable customers alone, both are None. `peers` of them stand behind it, alike in `group`."""

    minor: int
    group: Hashable
    peers: int
    share: float | None = None
    margin: float | None = None


class Tiers(NamedTuple):
    """contact id -> tier, gap (of everybody whose potential is above their actual), and the median that was used."""

    tiers: dict[int, str]
    gaps: dict[int, int]
    median_cost: float


def tiers(
    customers: Sequence[Customer], potentials: Mapping[int, Potential], lapsed: Container[int], limits: Limits
) -> Tiers:
    """Everybody's tier."""
    below = {c.contact_id for c in customers if c.actual is not None and c.actual < 0 and c.history >= limits.history}
    best = best_part({c.contact_id: c.best_year for c in customers if c.best_year and c.best_year > 0}, limits.best)
    gaps = _gaps(customers, potentials)
    able = {one: gap for one, gap in gaps.items() if one not in below and one not in lapsed}
    growable = best_part(able, limits.growable)
    spent = [c.cost for c in customers if c.bought]
    middle = median(spent) if spent else 0.0
    found = {}
    for c in customers:
        one = c.contact_id
        if one in below:
            tier = "below_zero"
        elif one in best:
            tier = "most_valuable"
        elif one in growable:
            tier = "most_growable"
        elif c.class_c and c.actual is not None and c.actual > 0 and (c.cost < middle or not c.cost):
            tier = "low_maintenance"
        else:
            tier = "steady"
        found[one] = tier
    return Tiers(found, gaps, middle)


def _gaps(customers: Sequence[Customer], potentials: Mapping[int, Potential]) -> dict[int, int]:
    found = {}
    for c in customers:
        potential = potentials.get(c.contact_id)
        if potential is not None and c.bought and c.actual is not None and potential.minor > c.actual:
            found[c.contact_id] = potential.minor - c.actual
    return found


def best_part(amounts: Mapping[int, int], share: float) -> set[int]:
    """Those with fewer than `share` of them strictly above them."""
    if not amounts:
        return set()
    ranked = sorted(amounts.values(), reverse=True)
    count = max(-(-round(share * _BILLION) * len(ranked) // _BILLION), 1)
    limit = ranked[min(count, len(ranked)) - 1]
    return {one for one, amount in amounts.items() if amount >= limit}


def reached(
    actuals: Mapping[int, int], groups: Mapping[int, Sequence[Hashable]], peers: int, reach: float
) -> dict[int, Potential]:
    """What each customer could leave by what comparable customers do: of their first group with at least `peers` members
    whose actual value is known, the `reach` quantile."""
    members: dict[Hashable, list[int]] = {}
    for one, actual in actuals.items():
        for group in groups.get(one, ()):
            members.setdefault(group, []).append(actual)
    goals = {
        group: Potential(round(quantile(values, reach)), group, len(values))
        for group, values in members.items()
        if len(values) >= peers
    }
    found = {}
    for one in actuals:
        for group in groups.get(one, ()):
            if group in goals:
                found[one] = goals[group]
                break
    return found


def by_wallet(
    wallets: Mapping[int, Wallet],
    margins: Mapping[int, float],
    groups: Mapping[int, Sequence[Hashable]],
    peers: int,
    reach: float,
) -> dict[int, Potential]:
    """What each customer with an estimate could leave; `margins`: the part of the sales that is margin, by contact.

    The share of wallet is that of their first group with at least `peers` estimates, else of everybody with one. An estimate
    that stands alone has nothing to be compared with, and gives nothing.
    """
    if len(wallets) < 2:
        return {}
    everybody: Hashable = None
    members: dict[Hashable, list[float]] = {}
    for one, (own, wallet) in wallets.items():
        for group in (*groups.get(one, ()), everybody):
            members.setdefault(group, []).append(max(own, 0) / wallet)
    found = {}
    for one, (_, wallet) in wallets.items():
        if one in margins:
            group = next((group for group in groups.get(one, ()) if len(members[group]) >= peers), everybody)
            share = quantile(members[group], reach)
            minor = round(wallet * margins[one] * share)
            found[one] = Potential(minor, group, len(members[group]), share, margins[one])
    return found


def ordered(found: Tiers, customers: Iterable[Customer]) -> list[int]:
    """The customers as they are listed: tier by tier, the most valuable first; of the growable the widest gap, of those below
    zero the worst first; unknown ones last."""
    places = {tier: place for place, tier in enumerate(TIERS)}

    def rank(c: Customer) -> tuple[int, int, int, int]:
        tier = found.tiers[c.contact_id]
        actual = c.actual or 0
        worth = actual if tier == "below_zero" else -found.gaps[c.contact_id] if tier == "most_growable" else -actual
        return places[tier], int(c.actual is None), worth, c.contact_id

    return [c.contact_id for c in sorted(customers, key=rank)]
