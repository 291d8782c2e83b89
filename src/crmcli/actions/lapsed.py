"""Who is silent longer than their own rhythm explains: everybody's scores, worked out once and kept until an order changes,
and the words for them. The list that `crm lapsed` makes of it is in `lapsed_list`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from crmcli.actions import buying, warning
from crmcli.actions.session import Session
from crmcli.analysis.history import RULE_DAYS, History
from crmcli.analysis.standing import Limits, last_year, standing
from crmcli.domain import pace
from crmcli.domain.policy import Policy
from crmcli.store import purchases
from crmcli.store.book import Book

if TYPE_CHECKING:
    from crmcli.analysis.lapsed import LapsedFit

GROUPS = ("lapsed", "one_time", "fresh", "active")
PLACES = 6
NAME = "lapsed"
"""As in `analysis.lapsed`, which no morning loads: the silence allowed where pauses tell nothing longer."""
ONCE = "bought on one day only"


class Columns(NamedTuple):
    """Every customer with an order, a place in each list, and what they were judged by. Plain data.

    `scores`, `p_no_order` as in `analysis.lapsed`; `last_days` ordinals, `silent_days` and `usual_gaps` days; `values` the net
    value of the year to their last order in minor units, `standings` the class which that makes. `why` says why the method is
    a simpler one; the limits are days.
    """

    contact_ids: list[int]
    scores: list[float]
    p_no_order: list[float | None]
    last_days: list[int]
    silent_days: list[int]
    usual_gaps: list[float | None]
    groups: list[str]
    values: list[int]
    standings: list[str]
    method: str
    why: str | None
    horizon_days: int
    threshold: float
    rule_days: float
    fresh_days: float
    one_time_days: float
    without_rate: int
    walk_ins: int


def columns(
    book: Book,
    policy: Policy,
    as_of: date,
    today: date,
    horizon_days: int | None = None,
    threshold: float | None = None,
    histories: Sequence[History] | None = None,
    *,
    contacts: Collection[int] | None = None,
    accounts: bool = False,
) -> Columns | None:
    """Everybody's scores as of a day, kept until orders or policy change. `histories`: everybody's, where they are at hand.

    With `contacts` only theirs, by the fit that is kept, keeping nothing; None where no fit is kept.
    """
    days = horizon_days or warning.horizon_days(None, policy, "lapsed.horizon", as_of)
    limit = threshold or policy["lapsed.threshold"]
    if contacts is not None:
        return _of_few(book, policy, as_of, today, days, limit, contacts)
    firms, mark = warning.accounts(book) if accounts else ({}, "")

    def make() -> dict[str, Any]:
        everybody = grouped(buying.histories(book, as_of) if histories is None else histories, firms)
        fit = fit_of(book, policy, as_of, today, days, everybody, mark)
        bounds = warning.standing_limits(book, policy, as_of, today, everybody, mark)
        assert bounds is not None
        return _scored(everybody, fit, bounds, as_of, days, limit, purchases.left_out(book, as_of))._asdict()

    return Columns(**buying.answered(book, NAME, as_of, f"{days} {limit:g} {mark}", make))


def fit_of(
    book: Book, policy: Policy, as_of: date, today: date, days: int, histories: Sequence[History], mark: str = ""
) -> LapsedFit:
    """The fit for a horizon: the one kept where it still holds, else made from everybody's histories and kept."""
    from crmcli.analysis import lapsed as analysis

    def make() -> dict[str, Any]:
        return analysis.to_plain(analysis.fit(histories, today=as_of.toordinal(), horizon_days=days))

    return analysis.from_plain(
        buying.fitted(book, policy, f"{NAME} fit", as_of, today, make, variant=f"{days} {mark}".strip())
    )


def kept_fit(book: Book, policy: Policy, as_of: date, days: int) -> LapsedFit | None:
    """The fit for a horizon kept for a present day where it still holds, or None."""
    from crmcli.analysis import lapsed as analysis

    found = buying.last_fitted(book, policy, f"{NAME} fit", as_of, str(days))
    return None if found is None else analysis.from_plain(found)


def _of_few(
    book: Book, policy: Policy, as_of: date, today: date, days: int, limit: float, contacts: Collection[int]
) -> Columns | None:
    fit, bounds = kept_fit(book, policy, as_of, days), warning.standing_limits(book, policy, as_of, today, None)
    if fit is None or bounds is None:
        return None
    few = buying.histories(book, as_of, contacts)
    return _scored(few, fit, bounds, as_of, days, limit, purchases.Left(0, 0))


def grouped(histories: Sequence[History], firms: Mapping[int, int]) -> Sequence[History]:
    """Histories by account; as they are where nobody is at a company, or it was not asked."""
    if not firms:
        return histories
    from crmcli.analysis.account import by_account

    return by_account(histories, firms)


def _scored(
    histories: Sequence[History],
    fit: LapsedFit,
    bounds: Limits,
    as_of: date,
    days: int,
    limit: float,
    left: purchases.Left,
) -> Columns:
    from crmcli.analysis.lapsed import score

    ids, scores, p_no_order, last_days, silent_days, usual_gaps, groups = score(
        histories, fit, today=as_of.toordinal(), horizon_days=days, threshold=limit
    )
    values = [last_year(history) for history in histories]
    return Columns(
        contact_ids=ids,
        scores=[round(one, PLACES) for one in scores],
        p_no_order=[None if one is None else round(one, PLACES) for one in p_no_order],
        last_days=last_days,
        silent_days=silent_days,
        usual_gaps=usual_gaps,
        groups=list(groups),
        values=values,
        standings=[standing(value, bounds) for value in values],
        method=fit.method,
        why=fit.why,
        horizon_days=days,
        threshold=limit,
        rule_days=fit.rule_days,
        fresh_days=fit.fresh_days,
        one_time_days=fit.one_time_days,
        without_rate=left.without_rate,
        walk_ins=left.walk_ins,
    )


def lapsed_ids(session: Session, as_of: date, *, accounts: bool = False) -> frozenset[int]:
    """Who is listed as lapsed on that day, archived or not; with `accounts` people count under their company."""
    found = columns(session.book, session.policy, as_of, session.today, accounts=accounts)
    assert found is not None
    return frozenset(one for one, group in zip(found.contact_ids, found.groups, strict=True) if group == NAME)


def words(found: Columns, place: int, as_of: date) -> str:
    """Why the customer at a place of the columns is where they are."""
    group, silent, usual = found.groups[place], found.silent_days[place], found.usual_gaps[place]
    if group == "fresh":
        return f"new: last ordered {_ago(silent)}, too early to tell"
    if group == "one_time":
        return f"{ONCE}, {_ago(silent)}; {_others_came_back(found)}"
    rhythm = f"{ONCE}, {_ago(silent)}" if usual is None else pace.usual_and_silent(usual, silent)
    if found.method == "rule":
        return f"{rhythm}; {_rule(found)}" if group == NAME else rhythm
    by = pace.day(until(found, as_of), as_of)
    return f"{rhythm}; {warning.chance(1 - found.scores[place])} chance of an order by {by}"


def _others_came_back(found: Columns) -> str:
    """Until when others came back, where anybody did; else the rule."""
    if found.one_time_days == RULE_DAYS and not any(gap is not None for gap in found.usual_gaps):
        return f"nobody has come back yet; silent for more than {RULE_DAYS} days (the rule)"
    return f"nine in ten of those who came back did within {pace.length(found.one_time_days)}"


def _rule(found: Columns) -> str:
    """Where the rule's days come from: the pauses of this book, or nothing but the rule."""
    if found.rule_days == RULE_DAYS:
        return f"silent for more than {RULE_DAYS} days (the rule)"
    return f"nine pauses in ten here end within {pace.length(found.rule_days)}"


def method_words(found: Columns, as_of: date) -> str:
    """What the scores are, and why no better method was taken, in words."""
    by = pace.day(until(found, as_of), as_of)
    score = f"The score is the chance of no order by {by}"
    if found.method == "blend":
        return f"{score}: the mean of a buying model's and of a regression on this book's own past"
    if found.method == "model":
        return f"{score} by a buying model alone; no regression on this book's own past, for {found.why}"
    rule = f"Listed by a rule: silent for more than {found.rule_days:.0f} days, and longer than usual for them"
    return f"{rule}; no chances can be worked out, for {found.why}"


def until(found: Columns, as_of: date) -> date:
    """The last day of the horizon."""
    return date.fromordinal(as_of.toordinal() + found.horizon_days)


def _ago(days: int) -> str:
    return "today" if days < 1 else f"{pace.length(days)} ago"
