"""How often one may be contacted by us: so many times in so many days, as one says it ("2 in 30d")."""

from __future__ import annotations

import re
from typing import NamedTuple

from crmcli.domain.span import parse_span
from crmcli.domain.text import ascii_digits, quoted
from crmcli.errors import BadValueError

OFF = "off"
MOST = 1000
HINT = "so many contacts in so long, such as '2 in 30d'; or off"


class Limit(NamedTuple):
    """At most `contacts` of our own contacts in `days` days."""

    contacts: int
    days: int


def clean_limit(text: str) -> str:
    """A contact's own limit as it is kept: "2 in 30d", or "off" for none. Raises BadValueError."""
    plain = ascii_digits(text[:60]).strip().lower()
    if plain in (OFF, "none", "never"):
        return OFF
    shape = re.fullmatch(r"(\d{1,4}) ?(?:in|per|a|an|/) ?(.+)", plain)
    if shape is None:
        raise BadValueError(f"--guard {quoted(text)} is no limit", HINT)
    if not 1 <= int(shape[1]) <= MOST:
        raise BadValueError(f"--guard {quoted(text)}: so many contacts cannot be", f"a number from 1 to {MOST}")
    return f"{int(shape[1])} in {parse_span(shape[2] if shape[2][0].isdigit() else f'1 {shape[2]}')}"


def read_limit(text: str) -> Limit | None:
    """What is kept, as a limit; None for off. It costs no pattern: everybody's is read when the policy changes."""
    if text == OFF:
        return None
    count, _, span = text.partition(" in ")
    return Limit(int(count), parse_span(span).days())
