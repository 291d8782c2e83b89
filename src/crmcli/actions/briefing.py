"""The briefing before a call: who they are, the last words, what is open, what they buy, how they like it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from crmcli.actions import wallet
from crmcli.actions.asking import offers, stale_keys
from crmcli.actions.day_asked import day_asked
from crmcli.actions.record import contact_item, named
from crmcli.actions.session import Session
from crmcli.actions.who import find_one
from crmcli.domain.result import Result
from crmcli.store import briefing, contacts, facts, interactions, suggestions

LAST_WORDS = 5
REMARKS = 3
RHYTHM_DAYS = 3
OPEN = ("promise", "followup", "quote", "complaint", "check_back", "conflict", "unanswered", "attempt")


def show(session: Session, who: str) -> Result:
    """Everything worth knowing before a call. Raises NotFoundError, AmbiguousError."""
    with day_asked(session) as day:
        one = find_one(session, who)
        item = contact_item(session, one.id)
        people = {one.id: one.name} | {person["id"]: person["name"] for person in item["people"]}
        item |= _talk(session, people, day)
        item |= _open(session, people, day)
        item |= _money(session, item, day)
        item |= {"wallet": wallet.of_contact(session, one.id, session.as_of)}
        item |= {"preferences": _preferences(session, item)}
        item |= _known(session, one.id, day)
        item |= _dialogue(session, item, day)
        item["next"] = _next(session, one.id, item["threads"], day)
        return session.result("briefing", item=item)


def _talk(session: Session, people: dict[int, str], day: str) -> dict[str, Any]:
    rows = interactions.newest(session.book, people, day, LAST_WORDS)
    real = interactions.newest(session.book, people, day, 1, real=True)
    others = interactions.present(session.book, {row["id"] for row in rows + real})
    words = [_word(session, row, people, others) for row in rows]
    return {"last_contact": _word(session, real[0], people, others) if real else None, "last_words": words}


def _word(
    session: Session, row: dict[str, Any], people: dict[int, str], others: dict[int, list[tuple[int, str]]]
) -> dict[str, Any]:
    return {
        "ref": f"i{row['id']}",
        "id": row["id"],
        "at": session.local(row["at"]),
        "on": row["on_date"],
        **{key: row[key] for key in ("channel", "direction", "nature", "outcome", "mood", "text", "override")},
        "by": row["by_whom"],
        "contact": named(row["contact_id"], people[row["contact_id"]]),
        "with": [named(*one) for one in others.get(row["id"], ())],
    }


def _open(session: Session, people: dict[int, str], day: str) -> dict[str, Any]:
    """`threads`, open whether due or not; `due`, the other reasons to reach them by this day."""
    threads, due = [], []
    for contact, kind, ref, row_id, due_on, due_time, text in briefing.open_reasons(session.book, people):
        item = {
            "ref": ref, "id": row_id, "kind": kind, "text": text, "due_on": due_on, "due_time": due_time,
            "contact": named(contact, people[contact]),
        }  # fmt: skip
        if kind in OPEN:
            threads.append(item)
        elif due_on <= day:
            due.append(item)
    return {"threads": threads, "due": due}


def _money(session: Session, item: dict[str, Any], day: str) -> dict[str, Any]:
    """Their own orders; `account` is the firm's: a company's with its people's, an employer's for who buys nothing."""
    own = briefing.bought(session.book, [item["id"]], day)
    found: dict[str, Any] = {"orders": _sums(own), "rhythm": _rhythm(own.days, day), "account": None}
    people = [person["id"] for person in item["people"]]
    firm = named(item["id"], item["name"]) if people else item["company"]
    if firm and (people or not own.orders):
        whole = briefing.bought(session.book, [firm["id"], *people], day)
        if whole.orders > own.orders:
            found["account"] = {"contact": firm, "orders": _sums(whole), "rhythm": _rhythm(whole.days, day)}
    return found


def _sums(bought: briefing.Bought) -> dict[str, Any]:
    last_on = bought.days[-1] if bought.days else None
    return {
        "count": bought.orders,
        "total_minor": bought.total_minor,
        "last_on": last_on,
        "without_rate": bought.without_rate,
    }


def _rhythm(days: list[str], day: str) -> dict[str, Any] | None:
    """How they buy: the median of the gaps in days between distinct days of ordering; None below three such days."""
    if len(days) < RHYTHM_DAYS:
        return None
    on = [date.fromisoformat(one) for one in days]
    gap = _median([(later - sooner).days for sooner, later in pairwise(on)])
    return {
        "usual_gap_days": gap,
        "last_order_on": days[-1],
        "silent_days": (date.fromisoformat(day) - on[-1]).days,
        "next_expected_on": (on[-1] + timedelta(days=round(gap))).isoformat(),
    }


def _median(numbers: list[int]) -> float:
    """Of an even count the mean of the middle two. (The library's own is not worth the time it takes to load.)"""
    ranked = sorted(numbers)
    half = len(ranked) // 2
    return ranked[half] if len(ranked) % 2 else (ranked[half - 1] + ranked[half]) / 2


def _preferences(session: Session, item: dict[str, Any]) -> dict[str, Any]:
    way = contacts.ways(session.book, [item["id"]], session.as_of)[item["id"]]
    return {
        "channel": item["prefers"],
        "hours": item["hours"],
        "language": item["language"],
        "every": item["every"],
        "guard": item["guard"],
        "no_contact": item["no_contact"],
        "suppressed": item["suppressed"],
        "reach": {"channel": way.channel, "address": way.address},
    }


def _dialogue(session: Session, item: dict[str, Any], day: str) -> dict[str, Any]:
    """What is known of them, what to ask next, and what they proposed that waits for an answer."""
    known = facts.latest(session.book, day, item["id"])
    stale = stale_keys(session, known, session.as_of) if known else set()
    waiting = suggestions.listed(session.book, day, status="open", contact_id=item["id"])
    return {
        "facts": [
            {"key": one.key, "value": one.value, "on": one.on, "source": one.source,
             "stale": (one.contact_id, one.key) in stale}
            for one in known
        ],
        "ask": offers(session, item["id"], item["kind"], known),
        "suggestions": [{"ref": f"s{one.id}", "id": one.id, "text": one.text, "on": one.on} for one in waiting],
    }  # fmt: skip


def _known(session: Session, contact_id: int, day: str) -> dict[str, Any]:
    book = session.book
    return {
        "remarks": [
            {"ref": f"m{row['id']}", **row, "at": session.local(row["at"])}
            for row in briefing.remarks(book, contact_id, day, REMARKS)
        ],
        "referred": [named(*row) for row in briefing.referred(book, contact_id)],
    }


def _next(session: Session, contact_id: int, threads: list[dict[str, Any]], day: str) -> list[str]:
    """The commands that are likely next, as they can be pasted into a shell."""
    place = session.place_flag
    commands = [f'crm log c{contact_id} "..."{place}']
    due = [thread for thread in threads if thread["due_on"] <= day]
    if due:
        commands.append(f"crm done {due[0]['ref']}{place}")
    return [*commands, f"crm timeline c{contact_id}{place}"]
