"""Spreadsheet formulas in text: the apostrophe that disarms them on the way out and comes off on the way in.

`undefuse(defuse(x)) == x` for every text x, so an export that is imported again changes nothing.
"""

from __future__ import annotations

import re

_STARTERS = "=+\\-@＝＋－＠"
_RISKY = re.compile(rf"[\t\r\n]|[\s\ufeff]*[{_STARTERS}]")
_DEFUSED = re.compile(rf"'+(?:[\t\r\n]|[\s\ufeff]*[{_STARTERS}\d])")
_PLAIN_NUMBER = re.compile(r"[+-]?[\d .()-]+")


def defuse(text: str) -> str:
    """Text safe to open in a spreadsheet: what would run as a formula gets an apostrophe; plain numbers and
    phone numbers stay as they are."""
    if _PLAIN_NUMBER.fullmatch(text):
        return text
    return "'" + text if _RISKY.match(text) or _DEFUSED.match(text) else text


def undefuse(text: str) -> str:
    """Takes off one apostrophe that disarms a formula or keeps a number text; `'t Hooft` keeps his."""
    return text[1:] if text[:1] == "'" and _DEFUSED.match(text) else text
