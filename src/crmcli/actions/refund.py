"""What ties a refund to its order: never more than is left, never before it, its currency, its rate, its day, its cost.

`settle` runs inside every operation that touches either side and is the only place that keeps them in step.
"""

from __future__ import annotations

from typing import Any

from crmcli.actions.pricing import in_base
from crmcli.actions.session import Session
from crmcli.actions.who import reference
from crmcli.domain.money import format_amount, portions
from crmcli.domain.when import format_iso
from crmcli.errors import BadValueError, DeclinedError, NotFoundError
from crmcli.store import orders
from crmcli.store.book import Operation


def order_row(session: Session, order_id: int) -> dict[str, Any]:
    """An order that stands. Raises NotFoundError, DeclinedError for one that is struck out."""
    row = orders.get(session.book, order_id)
    if row is None:
        raise NotFoundError(f"there is no order o{order_id}", "`crm order list` shows them")
    if row["voided_at"] is not None:
        raise DeclinedError(f"o{order_id} is struck out", "`crm history` shows by what; `crm undo` can take that back")
    return row


def original(session: Session, text: str) -> dict[str, Any]:
    """The order that --refund-of names. Raises NotFoundError, DeclinedError, BadValueError where it cannot be refunded."""
    row = order_row(session, reference(text, "o", bare="o")[1])
    if row["amount_minor"] < 0:
        of = f"o{row['refund_of']}" if row["refund_of"] else "the order it was for"
        raise BadValueError(
            f"o{row['id']} is a refund itself", f"name {of}, or strike it out with `crm void o{row['id']}`"
        )
    return row


def left_of(session: Session, order: dict[str, Any]) -> int:
    """What is left of an order after its refunds, in minor units of its own currency."""
    rows = [order, *orders.refunds_of(session.book, order["id"])]
    return sum(int(one["amount_minor"]) for one in rows)


def nothing_left(session: Session, order: dict[str, Any]) -> BadValueError:
    """The refusal of a refund where nothing can go back."""
    if orders.refunds_of(session.book, order["id"]):
        return BadValueError(f"o{order['id']} has been given back in full", "`crm order list` shows how")
    return BadValueError(f"o{order['id']} is an order of nothing", "there is nothing to give back")


def check_room(session: Session, order: dict[str, Any], minor: int) -> None:
    """Raises BadValueError where more goes back than is left; `minor`, the refund's amount, is below zero."""
    left = left_of(session, order)
    if left == 0:
        raise nothing_left(session, order)
    if left + minor < 0:
        text = format_amount(left, order["currency"], symbol=True)
        whole = format_amount(order["amount_minor"], order["currency"], symbol=True)
        raise BadValueError(f"only {text} is left of o{order['id']} ({whole})", "give back that or less")


def settle(session: Session, op: Operation, order_id: int) -> None:
    """Brings an order's refunds into step with it, and marks an order of which nothing is left.

    Raises BadValueError where a refund would be dated before its order or come to more than it.
    """
    order = orders.get(op.book, order_id)
    refunds = orders.refunds_of(op.book, order_id)
    if order is None or order["voided_at"] is not None:
        return
    left = order["amount_minor"] + sum(one["amount_minor"] for one in refunds)
    for one in refunds:
        _check(order, one, left)
    _follow(session, op, order, refunds)


def follow(session: Session, op: Operation, order_id: int) -> None:
    """The same without a refusal, for an import: what the file says of an order holds, and its refunds go along."""
    order = orders.get(op.book, order_id)
    refunds = orders.refunds_of(op.book, order_id)
    if order is not None and order["voided_at"] is None and refunds:
        _follow(session, op, order, refunds)


def _follow(session: Session, op: Operation, order: dict[str, Any], refunds: list[dict[str, Any]]) -> None:
    left = order["amount_minor"] + sum(one["amount_minor"] for one in refunds)
    amounts, costs = _in_base(session, order, refunds, left), _costs_back(session, order, refunds)
    for one, base_minor, cost in zip(refunds, amounts, costs, strict=True):
        op.update(
            "orders", one["id"], contact_id=order["contact_id"], counts_on=order["on_date"],
            rate=order["rate"], base_minor=base_minor, base_cost_minor=cost,
        )  # fmt: skip
    op.update("orders", order["id"], cancelled=int(bool(refunds) and left == 0))


def _check(order: dict[str, Any], refund: dict[str, Any], left: int) -> None:
    name, mine = f"o{order['id']}", f"o{refund['id']}"
    if refund["currency"] != order["currency"]:
        raise BadValueError(
            f"the refund {mine} is in {refund['currency']}, its order {name} in {order['currency']}",
            f"`crm void {mine}` first, and enter it again after",
        )
    if refund["on_date"] < order["on_date"]:
        raise BadValueError(
            f"the refund is dated {format_iso(refund['on_date'])}, before its order {name} of {format_iso(order['on_date'])}",
            "correct one of the dates",
        )
    if left < 0:
        over = format_amount(-left, order["currency"], symbol=True)
        raise BadValueError(
            f"the refunds of {name} would come to {over} more than the order",
            f"`crm void {mine}` strikes one out",
        )


def _in_base(session: Session, order: dict[str, Any], refunds: list[dict[str, Any]], left: int) -> list[int | None]:
    """Each refund in the base currency; the last of a full refund takes what rounding left over."""
    shares = [in_base(session, one["amount_minor"], order["currency"], order["rate"]) for one in refunds]
    known = [share for share in shares if share is not None]
    if shares and left == 0 and order["base_minor"] is not None:
        shares[-1] = -(order["base_minor"] + sum(known[:-1]))
    return shares


def _costs_back(session: Session, order: dict[str, Any], refunds: list[dict[str, Any]]) -> list[int | None]:
    """What each refund takes back of the goods' cost, in the base currency: the cost typed with it, else its part of the order's.

    Goods that did not come back say so with a cost of 0. Where the order's cost is not known, neither is that of its refunds.
    """
    whole = order["base_cost_minor"]
    open_ = [one for one in refunds if one["cost_minor"] is None]
    shares: dict[int, int | None] = dict.fromkeys([one["id"] for one in open_], 0 if whole == 0 else None)
    if whole and order["amount_minor"] > 0:
        parts = portions(whole, [-one["amount_minor"] for one in open_], order["amount_minor"])
        shares = {one["id"]: -part for one, part in zip(open_, parts, strict=True)}
    return [
        in_base(session, one["cost_minor"], order["currency"], order["rate"])
        if one["cost_minor"] is not None
        else shares[one["id"]]
        for one in refunds
    ]
