"""The morning of the demo: for every kind of reason to reach somebody a few customers with a story behind it.

A scene takes the next free account of its pool, keeps it quiet from `quiet` days ago on, and writes what
happened since. Some of what is due is held back on purpose: by the over-contact guard, or because nobody may
be reached.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from crmcli.demo.cast import Account
from crmcli.demo.days import ago, next_workday, workdays_back
from crmcli.demo.ledger import Offer, Step
from crmcli.demo.stage import Play, Scene, Stage


def _promise_today(stage: Stage, who: Account) -> None:
    said = "Promised to bring samples of the new Kenya for the whole team."
    stage.plan(who, "promise", "Bring Kenya AA samples for the team", stage.today, said)


def _promise_at_three(stage: Stage, who: Account) -> None:
    stage.closed.append((who.id, "phone", "asked to be written to, not rung"))
    said = "Asked for a price with the second grinder on loan; I said by three."
    stage.plan(who, "promise", "Write the price with the second grinder", stage.today, said, 4, "15:00")


def _promise_late(stage: Stage, who: Account) -> None:
    said = "The credit note for the torn bags is still missing; promised to see to it."
    stage.plan(who, "promise", "Send the credit note for the torn bags", workdays_back(stage.today, 3), said, 9)


def _promise_ahead(stage: Stage, who: Account) -> None:
    said = "Wants the roasting plan for the next month in writing."
    stage.plan(who, "promise", "Send the roasting plan", next_workday(stage.today), said)


def _followup_today(stage: Stage, who: Account) -> None:
    stage.plan(
        who,
        "followup",
        "Ask how the cold brew went with the guests",
        stage.today,
        "Took two kegs of cold brew to try out.",
    )


def _followup_late(stage: Stage, who: Account) -> None:
    due = workdays_back(stage.today, 2)
    stage.plan(
        who,
        "followup",
        "Ring about the tasting for the staff",
        due,
        "Would like a tasting for the staff, has to look for a day.",
        12,
    )


def _followup_recurring(stage: Stage, who: Account) -> None:
    """Every three months the water filter, since half a year."""
    before = None
    text = "Water filter: read the counter, order a cartridge"
    for back in (182, 91):
        on = ago(stage.today, back)
        done = stage.say(who, on, "Counter read, cartridge still good for a quarter.", "visit", nature="support")
        step = Step(
            who.id,
            "followup",
            text,
            on,
            who.owner,
            on - timedelta(days=90),
            closed_by=done,
            every="3m",
            repeats=before,
        )
        before = stage.ledger.step(step)
    stage.ledger.step(
        Step(who.id, "followup", text, stage.today, who.owner, ago(stage.today, 91), every="3m", repeats=before)
    )


def _ahead(days: int, text: str, said: str) -> Play:
    def play(stage: Stage, who: Account) -> None:
        stage.plan(who, "followup", text, next_workday(stage.today + timedelta(days=days)), said)

    return play


def _silent(stage: Stage, who: Account) -> None:
    """Nothing happened, for too long."""


def _offer(days: int, amount: int, text: str, valid_in: int | None = None, shortlist: bool = False) -> Play:
    def play(stage: Stage, who: Account) -> None:
        on = ago(stage.today, days)
        place = stage.say(who, on, f"Sent the quote for {text}; they think it over.", "email", mood=0)
        valid_until = None if valid_in is None else stage.today + timedelta(days=valid_in)
        stage.ledger.offers.append(
            Offer(who.id, amount, text, on, who.owner, valid_until, shortlist=shortlist, talk=place)
        )

    return play


def _writes(days: int, channel: str, text: str, hour: int) -> Play:
    def play(stage: Stage, who: Account) -> None:
        on = stage.today - timedelta(days=days)
        stage.say(who, on, text, channel, "in", "neutral", hour=hour, nature="service")

    return play


def _tried(*outcomes: str) -> Play:
    def play(stage: Stage, who: Account) -> None:
        texts = {
            "no-answer": "Nobody picked up.",
            "left-message": "Left a message about the new offer.",
            "wrong-number": "A stranger answered; the number is not theirs.",
        }
        for back, outcome in enumerate(reversed(outcomes), 1):
            stage.say(who, workdays_back(stage.today, back), texts[outcome], "phone", "out", outcome)
        if "wrong-number" in outcomes:
            stage.wrong.add(who.id)

    return play


def _born(in_days: int, year: int | None = None) -> Play:
    def play(stage: Stage, who: Account) -> None:
        stage.born(who.people[0] if who.people else who.id, in_days, year)

    return play


def _too_often(stage: Stage, who: Account) -> None:
    """A long silence, then four attempts in two weeks: the guard says enough."""
    for back in (1, 3, 5, 7):
        stage.say(
            who,
            workdays_back(stage.today, back),
            "Rang again, no answer.",
            "phone",
            "out",
            "no-answer",
            hour=10,
        )


def _written_to_often(stage: Stage, who: Account) -> None:
    """A birthday tomorrow, and four mails from us within the last days."""
    texts = (
        "Sent the tracking number.",
        "Wrote that the parcel is late.",
        "Sent the brewing sheet.",
        "Asked whether all arrived; it did.",
    )
    for back, text in zip((8, 7, 6, 4), texts, strict=True):
        stage.say(who, workdays_back(stage.today, back), text, "email", "out", "neutral", nature="delivery")
    stage.born(who.id, 1, None)


def _left_alone(stage: Stage, who: Account) -> None:
    """They want no contact of any kind, and something is due."""
    stage.closed.append((who.id, "all", "asked in writing not to be contacted"))
    on = ago(stage.today, 20)
    place = stage.say(
        who,
        on,
        "Asked us in writing not to contact them any more.",
        "letter",
        "in",
        "neutral",
        nature="other",
    )
    stage.say(who, on, "Confirmed by letter, one last time.", "letter", hour=14, nature="other")
    due = workdays_back(stage.today, 1)
    stage.ledger.step(Step(who.id, "followup", "Offer the harvest tasting", due, who.owner, on, place))


ASKS = "Good morning, could we get six kilos of the Ethiopia by the end of next week, and what does it cost now?"
ASKS_LV = "Labdien! Vai varat atsūtīt rēķinu ar jauno adresi un piegādāt ceturtdien?"
ASKS_WEB = "Is the decaf back in stock? I would take two bags."
SCENES: Sequence[Scene] = (
    Scene("A", 15, _promise_today),
    Scene("B", 19, _promise_at_three),
    Scene("C", 33, _promise_late),
    Scene("A", 16, _promise_ahead),
    Scene("B", 21, _followup_today),
    Scene("C", 36, _followup_late),
    Scene("A", 5, _followup_recurring),
    Scene("B", 24, _ahead(1, "Ask about the terrace order", "Plans the terrace, wants to hear from us soon.")),
    Scene("C", 40, _ahead(4, "Send the list of filter coffees", "Thinks about a filter of the week.")),
    Scene("A", 17, _ahead(9, "Book the barista day", "Barista day for the new people, date open.")),
    Scene("A", 32, _silent),
    Scene("A", 34, _silent),
    Scene("B", 62, _silent),
    Scene("C", 192, _silent),
    Scene("prospect", 46, _silent),
    Scene("A", 14, _offer(9, 486_000, "two grinders with service", 12, True)),
    Scene("B", 9, _offer(5, 124_000, "filter set for the meeting rooms", 0)),
    Scene("prospect", 15, _offer(11, 78_500, "the starter package", 20)),
    Scene("B", 8, _offer(2, 215_000, "a year of house espresso", 28)),
    Scene("A", 6, _writes(1, "email", ASKS, 19)),
    Scene("B", 8, _writes(2, "message", ASKS_LV, 8)),
    Scene("private", 30, _writes(3, "web", ASKS_WEB, 21)),
    Scene("B", 11, _tried("no-answer")),
    Scene("prospect", 12, _tried("no-answer", "left-message")),
    Scene("C", 21, _tried("wrong-number")),
    Scene("A", 7, _born(0, 1984), staffed=True),
    Scene("private", 40, _born(2)),
    Scene("B", 9, _born(5, 1979), staffed=True),
    Scene("private", 44, _born(3, 1991)),
    Scene("A", 33, _too_often),
    Scene("private", 50, _written_to_often),
    Scene("C", 40, _left_alone),
)
