"""Signs that a customer is about to be lost in a conflict, read from what stands in the book about them.

Five signs: their mood falls, conversations end badly one after another, our attempts stay unanswered, a complaint comes near its
deadline or is past it, a promise of ours is broken. Each names its evidence. A sign has a weight of 1 to 3; what they weigh
together is how severe it is. Days are local dates "YYYY-MM-DD", instants UTC text; the caller says which of them are in
sight.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from crmcli.domain import pace
from crmcli.domain.words import FAILED, counted

BAD = ("negative", "do-not-call")
MOOD, OUTCOMES, ATTEMPTS, COMPLAINT, PROMISE = "mood", "outcomes", "attempts", "complaint", "promise"
KINDS = (COMPLAINT, OUTCOMES, MOOD, PROMISE, ATTEMPTS)
MILD, SERIOUS, GRAVE = 1, 2, 3
SEVERITIES = ("low", "normal", "high")
LONGEST_QUOTE = 80
ENOUGH_MOODS = 3


class Talk(NamedTuple):
    """A conversation or an attempt: its number, instant, local date, and what came of it."""

    id: int
    at: str
    on: str
    channel: str
    direction: str
    outcome: str
    mood: int | None
    text: str

    @property
    def real(self) -> bool:
        """Whether anybody was reached."""
        return self.outcome not in FAILED


class Promise(NamedTuple):
    """A promise of ours that is open; `broken_on` is the local date from which it counts as broken."""

    id: int
    due_on: str
    broken_on: str
    text: str


class Near(NamedTuple):
    """An open complaint near a deadline of its clocks or past it; `warned_on` is the local date from which it is near,
    `deadline` a local instant ("" for none), `answer` says that it is the one for an answer;
    `warned_at` is the instant from which it is near ("": all that day)."""

    id: int
    opened_on: str
    warned_on: str
    deadline: str
    answer: bool
    text: str
    warned_at: str = ""


class Case(NamedTuple):
    """All that is known of one contact: talks oldest first; `spoken_at` is the instant of the last real contact with them or
    their company, "" for none."""

    contact_id: int
    spoken_at: str
    talks: Sequence[Talk]
    promises: Sequence[Promise]
    complaints: Sequence[Near]


class Limits(NamedTuple):
    """The policy's thresholds: mood points, conversations, attempts; `recent`: so many last moods are held against the rest."""

    mood_fall: float
    bad: int
    attempts: int
    recent: int


class Sign(NamedTuple):
    """One sign. `since`: the local date on which it began; `due_on`: the one on which there was enough of it; `cause`: the
    instant (or date) of its last evidence: a pause made since then holds. `talk`: a word with them settles it."""

    kind: str
    text: str
    since: str
    due_on: str
    cause: str
    weight: int
    ref: str
    talk: bool = False


def signs(case: Case, limits: Limits, today: date) -> list[Sign]:
    """The signs of one contact, the gravest first; [] for none."""
    found = [
        *_complaints(case, today),
        *_outcomes(case, limits, today),
        *_mood(case, limits, today),
        *_promises(case, today),
        *_attempts(case, limits, today),
    ]
    return sorted(found, key=lambda sign: (-sign.weight, KINDS.index(sign.kind), sign.since))


def severity(weight: int) -> str:
    """What the weights of somebody's signs together are called."""
    return SEVERITIES[min(max(weight, 1), GRAVE) - 1]


def _outcomes(case: Case, limits: Limits, today: date) -> list[Sign]:
    """The run of bad outcomes that the last conversation ends."""
    spoken = [talk for talk in case.talks if talk.real]
    run = list(takewhile(lambda talk: talk.outcome in BAD, reversed(spoken)))
    if len(run) < limits.bad:
        return []
    last, first = run[0], run[-1]
    what = "a conversation that ended badly" if len(run) == 1 else f"{len(run)} conversations in a row ended badly"
    text = f"{what}, the last on {_day(last.on, today)} by {last.channel}{_quote(last.text)}"
    enough = run[::-1][limits.bad - 1]
    weight = GRAVE if len(run) > limits.bad else SERIOUS
    return [Sign(OUTCOMES, text, first.on, enough.on, last.at, weight, f"i{last.id}", talk=True)]


def _mood(case: Case, limits: Limits, today: date) -> list[Sign]:
    """Moods of late against those before: falling when they are lower by so much and the last one is not a good one."""
    noted = [talk for talk in case.talks if talk.mood is not None and talk.real]
    cut = len(noted) - min(limits.recent, len(noted) - 1)
    if len(noted) < 2 or (noted[-1].mood or 0) > (0 if len(noted) >= ENOUGH_MOODS else -1):
        return []
    before, late = _mean(noted[:cut]), _mean(noted[cut:])
    if before - late < limits.mood_fall:
        return []
    last = noted[-1]
    text = f"mood fell from {before:+.2g} to {late:+.2g}, last noted on {_day(last.on, today)}{_quote(last.text)}"
    return [Sign(MOOD, text.replace("+0 ", "0 ").replace("+0,", "0,"), noted[cut].on, last.on, last.at, SERIOUS, f"i{last.id}",
                 talk=True)]  # fmt: skip


def _attempts(case: Case, limits: Limits, today: date) -> list[Sign]:
    """Attempts of ours since the last real contact."""
    tried = [talk for talk in case.talks if not talk.real and talk.direction == "out" and talk.at > case.spoken_at]
    if len(tried) < limits.attempts:
        return []
    first, last = tried[0], tried[-1]
    text = f"{counted(len(tried), 'attempt')} without an answer since {_day(first.on, today)}"
    enough = tried[limits.attempts - 1]
    return [Sign(ATTEMPTS, text, first.on, enough.on, last.at, MILD, f"i{last.id}")]


def _promises(case: Case, today: date) -> list[Sign]:
    """The promises that are late."""
    return [
        Sign(
            PROMISE,
            f"a promise of ours {_late(one.due_on, today)} late: {_plain(one.text)}",
            one.due_on, one.broken_on, one.broken_on, MILD, f"f{one.id}",
        )
        for one in case.promises
    ]  # fmt: skip


def _complaints(case: Case, today: date) -> list[Sign]:
    """The complaints near a deadline, or past it: graver."""
    return [_complaint(one, today) for one in case.complaints]


def _complaint(one: Near, today: date) -> Sign:
    late = bool(one.deadline) and one.deadline[:10] < today.isoformat()
    what = "an answer" if one.answer else "a solution"
    due = f", {what} {'was due' if late else 'is due'} by {_day(one.deadline[:10], today)} {one.deadline[11:16]}"
    text = f"complaint of {_day(one.opened_on, today)}{due if one.deadline else ' is open'}{_quote(one.text)}"
    since = one.warned_on
    return Sign(COMPLAINT, text, since, since, one.warned_at or since, GRAVE if late else SERIOUS, f"k{one.id}")


def _mean(talks: Sequence[Talk]) -> float:
    return sum(talk.mood or 0 for talk in talks) / len(talks)


def _day(on: str, today: date) -> str:
    return pace.day(date.fromisoformat(on), today)


def _late(due_on: str, today: date) -> str:
    return pace.length((today - date.fromisoformat(due_on)).days)


def _quote(text: str) -> str:
    plain = _plain(text)
    return f": “{plain}”" if plain else ""


def _plain(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONGEST_QUOTE else flat[: LONGEST_QUOTE - 1] + "…"
