"""Complaints: opening one, answering, waiting for the customer, going on, solving, reopening, asking whether it stayed so.

Each is a step with its instant; what the clocks say follows from the steps. A step is no contact with the customer:
`crm log` keeps those.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from crmcli import clock
from crmcli.actions import agenda
from crmcli.actions.complaint_record import (
    complaint_row,
    full_item,
    instant,
    minute,
    recovery_until,
    settle_columns,
)
from crmcli.actions.complaint_terms import owner_of, staff_name, terms_of
from crmcli.actions.interaction import past_instant, told_instant
from crmcli.actions.session import Session, one_line, plain, require_text
from crmcli.actions.who import find_one, reference
from crmcli.domain.result import Result
from crmcli.domain.text import clean_text
from crmcli.domain.when import When, format_iso
from crmcli.domain.words import channel, pick
from crmcli.errors import BadValueError, DeclinedError
from crmcli.store import complaints, contacts
from crmcli.store.book import Operation
from crmcli.store.contacts import Named

SEVERITIES = ("low", "normal", "high")
VERBS = {
    "respond": "Answered", "wait": "Waiting for them", "resume": "Going on", "resolve": "Solved", "reopen": "Reopened",
    "check": "Checked",
}  # fmt: skip
FITS = {
    "respond": ("open", "waiting"),
    "wait": ("open",),
    "resume": ("waiting",),
    "resolve": ("open", "waiting"),
    "reopen": ("resolved",),
    "check": ("resolved",),
}
Row = dict[str, Any]


class Said(NamedTuple):
    """What is said of a new complaint, as typed; None means the default."""

    text: str
    channel: str | None = None
    severity: str | None = None
    line: str | None = None
    at: str | None = None
    owner: str | None = None
    about: str | None = None
    solved: str | None = None


class Draft(NamedTuple):
    """A complaint understood: its columns, the solution found at once, and why it is whose it is."""

    columns: Row
    solved: str | None
    why: str


def open_complaint(session: Session, who: str, said: Said) -> Result:
    """Opens a complaint. Raises BadValueError, NotFoundError, AmbiguousError."""
    one = find_one(session, who)
    draft = understand(session, one, said, past_instant(session, said.at, "open it when it came in"))
    with session.operation() as op:
        complaint_id = enter(session, op, draft, one.id)
    item = one_item(session, complaint_id)
    return session.written("complaint", op, opened_lines(session, item, draft.why), item=item, notes=_notes(item))


def understand(session: Session, one: Named, said: Said, at: datetime) -> Draft:
    """What the words of a new complaint mean. Raises BadValueError naming the flag and the value."""
    about = staff_name(session, said.about, "about")
    owner, why = owner_of(session, one, staff_name(session, said.owner, "owner"), about)
    on = at.date().isoformat()
    columns = {
        "opened_at": clock.stamp(at),
        "opened_on": on,
        "channel": channel(said.channel) if said.channel else "phone",
        "severity": pick(said.severity, SEVERITIES, "severity") if said.severity else "normal",
        "line": plain(said.line, "line"),
        "text": require_text(said.text, "text"),
        "owner": owner,
        "about": about,
        "by_whom": session.by,
        "first_contact": int(said.solved is not None),
    }
    return Draft(columns, None if said.solved is None else require_text(said.solved, "solution"), why)


def enter(session: Session, op: Operation, draft: Draft, contact_id: int, interaction_id: int | None = None) -> int:
    """Writes a complaint with its first steps; its id."""
    columns = draft.columns
    complaint_id = op.insert(
        "complaints", contact_id=contact_id, interaction_id=interaction_id, status="open",
        terms=terms_of(session, contact_id, columns["opened_on"]), **columns,
    )  # fmt: skip
    first = {"id": complaint_id, "contact_id": contact_id}
    _step(session, op, first, "open", columns["opened_at"], columns["opened_on"], None)
    if draft.solved is not None:
        _step(session, op, first, "resolve", columns["opened_at"], columns["opened_on"], draft.solved)
    settle_columns(session, op, complaint_id)
    escalate(session, op, contact_id)
    return complaint_id


def _step(
    session: Session,
    op: Operation,
    row: Row,
    kind: str,
    at: str,
    on: str,
    text: str | None,
    recovered: str | None = None,
) -> None:
    op.insert(
        "complaint_steps", contact_id=row["contact_id"], complaint_id=row["id"], at=at, on_date=on, kind=kind, text=text,
        by_whom=session.by, recovered=recovered, status="open",
    )  # fmt: skip


def escalate(session: Session, op: Operation, contact_id: int) -> None:
    """Marks each complaint of a contact that came inside the recovery window of one before it."""
    until = ""
    for row in complaints.of_contact(session.book, contact_id):
        op.update("complaints", row["id"], escalated=int(row["opened_on"] <= until))
        until = max(until, recovery_until(row).isoformat())


def take_step(
    session: Session,
    ref: str,
    kind: str,
    text: str | None = None,
    *,
    at: str | None = None,
    recovered: str | None = None,
) -> Result:
    """One step of a complaint. Raises NotFoundError, BadValueError for an instant out of order, DeclinedError where the
    step does not fit."""
    row = complaint_row(session, reference(ref, "k", bare="k")[1])
    if row["status"] not in FITS[kind]:
        raise _unfit(row, kind)
    when = past_instant(session, at, "a step is taken when it happens")
    check_step(session, row, kind, when)
    words = None if text is None else clean_text(text, what="text") or None
    answer = None if recovered is None else pick(recovered, ("yes", "no"), "--recovered")
    with session.operation() as op:
        check_step(session, complaint_row(session, row["id"]), kind, when)
        _step(session, op, row, kind, clock.stamp(when), when.date().isoformat(), words, answer)
        settle_columns(session, op, row["id"])
        lost = _not_solved(session, op, row) if answer == "no" else None
    item = one_item(session, row["id"])
    lines = _step_lines(session, item, kind)
    if lost:
        item["followup"] = lost
        lines.append(f"Next {lost['ref']} for {lost['owner']}, today: {one_line(lost['text'])}")
    return session.written("complaint", op, lines, item=item)


def _not_solved(session: Session, op: Operation, row: Row) -> Row:
    """A follow-up of the owner's, due today: a complaint that did not stay solved is not to be forgotten."""
    one = Named(row["contact_id"], contacts.names(session.book, [row["contact_id"]])[row["contact_id"]])
    text = f"not solved: k{row['id']} {one_line(row['text'], 200)}; reopen or win them back"
    return agenda.open_followup(session, op, one, "followup", text, When(session.today, None), owner=row["owner"])


def check_step(session: Session, row: Row, kind: str, when: datetime) -> None:
    """Raises DeclinedError for a step that does not fit, BadValueError for one before the last."""
    if row["status"] not in FITS[kind]:
        raise _unfit(row, kind)
    last = complaints.steps(session.book, [row["id"]])[row["id"]][-1]
    if clock.stamp(when) < last["at"]:
        raise BadValueError(
            f"--at {told_instant(session, clock.stamp(when))} is before the last step of k{row['id']},"
            f" {told_instant(session, last['at'])} ({last['kind']})",
            "name a later moment, with its time",
        )


def answered_by(session: Session, op: Operation, rows: Sequence[Row], columns: Row) -> list[str]:
    """Takes down that a logged contact answered these complaints; what people are told of it."""
    for row in rows:
        _step(session, op, row, "respond", columns["at"], columns["on_date"], columns["text"])
        settle_columns(session, op, row["id"])
    return [f"Answered k{row['id']}: {one_line(row['text'])}" for row in rows]


def _unfit(row: Row, kind: str) -> DeclinedError:
    """Why a step does not fit, with the command that does."""
    ref, status = f"k{row['id']}", row["status"]
    if status == "waiting":
        since = format_iso(row["waiting_since"][:10])
        return DeclinedError(f"{ref} waits for the customer already, since {since}", f"`crm complaint resume {ref}`")
    if status == "resolved":
        since = format_iso(row["resolved_on"])
        hint = f"`crm complaint reopen {ref}` sets its clock going again"
        return DeclinedError(f"{ref} is solved already, since {since}", hint)
    fitting = {"resume": "wait", "reopen": "resolve", "check": "resolve"}[kind]
    return DeclinedError(f"{ref} is open: there is nothing to {kind}", f"`crm complaint {fitting} {ref}` comes before")


def show(session: Session, ref: str) -> Result:
    """One complaint with its clocks and its history, as of a day."""
    row = complaint_row(session, reference(ref, "k", bare="k")[1])
    steps = complaints.steps(session.book, [row["id"]], session.as_of.isoformat()).get(row["id"])
    if not steps:
        raise DeclinedError(
            f"k{row['id']} was opened on {format_iso(row['opened_on'])}, after the day asked about", "a later --as-of"
        )
    return session.result("complaint_record", item=_item(session, row, steps))


def one_item(session: Session, complaint_id: int) -> Row:
    """A complaint in full as scripts see it, up to now."""
    row = complaints.get(session.book, complaint_id) or {}
    return _item(session, row, complaints.steps(session.book, [complaint_id])[complaint_id])


def _item(session: Session, row: Row, steps: list[Row]) -> Row:
    name = contacts.names(session.book, [row["contact_id"]])[row["contact_id"]]
    return full_item(session, row, steps, name)


def opened_lines(session: Session, item: Row, why: str) -> list[str]:
    """What people are told of a new complaint."""
    who = f"{item['contact']['name']} (c{item['contact']['id']})"
    line = f"Complaint {item['ref']}: {who}, {item['severity']} - {one_line(item['text'])}"
    if item["status"] == "resolved":
        return [line, f"Solved at first contact: {one_line(item['steps'][-1]['text'] or '')}", *_asked_again(item)]
    owner = f"Owner {item['owner']} ({why})"
    due = [
        f"{word} by {_told(session, item[key])}"
        for word, key in (("answer", "respond_by"), ("solve", "resolve_by"))
        if item[key]
    ]
    until = f"{format_iso(item['recovery']['until'])} is the last day to win them back"
    return [line, f"{owner}: {', '.join(due) or 'no deadline is ever reached'}; {until}"]


def _notes(item: Row) -> list[str]:
    if not item["escalated"]:
        return []
    return [f"escalated: the second complaint of {item['contact']['name']} inside the recovery window"]


def _step_lines(session: Session, item: Row, kind: str) -> list[str]:
    who, clock_ = item["contact"], item["clocks"]["resolution"]
    lines = [f"{VERBS[kind]} {item['ref']}: {who['name']} (c{who['id']}) - {one_line(item['text'])}"]
    if kind == "resolve":
        late = "late" if clock_["breached"] else "on time"
        used = f"{_hours(clock_['used_minutes'])} of {_hours(clock_['limit_minutes'])} used, {late}"
        return [*lines, used, *_asked_again(item)]
    if kind == "check":
        again = f"It did not: `crm complaint reopen {item['ref']}` goes on with it"
        return [*lines, "It stayed solved" if item["recovered"] == "yes" else again]
    if clock_["paused"]:
        left = _hours(max(0, clock_["left_minutes"]))
        return [*lines, f"The clock stands still, with {left} of working time left"]
    return [*lines, f"Solve by {_told(session, item['resolve_by'])}"] if item["resolve_by"] else lines


def _asked_again(item: Row) -> list[str]:
    return [f"Check back on {format_iso(item['check_back_on'])}"] if item["check_back_on"] else []


def _told(session: Session, shown: str) -> str:
    return told_instant(session, instant(minute(shown)) or shown)


def _hours(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return " ".join([*([f"{hours} h"] if hours else []), *([f"{rest} min"] if rest or not hours else [])])
