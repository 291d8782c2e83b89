"""`crm wallet list`: everybody with an estimate of what they spend, our share of each and of all together, and how much of the
business is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from crmcli.actions.record import NAMED, first_of
from crmcli.actions.session import Session
from crmcli.actions.wallet import wallet_item
from crmcli.analysis import wallet as analysis
from crmcli.domain.money import format_amount
from crmcli.domain.period import DEFAULT_PERIOD, Period, named_period
from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.store import contacts, segments, wallets
from crmcli.store.segments import Window
from crmcli.store.wallets import Estimate


def list_wallets(session: Session, *, accounts: bool = False) -> Result:
    """Every customer with an estimate, the most room first, and what they come to together.

    What people bought counts for the company they are at, too, as everywhere else; together each account counts once.
    """
    day = session.as_of
    period = named_period(DEFAULT_PERIOD, day)
    firms = segments.accounts(session.book)
    estimates = wallets.latest(session.book, day.isoformat())
    sold = wallets.sold(session.book, period, day.isoformat())
    notes = _notes(session, period, day, estimates, sold.without_rate)
    amounts: Mapping[int, int] = _added(sold.amounts, firms) if accounts else sold.amounts
    own = amounts if accounts else _with_people(sold.amounts, firms)
    bought_through = {firm for person, firm in firms.items() if sold.amounts.get(person)}
    inside: set[int] = set()
    if accounts:
        estimates = _pooled(session, estimates, firms)
    else:
        known = {one.contact_id for one in estimates if one.base_minor is not None}
        inside = {person for person, firm in firms.items() if firm in known}
        notes += _twice(inside.intersection(known))
    items = [
        wallet_item(session, one, own.get(one.contact_id, 0), day, pooled=one.contact_id in bought_through)
        for one in estimates
    ]
    items.sort(key=lambda row: (row["room_minor"] is None, -(row["room_minor"] or 0), row["contact"]["id"]))
    return session.result("wallets", items=items, summary=_summary(items, amounts, inside, period), notes=notes)


def _summary(
    items: list[dict[str, Any]], amounts: Mapping[int, int], inside: set[int], period: Period
) -> dict[str, Any]:
    """What all come to; those `inside` are counted with their company, which has an estimate."""
    known = {row["contact"]["id"] for row in items if row["wallet_minor"] is not None}
    apart = [row for row in items if row["contact"]["id"] not in inside]
    group = analysis.group((row["own_minor"], row["wallet_minor"]) for row in apart)
    cover = analysis.coverage(amounts, known | inside)
    return {
        "from": period.start.isoformat(),
        "to": period.end.isoformat(),
        "customers": group.customers,
        "own_minor": group.own,
        "wallet_minor": group.wallet,
        "share": _rounded(group.share),
        "coverage": {
            "customers": cover.customers,
            "of": cover.of,
            "share": _rounded(cover.share),
            "value_share": _rounded(cover.value_share),
        },
        "stale": sum(row["stale"] for row in items),
        "excluded": len(items) - len(known),
    }


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _pooled(session: Session, estimates: list[Estimate], firms: Mapping[int, int]) -> list[Estimate]:
    """One estimate for each account: the company's own, else those of its people added up, as old as the oldest."""
    grouped: dict[int, list[Estimate]] = {}
    for one in estimates:
        grouped.setdefault(firms.get(one.contact_id, one.contact_id), []).append(one)
    names = contacts.names(session.book, grouped.keys())
    return [_one_of(account, names[account], rows, session.policy.currency) for account, rows in grouped.items()]


def _one_of(account: int, name: str, rows: list[Estimate], base: str) -> Estimate:
    own = [one for one in rows if one.contact_id == account]
    if own or len(rows) == 1:
        return (own or rows)[0]._replace(contact_id=account, name=name)
    known = [one.base_minor for one in rows if one.base_minor is not None]
    total = sum(known) if len(known) == len(rows) else None
    return rows[0]._replace(
        contact_id=account, name=name, archived=all(one.archived for one in rows), amount_minor=sum(known), currency=base,
        rate=None, base_minor=total, on=min(one.on for one in rows), source=_joined(one.source for one in rows),
        competitor=_joined(one.competitor for one in rows), by=_joined(one.by for one in rows),
    )  # fmt: skip


def _joined(words: Any) -> str | None:
    return ", ".join(dict.fromkeys(word for word in words if word)) or None


def _added(amounts: Mapping[int, int], firms: Mapping[int, int]) -> dict[int, int]:
    found: dict[int, int] = {}
    for one, amount in amounts.items():
        account = firms.get(one, one)
        found[account] = found.get(account, 0) + amount
    return found


def _with_people(amounts: Mapping[int, int], firms: Mapping[int, int]) -> dict[int, int]:
    """Everybody's own amount, a company's with those of its people."""
    found = dict(amounts)
    for person, firm in firms.items():
        if person in amounts:
            found[firm] = found.get(firm, 0) + amounts[person]
    return found


def _notes(session: Session, period: Period, day: date, estimates: list[Estimate], without_rate: int) -> list[str]:
    """What is left out, and how to mend it."""
    notes = []
    missing = [one for one in estimates if one.base_minor is None]
    if missing:
        one = missing[0]
        amount = format_amount(one.amount_minor, one.currency).replace(",", "")
        how = f"`crm wallet set c{one.contact_id} {amount} --currency {one.currency} --on {one.on} --rate R{session.place_flag}`"
        notes.append(f"{counted(len(missing), 'estimate')} without a rate not in the totals; {how} mends one")
    if without_rate:
        first = segments.without_rate(session.book, Window(period.start, period.end, day), NAMED, walk_ins=False)
        named = (
            f" ({first_of('o', first, without_rate)}); `crm edit o{first[0]} --rate R{session.place_flag}` mends one"
        )
        notes.append(f"{counted(without_rate, 'order')} without a rate not in the sales{named if first else ''}")
    return notes


def _twice(people: Collection[int]) -> list[str]:
    """That some estimates are of people whose company has one."""
    if not people:
        return []
    whose = counted(len(people), "person is", "people are")
    return [f"{whose} counted with their company in the totals: both have an estimate"]
