"""`crm segment --by FIELD`: customers and money by anything that is known of them or of what they buy.

With no value chosen a row is a value; with one it is a customer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from crmcli.actions.segment_choice import group_named
from crmcli.actions.segment_field import Field, field_named, values_of
from crmcli.actions.segment_kind import Graded
from crmcli.actions.segment_left import left_out
from crmcli.actions.segment_window import Looked, looked_at_from
from crmcli.actions.session import Session
from crmcli.analysis.by_value import NONE, Held, ValueTotal, above_zero, in_one_spelling, share_of, totals
from crmcli.domain.period import DEFAULT_PERIOD
from crmcli.store import attributes, segment_sums, segments
from crmcli.store.segment_sums import Bought
from crmcli.store.segments import Window

if TYPE_CHECKING:
    from crmcli.actions.segment import Asked

STEP = "step"


def grade(session: Session, asked: Asked, as_of: date) -> Graded:
    """Everybody's value, or values, of the field as of a day. Raises NotFoundError where there is no such field."""
    field = field_named(session, asked.by or "")
    looked = looked_at_from(session, asked.days, as_of, DEFAULT_PERIOD)
    within, parts = asked.within, _held(session, field, looked.window, accounts=asked.accounts)
    rows = in_one_spelling(one for one in parts if within is None or one.contact_id in within)
    found = totals(rows)
    held: dict[int, list[Held]] = {}
    for row in sorted(rows, key=lambda one: (-one.amount_minor, one.contact_id)):
        held.setdefault(row.contact_id, []).append(row)
    money = _money(held, field)
    total = sum(money.values())
    chosen = group_named(asked.segment, list(found), "value") if asked.segment is not None else None
    several = any(len(mine) > 1 for mine in held.values())
    values = [one.amount_minor for one in found.values()]
    parted = money.values() if several and not field.of_orders else values
    summary = {name: _figures(one, above_zero(parted, total)) for name, one in found.items()}
    excluded, notes = left_out(session, looked.window)
    return Graded(
        ranked=sorted(held, key=lambda one: (-money[one], one)),
        grades={one: "; ".join(sorted(row.value or NONE for row in mine)) for one, mine in held.items()},
        values=money,
        names=list(found),
        dress=lambda ids: _items(held, ids, chosen, found),
        summary=summary,
        about=_about(session, looked, field, excluded) | {"total_minor": total, "several": several},
        basis=f"{field.basis}/{looked.period}" + ("/accounts" if asked.accounts else ""),
        ordered=False,
        notes=[*notes, *_share_notes(total, values), *_notes(session, asked, field, as_of, several)],
        members=lambda name: [one for one, mine in held.items() if any(row.value == name for row in mine)],
        rows=[{"value": name, **figures} for name, figures in summary.items()],
    )


def _held(session: Session, field: Field, window: Window, *, accounts: bool) -> list[Held]:
    book = session.book
    if field.of_orders:
        return [Held(*part) for part in segment_sums.by_part(book, field.name, window, accounts=accounts)]
    bought = {one.contact_id: one for one in segment_sums.by_customer(book, window, accounts=accounts)}
    values: dict[int, list[str | None]] = {}
    for contact, value in values_of(session, field, window.as_of):
        values.setdefault(contact, []).append(value)
    return [
        _part(contact, value, bought.get(contact))
        for contact in _everybody(session, window, bought, accounts=accounts)
        for value in values.get(contact, [None])
    ]


def _part(contact: int, value: str | None, bought: Bought | None) -> Held:
    return Held(contact, value, bought.orders if bought else 0, (bought.amount_minor or 0) if bought else 0)


def _everybody(session: Session, window: Window, bought: Mapping[int, Bought], *, accounts: bool) -> set[int]:
    """Whoever was known by the day asked about and is not archived, and the archived with sales in the window."""
    here = attributes.people(session.book, window.as_of)
    if accounts:
        firms = segments.accounts(session.book)
        here = {firms.get(one, one) for one in here}
    return here | {one for one, mine in bought.items() if mine.amount_minor is not None}


def _money(held: Mapping[int, Sequence[Held]], field: Field) -> dict[int, int]:
    """What each customer brought, once: of several lines the sum, of several tags the one amount that stands by each."""
    if field.of_orders:
        return {one: sum(row.amount_minor for row in mine) for one, mine in held.items()}
    return {one: mine[0].amount_minor for one, mine in held.items()}


def _share_notes(total: int, values: Sequence[int]) -> list[str]:
    """What the shares are shares of, where refunds outweigh orders somewhere."""
    if total < 0:
        return ["refunds outweigh orders in all: there is nothing to have a share of"]
    if min(values, default=0) < 0:
        return ["shares are of the sum of what is above zero; what is below zero has none"]
    return []


def _figures(one: ValueTotal, whole: int | None) -> dict[str, Any]:
    return {
        "customers": one.customers,
        "buyers": one.buyers,
        "orders": one.orders,
        "amount_minor": one.amount_minor,
        "share": share_of(one.amount_minor, whole),
    }


def _items(
    held: Mapping[int, Sequence[Held]], ids: Sequence[int], chosen: str | None, found: Mapping[str, ValueTotal]
) -> list[dict[str, Any]]:
    """The customers of the chosen value with their part in it; shares are of what those above zero come to in it."""
    mine = [row.amount_minor for parts in held.values() for row in parts if row.value == chosen]
    whole = above_zero(mine, found[chosen].amount_minor if chosen is not None else 0)
    rows = [next(row for row in held[one] if row.value == chosen) for one in ids]
    return [
        {
            "value": row.value,
            "orders": row.orders,
            "amount_minor": row.amount_minor,
            "share": share_of(row.amount_minor, whole),
        }
        for row in rows
    ]


def _about(session: Session, looked: Looked, field: Field, excluded: int) -> dict[str, Any]:
    window = looked.window
    walk_in = segments.walk_ins(session.book, "sales", window)
    start = window.start if window.start > date.min else _first(session, window)
    return {
        "from": start.isoformat(),
        "to": window.end.isoformat(),
        "period": looked.period,
        "by": field.name,
        "excluded": excluded,
        "walk_in": {"count": walk_in.orders, "amount_minor": walk_in.amount_minor},
    }


def _first(session: Session, window: Window) -> date:
    """The first day anybody ordered, for the period `all`."""
    first = [on for _, on in segments.customers(session.book, window.end)]
    return date.fromisoformat(min(first, default=window.end.isoformat()))


def _notes(session: Session, asked: Asked, field: Field, as_of: date, several: bool) -> list[str]:
    """What has to be known to read the figures."""
    what = field.name if field.of_orders else f"the field {field.name}" if field.custom else field.name
    lines = []
    if several:
        lines.append(f"who has several values of {what} counts under each: shares may add up to more than 100 %")
    if field.name == STEP and not field.custom:
        lines.append(
            f"only steps set by hand are here; `crm segment --ladder{session.place_flag}` has the step of everybody"
        )
    if not field.dated and (as_of < session.today or asked.days.compare):
        dated = ", answers those of the day" if field.custom else ""
        lines.append(f"{what} has no dates: the values are those of now{dated}")
    return lines
