"""What is said of a quote on the command line, understood as the columns of its row. Writes nothing."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from crmcli.actions import pricing
from crmcli.actions.order_entry import word
from crmcli.actions.session import Session
from crmcli.actions.who import find_one
from crmcli.domain.money import format_amount
from crmcli.domain.text import clean_text
from crmcli.domain.when import format_iso
from crmcli.domain.words import pick
from crmcli.errors import BadValueError
from crmcli.store import quotes

ADDED = "`crm quote add --help` shows what it has"


@dataclass(frozen=True, slots=True)
class Flags:
    """What is said of a quote, as typed; None means nothing was said, empty text takes a value away."""

    who: str | None = None
    amount: str | None = None
    for_: str | None = None
    on: str | None = None
    valid_until: str | None = None
    currency: str | None = None
    rate: str | None = None
    reason: str | None = None
    shortlist: bool | None = None
    by: str | None = None
    status: str | None = None


def flags_of(said: dict[str, Any]) -> Flags:
    """Flags from names and values; None is passed over. Raises BadValueError for what a quote has not."""
    given = {name: value for name, value in said.items() if value is not None}
    unknown = sorted(given.keys() - {field.name for field in fields(Flags)})
    if unknown:
        raise BadValueError(f"a quote has no --{unknown[0]}", ADDED)
    return Flags(**given)


def put_over(session: Session, row: dict[str, Any], flags: Flags) -> dict[str, Any]:
    """The columns of `row` with what the flags say put over them. Raises BadValueError naming the flag."""
    currency, rate = pricing.currency_and_rate(session, row, flags.currency, flags.rate)
    amount = pricing.minor_units(flags.amount, row, "amount_minor", currency)
    on = session.when(flags.on, past=True).isoformat() if flags.on else row["on_date"]
    return {
        "contact_id": row["contact_id"] if flags.who is None else find_one(session, flags.who).id,
        "amount_minor": amount,
        "currency": currency,
        "rate": rate,
        "base_minor": pricing.in_base(session, amount, currency, rate),
        "text": _text(flags.for_, row["text"], "--for"),
        "on_date": on,
        "valid_until": _until(session, row, flags),
        **_state(session, row, flags),
        "shortlist": row["shortlist"] if flags.shortlist is None else int(bool(flags.shortlist)),
        "by_whom": word(flags.by, row["by_whom"], "by"),
    }


def check(session: Session, row: dict[str, Any]) -> None:
    """Refuses what cannot be: an amount of nothing or less, a day to come, an end before the beginning."""
    today, on = session.today.isoformat(), row["on_date"]
    if row["amount_minor"] <= 0:
        amount = format_amount(row["amount_minor"], row["currency"])
        raise BadValueError(f"a quote of {amount} is not above zero", "what was offered: 500.00")
    if on > today:
        raise BadValueError(f"the quote is dated {format_iso(on)}, a day to come", "keep it on the day it is sent")
    if row["valid_until"] and row["valid_until"] < on:
        raise BadValueError(
            f"--valid-until {format_iso(row['valid_until'])} is before the quote of {format_iso(on)}",
            "name a later day",
        )
    if row["closed_on"] and not on <= row["closed_on"] <= today:
        raise BadValueError(
            f"the quote of {format_iso(on)} cannot be closed on {format_iso(row['closed_on'])}",
            "name a day from then until today",
        )


def _text(typed: str | None, kept: str | None, what: str) -> str | None:
    if typed is None:
        return kept
    return clean_text(typed, what=what, limit=10_000) if typed.strip() else None


def _until(session: Session, row: dict[str, Any], flags: Flags) -> str | None:
    kept: str | None = row["valid_until"]
    if flags.valid_until is None:
        return kept
    return session.when(flags.valid_until).isoformat() if flags.valid_until.strip() else None


def _state(session: Session, row: dict[str, Any], flags: Flags) -> dict[str, Any]:
    """Status, the day it was closed (today where correcting closes it) and why; reopening drops both."""
    status = row["status"] if flags.status is None else pick(flags.status, quotes.STATUSES, "status")
    if flags.status is not None and status == "open":
        return {"status": status, "closed_on": None, "reason": None}
    closed_on = row["closed_on"] if flags.status is None else row["closed_on"] or session.today.isoformat()
    return {
        "status": status,
        "closed_on": closed_on,
        "reason": _text(flags.reason, row["reason"], "--reason"),
    }
