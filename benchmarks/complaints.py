"""Complaints of the large book: opened evenly over the two years, most solved, some of the last days open or waiting.

Their columns are what the clocks say of their steps, as `crm complaint` writes them; a test settles them once more.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, partial
from typing import Any, NamedTuple

from benchmarks.material import listed, vocabulary
from benchmarks.trade import CHUNK, DAYS, Buyers
from crmcli.actions.complaint_record import check_back_day, instant
from crmcli.actions.complaint_terms import terms_of
from crmcli.actions.session import Session
from crmcli.analysis import complaint_clock
from crmcli.analysis.complaint_clock import Course, Step, Terms
from crmcli.domain.working_time import instant_of, minute_of
from crmcli.store.book import Operation

SEVERITIES = ("low",) * 2 + ("normal",) * 6 + ("high",) * 2
CHANNELS = ("phone",) * 5 + ("email",) * 3 + ("message", "web")
SERVED = ("A",) * 3 + ("B",) * 3 + ("C",) * 4 + ("new",)
FIRST_SHARE, WAIT_SHARE, REOPEN_SHARE, CHECK_SHARE, STAYED_SHARE, ABOUT_SHARE = 0.35, 0.15, 0.05, 0.3, 0.85, 0.03
HOUR, DAY = 60, 1_440
KEPT = ("status", "resolve_by", "warn_at", "warn_on")
ENDS = (
    "respond_by", "responded_at", "response_minutes", "waiting_since", "resolved_at", "resolved_on",
    "resolution_minutes", "on_time", "reopened", "recovered", "checked_on",
)  # fmt: skip
SAID = (
    "contact_id", "opened_at", "opened_on", "channel", "severity", "line", "text", "owner", "about", "terms",
    "escalated", "first_contact", "by_whom",
)  # fmt: skip
STEP = ("contact_id", "complaint_id", "at", "on_date", "kind", "text", "by_whom", "recovered", *KEPT)
Row = tuple[Any, ...]


class Taken(NamedTuple):
    """A step: its minute, local date and kind, what was said and by whom, and whether it stayed solved."""

    minute: int
    on: str
    kind: str
    text: str | None
    by: str
    recovered: str | None


class Desk:
    """Writes complaints one after another: knows the policy's terms, the hour it is, and who complained lately."""

    def __init__(self, session: Session, rng: random.Random, wanted: int, today: date) -> None:
        self.rng, self.wanted, self.zone = rng, wanted, session.policy.zone
        self.now = minute_of(session.now)
        self.first = self.now - self.now % DAY - DAYS * DAY
        self.check_back = cache(partial(check_back_day, session))
        self.terms = {
            (year, served): _served(terms_of(session, 1, f"{year}-01-01"), served)
            for year in range(today.year - 3, today.year + 1)
            for served in dict.fromkeys(SERVED)
        }
        self.recovery = timedelta(days=session.policy["complaint.recovery_days"])
        self.until: dict[int, str] = {}

    def complaint(self, number: int, who: int) -> tuple[Row, list[Row]]:
        """The columns SAID, KEPT and ENDS of the `number`-th complaint, and those of its steps."""
        rng = self.rng
        opened = self._opened(number)
        owner, at_once = rng.choice(listed("staff")), rng.random() < FIRST_SHARE
        about = rng.choice(listed("staff")) if rng.random() < ABOUT_SHARE else None
        steps = [self._taken(*step, owner) for step in self._course(opened, at_once) if step[0] <= self.now]
        on = steps[0].on
        text = self.terms[int(on[:4]), rng.choice(SERVED)]
        said = (
            who, instant(opened), on, rng.choice(CHANNELS), rng.choice(SEVERITIES),
            rng.choice(listed("line")) if rng.random() < 0.7 else None, " ".join(rng.choices(vocabulary()[:800], k=7)),
            owner, None if about == owner else about, text, self._escalated(who, on), int(at_once), owner,
        )  # fmt: skip
        kept, ends = _settled(complaint_clock.terms(text), steps)
        solved = [place for place, step in enumerate(steps) if step.kind == "resolve"]
        for place in solved:
            kept[place] = (*kept[place][:3], self.check_back(steps[place].on))
        last = kept[-1] if kept[-1][0] != "resolved" else (*kept[-1][:3], kept[solved[-1]][3])
        rows = [(who, number + 1, instant(step.minute), *step[1:], *one) for step, one in zip(steps, kept, strict=True)]
        return (*said, *last, *ends), rows

    def _opened(self, number: int) -> int:
        """Later from one to the next, up to yesterday: nine in ten between five and sixteen hours UTC."""
        day, part = divmod(number * DAYS, self.wanted)
        share, night = part / self.wanted, 0.05
        hour = 5 + 11 * (share - night) / 0.9
        if not night <= share < 1 - night:
            hour = 5 * share / night if share < night else 24 - 8 * (1 - share) / night
        return self.first + day * DAY + int(hour * HOUR)

    def _course(self, opened: int, at_once: bool) -> Iterator[tuple[int, str]]:
        """(minute, kind) of what happens to a complaint in the end, whenever that may be."""
        rng = self.rng
        yield opened, "open"
        at = opened
        if not at_once:
            at += int(rng.expovariate(1 / (4 * HOUR))) + 1
            yield at, "respond"
            if rng.random() < WAIT_SHARE:
                yield at + 30, "wait"
                at += 30 + int(rng.expovariate(1 / (4 * DAY)))
                yield at, "resume"
            at += int(rng.lognormvariate(7.6, 1.2)) + 1
        yield at, "resolve"
        if rng.random() < REOPEN_SHARE:
            at += int(rng.expovariate(1 / (5 * DAY))) + 60
            yield at, "reopen"
            at += int(rng.lognormvariate(7.2, 0.8)) + 1
            yield at, "resolve"
        if rng.random() < CHECK_SHARE:
            yield at + 7 * DAY + rng.randrange(DAY), "check"

    def _taken(self, minute: int, kind: str, by: str) -> Taken:
        on = instant_of(minute).astimezone(self.zone).date().isoformat()
        text = " ".join(self.rng.sample(listed("common"), 4)) if kind in ("respond", "resolve") else None
        stayed = ("yes" if self.rng.random() < STAYED_SHARE else "no") if kind == "check" else None
        return Taken(minute, on, kind, text, by, stayed)

    def _escalated(self, who: int, on: str) -> int:
        until = self.until.get(who, "")
        self.until[who] = max(until, (date.fromisoformat(on) + self.recovery).isoformat())
        return int(on <= until)


def write(
    session: Session,
    op: Operation,
    rng: random.Random,
    wanted: int,
    buyers: Buyers,
    today: date,
    counts: dict[str, int],
) -> None:
    """Complaints with their steps, oldest first; their ids count from 1."""
    desk, total = Desk(session, rng, wanted, today), 0
    for start in range(0, wanted, CHUNK):
        people = buyers.speaking(rng, min(CHUNK, wanted - start))
        made = [desk.complaint(number, who) for number, who in enumerate(people, start)]
        op.insert_many("complaints", (*SAID, *KEPT, *ENDS), (row for row, _ in made))
        op.insert_many("complaint_steps", STEP, (step for _, steps in made for step in steps))
        total += sum(len(steps) for _, steps in made)
    counts.update(complaints=wanted, complaint_steps=total)


def _served(text: str, served: str) -> str:
    return complaint_clock.terms_text({**json.loads(text), "served_as": served})


def _settled(under: Terms, steps: list[Taken]) -> tuple[list[Row], Row]:
    """KEPT of each step, and ENDS."""
    courses = complaint_clock.courses(under, [Step(step.minute, step.kind) for step in steps])
    return [_kept(under, course) for course in courses], _ends(under, courses[-1], steps)


def _kept(under: Terms, course: Course) -> Row:
    due = complaint_clock.clocks(under, course, course.at).resolution.due
    warned = complaint_clock.warning(under, course)
    return (
        course.status,
        instant(due),
        instant(warned[0]) if warned else None,
        warned[1].isoformat() if warned else None,
    )


def _ends(under: Terms, course: Course, steps: list[Taken]) -> Row:
    both = complaint_clock.clocks(under, course, course.at)
    solved = [step for step in steps if step.kind == "resolve"][-1] if course.resolved is not None else None
    last = steps[-1] if steps[-1].kind == "check" else None
    return (
        instant(both.response.due), instant(course.responded),
        None if course.responded is None else both.response.used, instant(course.waiting),
        *((None,) * 4 if solved is None else (
            instant(solved.minute), solved.on, both.resolution.used, int(not both.resolution.breached))),
        course.reopened, *((None, None) if last is None else (last.recovered, last.on)),
    )  # fmt: skip
