"""`crm wallet list`: everybody with an estimate of what they spend, our share of each and of all together, and how much of the
business is known."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from crmcli.actions.session import Session
from crmcli.actions.wallet import wallet_item
from crmcli.analysis import wallet as analysis
from crmcli.domain.money import format_amount
from crmcli.domain.period import DEFAULT_PERIOD, Period, named_period
from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.store import contacts, segments, wallets
from crmcli.store.wallets import Estimate


def list_wallets(session: Session, *, accounts: bool = False) -> Result:
    """Every customer with an estimate, the most room first, and what they come to together."""
    day = session.as_of
    period = named_period(DEFAULT_PERIOD, day)
    firms = segments.accounts(session.book)
    estimates = wallets.latest(session.book, day.isoformat())
    sold = wallets.sold(session.book, period, day.isoformat())
    own: Mapping[int, int] = sold.amounts
    notes = _notes(session, estimates, sold.without_rate)
    bought_through = {firm for person, firm in firms.items() if own.get(person)}
    if accounts:
        estimates, own = _pooled(session, estimates, firms), _added(own, firms)
    else:
        notes += _to_pool(bought_through.intersection(one.contact_id for one in estimates))
        bought_through.clear()
    items = [
        wallet_item(session, one, own.get(one.contact_id, 0), day, pooled=one.contact_id in bought_through)
        for one in estimates
    ]
    items.sort(key=lambda row: (row["room_minor"] is None, -(row["room_minor"] or 0), row["contact"]["id"]))
    return session.result("wallets", items=items, summary=_summary(items, own, period), notes=notes)


def _summary(items: list[dict[str, Any]], own: Mapping[int, int], period: Period) -> dict[str, Any]:
    known = {row["contact"]["id"] for row in items if row["wallet_minor"] is not None}
    group = analysis.group((row["own_minor"], row["wallet_minor"]) for row in items)
    cover = analysis.coverage(own, known)
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
        "excluded": len(items) - group.customers,
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


def _notes(session: Session, estimates: list[Estimate], without_rate: int) -> list[str]:
    """What is left out, and how to mend it."""
    notes = []
    missing = [one for one in estimates if one.base_minor is None]
    if missing:
        one = missing[0]
        amount = format_amount(one.amount_minor, one.currency).replace(",", "")
        how = f"`crm wallet set c{one.contact_id} {amount} --currency {one.currency} --on {one.on} --rate R{session.place_flag}`"
        notes.append(f"{counted(len(missing), 'estimate')} without a rate not in the totals; {how} mends one")
    if without_rate:
        notes.append(f"{counted(without_rate, 'order')} without a rate not in the sales; `crm order list` shows which")
    return notes


def _to_pool(companies: Collection[int]) -> list[str]:
    """That people of companies with an estimate bought, too."""
    if not companies:
        return []
    named = counted(len(companies), "company", "companies")
    return [f"people of {named} bought, too: --accounts counts them with it"]
