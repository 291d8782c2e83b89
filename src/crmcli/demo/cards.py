"""The card of everybody in the made-up book: addresses that lead nowhere, tags, fields, birthdays, remarks.

Numbers stand in the ranges set aside for drama where a country has one, otherwise in a series that no
network uses; e-mail goes to the domains reserved for examples.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from crmcli.demo.cast import SEED, Account, Person
from crmcli.demo.days import stamp
from crmcli.demo.dice import Dice
from crmcli.demo.stage import Birthday, Stage
from crmcli.demo.phrases import REMARKS
from crmcli.demo.rows import ClosedChannel, Contact, Field, Point, Remark, Tag

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

    def contact(
        self,
        number: int,
        kind: str,
        name: str,
        owner: str,
        language: str,
        begin: date,
        *,
        birthday: bool,
        gone: date | None = None,
    ) -> Contact:
        """The contact's own row; `begin` is the day it was entered, `gone` the day it was archived."""
        dice = Dice(SEED + number * 1000 + 8)
        born = self._birthday(number, dice) if birthday else None
        created_at = stamp(begin, 9)
        referred = (
            dice.between(1, number - 1) if number > 20 and dice.chance(0.15) and kind != "partner" else None
        )
        return Contact(
            number,
            self._uid(begin),
            kind,
            name,
            owner,
            "recommended" if referred else dice.pick(SOURCES),
            referred,
            born.year if born else None,
            born.month if born else None,
            born.day if born else None,
            language,
            dice.pick(HOURS) if dice.chance(0.15) else None,
            dice.pick(LIKES[kind]) if dice.chance(0.25) else None,
            None,
            created_at,
            begin.isoformat(),
            stamp(gone, 16) if gone else None,
        )

    def _birthday(self, number: int, dice: Dice) -> Birthday | None:
        known = self.stage.birthdays.get(number)
        if known is None and dice.chance(0.45):
            on = self.today + timedelta(days=dice.between(QUIET_DAYS, 365 - QUIET_DAYS))
            known = Birthday(
                dice.between(1958, 2001) if dice.chance(0.6) else None, on.month, min(on.day, 28)
            )
        return known

    def _uid(self, begin: date) -> str:
        from datetime import UTC, datetime

        from crmcli.domain.uid import uuid7

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
            yield Point(
                account.id, "address", f"{dice.pick(STREETS)} {dice.between(1, 88)}, {dice.pick(TOWNS)}"
            )

    def of_person(self, person: Person, language: str) -> Iterator[Point]:
        """E-mail at the firm and a mobile phone."""
        yield Point(person.id, "email", person.slug)
        if person.id % 4:
            yield Point(person.id, "phone", phone(person.id, language, True))


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
