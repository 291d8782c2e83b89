"""Where the scenes of the demo's morning are played, and which customer gets which part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from crmcli.demo.cast import Account
from crmcli.demo.days import ago
from crmcli.demo.ledger import Ledger, Step, Talk
from crmcli.domain.words import FAILED

SETTLED_DAYS = 260


class Birthday(NamedTuple):
    """A day of the year, with the year where it is known."""

    year: int | None
    month: int
    day: int


class Stage:
    """What scenes may change: the ledger, birthdays, closed channels, phone numbers that proved wrong."""

    def __init__(self, ledger: Ledger, today: date) -> None:
        self.ledger = ledger
        self.today = today
        self.birthdays: dict[int, Birthday] = {}
        self.closed: list[tuple[int, str, str]] = []
        self.wrong: set[int] = set()

    def say(
        self,
        who: Account,
        on: date,
        text: str,
        channel: str = "phone",
        direction: str = "out",
        outcome: str = "positive",
        *,
        contact: int | None = None,
        mood: int | None = None,
        hour: int = 11,
        nature: str = "sales",
    ) -> int:
        """Somebody spoke, wrote or tried."""
        minutes = None if outcome in FAILED else 6
        said = Talk(
            contact or who.id, on, hour, 20, channel, direction, nature, outcome, who.owner, text,
            mood, minutes,
        )  # fmt: skip
        return self.ledger.talk(said)

    def plan(
        self, who: Account, kind: str, text: str, due: date, said: str, days: int = 6, time: str | None = None
    ) -> None:
        """A promise or follow-up that came of a conversation some days ago."""
        on = ago(self.today, days)
        place = self.say(who, on, said, mood=1)
        self.ledger.step(Step(who.id, kind, text, due, who.owner, on, place, due_time=time))

    def born(self, contact: int, in_days: int, year: int | None) -> None:
        """A birthday so many days from today."""
        day = self.today + timedelta(days=in_days)
        self.birthdays[contact] = Birthday(year, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


Play = Callable[[Stage, Account], None]


class Scene(NamedTuple):
    """A story for an account of a pool: A, B, C, prospect, private; `staffed` asks for people there."""

    pool: str
    quiet: int
    play: Play
    staffed: bool = False


def casting(
    scenes: Iterable[Scene],
    accounts: Iterable[Account],
    tiers: Mapping[int, str],
    first: Mapping[int, date],
    today: date,
) -> list[tuple[Scene, Account]]:
    """Every scene with its account; of customers only those who have bought for long and still do."""
    pools: dict[str, list[Account]] = {}
    for account in accounts:
        steady = account.rhythm in ("weekly", "regular", "growing", "slow") and account.currency == "EUR"
        old = account.id in first and (today - first[account.id]).days > SETTLED_DAYS
        pool = "private" if account.kind == "person" else tiers.get(account.id, "")
        if account.rhythm == "prospect":
            pools.setdefault("prospect", []).append(account)
        elif steady and old:
            pools.setdefault(pool, []).append(account)
    cast = []
    for scene in scenes:
        pool_left = pools.get(scene.pool, [])
        place = next((n for n, account in enumerate(pool_left) if account.people or not scene.staffed), None)
        if place is not None:
            cast.append((scene, pool_left.pop(place)))
    return cast
