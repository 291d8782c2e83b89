"""Who is lost and worth winning back, and what may have driven them away: rules one can read, no model.

A customer who is lapsed, or bought once and never again, is lost from the later of two days: the day they became so, and
the one from which they are without an order for too long. Worth winning back are those whose class was A or B when they last
bought, and those who were growing, for a while.

The likely reason is the first of these that anything points to, looking from `near` days before the last order to today: a
complaint (one of the register, else quality, service or delivery that went badly), a quote lost, a conversation that went
badly, their wish not to be contacted, and our silence (nobody had spoken to them for `silence` days when they were lost). Else it
is not known. Within one rule the latest evidence counts. A quote that was sent after they were lost drove nobody away; one
that was sent before and closed after counts from the day it was sent. It must not fetch or word anything: days are ordinals,
references are the caller's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from crmcli.analysis.standing import Limits, standing

Kind = Literal["complaint", "quote", "unhappy", "do_not_contact", "silence", "unknown"]
BEFORE = 90
SILENCE = 120
COMPLAINT_NATURES = ("quality", "service", "delivery")
REFUSED = "do-not-call"
FAILED = ("no-answer", "left-message", "wrong-number")


class Spoken(NamedTuple):
    """One conversation or attempt: its id, its day, nature, outcome and the mood (-2..2, None: not noted)."""

    id: int
    on: int
    nature: str
    outcome: str
    mood: int | None


class LostQuote(NamedTuple):
    """A quote that was lost: its id, the day it was sent, the day it was lost, and why (None: not noted)."""

    id: int
    sent_on: int
    on: int
    reason: str | None


class Complaint(NamedTuple):
    """One complaint of the register: its id, the day it was opened, and what it was about."""

    id: int
    on: int
    text: str


class Case(NamedTuple):
    """What is known of one lost customer. `spoken`, `quotes` and `complaints` are ascending by day and not later than the
    day asked about; `closed`: whether every channel is closed to us. `near` and `silence`: days,
    see above."""

    last_order_on: int
    lost_on: int
    spoken: Sequence[Spoken] = ()
    quotes: Sequence[LostQuote] = ()
    closed: bool = False
    complaints: Sequence[Complaint] = ()
    near: int = BEFORE
    silence: int = SILENCE


class Likely(NamedTuple):
    """The reason that is likely, and what points to it: the id of a conversation (`letter` i), a quote (q) or a complaint
    (k), its day, and its nature, reason or text. `days`: how long nobody had spoken to them; `closed_later`: the day is when a
    quote was sent, as it was closed only after they were lost."""

    kind: Kind
    id: int | None = None
    on: int | None = None
    detail: str | None = None
    days: int | None = None
    letter: str = "i"
    closed_later: bool = False


def worth(value: int, bounds: Limits, *, growing: bool) -> str | None:
    """Why a customer with that last year is worth winning back: "A", "B" or "growing"; None for the others."""
    grade = standing(value, bounds)
    if grade in ("A", "B"):
        return grade
    return "growing" if growing else None


def lost_on(slipped_on: int, too_long_on: int) -> int:
    """The day a customer counts as lost, `slipped_on` being when they became lapsed or a one-time buyer, `too_long_on` when
    they had been without an order for too long."""
    return max(slipped_on, too_long_on)


def likely(case: Case) -> Likely:
    """The first rule that anything points to."""
    for rule in RULES:
        found = rule(case)
        if found is not None:
            return found
    return Likely("unknown")


def _complaint(case: Case) -> Likely | None:
    kept = [one for one in case.complaints if one.on >= case.last_order_on - case.near]
    if kept:
        return Likely("complaint", kept[-1].id, kept[-1].on, kept[-1].text, letter="k")
    return _latest("complaint", [one for one in _near(case) if one.nature in COMPLAINT_NATURES and _badly(one)])


def _quote(case: Case) -> Likely | None:
    lost = [one for one in case.quotes if one.sent_on <= case.lost_on and one.on >= case.last_order_on - case.near]
    found = next((one for one in reversed(lost) if one.reason), lost[-1] if lost else None)
    if found is None:
        return None
    later = found.on > case.lost_on
    on = found.sent_on if later else found.on
    return Likely("quote", found.id, on, found.reason, letter="q", closed_later=later)


def _unhappy(case: Case) -> Likely | None:
    return _latest("unhappy", [one for one in _near(case) if one.outcome != REFUSED and _badly(one)])


def _do_not_contact(case: Case) -> Likely | None:
    asked = _latest("do_not_contact", [one for one in case.spoken if one.outcome == REFUSED])
    return asked or (Likely("do_not_contact") if case.closed else None)


def _silence(case: Case) -> Likely | None:
    before = [one for one in case.spoken if one.outcome not in FAILED and one.on <= case.lost_on]
    if not before or case.lost_on - before[-1].on < case.silence:
        return None
    return Likely("silence", before[-1].id, before[-1].on, days=case.lost_on - before[-1].on)


RULES: tuple[Callable[[Case], Likely | None], ...] = (_complaint, _quote, _unhappy, _do_not_contact, _silence)


def _near(case: Case) -> list[Spoken]:
    return [one for one in case.spoken if one.on >= case.last_order_on - case.near]


def _badly(one: Spoken) -> bool:
    return one.outcome == "negative" or (one.mood is not None and one.mood < 0)


def _latest(kind: Kind, found: Sequence[Spoken]) -> Likely | None:
    return Likely(kind, found[-1].id, found[-1].on, found[-1].nature) if found else None
