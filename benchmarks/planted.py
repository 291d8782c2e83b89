"""Order logs in which it is known who began to buy too little: `python benchmarks/planted.py FILE.csv --rate 1.2`.

Two thousand customers with rates and baskets of their own, who arrive over three years, buy with the season and now and
then leave for good. Of those who were there when it began, 8 % of all go on at a quarter of their rate and 7 % at a
quarter of their basket. Nothing in it knows how they are looked for. The same world and seed give the same log.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from bisect import bisect_right
from collections.abc import Iterator
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crmcli.analysis.history import History

RATES = (0.6, 1.2, 3.0)
AS_OF = (date(2025, 3, 31), date(2025, 7, 31), date(2025, 11, 30))
SEASON = (0.85, 0.80, 0.95, 1.00, 1.05, 1.00, 0.85, 0.80, 1.00, 1.10, 1.20, 1.40)
MONTH, YEAR = 30.4375, 365.25


class World(NamedTuple):
    """How the customers buy.

    `orders_a_month` is the mean rate, `evenness` the gamma shape of the rates (the smaller, the more they differ),
    `regular` that of the gaps (1 is a Poisson stream, 2 what shoppers show: Chatfield & Goodhardt 1973);
    `season` stretches the months' swings (0 none, 1 as listed); `leaving` is the chance to leave for good within a year;
    baskets are lognormal: `between` and `within` are the standard deviations of the logarithms of customers' means and of
    one customer's orders; `began` bounds the days before the as-of date on which the buying fell, to `left` of what it
    was; `refunds` is the share of orders after which some money goes back that names no order.
    """

    orders_a_month: float
    today: date
    customers: int = 2_000
    years: float = 3.0
    evenness: float = 1.5
    regular: float = 2.0
    season: float = 1.0
    leaving: float = 0.15
    basket_minor: float = 8_000.0
    between: float = 0.6
    within: float = 0.5
    fewer: float = 0.08
    smaller: float = 0.07
    left: float = 0.25
    began: tuple[int, int] = (90, 270)
    refunds: float = 0.01


class Log(NamedTuple):
    """A log and its truth: who (contact id) buys too little as "fewer" orders or "smaller" baskets, and since when."""

    histories: list[History]
    planted: dict[int, tuple[str, int]]
    today: int


class _Clock(NamedTuple):
    first: int
    readings: list[float]


class _Customer(NamedTuple):
    contact_id: int
    first: int
    gone: int
    rate: float
    basket: float


def make(world: World, seed: int = 1) -> Log:
    """The log of a world as of its `today`."""
    rng = random.Random(f"{seed} {world}")
    today = world.today.toordinal()
    customers = [_customer(rng, world, today, number) for number in range(1, world.customers + 1)]
    planted = _plant(rng, world, today, customers)
    clock = _clock(world, today)
    return Log([_history(rng, world, clock, each, planted.get(each.contact_id)) for each in customers], planted, today)


def _customer(rng: random.Random, world: World, today: int, number: int) -> _Customer:
    """Half were there when the log begins; the others arrive evenly over its years."""
    span = int(world.years * YEAR)
    first = today - span + (rng.randrange(61) if rng.random() < 0.5 else rng.randrange(span))
    stays = rng.expovariate(world.leaving / YEAR) if world.leaving else span
    rate = rng.gammavariate(world.evenness, world.orders_a_month / MONTH / world.evenness)
    return _Customer(
        number, first, first + int(stays), rate, rng.lognormvariate(0.0, world.between) * world.basket_minor
    )


def _plant(rng: random.Random, world: World, today: int, customers: list[_Customer]) -> dict[int, tuple[str, int]]:
    """The customers who will buy too little: known for half a year and still there when it begins; nothing else counts."""
    wanted = ["fewer"] * round(world.fewer * len(customers)) + ["smaller"] * round(world.smaller * len(customers))
    planted = {}
    for each in rng.sample(customers, len(customers)):
        since = today - rng.randint(*world.began)
        if wanted and each.first + 180 <= since < each.gone:
            planted[each.contact_id] = (wanted.pop(rng.randrange(len(wanted))), since)
    return planted


def _clock(world: World, today: int) -> _Clock:
    """Days weighted by the months' swings, run up to the beginning of each day."""
    first = today - int(world.years * YEAR)
    months = [1.0 + world.season * (each - 1.0) for each in SEASON]
    weights = (months[date.fromordinal(day).month - 1] for day in range(first, today + 1))
    return _Clock(first, list(accumulate(weights, initial=0.0)))


def _history(
    rng: random.Random, world: World, clock: _Clock, customer: _Customer, planted: tuple[str, int] | None
) -> History:
    """One customer's log; who buys too little has not left."""
    today = clock.first + len(clock.readings) - 2
    kind, since = planted or ("", today + 1)
    last = today if planted else min(today, customer.gone)
    bought: dict[int, int] = {}
    others = []
    for day in _days(rng, world, clock, customer, since if kind == "fewer" else today + 1):
        if day > last:
            break
        size = world.left if kind == "smaller" and day >= since else 1.0
        paid = max(round(customer.basket * size * rng.lognormvariate(-(world.within**2) / 2, world.within)), 1)
        bought[day] = bought.get(day, 0) + paid
        if rng.random() < world.refunds:
            others.append((min(day + rng.randint(1, 20), today), -round(paid * rng.uniform(0.2, 1.0))))
    return History(customer.contact_id, list(bought), list(bought.values()), sorted(others))


def _days(rng: random.Random, world: World, clock: _Clock, customer: _Customer, slower_from: int) -> Iterator[int]:
    """The first day, then gaps on the clock of the months, stretched from the day on which the buying falls."""
    yield customer.first
    readings, turn = clock.readings, clock.readings[slower_from - clock.first]
    at = readings[customer.first + 1 - clock.first]
    while True:
        at += rng.gammavariate(world.regular, 1.0 / (world.regular * customer.rate))
        shown = at if at < turn else turn + (at - turn) * (1.0 / world.left)
        if shown >= readings[-1]:
            return
        yield clock.first + bisect_right(readings, shown) - 1


def write(log: Log, orders: Path, truth: Path | None = None) -> None:
    """The log as CSV (contact,on,amount, in major units, two decimals), and its truth (contact,kind,since)."""
    with orders.open("w", newline="", encoding="utf-8") as file:
        sheet = csv.writer(file)
        sheet.writerow(("contact", "on", "amount"))
        for history in log.histories:
            for day, minor in sorted([*zip(history.days, history.amounts, strict=True), *history.others]):
                sheet.writerow((history.contact_id, date.fromordinal(day).isoformat(), f"{minor / 100:.2f}"))
    if truth is not None:
        with truth.open("w", newline="", encoding="utf-8") as file:
            sheet = csv.writer(file)
            sheet.writerow(("contact", "kind", "since"))
            sheet.writerows(
                (contact, kind, date.fromordinal(since).isoformat())
                for contact, (kind, since) in sorted(log.planted.items())
            )


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Writes an order log in which some customers buy too little.")
    parser.add_argument("orders", type=Path, help="the CSV of orders: contact,on,amount")
    parser.add_argument("--truth", type=Path, help="a CSV of who buys too little: contact,kind,since")
    parser.add_argument("--rate", type=float, default=1.2, help="orders a month")
    parser.add_argument("--today", type=date.fromisoformat, default=AS_OF[-1], help="the day the log ends on")
    parser.add_argument("--customers", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    log = make(World(given.rate, given.today, customers=given.customers), given.seed)
    write(log, given.orders, given.truth)
    print(
        f"{given.orders}: {sum(len(each.days) for each in log.histories):,} orders, {len(log.planted)} buy too little"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
