"""The clocks of random complaints against a slow calculation of its own: every minute asked whether it is an open one.

100 complaints in `make test`, 10,000 in `make torture`. They fall around both changes of the clocks, Christmas and Easter, in
shops open by day, by night, round the clock and hardly at all.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from functools import cache
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from crmcli.analysis.complaint_clock import Step, clocks, courses, terms, terms_text

MANY = os.environ.get("HYPOTHESIS_PROFILE") == "torture"
COUNT, BATCHES = (10_000, 10) if MANY else (100, 4)
DAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
SHOPS = (
    dict.fromkeys(DAYS[:5], "09:00-17:00"),
    {**dict.fromkeys(DAYS[:5], "08:30-18:15"), "sat": "10:00-14:00"},
    dict.fromkeys(DAYS, "00:00-24:00"),
    dict.fromkeys(DAYS, "22:00-23:59"),
    {"sat": "00:00-06:30", "sun": "01:15-04:45"},
    {"sun": "03:00-03:30", "wed": "12:00-12:01"},
)
ZONES = ("Europe/Riga", "America/New_York", "Australia/Lord_Howe", "UTC")
STARTS = (datetime(2026, 3, 20), datetime(2026, 10, 15), datetime(2026, 12, 18), datetime(2027, 3, 10))
CLOSED = ("2026-03-30", "2026-12-24", "2026-12-25", "2026-12-26", "2027-01-01", "2027-03-26", "2027-03-29")
WINDOW = 45 * 24 * 60
SPANS = {"1min": 1, "30min": 30, "4h": 240, "1d": 480, "3d": 1440, "1w": 2400, "90min": 90}


class Shop(NamedTuple):
    hours: int
    zone: str
    start: int


@cache
def open_minutes(shop: Shop) -> list[bool]:
    """For every minute from the start of the window on whether somebody works in it."""
    zone, first = ZoneInfo(shop.zone), STARTS[shop.start].replace(tzinfo=UTC)
    found = []
    for ahead in range(WINDOW):
        local = (first + timedelta(minutes=ahead)).astimezone(zone)
        hours = SHOPS[shop.hours].get(DAYS[local.weekday()])
        working = hours is not None and local.date().isoformat() not in CLOSED
        found.append(working and hours is not None and hours[:5] <= f"{local:%H:%M}" < hours[6:])
    return found


def shops() -> list[Shop]:
    """Every kind of opening hours, in zones and seasons that go round; all of them together where there is time."""
    every = [Shop(h, z, s) for h in range(len(SHOPS)) for z in ZONES for s in range(len(STARTS))]
    return every if MANY else [Shop(h, ZONES[h % 3], h % 2) for h in range(len(SHOPS))]


class Slow:
    """One clock, minute by minute."""

    def __init__(self, limit: int) -> None:
        self.limit, self.used, self.running = limit, 0, True
        self.due: int | None = None
        self.broken = False

    def begin(self, minute: int) -> None:
        self.running = True
        if self.used >= self.limit and not self.broken:
            self.due = minute

    def pass_minute(self, minute: int, working: bool) -> None:
        """The minute from `minute` to the next one."""
        if self.running and self.due is not None and minute + 1 > self.due:
            self.broken = True
        if self.running and working:
            self.used += 1
            if self.used == self.limit and self.due is None:
                self.due = minute + 1


def slow(steps: list[tuple[int, str]], shop: Shop, respond: int, resolve: int, now: int) -> tuple[Slow, Slow]:
    """Both clocks at a minute, by walking there."""
    working, response, resolution = open_minutes(shop), Slow(respond), Slow(resolve)
    at: dict[int, list[str]] = {}
    for minute, kind in steps[1:]:
        at.setdefault(minute, []).append(kind)
    for minute in range(steps[0][0], now + 1):
        for kind in at.get(minute, ()):
            if kind in ("respond", "wait", "resolve"):
                response.running = False
            if kind in ("wait", "resolve"):
                resolution.running = False
            if kind in ("resume", "reopen"):
                resolution.begin(minute)
        if minute < now:
            response.pass_minute(minute, working[minute])
            resolution.pass_minute(minute, working[minute])
    return response, resolution


def drawn(dice: Random) -> list[tuple[int, str]]:
    """Steps in order of time, each one that fits."""
    fits = {
        "open": ["respond", "wait", "resolve"],
        "waiting": ["respond", "resume", "resolve"],
        "resolved": ["check", "reopen"],
    }
    after = {"wait": "waiting", "resume": "open", "resolve": "resolved", "reopen": "open"}
    minute, status = dice.randrange(10_000), "open"
    steps = [(minute, "open")]
    for _ in range(dice.randrange(7)):
        minute += dice.choice((0, 1, dice.randrange(300), dice.randrange(6000)))
        kind = dice.choice(fits[status])
        status = after.get(kind, status)
        steps.append((minute, kind))
    return steps


@pytest.mark.parametrize("batch", range(BATCHES))
def test_no_minute_differs_from_the_slow_calculation(batch: int) -> None:
    dice = Random(batch)
    for number in range(COUNT // BATCHES):
        shop = dice.choice(shops())
        respond, resolve = dice.choice(list(SPANS)), dice.choice(list(SPANS))
        steps = drawn(dice)
        now = steps[-1][0] + dice.choice((0, 1, dice.randrange(15_000)))
        first = int(STARTS[shop.start].replace(tzinfo=UTC).timestamp()) // 60
        kept = {
            "hours": SHOPS[shop.hours], "closed": list(CLOSED), "zone": shop.zone, "respond_within": respond,
            "resolve_within": resolve, "warn": 0.5,
        }  # fmt: skip
        under = terms(terms_text(kept))
        course = courses(under, [Step(first + minute, kind) for minute, kind in steps])[-1]
        both = clocks(under, course, first + now)
        expected = slow(steps, shop, SPANS[respond], SPANS[resolve], now)
        for clock, right in zip((both.response, both.resolution), expected, strict=True):
            told = (batch, number, shop, steps, now, respond, resolve)
            assert (clock.used, clock.breached) == (right.used, right.broken), told
            if clock.due is not None and right.due is not None:
                assert clock.due - first == right.due, told
            assert right.due is None or clock.due is not None or both.status == "waiting", told
