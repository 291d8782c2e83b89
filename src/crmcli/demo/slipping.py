"""Customers who stopped, slow down, wait for their season or take more than they bring, and the last words with them.

Most of them were spoken to in the last days, so that the morning has few warnings; a handful were not, and their
silence is what the morning is to show. Those lost for good have each a reason that can be read in the book.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from crmcli.demo.cards import has_left
from crmcli.demo.cast import Account
from crmcli.demo.days import ago, next_workday, workday
from crmcli.demo.ledger import Offer
from crmcli.demo.stage import Play, Stage
from crmcli.demo.trade import Sale

LOST_DAYS = 186
SILENT_DAYS = 25
SLIPPING = ("lapsed", "fading", "underbuying", "seasonal")
OPEN_LAPSED, OPEN_UNDERBUYING = 2, 3
LATELY, BEFORE_LAST, AFTER_LAST, BEFORE_THE_FALL = (1, 4), (6, 20), 2, 26


class Turn(NamedTuple):
    """The day of the last usual word with an account, and what is played after it."""

    last: date
    play: Play | None = None


def turns(
    accounts: Iterable[Account], sold: Sequence[Sale], days: Mapping[int, Sequence[date]], today: date
) -> dict[int, Turn]:
    """account -> how its story ends, for those who are slipping away."""
    silent = {number: (today - bought[-1]).days for number, bought in days.items()}
    found = [
        account
        for account in accounts
        if account.rhythm in SLIPPING
        and (account.rhythm in ("fading", "underbuying") or silent[account.id] > SILENT_DAYS)
    ]
    ended = {account.id: _spoken_to(account, today) for account in found}
    worth = _last_year(sold, days)
    firms = [one for one in found if one.kind != "person" and not has_left(one)]
    firms.sort(key=lambda account: (-worth[account.id], account.id))
    lost = [one for one in firms if one.rhythm == "lapsed" and silent[one.id] >= LOST_DAYS]
    slipping = [one for one in firms if one.rhythm in ("lapsed", "fading") and silent[one.id] < LOST_DAYS]
    for account, play in zip(lost, (_on_price, _after_mistakes, None), strict=False):
        ended[account.id] = Turn(_before_last_order(account, days), play)
    for account in sorted(slipping, key=lambda account: silent[account.id])[:OPEN_LAPSED]:
        ended[account.id] = Turn(next_workday(days[account.id][-1] + timedelta(days=AFTER_LAST)))
    for account in [one for one in firms if one.rhythm == "underbuying"][:OPEN_UNDERBUYING]:
        ended[account.id] = Turn(ago(today, BEFORE_THE_FALL))
    return ended


def _last_year(sold: Sequence[Sale], days: Mapping[int, Sequence[date]]) -> dict[int, int]:
    """account -> what they bought in the year up to their last order, in cents of a euro."""
    worth = dict.fromkeys(days, 0)
    for sale in sold:
        who = sale.account
        if who is not None and who in days and 0 <= (days[who][-1] - sale.on).days < 365:
            worth[who] += sale.base or 0
    return worth


def _spoken_to(account: Account, today: date) -> Turn:
    if has_left(account):
        return Turn(ago(today, 45))
    return Turn(ago(today, account.dice(17).between(*LATELY)))


def _before_last_order(account: Account, days: Mapping[int, Sequence[date]]) -> date:
    return workday(days[account.id][-1] - timedelta(days=account.dice(17).between(*BEFORE_LAST)))


def _on_price(stage: Stage, who: Account) -> None:
    """They asked for a better price, were cross, got a quote and took another's."""
    last = stage.ledger.last_day(who.id, who.people)
    cross = next_workday(last + timedelta(days=24))
    stage.say(
        who, cross, "Another roaster offers two euros less a kilo; cross that we never came to them about it.",
        outcome="neutral", mood=-1,
    )  # fmt: skip
    on = next_workday(cross + timedelta(days=2))
    place = stage.say(who, on, "Sent a year's price for the house espresso, four per cent off.", "email", mood=0)
    closed = next_workday(on + timedelta(days=16))
    stage.ledger.offers.append(
        Offer(who.id, 842_000, "a year of house espresso", on, who.owner, on + timedelta(days=30), "lost", closed,
              "price: 1.40 a kilo above the other roaster", talk=place)
    )  # fmt: skip


def _after_mistakes(stage: Stage, who: Account) -> None:
    """Two deliveries went wrong, and nobody made it good."""
    on = next_workday(stage.ledger.last_day(who.id, who.people) + timedelta(days=25))
    said = "Second delivery without the decaf; says nobody rings back and they look elsewhere."
    stage.say(who, on, said, "phone", "in", "negative", mood=-2, nature="delivery")


def demanding(stage: Stage, who: Account, today: date) -> None:
    """Three quotes in a year that were asked for only to have a third price on somebody's list."""
    for back, amount, text in (
        (290, 390_000, "two machines with service"),
        (170, 128_000, "barista training for four"),
        (60, 265_000, "grinders for the second site"),
    ):
        on = ago(today, back)
        closed = next_workday(on + timedelta(days=21))
        reason = "only wanted a third price for their list"
        valid = on + timedelta(days=30)
        stage.ledger.offers.append(
            Offer(who.id, amount, text, on, who.owner, valid, "lost", closed, reason, shortlist=True)
        )
