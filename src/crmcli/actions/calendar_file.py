"""The morning list as a calendar file."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from crmcli import clock
from crmcli.actions.agenda import clock_time
from crmcli.actions.session import Session
from crmcli.domain.result import Result
from crmcli.interchange.destination import write_private
from crmcli.interchange.ics import PRODUCT, Event, calendar
from crmcli.store import contacts

OURS = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:{PRODUCT}".encode()
VERBS = {
    "phone": "Call",
    "email": "Mail",
    "message": "Message",
    "visit": "Visit",
    "letter": "Write to",
    "meeting": "Meet",
}


def write_calendar(session: Session, rows: Result, target: str) -> Result:
    """Writes one event for each reason of each row; a calendar that crm wrote before is replaced. Returns the rows, with
    the path in the summary."""
    path = Path(target).expanduser()
    uids = contacts.uids(session.book, [row["contact"]["id"] for row in rows.items or []])
    events = [_event(row, reason, uids[row["contact"]["id"]]) for row in rows.items or [] for reason in row["reasons"]]
    write_private(path, calendar(events, clock.now_utc(), session.policy.zone), ours=OURS)
    count = f"{len(events):,} {'entry' if len(events) == 1 else 'entries'}"
    return rows.but(
        summary={**rows.summary, "ics": str(path), "events": len(events)}, said=[f"Wrote {count} to {path}", ""]
    )


def _event(row: dict[str, Any], reason: dict[str, Any], uid: str) -> Event:
    reach = row["reach"]
    verb = VERBS.get(reach["channel"] or "", "Reach")
    last = row["last_contact"]
    lines = [
        f"{reason['kind']}: {reason['text']}",
        f"{reach['channel']} {reach['address'] or ''}" if reach["channel"] else "no number known",
        f"last {last['at'][:10]}, {last['channel']}: {last['text']}" if last else "not spoken to yet",
        row["clear"],
    ]
    return Event(
        uid=f"{reason['ref'].partition('/')[2] or reason['ref']}-{uid}@crm",
        on=date.fromisoformat(reason["due_on"]),
        at=clock_time(reason["due_time"]),
        summary=f"{verb} {row['contact']['name']}: {reason['text'][:120]}",
        description="\n".join(lines),
    )
