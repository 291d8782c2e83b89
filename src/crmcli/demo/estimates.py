"""What customers are thought to spend in a year with everybody, who gets the rest, and whom the roaster wants next year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from crmcli.demo.cast import Account
from crmcli.demo.days import ago
from crmcli.demo.rows import Wallet, Wanted
from crmcli.demo.trade import Sale

RIVALS = ("Rosteri Nr. 9", "Old Quay Roasters", "a supermarket", None)
SAID = ("owner on the phone", "seen on their shelf", "their buyer at the tasting", "cups a day by the till")
ESTIMATED = ("weekly", "regular", "growing", "underbuying")
EVERY, MOST = 3, 14
MORE = (1.15, 1.4, 1.9, 2.6, 3.4, 0.8)
STALE, FRESH = 500, (15, 330)
REASONS = (
    "opens a second house in spring",
    "forty cups an hour, beans from a supermarket",
    "the owner judges at the barista cup",
    "their people already drink ours next door",
    "pays on the day, wants tea as well",
)


def wallets(accounts: Sequence[Account], sold: Sequence[Sale], today: date) -> list[Wallet]:
    """An estimate for every third of those who buy all year; one of them old, some below what they buy from us."""
    year: dict[int, int] = {}
    for sale in sold:
        if sale.account is not None and (today - sale.on).days < 365:
            year[sale.account] = year.get(sale.account, 0) + (sale.base or 0)
    asked = [one for one in accounts if one.rhythm in ESTIMATED and year.get(one.id, 0) > 0]
    asked.sort(key=lambda account: -year[account.id])
    chosen = [one for place, one in enumerate(asked) if one.rhythm == "underbuying" or place % EVERY == 0][:MOST]
    rows = []
    for place, account in enumerate(chosen):
        dice = account.dice(18)
        amount = round(year[account.id] * MORE[place % len(MORE)] / 50_000) * 50_000 or 50_000
        on = ago(today, STALE if place == EVERY else dice.between(*FRESH)).isoformat()
        said, rival = dice.pick(SAID), dice.pick(RIVALS)
        rows.append(Wallet(account.id, amount, "EUR", amount, on, said, rival, account.owner))
    return rows


def wanted(accounts: Sequence[Account], today: date) -> list[Wanted]:
    """Prospects and growing customers wanted next year; where a firm has no second name yet, it is still wanted."""
    return list(_wanted(accounts, today))


def _wanted(accounts: Sequence[Account], today: date) -> Iterator[Wanted]:
    known = [one for one in accounts if one.rhythm == "prospect" and len(one.people) > 1]
    single = [one for one in accounts if one.rhythm == "prospect" and len(one.people) == 1]
    weekly = [one for one in accounts if one.rhythm == "weekly" and len(one.people) > 1]
    for account, why in zip((*known[:3], *single[:1], *weekly[-1:]), REASONS, strict=False):
        yield Wanted(account.id, today.year + 1, ago(today, account.dice(19).between(10, 40)).isoformat(), why)
