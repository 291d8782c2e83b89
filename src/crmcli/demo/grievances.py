"""Complaints of the last year and what became of them, what customers proposed, and the questions staff ask by the way.

Only the steps are written here, each with its instant; what the clocks say of them is worked out where the book is written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from crmcli.demo.cast import Account
from crmcli.demo.days import ago, stamp, workdays_back
from crmcli.demo.names import STAFF
from crmcli.demo.service_rows import Complaint, ComplaintStep, Question, Suggestion

AT_ONCE = "at once"


class Move(NamedTuple):
    """A step so many working days after the opening, at an hour."""

    kind: str
    after: int
    hour: int
    text: str | None = None
    recovered: str | None = None
    minute: int = 0


class Grievance(NamedTuple):
    """A complaint of somebody of a pool (A, B, C), `back` working days ago; `again` is of the customer before."""

    pool: str
    back: int
    hour: int
    severity: str
    channel: str
    line: str | None
    text: str
    moves: tuple[Move, ...]
    about: str | None = None
    again: bool = False


def _solved(text: str) -> tuple[Move, ...]:
    return (Move(AT_ONCE, 0, 0, text),)


def _in(days: int, text: str, *more: Move) -> tuple[Move, ...]:
    """Answered within the hour and solved so many working days later."""
    return (Move("respond", 0, 15), Move("resolve", days, 16, text), *more)


YES, NO = Move("check", 11, 11, "All well since.", "yes"), Move("check", 9, 11, "It came back.", "no")
GRIEVANCES: Sequence[Grievance] = (
    Grievance("A", 228, 10, "normal", "phone", "espresso", "Two bags burst in the box",
              _solved("new bags went with the next van")),
    Grievance("B", 214, 11, "low", "email", None, "Invoice to the old address", _solved("sent the right one")),
    Grievance("C", 190, 13, "normal", "phone", "filter", "Ground too coarse for their filters",
              _in(1, "ground again and brought", YES)),
    Grievance("A", 171, 9, "high", "phone", "espresso", "Van did not come before a wedding",
              _in(0, "drove over with twelve kilos", YES)),
    Grievance("B", 160, 14, "normal", "visit", "decaf", "Decaf tastes of cardboard, three bags of one roast",
              _in(6, "roast taken back, credit note sent", NO._replace(recovered="no"))),
    Grievance("B", 148, 10, "normal", "email", None, "Nobody rings back about the tasting",
              _in(2, "tasting held, with a bag for everybody", YES), "Tom"),
    Grievance("A", 133, 11, "normal", "phone", "filter", "A kilo short in the box",
              _solved("a kilo credited while on the phone")),
    Grievance("C", 121, 10, "low", "message", "tea", "Tea came in the wrong tin",
              _solved("they keep it, at half the price")),
    Grievance("A", 112, 13, "normal", "phone", "espresso", "Beans oily and dark against what was agreed",
              _in(2, "roasted again two steps lighter")),
    Grievance("A", 99, 10, "high", "phone", "espresso", "The lighter roast is dark again",
              _in(1, "head roaster went there and set it with them", Move("check", 8, 10, "Very happy now.", "yes")),
              again=True),
    Grievance("B", 92, 9, "normal", "phone", None, "Charged twice in one month", _solved("the second one struck out")),
    Grievance("C", 84, 15, "normal", "web", "decaf", "Web shop took the order and sent nothing",
              _in(5, "sent by courier at our cost")),
    Grievance("B", 73, 10, "normal", "phone", None, "Grinder on loan jams every other day", (
        Move("respond", 0, 11), Move("wait", 0, 15, "they send the serial number"), Move("resume", 3, 10),
        Move("resolve", 4, 12, "burrs cleaned"), Move("check", 9, 11, "Jams again.", "no"),
        Move("reopen", 9, 11, "it jams again", minute=30), Move("resolve", 12, 15, "another grinder put there"),
        Move("check", 20, 10, "Runs since.", "yes"))),
    Grievance("A", 61, 11, "normal", "email", "filter", "Best-before date two weeks off",
              _solved("fresh bags on the same day")),
    Grievance("A", 52, 10, "normal", "phone", "espresso", "Driver left the boxes in the rain",
              _in(1, "boxes replaced, driver has a key now", YES), "Marta"),
    Grievance("B", 40, 13, "low", "phone", None, "Price list with last year's prices", _solved("sent the new one")),
    Grievance("C", 33, 10, "normal", "phone", "filter", "Half of the order missing",
              _in(4, "the rest brought, with an apology", YES)),
    Grievance("B", 19, 11, "normal", "phone", "espresso", "Label says Kenya, inside is the house roast",
              _in(2, "bags changed, labels checked", YES)),
    Grievance("A", 13, 9, "normal", "phone", None, "Delivery an hour late three times running",
              _in(1, "moved to the first stop of the round"), "Tom"),
    Grievance("C", 9, 10, "low", "message", "tea", "One tin dented", _solved("a new tin with the next order")),
    Grievance("B", 6, 10, "normal", "email", "espresso", "Sour taste since the last delivery", (
        Move("respond", 0, 12, "asked for the batch number"), Move("wait", 2, 10, "they look for the bag"))),
    Grievance("B", 3, 10, "normal", "phone", None, "Credit note promised in spring never came",
              (Move("respond", 0, 12, "looked it up; accounts has it"),)),
    Grievance("A", 1, 15, "high", "phone", "espresso", "Machine on loan leaks on the counter",
              (Move("respond", 0, 15, "told them to shut the tap; technician asked", minute=30),)),
    Grievance("C", 1, 16, "low", "email", "filter", "Asked for beans, got ground coffee", ()),
)  # fmt: skip
QUESTIONS = (
    ("grinder", "What grinder stands there?", ("tag:horeca",), "1y"),
    ("decides", "Who decides about the coffee?", ("kind:company", "class:A", "class:B"), "1y"),
    ("seats", "How many seats are there?", ("tag:cafe", "tag:hotel"), "2y"),
    ("milk", "Which milk do they foam?", ("tag:horeca",), "1y"),
    ("opening", "Are they planning another place?", ("class:A",), "180d"),
)
SUGGESTIONS = (
    ("A", 64, "An order form that remembers the last order", "open", None),
    ("A", 12, "Deliver before seven on market days", "open", None),
    ("B", 27, "Half-kilo bags of the decaf", "open", None),
    ("C", 90, "Take the empty bags back", "answered", "From next month on, with each delivery"),
    ("B", 120, "A text message when the van is near", "answered", "On since last week"),
    ("C", 75, "Deliver on Sundays", "declined", "The van stands still on Sundays; Saturday mornings can be had"),
)


class Told(NamedTuple):
    """The rows of this part of the book."""

    complaints: list[Complaint]
    steps: list[ComplaintStep]
    suggestions: list[Suggestion]
    questions: list[Question]


def told(
    accounts: Iterable[Account], taken: Iterable[int], tiers: Mapping[int, str], begins: Mapping[int, date], today: date
) -> Told:
    """Everything of it, about steady customers to whom nothing else happens this morning (`taken`: those are left out)."""
    busy = set(taken)
    pools: dict[str, list[Account]] = {"A": [], "B": [], "C": []}
    for account in accounts:
        old = (today - begins[account.id]).days > 400
        steady = account.rhythm in ("weekly", "regular", "growing", "slow") and account.kind == "company"
        if old and steady and account.id not in busy and tiers.get(account.id) in pools:
            pools[tiers[account.id]].append(account)
    complaints: list[Complaint] = []
    steps: list[ComplaintStep] = []
    turn = dict.fromkeys(pools, 0)
    who = None
    for number, grievance in enumerate(GRIEVANCES, 1):
        if who is None or not grievance.again:
            who = _next(pools, turn, grievance.pool)
        complaint, of_it = _complaint(number, grievance, who, today)
        complaints.append(complaint)
        steps += of_it
    return Told(complaints, steps, _suggestions(pools, turn, today), _questions(today))


def _next(pools: Mapping[str, list[Account]], turn: dict[str, int], pool: str) -> Account:
    """The next account of a pool, round and round."""
    found = pools[pool]
    turn[pool] += 1
    return found[(turn[pool] - 1) % len(found)]


def _complaint(number: int, said: Grievance, who: Account, today: date) -> tuple[Complaint, list[ComplaintStep]]:
    opened = workdays_back(today - timedelta(days=1), said.back - 1)
    at = stamp(opened, said.hour, 10)
    owner = who.owner if who.owner != said.about else next(name for name in STAFF if name != said.about)
    moves = said.moves
    once = bool(moves) and moves[0].kind == AT_ONCE
    rows = [ComplaintStep(who.id, number, at, opened.isoformat(), "open", None, owner)]
    for move in moves:
        on = workdays_back(today - timedelta(days=1), said.back - 1 - move.after)
        hour, minute = (said.hour, 10) if once else (move.hour, move.minute)
        if not once and move.after == 0 and hour <= said.hour:
            hour, minute = said.hour, max(35, minute)
        kind = "resolve" if once else move.kind
        moment = stamp(on, hour, minute)
        rows.append(ComplaintStep(who.id, number, moment, on.isoformat(), kind, move.text, owner, move.recovered))
    complaint = Complaint(
        number, who.id, at, opened.isoformat(), said.channel, said.severity, said.line, said.text, owner, said.about,
        owner, int(once),
    )  # fmt: skip
    return complaint, rows


def _suggestions(pools: Mapping[str, list[Account]], turn: dict[str, int], today: date) -> list[Suggestion]:
    found = []
    for pool, back, text, status, answer in SUGGESTIONS:
        who, on = _next(pools, turn, pool), ago(today, back)
        answered = None if answer is None else ago(today, back - 20).isoformat()
        by = None if answer is None else who.owner
        found.append(Suggestion(who.id, stamp(on, 11), on.isoformat(), text, who.owner, status, answer, answered, by))
    return found


def _questions(today: date) -> list[Question]:
    on = ago(today, 200).isoformat()
    return [Question(key, text, json.dumps(whom), fresh, on) for key, text, whom, fresh in QUESTIONS]
