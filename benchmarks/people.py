"""The people and firms of the large book, with what hangs on them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from benchmarks import material
from crmcli.actions.who import name_key, phone_key
from crmcli.domain.text import fold, words
from crmcli.domain.uid import uuid7
from crmcli.store.book import Operation

DAYS = 730
FIRM_SHARE, EMPLOYED_SHARE, BIRTHDAY_SHARE = 0.10, 0.30, 0.30
SCRIPTS = (material.BENGALI, material.JAPANESE, material.ARABIC)


def write(
    op: Operation, rng: random.Random, wanted: int, today: date, counts: dict[str, int]
) -> tuple[int, int]:
    """Writes `wanted` contacts, firms first; returns how many are firms, and how many there are. Ids run from 1."""
    firms = int(wanted * FIRM_SHARE)
    names = [_firm_name(rng, number) for number in range(firms)] + [
        person_name(rng) for _ in range(wanted - firms)
    ]
    columns = (
        "uid", "kind", "name", "name_key", "owner", "source", "birth_year", "birth_month", "birth_day", "prefers",
        "created_at", "created_on",
    )  # fmt: skip
    op.insert_many(
        "contacts", columns, (_contact(rng, i < firms, name, today) for i, name in enumerate(names))
    )
    op.insert_many("points", ("contact_id", "kind", "value", "match_key"), list(_points(rng, names)))
    roles = [
        (person, rng.randint(1, firms), rng.choice(material.ROLES))
        for person in range(firms + 1, wanted + 1)
        if firms and rng.random() < EMPLOYED_SHARE
    ]
    op.insert_many("roles", ("contact_id", "company_id", "role"), roles)
    tags = [
        (who, tag)
        for who in range(1, wanted + 1)
        if rng.random() < 0.4
        for tag in rng.sample(material.TAGS, rng.randint(1, 3))
    ]
    op.insert_many("tags", ("contact_id", "tag"), tags)
    fields = [
        (who, "city", rng.choice(material.PLACES)) for who in range(1, wanted + 1) if rng.random() < 0.5
    ]
    op.insert_many("fields", ("contact_id", "key", "value"), fields)
    closed = [(who, "phone", "asked for") for who in range(1, wanted + 1) if rng.random() < 0.005]
    op.insert_many("closed_channels", ("contact_id", "channel", "why"), closed)
    counts.update(contacts=wanted, companies=firms)
    return firms, wanted


def person_name(rng: random.Random) -> str:
    """A name; one in eight in Bengali, Japanese or Arabic."""
    if rng.random() < 0.125:
        script = rng.choice(SCRIPTS)
        given, family = rng.choice(script[0]), rng.choice(script[1])
        return f"{family} {given}" if script is material.JAPANESE else f"{given} {family}"
    middle = f"{rng.choice(material.FIRST)} " if rng.random() < 0.1 else ""
    return f"{rng.choice(material.FIRST)} {middle}{rng.choice(material.last_names()).replace('-', ' ', 1)}"


def _firm_name(rng: random.Random, number: int) -> str:
    base = f"{rng.choice(material.last_names())} {rng.choice(material.TRADES)}"
    form = rng.choice(material.FORMS)
    return f"{form} {base}" if number % 3 == 0 else f"{base} {form}"


def _contact(rng: random.Random, firm: bool, name: str, today: date) -> tuple[Any, ...]:
    entered = today - timedelta(days=int(DAYS * rng.random() ** 0.5))
    at = datetime.combine(entered, time(rng.randint(6, 15), rng.randint(0, 59)), UTC)
    born: tuple[int | None, int | None, int | None] = (None, None, None)
    if not firm and rng.random() < BIRTHDAY_SHARE:
        day = date(1950, 1, 1) + timedelta(days=rng.randint(0, 19_000))
        born = (day.year if rng.random() < 0.6 else None, day.month, day.day)
    owner = rng.choice(material.STAFF) if rng.random() < 0.8 else None
    source = rng.choice(("fair", "web", "referral", "shop")) if rng.random() < 0.5 else None
    prefers = rng.choice(("phone", "email", "message")) if rng.random() < 0.3 else None
    kind = "company" if firm else "person" if rng.random() < 0.98 else "partner"
    uid = uuid7(at, rng.randbytes(10))
    stamp = at.isoformat(timespec="seconds")
    return (uid, kind, name, name_key(name), owner, source, *born, prefers, stamp, entered.isoformat())


def _points(rng: random.Random, names: list[str]) -> Iterator[tuple[int, str, str, str]]:
    for who, name in enumerate(names, 1):
        if rng.random() < 0.8:
            local = ".".join(words(fold(name)))
            local = local if local.isascii() and local else "contact"
            value = f"{local}.{who}@{rng.choice(material.PLACES).lower().translate(PLAIN)}.example"
            yield who, "email", value, value
        for _ in range(1 + (rng.random() < 0.15)):
            if rng.random() < 0.85:
                digits = f"{rng.randint(20_000_000, 29_999_999)}"
                value = f"+371 {digits[:2]} {digits[2:5]} {digits[5:]}"
                yield who, "phone", value, phone_key(value)


PLAIN = str.maketrans("īūāē", "iuae")
