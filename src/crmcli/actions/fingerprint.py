"""The numbers by which what was imported is known again: short hashes of what identifies it, and of all it said.

For identity 63 bits of BLAKE2b: among a million orders the chance that any two share one is below one in ten million. They
are kept in the book, so what goes into them must never change.
"""

from __future__ import annotations

from hashlib import blake2b
from zlib import crc32

_SEPARATOR = "\x1f"


def fingerprint(*parts: str) -> int:
    """A positive 63-bit number of these texts in this order."""
    data = _SEPARATOR.join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big") >> 1


def checksum(text: str) -> int:
    """A 32-bit number by which a record is seen to have changed: cheap, and compared with one other number only."""
    return crc32(text.encode("utf-8", "surrogatepass"))
