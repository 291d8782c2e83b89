"""What is said of an order on the command line, understood as the columns of its row. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from crmcli.actions import pricing, refund
from crmcli.actions.session import Session, plain
from crmcli.actions.who import find_one
from crmcli.domain.text import quoted
from crmcli.errors import BadValueError


@dataclass(frozen=True, slots=True)
class Flags:
    """What is said of an order, as typed; None means nothing was said, empty text takes a value away."""

    who: str | None = None
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


def flags_of(said: dict[str, Any]) -> Flags:
    """Flags from names and values; None is passed over. Raises BadValueError for what an order has not."""
    given = {name: value for name, value in said.items() if value is not None}
    unknown = sorted(given.keys() - {field.name for field in fields(Flags)})
    if unknown:
        raise BadValueError(f"an order has no --{unknown[0]}", "`crm order add --help` shows what it has")
    return Flags(**given)


def blank(session: Session, parent: dict[str, Any] | None) -> dict[str, Any]:
    """An order of which nothing is said yet; a refund begins with what its order says."""
    nothing = dict.fromkeys(("contact_id", "amount_minor", "cost_minor", "quantity", "line", "site", "ref", "rate"))
    common = {
        "on_date": session.today.isoformat(),
        "currency": session.policy.currency,
        "by_whom": session.by,
    }
    inherited = ("contact_id", "currency", "rate", "line", "site")
    return {**nothing, **common, **({name: parent[name] for name in inherited} if parent else {})}


def understand(session: Session, row: dict[str, Any], flags: Flags, parent: dict[str, Any] | None) -> dict[str, Any]:
    """The columns of `row` with what the flags say put over them; `parent` is the order it refunds.

    Raises BadValueError naming the flag and the value.
    """
    currency, rate = pricing.currency_and_rate(session, row, flags.currency, flags.rate)
    if parent is not None:
        rate = _shared_rate(session, parent, currency, flags)
    amount, cost = _amounts(session, row, flags, parent, currency)
    on = session.when(flags.on, past=True).isoformat() if flags.on else row["on_date"]
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
        "line": word(flags.line, row["line"], "line"),
        "site": word(flags.site, row["site"], "site"),
        "ref": word(flags.ref, row["ref"], "ref"),
        "by_whom": word(flags.by, row["by_whom"], "by"),
        "refund_of": parent["id"] if parent else None,
    }


def word(typed: str | None, kept: str | None, what: str) -> str | None:
    """A short word as typed, else as it was kept; empty text takes it away."""
    if typed is None:
        return kept
    return plain(typed, f"--{what}") if typed.strip() else None


def _shared_rate(session: Session, parent: dict[str, Any], currency: str, flags: Flags) -> str | None:
    """The rate of the order that is refunded; the refund is in its currency and may not name another."""
    rate: str | None = parent["rate"]
    if flags.rate is None and currency == parent["currency"]:
        return rate
    raise BadValueError(
        f"a refund of o{parent['id']} is in its currency, at its rate: {pricing.told(session, parent)}",
        f"leave out --currency and --rate, or correct them on o{parent['id']}",
    )


def _amounts(
    session: Session, row: dict[str, Any], flags: Flags, parent: dict[str, Any] | None, currency: str
) -> tuple[int, int | None]:
    """Amount and cost in minor units of `currency`; both below zero for a refund."""
    amount = pricing.minor_units(flags.amount, row, "amount_minor", currency)
    cost = None if flags.cost == "" else pricing.minor_units(flags.cost, row, "cost_minor", currency)
    if amount is None and parent is not None:
        amount = refund.left_of(session, parent)
        if amount == 0:
            raise refund.nothing_left(session, parent)
    if amount is None:
        raise BadValueError("there is no AMOUNT", "write it after the name: 12.50")
    back = flags.refund or parent is not None or amount < 0 or (row["amount_minor"] or 0) < 0
    if back and amount == 0:
        of = f" of o{parent['id']}" if parent else ""
        raise BadValueError(f"the refund{of} is of nothing", "give something back, or leave it")
    if back:
        return -abs(amount), None if cost is None else -abs(cost)
    if cost is not None and cost < 0:
        raise BadValueError(f"--cost {quoted(flags.cost or '')} is below zero", "what the goods cost us: 12.50")
    return amount, cost


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
    whose = "a walk-in sale" if parent["contact_id"] is None else f"of c{parent['contact_id']}"
    raise BadValueError(f"o{parent['id']} is {whose}", "leave out the name: a refund goes to whose order it was")
