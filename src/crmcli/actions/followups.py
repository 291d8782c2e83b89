"""The morning list: one row a contact with all its reasons, ranked, with how to reach them and what clears the row."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any, NamedTuple

from crmcli.actions.day_asked import behind, day_asked
from crmcli.actions.record import named
from crmcli.actions.session import Session
from crmcli.analysis.urgency import Parts, Weights
from crmcli.domain.policy import GRADES, KINDS
from crmcli.domain.reach import Reach
from crmcli.domain.result import Result
from crmcli.domain.text import fold, quoted
from crmcli.domain.words import pick
from crmcli.errors import NotFoundError
from crmcli.store import complaints, contacts, guard, interactions, reasons, sales
from crmcli.store.reasons import Window
from crmcli.store.sources.base import Reason

RANGES = ("today", "week", "overdue", "all")
LAST_DAY = date(9999, 12, 31)


class Ranked(NamedTuple):
    """A contact's place on the list: the points of its leading reason, that reason's due date, worth and kind, the
    contact's id."""

    parts: Parts
    due_on: str
    worth: int
    contact_id: int
    kind: str

    def key(self) -> tuple[int, str, int, int]:
        """Best first; among equals whoever waits longest, then whoever is worth more."""
        return (-self.parts.score, self.due_on, -self.worth, self.contact_id)


def followups(
    session: Session, which: str = "today", *, owner: str | None = None, held: bool = False, explain: bool = False,
    wanted: int | None = None,
) -> Result:  # fmt: skip
    """The rows due in a range, best first, at most `wanted` of them (None: all). The summary speaks of the whole.

    With `held`, the rows held back by the guard or by do-not-contact instead.
    """
    span = pick(which, RANGES, "range")
    with day_asked(session):
        window = Window(session.as_of, _until(span, session.as_of), owner_asked(session, owner))
        hidden = reasons.held_contacts(session.book, window)
        total = len(hidden) if held else reasons.due_count(session.book, window) - len(hidden)
        ranked = _of_held(session, window, hidden) if held else _best(session, window, wanted)
        items = _items(session, window, ranked[:wanted], held=held)
        summary = {
            "shown": len(items),
            "more": total - len(items),
            "held": len(hidden),
            "range": span,
            "asked": "held" if held else "due",
            "explain": explain,
        }
        if not items and not held:
            summary["next"] = _next(session, window)
            summary["contacts"] = contacts.count(session.book)
        return session.result("followups", items=items, summary=summary, notes=behind(session))


def owner_asked(session: Session, asked: str | None) -> str | None:
    """One of ours as the book writes it. Raises NotFoundError for one who owns nobody and no complaint, and is not staff."""
    if asked is None:
        return None
    there: list[str] = [*contacts.owners(session.book), *session.policy["staff"], *complaints.owners(session.book)]
    known = list(dict.fromkeys(there))
    for owner in known:
        if fold(owner) == fold(asked.strip()):
            return owner
    named = f"owners are {', '.join(known[:10])}" if known else "`crm edit WHO --owner NAME` gives a contact one"
    raise NotFoundError(f"nobody's owner is called {quoted(asked)}", named)


def _until(span: str, today: date) -> date:
    ahead = {"today": 0, "week": 6, "overdue": -1}
    return LAST_DAY if span == "all" else today + timedelta(days=ahead[span])


def _best(session: Session, window: Window, wanted: int | None) -> list[Ranked]:
    """The best rows: within one kind and class only lateness tells rows apart, so each shelf is read from its oldest end
    and no further than the number of contacts wanted."""
    weights = Weights(session.policy)
    best: dict[int, Ranked] = {}
    for kind in KINDS:
        for grade in GRADES:
            seen: set[int] = set()
            for contact, due_on, worth in reasons.shelf(session.book, window, kind, grade):
                one = Ranked(weights.parts(kind, grade, due_on, window.today), due_on, worth, contact, kind)
                if contact not in best or one.key() < best[contact].key():
                    best[contact] = one
                seen.add(contact)
                if len(seen) == wanted:
                    break
    return sorted(best.values(), key=Ranked.key)


def _of_held(session: Session, window: Window, hidden: Collection[int]) -> list[Ranked]:
    weights = Weights(session.policy)
    due = reasons.of_contacts(session.book, window, hidden, free_only=False)
    return sorted(
        (min((_ranked(weights, r, window) for r in rows), key=Ranked.key) for rows in due.values()), key=Ranked.key
    )


def _ranked(weights: Weights, reason: Reason, window: Window) -> Ranked:
    parts = weights.parts(reason.kind, reason.grade or "prospect", reason.due_on, window.today)
    return Ranked(parts, reason.due_on, reason.worth, reason.contact_id, reason.kind)


def _items(session: Session, window: Window, ranked: list[Ranked], *, held: bool) -> list[dict[str, Any]]:
    items = []
    for start in range(0, len(ranked), 500):
        part = ranked[start : start + 500]
        ids = [one.contact_id for one in part]
        due = reasons.of_contacts(session.book, window, ids, free_only=not held)
        names = contacts.names(session.book, ids)
        last = interactions.last_words(session.book, ids)
        worn = guard.worn(session.book, session.policy, window.today, ids)
        ways = contacts.ways(session.book, ids, window.today, worn)
        habits = contacts.habits(session.book, ids)
        grades = sales.grades(session.book, ids)
        why = reasons.why_held(session.book, session.policy, ids, window.today) if held else {}
        for one in part:
            contact = one.contact_id
            items.append({
                "contact": named(contact, names[contact]),
                "score": one.parts.score,
                "parts": one.parts._asdict(),
                "reasons": [_reason(reason) for reason in _leading_first(due[contact], one)],
                "last_contact": _last(session, last.get(contact)),
                "reach": _reach(session, contact, ways[contact], window.today, habits.get(contact, {})),
                "class": grades[contact],
                "clear": _clear(session, contact),
                **({"held": why[contact]} if held else {}),
            })  # fmt: skip
    return items


def _leading_first(due: list[Reason], one: Ranked) -> list[Reason]:
    """The reason that scores, then the others by the day they fell due."""
    return sorted(due, key=lambda reason: (reason.kind != one.kind or reason.due_on != one.due_on, reason.due_on))


def _reason(reason: Reason) -> dict[str, Any]:
    return {
        "ref": reason.ref, "id": reason.row_id, "kind": reason.kind, "text": reason.text, "due_on": reason.due_on,
        "due_time": reason.due_time,
    }  # fmt: skip


def _last(session: Session, words: tuple[str, str, str, str] | None) -> dict[str, Any] | None:
    if words is None:
        return None
    return {"at": session.local(words[0]), "text": words[1], "channel": words[2], "outcome": words[3]}


def _reach(session: Session, contact: int, way: Reach, day: date, habits: dict[str, str]) -> dict[str, Any]:
    """How to reach them, at which hours and in which language; a company without a number of its own is reached through
    the first of its people who has one."""
    found: dict[str, Any] = {
        "channel": way.channel,
        "address": way.address,
        **({"none_left": True} if way.none_left else {}),
        **habits,
    }
    if way.channel is None and not way.none_left:
        staff = contacts.people(session.book, contact)
        ways = contacts.ways(session.book, [one for one, _, _ in staff], day)
        for one, name, _ in staff:
            if ways[one].channel is not None:
                theirs = contacts.habits(session.book, [one]).get(one, {})
                way = ways[one]
                return {"channel": way.channel, "address": way.address, "person": named(one, name), **habits, **theirs}
    return found


def _clear(session: Session, contact: int) -> str:
    return f"crm done c{contact}{session.place_flag}"


def _next(session: Session, window: Window) -> dict[str, Any] | None:
    found = reasons.next_due(session.book, window) if window.until < LAST_DAY else None
    return {"on": found[0], "contacts": found[1]} if found else None
