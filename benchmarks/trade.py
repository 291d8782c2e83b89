"""What the customers of the large book buy and what is said with them: a few buy most, most buy little."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from typing import Any

from benchmarks.material import listed, vocabulary
from crmcli.store.book import Operation

DAYS = 730
BUYING_SHARE, WALK_IN_SHARE, REFUND_SHARE, QUOTE_SHARE = 0.6, 0.02, 0.02, 0.01
OPEN_SHARE, PLANNED_SHARE = 0.02, 0.10
ESTIMATED_SHARE, SHORTLIST_SHARE = 0.05, 0.15
CHANNELS = ("phone",) * 10 + ("email",) * 6 + ("message",) * 3 + ("visit", "meeting", "letter", "web", "other")
ANSWERED = ("neutral",) * 8 + ("positive",) * 6 + ("negative",) * 2
OUTCOMES = ANSWERED + ("no-answer",) * 3 + ("left-message", "wrong-number")
NATURES = ("sales",) * 6 + ("service", "support", "delivery", "payment", "quality", "social", "other")
MINUTES = (2, 3, 5, 5, 10, 10, 15, 20, 30, 60)
ORDER = (
    "contact_id", "on_date", "counts_on", "amount_minor", "cost_minor", "currency", "rate", "base_minor",
    "base_cost_minor", "quantity", "line", "ref", "by_whom", "refund_of", "created_at",
)  # fmt: skip
QUOTE = (
    "contact_id", "amount_minor", "currency", "base_minor", "text", "on_date", "valid_until", "status",
    "closed_on", "reason", "shortlist", "by_whom",
)  # fmt: skip
WALLET = ("contact_id", "amount_minor", "currency", "base_minor", "on_date", "source", "competitor")
TALK = (
    "contact_id", "at", "on_date", "channel", "direction", "nature", "outcome", "mood", "minutes", "by_whom",
    "text", "line",
)  # fmt: skip
PLAN = (
    "contact_id", "kind", "text", "due_on", "owner", "status", "created_at", "created_on", "closed_on",
)  # fmt: skip
CHUNK = 10_000


class Buyers:
    """Who buys and who is spoken to, with Pareto weights (shape 1.16: one in five makes four fifths)."""

    def __init__(self, rng: random.Random, firms: int, total: int) -> None:
        self.everybody = list(range(1, total + 1))
        chosen = rng.sample(self.everybody, int(total * BUYING_SHARE))
        self.buying = sorted({*range(1, firms + 1), *chosen})
        weights = [min(rng.paretovariate(1.16), 300.0) for _ in self.buying]
        self.weights = list(accumulate(weights))
        self.size = {who: rng.lognormvariate(0, 0.8) for who in self.buying}
        bought = dict(zip(self.buying, weights, strict=True))
        self.talk = list(accumulate(1.0 + min(bought.get(who, 0.0), 40.0) ** 0.5 for who in self.everybody))

    def ordering(self, rng: random.Random, count: int) -> list[int]:
        """Contacts who order, one for each order."""
        return rng.choices(self.buying, cum_weights=self.weights, k=count)

    def speaking(self, rng: random.Random, count: int) -> list[int]:
        """Contacts who are spoken to, one for each conversation."""
        return rng.choices(self.everybody, cum_weights=self.talk, k=count)


def write_orders(
    op: Operation, rng: random.Random, wanted: int, buyers: Buyers, today: date, counts: dict[str, int]
) -> None:
    """Orders by their days, with refunds, walk-ins without a contact and some in dollars; and quotes."""
    quotes = int(wanted * QUOTE_SHARE)
    op.insert_many("orders", ORDER, _orders(rng, wanted, buyers, today))
    op.insert_many("quotes", QUOTE, _quotes(rng, quotes, buyers, today))
    counts.update(orders=wanted, quotes=quotes)


def _orders(rng: random.Random, wanted: int, buyers: Buyers, today: date) -> Iterator[tuple[Any, ...]]:
    recent: list[tuple[int, int, str, int]] = []
    for number, who in _with_contacts(rng, wanted, buyers.ordering):
        on = day_of(number, wanted, today)
        if recent and rng.random() < REFUND_SHARE:
            refunded = recent.pop(rng.randrange(len(recent)))
            yield _refund(refunded, on, whole=rng.random() < 0.5)
            continue
        row = _order(rng, number, None if rng.random() < WALK_IN_SHARE else who, on, buyers.size[who])
        yield row
        if row[0] is not None and row[5] == "EUR" and rng.random() < 0.1:
            recent = [*recent[-200:], (number + 1, who, on, row[3])]


def _order(rng: random.Random, number: int, who: int | None, on: str, size: float) -> tuple[Any, ...]:
    amount = max(int(rng.lognormvariate(8.8, 0.9) * size), 100)
    cost = int(amount * rng.uniform(0.4, 0.8)) if rng.random() < 0.8 else None
    money: tuple[Any, ...] = (amount, cost, "EUR", None, amount, cost)
    if rng.random() < 0.01:
        money = (amount, cost, "USD", "0.92", int(amount * 0.92), None if cost is None else int(cost * 0.92))
    pieces, line, ref = str(rng.randint(1, 40)), rng.choice(listed("line")), f"B{number:06}"
    return (who, on, on, *money, pieces, line, ref, rng.choice(listed("staff")), None, f"{on}T10:00:00+00:00")


def _refund(order: tuple[int, int, str, int], on: str, *, whole: bool) -> tuple[Any, ...]:
    order_id, who, ordered_on, paid = order
    back = -paid if whole else -max(paid // 4, 1)
    money = (back, None, "EUR", None, back, None)
    return (who, on, ordered_on, *money, None, None, None, None, order_id, f"{on}T10:00:00+00:00")


def _quotes(rng: random.Random, wanted: int, buyers: Buyers, today: date) -> Iterator[tuple[Any, ...]]:
    for number, who in _with_contacts(rng, wanted, buyers.speaking):
        sent = date.fromisoformat(day_of(number, wanted, today))
        is_open = (today - sent).days < 40 and rng.random() < 0.7
        status = "open" if is_open else rng.choice(("won", "won", "lost", "expired"))
        closed = None if is_open else min(sent + timedelta(days=rng.randint(1, 60)), today).isoformat()
        amount, what = int(rng.lognormvariate(10.5, 0.8)), rng.choice(listed("line"))
        valid = (sent + timedelta(days=30)).isoformat()
        why = "price" if status == "lost" else None
        said = rng.choice(listed("staff"))
        third = int(rng.random() < SHORTLIST_SHARE)
        yield (who, amount, "EUR", amount, what, sent.isoformat(), valid, status, closed, why, third, said)


def write_estimates(op: Operation, rng: random.Random, buyers: Buyers, today: date, counts: dict[str, int]) -> None:
    """What some customers are thought to spend in a year with everybody, and whom one wants next year."""
    asked = rng.sample(buyers.buying, int(len(buyers.buying) * ESTIMATED_SHARE))
    wanted = rng.sample(asked, len(asked) // 10)
    op.insert_many("wallets", WALLET, (_estimate(rng, who, buyers.size[who], today) for who in asked))
    day = (today - timedelta(days=30)).isoformat()
    op.insert_many("wanted", ("contact_id", "year", "on_date"), ((who, today.year + 1, day) for who in wanted))
    counts.update(wallets=len(asked), wanted=len(wanted))


def _estimate(rng: random.Random, who: int, size: float, today: date) -> tuple[Any, ...]:
    amount = int(rng.lognormvariate(11.5, 1.0) * size) + 10_000
    on = (today - timedelta(days=rng.randint(1, 500))).isoformat()
    return (who, amount, "EUR", amount, on, "on the phone", rng.choice(("Beans Ltd", "the market", None)))


def write_talk(
    op: Operation, rng: random.Random, wanted: int, buyers: Buyers, today: date, counts: dict[str, int]
) -> None:
    """Conversations oldest first, in office hours, up to yesterday, a third of them theirs; and remarks."""
    op.insert_many("interactions", TALK, _talk(rng, wanted, buyers, today))
    remarks = [
        (
            who,
            f"{on}T09:30:00+00:00",
            on,
            rng.choice(listed("staff")),
            " ".join(rng.sample(listed("common"), 6)),
        )
        for number, who in enumerate(buyers.speaking(rng, wanted // 200))
        for on in [day_of(number, wanted // 200, today)]
    ]
    op.insert_many("remarks", ("contact_id", "at", "on_date", "by_whom", "text"), remarks)
    counts.update(interactions=wanted, remarks=len(remarks))


def _talk(rng: random.Random, wanted: int, buyers: Buyers, today: date) -> Iterator[tuple[Any, ...]]:
    first = datetime.combine(today - timedelta(days=DAYS), datetime.min.time(), UTC)
    known = vocabulary()
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(known))))
    for number, who in _with_contacts(rng, wanted, buyers.speaking):
        days, part = divmod(number * DAYS, wanted)
        at = first + timedelta(days=days, hours=7, seconds=int(part / wanted * 32_400))
        theirs = rng.random() < 0.33
        how = (rng.choice(CHANNELS), "in" if theirs else "out", rng.choice(NATURES))
        outcome = rng.choice(ANSWERED if theirs else OUTCOMES)
        mood = rng.randint(-2, 2) if rng.random() < 0.3 else None
        minutes = rng.choice(MINUTES) if rng.random() < 0.5 else None
        text = " ".join(rng.choices(known, cum_weights=weights, k=rng.randint(4, 14)))
        line = rng.choice(listed("line")) if rng.random() < 0.2 else None
        when = (at.isoformat(timespec="seconds"), at.date().isoformat())
        yield (who, *when, *how, outcome, mood, minutes, rng.choice(listed("staff")), text, line)


def write_plans(
    op: Operation, rng: random.Random, talks: int, buyers: Buyers, today: date, counts: dict[str, int]
) -> None:
    """Follow-ups and promises: one conversation in ten left a next step, of one in fifty it is still open."""
    wanted, still_open = int(talks * PLANNED_SHARE), int(talks * OPEN_SHARE)
    op.insert_many("followups", PLAN, _plans(rng, wanted, still_open, buyers, today))
    counts.update(followups=wanted, open_followups=still_open)


def _plans(rng: random.Random, wanted: int, still_open: int, buyers: Buyers, today: date) -> Iterator[tuple[Any, ...]]:
    for number, who in _with_contacts(rng, wanted, buyers.speaking):
        is_open = number >= wanted - still_open
        made = date.fromisoformat(day_of(number, wanted, today))
        if is_open:
            made = today - timedelta(days=rng.randint(0, 60))
        due = made + timedelta(days=rng.randint(1, 90 if is_open else 30))
        closed = None if is_open else min(due, today).isoformat()
        kind = "promise" if rng.random() < 0.3 else "followup"
        text, owner = " ".join(rng.sample(listed("common"), 5)), rng.choice(listed("staff"))
        status = "open" if is_open else "done"
        entered = (f"{made.isoformat()}T10:00:00+00:00", made.isoformat())
        yield (who, kind, text, due.isoformat(), owner, status, *entered, closed)


def day_of(number: int, wanted: int, today: date) -> str:
    """The local date of the `number`-th of `wanted` rows spread evenly over the two years."""
    return (today - timedelta(days=DAYS - 1 - number * DAYS // wanted)).isoformat()


def _with_contacts(
    rng: random.Random, wanted: int, choose: Callable[[random.Random, int], list[int]]
) -> Iterator[tuple[int, int]]:
    for start in range(0, wanted, CHUNK):
        yield from enumerate(choose(rng, min(CHUNK, wanted - start)), start)
