"""Words from which the large book is made: names in several scripts, trades, a vocabulary for conversations.

The words stand in words.txt by kind; nothing here draws a random number. `vocabulary()` is ordered from the
most common word to the rarest, so that a search can be timed at both ends.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from pathlib import Path

ONSETS = (*"bdfgklmnprstv", "br", "dr", "gr", "kl", "pl", "st", "tr")
MIDDLES = (*"aeiou", "ai", "ei", "au")
CODAS = ("", *"lmnrstk")
SYLLABLES = ("ba", "do", "ki", "lu", "ne", "ra", "so", "ti")
VOCABULARY = 6000


@cache
def listed(kind: str) -> list[str]:
    """The words of one kind, such as "first" or "trade", in the order of the file."""
    lines = Path(__file__).with_name("words.txt").read_text(encoding="utf-8").splitlines()
    pairs = (line.partition(": ") for line in lines)
    return [word for key, _, text in pairs if key == kind for word in text.split()]


@cache
def last_names() -> list[str]:
    """Some hundreds of family names in Latin letters."""
    return listed("last") + ["".join(parts) for parts in product(listed("stem"), listed("ending"))]


@cache
def vocabulary() -> list[str]:
    """6,000 words of conversations, most common first."""
    made = (f"{onset}{middle}{coda}{end}" for end, coda, middle, onset in product(SYLLABLES, CODAS, MIDDLES, ONSETS))
    return list(dict.fromkeys([*listed("common"), *made]))[:VOCABULARY]
