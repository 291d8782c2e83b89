"""`crm profit`: what each customer leaves once the goods are paid and our work for them is counted at the policy's rates.

A customer whose margin is not known stands last, with no profit; whoever never ordered is no customer, and what they cost stands
apart. `--worst` lists who to look at first instead, with what they cost and why.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from crmcli.actions import outreach
from crmcli.actions.record import named
from crmcli.actions.segment_frame import finish
from crmcli.actions.segment_left import left_out
from crmcli.actions.segment_value import unknown_notes
from crmcli.actions.segment_window import Days, Looked, beyond, looked_at
from crmcli.actions.session import Session
from crmcli.actions.value_figures import RATES, Figures, customers, figures
from crmcli.actions.value_worst import suppressing, worst, worst_command
from crmcli.analysis.whale_curve import Whale, whale
from crmcli.domain.period import DEFAULT_PERIOD, Period
from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.errors import UsageError
from crmcli.store import segments
from crmcli.store.brought import NOTHING

POINTS = 100
SHOWN = 25


@dataclass(frozen=True, slots=True)
class Asked:
    """The flags as they were typed; `rows_wanted`: how many items will be shown, None all."""

    days: Days = field(default_factory=Days)
    accounts: bool = False
    below_zero: bool = False
    worst: bool = False
    wish: outreach.Wish = field(default_factory=outreach.Wish)
    rows_wanted: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The window's figures; who is a customer of it; the curve of those whose profit is known, and those of whom it is not."""

    now: Figures
    here: Sequence[int]
    curve: Whale
    profits: Mapping[int, int]
    unknown: Sequence[int]
    outside: Sequence[int]


def profit(session: Session, asked: Asked) -> Result:
    """Customers by what they leave, the most first; then what was wished with them.

    Raises BadValueError; NoDatabaseError where there is no book.
    """
    if asked.worst and asked.below_zero:
        raise UsageError("--worst and --below-zero both choose customers", "give one of them")
    if asked.worst and (asked.days.start or asked.days.end or asked.days.period):
        raise UsageError("--worst looks at 12 months", "leave out --from, --to and --period; --as-of names the day")
    chosen = asked.worst or asked.below_zero
    plan = outreach.plan(session, asked.wish, chosen=chosen, how="--below-zero or --worst")
    if asked.worst:
        parts, ids = worst(session, accounts=asked.accounts, rows_wanted=asked.rows_wanted)
    else:
        parts, ids = _profit(session, asked)
    return finish(session, "worst" if asked.worst else "profit", parts, plan, ids, None)


def _profit(session: Session, asked: Asked) -> tuple[dict[str, Any], Sequence[int]]:
    looked = looked_at(session, asked.days)
    found = _find(session, asked, looked)
    below = found.curve.contact_ids[_first_below(found) :][::-1]
    ids = below if asked.below_zero else [*found.curve.contact_ids, *found.unknown]
    shown = ids[: asked.rows_wanted]
    names = segments.names(session.book, shown)
    so_far = dict(zip(found.curve.contact_ids, found.curve.running, strict=True))
    excluded, notes = left_out(session, looked.window)
    summary = {
        **_summary(session, found, looked),
        "accounts": asked.accounts,
        "excluded": excluded,
        "listed": len(ids),
        "next": _following(session, asked, looked, found, below),
    }
    items = [_item(found, one, names, so_far) for one in shown]
    notes += unknown_notes(session, looked.window, [found.now.brought.get(one, NOTHING) for one in found.unknown])
    notes = [*beyond(session, asked.days), *notes, *_outside_notes(session, found, asked)]
    return {"items": items, "summary": summary, "notes": notes}, ids


def _find(session: Session, asked: Asked, looked: Looked) -> Found:
    """Everybody who ordered, or for whom anything was done, in the window."""
    firms = segments.accounts(session.book) if asked.accounts else {}
    window = looked.window
    now = figures(session, Period(window.start, window.end), window.as_of, firms)
    since = customers(session, window.end, firms)
    here = sorted(one for one in now.brought.keys() | now.costs.keys() | now.unrated.keys() if one in since)
    known = {one: left for one in here if (left := now.leaves(one)) is not None}
    unknown = sorted((one for one in here if one not in known), key=lambda one: (-_sales(now, [one]), one))
    outside = [one for one in now.costs if one not in since]
    return Found(now, here, whale(known), known, unknown, outside)


def _first_below(found: Found) -> int:
    """The place on the curve of the first who leaves less than nothing."""
    return sum(amount >= 0 for amount in found.profits.values())


def _item(found: Found, one: int, names: Mapping[int, str], so_far: Mapping[int, int]) -> dict[str, Any]:
    """`cumulative_share` is of the whole profit: null where there is none, and for who is not on the curve."""
    now, total = found.now, found.curve.total
    return {
        "contact": named(one, names.get(one, "")),
        "sales_minor": now.brought.get(one, NOTHING).sales,
        "margin_minor": now.margin(one),
        "cost_to_serve_minor": now.costs.get(one, 0),
        "profit_minor": found.profits.get(one),
        "cumulative_share": so_far[one] / total if one in so_far and total > 0 else None,
        **now.effort(one)._asdict(),
    }


def _summary(session: Session, found: Found, looked: Looked) -> dict[str, Any]:
    """The whole, whichever rows are shown. `total` is of those whose margin is known, so that it adds up, and has no margin where
    it is known of nobody; `unknown` has the others."""
    now, curve = found.now, found.curve
    below = curve.contact_ids[_first_below(found) :]
    start, dark = looked.window.start, bool(found.unknown) and not found.profits
    return {
        "from": max(start, _first_day(session, looked)).isoformat() if looked.period == "all" else start.isoformat(),
        "to": looked.window.end.isoformat(),
        "period": looked.period,
        "customers": len(found.here),
        "total": {
            "sales_minor": _sales(now, list(found.profits)),
            "margin_minor": None if dark else sum(now.margin(one) or 0 for one in found.profits),
            "cost_to_serve_minor": sum(now.costs.get(one, 0) for one in found.profits),
            "profit_minor": None if dark else curve.total,
        },
        "peak_share": curve.peak_share,
        "peak": {"customers": curve.peak, "profit_minor": curve.peak_minor},
        "below_zero": {"customers": len(below), "amount_minor": sum(found.profits[one] for one in below)},
        "unknown": _unknown(found),
        "outside": {
            "contacts": len(found.outside),
            "cost_to_serve_minor": sum(now.costs[one] for one in found.outside),
        },
        "default_margin": now.default_margin,
        "rates": {name: session.policy[key] for name, key in RATES.items()},
        "curve": [{"customers": count, "profit_minor": amount} for count, amount in curve.points(POINTS)],
    }


def _first_day(session: Session, looked: Looked) -> date:
    first = min((day for _, day in segments.customers(session.book, looked.window.end)), default=None)
    return date.fromisoformat(first) if first else looked.window.end


def _sales(now: Figures, ids: Sequence[int]) -> int:
    return sum(now.brought.get(one, NOTHING).sales for one in ids)


def _unknown(found: Found) -> dict[str, int]:
    now = found.now
    return {
        "customers": len(found.unknown),
        "orders": sum(now.brought.get(one, NOTHING).unknown for one in found.unknown),
        "without_rate": sum(now.unrated.get(one, 0) for one in found.unknown),
        "sales_minor": _sales(now, found.unknown),
        "cost_to_serve_minor": sum(now.costs.get(one, 0) for one in found.unknown),
    }


def _outside_notes(session: Session, found: Found, asked: Asked) -> list[str]:
    """Where our work went to people whose company buys: how to count it there."""
    if asked.accounts or not found.outside:
        return []
    firms, here = segments.accounts(session.book), set(found.here)
    staff = [one for one in found.outside if firms.get(one) in here]
    if not staff:
        return []
    who = counted(len(staff), "contact")
    return [f"{who} without orders work at customers: --accounts counts what was done for them under their company"]


def _following(session: Session, asked: Asked, looked: Looked, found: Found, below: Sequence[int]) -> list[str]:
    """The commands that are likely next, as they can be pasted into a shell."""
    place = session.place_flag
    again = f"crm profit{_flags(session, asked)}"
    if asked.below_zero:
        first = below[: min(asked.rows_wanted or SHOWN, SHOWN)]
        return [*suppressing(session, first, found.now.costs), f"{again} --tag-as NAME{place}"]
    follow = [f"{again} --below-zero{place}"] if below else []
    return follow if looked.period != DEFAULT_PERIOD else [*follow, worst_command(session, accounts=asked.accounts)]


def _flags(session: Session, asked: Asked) -> str:
    """The flags that ask the same again, each with a space before it."""
    days = asked.days
    said = [f"--period {days.period}"] if days.period else []
    said += [f"--from {session.when(days.start, past=True)}"] if days.start else []
    said += [f"--to {session.when(days.end, past=True)}"] if days.end else []
    said += ["--accounts"] if asked.accounts else []
    said += ["--below-zero"] if asked.below_zero else []
    said += [f"--as-of {session.as_of}"] if session.as_of != session.today else []
    return "".join(f" {one}" for one in said)
