"""What stands behind the value tiers: a year of figures, what customers could leave, who is lapsed, and the worst of them.

Here the store and the analyses meet; nothing is put into words and nothing is written.
"""

from __future__ import annotations

from collections.abc import Container, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from crmcli.actions.lapsed import lapsed_ids
from crmcli.actions.session import Session
from crmcli.actions.value_figures import Figures, customers, figures, under
from crmcli.analysis import costly, value_tier
from crmcli.analysis.costly import Year
from crmcli.analysis.value_class import classify
from crmcli.analysis.value_tier import Customer, Limits, Potential, Tiers, Wallet
from crmcli.domain.period import DEFAULT_PERIOD, named_period
from crmcli.domain.span import add
from crmcli.errors import BadValueError
from crmcli.store import brought, effort, segments, wallets
from crmcli.store.wallets import Estimate

FISCAL = "last-fiscal-year"
ALIKE = ("segment", "branch", "need")


@dataclass(frozen=True, slots=True)
class Study:
    """Everybody's year. `best` is the year that finds the most valuable, `best_name` what it is called, `instead` why it is not
    the last fiscal year (None: it is); `since` first orders;
    `estimates` the wallets that hold; `signs` of everybody who shows one; `worst` who to look at first, the worst first."""

    now: Figures
    best: Figures
    best_name: str
    instead: str | None
    since: Mapping[int, str]
    customers: Sequence[Customer]
    tiers: Tiers
    potentials: Mapping[int, Potential]
    estimates: Mapping[int, Estimate]
    years: Mapping[int, Year]
    signs: Mapping[int, tuple[str, ...]]
    worst: Sequence[int]


def study(session: Session, as_of: date, *, accounts: bool) -> Study:
    """Everything about the 12 months that end on a day."""
    firms = segments.accounts(session.book) if accounts else {}
    window = named_period(DEFAULT_PERIOD, as_of)
    now = figures(session, window, as_of, firms)
    since = customers(session, as_of, firms)
    best, best_name, instead = _best_year(session, now, as_of, firms, min(since.values(), default=None))
    found = _customers(session, now, best, since, as_of)
    estimates = _estimates(session, now, as_of)
    potentials = _potentials(session, now, found, estimates)
    policy = session.policy
    limits = Limits(policy["value.best"], policy["value.growable"], _days(session, "value.history"))
    tiers = value_tier.tiers(found, potentials, lapsed_ids(session, as_of, accounts=accounts), limits)
    years = _years(session, now, since, as_of, firms)
    signs = _signs(session, years)
    return Study(
        now, best, best_name, instead, since, found, tiers, potentials, estimates, years, signs,
        _worst(session, now, tiers, signs, len(since)),
    )  # fmt: skip


def narrowed(found: Study, within: Container[int] | None) -> Study:
    """The same of these customers alone, each as they stand among everybody; all of them where None is given."""
    if within is None:
        return found
    tiers = found.tiers
    return replace(
        found,
        customers=[c for c in found.customers if c.contact_id in within],
        tiers=tiers._replace(
            tiers={one: tier for one, tier in tiers.tiers.items() if one in within},
            gaps={one: gap for one, gap in tiers.gaps.items() if one in within},
        ),
        worst=[one for one in found.worst if one in within],
    )


def _best_year(
    session: Session, now: Figures, as_of: date, firms: Mapping[int, int], first_on: str | None
) -> tuple[Figures, str, str | None]:
    """The last finished fiscal year; the 12 months, and why, where orders were not kept from its first month on, or it has no
    sales. `first_on`: the date of the first order of all."""
    fiscal = named_period(FISCAL, as_of, session.policy["fiscal_year_start"])
    if first_on is not None and first_on[:7] > fiscal.start.isoformat()[:7]:
        return (
            now,
            DEFAULT_PERIOD,
            f"the first order of all is of {first_on}, after the fiscal year began on {fiscal.start}",
        )
    found = figures(session, fiscal, as_of, firms)
    if any(one.sales > 0 for one in found.brought.values()):
        return found, FISCAL, None
    return now, DEFAULT_PERIOD, f"nothing was sold in the fiscal year {fiscal.start} to {fiscal.end}"


def _customers(session: Session, now: Figures, best: Figures, since: Mapping[int, str], as_of: date) -> list[Customer]:
    limits = {"a": session.policy["abc.a"], "b": session.policy["abc.b"]}
    classes = classify([(one, row.sales) for one, row in now.brought.items()], **limits).by_contact()
    today = as_of.toordinal()
    days: dict[str, int] = {}
    found = []
    for one, first_on in since.items():
        if first_on not in days:
            days[first_on] = today - date.fromisoformat(first_on).toordinal()
        found.append(
            Customer(
                one, now.leaves(one), best.leaves(one), now.costs.get(one, 0), _bought(now, one),
                classes.get(one) == "C", days[first_on],
            )
        )  # fmt: skip
    return found


def _estimates(session: Session, now: Figures, as_of: date) -> dict[int, Estimate]:
    """The estimates that hold: not older than the policy's limit, and not below what was bought."""
    since = _ago(session, "wallet.fresh", as_of)
    return {
        one.contact_id: one
        for one in wallets.latest(session.book, as_of.isoformat())
        if one.base_minor and one.on >= since and _sold(now, one.contact_id) <= one.base_minor
    }


def _potentials(
    session: Session, now: Figures, found: Sequence[Customer], estimates: Mapping[int, Estimate]
) -> dict[int, Potential]:
    policy = session.policy
    actuals = {c.contact_id: c.actual for c in found if c.bought and c.actual is not None}
    groups = _groups(session, actuals.keys() | estimates.keys())
    peers, reach = policy["value.peers"], policy["value.reach"]
    potentials = value_tier.reached(actuals, groups, peers, reach)
    spent = {
        one: Wallet(_sold(now, one), row.base_minor)
        for one, row in estimates.items()
        if one in actuals and row.base_minor
    }
    potentials.update(value_tier.by_wallet(spent, _margins(now, spent), groups, peers, reach))
    return potentials


def _margins(now: Figures, wanted: Mapping[int, Wallet]) -> dict[int, float]:
    """The part of their sales that is margin, of those who leave any."""
    found = {}
    for one in wanted:
        margin, sold = now.margin(one), _sold(now, one)
        if margin is not None and margin > 0 and sold > 0:
            found[one] = margin / sold
    return found


def _groups(session: Session, wanted: set[int]) -> dict[int, tuple[Hashable, ...]]:
    """What makes customers comparable: what kind they are and the first of their fields segment, branch, need; else the kind."""
    if not wanted:
        return {}
    named, kinds = brought.alike(session.book, ALIKE), brought.kinds(session.book)
    return {
        one: ((kinds.get(one), *named[one]), kinds.get(one)) if one in named else (kinds.get(one),) for one in wanted
    }


def _years(
    session: Session, now: Figures, since: Mapping[int, str], as_of: date, firms: Mapping[int, int]
) -> dict[int, Year]:
    """The year of every customer, and of whoever never ordered but had us write quotes. Sales that are not known in full for
    want of a rate are compared with nothing."""
    book, window = session.book, now.window
    earlier = named_period(DEFAULT_PERIOD, window.start - timedelta(days=1))
    before = under(brought.sales(book, earlier, as_of), firms)
    refused, shortlist = under(effort.refused(book, window), firms), under(effort.shortlisted(book, window), firms)
    found = {}
    for one in since.keys() | refused.keys() | shortlist.keys():
        known_before = 0 if one in now.unrated else before.get(one, 0)
        found[one] = Year(
            _sold(now, one), known_before, _bought(now, one),
            refused.get(one, 0), shortlist.get(one, 0), one in since,
        )  # fmt: skip
    return found


def _signs(session: Session, years: Mapping[int, Year]) -> dict[int, tuple[str, ...]]:
    falling, refusals = session.policy["value.falling"], session.policy["value.refusals"]
    found = ((one, costly.signs(year, falling, refusals)) for one, year in years.items())
    return {one: signs for one, signs in found if signs}


def _worst(
    session: Session, now: Figures, tiers: Tiers, signs: Mapping[int, tuple[str, ...]], customers: int
) -> list[int]:
    below = {one for one, tier in tiers.tiers.items() if tier == "below_zero"}
    leaves = {one: now.leaves(one) for one in below | signs.keys()}
    return costly.worst(leaves, now.costs, below, signs, session.policy["value.worst"], customers)


def _bought(now: Figures, one: int) -> bool:
    row = now.brought.get(one)
    return one in now.unrated or (row is not None and bool(row.bought))


def _sold(now: Figures, one: int) -> int:
    row = now.brought.get(one)
    return row.sales if row else 0


def _days(session: Session, key: str) -> int:
    span = session.policy.span(key)
    return span.days() if span else 0


def _ago(session: Session, key: str, day: date) -> str:
    """The local date so long before a day; no date is before the calendar's first."""
    span = session.policy.span(key)
    try:
        return add(day, span, -1).isoformat() if span else ""
    except BadValueError:
        return ""
