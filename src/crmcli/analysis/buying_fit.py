"""The two buying models with drop-out, BG/NBD and MBG/NBD, in the one form they share.

Both say: while active, a customer orders at random at a rate of their own (gamma(r, alpha) over the customers), and after an
order leaves for good with a probability p of their own (beta(a, b)). They differ in one thing, whether one can leave after the
first order already (MBG) or not (BG). Write c = b for MBG and c = b - 1 for BG, and the odds of having left at the last order,
before the silence is looked at, a/(c+x) (0 for BG at x = 0). Then, with time in weeks and B the beta function,

    likelihood  = Γ(r+x)/Γ(r) · alpha^r · B(a,c+x+1)/B(a,b) · [(alpha+T)^-(r+x) + a/(c+x) · (alpha+tx)^-(r+x)]
    P(active)   = 1 / (1 + a/(c+x) · ((alpha+T)/(alpha+tx))^(r+x))
    P(no order) = 1 - P(active) + P(active) · ((alpha+T)/(alpha+T+t))^(r+x)
    E[orders]   = P(active) · (a+c+x)/(a-1) · [1 - (1-z)^(a-1) · 2F1(a+c-r, a-1; a+c+x; z)],    z = t/(alpha+T+t)

Sources: the modules `bg_nbd` and `mbg_nbd`; the expectation is theirs after Euler's transformation, which keeps every term small.
This module must not decide which model is right, nor what to do where none is (see `forecast`). No function of it answers NaN
or infinity, whatever the parameters; a parameter below 1e-9 counts as 1e-9.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from itertools import accumulate
from typing import NamedTuple

from crmcli.analysis.history import Rhythm
from crmcli.analysis.optimum import Likeness, settled
from crmcli.analysis.special import beta_nodes, hyp2f1
from crmcli.domain.words import counted

WEEK = 7.0
"""Days in the models' unit of time."""
FEWEST_REPEATERS = 50
"""Fewer customers who came back than this say too little to fit anything to."""
LONGEST_WAIT = 3653
"""Days, ten years: a wait beyond this is no date."""

_LEAST_DROP_OUT = 1e-3
_MOST_ALIKE = 100.0
_LEAST = 1e-9
_ENOUGH = 1_500


class BuyingFit(NamedTuple):
    """A fitted model: the rate's `r` and `alpha` (weeks), the drop-out's `a` and `b`, the log-likelihood (weeks), the customers
    it was fitted to and how many of them came back. `problem` says in words why it should not be used, None where it may be;
    the parameters of a refused fit are 0. Plain values: `BuyingFit(**json.loads(json.dumps(fit._asdict())))` is the fit again.
    """

    model: str
    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    customers: int
    repeaters: int
    problem: str | None = None


class BuyingModel(NamedTuple):
    """One of the two models: its name and c - b. Rhythms and horizons are in days."""

    name: str
    shift: float

    def fit(self, rhythms: Iterable[Rhythm]) -> BuyingFit:
        """The parameters of greatest likelihood, or a fit whose `problem` says why there are none to trust."""
        cells = Counter(rhythms)
        customers = sum(cells.values())
        repeaters = sum(count for each, count in cells.items() if each.x > 0)
        if repeaters < FEWEST_REPEATERS:
            few = counted(repeaters, "customer has", "customers have")
            problem = f"{few} ordered again; a fit needs at least {FEWEST_REPEATERS}"
            return BuyingFit(self.name, 0.0, 0.0, 0.0, 0.0, 0.0, customers, repeaters, problem)
        unit = float(max(each.T for each in cells)) or 1.0
        sample, likeness = _sample(cells, unit, self.shift), self._likeness(cells, unit)
        rate = sum(each.x * count for each, count in cells.items()) / sum(
            (each.T + 1.0) / unit * count for each, count in cells.items()
        )
        best = settled(lambda point: -_log_likelihood(sample, *point), (0.5, 0.5 / rate, 0.8, 2.0), likeness)
        r, alpha, a, b = best.point
        found = BuyingFit(self.name, r, alpha * unit / WEEK, a, b, 0.0, customers, repeaters)
        return found._replace(
            log_likelihood=self._log_likelihood(found, cells), problem=_problem(found, converged=best.converged)
        )

    def _likeness(self, cells: Counter[Rhythm], unit: float) -> Likeness | None:
        """The likelihood of every n-th rhythm of a long list, None for one that is quickly gone through."""
        share = len(cells) // _ENOUGH
        if share < 2:
            return None
        few = Counter({each: cells[each] for each in sorted(cells)[::share]})
        sample = _sample(few, unit, self.shift)
        return Likeness(lambda point: -_log_likelihood(sample, *point), sum(cells.values()) / sum(few.values()))

    def log_likelihood(self, fit: BuyingFit, rhythms: Iterable[Rhythm]) -> float:
        """How probable the rhythms are under the fit's parameters, as a logarithm (time in weeks, no constant left out)."""
        return self._log_likelihood(fit, Counter(rhythms))

    def _log_likelihood(self, fit: BuyingFit, cells: Counter[Rhythm]) -> float:
        return _log_likelihood(_sample(cells, WEEK, self.shift), *_parameters(fit))

    def _stays(self, x: int) -> bool:
        """Whether a customer with `x` repeat orders cannot have left yet."""
        return x == 0 and self.shift < 0.0

    def p_active(self, fit: BuyingFit, rhythm: Rhythm) -> float:
        """The probability that the customer has not left for good."""
        r, alpha, a, b = _parameters(fit)
        odds = 0.0 if self._stays(rhythm.x) else a / (b + self.shift + rhythm.x)
        grown = (r + rhythm.x) * math.log((alpha + rhythm.T / WEEK) / (alpha + rhythm.tx / WEEK))
        return 1.0 / (1.0 + odds * math.exp(grown)) if grown < 600.0 else float(odds == 0.0)

    def expected(self, fit: BuyingFit, rhythm: Rhythm, days: float) -> float:
        """The orders to expect in the next `days`."""
        return self.p_active(fit, rhythm) * self.expected_if_active(fit, rhythm.x, rhythm.T, days)

    def expected_if_active(self, fit: BuyingFit, x: int, T: int, days: float) -> float:
        """The orders to expect in the next `days` from a customer known to be active; the day of the last one says no more."""
        r, alpha, a, b = _parameters(fit)
        now, ahead, c = alpha + T / WEEK, max(days, 0.0) / WEEK, b + self.shift
        z = ahead / (now + ahead)
        if _costly(a, a + c - r, a + c + x, z):
            return _averaged(r + x, a, c + x + 1.0, ahead / now)
        a += 2e-6 if -1e-6 < a - 1.0 < 1e-6 else 0.0
        c += 2e-9 if -1e-9 < a + c + x < 1e-9 else 0.0
        lost = math.exp((a - 1.0) * math.log1p(-z)) * hyp2f1(a + c - r, a - 1.0, a + c + x, z)
        return max((a + c + x) / (a - 1.0) * (1.0 - lost), 0.0)

    def expected_new(self, fit: BuyingFit, days: float) -> float:
        """The repeat orders to expect in the `days` after a first order."""
        return self.expected(fit, Rhythm(0, 0, 0), days)

    def p_no_order(self, fit: BuyingFit, rhythm: Rhythm, days: float) -> float:
        """The probability of not one order in the next `days`."""
        r, alpha, _, _ = _parameters(fit)
        quiet = -(r + rhythm.x) * math.log1p(max(days, 0.0) / (alpha * WEEK + rhythm.T))
        return 1.0 + self.p_active(fit, rhythm) * math.expm1(quiet)

    def days_to_order(self, fit: BuyingFit, rhythm: Rhythm, active: float) -> int | None:
        """The fewest days by which an order is at least as likely as none, P(no order) <= 1/2, for a customer active with
        probability `active`; None where that takes over ten years or is never reached."""
        r, alpha, _, _ = _parameters(fit)
        quiet = 1.0 - 0.5 / active if active > 0.5 else 0.0
        stretch = -math.log(quiet) / (r + rhythm.x) if quiet > 0.0 else math.inf
        days = (alpha * WEEK + rhythm.T) * math.expm1(stretch) if stretch < 50.0 else math.inf
        return max(1, math.ceil(days)) if days <= LONGEST_WAIT else None


def _problem(fit: BuyingFit, *, converged: bool) -> str | None:
    if fit.a / (fit.a + fit.b) < _LEAST_DROP_OUT:
        return "no drop-out measurable: nobody seems to leave for good"
    if fit.r > _MOST_ALIKE:
        return "no drop-out measurable: all customers seem to order at the same rate"
    return None if converged else "the search for the best parameters did not settle"


def _costly(a: float, first: float, third: float, z: float) -> bool:
    """Whether the series would be long, or lose its digits in terms of either sign, and the average is the better way."""
    alternates = first < -10.0 and (a > 2.0 or third < 0.1 or -first * math.log1p(z) > 14.0)
    return z > 0.75 or a > 20.0 or third > 1e4 or alternates


def _parameters(fit: BuyingFit) -> tuple[float, float, float, float]:
    return max(fit.r, _LEAST), max(fit.alpha, _LEAST), max(fit.a, _LEAST), max(fit.b, _LEAST)


def _averaged(power: float, a: float, b: float, ahead: float) -> float:
    """E[orders] of an active customer as the mean of (1 - (1 + p·ahead)^-power)/p over p ~ beta(a, b)."""

    tiny, expm1, log1p = 1e-13 / (ahead * (power + 1.0)) if ahead else math.inf, math.expm1, math.log1p
    return sum(
        [
            weight * (power * ahead if p < tiny else -expm1(-power * log1p(p * ahead)) / p)
            for weight, p in beta_nodes(a, b)
        ]
    )


class _Sample(NamedTuple):
    """Customers grouped for speed. `times` are the distinct spans, the rest points into them: `anchors` are (span, customers,
    their repeat orders), `levels` are (x, [(customers, span of tx, span of T)]) without those who cannot have left.
    `reached[j]` customers have more than j repeat orders, `stayed[j]` have passed more than j chances to leave."""

    shift: float
    times: list[float]
    anchors: list[tuple[int, int, int]]
    levels: list[tuple[int, list[tuple[int, int, int]]]]
    reached: list[int]
    stayed: list[int]


def _sample(cells: Counter[Rhythm], unit: float, shift: float) -> _Sample:
    """The customers by rhythm, with time in `unit` days."""
    spans = sorted({each.tx for each in cells} | {each.T for each in cells})
    place = {span: index for index, span in enumerate(spans)}
    anchors: dict[int, list[int]] = {}
    levels: dict[int, list[tuple[int, int, int]]] = {}
    reached = [0] * max((each.x for each in cells), default=0)
    for (x, tx, T), count in cells.items():
        sure = x == 0 and shift < 0.0
        anchor = anchors.setdefault(place[T] if sure else place[tx], [0, 0])
        anchor[0] += count
        anchor[1] += count * x
        if x:
            reached[x - 1] += count
        if not sure:
            levels.setdefault(x, []).append((count, place[tx], place[T]))
    reached = list(accumulate(reversed(reached)))[::-1]
    return _Sample(
        shift,
        [span / unit for span in spans],
        [(index, customers, orders) for index, (customers, orders) in anchors.items()],
        list(levels.items()),
        reached,
        reached if shift < 0.0 else [sum(cells.values()), *reached],
    )


def _log_likelihood(sample: _Sample, r: float, alpha: float, a: float, b: float) -> float:
    """Gamma and beta functions are written out as products, which keep their digits where all customers are nearly alike."""
    log, log1p, exp, c = math.log, math.log1p, math.exp, b + sample.shift
    grown = [log1p(time / alpha) for time in sample.times]
    total = sum([count * log((r + step) / alpha) for step, count in enumerate(sample.reached)])
    total -= sum([count * log1p(a / (b + step)) for step, count in enumerate(sample.stayed)])
    total -= sum([(r * customers + orders) * grown[index] for index, customers, orders in sample.anchors])
    for x, level in sample.levels:
        odds, power = a / (c + x), r + x
        total += sum([count * log(odds + exp(power * (grown[i] - grown[j]))) for count, i, j in level])
    return total
