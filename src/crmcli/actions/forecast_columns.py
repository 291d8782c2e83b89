"""What is to come from every customer, and how the same model did over the last horizon: worked out once and kept until an
order changes. The answer that `crm forecast` makes of it is in `forecast`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from crmcli.actions import buying, lapsed, warning
from crmcli.analysis.history import History
from crmcli.domain.money import exponent
from crmcli.domain.policy import Policy
from crmcli.store import purchases
from crmcli.store import warning as record
from crmcli.store.book import Book

if TYPE_CHECKING:
    from crmcli.analysis.forecast import ForecastRow

NAME = "forecast"
PLACES = 6
JUDGED_ON = 2_000
LEAST_PAST = 60
MONTH = 30.4375


class Columns(NamedTuple):
    """Every customer with an order, the most valuable first, and what they were judged by. Plain data.

    `orders` and `minor` are None of whom nothing is known yet; `next_on` ordinals; `lapsed`: whether `crm lapsed` lists them;
    `worths` lifetime values to the horizon in minor units, None where the margin is not known, and before
    cost to serve, which does not follow from the orders and is known anew each time; `classes` by sales over the 12 months
    to the end of last month. `buying` and `spend` are the fits as plain data, `judged` how the model did over the last
    horizon, or `unjudged` why that cannot be told.
    """

    contact_ids: list[int]
    orders: list[float | None]
    minor: list[int | None]
    p_active: list[float | None]
    next_on: list[int | None]
    worths: list[int | None]
    classes: list[str]
    lapsed: list[bool]
    method: str
    notes: list[str]
    buying: dict[str, Any]
    spend: dict[str, Any]
    expected_orders: float
    active: float | None
    judged: dict[str, Any] | None
    unjudged: str | None
    without_rate: int
    walk_ins: int


def columns(book: Book, policy: Policy, as_of: date, today: date, days: int, model: str) -> Columns:
    """Everybody's forecast as of a day, kept until orders or policy change."""

    def make() -> dict[str, Any]:
        return _columns(book, policy, as_of, today, days, model)._asdict()

    return Columns(**buying.answered(book, NAME, as_of, f"{model} {days}", make))


def _columns(book: Book, policy: Policy, as_of: date, today: date, days: int, model: str) -> Columns:
    from crmcli.analysis import forecast as analysis
    from crmcli.analysis.buying_fit import BuyingFit
    from crmcli.analysis.gamma_gamma import SpendFit

    histories = buying.histories(book, as_of)
    on, places = as_of.toordinal(), exponent(policy.currency)

    def make() -> dict[str, Any]:
        fits = analysis.fit_models(histories, today=on, model=model, exponent=places)
        return {"buying": fits[0]._asdict(), "spend": fits[1]._asdict()}

    fitted = buying.fitted(book, policy, f"{NAME} fit", as_of, today, make, variant=model)
    fit, spend = BuyingFit(**fitted["buying"]), SpendFit(**fitted["spend"])
    found = analysis.forecast(
        histories, today=on, horizon_days=days, model=model, exponent=places, fit=fit, spend=spend
    )
    margins, default = _margins(book, policy, as_of), policy["margin.default"]
    valued = histories if default is not None else [one for one in histories if one.contact_id in margins]
    revenue = analysis.lifetime_value(
        valued, today=on, months=months_of(days), margin=1.0, discount=policy["forecast.discount"], cost_a_year={},
        exponent=places, fit=fit, spend=spend,
    )  # fmt: skip
    classes, left = warning.classes_on(book, policy, as_of), purchases.left_out(book, as_of)
    judged, unjudged = (None, None) if fit.problem else _judged(histories, on, days, fit.model, places)
    rows = sorted(found.rows, key=_rank)
    gone = _lapsed(book, policy, as_of, today)
    ids = [row.contact_id for row in rows]
    return Columns(
        contact_ids=ids,
        orders=[None if row.expected_orders is None else round(row.expected_orders, PLACES) for row in rows],
        minor=[row.expected_minor for row in rows],
        p_active=[None if row.p_active is None else round(row.p_active, PLACES) for row in rows],
        next_on=[row.next_order_on for row in rows],
        worths=[
            None if one not in revenue or (m := margins.get(one, default)) is None else round(revenue[one] * m)
            for one in ids
        ],
        classes=[classes.get(one, "zero") for one in ids],
        lapsed=[one in gone for one in ids],
        method=found.method,
        notes=list(found.notes),
        buying=fitted["buying"],
        spend=fitted["spend"],
        expected_orders=found.expected_orders,
        active=found.active,
        judged=judged,
        unjudged=unjudged,
        without_rate=left.without_rate,
        walk_ins=left.walk_ins,
    )


def _rank(row: ForecastRow) -> tuple[bool, int, float, int]:
    """The most valuable first, those of whom nothing is known yet last."""
    orders, minor = row.expected_orders, row.expected_minor
    return minor is None, -(minor or 0), -(orders or 0.0), row.contact_id


def _lapsed(book: Book, policy: Policy, as_of: date, today: date) -> set[int]:
    found = lapsed.columns(book, policy, as_of, today)
    assert found is not None
    return {one for one, group in zip(found.contact_ids, found.groups, strict=True) if group == lapsed.NAME}


def months_of(days: int) -> int:
    """The months of a horizon over which a lifetime value is added up, one at least."""
    return max(1, round(days / MONTH))


def _margins(book: Book, policy: Policy, as_of: date) -> dict[int, float]:
    """Each customer's own margin, of the orders whose cost is known; those without any are left to the policy."""
    known = record.known_costs(book, as_of).items()
    return {contact: (sold - cost) / sold for contact, (sold, cost) in known if sold > 0}


def _judged(
    histories: Sequence[History], today: int, days: int, model: str, places: int
) -> tuple[dict[str, Any] | None, str | None]:
    """What the model, fitted as of one horizon ago, expected of the customers of then, and what they ordered; or why that cannot
    be told: the log before then is shorter than a third of the horizon, or no fit holds. Of a long list every n-th."""
    from crmcli.analysis import forecast as analysis

    split, first = today - days, min((history.days[0] for history in histories), default=today)
    if split - first < max(LEAST_PAST, days // 3):
        return None, "the orders do not go back far enough"
    before = [history for history in histories if history.days[0] <= split]
    sample = before[:: max(1, -(-len(before) // JUDGED_ON))]
    known = [bisect_right(history.days, split) for history in sample]
    past = [
        History(history.contact_id, history.days[:count], history.amounts[:count])
        for history, count in zip(sample, known, strict=True)
    ]
    then = analysis.forecast(past, today=split, horizon_days=days, model=model, exponent=places)
    if then.buying.problem:
        return None, f"the orders known then gave no model ({then.buying.problem})"
    actual = sum(len(history.days) - count for history, count in zip(sample, known, strict=True))
    judged = {
        "from": date.fromordinal(split + 1).isoformat(),
        "to": date.fromordinal(today).isoformat(),
        "customers": len(sample),
        "of": len(before),
        "expected_orders": round(then.expected_orders, 1),
        "actual_orders": actual,
        "error": round(then.expected_orders / actual - 1.0, 4) if actual else None,
    }
    return judged, None
