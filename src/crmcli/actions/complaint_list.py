"""`crm complaint list`: what is not solved first, by severity, the class the customer is served by and time left."""

from __future__ import annotations

from typing import Any

from crmcli.actions.complaint_record import complaint_item, instant, moment, solved_standing, standing
from crmcli.actions.complaint_terms import known_name
from crmcli.actions.session import Session, plain
from crmcli.actions.who import find_one
from crmcli.domain.result import Result
from crmcli.domain.words import pick
from crmcli.store import complaints, contacts, sales

BATCH = 500


def list_complaints(
    session: Session, who: str | None = None, *, status: str | None = None, breaching: bool = False,
    owner: str | None = None, wanted: int | None = None,
) -> Result:  # fmt: skip
    """At most `wanted` complaints (None: all); the summary speaks of the whole. Raises BadValueError, NotFoundError."""
    asked = complaints.Asked(
        day=session.as_of.isoformat(),
        moment=instant(moment(session)) or "",
        past=complaints.moved_since(session.book, session.as_of.isoformat()),
        contact=find_one(session, who).id if who else None,
        status=pick(status, complaints.STATUSES, "status") if status else None,
        breaching=breaching,
        owner=known_name(session, plain(owner, "owner")),
    )
    ids = complaints.listed(session.book, asked, wanted)
    items: list[dict[str, Any]] = []
    for start in range(0, len(ids), BATCH):
        items += _items(session, ids[start : start + BATCH], past=asked.past)
    summary = {**complaints.totals(session.book, asked), "status": asked.status, "only_breaching": breaching}
    return session.result("complaints", items=items, summary=summary)


def _items(session: Session, ids: list[int], *, past: bool) -> list[dict[str, Any]]:
    rows = complaints.rows_of(session.book, ids)
    moving = [one for one in ids if past or rows[one]["status"] != "resolved"]
    steps = complaints.steps(session.book, moving, session.as_of.isoformat()) if moving else {}
    people = {row["contact_id"] for row in rows.values()}
    names, grades = contacts.names(session.book, people), sales.grades(session.book, people)
    found = []
    for one in ids:
        row = rows[one]
        stands = standing(session, row, steps[one]) if one in steps else solved_standing(row)
        contact = row["contact_id"]
        found.append({**complaint_item(session, row, stands, names[contact]), "class": grades[contact]})
    return found
