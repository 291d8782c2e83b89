"""`crm owner` alone: who does what. Customers by class, what is open, and when each of ours last logged a conversation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from crmcli.actions.day_asked import day_asked
from crmcli.actions.session import Session
from crmcli.domain.policy import GRADES
from crmcli.domain.result import Result
from crmcli.domain.text import fold
from crmcli.store import owners

LOOK_BACK = timedelta(days=365)


def overview(session: Session) -> Result:
    """Everybody who works here or owns anything, those with most customers first; customers without an owner last.

    Owners have no dates: for a past day they are those of now. Nobody's last conversation is looked for further back than
    a year.
    """
    with day_asked(session) as day:
        rows: dict[str, dict[str, Any]] = {}
        for name in session.policy["staff"]:
            _row(rows, name)
        for owner, grade, count in owners.customers(session.book):
            found = _row(rows, owner)
            found["customers"] += count
            found["classes"][grade] += count
        for what in owners.OPEN:
            for owner, count in owners.open_work(session.book, what, day):
                _row(rows, owner)[what] += count
        _last_active(session, rows, day)
    items = sorted(rows.values(), key=lambda one: (one["staff"] is None, -one["customers"], fold(one["staff"] or "")))
    return session.result("owners", items=items, summary=_summary(items))


def _row(rows: dict[str, dict[str, Any]], name: str | None) -> dict[str, Any]:
    return rows.setdefault(
        fold(name or ""),
        {
            "staff": name, "customers": 0, "classes": dict.fromkeys(GRADES, 0), **dict.fromkeys(owners.OPEN, 0),
            "last_active_on": None,
        },
    )  # fmt: skip


def _last_active(session: Session, rows: dict[str, dict[str, Any]], day: str) -> None:
    since = (session.as_of - LOOK_BACK).isoformat()
    names = [one["staff"] for one in rows.values() if one["staff"]]
    for name, on in owners.last_active(session.book, names, since, day).items():
        found = rows.get(fold(name))
        if found is not None:
            found["last_active_on"] = max(on, found["last_active_on"] or on)


def _summary(items: Iterable[dict[str, Any]]) -> dict[str, Any]:
    owned = [one for one in items if one["staff"] is not None]
    nobody = next((one for one in items if one["staff"] is None), None)
    return {
        "staff": len(owned),
        "customers": sum(one["customers"] for one in owned),
        "without_owner": nobody["customers"] if nobody else 0,
        "valued_without_owner": nobody["classes"]["A"] + nobody["classes"]["B"] if nobody else 0,
    }
