"""What is promised to a complainer and by whom: the policy's terms on the day, as the complaint keeps them, and its owner."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmcli.actions.session import Session, plain
from crmcli.actions.staff import staff
from crmcli.analysis.complaint_clock import WEEK, terms_text
from crmcli.domain.policy import KEYS, Policy
from crmcli.domain.text import fold, quoted
from crmcli.errors import BadValueError
from crmcli.store import complaints, contacts, sales
from crmcli.store.contacts import Named

YEARS_AHEAD = 2
ALONE = "me"


def terms_of(session: Session, contact_id: int, opened_on: str) -> str:
    """The terms of the policy in force, for a customer as they are served, as a complaint keeps them."""
    return terms_as(session.policy, sales.served_of(session.book, contact_id), opened_on)


def terms_as(policy: Policy, served: str, opened_on: str) -> str:
    """The same for somebody served as this class."""
    year = int(opened_on[:4])
    first, last = f"{year}-01-01", f"{year + YEARS_AHEAD}-12-31"
    return terms_text({
        "hours": {day: policy[f"hours.{day}"] for day in WEEK},
        "closed": sorted(day for day in policy.closed_dates() if first <= day <= last),
        "zone": policy["zone"],
        "served_as": served,
        "respond_within": _within(policy, served, "respond_within"),
        "resolve_within": _within(policy, served, "resolve_within"),
        "warn": policy["complaint.warn"],
        "recovery_days": policy["complaint.recovery_days"],
    })  # fmt: skip


def _within(policy: Policy, served: str, part: str) -> str:
    own = f"complaint.{'C' if served in ('zero', 'below_zero') else served}.{part}"
    return str((policy[own] if own in KEYS else None) or policy[f"complaint.{part}"])


def staff_name(session: Session, text: str | None, flag: str) -> str | None:
    """Somebody who works here, as the book writes them. Where the policy lists the staff they have to be on it (as `crm
    owner` has it: BadValueError), else a name nobody has yet stands as it was typed."""
    name = plain(text, flag)
    if name is not None and session.exists and session.policy["staff"]:
        return staff(session, name, f"--{flag}").name
    return known_name(session, name)


def known_name(session: Session, name: str | None) -> str | None:
    """A name as the book writes it, else as it was typed."""
    if name is None or not session.exists:
        return name
    known = [*session.policy["staff"], *contacts.owners(session.book), *([session.by] if session.by else [])]
    return next((one for one in known if same(one, name)), name)


def same(one: str | None, other: str | None) -> bool:
    """Whether two names are of one person."""
    return one is not None and other is not None and fold(one.strip()) == fold(other.strip())


def owner_of(session: Session, who: Named, asked: str | None, about: str | None) -> tuple[str, str]:
    """Whose complaint it is from now on, never the person it is about, and why theirs, in words.

    Where the book knows of nobody who works here, it is whoever sits at it. Raises BadValueError where nobody is left.
    """
    if asked is not None:
        if same(asked, about):
            raise BadValueError(f"--owner {quoted(asked)} is the person complained about", "name somebody else")
        return asked, "named"
    for name, why in _candidates(session, who, about):
        if name and not same(name, about):
            return name, why
    if about is None:
        return ALONE, "nobody is known to work here: --by NAME, --owner NAME"
    raise BadValueError(
        f"a complaint needs an owner, and nobody is known but {about}, whom it is about",
        '--owner NAME; `crm policy set staff "Ilze, Tom"` names who works here',
    )


def _candidates(session: Session, who: Named, about: str | None) -> Sequence[tuple[str | None, str]]:
    policy: Policy = session.policy
    free = [one for one in policy["staff"] if not same(one, about)]
    load = complaints.load_of(session.book, free) if session.exists else {}
    least: str | None = min(free, key=lambda one: (load.get(one, 0), free.index(one)), default=None)
    return (
        (_customers_owner(session, who), "the customer's owner"),
        (policy["complaint.owner"], "complaint.owner of the policy"),
        (least, "fewest open complaints"),
        (session.by, "who is working"),
    )


def _customers_owner(session: Session, who: Named) -> str | None:
    """Whose customer it is, or whose their company is."""
    if not who.id:
        return None
    row: dict[str, Any] = contacts.get(session.book, who.id) or {}
    firms = [contacts.get(session.book, firm[0]) or {} for firm in contacts.employers(session.book, who.id)]
    owners: list[str] = [one["owner"] for one in (row, *firms) if one.get("owner")]
    return owners[0] if owners else None
