"""The closed word lists of the book: channels, directions, natures, outcomes, kinds, and their abbreviations; and how
many of something there are, in words."""

from __future__ import annotations

from collections.abc import Sequence

from crmcli.errors import BadValueError

CHANNELS = ("phone", "email", "message", "visit", "meeting", "letter", "web", "other")
CHANNEL_ALIASES = {"call": "phone", "mail": "email", "sms": "message", "chat": "message"}
DIRECTIONS = ("out", "in")
NATURES = ("sales", "service", "support", "delivery", "payment", "quality", "social", "other")
REACHED = ("positive", "neutral", "negative")
FAILED = ("no-answer", "left-message", "wrong-number")
OUTCOMES = (*REACHED, *FAILED, "do-not-call")
TIERS = ("A", "B", "C")
KINDS = ("person", "company", "partner")
FEW = 100
ONE_WAY = ("email", "message", "letter", "web")
GUARDED = (
    "cadence", "quality_call", "underbuying", "lapsed", "winback", "occasion", "campaign", "attempt",
)  # fmt: skip
WARNINGS = ("lapsed", "underbuying", "winback")
"""Reasons that stand every day, without a day of their own."""

REASON_NAMES = {
    "followup": "follow-up", "cadence": "regular contact", "occasion": "birthday", "unanswered": "unanswered message",
    "attempt": "failed call", "quality_call": "quality call", "check_back": "check back", "winback": "win back",
    "underbuying": "under-buying",
}  # fmt: skip
"""Kinds of reasons that people call otherwise."""


def pick(text: str, words: Sequence[str], what: str, aliases: dict[str, str] | None = None) -> str:
    """The word that `text` names, whole or by its first letters.

    Raises BadValueError naming `what` and the words there are, or those it could be.
    """
    asked = text.strip().lower().replace("_", "-")
    names = {**{word: word for word in words}, **(aliases or {})}
    if asked in names:
        return names[asked]
    found = {meaning for name, meaning in names.items() if asked and name.startswith(asked)}
    if len(found) == 1:
        return found.pop()
    if found:
        raise BadValueError(f"{what} {text[:40]!r} could be {' or '.join(sorted(found))}", "write a letter more")
    raise BadValueError(f"there is no {what} {text[:40]!r}", f"one of {', '.join(words)}")


NO_REASON = "no reason given"


def passed_over(reason: str | None) -> str | None:
    """Why the over-contact guard was passed over, as it is shown; None where it was not."""
    if reason is None:
        return None
    return f"past the guard, {reason}" if reason == NO_REASON else f"override: {reason}"


def counted(count: int, one: str, several: str | None = None) -> str:
    """So many of something in words: 1 order, 2 orders, 1,200 companies."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def expected(count: float, one: str) -> str:
    """So many of something on average, a few to the tenth: "1.2 orders", "1,653 orders"."""
    return f"{count:,.{1 if count < FEW else 0}f} {one}s"


def channel(text: str) -> str:
    """A channel by its name, its first letters or its everyday name (call, mail, sms, chat)."""
    return pick(text, CHANNELS, "channel", CHANNEL_ALIASES)
