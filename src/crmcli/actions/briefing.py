"""The briefing before a call: who they are, the last words, what is open, what they buy and when, how they like it."""

from __future__ import annotations

import shlex
from datetime import date, timedelta
from statistics import median
from typing import Any

from crmcli.actions.day_asked import day_asked
from crmcli.actions.record import contact_item, named
from crmcli.actions.session import Session
from crmcli.actions.who import find_one
from crmcli.domain.result import Result
from crmcli.store import briefing, contacts, interactions

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
        item |= _money(session, one.id, item["company"], day)
        item |= {"preferences": _preferences(session, item)}
        item |= _known(session, one.id, day)
        item["ask"] = []
        item["next"] = _next(session, one.id, item["threads"], day)
        return session.result("briefing", item=item)


def _talk(session: Session, people: dict[int, str], day: str) -> dict[str, Any]:
    words = [_word(session, row, people) for row in interactions.newest(session.book, people, day, LAST_WORDS)]
    real = interactions.newest(session.book, people, day, 1, real=True)
    return {"last_contact": _word(session, real[0], people) if real else None, "last_words": words}


def _word(session: Session, row: dict[str, Any], people: dict[int, str]) -> dict[str, Any]:
    keys = ("channel", "direction", "nature", "outcome", "mood", "text")
    return {
        "ref": f"i{row['id']}", "id": row["id"], "at": session.local(row["at"]), **{key: row[key] for key in keys}, "on": row["on_date"], "by": row["by_whom"],
        "contact": named(row["contact_id"], people[row["contact_id"]]),
    }  # fmt: skip


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


def _money(session: Session, contact_id: int, company: dict[str, Any] | None, day: str) -> dict[str, Any]:
    own = briefing.bought(session.book, contact_id, day)
    firm = briefing.bought(session.book, company["id"], day) if company and not own.count else None
    account = {"contact": company, "orders": _sums(firm), "rhythm": _rhythm(firm.days, day)} if firm and firm.count else None
    return {"orders": _sums(own), "rhythm": _rhythm(own.days, day), "account": account}


def _sums(bought: briefing.Bought) -> dict[str, Any]:
    last_on = bought.days[-1] if bought.days else None
    return {
        "count": bought.count, "total_minor": bought.total_minor, "last_on": last_on, "without_rate": bought.without_rate,
    }  # fmt: skip


def _rhythm(days: list[str], day: str) -> dict[str, Any] | None:
    """How they buy: the median of the gaps in days between distinct days of ordering; None below three such days."""
    if len(days) < RHYTHM_DAYS:
        return None
    on = [date.fromisoformat(one) for one in days]
    gap = median((later - sooner).days for sooner, later in zip(on, on[1:], strict=False))
    return {
        "usual_gap_days": gap,
        "last_order_on": days[-1],
        "silent_days": (date.fromisoformat(day) - on[-1]).days,
        "next_expected_on": (on[-1] + timedelta(days=round(gap))).isoformat(),
    }


def _preferences(session: Session, item: dict[str, Any]) -> dict[str, Any]:
    way = contacts.ways(session.book, [item["id"]])[item["id"]]
    return {
        "channel": item["prefers"],
        "hours": item["hours"],
        "language": item["language"],
        "every": item["every"],
        "no_contact": item["no_contact"],
        "reach": {"channel": way.channel, "address": way.address},
    }


def _known(session: Session, contact_id: int, day: str) -> dict[str, Any]:
    book = session.book
    return {
        "facts": [
            {"key": key, "value": value, "on": on, "source": source}
            for key, value, on, source in briefing.facts(book, contact_id, day)
        ],
        "remarks": [{"ref": f"m{row['id']}", **row, "at": session.local(row["at"])} for row in briefing.remarks(book, contact_id, day, REMARKS)],
        "referred": [named(*row) for row in briefing.referred(book, contact_id)],
    }


def _next(session: Session, contact_id: int, threads: list[dict[str, Any]], day: str) -> list[str]:
    """The commands that are likely next, as they can be pasted into a shell."""
    place = f" --db {shlex.quote(session.place)}" if session.place else ""
    commands = [f'crm log c{contact_id} "..."{place}']
    due = [thread for thread in threads if thread["due_on"] <= day]
    if due:
        commands.append(f"crm done {due[0]['ref']}{place}")
    return [*commands, f"crm timeline c{contact_id}{place}"]
