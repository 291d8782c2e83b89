"""`crm segment --value`: whom to keep, whom to grow, who costs more than they bring; and who shows signs of it.

A year of figures by customer and the five tiers; beside them the worst of the customers, by the sum and by signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from crmcli.actions.record import NAMED, first_of
from crmcli.actions.segment_kind import Graded
from crmcli.actions.segment_left import left_out
from crmcli.actions.session import Session
from crmcli.actions.value_study import Study, narrowed, study
from crmcli.actions.value_words import Words
from crmcli.actions.value_worst import figures_of, suppressing, worst_command, worst_summary
from crmcli.analysis.value_tier import TIERS, ordered
from crmcli.domain.period import DEFAULT_PERIOD
from crmcli.domain.words import counted
from crmcli.store import segments
from crmcli.store.brought import NOTHING, Brought
from crmcli.store.segments import Window

if TYPE_CHECKING:
    from crmcli.actions.segment import Asked

SHOWN = 25


def grade(session: Session, asked: Asked, as_of: date) -> Graded:
    """Everybody's tier as of a day, by the 12 months that end on it; who never ordered is in none."""
    found = narrowed(study(session, as_of, accounts=asked.accounts), asked.within)
    words, marked = Words(session, found), set(found.worst)
    window = Window(*found.now.window, as_of)
    excluded, notes = left_out(session, window)
    return Graded(
        ranked=ordered(found.tiers, found.customers),
        grades=found.tiers.tiers,
        values={c.contact_id: c.actual for c in found.customers},
        names=TIERS,
        dress=lambda ids: [_item(found, words, one, one in marked) for one in ids],
        summary=_summary(found),
        about={**_about(found, window), "excluded": excluded, "worst": worst_summary(session, found, words)},
        basis=f"{DEFAULT_PERIOD}/accounts" if asked.accounts else DEFAULT_PERIOD,
        notes=[*notes, *unknown_notes(session, window, _dark(found))],
        follow=lambda ids: _follow(session, asked, found, ids[: min(asked.rows_wanted or SHOWN, SHOWN)]),
    )


def _item(found: Study, words: Words, one: int, marked: bool) -> dict[str, Any]:
    gap = found.tiers.gaps.get(one)
    return {
        **figures_of(found, one),
        "potential_minor": None if gap is None else found.potentials[one].minor,
        "gap_minor": gap,
        "signs": list(found.signs.get(one, ())),
        "worst": marked,
        "why": words.why(one),
    }


def _summary(found: Study) -> dict[str, dict[str, Any]]:
    """Every tier's customers and sums; unknown margins are in no sum of actual value, which is null where all are unknown."""
    sums: dict[str, dict[str, Any]] = {
        tier: {"customers": 0, "actual_minor": 0, "sales_minor": 0, "cost_to_serve_minor": 0, "unknown": 0}
        for tier in TIERS
    }
    now = found.now
    for c in found.customers:
        one = sums[found.tiers.tiers[c.contact_id]]
        one["customers"] += 1
        one["cost_to_serve_minor"] += c.cost
        one["sales_minor"] += now.brought.get(c.contact_id, NOTHING).sales
        if c.actual is None:
            one["unknown"] += 1
        else:
            one["actual_minor"] += c.actual
    for one in sums.values():
        if one["customers"] and one["customers"] == one["unknown"]:
            one["actual_minor"] = None
    sums["most_growable"]["gap_minor"] = sum(
        gap for one, gap in found.tiers.gaps.items() if found.tiers.tiers[one] == "most_growable"
    )
    return sums


def _about(found: Study, window: Window) -> dict[str, Any]:
    best = found.best.window
    outside = [one for one in found.now.costs if one not in found.since]
    return {
        "from": window.start.isoformat(),
        "to": window.end.isoformat(),
        "period": DEFAULT_PERIOD,
        "best": {
            "period": found.best_name,
            "from": best.start.isoformat(),
            "to": best.end.isoformat(),
            "instead": found.instead,
        },
        "median_cost_minor": round(found.tiers.median_cost),
        "default_margin": found.now.default_margin,
        "unknown": _unknown(found),
        "outside": {"contacts": len(outside), "cost_to_serve_minor": sum(found.now.costs[one] for one in outside)},
    }


def _unknown(found: Study) -> dict[str, int]:
    rows = _dark(found)
    return {"customers": len(rows), "orders": sum(row.unknown for row in rows)}


def _dark(found: Study) -> list[Brought]:
    """What the customers brought whose margin is not known."""
    return [found.now.brought.get(c.contact_id, NOTHING) for c in found.customers if c.actual is None]


def unknown_notes(session: Session, window: Window, rows: Iterable[Brought]) -> list[str]:
    """Whose margin is not known for want of a cost, and how to mend it; `rows` of everybody whose margin is not known."""
    uncosted = [row.unknown for row in rows if row.unknown]
    if not uncosted:
        return []
    first = segments.without_cost(session.book, window, NAMED)
    orders = f"{counted(sum(uncosted), 'order')} ({first_of('o', first, sum(uncosted))})"
    return [
        f"the margin of {counted(len(uncosted), 'customer')} is unknown for want of the cost of {orders};"
        f" `crm edit o{first[0]} --cost A{session.place_flag}` mends one,"
        f" `crm policy set margin.default 0.3{session.place_flag}` takes a margin for all"
    ]


def _follow(session: Session, asked: Asked, found: Study, ids: Sequence[int]) -> list[str]:
    """Of customers below zero that are shown: how to take them off costly channels; else where the worst are listed."""
    if ids and all(found.tiers.tiers[one] == "below_zero" for one in ids):
        return suppressing(session, ids, found.now.costs)
    return [worst_command(session, accounts=asked.accounts)] if found.worst else []
