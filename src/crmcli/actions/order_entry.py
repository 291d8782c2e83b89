"""What is said of an order on the command line, understood: the columns of its row, before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from crmcli.actions import pricing, refund
from crmcli.actions.contact import plain
from crmcli.actions.session import Session
from crmcli.actions.who import find_one
from crmcli.domain.text import quoted
from crmcli.errors import BadValueError

WORDS = ("line", "site", "ref", "by")


@dataclass(frozen=True, slots=True)
class Flags:
    """What is said of an order, as it was typed; None means nothing was said, empty text takes a word away."""

    amount: str | None = None
    on: str | None = None
    currency: str | None = None
    rate: str | None = None
    cost: str | None = None
    quantity: str | None = None
    line: str | None = None
    site: str | None = None
    ref: str | None = None
    by: str | None = None
    refund: bool = False
    refund_of: str | None = None
    walk_in: bool = False
    who: str | None = None


def flags_of(said: dict[str, Any]) -> Flags:
    given = {name: value for name, value in said.items() if value is not None}
    unknown = given.keys() - {field.name for field in fields(Flags)}
    if unknown:
        raise BadValueError(f"an order has no --{sorted(unknown)[0]}", "`crm order add --help` shows what it has")
    return Flags(**given)


def understand(session: Session, row: dict[str, Any], flags: Flags, parent: dict[str, Any] | None) -> dict[str, Any]:
    """The columns of `row` with what the flags say put over them. Raises BadValueError naming the flag and the value."""
    currency, rate = pricing.currency_and_rate(session, row, flags.currency, flags.rate)
    if parent is not None and (currency, rate) != (parent["currency"], parent["rate"]):
        raise BadValueError(
            f"a refund of o{parent['id']} is in its currency and at its rate ({pricing.told(session, parent)})",
            f"leave out --currency and --rate, or correct them on o{parent['id']}",
        )
    amount, cost = _amounts(session, row, flags, parent, currency)
    on = session.when(flags.on, past=True).isoformat() if flags.on else row["on_date"]
    words = {name: row["by_whom" if name == "by" else name] for name in WORDS}
    said = {name: value for name in WORDS if (value := getattr(flags, name)) is not None}
    words |= {name: plain(value, name) if value.strip() else None for name, value in said.items()}
    return {
        "contact_id": _whose(session, row, flags, parent),
        "on_date": on,
        "counts_on": parent["on_date"] if parent else on,
        "amount_minor": amount,
        "cost_minor": cost,
        "currency": currency,
        "rate": rate,
        "base_minor": pricing.in_base(session, amount, currency, rate),
        "base_cost_minor": pricing.in_base(session, cost, currency, rate),
        "quantity": row["quantity"] if flags.quantity is None else pricing.quantity(flags.quantity),
        **{name: words[name] for name in ("line", "site", "ref")},
        "by_whom": words["by"],
        "refund_of": parent["id"] if parent else None,
    }


def _amounts(
    session: Session, row: dict[str, Any], flags: Flags, parent: dict[str, Any] | None, currency: str
) -> tuple[int, int | None]:
    """Amount and cost in minor units; both below zero for a refund."""
    amount = pricing.minor_units(flags.amount, row, "amount_minor", currency)
    if amount is None:
        amount = refund.left_of(session, parent) if parent else 0
    cost = pricing.minor_units(flags.cost or None, row, "cost_minor", currency) if flags.cost != "" else None
    back = flags.refund or parent is not None or amount < 0 or (row["amount_minor"] or 0) < 0
    if not back:
        if cost is not None and cost < 0:
            raise BadValueError(f"--cost {quoted(flags.cost or '')} is below zero", "what the goods cost us, such as 12.50")
        return amount, cost
    if amount == 0:
        left = "nothing is left of it" if parent and flags.amount is None else "a refund gives something back"
        raise BadValueError(f"the refund{f' of o{parent["id"]}' if parent else ''} is of nothing", left)
    return -abs(amount), None if cost is None else -abs(cost)


def _whose(session: Session, row: dict[str, Any], flags: Flags, parent: dict[str, Any] | None) -> int | None:
    """The contact's id, None for a walk-in. Raises BadValueError where it is not whose order is refunded."""
    asked: int | None = row["contact_id"]
    if flags.walk_in:
        asked = None
    elif flags.who is not None:
        asked = find_one(session, flags.who).id
    elif parent is not None:
        asked = parent["contact_id"]
    if parent is None or asked == parent["contact_id"]:
        return asked
    whose = f"of c{parent['contact_id']}" if parent["contact_id"] is not None else "a walk-in sale"
    raise BadValueError(f"o{parent['id']} is {whose}", "leave out the name: a refund belongs to whose order it was")


def blank(session: Session, parent: dict[str, Any] | None) -> dict[str, Any]:
    """An order of which nothing is said yet."""
    nothing = dict.fromkeys(("contact_id", "amount_minor", "cost_minor", "quantity", "line", "site", "ref"))
    currency, rate = (parent["currency"], parent["rate"]) if parent else (session.policy.currency, None)
    return {**nothing, "on_date": session.today.isoformat(), "currency": currency, "rate": rate, "by_whom": session.by}


