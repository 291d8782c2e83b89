"""Orders and refunds: entering them, listing them, correcting one and striking one out.

What ties a refund to its order is kept by `refund`, what an amount is worth in the base currency by `pricing`.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from crmcli.actions import pricing, refund
from crmcli.actions.contact import plain
from crmcli.actions.record import names
from crmcli.actions.session import Session
from crmcli.actions.who import find_one
from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.domain.text import quoted
from crmcli.domain.when import format_date
from crmcli.errors import BadValueError
from crmcli.store import orders
from crmcli.store.book import Operation

COLUMNS = {
    "contact_id": "contact", "on_date": "on", "amount_minor": "amount", "cost_minor": "cost", "currency": "currency",
    "rate": "rate", "quantity": "quantity", "line": "line", "site": "site", "ref": "ref", "by_whom": "by",
    "refund_of": "refund of",
}  # fmt: skip


def add(session: Session, flags: Flags) -> Result:
    """Enters one order or refund; without an amount, a refund of all that is left of `refund_of`.

    Raises BadValueError, NotFoundError, AmbiguousError; each leaves the book as it was.
    """
    parent = refund.original(session, flags.refund_of) if flags.refund_of else None
    row = understand(session, blank(session, parent), flags, parent)
    if parent is not None:
        refund.check_room(session, parent, row["amount_minor"])
    notes = _doubts(session, row)
    with session.operation() as op:
        order_id = enter(session, op, row)
    kept = refund.order_row(session, order_id)
    notes += pricing.rate_notes(session, kept, f"o{order_id}")
    return session.written("order", op, [_said(session, kept)], item=order_item(session, kept), notes=notes)


def enter(session: Session, op: Operation, row: dict[str, Any]) -> int:
    """Writes one understood order; returns its number. Raises BadValueError where it does not fit the order it refunds."""
    order_id = op.insert("orders", **row, created_at=session.stamp())
    if row["refund_of"] is not None:
        refund.settle(session, op, row["refund_of"])
    return order_id


def revise(session: Session, order_id: int, **said: Any) -> Result:
    """Corrects an order. `said` are the fields of Flags as typed, None for what stays; its refunds follow it.

    Raises NotFoundError, and BadValueError where the order and its refunds would no longer agree.
    """
    flags = flags_of(said)
    old = refund.order_row(session, order_id)
    linked = flags.refund_of or (str(old["refund_of"]) if old["refund_of"] else None)
    parent = refund.original(session, linked) if linked else None
    if parent is not None and parent["id"] == order_id:
        raise BadValueError(f"o{order_id} cannot be a refund of itself", "name the order that was refunded")
    new = understand(session, old, flags, parent)
    with session.operation() as op:
        before = op.update("orders", order_id, **new)
        for one in {old["refund_of"], new["refund_of"], order_id} - {None}:
            refund.settle(session, op, one)
    kept = refund.order_row(session, order_id)
    changed = [COLUMNS[column] for column in before if column in COLUMNS]
    verb = f"Changed {', '.join(changed)}: " if changed else "Nothing to change: "
    said_line = verb + _said(session, kept)
    notes = pricing.rate_notes(session, kept, f"o{order_id}")
    item = order_item(session, kept)
    return session.written("order", op, [said_line], item=item, summary={"changed": changed}, notes=notes)


def void(session: Session, order_id: int) -> Result:
    """Strikes out an order and the refunds tied to it; a struck-out refund leaves more of its order again."""
    row = refund.order_row(session, order_id)
    refunds = orders.refunds_of(session.book, order_id)
    with session.operation() as op:
        for one in (row, *refunds):
            op.update("orders", one["id"], voided_at=session.stamp())
        if row["refund_of"] is not None:
            refund.settle(session, op, row["refund_of"])
    said = [f"Struck out: {_said(session, one)}" for one in (row, *refunds)]
    item = order_item(session, orders.get(session.book, order_id) or row)
    return session.written("order", op, said, item={**item, "refunds": [one["id"] for one in refunds]})


def list_orders(
    session: Session, who: str | None, *, start: str | None = None, end: str | None = None, wanted: int | None = None
) -> Result:
    """Orders newest first, at most `wanted`; the summary speaks of all. A tied refund counts on its order's day."""
    span = _span(session, who, start, end)
    items = orders.listed(session.book, span, wanted)
    summary = orders.totals(session.book, span)
    return session.result("orders", items=items, summary=summary, notes=_left_out(session, span, summary, end))


def order_item(session: Session, row: dict[str, Any]) -> dict[str, Any]:
    """An order as scripts see it."""
    contact_id = row["contact_id"]
    found = names(session, [contact_id]) if contact_id is not None else {}
    return orders.shown(row, found[contact_id]["name"] if contact_id in found else None)


def _doubts(session: Session, row: dict[str, Any]) -> list[str]:
    """What to look at again: a day to come, a reference that is in the book already."""
    notes = []
    on = date.fromisoformat(row["on_date"])
    if on > session.today:
        notes.append(f"{format_date(on)} is a day to come: it counts from then on")
    if row["ref"] and session.exists:
        twin = orders.with_reference(session.book, row["contact_id"], row["ref"], refund=row["amount_minor"] < 0)
        if twin:
            when = format_date(date.fromisoformat(twin[1]))
            notes.append(f"o{twin[0]} of {when} has the reference {row['ref']} already; `crm undo` takes this one back")
    return notes


def _said(session: Session, row: dict[str, Any]) -> str:
    contact_id = row["contact_id"]
    who = f"{names(session, [contact_id])[contact_id]['name']} (c{contact_id})" if contact_id is not None else "walk-in"
    kind = "Refund" if row["amount_minor"] < 0 else "Order"
    text = f"{kind} o{row['id']}: {who}, {pricing.told(session, row)}, {format_date(date.fromisoformat(row['on_date']))}"
    if row["refund_of"] is None:
        return text
    parent = orders.get(session.book, row["refund_of"])
    left = refund.left_of(session, parent) if parent else 0
    return f"{text}; {format_amount(left, row['currency'], symbol=True)} left of o{row['refund_of']}"


def _span(session: Session, who: str | None, start: str | None, end: str | None) -> dict[str, Any]:
    as_of = session.as_of
    first = session.when(start, past=True).isoformat() if start else orders.EVER
    last = session.when(end, past=True) if end else as_of
    known = max(last, as_of) if as_of >= session.today else as_of
    if first > last.isoformat():
        raise BadValueError(f"--from {first} is after {last.isoformat()}", "the first day, then --to for the last")
    contact = find_one(session, who).id if who else None
    return {"contact": contact, "start": first, "end": last.isoformat(), "known": known.isoformat()}


def _left_out(session: Session, span: dict[str, Any], summary: dict[str, int], end: str | None) -> list[str]:
    notes = []
    if summary["excluded"]:
        notes.append(f"{summary['excluded']:,} without a rate are left out of the total; `crm edit oN --rate R`")
    ahead, earlier = orders.aside(session.book, span)
    if ahead and not end and session.as_of >= session.today:
        notes.append(f"{ahead:,} dated after {span['known']} are left out; --to shows them")
    if earlier:
        notes.append(f"{earlier:,} refunds of this time count on the days of their orders, before {span['start']}")
    return notes
