"""Stable names for rows that leave the file: UUID version 7 (RFC 9562), time-ordered."""

from __future__ import annotations

from datetime import datetime
from os import urandom


def uuid7(now: datetime, random: bytes | None = None) -> str:
    """A UUIDv7 of this instant; `random` gives its ten random bytes, for books that must come out the same."""
    noise = (urandom(10) if random is None else random).hex()
    time = f"{int(now.timestamp() * 1000):012x}"
    variant = "89ab"[int(noise[4], 16) & 3]
    return f"{time[:8]}-{time[8:]}-7{noise[1:4]}-{variant}{noise[5:8]}-{noise[8:]}"
