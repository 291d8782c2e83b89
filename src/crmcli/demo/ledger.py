"""Where the stories write what happened; in the end everything is sorted by time and numbered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from crmcli.demo.days import stamp
from crmcli.demo.rows import Fact, Followup, Interaction, Quote, Remark


class Talk(NamedTuple):
    """One contact before it has a number. `others` were there, too."""

    contact: int
    on: date
    hour: int
    minute: int
    channel: str
    direction: str
    nature: str
    outcome: str
    by: str
    text: str
    mood: int | None = None
    minutes: int | None = None
    line: str | None = None
    opportunity: int | None = None
    others: tuple[int, ...] = ()


class Step(NamedTuple):
    """A follow-up or promise without a number yet; `opened_by`, `closed_by` are places of talks."""

    contact: int
    kind: str
    text: str
    due: date
    owner: str
    on: date
    opened_by: int | None = None
    closed_by: int | None = None
    due_time: str | None = None
    every: str | None = None
    repeats: int | None = None
    status: str = "open"
    closed_on: date | None = None


class Offer(NamedTuple):
    """A quote in euros; `talk` is the place of the conversation it came from."""

    contact: int
    amount: int
    text: str
    on: date
    by: str
    valid_until: date | None = None
    status: str = "open"
    closed_on: date | None = None
    reason: str | None = None
    shortlist: bool = False
    talk: int | None = None


class Ledger:
    """Everything that was said, planned, offered and learnt."""

    def __init__(self) -> None:
        self.talks: list[Talk] = []
        self.steps: list[Step] = []
        self.offers: list[Offer] = []
        self.learnt: list[tuple[int, str, str, date, int]] = []
        self.remarks: list[Remark] = []

    def talk(self, talk: Talk) -> int:
        """Keeps a contact; returns its place."""
        self.talks.append(talk)
        return len(self.talks) - 1

    def step(self, step: Step) -> int:
        """Keeps a follow-up; returns its number."""
        self.steps.append(step)
        return len(self.steps)

    def last_day(self, contact: int, people: Sequence[int] = ()) -> date:
        """The day of the last contact with somebody or their people. Raises ValueError where there was none."""
        return max(talk.on for talk in self.talks if talk.contact == contact or talk.contact in people)

    def numbers(self) -> dict[int, int]:
        """Place of a talk -> its number, counted through time; others who were there come right after."""
        order = sorted(range(len(self.talks)), key=lambda place: (_at(self.talks[place]), place))
        number, numbered = 1, {}
        for place in order:
            numbered[place] = number
            number += 1 + len(self.talks[place].others)
        return numbered

    def interactions(self, numbered: dict[int, int]) -> Iterator[Interaction]:
        """The contacts as rows, by number."""
        for place, number in numbered.items():
            talk = self.talks[place]
            for more, contact in enumerate((talk.contact, *talk.others)):
                yield Interaction(
                    number + more,
                    contact,
                    _at(talk),
                    talk.on.isoformat(),
                    talk.channel,
                    talk.direction,
                    talk.nature,
                    talk.outcome,
                    talk.mood,
                    None if more else talk.minutes,
                    talk.by,
                    talk.text,
                    talk.line,
                    None if more else talk.opportunity,
                    number if more else None,
                )

    def followups(self, numbered: dict[int, int]) -> Iterator[Followup]:
        """The follow-ups as rows; one closed by a contact is done on its day."""
        for number, step in enumerate(self.steps, 1):
            opened = None if step.opened_by is None else numbered[step.opened_by]
            closed_on = step.closed_on if step.closed_by is None else self.talks[step.closed_by].on
            closed = closed_on.isoformat() if closed_on else None
            status = step.status if step.closed_by is None else "done"
            yield Followup(
                number,
                step.contact,
                step.kind,
                step.text,
                step.due.isoformat(),
                step.due_time,
                step.every,
                step.owner,
                status,
                stamp(step.on, 17),
                step.on.isoformat(),
                opened,
                closed,
                None if step.closed_by is None else numbered[step.closed_by],
                step.repeats,
            )

    def quotes(self, numbered: dict[int, int]) -> Iterator[Quote]:
        """The offers as rows, by day."""
        for offer in sorted(self.offers, key=lambda offer: (offer.on, offer.contact)):
            yield Quote(
                offer.contact,
                offer.amount,
                "EUR",
                offer.amount,
                offer.text,
                offer.on.isoformat(),
                offer.valid_until.isoformat() if offer.valid_until else None,
                offer.status,
                offer.closed_on.isoformat() if offer.closed_on else None,
                offer.reason,
                int(offer.shortlist),
                offer.by,
                None if offer.talk is None else numbered[offer.talk],
            )

    def facts(self, numbered: dict[int, int]) -> Iterator[Fact]:
        """What was learnt, each with the conversation it came from."""
        for contact, key, value, on, place in self.learnt:
            yield Fact(contact, key, value, on.isoformat(), f"i{numbered[place]}")


def _at(talk: Talk) -> str:
    return stamp(talk.on, talk.hour, talk.minute)
