"""The only caller of now(). `CRM_NOW` (an ISO instant) fixes it, for tests and for looking at another day."""

from __future__ import annotations

import os
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from crmcli.errors import BadValueError

EARLIEST, LATEST = 1901, 2199


def now_utc() -> datetime:
    """The present instant in UTC, to the second.

    Raises BadValueError where CRM_NOW is set and is no ISO instant; one without an offset is taken as UTC.
    """
    fixed = os.environ.get("CRM_NOW", "").strip()
    if not fixed:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        instant = datetime.fromisoformat(fixed)
    except ValueError:
        raise BadValueError(
            f"CRM_NOW is no ISO instant: {fixed[:40]!r}", "write it as 2026-11-22T08:00:00+02:00"
        ) from None
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    if not EARLIEST <= instant.year <= LATEST:
        raise BadValueError(f"CRM_NOW is in the year {instant.year}", f"years run from {EARLIEST} to {LATEST}")
    return instant.astimezone(UTC).replace(microsecond=0)


def local_now(zone: tzinfo) -> datetime:
    """The present instant in `zone`."""
    return now_utc().astimezone(zone)


def stamp(instant: datetime) -> str:
    """An aware datetime as the UTC text the book keeps: 2026-11-22T06:00:00+00:00."""
    return instant.astimezone(UTC).isoformat(timespec="seconds")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def system_zone_name() -> str:
    """The IANA name of this machine's zone ("Europe/Riga"), or "UTC" where it cannot be told."""
    named = os.environ.get("TZ", "").lstrip(":")
    if named and not named.startswith("/") and _is_zone(named):
        return named
    try:
        target = os.path.realpath("/etc/localtime")
    except OSError:
        return "UTC"
    _, found, name = target.partition("/zoneinfo/")
    name = name.removeprefix("posix/").removeprefix("right/")
    return name if found and name else "UTC"
