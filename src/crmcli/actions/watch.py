"""`crm watch`: who is about to be lost in a conflict, by what signs, the gravest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmcli.actions.complaint_record import instant, moment
from crmcli.actions.day_asked import behind, day_asked
from crmcli.actions.followups import owner_asked
from crmcli.actions.record import named
from crmcli.actions.session import Session
from crmcli.analysis.conflict import SEVERITIES, severity
from crmcli.domain.result import Result
from crmcli.store import tensions
from crmcli.store.tensions import Shown

SAID = ("kind", "text", "since", "ref")


def watch(session: Session, *, all_: bool = False, owner: str | None = None, rows_wanted: int | None = None) -> Result:
    """The rows of everybody under tension; without `all_` those not dealt with since. The summary speaks of the whole.

    Raises NotFoundError for an owner of nobody, NoDatabaseError where there is no book.
    """
    with day_asked(session):
        whose = owner_asked(session, owner)
        at = instant(moment(session)) or ""
        found = tensions.shown(
            session.book, settled=all_, owner=whose, limit=rows_wanted, today=session.as_of, moment=at
        )
        counts = tensions.counts(session.book, owner=whose, today=session.as_of, moment=at)
    items, summary = [_item(session, one) for one in found], _summary(session, counts, all_, whose)
    return session.result("watch", items=items, summary=summary, notes=behind(session))


def _item(session: Session, one: Shown) -> dict[str, Any]:
    return {
        "contact": named(one.contact_id, one.name),
        "signals": [{key: sign[key] for key in SAID} for sign in one.signs],
        "severity": severity(one.severity),
        "points": one.severity,
        "since": one.since,
        "class": one.grade,
        "owner": one.owner,
        "settled": one.settled,
        "clear": None if one.settled else f"{_clear(one)}{session.place_flag}",
    }


def _clear(one: Shown) -> str:
    """What settles it: its own row on the morning list, else what its gravest sign is about."""
    ref = one.signs[0]["ref"]
    if one.has_row:
        return f"crm done c{one.contact_id}/conflict"
    return {"k": f"crm complaint resolve {ref}", "f": f"crm done {ref}"}.get(
        ref[0], f"crm done c{one.contact_id}/attempt"
    )


def _summary(
    session: Session, counts: Sequence[tuple[int, bool, int]], all_: bool, owner: str | None
) -> dict[str, Any]:
    standing = [(weight, count) for weight, settled, count in counts if not settled]
    settled = sum(count for _, dealt_with, count in counts if dealt_with)
    by_severity = {name: sum(n for weight, n in standing if severity(weight) == name) for name in SEVERITIES[::-1]}
    listed = sum(by_severity.values()) + (settled if all_ else 0)
    return {
        "customers": sum(by_severity.values()),
        **by_severity,
        "settled": settled,
        "listed": listed,
        "window": session.policy["conflict.window"],
        **({"owner": owner} if owner else {}),
    }
