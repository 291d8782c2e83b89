"""A line of the original text around what was looked for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crmcli.domain.text import fold, words

LONGEST = 120
BEFORE = 40
SEARCHED = 200_000


def around(text: str, asked: Sequence[str], most: int = LONGEST) -> str:
    """One line of at most `most` characters of `text`, with the first of the words looked for in it."""
    place = position(text[:SEARCHED], asked)
    start = max(place - BEFORE, 0)
    if start:
        space = text.find(" ", start, place)
        start = space + 1 if space >= 0 else start
    flat = " ".join(text[start : start + most * 4].split())
    head = "…" if start else ""
    whole = len(flat) <= most - len(head) and start + most * 4 >= len(text)
    return head + flat if whole else head + flat[: most - len(head) - 1].rstrip() + "…"


def position(text: str, asked: Sequence[str]) -> int:
    """Where in the text the first of the folded words stands; 0 where none can be pointed at."""
    lowered = text.lower()
    if len(lowered) == len(text):
        direct = [at for word in asked if (at := _begins(lowered, word)) >= 0]
        if direct:
            return min(direct)
    for match in re.finditer(r"\S+", text):
        parts = words(match[0])
        if any(part.startswith(word) for part in parts for word in asked):
            return match.start()
    return 0


def holds(value: str, word: str) -> bool:
    """Whether a value has the folded word: as the beginning of a word, or anywhere in other scripts than Latin."""
    parts = words(value)
    if any(part.startswith(word) for part in parts):
        return True
    return not word.isascii() and word in fold(value)


def _begins(lowered: str, word: str) -> int:
    """Where a word of the text begins so; anywhere for scripts that are written without spaces."""
    at = lowered.find(word)
    while at > 0 and word.isascii() and lowered[at - 1].isalnum():
        at = lowered.find(word, at + 1)
    return at
