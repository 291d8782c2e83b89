"""Correcting a contact: the flags of `crm add`, and what takes a value away."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from crmcli.actions import contact
from crmcli.actions.contact import Details
from crmcli.actions.record import contact_item
from crmcli.actions.session import Session, plain
from crmcli.actions.who import find_one, name_key, phone_key
from crmcli.analysis.ladder import STEPS
from crmcli.domain import words as lists
from crmcli.domain.result import Result
from crmcli.domain.text import clean_email, quoted
from crmcli.errors import BadValueError
from crmcli.store import contacts
from crmcli.store.book import Operation
from crmcli.store.contacts import Named

ITEM_KEYS = {"email": "emails", "phone": "phones", "address": "addresses", "note": "remarks"}
BIRTHDAY = ("birth_year", "birth_month", "birth_day")
PLAIN = (
    "owner",
    "source",
    "hours",
    "language",
    "prefers",
    "every",
    "referred_by",
    "tier",
    "guard",
    "step",
    "step_wanted",
)
Row = dict[str, Any]


class Changes(NamedTuple):
    """What is said of a contact that is in the book: `details` as `crm add` takes them, and what only edit knows."""

    details: Details
    name: str | None = None
    remove_tag: Sequence[str] = ()
    unset: Sequence[str] = ()
    step: str | None = None
    step_wanted: str | None = None


class Plan(NamedTuple):
    """The same, understood: columns to set, rows to hang on, rows to take off as (table, id, name of what goes)."""

    columns: dict[str, Any]
    points: list[tuple[str, str, str]]
    firms: list[tuple[int, str | None]]
    off: list[tuple[str, int, str]]
    notes: list[str]


def edit(session: Session, who: str, changes: Changes) -> Result:
    """Corrects one contact. Raises BadValueError, NotFoundError, AmbiguousError; each leaves the book as it was."""
    one = find_one(session, who)
    plan = _plan(session, one, changes)
    with session.operation() as op:
        changed = _carry_out(session, op, one.id, changes.details, plan)
    item = contact_item(session, one.id)
    what = f"Changed {', '.join(changed)} of" if changed else "Nothing to change in"
    return session.written(
        "contact", op, [f"{what} {item['name']} (c{one.id})"], item={**item, "changed": changed},
        summary={"changed": changed}, notes=plan.notes,
    )  # fmt: skip


def _plan(session: Session, one: Named, changes: Changes) -> Plan:
    details = changes.details
    columns = _columns(session, one, changes)
    points = contact.read_points(details)
    firms = _firms(session, one, details)
    off: list[tuple[str, int, str]] = []
    gone: dict[str, bool] = {}
    for text in changes.unset:
        gone |= _unset(session, one, text, off)
    off += [_tag(session, one, tag) for tag in changes.remove_tag]
    columns |= dict.fromkeys((name for name, emptied in gone.items() if emptied), None)
    notes = contact.likely_doubles(session, columns.get("name"), points, but=one.id)
    for text in details.field:
        contact.split_pair(text, "--field")
    return Plan(columns, points, firms, off, [note.replace("this one", "the change") for note in notes])


def _columns(session: Session, one: Named, changes: Changes) -> dict[str, Any]:
    read = contact.read_columns(session, changes.details)
    columns = {name: value for name, value in read.items() if value is not None}
    if changes.details.birthday:
        columns |= {name: read[name] for name in BIRTHDAY}
    if columns.get("referred_by") == one.id:
        raise BadValueError(f"{one.name} cannot have been referred by themselves", "name who sent them")
    if changes.name is not None:
        shown = contact.clean_name(changes.name)
        columns |= {"name": shown, "name_key": name_key(shown)}
    for name, step in (("step", changes.step), ("step_wanted", changes.step_wanted)):
        if step is not None:
            columns[name] = lists.pick(step, STEPS, name.replace("_", " "))
    return columns


def _firms(session: Session, one: Named, details: Details) -> list[tuple[int, str | None]]:
    """Places of work; a role alone is the role at the one place there is."""
    working = contacts.employers(session.book, one.id)
    if details.role and not details.company and len(working) == 1 and len(details.role) == 1:
        return [(working[0][0], plain(details.role[0], "role"))]
    firms = contact.read_employers(session, details)
    if any(firm == one.id for firm, _ in firms):
        raise BadValueError(f"{one.name} cannot work at themselves", "name the company they work at")
    return firms


def _carry_out(session: Session, op: Operation, contact_id: int, details: Details, plan: Plan) -> list[str]:
    written = op.update("contacts", contact_id, **plan.columns) if plan.columns else {}
    changed = ["birthday" if name in BIRTHDAY else name for name in written if name != "name_key"]
    for table, row_id, _ in plan.off:
        op.delete(table, row_id)
    changed += [name for _, _, name in plan.off]
    changed += _mend(session, op, contact_id, plan)
    changed += contact.hang(session, op, contact_id, details, plan.points, plan.firms)
    return list(dict.fromkeys(ITEM_KEYS.get(name, name) for name in changed))


def _mend(session: Session, op: Operation, contact_id: int, plan: Plan) -> list[str]:
    """A number given again is good again; a role given for a place of work they have is their role there."""
    given = {(kind, key) for kind, _, key in plan.points}
    points = contacts.children(session.book, "points", contact_id)
    good = [row for row in points if row["bad"] and (row["kind"], row["match_key"]) in given]
    for row in good:
        op.update("points", row["id"], bad=0)
    changed = [row["kind"] for row in good]
    roles = {firm: role for firm, role in plan.firms if role is not None}
    working = [row for row in contacts.children(session.book, "roles", contact_id) if row["company_id"] in roles]
    renamed = [op.update("roles", row["id"], role=roles[row["company_id"]]) for row in working]
    return [*changed, "role"] if any(renamed) else changed


def _unset(session: Session, one: Named, text: str, off: list[tuple[str, int, str]]) -> dict[str, bool]:
    """What `--unset TEXT` takes away: columns (returned), or rows (added to `off`)."""
    name, given, value = text.partition("=")
    key = name.strip().lower().replace("-", "_")
    if key in PLAIN and not given:
        return {key: True}
    if key == "birthday" and not given:
        return dict.fromkeys(BIRTHDAY, True)
    if key in ("phone", "email", "address"):
        off.append(_one_of(session, one, "points", key, value, _point_test(key, value), "value"))
    elif key == "no_contact":
        channel = value.strip().lower()
        meant = channel if channel in ("", "all") else lists.channel(channel)
        off.append(_one_of(session, one, "closed_channels", key, value, lambda row: row["channel"] == meant, "channel"))
    elif key == "company":
        off.append(_company(session, one, value))
    elif key == "tag" and given:
        off.append(_tag(session, one, value))
    else:
        off.append(_own_field(session, one, value if key == "field" and given else text))
    return {}


def _point_test(kind: str, value: str) -> Callable[[Row], bool]:
    if kind == "phone":
        return lambda row: _same_number(row["match_key"], phone_key(value))
    key = "" if not value else clean_email(value)[1] if kind == "email" else name_key(value)
    return lambda row: bool(row["match_key"] == key)


def _same_number(one: str, other: str) -> bool:
    """Whether two reversed numbers agree from the end, as far as the shorter goes."""
    long_enough = min(len(one), len(other)) >= contacts.PHONE_MATCH
    return one == other or (long_enough and (one.startswith(other) or other.startswith(one)))


def _one_of(
    session: Session, one: Named, table: str, name: str, value: str, test: Callable[[Row], bool], column: str
) -> tuple[str, int, str]:
    """The one row meant; the only one there is where no value is given."""
    word = name.replace("_", "-")
    rows = [row for row in contacts.children(session.book, table, one.id) if table != "points" or row["kind"] == name]
    if table == "closed_channels":
        rows = [row for row in rows if row["until"] is None]
    found = [row for row in rows if test(row)] if value else rows
    if not found:
        raise BadValueError(f"{one.name} has no {word} {quoted(value)}" if value else f"{one.name} has no {word}",
                            f"`crm show c{one.id}` shows what there is")  # fmt: skip
    if len(found) > 1 and not value:
        choices = ", ".join(str(row[column]) for row in found[:5])
        raise BadValueError(f"{one.name} has {len(found)} of {word}", f"say which: --unset {word}=... ({choices})")
    return table, found[0]["id"], name


def _company(session: Session, one: Named, value: str) -> tuple[str, int, str]:
    firm = find_one(session, value).id if value else None
    return _one_of(session, one, "roles", "company", value, lambda row: row["company_id"] == firm, "company_id")


def _tag(session: Session, one: Named, tag: str) -> tuple[str, int, str]:
    rows = contacts.children(session.book, "tags", one.id)
    for row in rows:
        if row["tag"].casefold() == tag.strip().casefold():
            return "tags", row["id"], "tags"
    raise BadValueError(
        f"{one.name} has no tag {quoted(tag)}",
        f"there are: {', '.join(row['tag'] for row in rows[:8]) or 'none'}",
    )


def _own_field(session: Session, one: Named, name: str) -> tuple[str, int, str]:
    for row in contacts.children(session.book, "fields", one.id):
        if row["key"].casefold() == name.strip().casefold():
            return "fields", row["id"], "fields"
    known = "owner, birthday, every, prefers, source, hours, language, tier, guard, referred-by, company, phone=, no-contact="
    raise BadValueError(f"{one.name} has no field {quoted(name)}", f"--unset takes {known} or a field of your own")
