"""`crm segment --ladder`: on which step each customer stands, what they have, and what the next step lacks.

A step set by hand (`crm edit WHO --step`) wins over the rules and is said; on a past day it counts if it had been set by
then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple, Protocol

from crmcli import clock
from crmcli.actions.segment_kind import Graded
from crmcli.actions.session import Session
from crmcli.analysis.ladder import STEPS, Rule, Standing, Talk, above, lacking, step_of, together
from crmcli.domain.policy import Policy
from crmcli.domain.span import Span, add
from crmcli.domain.words import counted
from crmcli.errors import BadValueError
from crmcli.store import ladder, segments
from crmcli.store.ladder import Climber

YEAR = 365.25
NOBODY = Talk(0, 0, 0, None)


class Asked(Protocol):
    """What of the question matters here."""

    @property
    def accounts(self) -> bool: ...

    @property
    def within(self) -> frozenset[int] | None: ...


class Placed(NamedTuple):
    """One customer on the ladder: the step they stand on, the one the rules give, and the one wanted for them."""

    step: str
    by_rules: str
    by_hand: bool
    wanted: str | None
    standing: Standing


def grade(session: Session, asked: Asked, as_of: date) -> Graded:
    """Everybody's step as of a day, the highest first; people under their company where accounts are asked for."""
    rules = rules_of(session.policy)
    firms = segments.accounts(session.book) if asked.accounts else {}
    people = _climbers(session, as_of)
    standings = _standings(session, as_of, people, firms)
    within = standings.keys() if asked.within is None else asked.within
    placed = {one: _placed(people.get(one), got, rules) for one, got in standings.items() if one in within}
    ranked = sorted(placed, key=lambda one: _rank(one, placed[one]))

    def dress(ids: Sequence[int]) -> list[dict[str, Any]]:
        return [_item(placed[one], rules) for one in ids]

    return Graded(
        ranked=ranked,
        grades={one: place.step for one, place in placed.items()},
        values={},
        names=tuple(reversed(STEPS)),
        dress=dress,
        summary=_summary(placed.values()),
        about={"months": session.policy["ladder.months"], "by_hand": sum(place.by_hand for place in placed.values())},
        basis="ladder/accounts" if asked.accounts else "ladder",
    )


def rules_of(policy: Policy) -> dict[str, Rule]:
    """What each step but the first asks for."""
    return {step: Rule(*(policy[f"ladder.{step}.{name}"] for name in Rule._fields)) for step in STEPS[1:]}


def _climbers(session: Session, as_of: date) -> dict[int, Climber]:
    """Everybody not archived on that day, with the steps that had been set by hand by its end."""
    midnight = datetime.combine(as_of + timedelta(days=1), time(), session.policy.zone)
    until = clock.stamp(midnight.astimezone(UTC))
    earlier = ladder.before_later_changes(session.book, until) if as_of < session.today else {}
    found = {}
    for one in ladder.climbers(session.book, until):
        was = earlier.get(one.id, {})
        found[one.id] = one._replace(step=was.get("step", one.step), wanted=was.get("step_wanted", one.wanted))
    return found


def _standings(
    session: Session, as_of: date, people: Mapping[int, Climber], firms: Mapping[int, int]
) -> dict[int, Standing]:
    """What each had on that day; who was not in the book yet and had neither talked nor bought is left out."""
    book, day = session.book, as_of.isoformat()
    said = ladder.said(book, _since(session, as_of), day)
    bought, answers, sent = ladder.first_orders(book, day), ladder.answers(book, day), ladder.referrals(book, day)
    groups: dict[int, list[int]] = {}
    for one, climber in people.items():
        if climber.created_on <= day or one in said or one in bought:
            account = firms.get(one, one)
            groups.setdefault(account if account in people else one, []).append(one)
    today, found = as_of.toordinal(), {}
    for account, members in groups.items():
        talk = together(_talk(said.get(one), bought.get(one)) for one in members)
        given = [answers.get(one, (0, 0)) for one in members]
        signs = sum(used for _, used in given) + sum(sent.get(one, 0) for one in members)
        found[account] = Standing(
            talk.conversations,
            sum(known for known, _ in given),
            talk.moods / talk.noted if talk.noted else None,
            0.0 if talk.first is None else (today - talk.first) / YEAR,
            signs,
        )
    return found


def _since(session: Session, as_of: date) -> str:
    try:
        return add(as_of, Span(session.policy["ladder.months"], "m"), -1).isoformat()
    except BadValueError:  # further back than the calendar goes: all there is
        return ""


def _talk(said: ladder.Said | None, bought: str | None) -> Talk:
    days = [day for day in (said and said.first_on, bought) if day]
    first = date.fromisoformat(min(days)).toordinal() if days else None
    return Talk(said.conversations, said.moods, said.noted, first) if said else NOBODY._replace(first=first)


def _placed(climber: Climber | None, standing: Standing, rules: Mapping[str, Rule]) -> Placed:
    by_rules = step_of(standing, rules)
    by_hand = climber.step if climber else None
    return Placed(by_hand or by_rules, by_rules, by_hand is not None, climber and climber.wanted, standing)


def _rank(contact: int, place: Placed) -> tuple[int, int, int]:
    return -STEPS.index(place.step), -place.standing.conversations, contact


def _summary(places: Any) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {step: {"customers": 0, "wanted": 0} for step in reversed(STEPS)}
    for place in places:
        found[place.step]["customers"] += 1
        if place.wanted:
            found[place.wanted]["wanted"] += 1
    return found


def _item(place: Placed, rules: Mapping[str, Rule]) -> dict[str, Any]:
    standing = place.standing
    return {
        "step": place.step,
        "wanted": place.wanted,
        "by_hand": place.by_hand,
        "conversations": standing.conversations,
        "answers": standing.answers,
        "mood": None if standing.mood is None else round(standing.mood, 2),
        "years": round(standing.years, 2),
        "signs": standing.signs,
        "why": why(place, rules),
    }


def why(place: Placed, rules: Mapping[str, Rule]) -> str:
    """What they have, and what the step after the one that the rules give lacks: 5 conversations, known for 2.3 years;
    closeness lacks 3 conversations and 1 answer."""
    hand = "set by hand; " if place.by_hand else ""
    if place.by_hand and place.by_rules != place.step:
        hand = f"set by hand, by the rules {place.by_rules}; "
    parts = [_had(place.standing)]
    upper = above(place.by_rules)
    if upper is not None:
        wants = [_want(name, place.standing, rules[upper]) for name in lacking(place.standing, rules[upper])]
        parts.append(f"{upper} lacks {_listed(wants)}")
    return hand + "; ".join(parts)


def _had(standing: Standing) -> str:
    said = [counted(standing.conversations, "conversation") if standing.conversations else "no conversation"]
    said += [counted(standing.answers, "answer")] if standing.answers else []
    said += [f"mood {_mood(standing.mood)}"] if standing.mood is not None else []
    said += [f"known for {_time(standing.years)}"] if standing.years else []
    said += [counted(standing.signs, "sign of trust", "signs of trust")] if standing.signs else []
    return ", ".join(said)


def _want(name: str, standing: Standing, rule: Rule) -> str:
    if name == "mood":
        now = "none noted" if standing.mood is None else f"now {_mood(standing.mood)}"
        return f"a mood of {_mood(rule.mood)} ({now})"
    if name == "years":
        return f"{_time(rule.years - standing.years)} more"
    if name == "signs":
        return counted(rule.signs - standing.signs, "sign of trust", "signs of trust")
    missing = getattr(rule, name) - getattr(standing, name)
    return counted(missing, name.removesuffix("s"))


def _mood(mood: float) -> str:
    """+0.4; -1; 0."""
    return f"{mood:+.2f}".rstrip("0").rstrip(".") if round(mood, 2) else "0"


def _time(years: float) -> str:
    """2.3 years; 5 months; 12 days."""
    if years >= 1:
        return f"{years:.1f}".removesuffix(".0") + (" year" if f"{years:.1f}" == "1.0" else " years")
    days = max(1, round(years * YEAR))
    return counted(days, "day") if days < 60 else counted(round(years * 12), "month")


def _listed(parts: Sequence[str]) -> str:
    return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)
