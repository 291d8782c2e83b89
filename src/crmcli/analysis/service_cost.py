"""What serving a customer costs: what was done for them, at the policy's rates.

cost = minutes x cost.minute + visits x cost.visit + quotes x cost.quote + letters of ours x cost.mailing + complaints x
cost.complaint (activity-based cost to serve: R. Kaplan and V. G. Narayanan, "Measuring and Managing Customer Profitability",
Journal of Cost Management 15, 2001). Whole numbers throughout: rates are millionths of a minor unit, and a sum is rounded once,
half up. Pure arithmetic; what was done is the store's to count.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

MILLION = 10**6


class Effort(NamedTuple):
    """What was done for one customer: minutes, and how many visits, quotes, letters of ours and complaints."""

    minutes: int = 0
    visits: int = 0
    quotes: int = 0
    letters: int = 0
    complaints: int = 0


Efforts = Mapping[str, Mapping[int, int]]
"""A field of Effort -> contact id -> count; who has none of it is left out."""


def exact(rate: float, exponent: int) -> int:
    """A rate in major units of a currency with so many decimals as millionths of its minor unit."""
    return round(rate * float(10 ** (exponent + 6)))


def effort_of(efforts: Efforts, contact_id: int) -> Effort:
    """What was done for one contact."""
    return Effort(*(efforts.get(name, {}).get(contact_id, 0) for name in Effort._fields))


def costs(efforts: Efforts, rates: Mapping[str, int]) -> dict[int, int]:
    """contact id -> cost in minor units, of everybody for whom anything was done; `rates` by field, as `exact` gives them."""
    sums: dict[int, int] = {}
    for name, counts in efforts.items():
        rate = rates[name]
        for contact, count in counts.items():
            sums[contact] = sums.get(contact, 0) + count * rate
    return {contact: rounded(cost) for contact, cost in sums.items()}


def cost_to_serve(effort: Effort, rates: Mapping[str, int]) -> int:
    """The same of one customer's effort, in minor units."""
    return rounded(sum(count * rates[name] for name, count in effort._asdict().items()))


def rounded(millionths: int) -> int:
    """Millionths of a minor unit as whole ones, half up."""
    return (2 * millionths + MILLION) // (2 * MILLION)


def by_account(efforts: Efforts, firms: Mapping[int, int]) -> dict[str, dict[int, int]]:
    """The same counted under accounts; `firms` says whose account is another contact's."""
    found: dict[str, dict[int, int]] = {}
    for name, counts in efforts.items():
        added = found.setdefault(name, {})
        for contact, count in counts.items():
            account = firms.get(contact, contact)
            added[account] = added.get(account, 0) + count
    return found
