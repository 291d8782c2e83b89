"""The people and firms of the large book, with what hangs on them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from benchmarks.material import last_names, listed
from crmcli.actions.who import name_key, phone_key
from crmcli.domain.text import fold, words
from crmcli.domain.uid import uuid7
from crmcli.store.book import Operation

DAYS = 730
FIRM_SHARE, EMPLOYED_SHARE, BIRTHDAY_SHARE = 0.10, 0.30, 0.30
SCRIPTS = ("bengali", "japanese", "arabic")
CONTACT = (
    "uid", "kind", "name", "name_key", "owner", "source", "birth_year", "birth_month", "birth_day", "prefers",
    "created_at", "created_on",
)  # fmt: skip
PLAIN = str.maketrans("īūāē", "iuae")


def write(op: Operation, rng: random.Random, wanted: int, today: date, counts: dict[str, int]) -> tuple[int, int]:
    """Writes `wanted` contacts, firms first; returns the numbers of firms and of all. Ids run from 1."""
    firms = int(wanted * FIRM_SHARE)
    names = [_firm_name(rng, number) for number in range(firms)]
    names += [person_name(rng) for _ in range(wanted - firms)]
    op.insert_many("contacts", CONTACT, (_contact(rng, i < firms, name, today) for i, name in enumerate(names)))
    op.insert_many("points", ("contact_id", "kind", "value", "match_key"), list(_points(rng, names)))
    _hang(op, rng, firms, wanted)
    counts.update(contacts=wanted, companies=firms)
    return firms, wanted


def _hang(op: Operation, rng: random.Random, firms: int, total: int) -> None:
    everybody = range(1, total + 1)
    staff = [who for who in everybody if who > firms > 0 and rng.random() < EMPLOYED_SHARE]
    roles = [(who, rng.randint(1, firms), rng.choice(listed("role"))) for who in staff]
    op.insert_many("roles", ("contact_id", "company_id", "role"), roles)
    tagged = [who for who in everybody if rng.random() < 0.4]
    tags = [(who, tag) for who in tagged for tag in rng.sample(listed("tag"), rng.randint(1, 3))]
    op.insert_many("tags", ("contact_id", "tag"), tags)
    fields = [(who, "city", rng.choice(listed("place"))) for who in everybody if rng.random() < 0.5]
    op.insert_many("fields", ("contact_id", "key", "value"), fields)
    closed = [(who, "phone", "asked for") for who in everybody if rng.random() < 0.005]
    op.insert_many("closed_channels", ("contact_id", "channel", "why"), closed)


def person_name(rng: random.Random) -> str:
    """A name; one in eight in Bengali, Japanese or Arabic."""
    if rng.random() < 0.125:
        script = rng.choice(SCRIPTS)
        given, family = rng.choice(listed(f"{script}-given")), rng.choice(listed(f"{script}-family"))
        return f"{family} {given}" if script == "japanese" else f"{given} {family}"
    middle = f"{rng.choice(listed('first'))} " if rng.random() < 0.1 else ""
    return f"{rng.choice(listed('first'))} {middle}{rng.choice(last_names())}"


def _firm_name(rng: random.Random, number: int) -> str:
    base = f"{rng.choice(last_names())} {rng.choice(listed('trade'))}"
    form = rng.choice(listed("form"))
    return f"{form} {base}" if number % 3 == 0 else f"{base} {form}"


def _contact(rng: random.Random, firm: bool, name: str, today: date) -> tuple[Any, ...]:
    entered = today - timedelta(days=int(DAYS * rng.random() ** 0.5))
    at = datetime.combine(entered, time(rng.randint(6, 15), rng.randint(0, 59)), UTC)
    born: tuple[int | None, int | None, int | None] = (None, None, None)
    if not firm and rng.random() < BIRTHDAY_SHARE:
        day = date(1950, 1, 1) + timedelta(days=rng.randint(0, 19_000))
        born = (day.year if rng.random() < 0.6 else None, day.month, day.day)
    owner = rng.choice(listed("staff")) if rng.random() < 0.8 else None
    source = rng.choice(("fair", "web", "referral", "shop")) if rng.random() < 0.5 else None
    prefers = rng.choice(("phone", "email", "message")) if rng.random() < 0.3 else None
    kind = "company" if firm else "person" if rng.random() < 0.98 else "partner"
    stamp = at.isoformat(timespec="seconds")
    uid = uuid7(at, rng.randbytes(10))
    return (uid, kind, name, name_key(name), owner, source, *born, prefers, stamp, entered.isoformat())


def _points(rng: random.Random, names: list[str]) -> Iterator[tuple[int, str, str, str]]:
    for who, name in enumerate(names, 1):
        if rng.random() < 0.8:
            local = ".".join(words(fold(name)))
            local = local if local.isascii() and local else "contact"
            value = f"{local}.{who}@{rng.choice(listed('place')).lower().translate(PLAIN)}.example"
            yield who, "email", value, value
        for _ in range(1 + (rng.random() < 0.15)):
            if rng.random() < 0.85:
                digits = f"{rng.randint(20_000_000, 29_999_999)}"
                value = f"+371 {digits[:2]} {digits[2:5]} {digits[5:]}"
                yield who, "phone", value, phone_key(value)
