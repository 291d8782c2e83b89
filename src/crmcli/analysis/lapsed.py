"""Who has stopped buying: for every customer the chance of no order in the days to come, and the list of those who lapsed.

The score is the mean of two chances: that of the MBG/CNBD-k model (`mbg_cnbd_k`), which knows how people buy, and that of a
logistic regression on the log itself, which knows how they buy here. The regression sees the log as it was one horizon ago
(half the log's length, where that is shorter) and learns who ordered in the time since; its spans are in horizons, so that
what it learnt over a shorter one serves a longer. A log too short for it is scored by the model alone, one too short for the
model by the rule "silent for longer than 60 days and than 90 % of all gaps", after the hiatus heuristic that managers use and
that is hard to beat (Wübben & von Wangenheim, Journal of Marketing 72, 2008, doi 10.1509/jmkg.72.3.82). The silence in own
median gaps is on purpose not the score: alone it parts the lapsed from the rest worse than the silence in days.

Fitting and scoring are apart, a fit is plain numbers and can be kept. Pure; it must not read the clock or the policy.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from math import log, log1p
from typing import Any, Literal, NamedTuple

from crmcli.analysis import logistic, mbg_cnbd_k
from crmcli.analysis.history import RULE_DAYS, History, Rhythm, gaps, median, quantile
from crmcli.analysis.logistic import Logistic
from crmcli.analysis.mbg_cnbd_k import RegularFit
from crmcli.domain.words import counted

Method = Literal["blend", "model", "rule"]
Group = Literal["lapsed", "one_time", "fresh", "active"]

FRESH_DAYS = 30
FEWEST_CUSTOMERS = 200
FEWEST_OF_EACH = 30


class LapsedFit(NamedTuple):
    """What a log taught, as of one day: plain numbers in two named tuples (`to_plain`, `from_plain`).

    `why` says in words why the method is simpler than "blend". `trained_days` is the horizon the regression learnt on (0:
    there is none). `gap_steps` are the percentiles 0 to 100 of all gaps, `second_median` and `second_late` the median and the
    90th percentile of the gaps from first to second order, all in days; empty and None where nobody ordered twice.
    """

    method: Method
    why: str | None
    regular: RegularFit | None
    logistic: Logistic | None
    trained_days: int
    gap_steps: tuple[float, ...]
    second_median: float | None
    second_late: float | None

    @property
    def rule_days(self) -> float:
        """The silence that the rule allows."""
        return max(float(RULE_DAYS), self.gap_steps[90] if self.gap_steps else 0.0)

    @property
    def fresh_days(self) -> float:
        """A customer whose first order is not so long ago is fresh."""
        return max(float(FRESH_DAYS), self.second_median or 0.0)

    @property
    def one_time_days(self) -> float:
        """A customer whose only order is longer ago is a one-time buyer."""
        return float(RULE_DAYS) if self.second_late is None else self.second_late


class Scores(NamedTuple):
    """One entry a customer in every column, in the order the histories came (those without a purchase left out).

    `scores` are chances of no order within the horizon; by the rule they are the share of all gaps that were shorter than the
    silence, 0 while that is 60 days or less. `p_no_order` is the model's own chance, None where there is no model.
    `last_days` are ordinals, `silent_days` the days since, `usual_gaps` a customer's own median gap (None with one order).
    """

    contact_ids: list[int]
    scores: list[float]
    p_no_order: list[float | None]
    last_days: list[int]
    silent_days: list[int]
    usual_gaps: list[float | None]
    group: list[Group]


class _Pace(NamedTuple):
    """What is looked at of a customer's days: repeat orders, first and last day, own median gap."""

    x: int
    first: int
    last: int
    usual: float


def fit(histories: Iterable[History], *, today: int, horizon_days: int) -> LapsedFit:
    """Learn how silence is to be read from a log with nothing later than the ordinal `today`; `horizon_days` >= 1.

    Never raises for a log that is short, empty or odd: it takes a simpler method and says why. A model at its edge (nobody
    seems ever to stop) is not used alone; beside the regression it is, for its forecasts hold even there.
    """
    buyers = [history for history in histories if history.days]
    spans = [gaps(history.days) for history in buyers if len(history.days) > 1]
    seconds = [span[0] for span in spans]
    regular: RegularFit | None = mbg_cnbd_k.fit(buyers, today)
    learnt, trained_days, why = _learn(buyers, today, horizon_days)
    method: Method = "blend" if learnt else "model"
    if regular and regular.problem and (len(spans) < mbg_cnbd_k.FEWEST_REPEATERS or not learnt):
        method, why, regular, learnt = "rule", regular.problem, None, None
    return LapsedFit(
        method=method,
        why=why,
        regular=regular,
        logistic=learnt,
        trained_days=trained_days if learnt else 0,
        gap_steps=_percentiles(sorted(gap for span in spans for gap in span)),
        second_median=median(seconds) if seconds else None,
        second_late=quantile(seconds, 0.9) if seconds else None,
    )


def score(histories: Iterable[History], fit: LapsedFit, *, today: int, horizon_days: int, threshold: float) -> Scores:
    """The chance of no order in the `horizon_days` after the ordinal `today`, and the group, of every customer with one.

    fresh: the first order is younger than the median gap to a second one (30 days at least). one_time: a single order, older
    than the 90th percentile of those gaps. lapsed: a score of at least `threshold` (by the rule: silent for longer than it
    allows) and silent longer than the own median gap. active: everybody else.
    """
    judge = _Judge(fit, horizon_days, threshold)
    columns = Scores([], [], [], [], [], [], [])
    for history in histories:
        if not history.days:
            continue
        pace = _pace(history.days)
        value, chance, group = judge.verdict(pace, today)
        columns.contact_ids.append(history.contact_id)
        columns.scores.append(value)
        columns.p_no_order.append(chance)
        columns.last_days.append(pace.last)
        columns.silent_days.append(today - pace.last)
        columns.usual_gaps.append(pace.usual if pace.x else None)
        columns.group.append(group)
    return columns


def given_up(
    contact_ids: Iterable[int], groups: Iterable[str], p_no_order: Iterable[float | None], silent_days: Iterable[int],
    usual_gaps: Iterable[float | None], threshold: float,
) -> set[int]:  # fmt: skip
    """Who is no longer alive enough to be held against their usual, from the columns of `Scores`: those listed, and those
    silent beyond their own gap whom the buying model alone gives up, before the mean of both chances does."""
    columns = zip(contact_ids, groups, p_no_order, silent_days, usual_gaps, strict=True)
    return {
        one
        for one, group, chance, silent, gap in columns
        if group == "lapsed" or (chance is not None and gap is not None and chance >= threshold and silent > gap)
    }


def lapsed_since(history: History, fit: LapsedFit, *, today: int, horizon_days: int, threshold: float) -> int | None:
    """The ordinal of the first day since the last order on which the customer would have been listed as lapsed by this fit;
    None for one who is not listed `today`. Silence adds to a score, so that the day is found by halving."""
    if not history.days:
        return None
    judge, pace = _Judge(fit, horizon_days, threshold), _pace(history.days)
    if judge.verdict(pace, today)[2] != "lapsed":
        return None
    return bisect_left(range(today), True, lo=pace.last, key=lambda day: judge.verdict(pace, day)[2] == "lapsed")


def to_plain(fit: LapsedFit) -> dict[str, Any]:
    """A fit as JSON knows it."""
    parts = {"regular": fit.regular, "logistic": fit.logistic}
    return {**fit._asdict(), **{name: part and part._asdict() for name, part in parts.items()}}


def from_plain(plain: Mapping[str, Any]) -> LapsedFit:
    """The fit that `to_plain` was given. Raises KeyError or TypeError for a mapping of another make."""
    values = dict(plain)
    if values["regular"]:
        values["regular"] = RegularFit(**values["regular"])
    if values["logistic"]:
        learnt = Logistic(**values["logistic"])
        values["logistic"] = Logistic(tuple(learnt.means), tuple(learnt.scales), tuple(learnt.weights), learnt.bias)
    return LapsedFit(**{**values, "gap_steps": tuple(values["gap_steps"])})


class _Judge:
    """A fit made ready for many customers; what is equal in all that is looked at is worked out once."""

    def __init__(self, fit: LapsedFit, horizon_days: int, threshold: float) -> None:
        self.fit = fit
        self.horizon_days = horizon_days
        self.threshold = threshold
        self.line = fit.logistic and logistic.line(fit.logistic)
        self.limits = (fit.fresh_days, fit.one_time_days, fit.rule_days)
        self.known: dict[tuple[float, ...], tuple[float, float | None, Group]] = {}

    def verdict(self, pace: _Pace, today: int) -> tuple[float, float | None, Group]:
        """The score, the model's chance of no order, and the group."""
        key = (pace.x, pace.last - pace.first, today - pace.first, pace.usual)
        found = self.known.get(key)
        if found is None:
            value, chance = self._score(pace, today)
            found = self.known[key] = (value, chance, self._group(pace, today, value))
        return found

    def _score(self, pace: _Pace, today: int) -> tuple[float, float | None]:
        if self.fit.regular is None:
            return self._share(today - pace.last), None
        one = Rhythm(pace.x, pace.last - pace.first, today - pace.first)
        chance = mbg_cnbd_k.p_no_order(self.fit.regular, one, self.horizon_days)
        if self.line is None:
            return chance, chance
        bias, weights = self.line
        features = _features(pace, today, self.horizon_days)
        return (chance + logistic.sigmoid(bias + sum(map(float.__mul__, weights, features)))) / 2, chance

    def _share(self, silent: int) -> float:
        """The share of all gaps shorter than the silence, to the percent; past 0.89 exactly where the rule lists."""
        if silent <= RULE_DAYS:
            return 0.0
        if not self.fit.gap_steps:
            return 1.0
        return max(0, bisect_left(self.fit.gap_steps, silent) - 1) / 100

    def _group(self, pace: _Pace, today: int, value: float) -> Group:
        fresh_days, one_time_days, rule_days = self.limits
        age, silent = today - pace.first, today - pace.last
        if age < fresh_days:
            return "fresh"
        if not pace.x:
            return "one_time" if age > one_time_days else "active"
        late = silent > rule_days if self.fit.method == "rule" else value >= self.threshold
        return "lapsed" if late and silent > pace.usual else "active"


def _learn(buyers: Sequence[History], today: int, horizon_days: int) -> tuple[Logistic | None, int, str | None]:
    """The regression on the log as it was one horizon (at most half the log) ago, that horizon, or in words why there is none."""
    start = min((history.days[0] for history in buyers), default=today)
    trained_days = min(horizon_days, (today - start + 1) // 2)
    split = today - trained_days
    before = [history.days for history in buyers if history.days[0] <= split] if trained_days else []
    silent = [days[-1] <= split for days in before]
    if len(before) < FEWEST_CUSTOMERS:
        return (
            None,
            0,
            f"{counted(len(before), 'customer')} bought before the last {trained_days} days, {FEWEST_CUSTOMERS} are needed",
        )
    for outcome, words in ((True, "stayed away"), (False, "bought again")):
        if (found := silent.count(outcome)) < FEWEST_OF_EACH:
            few = counted(found, "customer")
            return None, 0, f"{few} {words} in the last {trained_days} days, {FEWEST_OF_EACH} are needed"
    rows = [_features(_pace(days[: bisect_right(days, split)]), split, trained_days) for days in before]
    return logistic.fit(rows, silent), trained_days, None


def _pace(days: Sequence[int]) -> _Pace:
    if len(days) == 1:
        return _Pace(0, days[0], days[0], 0.0)
    return _Pace(len(days) - 1, days[0], days[-1], median(gaps(days)))


def _features(pace: _Pace, today: int, horizon_days: int) -> tuple[float, ...]:
    """The regression's six numbers: repeat orders, silence, age, whether there is one order only, silence over own median gap,
    and that again, where it is over, by how often they ordered: a rhythm of many orders says more. In logarithms, spans in
    horizons. One-time buyers have 0 for what they do not have."""
    silence = log((today - pace.last + 1) / horizon_days)
    age = log((today - pace.first + 1) / horizon_days)
    if not pace.x:
        return (0.0, silence, age, 1.0, 0.0, 0.0)
    against_own = log((today - pace.last + 1) / (pace.usual + 1))
    orders = log1p(pace.x)
    return (orders, silence, age, 0.0, against_own, max(against_own, 0.0) * orders)


def _percentiles(ranked: Sequence[int]) -> tuple[float, ...]:
    """The 101 percentiles of values in ascending order, each as `quantile` has it; none of none."""
    last = len(ranked) - 1
    places = [divmod(step * last, 100) for step in range(101)] if ranked else []
    return tuple(ranked[low] + (ranked[min(low + 1, last)] - ranked[low]) * part / 100 for low, part in places)
