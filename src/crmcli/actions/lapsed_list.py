"""`crm lapsed`: the list of the lapsed, with the one-time buyers and the fresh apart, and what becomes of it.

Only the rows that will be shown are dressed; the scores are in `actions.lapsed`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from heapq import nsmallest
from shlex import quote
from typing import Any

from crmcli.actions import outreach, warning
from crmcli.actions.lapsed import GROUPS, NAME, Columns, columns, method_words, until, words
from crmcli.actions.session import Session
from crmcli.actions.warning import Asked, Listing
from crmcli.domain.result import Result
from crmcli.domain.words import pick
from crmcli.errors import UsageError
from crmcli.store import segments

NAMED_APART = 5


def lapsed(session: Session, asked: Asked) -> Result:
    """The lapsed, most valuable first, with the one-time buyers and the fresh apart; then what was wished with them.

    Raises BadValueError; NoDatabaseError where there is no book.
    """
    as_of = session.as_of
    days = warning.horizon_days(asked.horizon, session.policy, "lapsed.horizon", as_of)
    grade, group = warning.grade_asked(asked.class_), _group_asked(asked.group)
    if group and asked.all_:
        raise UsageError("--all and --group both choose customers", "give one of them")
    plan = outreach.plan(session, asked.wish, chosen=not asked.all_ or bool(grade or group))
    found = columns(session.book, session.policy, as_of, session.today, days, accounts=asked.accounts)
    assert found is not None
    aside = warning.set_aside(session, as_of)
    chosen = [
        place
        for place, its_group in enumerate(found.groups)
        if (group or (None if asked.all_ else NAME)) in (None, its_group)
        and grade in (None, found.standings[place])
        and (asked.all_ or found.contact_ids[place] not in aside)
    ]
    ranked = _ranked(found, chosen)
    places = {found.contact_ids[place]: place for place in ranked}

    def dress(ids: Sequence[int]) -> list[dict[str, Any]]:
        names = segments.names(session.book, ids)
        return [_item(found, places[one], names, as_of, archived=one in aside) for one in ids]

    summary = {
        **_summary(session, found, as_of, aside),
        **({"class": grade} if grade else {}),
        "group": group or ("all" if asked.all_ else NAME),
        "listed": len(ranked),
        "accounts": asked.accounts,
        "next": warning.following(session, _again(asked), as_of),
    }
    notes = warning.left_out(session, as_of, found.without_rate)
    return warning.answer(session, asked, plan, Listing("lapsed", list(places), dress, summary, notes))


def _group_asked(text: str | None) -> str | None:
    if text is None:
        return None
    return pick("-".join(text.split()), tuple(group.replace("_", "-") for group in GROUPS), "group").replace("-", "_")


def _again(asked: Asked) -> str:
    """The command and the flags that ask the same again."""
    said = [("--all", asked.all_), ("--accounts", asked.accounts)]
    named = [("--horizon", asked.horizon), ("--group", asked.group), ("--class", asked.class_)]
    flags = [flag for flag, given in said if given] + [f"{flag} {quote(value)}" for flag, value in named if value]
    return " ".join(["lapsed", *flags])


def _ranked(found: Columns, places: Collection[int]) -> list[int]:
    """By value, then by score, the highest first."""
    values, scores, ids = found.values, found.scores, found.contact_ids
    return sorted(places, key=lambda place: (-values[place], -scores[place], ids[place]))


def _item(found: Columns, place: int, names: Mapping[int, str], as_of: date, *, archived: bool) -> dict[str, Any]:
    return {
        "contact": warning.contact(names, found.contact_ids[place]),
        "score": found.scores[place],
        "p_no_order": found.p_no_order[place],
        "last_order_on": date.fromordinal(found.last_days[place]).isoformat(),
        "silent_days": found.silent_days[place],
        "usual_gap_days": found.usual_gaps[place],
        "value_minor": found.values[place],
        "standing": found.standings[place],
        "group": found.groups[place],
        "archived": archived,
        "why": words(found, place, as_of),
    }


def _summary(session: Session, found: Columns, as_of: date, aside: set[int]) -> dict[str, Any]:
    """The whole, whichever rows are shown."""
    here: dict[str, list[int]] = {group: [] for group in GROUPS}
    for place, group in enumerate(found.groups):
        if found.contact_ids[place] not in aside:
            here[group].append(place)
    best = {group: nsmallest(NAMED_APART, here[group], key=lambda p: (-found.values[p], p)) for group in GROUPS[1:3]}
    names = segments.names(session.book, [found.contact_ids[place] for places in best.values() for place in places])
    return {
        "method": found.method,
        "words": method_words(found, as_of),
        "horizon_days": found.horizon_days,
        "until": until(found, as_of).isoformat(),
        "threshold": found.threshold,
        "rule_days": found.rule_days if found.method == "rule" else None,
        "customers": len(found.contact_ids),
        **{group: len(here[group]) for group in GROUPS},
        "archived": len(found.contact_ids) - sum(map(len, here.values())),
        "value_minor": sum(found.values[place] for place in here[NAME]),
        "one_time_value_minor": sum(found.values[place] for place in here["one_time"]),
        "excluded": found.without_rate,
        "walk_in": {"count": found.walk_ins},
        **{
            f"{group}_named": [
                {
                    "contact": warning.contact(names, found.contact_ids[place]),
                    "value_minor": found.values[place],
                    "last_order_on": date.fromordinal(found.last_days[place]).isoformat(),
                }
                for place in places
            ]
            for group, places in best.items()
        },
    }
