"""An estimate of what a customer spends in all: keeping one, and what it says beside our own sales of the 12 months to a day.

Every estimate is kept; the latest up to the day asked about counts.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from crmcli.actions import pricing
from crmcli.actions.record import named
from crmcli.actions.session import Session, plain
from crmcli.actions.who import find_one
from crmcli.analysis import wallet as analysis
from crmcli.domain import pace
from crmcli.domain.money import format_amount, parse_amount
from crmcli.domain.period import DEFAULT_PERIOD, named_period
from crmcli.domain.result import Result
from crmcli.domain.span import add, parse_span
from crmcli.domain.text import quoted
from crmcli.domain.when import format_iso
from crmcli.domain.words import counted
from crmcli.errors import BadValueError
from crmcli.store import wallets
from crmcli.store.wallets import Estimate

SET = "crm wallet set ana 12000 --source Ana"
MOST_BRANDS = 100


class Flags(NamedTuple):
    """What is said of an estimate, as typed; None means nothing was said."""

    who: str
    amount: str | None = None
    source: str | None = None
    on: str | None = None
    competitor: str | None = None
    currency: str | None = None
    rate: str | None = None
    rank: str | None = None
    brands: str | None = None


def set_wallet(session: Session, flags: Flags) -> Result:
    """Keeps one estimate. Raises BadValueError, NotFoundError, AmbiguousError."""
    one = find_one(session, flags.who)
    on = session.when(flags.on, past=True) if flags.on else session.today
    if on > session.today:
        raise BadValueError(
            f"the estimate is dated {format_iso(on.isoformat())}, a day to come", "name the day it was made"
        )
    row = {
        **_amount(session, one.id, flags, on),
        "contact_id": one.id,
        "on_date": on.isoformat(),
        "by_whom": session.by,
    }
    row["competitor"] = plain(flags.competitor, "--competitor")
    with session.operation() as op:
        kept = op.insert("wallets", **row)
    item = of_contact(session, one.id, session.today, made_by=on) or {}
    told = (
        f"{one.name} (c{one.id}) spends {pricing.told(session, row)} a year, estimated on {format_iso(row['on_date'])}"
    )
    notes = _rate_notes(session, row)
    notes += _newer(session, one.id, row["on_date"])
    return session.written("wallet", op, [told, item["why"]], item={"id": kept, **item}, notes=notes)


def _newer(session: Session, contact_id: int, on: str) -> list[str]:
    """That another estimate counts: one made after the local date `on`."""
    last = wallets.latest(session.book, session.today.isoformat(), [contact_id])[0]
    if last.on <= on:
        return []
    made = pace.day(date.fromisoformat(last.on), session.today)
    amount = format_amount(last.amount_minor, last.currency)
    other = "" if last.currency == session.policy.currency else f" {last.currency}"
    return [f"a newer estimate of {made} ({amount}{other}) stands"]


def of_contact(session: Session, contact_id: int, day: date, *, made_by: date | None = None) -> dict[str, Any] | None:
    """The estimate that counts on a day, beside the sales of the contact and of those who work there; None without one. With
    `made_by` the last one made by then."""
    found = wallets.latest(session.book, (made_by or day).isoformat(), [contact_id])
    if not found:
        return None
    own = _own(session, contact_id, day)
    pooled = any(amount for one, amount in own.items() if one != contact_id)
    return wallet_item(session, found[0], sum(own.values()), day, pooled=pooled)


def wallet_item(session: Session, one: Estimate, own: int, day: date, *, pooled: bool = False) -> dict[str, Any]:
    """An estimate as scripts see it, beside own sales in minor units of the book's currency; `pooled`: those of people who
    work there are in them."""
    verdict = analysis.judge(own, one.base_minor, old=_old(session, one.on, day))
    return {
        "contact": named(one.contact_id, one.name),
        "own_minor": own,
        "wallet_minor": one.base_minor,
        "share": None if verdict.share is None else round(verdict.share, 4),
        "room_minor": verdict.room,
        "stale": verdict.stale,
        "on": one.on,
        "source": one.source,
        "competitor": one.competitor,
        "stated": {"amount_minor": one.amount_minor, "currency": one.currency, "rate": one.rate},
        "by": one.by,
        "why": _why(session, one, own, verdict, pooled=pooled),
    }


def _amount(session: Session, contact_id: int, flags: Flags, on: date) -> dict[str, Any]:
    """The columns about money and where the figure comes from: as typed, or reckoned from the rank of our brand."""
    if flags.rank is not None or flags.brands is not None:
        return _ranked(session, contact_id, flags, on)
    if flags.amount is None:
        raise BadValueError("there is no AMOUNT", f"{SET}; or from our rank: crm wallet set ana --rank 1 --brands 2")
    blank = {"currency": session.policy.currency, "rate": None}
    currency, rate = pricing.currency_and_rate(session, blank, flags.currency, flags.rate)
    amount = parse_amount(flags.amount, currency)
    if amount <= 0:
        raise BadValueError(
            f"a year's spending of {format_amount(amount, currency)} is not above zero", f"all they spend: {SET}"
        )
    base = pricing.in_base(session, amount, currency, rate)
    source = plain(flags.source, "--source")
    return {"amount_minor": amount, "currency": currency, "rate": rate, "base_minor": base, "source": source}


def _ranked(session: Session, contact_id: int, flags: Flags, on: date) -> dict[str, Any]:
    if flags.amount is not None or flags.currency is not None or flags.rate is not None:
        raise BadValueError("an AMOUNT and --rank both say what they spend", "give one of them")
    rank, brands = _whole(flags.rank, "--rank"), _whole(flags.brands, "--brands")
    if rank > brands:
        raise BadValueError(f"--rank {rank} is beyond the {brands} brands", "1 is the brand they like best")
    own = sum(_own(session, contact_id, on).values())
    if own <= 0:
        raise BadValueError(
            f"nothing was sold to them in the 12 months to {on}, so that a rank tells nothing", f"name an amount: {SET}"
        )
    currency = session.policy.currency
    reckoned = format_amount(round(own / analysis.allocated(rank, brands)), currency)
    amount = parse_amount(reckoned, currency, decimal=".")  # refuses what is too large to keep
    source = plain(flags.source, "--source") or _rank_words(rank, brands)
    return {"amount_minor": amount, "currency": currency, "rate": None, "base_minor": amount, "source": source}


def _rank_words(rank: int, brands: int) -> str:
    return "the only brand" if brands == 1 else f"rank {rank} of {counted(brands, 'brand')}"


def _whole(text: str | None, flag: str) -> int:
    if text is None:
        raise BadValueError(f"{flag} is missing", "our rank and the number of brands they buy: --rank 1 --brands 2")
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:9]) <= MOST_BRANDS):
        raise BadValueError(f"{flag} {quoted(text)} is not right here", f"a whole number from 1 to {MOST_BRANDS}")
    return int(text)


def _own(session: Session, contact_id: int, day: date) -> dict[int, int]:
    """Net sales of the 12 months to a day, to the contact and to each of those who work there."""
    ids = [contact_id, *wallets.people(session.book, contact_id)]
    return wallets.sold(session.book, named_period(DEFAULT_PERIOD, day), day.isoformat(), ids).amounts


def _old(session: Session, on: str, day: date) -> bool:
    try:
        return add(date.fromisoformat(on), parse_span(session.policy["wallet.fresh"])) < day
    except BadValueError:  # good beyond the end of the calendar
        return False


def _why(session: Session, one: Estimate, own: int, verdict: analysis.Verdict, *, pooled: bool) -> str:
    said = ["archived"] if one.archived else []
    base = session.policy.currency
    if verdict.share is None:
        said.append(f"{format_amount(one.amount_minor, one.currency, symbol=True)} without a rate: not compared")
    else:
        said.append(
            f"ours {verdict.share * 100:.0f} % of the year's spending{', their people counted in' if pooled else ''}"
        )
    if verdict.room:
        other = f" to {one.competitor}" if one.competitor else ""
        said.append(f"{format_amount(verdict.room, base, symbol=True)} go elsewhere{other}")
    if verdict.exceeded:
        over = format_amount(own - (one.base_minor or 0), base, symbol=True)
        said.append(f"they buy {over} more than estimated: ask again")
    if verdict.old:
        fresh = parse_span(session.policy["wallet.fresh"]).words()
        said.append(f"estimated more than {fresh} ago, on {format_iso(one.on)}: ask again")
    return "; ".join(said)


def _rate_notes(session: Session, row: dict[str, Any]) -> list[str]:
    if row["base_minor"] is not None:
        return []
    code, base = row["currency"], session.policy.currency
    return [f"without a rate it counts in no total; say it again with --rate R ({base} per {code})"]
