"""What the customers of the large book buy and what is said with them: a few buy most, most buy little."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any

from benchmarks import material
from crmcli.store.book import Operation

DAYS = 730
BUYING_SHARE, WALK_IN_SHARE, REFUND_SHARE, QUOTE_SHARE = 0.6, 0.02, 0.02, 0.01
OPEN_SHARE, PLANNED_SHARE = 0.02, 0.10
CHANNELS = (
    ("phone",) * 10 + ("email",) * 6 + ("message",) * 3 + ("visit", "meeting", "letter", "web", "other")
)
OUTCOMES = (
    ("neutral",) * 8
    + ("positive",) * 6
    + ("negative",) * 2
    + ("no-answer",) * 3
    + ("left-message", "wrong-number")
)
NATURES = ("sales",) * 6 + ("service", "support", "delivery", "payment", "quality", "social", "other")
CHUNK = 10_000


class Buyers:
    """Who buys and who is spoken to, with Pareto weights (shape 1.16: one in five makes four fifths)."""

    def __init__(self, rng: random.Random, firms: int, total: int) -> None:
        everybody = list(range(1, total + 1))
        self.buying = sorted(set(range(1, firms + 1)) | set(rng.sample(everybody, int(total * BUYING_SHARE))))
        weights = [rng.paretovariate(1.16) for _ in self.buying]
        self.weights = list(accumulate(min(weight, 300.0) for weight in weights))
        self.size = {who: rng.lognormvariate(0, 0.8) for who in self.buying}
        bought = dict(zip(self.buying, weights, strict=True))
        self.everybody = everybody
        self.talk = list(accumulate(1.0 + min(bought.get(who, 0.0), 40.0) ** 0.5 for who in everybody))

    def buyers(self, rng: random.Random, count: int) -> list[int]:
        """Contacts who order."""
        return rng.choices(self.buying, cum_weights=self.weights, k=count)

    def spoken_to(self, rng: random.Random, count: int) -> list[int]:
        """Contacts who are spoken to."""
        return rng.choices(self.everybody, cum_weights=self.talk, k=count)


def write_orders(
    op: Operation, rng: random.Random, wanted: int, buyers: Buyers, today: date, counts: dict[str, int]
) -> None:
    """Orders in the order of their days; refunds among them, walk-ins without a contact, some in dollars."""
    columns = (
        "contact_id", "on_date", "counts_on", "amount_minor", "cost_minor", "currency", "rate", "base_minor",
        "base_cost_minor", "quantity", "line", "ref", "by_whom", "refund_of", "created_at",
    )  # fmt: skip
    op.insert_many("orders", columns, _orders(rng, wanted, buyers, today))
    columns = (
        "contact_id", "amount_minor", "currency", "base_minor", "text", "on_date", "valid_until", "status", "closed_on",
        "reason", "by_whom",
    )  # fmt: skip
    quotes = int(wanted * QUOTE_SHARE)
    op.insert_many("quotes", columns, _quotes(rng, quotes, buyers, today))
    counts.update(orders=wanted, quotes=quotes)


def _orders(rng: random.Random, wanted: int, buyers: Buyers, today: date) -> Iterator[tuple[Any, ...]]:
    recent: list[tuple[int, int, str, int]] = []
    for number, who in _with_contacts(rng, wanted, buyers.buyers):
        on = day_of(number, wanted, today)
        if recent and rng.random() < REFUND_SHARE:
            order_id, customer, when, paid = rng.choice(recent)
            back = -paid if rng.random() < 0.5 else -max(paid // 4, 1)
            yield (
                customer,
                on,
                when,
                back,
                None,
                "EUR",
                None,
                back,
                None,
                None,
                None,
                None,
                None,
                order_id,
                f"{on}T10:00:00+00:00",
            )
            continue
        amount = max(int(rng.lognormvariate(8.8, 0.9) * buyers.size[who]), 100)
        cost = int(amount * rng.uniform(0.4, 0.8)) if rng.random() < 0.8 else None
        dollars = rng.random() < 0.01
        base, base_cost = (
            (int(amount * 0.92), int(cost * 0.92) if cost else None) if dollars else (amount, cost)
        )
        customer_id = None if rng.random() < WALK_IN_SHARE else who
        yield (
            customer_id, on, on, amount, cost, "USD" if dollars else "EUR", "0.92" if dollars else None, base, base_cost,
            str(rng.randint(1, 40)), rng.choice(material.LINES), f"B{number:06}", rng.choice(material.STAFF), None,
            f"{on}T10:00:00+00:00",
        )  # fmt: skip
        if customer_id is not None and not dollars and rng.random() < 0.1:
            recent = [*recent[-200:], (number + 1, who, on, amount)]


def _quotes(rng: random.Random, wanted: int, buyers: Buyers, today: date) -> Iterator[tuple[Any, ...]]:
    for number, who in enumerate(buyers.spoken_to(rng, wanted)):
        on = day_of(number, wanted, today)
        sent = date.fromisoformat(on)
        age = (today - sent).days
        status = "open" if age < 40 and rng.random() < 0.7 else rng.choice(("won", "won", "lost", "expired"))
        closed = (
            None if status == "open" else min(sent + timedelta(days=rng.randint(1, 60)), today).isoformat()
        )
        amount = int(rng.lognormvariate(10.5, 0.8))
        reason = "price" if status == "lost" else None
        valid = (sent + timedelta(days=30)).isoformat()
        yield (
            who,
            amount,
            "EUR",
            amount,
            rng.choice(material.LINES),
            on,
            valid,
            status,
            closed,
            reason,
            rng.choice(material.STAFF),
        )


def write_interactions(
    op: Operation, rng: random.Random, wanted: int, buyers: Buyers, today: date, counts: dict[str, int]
) -> None:
    """Conversations oldest first, in office hours, the last of them yesterday, a third of them theirs."""
    columns = (
        "contact_id", "at", "on_date", "channel", "direction", "nature", "outcome", "mood", "minutes", "by_whom", "text", "line",
    )  # fmt: skip
    vocabulary = material.vocabulary()
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(vocabulary))))
    op.insert_many("interactions", columns, _interactions(rng, wanted, buyers, today, vocabulary, weights))
    counts.update(interactions=wanted)


def _interactions(
    rng: random.Random, wanted: int, buyers: Buyers, today: date, vocabulary: list[str], weights: list[float]
) -> Iterator[tuple[Any, ...]]:
    first = datetime.combine(today - timedelta(days=DAYS), datetime.min.time(), UTC)
    for number, who in _with_contacts(rng, wanted, buyers.spoken_to):
        days, part = divmod(number * DAYS, wanted)
        at = first + timedelta(days=days, hours=7, seconds=int(part / wanted * 32_400))
        theirs = rng.random() < 0.33
        minutes = rng.choice((2, 3, 5, 5, 10, 10, 15, 20, 30, 60)) if rng.random() < 0.5 else None
        outcome = rng.choice(OUTCOMES[:16] if theirs else OUTCOMES)
        mood = rng.randint(-2, 2) if rng.random() < 0.3 else None
        text = " ".join(rng.choices(vocabulary, cum_weights=weights, k=rng.randint(4, 14)))
        yield (
            who, at.isoformat(timespec="seconds"), at.date().isoformat(), rng.choice(CHANNELS), "in" if theirs else "out",
            rng.choice(NATURES), outcome, mood, minutes, rng.choice(material.STAFF), text,
            rng.choice(material.LINES) if rng.random() < 0.2 else None,
        )  # fmt: skip


def write_plans(
    op: Operation, rng: random.Random, talks: int, buyers: Buyers, today: date, counts: dict[str, int]
) -> None:
    """Follow-ups and promises: of every ten conversations one left a next step, of every fifty one is still open."""
    columns = (
        "contact_id", "kind", "text", "due_on", "owner", "status", "created_at", "created_on", "closed_on", "why",
    )  # fmt: skip
    wanted, still_open = int(talks * PLANNED_SHARE), int(talks * OPEN_SHARE)
    op.insert_many("followups", columns, _plans(rng, wanted, still_open, buyers, today))
    remarks = [
        (
            who,
            f"{on}T09:30:00+00:00",
            on,
            rng.choice(material.STAFF),
            " ".join(rng.sample(material.COMMON, 6)),
        )
        for number, who in enumerate(buyers.spoken_to(rng, talks // 200))
        for on in [day_of(number, talks // 200, today)]
    ]
    op.insert_many("remarks", ("contact_id", "at", "on_date", "by_whom", "text"), remarks)
    counts.update(followups=wanted, open_followups=still_open, remarks=len(remarks))


def _plans(
    rng: random.Random, wanted: int, still_open: int, buyers: Buyers, today: date
) -> Iterator[tuple[Any, ...]]:
    for number, who in _with_contacts(rng, wanted, buyers.spoken_to):
        is_open = number >= wanted - still_open
        made = (
            today - timedelta(days=rng.randint(0, 60))
            if is_open
            else date.fromisoformat(day_of(number, wanted, today))
        )
        due = made + timedelta(days=rng.randint(1, 90 if is_open else 30))
        closed = None if is_open else min(due, today).isoformat()
        kind = "promise" if rng.random() < 0.3 else "followup"
        text = " ".join(rng.sample(material.COMMON, 5))
        yield (
            who, kind, text, due.isoformat(), rng.choice(material.STAFF), "open" if is_open else "done",
            f"{made.isoformat()}T10:00:00+00:00", made.isoformat(), closed, None,
        )  # fmt: skip


def day_of(number: int, wanted: int, today: date) -> str:
    """The local date of the `number`-th of `wanted` rows spread evenly over the two years."""
    return (today - timedelta(days=DAYS - 1 - number * DAYS // wanted)).isoformat()


def _with_contacts(rng: random.Random, wanted: int, choose: Any) -> Iterator[tuple[int, int]]:
    for start in range(0, wanted, CHUNK):
        yield from enumerate(choose(rng, min(CHUNK, wanted - start)), start)
