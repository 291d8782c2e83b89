"""Orders and refunds: entering them, listing them, correcting one and striking one out.

What the flags mean is `order_entry`'s, what ties a refund to its order `refund`'s, the rates `pricing`'s.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from crmcli.actions import pricing, refund
from crmcli.actions.order_entry import Flags, blank, flags_of, understand
from crmcli.actions.record import NAMED, first_of, names
from crmcli.actions.session import Session
from crmcli.actions.who import find_one
from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.domain.when import format_date, format_iso
from crmcli.domain.words import counted
from crmcli.errors import BadValueError
from crmcli.store import orders
from crmcli.store.book import Operation

SAID = {
    "contact_id": "contact", "on_date": "on", "amount_minor": "amount", "cost_minor": "cost",
    "currency": "currency", "rate": "rate", "quantity": "quantity", "line": "line", "site": "site",
    "ref": "ref", "by_whom": "by", "refund_of": "refund_of",
}  # fmt: skip
TOLD = {"on": "date", "by": "seller", "refund_of": "refunded order"}


def add(session: Session, flags: Flags) -> Result:
    """Enters one order or refund; without an amount, a refund of all that is left of `refund_of`.

    Raises BadValueError, NotFoundError, AmbiguousError; each leaves the book as it was.
    """
    parent = refund.original(session, flags.refund_of) if flags.refund_of is not None else None
    row = understand(session, blank(session, parent), flags, parent)
    if parent is not None:
        refund.check_room(session, parent, row["amount_minor"])
    notes = _doubts(session, row)
    with session.operation() as op:
        order_id = enter(session, op, row)
    kept = refund.order_row(session, order_id)
    notes += pricing.rate_notes(session, kept, f"o{order_id}")
    return session.written("order", op, [said(session, kept)], item=order_item(session, kept), notes=notes)


def enter(session: Session, op: Operation, row: dict[str, Any]) -> int:
    """Writes one understood order; returns its number. Raises BadValueError if it is more than it refunds."""
    order_id = op.insert("orders", **row, created_at=session.stamp())
    if row["refund_of"] is not None:
        refund.settle(session, op, row["refund_of"])
    return order_id


def revise(session: Session, order_id: int, **typed: Any) -> Result:
    """Corrects an order. `typed` are the fields of Flags, None for what stays; its refunds follow it.

    Empty text takes a value away: `who` leaves a walk-in, `refund_of` a refund tied to nothing.
    Raises NotFoundError, and BadValueError where the order and its refunds would no longer agree.
    """
    if typed.get("who") == "":
        typed |= {"who": None, "walk_in": True}
    flags = flags_of(typed)
    old = refund.order_row(session, order_id)
    parent = _parent(session, old, flags)
    new = understand(session, old, flags, parent)
    with session.operation() as op:
        before = op.update("orders", order_id, **new)
        for one in {old["refund_of"], new["refund_of"], order_id} - {None}:
            refund.settle(session, op, one)
    kept = refund.order_row(session, order_id)
    changed = [SAID[column] for column in before if column in SAID]
    verb = f"Changed {', '.join(TOLD.get(one, one) for one in changed)}" if changed else "Nothing to change"
    notes = _ahead(session, kept) if "on_date" in before else []
    notes += pricing.rate_notes(session, kept, f"o{order_id}")
    parts = {"item": {**order_item(session, kept), "changed": changed}, "summary": {"changed": changed}, "notes": notes}
    return session.written("order", op, [f"{verb}. {said(session, kept)}"], **parts)


def void(session: Session, order_id: int) -> Result:
    """Strikes out an order and the refunds tied to it; a struck-out refund leaves more of its order again."""
    row = refund.order_row(session, order_id)
    struck = [row, *orders.refunds_of(session.book, order_id)]
    with session.operation() as op:
        for one in struck:
            op.update("orders", one["id"], voided_at=session.stamp())
        if row["refund_of"] is not None:
            refund.settle(session, op, row["refund_of"])
    lines = [f"Struck out: {said(session, one)}" for one in struck]
    item = order_item(session, orders.get(session.book, order_id) or row)
    return session.written("order", op, lines, item={**item, "refunds": [one["id"] for one in struck[1:]]})


def list_orders(
    session: Session,
    who: str | None,
    *,
    start: str | None = None,
    end: str | None = None,
    wanted: int | None = None,
) -> Result:
    """Orders newest first, at most `wanted`; the summary speaks of all. `start`, `end`: WHENs looking back.

    A refund tied to an order counts on that order's day. Without `end`, up to the day asked about.
    """
    span = _span(session, who, start, end)
    items = orders.listed(session.book, span, wanted)
    summary = orders.totals(session.book, span)
    return session.result("orders", items=items, summary=summary, notes=_left_out(session, span, summary, end))


def order_item(session: Session, row: dict[str, Any]) -> dict[str, Any]:
    """An order as scripts see it."""
    contact_id = row["contact_id"]
    return orders.shown(row, None if contact_id is None else names(session, [contact_id])[contact_id]["name"])


def said(session: Session, row: dict[str, Any]) -> str:
    """An order on one line; for a tied refund, what it leaves of its order."""
    contact = order_item(session, row)["contact"]
    who = f"{contact['name']} (c{contact['id']})" if contact else "walk-in"
    kind = "Refund" if row["amount_minor"] < 0 else "Order"
    on = format_iso(row["on_date"])
    text = f"{kind} o{row['id']}: {who}, {pricing.told(session, row)}, {on}"
    parent = orders.get(session.book, row["refund_of"]) if row["refund_of"] is not None else None
    if parent is None or parent["voided_at"] is not None:
        return text
    left = format_amount(refund.left_of(session, parent), row["currency"], symbol=True)
    return f"{text}; {left} left of o{parent['id']}"


def _parent(session: Session, row: dict[str, Any], flags: Flags) -> dict[str, Any] | None:
    """The order that a row refunds, or is now said to refund."""
    kept = f"o{row['refund_of']}" if row["refund_of"] is not None else None
    linked = kept if flags.refund_of is None else flags.refund_of.strip()
    parent = refund.original(session, linked) if linked else None
    if parent is not None and parent["id"] == row["id"]:
        raise BadValueError(f"o{row['id']} cannot refund itself", "name the order that was refunded")
    return parent


def _doubts(session: Session, row: dict[str, Any]) -> list[str]:
    """What to look at again: a day to come, a reference that is in the book already."""
    notes = _ahead(session, row)
    if row["ref"] and session.exists:
        back = row["amount_minor"] < 0
        twin = orders.with_reference(session.book, row["contact_id"], row["ref"], refund=back)
        if twin:
            before = f"o{twin[0]} of {format_iso(twin[1])}"
            notes.append(f"{before} has the reference {row['ref']} already; `crm undo` takes this one back")
    return notes


def _ahead(session: Session, row: dict[str, Any]) -> list[str]:
    on = date.fromisoformat(row["on_date"])
    return [f"{format_date(on)} is a day to come: it counts from then on"] if on > session.today else []


def _span(session: Session, who: str | None, start: str | None, end: str | None) -> dict[str, Any]:
    as_of = session.as_of
    first = session.when(start, past=True).isoformat() if start else orders.EVER
    last = session.when(end, past=True) if end else as_of
    known = max(last, as_of) if as_of >= session.today else as_of
    if first > last.isoformat():
        raise BadValueError(
            f"--from {format_iso(first)} is after {format_date(last)}", "the first day, then --to for the last"
        )
    contact = find_one(session, who).id if who is not None else None
    return {"contact": contact, "start": first, "end": last.isoformat(), "known": known.isoformat()}


def _left_out(session: Session, span: dict[str, Any], summary: dict[str, int], end: str | None) -> list[str]:
    notes = []
    if summary["excluded"]:
        first = orders.without_rate(session.book, span, NAMED)
        named = first_of("o", first, summary["excluded"])
        mends = f"`crm edit o{first[0]} --rate R{session.place_flag}` puts one in"
        notes.append(f"{counted(summary['excluded'], 'order')} without a rate not in the total ({named}); {mends}")
    ahead, last, earlier = orders.aside(session.book, span)
    if ahead and not end and session.as_of >= session.today:
        notes.append(
            f"{counted(ahead, 'order')} dated after {format_iso(span['known'])} not shown; with --to {last} they are"
        )
    if earlier:
        of = f"of orders before {format_iso(span['start'])}"
        notes.append(f"{counted(earlier, 'refund')} in this time {of}: counted on the days of those")
    return notes
