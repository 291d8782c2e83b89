"""Quality calls of the last weeks: most customers were asked how it was, a few are left for this morning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from crmcli.demo.cast import Account
from crmcli.demo.days import workday
from crmcli.demo.ledger import Ledger, Talk
from crmcli.demo.names import STAFF

SINCE, UNTIL = 59, 16
ANSWERS = (
    "Asked how the last delivery was: nine of ten, the van could come earlier.",
    "Asked how it was: all as ordered, and the roast is even.",
    "Quality call: ten of ten, they name the driver.",
    "Asked about the last order: eight of ten, bags hard to open.",
    "Quality call: good, would like a note when the roast changes.",
)
LEFT = 36


def how_it_was(
    ledger: Ledger, everybody: Iterable[Account], tiers: Mapping[int, str], begins: Mapping[int, date], today: date
) -> None:
    """A call by somebody other than the owner, before the last word with them, so that no other story ends otherwise."""
    for account in everybody:
        dice = account.dice(31)
        last = ledger.last_day(account.id, account.people)
        latest = min(last - timedelta(days=1), today - timedelta(days=UNTIL + dice.between(0, 24)))
        on = workday(latest)
        early = (today - on).days > SINCE or on <= begins[account.id] + timedelta(days=8)
        if tiers.get(account.id) not in ("A", "B", "new") or account.id % LEFT == 1 or early:
            continue
        by = next(name for name in STAFF[dice.between(0, 1) :] if name != account.owner)
        ledger.talk(
            Talk(account.id, on, 14, dice.between(0, 55), "phone", "out", "quality", "positive", by, dice.pick(ANSWERS),
                 None, dice.between(2, 5))
        )  # fmt: skip
