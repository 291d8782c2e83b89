"""What each customer brought in a window and what serving them cost, at the policy's rates; under their company where asked.

Here the store meets the arithmetic; nothing is ranked, put into words or written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from crmcli.actions.session import Session
from crmcli.analysis.service_cost import Effort, by_account, costs, effort_of, exact
from crmcli.domain.money import exponent
from crmcli.domain.period import Period
from crmcli.domain.policy import Policy
from crmcli.store import brought, segments
from crmcli.store import effort as effort_rows
from crmcli.store.brought import NOTHING, Brought

RATES = {
    "minutes": "cost.minute", "visits": "cost.visit", "quotes": "cost.quote", "letters": "cost.mailing",
    "complaints": "cost.complaint",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figures:
    """A window in columns by contact id. `costs` in minor units; `default_margin` of orders of unknown cost, None: none;
    `unrated`: purchases without a rate, which are in no sum."""

    window: Period
    brought: Mapping[int, Brought]
    efforts: Mapping[str, Mapping[int, int]]
    costs: Mapping[int, int]
    default_margin: float | None
    unrated: Mapping[int, int]

    def margin(self, one: int) -> int | None:
        """Net margin in minor units; None where the cost of an order is not known and no margin is taken for it, or no
        order has a rate."""
        found = self.brought.get(one, NOTHING)
        if not found.orders and one in self.unrated:
            return None
        if found.orders == found.costed:
            return found.margin
        if self.default_margin is None:
            return None
        return found.margin + round(self.default_margin * (found.sales - found.margin - found.cost))

    def leaves(self, one: int) -> int | None:
        """Net margin less the cost to serve; None where the margin is not known."""
        margin = self.margin(one)
        return None if margin is None else margin - self.costs.get(one, 0)

    def effort(self, one: int) -> Effort:
        """What was done for them."""
        return effort_of(self.efforts, one)


def figures(session: Session, window: Period, as_of: date, firms: Mapping[int, int]) -> Figures:
    """The window's figures as of a day; `firms` says whose account is another contact's."""
    found = brought.brought(session.book, window, as_of)
    efforts = effort_rows.efforts(session.book, window)
    unrated = under(brought.unrated(session.book, window, as_of), firms)
    if firms:
        found, efforts = _added(found, firms), by_account(efforts, firms)
    policy = session.policy
    return Figures(window, found, efforts, costs(efforts, rates(policy)), policy["margin.default"], unrated)


def rates(policy: Policy) -> dict[str, int]:
    """What a minute, a visit ... costs, in millionths of a minor unit of the base currency."""
    places = exponent(policy.currency)
    return {name: exact(policy[key], places) for name, key in RATES.items()}


def customers(session: Session, day: date, firms: Mapping[int, int]) -> dict[int, str]:
    """contact id -> local date of their first order, of everybody who had ordered by that day."""
    found: dict[int, str] = {}
    for person, first_on in segments.customers(session.book, day):
        one = firms.get(person, person)
        found[one] = min(found.get(one, first_on), first_on)
    return found


def under(counts: Mapping[int, int], firms: Mapping[int, int]) -> Mapping[int, int]:
    """Counts added up under whose account each contact's is."""
    if not firms:
        return counts
    found: dict[int, int] = {}
    for person, count in counts.items():
        account = firms.get(person, person)
        found[account] = found.get(account, 0) + count
    return found


def _added(found: Mapping[int, Brought], firms: Mapping[int, int]) -> dict[int, Brought]:
    sums: dict[int, Brought] = {}
    for person, one in found.items():
        account = firms.get(person, person)
        have = sums.get(account)
        sums[account] = one if have is None else Brought(*(a + b for a, b in zip(have, one, strict=True)))
    return sums
