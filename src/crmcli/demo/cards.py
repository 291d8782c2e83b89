"""The card of everybody in the made-up book: addresses that lead nowhere, tags, fields, birthdays, remarks.

Numbers stand in the ranges set aside for drama where a country has one, otherwise in a series that no
network uses; e-mail goes to the domains reserved for examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta

from crmcli.demo.cast import SEED, Account, Person
from crmcli.demo.days import ago, stamp
from crmcli.demo.dice import Dice
from crmcli.demo.phrases import REMARKS
from crmcli.demo.rows import ClosedChannel, Contact, Field, Point, Remark, Tag
from crmcli.demo.stage import Birthday, Stage
from crmcli.domain.uid import uuid7

TRADES = {
    "cafe": ("horeca", "cafe"),
    "restaurant": ("horeca",),
    "hotel": ("horeca", "hotel"),
    "bakery": ("horeca", "bakery"),
    "office": ("office",),
    "shop": ("shop",),
    "festival": ("seasonal",),
    "private": ("private",),
}
NEEDS = {
    "cafe": ("espresso", "espresso", "filter"),
    "restaurant": ("espresso", "decaf"),
    "hotel": ("espresso", "filter", "tea"),
    "bakery": ("espresso", "filter"),
    "office": ("filter", "espresso"),
    "shop": ("retail bags", "tea"),
    "festival": ("cold brew", "espresso"),
    "private": ("filter", "espresso", "decaf"),
}
PAYS = ("14 days", "14 days", "30 days", "on delivery", "card")
SOURCES = ("fair", "website", "recommended", "walked in", "cold call", "newspaper")
STREETS = (
    "Pupiņu iela",
    "Tasīšu iela",
    "Grauzdētāju iela",
    "Krūzes laukums",
    "Kanēļa šķērsiela",
    "Dzirnaviņu ceļš",
)
TOWNS = ("Rīga", "Rīga", "Rīga", "Jūrmala", "Cēsis", "Liepāja")
HOURS = ("mornings only", "after 15:00", "not before 10:00", "Tuesdays and Thursdays")
LIKES = {
    "person": ("email", "message", "phone"),
    "company": ("email", "phone", "visit"),
    "partner": ("email", "phone"),
}
QUIET_DAYS = 9


class Cards:
    """Makes the rows that belong to each contact."""

    def __init__(self, today: date, stage: Stage, uids: Dice) -> None:
        self.today = today
        self.stage = stage
        self.uids = uids

    def contact(self, holder: Account | Person, at: Account, begin: date) -> Contact:
        """The row of an account, or of somebody who works at one; `begin` is the day it was entered."""
        dice = Dice(SEED + holder.id * 1000 + 8)
        kind = holder.kind if isinstance(holder, Account) else "person"
        year, month, day = self._birthday(holder.id, dice) if kind == "person" else (None, None, None)
        friend = dice.between(1, holder.id - 1) if holder.id > 20 and dice.chance(0.15) else None
        source = "recommended" if friend else dice.pick(SOURCES)
        hours = dice.pick(HOURS) if dice.chance(0.15) else None
        prefers = dice.pick(LIKES[kind]) if dice.chance(0.25) else None
        left = isinstance(holder, Account) and has_left(holder)
        return Contact(
            holder.id, self._uid(begin), kind, holder.name, at.owner, source, friend, year, month, day,
            at.language, hours, prefers, None, stamp(begin, 9), begin.isoformat(),
            stamp(ago(self.today, 30), 16) if left else None, *steps(holder), served_better(holder),
        )  # fmt: skip

    def _birthday(self, number: int, dice: Dice) -> tuple[int | None, int | None, int | None]:
        """A scene's birthday, or for some one that is far from today."""
        known = self.stage.birthdays.get(number)
        if known is None and dice.chance(0.45):
            on = self.today + timedelta(days=dice.between(QUIET_DAYS, 365 - QUIET_DAYS))
            year = dice.between(1958, 2001) if dice.chance(0.6) else None
            known = Birthday(year, on.month, min(on.day, 28))
        return known or (None, None, None)

    def _uid(self, begin: date) -> str:
        return uuid7(datetime(begin.year, begin.month, begin.day, 9, tzinfo=UTC), self.uids.noise(10))

    def of_account(self, account: Account) -> Iterator[Point]:
        """E-mail, phone and, for half of them, where they are."""
        dice = account.dice(9)
        mail = (
            f"{account.slug}@example.{dice.pick(('com', 'org', 'net'))}"
            if account.kind == "person"
            else f"info@{account.slug}.example"
        )
        bad = int(account.id in self.stage.wrong)
        yield Point(account.id, "phone", phone(account.id, account.language, account.kind == "person"), bad)
        yield Point(account.id, "email", mail)
        if account.kind != "person" and dice.chance(0.5):
            yield Point(account.id, "address", f"{dice.pick(STREETS)} {dice.between(1, 88)}, {dice.pick(TOWNS)}")

    def of_person(self, person: Person, language: str) -> Iterator[Point]:
        """E-mail at the firm and a mobile phone."""
        yield Point(person.id, "email", person.slug)
        if person.id % 4:
            yield Point(person.id, "phone", phone(person.id, language, True))


def has_left(account: Account) -> bool:
    """Whether somebody who stopped buying was set aside."""
    return account.rhythm == "lapsed" and account.dice(16).chance(0.12)


def steps(holder: Account | Person) -> tuple[str | None, str | None]:
    """The step of the ladder somebody was set on by hand, and the one wanted; mostly neither."""
    if not isinstance(holder, Account) or holder.rhythm not in ("weekly", "growing", "partner"):
        return None, None
    dice = holder.dice(20)
    return ("trust" if dice.chance(0.1) else None), ("trust" if dice.chance(0.4) else None)


def served_better(holder: Account | Person) -> str | None:
    """The tier of some small and growing customers who are served like large ones; mostly none."""
    growing = isinstance(holder, Account) and holder.rhythm in ("growing", "new") and holder.kind == "company"
    return "A" if growing and holder.id % 4 == 1 else None


def phone(number: int, language: str, mobile: bool) -> str:
    """A number that rings nowhere; `number` makes it the contact's own."""
    if language == "lv":
        return f"+371 5000 {number:04d}"
    return f"+44 7700 900{number:03d}" if mobile else f"+44 1632 960{number:03d}"


def tags(account: Account) -> Iterator[Tag]:
    """By trade, and a few by what was noticed."""
    dice = account.dice(10)
    for tag in TRADES.get(account.trade, ("partner",)):
        yield Tag(account.id, tag)
    if account.currency != "EUR":
        yield Tag(account.id, "export")
    if dice.chance(0.12):
        yield Tag(account.id, dice.pick(("newsletter", "tasting", "terrace")))


def fields(account: Account) -> Iterator[Field]:
    """What they need and how they pay; partners only what they bring."""
    dice = account.dice(11)
    if account.kind == "partner":
        yield Field(account.id, "brings", account.trade)
        return
    yield Field(account.id, "need", dice.pick(NEEDS[account.trade]))
    yield Field(account.id, "pays", "card" if account.kind == "person" else dice.pick(PAYS))


def remarks(account: Account, begin: date, today: date) -> Iterator[Remark]:
    """A note here and there."""
    dice = account.dice(12)
    if dice.chance(0.3) and (today - begin).days > 5:
        on = begin + timedelta(days=dice.between(1, (today - begin).days - 1))
        yield Remark(account.id, stamp(on, 12), on.isoformat(), account.owner, dice.pick(REMARKS))


def closed_channels(stage: Stage, others: Mapping[int, Account]) -> list[ClosedChannel]:
    """Those of the scenes, and a few more who want no calls or no mail."""
    taken = {contact for contact, _, _ in stage.closed}
    rows = [ClosedChannel(*closed) for closed in stage.closed]
    for number, account in others.items():
        dice = account.dice(13)
        if number not in taken and account.rhythm in ("slow", "one_time", "lapsed") and dice.chance(0.08):
            rows.append(ClosedChannel(number, dice.pick(("phone", "email", "visit")), "asked for"))
    return sorted(rows)
