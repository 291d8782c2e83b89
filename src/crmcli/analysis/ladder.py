"""How close a customer is: contact, relationship, closeness, trust, by rules that one can read.

The ladder is a convention of relationship selling and has no published numbers: what each step asks for comes in from the
policy. A step is reached when all of its rules hold and so do those of every step below it. Plain values in, words of this
module out; where the numbers come from and how they are told is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

STEPS = ("contact", "relationship", "closeness", "trust")
WORST_MOOD = -2.0


class Standing(NamedTuple):
    """What one customer has: conversations with each other, different answers known, the mood of those conversations on
    average (-2 to 2; None where none was noted), years since they first came, and signs of trust."""

    conversations: int = 0
    answers: int = 0
    mood: float | None = None
    years: float = 0.0
    signs: int = 0


class Rule(NamedTuple):
    """The least that a step asks for, in the same order; a mood of -2 asks for none to be noted."""

    conversations: int
    answers: int
    mood: float
    years: float
    signs: int


class Talk(NamedTuple):
    """What was said with somebody: conversations of late, the sum and number of moods noted in them, the ordinal of the first
    day of any."""

    conversations: int
    moods: int
    noted: int
    first: int | None


def step_of(standing: Standing, rules: Mapping[str, Rule]) -> str:
    """The highest step whose rules hold together with those of all steps below. `rules` has each step but the first."""
    reached = STEPS[0]
    for step in STEPS[1:]:
        if lacking(standing, rules[step]):
            break
        reached = step
    return reached


def above(step: str) -> str | None:
    """The step after this one, None after the last."""
    place = STEPS.index(step) + 1
    return STEPS[place] if place < len(STEPS) else None


def lacking(standing: Standing, rule: Rule) -> list[str]:
    """The names of the rules that do not hold."""
    found = [
        name
        for name, have, least in zip(Rule._fields, standing, rule, strict=True)
        if name != "mood" and have is not None and have < least
    ]
    if rule.mood > WORST_MOOD and (standing.mood is None or standing.mood < rule.mood):
        found.append("mood")
    return found


def together(talks: Iterable[Talk]) -> Talk:
    """What was said with several people as if with one."""
    rows = list(talks)
    firsts = [row.first for row in rows if row.first is not None]
    return Talk(
        sum(row.conversations for row in rows),
        sum(row.moods for row in rows),
        sum(row.noted for row in rows),
        min(firsts, default=None),
    )
