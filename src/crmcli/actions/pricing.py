"""Money as it is typed with an order or a quote, turned into what the book keeps of it.

A rate is never guessed: without one, an amount in another currency has no value in the base currency.
"""

from __future__ import annotations

from typing import Any

from crmcli.actions.session import Session
from crmcli.domain.money import convert, currency_code, exponent, format_amount, parse_amount, parse_rate
from crmcli.domain.text import quoted
from crmcli.errors import BadValueError


def currency_and_rate(
    session: Session, row: dict[str, Any], currency: str | None, rate: str | None
) -> tuple[str, str | None]:
    """The currency and the rate that hold once --currency and --rate, as typed, are put over a row's own.

    A rate belongs to its currency: another currency without a rate of its own has none.
    Raises BadValueError for an unknown currency, no rate, or a rate of the base currency to itself.
    """
    code = currency_code(currency) if currency else str(row["currency"])
    if rate is None:
        return code, row["rate"] if code == row["currency"] else None
    if not rate.strip():
        return code, None
    if code == session.policy.currency:
        raise BadValueError(
            f"--rate {quoted(rate)} has nothing to convert: the amount is in {code}",
            "name the other currency with --currency, or leave out --rate",
        )
    return code, parse_rate(rate)


def minor_units(typed: str | None, row: dict[str, Any], column: str, currency: str) -> int | None:
    """An amount as typed, else the row's own; in another currency the same figures are meant."""
    if typed is not None:
        return parse_amount(typed, currency)
    kept: int | None = row[column]
    if kept is None or exponent(row["currency"]) == exponent(currency):
        return kept
    return parse_amount(format_amount(kept, row["currency"]), currency, decimal=".")


def in_base(session: Session, minor: int | None, currency: str, rate: str | None) -> int | None:
    """The amount in minor units of the base currency; None where nothing is known or the rate is missing.

    Nothing is nothing in every currency."""
    if not minor or currency == session.policy.currency:
        return minor
    return None if rate is None else convert(minor, currency, session.policy.currency, rate)


def told(session: Session, row: dict[str, Any]) -> str:
    """The row's amount for a line of text: 100.00 USD = 92.00 EUR at 0.92."""
    text = format_amount(row["amount_minor"], row["currency"], symbol=True)
    base = session.policy.currency
    if row["currency"] == base:
        return text
    if row["base_minor"] is None:
        return f"{text} (no rate)"
    return f"{text} = {format_amount(row['base_minor'], base, symbol=True)} at {row['rate']}"


def rate_notes(session: Session, row: dict[str, Any], ref: str) -> list[str]:
    """What is to be said of an amount whose value in the base currency is not known."""
    if row["base_minor"] is not None:
        return []
    base = session.policy.currency
    how = f"`crm edit {ref} --rate R` ({base} per {row['currency']})"
    return [f"{ref} is left out of every total until its rate is known: {how}"]


def quantity(text: str) -> str | None:
    """A quantity as plain decimal text; nothing for empty text. Raises BadValueError."""
    if not text.strip():
        return None
    try:
        return parse_rate(text)
    except BadValueError:
        raise BadValueError(f"--quantity {quoted(text)} is no number above zero", "such as 12 or 1.5") from None
