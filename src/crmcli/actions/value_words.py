"""Why a customer is in their tier, in words and sums that a shopkeeper can check."""

from __future__ import annotations

from collections.abc import Iterator

from crmcli.actions.session import Session, one_line
from crmcli.actions.value_figures import Figures, rates
from crmcli.actions.value_study import FISCAL, Study
from crmcli.analysis.costly import Year
from crmcli.analysis.service_cost import Effort, rounded
from crmcli.analysis.value_tier import Potential
from crmcli.domain.datetext import format_iso
from crmcli.domain.money import format_amount
from crmcli.domain.words import counted
from crmcli.store.brought import NOTHING

EFFORT = {
    "visits": "visit", "minutes": "minute", "quotes": "quote", "letters": "letter", "complaints": "complaint",
}  # fmt: skip


class Words:
    """Puts one study into words."""

    def __init__(self, session: Session, study: Study) -> None:
        self.study = study
        self.currency = session.policy.currency
        self.quote = rates(session.policy)["quotes"]
        self.history = session.policy["value.history"]

    def why(self, one: int) -> str:
        """Everything that decides about one customer; for who never ordered, what they cost and the signs they show."""
        tier = self.study.tiers.tiers.get(one)
        parts = [
            *(self._tier(one, tier) if tier else ["never ordered"]),
            self._sum(one, known=tier is not None),
            *self.signs(one),
        ]
        return "; ".join(part for part in parts if part)

    def signs(self, one: int) -> Iterator[str]:
        """What speaks against a customer beside the sum, each with what it costs."""
        year = self.study.years.get(one)
        shown = self.study.signs.get(one, ())
        if year is not None:
            yield from (self._sign(name, year) for name in shown)

    def sign_cost(self, name: str, one: int) -> int:
        """What a sign costs in minor units: the quotes that came to nothing, else all that was done for them."""
        if name in ("refused", "shortlist"):
            year = self.study.years[one]
            return rounded(self.quote * (year.refused if name == "refused" else year.shortlist))
        return self.study.now.costs.get(one, 0)

    def _sign(self, name: str, year: Year) -> str:
        if name == "no_order":
            return "no order in a year"
        if name == "falling":
            return f"bought for {self._money(year.sales)}, the year before for {self._money(year.before)}"
        count = year.refused if name == "refused" else year.shortlist
        cost = self._money(rounded(self.quote * count))
        what = counted(count, "quote")
        return (
            f"refused {what} ({cost})" if name == "refused" else f"asked for {what} only to fill a shortlist ({cost})"
        )

    def _tier(self, one: int, tier: str) -> Iterator[str]:
        study = self.study
        if tier == "most_valuable":
            left = study.best.leaves(one)
            if study.best_name == FISCAL and left is not None:
                start, end = study.best.window
                yield f"left {self._money(left)} from {start} to {end}"
        elif tier == "most_growable":
            yield self._room(one)
        elif tier == "low_maintenance":
            middle = self._money(round(study.tiers.median_cost))
            cost = study.now.costs.get(one, 0)
            yield f"class C and costs {f'less than {middle}, the median' if cost else 'nothing'} to serve"
        if tier != "below_zero" and (study.now.leaves(one) or 0) < 0:
            since = format_iso(study.since[one])
            yield f"too new to be judged: a customer only since {since}, less than {self.history}"

    def _room(self, one: int) -> str:
        potential = self.study.potentials[one]
        more = self._money(self.study.tiers.gaps[one])
        reached = self._money(potential.minor)
        if potential.share is None or potential.margin is None:
            who = f"{potential.peers:,} {_group(potential)}"
            return f"room for {more} more: a quarter of {who} leave {reached} or more"
        estimate = self.study.estimates[one]
        wallet = self._money(estimate.base_minor or 0)
        return (
            f"room for {more} more: spends {wallet} in all (estimate of {format_iso(estimate.on)}), a quarter of"
            f" {potential.peers:,} {_group(potential)} with an estimate give us {_percent(potential.share)} or more;"
            f" at {_percent(potential.margin)} margin {reached}"
        )

    def _sum(self, one: int, *, known: bool) -> str:
        """leaves 120.00: margin 150.00 of sales 400.00, less 30.00 for 2 visits and 30 minutes."""
        now = self.study.now
        row = now.brought.get(one, NOTHING)
        cost, left, margin = now.costs.get(one, 0), now.leaves(one), now.margin(one)
        spent = f"{self._money(cost)} for {effort_words(now.effort(one))}" if cost else ""
        unrated = f"{counted(now.unrated[one], 'order')} without a rate" if one in now.unrated else ""
        if unrated and not row.orders:
            return unrated + (f"; costs {spent}" if spent else "")
        if not known or (not row.orders and cost):
            return f"costs {spent}" if spent else ""
        if left is None or margin is None:
            return "; ".join(
                part for part in (unknown_words(now, one), unrated, f"costs {spent}" if spent else "") if part
            )
        if not row.orders:
            return "nothing bought and nothing spent in 12 months"
        verb = "leaves" if left >= 0 else "costs more than they bring by"
        less = f", less {spent}" if spent else ""
        return (
            f"{verb} {self._money(abs(left))}: margin {self._money(margin)} of sales {self._money(row.sales)}"
            f"{taken_words(now, one)}{less}" + (f"; {unrated} left out" if unrated else "")
        )

    def _money(self, minor: int) -> str:
        return format_amount(minor, self.currency)


def unknown_words(now: Figures, one: int) -> str:
    """the cost of 3 of 5 orders is not known."""
    row = now.brought.get(one, NOTHING)
    return f"the cost of {row.unknown:,} of {counted(row.orders, 'order')} is not known"


def taken_words(now: Figures, one: int) -> str:
    """Which margin was taken for orders of unknown cost, if any."""
    row = now.brought.get(one, NOTHING)
    if not row.unknown or now.default_margin is None:
        return ""
    return f" ({_percent(now.default_margin)} taken for {counted(row.unknown, 'order')} of unknown cost)"


def effort_words(effort: Effort) -> str:
    """2 visits, 30 minutes and 1 quote."""
    counts = effort._asdict()
    parts = [counted(counts[name], word) for name, word in EFFORT.items() if counts[name]]
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)


def _group(potential: Potential) -> str:
    group = potential.group
    kind, *alike = group if isinstance(group, tuple) else (group,)
    who = {"person": "people", "company": "companies", "partner": "partners"}.get(str(kind), "customers")
    return f"{who} with {alike[0]}={one_line(alike[1], 40)}" if alike else who


def _percent(share: float) -> str:
    return f"{round(share * 100, 1):g} %"
