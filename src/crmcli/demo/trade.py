"""What the made-up customers buy: two years of orders, each in their own rhythm, refunds and walk-ins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from crmcli.demo.cast import SEED, Account
from crmcli.demo.days import next_workday, workday
from crmcli.demo.dice import Dice
from crmcli.demo.names import STAFF
from crmcli.domain.money import convert
from crmcli.domain.period import class_period

TWO_YEARS = 728
SUMMER, WINTER = (5, 6, 7, 8, 9), (10, 11, 12)
PRICES = {
    "espresso": (1650, 1990),
    "filter": (2100, 2690),
    "decaf": (1890, 2190),
    "tea": (1400, 2600),
    "equipment": (9900, 89_000),
}
MAIN_LINES = ("espresso", "espresso", "espresso", "filter", "filter", "decaf", "tea")
RATES = {"GBP": (1.14, 1.19), "USD": (0.89, 0.95)}


class Rhythm(NamedTuple):
    """How somebody buys: days between orders, kilos an order, days since the first and the last order."""

    gap: tuple[int, int]
    kilos: tuple[int, int]
    begun: tuple[int, int]
    ended: tuple[int, int]


RHYTHMS = {
    "weekly": Rhythm((7, 9), (34, 110), (600, 720), (1, 6)),
    "regular": Rhythm((14, 28), (5, 22), (330, 720), (1, 12)),
    "growing": Rhythm((14, 21), (9, 22), (420, 700), (1, 8)),
    "seasonal": Rhythm((9, 14), (14, 40), (690, 720), (1, 5)),
    "fading": Rhythm((13, 19), (10, 24), (520, 700), (42, 70)),
    "lapsed": Rhythm((14, 26), (7, 26), (560, 720), (130, 420)),
    "one_time": Rhythm((900, 900), (3, 12), (45, 640), (1, 1)),
    "new": Rhythm((9, 12), (5, 15), (0, 0), (1, 1)),
    "underbuying": Rhythm((11, 14), (20, 34), (540, 700), (4, 12)),
    "demanding": Rhythm((44, 60), (4, 7), (420, 700), (3, 30)),
    "slow": Rhythm((42, 75), (4, 11), (400, 720), (3, 35)),
    "soured": Rhythm((900, 900), (10, 14), (430, 520), (1, 1)),
}
SHORT_OF_LATE = 50
COSTS_FORGOTTEN = 31
THIN, USUAL_MARGIN = (3, 8), (25, 37)


class Sale(NamedTuple):
    """An order or refund without a number yet; `refund_of` is the refunded one's place in the same list."""

    account: int | None
    on: date
    line: str
    quantity: int
    amount: int
    cost: int | None
    currency: str
    rate: str | None
    site: str | None
    by: str
    refund_of: int | None = None
    counts_on: date | None = None

    @property
    def base(self) -> int | None:
        """The amount in euros; None where no rate is known."""
        return _in_euros(self.amount, self.currency, self.rate)

    @property
    def base_cost(self) -> int | None:
        """The cost in euros; None where no rate is known."""
        return None if self.cost is None else _in_euros(self.cost, self.currency, self.rate)


def _in_euros(minor: int, currency: str, rate: str | None) -> int | None:
    if currency == "EUR":
        return minor
    return None if rate is None else convert(minor, currency, "EUR", rate)


def sales(accounts: Iterable[Account], today: date) -> list[Sale]:
    """Every order and refund, walk-ins included, in the order of their days."""
    found: list[Sale] = []
    for account in accounts:
        if account.rhythm in RHYTHMS:
            found += _of_account(account, today)
    found += _walk_ins(today)
    found.sort(key=lambda sale: (sale.on, sale.account or 0, sale.line))
    _forget_one_rate(found)
    found += _refunds(found, today)
    return found


def tiers(found: Iterable[Sale], today: date) -> dict[int, str]:
    """account -> A, B or C by what they bought in the window of classes; `new` for those who came since.

    Decides how often the made-up staff talks to whom, nothing else.
    """
    window = class_period(today)
    worth: dict[int, int] = {}
    for sale in found:
        if sale.account is not None:
            inside = window.start <= (sale.counts_on or sale.on) and sale.on <= window.end
            before = worth.get(sale.account)
            worth[sale.account] = (before or 0) + (sale.base or 0) * inside
    total = sum(value for value in worth.values() if value > 0)
    first = {sale.account: sale.on for sale in sorted(found, key=lambda sale: sale.on, reverse=True)}
    running = 0
    grades: dict[int, str] = {}
    for account, value in sorted(worth.items(), key=lambda item: (-item[1], item[0])):
        share = running / total if value > 0 else 1.0
        grades[account] = "new" if first[account] > window.end else "A" if share < 0.8 else "B" if share < 0.95 else "C"
        running += max(0, value)
    return grades


def _of_account(account: Account, today: date) -> Iterator[Sale]:
    dice = account.dice(3)
    rhythm = RHYTHMS[account.rhythm]
    kilos = dice.between(1, 3) if account.kind == "person" else dice.between(*rhythm.kilos)
    main = dice.pick(MAIN_LINES)
    margin = dice.between(*(THIN if account.rhythm == "demanding" else USUAL_MARGIN))
    prices = {line: dice.between(low // 10, high // 10) * 10 for line, (low, high) in PRICES.items()}
    sites = (None, "Centrs", "Jūrmala") if account.rhythm == "weekly" and dice.chance(0.5) else (None,)
    sale = Sale(account.id, today, main, 0, 0, 0, account.currency, None, None, account.owner)
    for on, size in _days(account.rhythm, dice, today):
        usual = max(1, round(kilos * size * dice.spread(0.75, 1.25)))
        sale = sale._replace(on=on, rate=_rate(account.currency, dice), site=dice.pick(sites))
        older = 96 if (today - on).days > 365 else 100
        for line, quantity in ((main, usual), *_extras(account, main, dice)):
            amount = quantity * prices[line] * older // 1000 * 10
            cost = amount * (100 - margin - dice.between(0, 8)) // 100
            known = cost if account.id % COSTS_FORGOTTEN else None
            yield sale._replace(line=line, quantity=quantity, amount=amount, cost=known)
    if account.rhythm == "soured":
        back = workday(today - timedelta(days=70))
        yield sale._replace(on=back, amount=-dice.between(9000, 14_000))


def _extras(account: Account, main: str, dice: Dice) -> Iterator[tuple[str, int]]:
    """What a firm now and then takes with the usual."""
    if account.kind == "person":
        return
    if dice.chance(0.12):
        yield "tea" if main == "decaf" else "decaf", dice.between(1, 4)
    if dice.chance(0.015):
        yield "equipment", 1


def _days(name: str, dice: Dice, today: date) -> Iterator[tuple[date, float]]:
    """(day, size of the order against the usual one)."""
    if name == "new":
        yield today - timedelta(days=dice.between(min(1, today.day - 1), today.day - 1)), 1.0
        return
    rhythm = RHYTHMS[name]
    gap = dice.between(*rhythm.gap)
    at = float(dice.between(*rhythm.begun))
    begun, ended = at, dice.between(*rhythm.ended)
    months = SUMMER if dice.chance(0.65) else WINTER
    while at >= ended:
        on = workday(today - timedelta(days=int(at)))
        share = 1 - (at - ended) / max(1.0, begun - ended)
        late = name == "underbuying" and at < SHORT_OF_LATE
        if name != "seasonal" or on.month in months:
            yield on, 0.5 + 1.3 * share if name == "growing" else 0.35 if late else 1.0
        stretch = 2.4 if late else 1 + 2.2 * share**4 if name == "fading" else 1.0
        stretch *= 1.7 if name in ("regular", "slow") and dice.chance(0.1) else 1.0
        at -= gap * stretch * dice.spread(0.75, 1.25)


def _rate(currency: str, dice: Dice) -> str | None:
    return f"{dice.spread(*RATES[currency]):.4f}" if currency in RATES else None


def _walk_ins(today: date) -> Iterator[Sale]:
    """The roastery's counter, open on Saturdays."""
    dice = Dice(SEED + 4)
    saturday = today - timedelta(days=(today.weekday() - 5) % 7 or 7)
    while (today - saturday).days < TWO_YEARS:
        if dice.chance(0.75):
            line = dice.pick(("espresso", "filter", "tea"))
            amount = dice.between(600, 2600) * 10
            cost = amount * dice.between(55, 65) // 100
            yield Sale(
                None,
                saturday,
                line,
                max(1, amount // 2500),
                amount,
                cost,
                "EUR",
                None,
                "Shop",
                dice.pick(STAFF),
            )
        saturday -= timedelta(days=7)


def _forget_one_rate(found: list[Sale]) -> None:
    """One order abroad whose rate nobody wrote down: the last but one in dollars."""
    abroad = [place for place, sale in enumerate(found) if sale.currency == "USD"]
    if len(abroad) > 1:
        found[abroad[-2]] = found[abroad[-2]]._replace(rate=None)


def _refunds(found: Sequence[Sale], today: date) -> Iterator[Sale]:
    """Money back: some of it for a certain order, a few small sums for none in particular."""
    dice = Dice(SEED + 5)
    for place, sale in enumerate(found):
        sold = sale.account is not None and sale.amount > 0 and sale.base is not None
        if not sold or not dice.chance(0.008):
            continue
        on = next_workday(sale.on + timedelta(days=dice.between(1, 8)))
        if on < today:
            back = sale.amount * dice.pick((25, 50, 100)) // 100
            yield sale._replace(on=on, amount=-back, cost=0, quantity=0, refund_of=place, counts_on=sale.on)
    known = [
        sale for sale in found if sale.account is not None and sale.currency == "EUR" and (today - sale.on).days > 10
    ]
    for quarter in (1, 2, 3):
        sale = known[len(known) * quarter // 4]
        on = next_workday(sale.on + timedelta(days=3))
        yield sale._replace(on=on, amount=-dice.between(400, 1500), cost=0, quantity=0)
