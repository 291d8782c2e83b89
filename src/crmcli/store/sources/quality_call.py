"""Quality calls: how was it, asked after a purchase or a service by somebody other than who sold or did it.

The latest day of buying, or of a conversation about service or delivery, counts. Nobody is asked sooner than the policy's
spacing after the last time, where a word about quality with somebody of the firm is one with the firm; what is no longer
recent is not asked about. A logged contact of nature quality settles it, and so do done and skip.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from functools import cache
from typing import NamedTuple

from crmcli.domain.span import Span, add
from crmcli.domain.text import fold
from crmcli.domain.when import format_iso
from crmcli.domain.words import FAILED
from crmcli.store.book import only
from crmcli.store.sales import BOUGHT, SERVED
from crmcli.store.sources.base import FOREVER, Reason, Scope

ABOUT = {"service": "the service", "delivery": "the delivery"}
REAL = "voided_at IS NULL AND outcome NOT IN ('" + "', '".join(FAILED) + "')"
EVER = "0001-01-01"
FEW = 400


class Cause(NamedTuple):
    """What is asked about: its local date, what it was, and by whom of ours; `order` tells a purchase from a service."""

    on: str
    order: bool
    what: str
    by: frozenset[str]


def reasons(scope: Scope) -> Iterator[Reason]:
    """At most one reason for each contact of the policy's classes."""
    after, window, spacing = (_days(scope, name) for name in ("after", "window", "spacing"))
    causes = _causes(scope, add(scope.today, Span(-after - 2 * window, "d")).isoformat(), window)
    asked = _asked(scope, causes, spacing)
    for contact, cause in causes.items():
        before = asked.get(contact, "")
        if before >= cause.on:
            continue
        first = _later(cause.on, after)
        due_on = max(first, _later(before, spacing)) if before else first
        if due_on > _later(first, window):
            continue
        due_on = _snoozed(scope, contact, due_on, cause.on)
        if _later(due_on, window) >= scope.today.isoformat():
            yield Reason(contact, "quality_call", ref_of(contact), None, due_on, None, _text(scope, contact, cause))


def ref_of(contact_id: int) -> str:
    """What done, snooze and skip take."""
    return f"c{contact_id}/quality_call"


@cache
def _said(on: str) -> str:
    return format_iso(on)


def _days(scope: Scope, name: str) -> int:
    return (scope.policy.span(f"quality.{name}") or Span(0, "d")).days()


@cache
def _later(on: str, days: int) -> str:
    return add(date.fromisoformat(on), Span(days, "d")).isoformat()


def _causes(scope: Scope, floor: str, window: int) -> dict[int, Cause]:
    """contact -> what to ask about, of those who are of the policy's classes. Nothing before `floor` comes up, but for those
    who put it off."""
    found = _latest(scope, scope.contacts, floor)
    asleep = {
        int(ref[1:].partition("/")[0])
        for ref, pauses in scope.pauses.items()
        if ref.endswith("/quality_call")
        and any(until < FOREVER and _later(until, window) >= scope.today.isoformat() for until, _, _ in pauses)
    }
    if asleep:
        found |= _latest(scope, asleep, EVER)
    classes = set(scope.policy["quality.classes"])
    sql = (
        f"SELECT c.id, {SERVED} FROM contacts c LEFT JOIN sales a ON a.contact_id = c.id"
        f" WHERE c.archived_at IS NULL{only('c.id', found)}"
    )
    return {contact: found[contact] for contact, grade in scope.rows(sql) if grade in classes}


def _latest(scope: Scope, contacts: Collection[int] | None, floor: str) -> dict[int, Cause]:
    """The last purchase or service of these contacts since a local date; of two of one day the purchase."""
    found: dict[int, Cause] = {}
    natures = "', '".join(ABOUT)
    talk = (
        "SELECT contact_id, on_date, nature, by_whom FROM interactions WHERE at >= :before AND on_date BETWEEN :floor AND :today"
        f" AND {REAL} AND nature IN ('{natures}'){only('contact_id', contacts)} ORDER BY at, id"
    )
    day_before = floor if floor == EVER else _later(floor, -1)
    for contact, on, nature, by in scope.rows(talk, before=day_before, floor=floor):
        found[contact] = Cause(on, False, ABOUT[nature], frozenset([by] if by else []))
    sellers = _sellers(scope, contacts, floor)
    bought = f"SELECT contact_id, last_on FROM sales WHERE last_on >= :floor{only('contact_id', contacts)}"
    for contact, on in scope.rows(bought, floor=floor):
        if contact not in found or found[contact].on <= on:
            found[contact] = Cause(on, True, "the order", frozenset(sellers.get((contact, on), ())))
    return found


def _sellers(scope: Scope, contacts: Collection[int] | None, floor: str) -> dict[tuple[int, str], set[str]]:
    """(contact, local date) -> who sold then, since a local date. Few contacts are read by themselves, many by the date."""
    dated = "on_date" if contacts is None else "+on_date"
    sql = (
        f"SELECT contact_id, on_date, by_whom FROM orders WHERE {dated} BETWEEN :floor AND :today AND voided_at IS NULL"
        f" AND by_whom IS NOT NULL AND {BOUGHT}{only('contact_id', contacts)}"
    )
    found: dict[tuple[int, str], set[str]] = {}
    for contact, on, by in scope.rows(sql, floor=floor):
        found.setdefault((contact, on), set()).add(by)
    return found


def _asked(scope: Scope, causes: dict[int, Cause], spacing: int) -> dict[int, str]:
    """contact -> the local date on which they, or somebody of their firm, were last asked, or it was last let go."""
    if not causes:
        return {}
    pairs = scope.rows(
        "SELECT contact_id, company_id FROM roles" if len(causes) > FEW
        else f"SELECT contact_id, company_id FROM roles WHERE (1 = 1{only('contact_id', causes)})"
        f" OR (1 = 1{only('company_id', causes)})"
    )  # fmt: skip
    circle = set(causes).union(*pairs) if len(causes) <= FEW else None
    since = _later(min(cause.on for cause in causes.values()), -spacing)
    sql = (
        "SELECT contact_id, on_date FROM interactions WHERE at >= :before AND on_date <= :today"
        f" AND {REAL} AND nature = 'quality'{only('contact_id', circle)}"
        " UNION ALL SELECT contact_id, made_on FROM pauses WHERE made_on <= :today AND until = :forever"
        f" AND ref = 'c' || contact_id || '/quality_call'{only('contact_id', circle)}"
    )
    own: dict[int, str] = {}
    for contact, on in scope.rows(sql, before=_later(since, -1), forever=FOREVER):
        own[contact] = max(on, own.get(contact, ""))
    asked = dict(own)
    for contact, company in pairs:
        asked[contact] = max(asked.get(contact, ""), own.get(company, ""))
        asked[company] = max(asked.get(company, ""), own.get(contact, ""))
    return asked


def _snoozed(scope: Scope, contact: int, due_on: str, since: str) -> str:
    """The due date once it was put off since its cause."""
    for until, made_on, _ in scope.pauses.get(ref_of(contact), ()):
        if until < FOREVER and made_on >= since and until > due_on:
            due_on = until
    return due_on


def _text(scope: Scope, contact: int, cause: Cause) -> str:
    """How was the order of Tue 3 Nov 2026? By Ilze, not by Tom, who sold it. (With a list of staff one of them is named.)"""
    asked = f"how was {cause.what} of {_said(cause.on)}?"
    if not cause.by:
        return asked
    names = " or ".join(sorted(cause.by))
    folded = {fold(name) for name in cause.by}
    others = [name for name in scope.policy["staff"] if fold(name) not in folded]
    caller = f"by {others[contact % len(others)]}, not by {names}" if others else f"not by {names}"
    return f"{asked} {caller}, who {'sold' if cause.order else 'did'} it"
