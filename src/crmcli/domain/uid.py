"""Stable names for rows that leave the file: UUID version 7 (RFC 9562), time-ordered."""

from __future__ import annotations

from datetime import datetime
from os import urandom


def uuid7(now: datetime, random: bytes | None = None) -> str:
    """A UUIDv7 of this instant; `random` gives its ten random bytes, for books that must come out the same."""
    noise = urandom(10) if random is None else random
    value = int(now.timestamp() * 1000) << 80 | int.from_bytes(noise, "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    text = f"{value:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
