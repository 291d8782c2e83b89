"""How records look in an answer: plain mappings with the keys that scripts rely on."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from crmcli.actions.session import Session
from crmcli.errors import NotFoundError
from crmcli.store import contacts, sales

NAMED = 2


def named(contact_id: int, name: str) -> dict[str, Any]:
    """A contact inside another record."""
    return {"id": contact_id, "name": name}


def names(session: Session, ids: Collection[int]) -> dict[int, dict[str, Any]]:
    """id -> the contact as it stands inside another record."""
    return {one: named(one, name) for one, name in contacts.names(session.book, ids).items()}


def first_of(letter: str, ids: Sequence[int], count: int) -> str:
    """The first of `count` records by number, and how many more there are: o3, o5 and 7 more."""
    more = f" and {count - len(ids):,} more" if count > len(ids) else ""
    return ", ".join(f"{letter}{one}" for one in ids) + more


def contact_item(session: Session, contact_id: int) -> dict[str, Any]:
    """One contact in full, without its history."""
    book = session.book
    row = contacts.get(book, contact_id)
    if row is None:
        raise NotFoundError(f"there is no contact c{contact_id}", "`crm list` shows them")
    points = contacts.children(book, "points", contact_id)
    firms = contacts.employers(book, contact_id)
    closed = contacts.closed(book, [contact_id], session.as_of).get(contact_id, ())
    referrer = contacts.names(book, [row["referred_by"]] if row["referred_by"] else [])
    return {
        "id": contact_id,
        "uid": row["uid"],
        "name": row["name"],
        "kind": row["kind"],
        "emails": _values(points, "email"),
        "phones": _values(points, "phone"),
        "addresses": _values(points, "address"),
        "bad": [point["value"] for point in points if point["bad"]],
        "company": named(firms[0][0], firms[0][1]) if firms else None,
        "roles": [{"company": named(firm, name), "role": role} for firm, name, role in firms],
        "people": [{"id": one, "name": name, "role": role} for one, name, role in contacts.people(book, contact_id)],
        "tags": [tag["tag"] for tag in contacts.children(book, "tags", contact_id)],
        "fields": {item["key"]: item["value"] for item in contacts.children(book, "fields", contact_id)},
        "owner": row["owner"],
        "source": row["source"],
        "referred_by": named(row["referred_by"], referrer[row["referred_by"]]) if referrer else None,
        "birthday": birthday(row["birth_year"], row["birth_month"], row["birth_day"]),
        "prefers": row["prefers"],
        "no_contact": list(dict.fromkeys(row.channel for row in closed if row.until is None)),
        "suppressed": [
            {"channel": row.channel, "until": row.until, "why": row.why} for row in closed if row.until is not None
        ],
        "hours": row["hours"],
        "language": row["language"],
        "every": row["every"],
        "guard": row["guard"],
        "step": row["step"],
        "step_wanted": row["step_wanted"],
        "stage": contacts.stage(book, contact_id),
        "class": sales.grade_of(book, contact_id),
        "tier": row["tier"],
        **_served(session, contact_id),
        "created_on": row["created_on"],
        "archived": row["archived_at"] is not None,
    }


def _served(session: Session, contact_id: int) -> dict[str, Any]:
    """The class they are served by, and what that promises beside times and cadences."""
    served = sales.served_of(session.book, contact_id)
    return {"served_as": served, "privileges": session.policy.privileges(served)}


def birthday(year: int | None, month: int | None, day: int | None) -> str | None:
    """1984-03-07, or --03-07 where the year is not known."""
    if month is None or day is None:
        return None
    return f"{year:04}-{month:02}-{day:02}" if year else f"--{month:02}-{day:02}"


def _values(points: list[dict[str, Any]], kind: str) -> list[str]:
    good = [point["value"] for point in points if point["kind"] == kind and not point["bad"]]
    return good + [point["value"] for point in points if point["kind"] == kind and point["bad"]]
