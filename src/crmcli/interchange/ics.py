"""Follow-ups as an iCalendar file (RFC 5545): all-day events, or half an hour where a time was agreed.

Knows no store: events in, bytes out. The UID of an event stays the same from one writing to the next, so that a calendar
that reads the file again replaces what it has.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

PRODUCT = "-//crm//follow-ups//EN"
LENGTH = timedelta(minutes=30)


class Event(NamedTuple):
    """One entry: `on` is a local date, `at` a local time or None for the whole day."""

    uid: str
    on: date
    at: time | None
    summary: str
    description: str


def calendar(events: Iterable[Event], stamp: datetime, zone: tzinfo) -> bytes:
    """The file; `stamp` is the instant it is written, `zone` the one the local times are in."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(event.uid)}",
            f"DTSTAMP:{_instant(stamp)}",
            *_times(event, zone),
            f"SUMMARY:{_text(event.summary)}",
            f"DESCRIPTION:{_text(event.description)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _times(event: Event, zone: tzinfo) -> list[str]:
    if event.at is None:
        return [f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}", f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}"]
    start = datetime.combine(event.on, event.at, zone)
    return [f"DTSTART:{_instant(start)}", f"DTEND:{_instant(start.astimezone(UTC) + LENGTH)}"]


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """Escaped as TEXT, without the control characters that the format forbids."""
    plain = "".join(c for c in value.replace("\r\n", "\n").replace("\r", "\n") if c == "\n" or c == "\t" or c >= " ")
    escaped = plain.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\n", "\\n").replace("\x7f", "")


def _folded(line: str) -> bytes:
    """A content line of at most 75 octets a piece, never cut inside a character."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        octets = character.encode("utf-8", "replace")
        if len(piece) + len(octets) > (75 if not pieces else 74):
            pieces.append(piece)
            piece = b""
        piece += octets
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
