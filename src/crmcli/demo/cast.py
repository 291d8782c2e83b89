"""Who is in the made-up book: customers and their buying rhythm, prospects, partners, and their people."""

from __future__ import annotations

from dataclasses import dataclass

from crmcli.demo.dice import Dice
from crmcli.demo.names import FIRMS, PARTNERS, PEOPLE, PROSPECTS, ROLES, STAFF, Firm
from crmcli.domain.text import fold

SEED = 20_240_229
STRIDE = 37
FIRM_PLAN = (
    ("weekly", 9),
    ("regular", 31),
    ("growing", 8),
    ("seasonal", 11),
    ("fading", 4),
    ("regular", 4),
    ("lapsed", 12),
    ("one_time", 10),
    ("new", 5),
    ("underbuying", 3),
    ("regular", 3),
    ("demanding", 3),
    ("slow", 10),
    ("soured", 1),
)
PRIVATE_PLAN = (("one_time", 10), ("slow", 12), ("seasonal", 4), ("lapsed", 4), ("new", 1))
PRIVATE_LANGUAGES = ("lv", "en", "lv", "bn", "lv", "en", "ar", "lv", "ja")
STAFFING = {"weekly": 1.0, "regular": 0.75, "growing": 0.7, "fading": 0.6, "underbuying": 0.6, "lapsed": 0.4}
ABROAD = {"en": ("GBP", 3), "bn": ("GBP", 1), "ja": ("USD", 1)}


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who buys, may buy, or sells to us: the contact's number, and the numbers of their people."""

    id: int
    kind: str
    name: str
    slug: str
    trade: str
    language: str
    rhythm: str
    owner: str
    currency: str
    people: tuple[int, ...] = ()

    def dice(self, salt: int) -> Dice:
        """This account's own chance, a fresh stream for every purpose."""
        return Dice(SEED + self.id * 1000 + salt)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works at an account."""

    id: int
    name: str
    slug: str
    role: str
    at: int


def accounts() -> tuple[list[Account], list[Person]]:
    """Everybody: accounts numbered from 1, then the people at them."""
    found = [*_customers(), *_private(len(FIRMS))]
    for kind, rhythm, firms in (("company", "prospect", PROSPECTS), ("partner", "partner", PARTNERS)):
        for firm in firms:
            found.append(_account(len(found) + 1, kind, firm, rhythm, "EUR"))
    return _staffed(found)


def _customers() -> list[Account]:
    firms = [FIRMS[place * STRIDE % len(FIRMS)] for place in range(len(FIRMS))]
    rhythms = _firm_rhythms(firms)
    left = {language: count for language, (_, count) in ABROAD.items()}
    found = []
    for place, (firm, rhythm) in enumerate(zip(firms, rhythms, strict=True)):
        abroad = rhythm in ("regular", "slow", "weekly") and left.get(firm.language, 0) > 0
        left[firm.language] = left.get(firm.language, 0) - abroad
        currency = ABROAD[firm.language][0] if abroad else "EUR"
        found.append(_account(place + 1, "company", firm, rhythm, currency))
    return found


def _firm_rhythms(firms: list[Firm]) -> list[str]:
    """A rhythm for each firm; who sells outdoors buys by the season."""
    plan = [name for name, count in FIRM_PLAN for _ in range(count)]
    rhythms = [plan[place * 53 % len(plan)] for place in range(len(plan))]
    for place, firm in enumerate(firms):
        if firm.trade == "festival" and rhythms[place] != "seasonal":
            other = next(n for n, name in enumerate(rhythms) if name == "seasonal" and firms[n].trade != "festival")
            rhythms[place], rhythms[other] = rhythms[other], rhythms[place]
    return rhythms


def _private(before: int) -> list[Account]:
    rhythms = [name for name, count in PRIVATE_PLAN for _ in range(count)]
    dice = Dice(SEED + 1)
    taken: set[str] = set()
    found = []
    for place, rhythm in enumerate(rhythms):
        language = PRIVATE_LANGUAGES[place % len(PRIVATE_LANGUAGES)]
        name, slug = _person(dice, language, taken)
        found.append(_account(before + place + 1, "person", Firm(name, slug, "private", language), rhythm, "EUR"))
    return found


def _account(number: int, kind: str, firm: Firm, rhythm: str, currency: str) -> Account:
    owner = STAFF[number * 7 % 5 % len(STAFF)]
    return Account(number, kind, firm.name, firm.slug, firm.trade, firm.language, rhythm, owner, currency)


def _staffed(found: list[Account]) -> tuple[list[Account], list[Person]]:
    taken = {account.name for account in found}
    people: list[Person] = []
    staffed = []
    for account in found:
        dice = account.dice(2)
        wanted = 0
        if account.kind != "person":
            wanted = dice.chance(STAFFING.get(account.rhythm, 0.25)) + (account.rhythm == "weekly")
            wanted += 2 * (account.rhythm == "prospect" and account.id % 3 == 0)
        own = []
        for _ in range(wanted):
            name, slug = _person(dice, account.language, taken)
            number = len(found) + len(people) + 1
            people.append(Person(number, name, f"{slug}@{account.slug}.example", dice.pick(ROLES), account.id))
            own.append(number)
        staffed.append(_with_people(account, tuple(own)))
    return staffed, people


def _with_people(account: Account, people: tuple[int, ...]) -> Account:
    values = {name: getattr(account, name) for name in account.__slots__}
    return Account(**{**values, "people": people})


def _person(dice: Dice, language: str, taken: set[str]) -> tuple[str, str]:
    """A name nobody in the book has yet, and its Latin spelling."""
    names = PEOPLE[language]
    while True:
        first, last = (names.women, names.women_last) if dice.chance(0.5) else (names.men, names.men_last)
        given, family = dice.pick(first), dice.pick(last)
        if (name := f"{given[0]} {family[0]}") not in taken:
            taken.add(name)
            return name, fold(f"{given[1]}.{family[1]}")
