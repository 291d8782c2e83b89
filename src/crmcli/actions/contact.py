"""Adding and correcting contacts: what the flags of `crm add` and `crm edit` mean, written row by row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from crmcli.actions.record import contact_item
from crmcli.actions.session import Session, plain
from crmcli.actions.who import find_one, name_key, phone_key
from crmcli.domain import words as lists
from crmcli.domain.limit import clean_limit
from crmcli.domain.result import Result
from crmcli.domain.span import parse_span
from crmcli.domain.text import NAME_LIMIT, clean_email, clean_text, phone_digits, quoted, words
from crmcli.domain.uid import uuid7
from crmcli.errors import BadValueError
from crmcli.store import contacts
from crmcli.store.book import Operation


class Details(NamedTuple):
    """What is said of a contact on the command line; None and empty mean nothing was said."""

    kind: str | None = None
    company: Sequence[str] = ()
    role: Sequence[str] = ()
    email: Sequence[str] = ()
    phone: Sequence[str] = ()
    address: Sequence[str] = ()
    tag: Sequence[str] = ()
    field: Sequence[str] = ()
    birthday: str | None = None
    owner: str | None = None
    source: str | None = None
    referred_by: str | None = None
    prefers: str | None = None
    no_contact: Sequence[str] = ()
    hours: str | None = None
    language: str | None = None
    every: str | None = None
    tier: str | None = None
    guard: str | None = None
    note: Sequence[str] = ()


def add(session: Session, name: str, details: Details) -> Result:
    """Adds one contact; names likely doubles. Raises BadValueError, NotFoundError, AmbiguousError."""
    shown = clean_name(name)
    columns = read_columns(session, details)
    points = read_points(details)
    firms = read_employers(session, details)
    doubles = likely_doubles(session, shown, points)
    with session.operation() as op:
        contact_id = insert(session, op, shown, **columns)
        hang(session, op, contact_id, details, points, firms)
    said = [f"Added {shown} (c{contact_id})"]
    return session.written("contact", op, said, item=contact_item(session, contact_id), notes=doubles)


def clean_name(name: str) -> str:
    """A name as it is kept: any script, one line, at most NAME_LIMIT characters."""
    return clean_text(name, what="name", limit=NAME_LIMIT, lines=False)


def insert(session: Session, op: Operation, name: str, **columns: Any) -> int:
    """Writes the contact's own row; returns its id."""
    values = {"kind": "person", **{key: value for key, value in columns.items() if value is not None}}
    return op.insert(
        "contacts", uid=uuid7(session.now), name=name, name_key=name_key(name), created_at=session.stamp(),
        created_on=session.today.isoformat(), **values,
    )  # fmt: skip


def hang(
    session: Session, op: Operation, contact_id: int, details: Details,
    points: list[tuple[str, str, str]], firms: list[tuple[int, str | None]],
) -> list[str]:  # fmt: skip
    """Hangs points, tags, fields, roles, closed channels and remarks on a contact, leaving out what it has; names what
    was added."""
    added = []
    have = {(row["kind"], row["match_key"]) for row in contacts.children(session.book, "points", contact_id)}
    for kind, value, key in points:
        if (kind, key) not in have:
            op.insert("points", contact_id=contact_id, kind=kind, value=value, match_key=key)
            added.append(kind)
    added += _hang_words(session, op, contact_id, details)
    working = {row["company_id"] for row in contacts.children(session.book, "roles", contact_id)}
    for company_id, role in firms:
        if company_id not in working and company_id != contact_id:
            op.insert("roles", contact_id=contact_id, company_id=company_id, role=role)
            added.append("company")
    for text in details.note:
        op.insert(
            "remarks", contact_id=contact_id, at=session.stamp(), on_date=session.today.isoformat(), by_whom=session.by,
            text=clean_text(text, what="note"),
        )  # fmt: skip
        added.append("note")
    return added


def _hang_words(session: Session, op: Operation, contact_id: int, details: Details) -> list[str]:
    added = []
    have = {row["tag"] for row in contacts.children(session.book, "tags", contact_id)}
    for tag in dict.fromkeys(clean_text(tag, what="tag", limit=200, lines=False) for tag in details.tag):
        if tag not in have:
            op.insert("tags", contact_id=contact_id, tag=tag)
            added.append("tags")
    for text in details.field:
        added += set_field(session, op, contact_id, text)
    closed = contacts.closed_for_good(session.book, contact_id)
    for word in details.no_contact:
        channel = "all" if word.strip().lower() == "all" else lists.channel(word)
        if channel not in closed:
            op.insert("closed_channels", contact_id=contact_id, channel=channel, why="asked for")
            added.append("no_contact")
    return added


def set_field(session: Session, op: Operation, contact_id: int, text: str) -> list[str]:
    """Writes one field of the user's own; names it if it changed."""
    key, value = split_pair(text, "--field")
    for row in contacts.children(session.book, "fields", contact_id):
        if row["key"] == key:
            return ["fields"] if op.update("fields", row["id"], value=value) else []
    op.insert("fields", contact_id=contact_id, key=key, value=value)
    return ["fields"]


def split_pair(text: str, flag: str) -> tuple[str, str]:
    """The two sides of k=v. Raises BadValueError naming the flag."""
    key, found, value = text.partition("=")
    if not found or not key.strip():
        raise BadValueError(f"{flag} {quoted(text)} is not of the form key=value", f"such as {flag} need=espresso")
    return clean_text(key, what="key", limit=200, lines=False), clean_text(value, what=f"value of {quoted(key)}")


def read_columns(session: Session, details: Details) -> dict[str, Any]:
    """The contact's own columns as the details say them; None where nothing was said."""
    year, month, day = (None, None, None)
    if details.birthday:
        from crmcli.domain.birthday import parse_birthday

        year, month, day = parse_birthday(details.birthday, session.policy["date_order"], session.today)
    referrer = find_one(session, details.referred_by).id if details.referred_by else None
    prefers = lists.channel(details.prefers) if details.prefers else None
    return {
        "kind": lists.pick(details.kind, lists.KINDS, "kind") if details.kind else None,
        "owner": plain(details.owner, "owner"),
        "source": plain(details.source, "source"),
        "referred_by": referrer,
        "birth_year": year, "birth_month": month, "birth_day": day,
        "prefers": prefers,
        "hours": plain(details.hours, "hours"),
        "language": plain(details.language, "language"),
        "every": str(parse_span(details.every)) if details.every else None,
        "tier": _tier(details.tier) if details.tier else None,
        "guard": clean_limit(details.guard) if details.guard else None,
    }  # fmt: skip


def _tier(text: str) -> str:
    if text.strip().upper() not in lists.TIERS:
        raise BadValueError(f"--tier {quoted(text)} is no service tier", f"one of {', '.join(lists.TIERS)}")
    return text.strip().upper()


def read_points(details: Details) -> list[tuple[str, str, str]]:
    """(kind, value, key by which it is found) of every e-mail, phone and address given."""
    found = []
    for text in details.email:
        value, key = clean_email(text)
        found.append(("email", value, key))
    for text in details.phone:
        if not phone_digits(text):
            raise BadValueError(f"{quoted(text)} is no phone number", "digits, with + and the country code if you like")
        found.append(("phone", clean_text(text, what="phone", limit=60, lines=False), phone_key(text)))
    for text in details.address:
        value = clean_text(text, what="address", limit=1000)
        found.append(("address", value, name_key(value)))
    return list(dict.fromkeys(found))


def read_employers(session: Session, details: Details) -> list[tuple[int, str | None]]:
    """(company id, role) of every place of work named."""
    roles = [plain(role, "role") for role in details.role]
    if roles and not details.company:
        raise BadValueError("--role needs --company", "say where: --company 'Kafija SIA' --role buyer")
    if len(roles) > len(details.company):
        places = "1 company" if len(details.company) == 1 else f"{len(details.company)} companies"
        raise BadValueError(f"{len(roles)} roles for {places}", "one --role for each --company, in their order")
    firms = [find_one(session, company).id for company in details.company]
    return [(firm, roles[at] if at < len(roles) else None) for at, firm in enumerate(firms)]


def likely_doubles(
    session: Session, name: str | None, points: list[tuple[str, str, str]], *, but: int | None = None
) -> list[str]:
    """One line for each contact (`but` one) that is likely the same: the same address or number, or the same words in the
    name, where a name is given."""
    if not session.exists:
        return []
    found: dict[int, str] = {}
    for kind, value, key in points:
        if kind != "address":
            for one in contacts.by_point(session.book, kind, key):
                found.setdefault(one.id, f"c{one.id} {one.name} has the same {kind} {value}")
    for one in _namesakes(session, name) if name else []:
        found.setdefault(one.id, f"c{one.id} {one.name} has the same name ({one.label})")
    return [
        f"likely a double: {text}; `crm undo` takes this one back" for number, text in found.items() if number != but
    ]


def _namesakes(session: Session, name: str) -> list[contacts.Candidate]:
    parts = sorted(words(name))
    same = contacts.by_full_name(session.book, name_key(name))
    if len(parts) > 1:
        close = contacts.by_words(session.book, parts, whole=True)
        same += [one for one in close if sorted(words(one.name)) == parts]
    return same
