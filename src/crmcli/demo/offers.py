"""Quotes of the two years that are settled by now: won, lost for a reason, or run out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from crmcli.demo import phrases
from crmcli.demo.cast import Account
from crmcli.demo.days import next_workday
from crmcli.demo.history import sentence
from crmcli.demo.ledger import Ledger, Offer

FATES = ("won", "won", "won", "lost", "lost", "expired")


def settled(ledger: Ledger, account: Account, bought: Sequence[date], today: date) -> None:
    """One or two old quotes for about every third account; a won one lies just before an order."""
    dice = account.dice(7)
    if account.kind == "partner" or not bought or not dice.chance(0.35):
        return
    for _ in range(dice.between(1, 2)):
        fate = dice.pick(FATES)
        closed = dice.pick(bought)
        on = next_workday(closed - timedelta(days=dice.between(6, 25)))
        valid_until = on + timedelta(days=30)
        if fate == "expired":
            closed = valid_until
        if on < bought[0] - timedelta(days=30) or closed >= today or on >= closed:
            continue
        reason = dice.pick(phrases.LOST) if fate == "lost" else None
        amount = dice.between(12, 240) * 2500
        text = sentence(dice, phrases.QUOTED, 0)
        text = text[0].lower() + text[1:]
        shortlist = dice.chance(0.2)
        ledger.offers.append(
            Offer(account.id, amount, text, on, account.owner, valid_until, fate, closed, reason, shortlist)
        )
