"""Two years of conversations: how often by class, about what by how the customer is doing.

Told backwards from the day of the last contact and never left unanswered, so that the morning of the demo
is quiet where no scene wants otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from crmcli.demo import phrases
from crmcli.demo.cast import Account
from crmcli.demo.days import workday, workdays_back
from crmcli.demo.dice import Dice
from crmcli.demo.ledger import Ledger, Step, Talk
from crmcli.demo.phrases import ENDINGS, NEXT_STEPS, SLOTS, USUAL, Topic

GAPS = {
    "A": (15, 24),
    "B": (28, 44),
    "C": (70, 120),
    "new": (4, 8),
    "prospect": (15, 28),
    "partner": (22, 34),
    "demanding": (17, 26),
}
LAST = {
    "A": (1, 23),
    "B": (1, 44),
    "C": (5, 140),
    "new": (1, 4),
    "prospect": (2, 33),
    "partner": (2, 33),
    "demanding": (2, 14),
}
MINUTES = {
    "phone": (3, 16),
    "visit": (25, 70),
    "meeting": (45, 100),
    "email": (4, 12),
    "message": (1, 4),
    "letter": (5, 10),
    "web": (2, 6),
    "other": (10, 30),
}
ASKING_HOURS = (7, 12)
LEARNT = (
    ("kilos_a_week", ("4", "7", "12", "18", "25")),
    ("grinder", ("two doses", "one dose", "flat burrs", "borrowed")),
    ("decides", ("owner", "chef", "head office", "barista")),
    ("seats", ("18", "24", "40", "65")),
    ("milk", ("oat and cow", "cow", "oat only")),
)


def sentence(dice: Dice, parts: Sequence[str], endings: float = 0.3) -> str:
    """One of the beginnings with its slots filled, and at times an ending."""
    text = dice.pick(parts) + (dice.pick(ENDINGS) if dice.chance(endings) else "")
    filled = text.format(**{slot: dice.pick(words) for slot, words in SLOTS.items()})
    return filled[0].upper() + filled[1:]


class Story:
    """What one account and we had to say to each other, from the first contact to the last."""

    def __init__(self, ledger: Ledger, account: Account, tier: str, bought: Sequence[date]) -> None:
        self.ledger = ledger
        self.account = account
        self.tier = tier
        self.bought = bought
        self.dice = account.dice(6)
        self.begin = date.min
        self._open: int | None = None

    def tell(self, begin: date, last: date) -> None:
        """Writes the conversations from `begin` to `last`, both local dates."""
        self.begin = begin
        days = []
        day = last
        while day > begin:
            days.append(workday(day))
            day -= timedelta(days=self.dice.between(*GAPS[self.tier]))
        days.append(workday(begin))
        for on in reversed(days):
            self._scene(on, on == days[0])

    def _scene(self, on: date, is_last: bool) -> None:
        mood, parts = self._colour(on)
        if parts is not None:
            ways = ("visit", "visit", "phone") if self.tier == "demanding" else ("phone", "email", "visit")
            place = self._say(on, Topic("", 1, "sales", "out", ways, "neutral", (mood,), parts))
        else:
            place = self._usual(on)
        self._go_on(place, is_last)

    def _usual(self, on: date) -> int:
        topic = self._topic()
        if topic.name in ("quality", "late"):
            who = self._who()
            self._say(workdays_back(on, 1), topic, who)
            amends = Topic("", 1, topic.nature, "out", ("phone", "visit"), "positive", (0, 1), phrases.AMENDS)
            return self._say(on, amends, who)
        if topic.name == "asks":
            return self._asked(on, topic)
        if topic.channels == ("visit",) and len(self.account.people) > 1 and self.dice.chance(0.5):
            return self._say(on, topic._replace(channels=("meeting",)), self.account.id, self.account.people)
        who = self._who()
        if topic.channels[0] == "phone" and topic.direction == "out" and self.dice.chance(0.12):
            failed = self.dice.pick(("no-answer", "left-message"))
            self._say(
                workdays_back(on, 1),
                Topic("", 1, topic.nature, "out", ("phone",), failed, (None,), phrases.TRIES[failed]),
                who,
            )
        return self._say(on, topic, who)

    def _asked(self, on: date, topic: Topic) -> int:
        """A message of theirs, answered within hours by the same way."""
        dice, who, channel = self.dice, self._who(), self.dice.pick(topic.channels)
        own_words = phrases.IN_THEIR_WORDS.get(self.account.language)
        own = own_words is not None and dice.chance(0.5)
        text = dice.pick(own_words) if own_words and own else sentence(dice, topic.sentences, 0)
        hour = dice.between(*ASKING_HOURS)
        asked = Talk(
            who, on, hour, dice.between(0, 59), channel, "in", topic.nature, "neutral",
            self.account.owner, text, dice.pick(topic.moods), 2,
        )  # fmt: skip
        self.ledger.talk(asked)
        answer = asked._replace(
            hour=max(9, hour + 2), channel="email" if channel == "web" else channel, direction="out",
            outcome="positive", text=sentence(dice, phrases.REPLIES, 0.1), mood=None, minutes=5,
        )  # fmt: skip
        return self.ledger.talk(answer)

    def _colour(self, on: date) -> tuple[int | None, tuple[str, ...] | None]:
        """The mood and words of the chapter this day is in; None where things take their usual course."""
        rhythm = self.account.rhythm
        if rhythm == "prospect" or (self.bought and on < self.bought[0]):
            return self.dice.pick((0, 1, 1)), phrases.WOOING
        if rhythm == "demanding":
            return self.dice.pick((0, 0, -1, None)), phrases.DEMANDING
        if rhythm == "seasonal" and self.bought and on > self.bought[-1]:
            return self.dice.pick((0, 1)), phrases.RESTING
        if rhythm == "partner":
            return self.dice.pick((0, 1)), phrases.PARTNERING
        since = (on - self.bought[-1]).days if self.bought else 0
        if rhythm == "lapsed" and since > 0:
            return (-1, phrases.FAREWELLS) if since <= 120 else (0, phrases.MISSED)
        if rhythm == "fading" and since > -40:
            return self.dice.pick((0, -1)), phrases.COOLING
        if rhythm in ("one_time", "soured") and since > 60:
            return 0, phrases.MISSED
        return 0, None

    def _topic(self) -> Topic:
        private = self.account.kind == "person"
        known = [topic for topic in USUAL if not (private and topic.channels == ("visit",))]
        point = self.dice.between(1, sum(topic.weight for topic in known))
        for topic in known:
            point -= topic.weight
            if point <= 0:
                return topic
        return known[0]

    def _who(self) -> int:
        people = self.account.people
        return self.dice.pick(people) if people and self.dice.chance(0.35) else self.account.id

    def _say(self, on: date, topic: Topic, who: int | None = None, others: tuple[int, ...] = ()) -> int:
        dice, channel = self.dice, self.dice.pick(topic.channels)
        hopeful = topic.outcome == "positive" and topic.direction == "out" and dice.chance(0.05)
        failed = topic.outcome in ("no-answer", "left-message")
        return self.ledger.talk(
            Talk(
                self._who() if who is None else who,
                on,
                dice.between(9, 12 if failed else 16),
                dice.between(0, 11) * 5,
                channel,
                topic.direction,
                topic.nature,
                topic.outcome,
                self.account.owner,
                sentence(dice, topic.sentences, 0.0 if failed else 0.3),
                dice.pick(topic.moods),
                1 if failed else dice.between(*MINUTES[channel]),
                dice.pick(("espresso", "filter")) if topic.nature == "sales" and dice.chance(0.4) else None,
                dice.between(30, 400) * 1000 if hopeful else None,
                others,
            )
        )

    def _go_on(self, place: int, is_last: bool) -> None:
        """Closes the step that the last contact opened; at times opens the next, or keeps what was learnt."""
        talk = self.ledger.talks[place]
        if self._open is not None:
            step = self.ledger.steps[self._open - 1]
            if talk.contact == step.contact:
                self.ledger.steps[self._open - 1] = step._replace(closed_by=place, due=min(step.due, talk.on))
            else:
                self.ledger.steps[self._open - 1] = step._replace(
                    status="skipped" if self.dice.chance(0.2) else "done", closed_on=talk.on
                )
            self._open = None
        if not is_last and self.dice.chance(0.2):
            kind = "promise" if self.dice.chance(0.3) else "followup"
            due = talk.on + timedelta(days=self.dice.between(5, 30))
            text = sentence(self.dice, NEXT_STEPS, 0)
            self._open = self.ledger.step(Step(talk.contact, kind, text, due, self.account.owner, talk.on, place))
        if self.dice.chance(0.08):
            key, values = self.dice.pick(LEARNT)
            self.ledger.learnt.append((talk.contact, key, self.dice.pick(values), talk.on, place))
