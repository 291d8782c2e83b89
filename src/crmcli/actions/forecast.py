"""`crm forecast`: the orders and the value to come from each customer, whether they are still there, and when they order next.

Only the rows that will be shown are dressed; the scores are in `forecast_columns`. The model is also held against the past:
fitted as of one horizon ago, what did it expect, and what came?
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum
from typing import Any

from crmcli.actions import warning
from crmcli.actions.forecast_columns import NAME, PLACES, Columns, columns, months_of
from crmcli.actions.session import Session
from crmcli.actions.who import find_one
from crmcli.domain import pace
from crmcli.domain.money import format_amount
from crmcli.domain.period import Period
from crmcli.domain.result import Result
from crmcli.domain.words import counted, expected, pick
from crmcli.store import segments

MODELS = ("auto", "bg-nbd", "mbg-nbd")
YEAR = 365


@dataclass(frozen=True, slots=True)
class Asked:
    """The flags as they were typed; `rows_wanted`: how many items will be shown, None all."""

    who: str | None = None
    horizon: str | None = None
    model: str | None = None
    rows_wanted: int | None = None


def forecast(session: Session, asked: Asked) -> Result:
    """Everybody's forecast, the most valuable first, or one customer's.

    Raises BadValueError, NotFoundError, AmbiguousError; NoDatabaseError where there is no book.
    """
    policy, as_of = session.policy, session.as_of
    days = warning.horizon_days(asked.horizon, policy, "forecast.horizon", as_of)
    model = pick(asked.model or MODELS[0], MODELS, "model")
    who = None if asked.who is None else find_one(session, asked.who)
    found = columns(session.book, policy, as_of, session.today, days, model)
    costs = _costs(session, as_of, days)
    aside = warning.set_aside(session, as_of)
    here = [place for place, one in enumerate(found.contact_ids) if one not in aside]
    if who is None:
        places: Sequence[int] = here[: asked.rows_wanted]
    else:
        places = [found.contact_ids.index(who.id)] if who.id in found.contact_ids else []
    names = segments.names(session.book, [found.contact_ids[place] for place in places])
    until = date.fromordinal(as_of.toordinal() + days)
    summary = _summary(session, found, here, days, until, costs)
    notes = [*(found.notes if found.contact_ids else ()), *warning.left_out(session, as_of, found.without_rate)]
    if who is not None:
        summary["contact"] = warning.contact({who.id: who.name}, who.id)
        summary["words"] = _words(found, places[0], policy.currency, as_of, until) if places else None
        if not places:
            notes.insert(0, f"{who.name} had not ordered by {as_of}: there is nothing to go by")
        elif who.id in aside:
            notes.insert(0, f"{who.name} is archived, and so in no total")
    return session.result(
        NAME,
        items=[_item(found, place, names, costs) for place in places[: asked.rows_wanted]],
        summary=summary,
        notes=notes,
    )


def _costs(session: Session, as_of: date, days: int) -> dict[int, int]:
    """contact id -> what serving them costs over the horizon, if it goes on as in the last 12 months, discounted."""
    from crmcli.actions.value_figures import rates
    from crmcli.analysis.service_cost import costs
    from crmcli.store.effort import efforts

    year = Period(date.fromordinal(max(1, as_of.toordinal() - YEAR + 1)), as_of)
    discount = session.policy["forecast.discount"]
    serving = sum((1.0 + discount) ** (-month / 12) for month in range(1, months_of(days) + 1)) / 12
    spent = costs(efforts(session.book, year), rates(session.policy))
    return {contact: round(cost * serving) for contact, cost in spent.items()}


def _item(found: Columns, place: int, names: Mapping[int, str], costs: Mapping[int, int]) -> dict[str, Any]:
    next_on, worth, contact = found.next_on[place], found.worths[place], found.contact_ids[place]
    return {
        "contact": warning.contact(names, contact),
        "expected_orders": found.orders[place],
        "expected_minor": found.minor[place],
        "p_active": found.p_active[place],
        "next_order_on": None if next_on is None else date.fromordinal(next_on).isoformat(),
        "lifetime_value_minor": None if worth is None else worth - costs.get(contact, 0),
        "class": found.classes[place],
        "lapsed": found.lapsed[place],
    }


def _summary(
    session: Session, found: Columns, here: Sequence[int], days: int, until: date, costs: Mapping[int, int]
) -> dict[str, Any]:
    """The whole: the model as it is published (weeks, major units), the totals, and how far to trust them. `here`: the places
    of those not archived, who alone are in the totals."""
    known = [(found.contact_ids[place], worth) for place in here if (worth := found.worths[place]) is not None]
    minor = [found.minor[place] for place in here]
    unknown = minor.count(None)
    told = unknown < len(minor) or not minor
    cost = sum(costs.get(one, 0) for one, _ in known)
    fit, spend = found.buying, found.spend
    fits, spends = fit["alpha"] > 0, spend["p"] > 0
    return {
        "model": fit["model"],
        "method": found.method,
        "problem": fit["problem"],
        "parameters": {name: fit[name] if fits else None for name in ("r", "alpha", "a", "b")},
        "log_likelihood": fit["log_likelihood"] if fits else None,
        "customers": fit["customers"],
        "repeaters": fit["repeaters"],
        "gamma_gamma": {
            **{name: spend[name] if spends else None for name in ("p", "q", "v", "log_likelihood")},
            "customers": spend["customers"],
            "problem": spend["problem"],
        },
        "horizon_days": days,
        "until": until.isoformat(),
        "listed": len(here),
        "archived": len(found.contact_ids) - len(here),
        "expected_orders": round(fsum(found.orders[place] or 0.0 for place in here), PLACES) if told else None,
        "expected_minor": sum(one or 0 for one in minor) if told else None,
        "unknown": unknown,
        "lapsed": _lapsed(found, here),
        "active": None if found.active is None else round(fsum(found.p_active[place] or 0.0 for place in here), PLACES),
        "judged": found.judged,
        "judged_words": judged_words(found, session.as_of, days),
        "lifetime": {
            "months": months_of(days),
            "discount": session.policy["forecast.discount"],
            "value_minor": sum(worth for _, worth in known) - cost if known else None,
            "cost_to_serve_minor": cost if known else None,
            "unknown_margin": len(here) - len(known) - unknown,
        },
        "excluded": found.without_rate,
        "walk_in": {"count": found.walk_ins},
        "next": _next(session, found, here),
    }


def _lapsed(found: Columns, here: Sequence[int]) -> dict[str, Any]:
    """How much of the whole is of customers listed as lapsed."""
    places = [place for place in here if found.lapsed[place]]
    return {
        "customers": len(places),
        "expected_orders": round(fsum(found.orders[place] or 0.0 for place in places), PLACES),
        "expected_minor": sum(found.minor[place] or 0 for place in places),
    }


def judged_words(found: Columns, as_of: date, days: int) -> str:
    """How the same model did over the last horizon, in words."""
    judged = found.judged
    if judged is None:
        why = found.unjudged or "there is no model"
        return f"how a forecast made {pace.length(days)} ago would have done cannot be told: {why}"
    made = pace.day(date.fromordinal(date.fromisoformat(judged["from"]).toordinal() - 1), as_of)
    part = f" on {judged['customers']:,} of {judged['of']:,} customers" if judged["customers"] < judged["of"] else ""
    came = f"it expected {expected(judged['expected_orders'], 'order')} and {counted(judged['actual_orders'], 'order')} came"
    off = "" if judged["error"] is None else f" ({_percent_off(judged['error'])})"
    return f"made as of {made}{part}, {came}{off}"


def _percent_off(error: float) -> str:
    """An error as a share of what came, with its sign where it has one: "+7 %", "0 %"."""
    percent = round(error * 100)
    return f"{percent:+,} %" if percent else "0 %"


def _words(found: Columns, place: int, currency: str, as_of: date, until: date) -> str:
    """One customer's forecast as a sentence."""
    orders, active, next_on = found.orders[place], found.p_active[place], found.next_on[place]
    minor, by = found.minor[place], pace.day(until, as_of)
    if orders is None or minor is None:
        return f"not known yet: they bought on one day only, and no buying model says what comes by {by}"
    said = f"{expected(orders, 'order')} worth {format_amount(minor, currency)} expected by {by}"
    if active is not None:
        said += f"; {warning.chance(active)} chance that they are still a customer"
    if next_on is None:
        said += "; no further order is likelier than not"
    else:
        said += f"; as likely as not the next order comes by {pace.day(date.fromordinal(next_on), as_of)}"
    if found.lapsed[place]:
        said += "; but they are listed as lapsed: silent for longer than is usual for them"
    return said


def _next(session: Session, found: Columns, here: Sequence[int]) -> list[str]:
    """The command that is likely next, as it can be pasted into a shell."""
    if not here:
        return []
    ago = f" --as-of {session.as_of}" if session.as_of != session.today else ""
    return [f"crm forecast c{found.contact_ids[here[0]]}{ago}{session.place_flag}"]
