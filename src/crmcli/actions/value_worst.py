"""Who to look at first: the worst of the customers, by the sum and by signs, with what they cost and what can be done.

They are named where the tiers are shown, and listed in full by `crm profit --worst`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmcli.actions.record import named
from crmcli.actions.session import Session
from crmcli.actions.value_study import Study, study
from crmcli.actions.value_words import Words
from crmcli.analysis.costly import SIGNS
from crmcli.domain.period import DEFAULT_PERIOD
from crmcli.store import contacts, segments
from crmcli.store.brought import NOTHING

NAMED_WORST = 10
SHOWN = 25


def worst(session: Session, *, accounts: bool, rows_wanted: int | None) -> tuple[dict[str, Any], Sequence[int]]:
    """The parts of an answer that lists the worst, at most so many of them, and who they are in all."""
    found = study(session, session.as_of, accounts=accounts)
    words = Words(session, found)
    shown = found.worst[:rows_wanted]
    names = segments.names(session.book, shown)
    whole = worst_summary(session, found, words)
    whole.pop("named")
    window = found.now.window
    summary = {
        "from": window.start.isoformat(),
        "to": window.end.isoformat(),
        "period": DEFAULT_PERIOD,
        "accounts": accounts,
        **whole,
        "listed": len(found.worst),
        "next": suppressing(session, [one for one in shown[:SHOWN] if _costs_more(found, one)], found.now.costs),
    }
    items = [worst_item(found, words, one, names) for one in shown]
    return {"items": items, "summary": summary, "notes": []}, found.worst


def _costs_more(found: Study, one: int) -> bool:
    """Whether they bring less than they cost, for all that is known."""
    return found.tiers.tiers.get(one, "below_zero") == "below_zero"


def worst_summary(session: Session, found: Study, words: Words) -> dict[str, Any]:
    """Who to look at first: how many, what they cost, by which signs, and the first of them by name."""
    tiers, now = found.tiers.tiers, found.now
    below = [one for one in found.worst if tiers.get(one) == "below_zero"]
    first = found.worst[:NAMED_WORST]
    names = segments.names(session.book, first)
    return {
        "share": session.policy["value.worst"],
        "of": len(found.since),
        "customers": len(found.worst),
        "below_zero": len(below),
        "watch": len(found.worst) - len(below),
        "lost_minor": -sum(now.leaves(one) or 0 for one in below),
        "cost_to_serve_minor": sum(now.costs.get(one, 0) for one in found.worst),
        "signs": {
            name: {"customers": len(those), "cost_minor": sum(words.sign_cost(name, one) for one in those)}
            for name in SIGNS
            for those in [[one for one in found.worst if name in found.signs.get(one, ())]]
        },
        "named": [worst_item(found, words, one, names) for one in first],
    }


def worst_item(found: Study, words: Words, one: int, names: dict[int, str]) -> dict[str, Any]:
    """One of the worst; `tier` is null for who never ordered."""
    return {
        "contact": named(one, names.get(one, "")),
        "tier": found.tiers.tiers.get(one),
        **figures_of(found, one),
        "signs": list(found.signs.get(one, ())),
        "why": words.why(one),
    }


def figures_of(found: Study, one: int) -> dict[str, Any]:
    """A customer's year in minor units, null where it is not known."""
    now = found.now
    return {
        "actual_minor": now.leaves(one),
        "sales_minor": now.brought.get(one, NOTHING).sales,
        "margin_minor": now.margin(one),
        "cost_to_serve_minor": now.costs.get(one, 0),
    }


def worst_command(session: Session, *, accounts: bool) -> str:
    """The command that lists the worst, of the day and under the accounts that were asked about."""
    said = " --accounts" if accounts else ""
    said += f" --as-of {session.as_of}" if session.as_of != session.today else ""
    return f"crm profit --worst{said}{session.place_flag}"


def suppressing(session: Session, ids: Sequence[int], costs: Mapping[int, int]) -> list[str]:
    """The command that takes these off costly channels, those left out for whom they are closed, or who cost nothing to serve."""
    costly = set(session.policy["suppress.channels"])
    closed = contacts.closed(session.book, ids, session.as_of)
    open_ = [one for one in ids if costs.get(one, 0) > 0 and not costly <= {row.channel for row in closed.get(one, ())}]
    who = " ".join(f"c{one}" for one in open_)
    return [f'crm suppress {who} --why "costs more than it brings"{session.place_flag}'] if open_ else []
