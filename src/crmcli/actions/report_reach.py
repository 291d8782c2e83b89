"""`crm report reach`: how many can be reached on each channel, by value; whose address is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from crmcli.actions import report_frame
from crmcli.actions.day_asked import day_asked
from crmcli.actions.record import named
from crmcli.actions.report_frame import Asked, Frame
from crmcli.actions.session import Session
from crmcli.domain.policy import GRADES
from crmcli.domain.result import Result
from crmcli.domain.words import CHANNEL_ALIASES, pick
from crmcli.store import report_reach as record
from crmcli.store.report_reach import CHANNELS, Base

KIND = "report_reach"
ANY = "any"
NAMED = 10
UNDATED = "when an address was entered is not kept: earlier days count those of today"


def report(session: Session, asked: Asked, *, missing: str | None = None) -> Result:
    """Usable addresses by channel or group; or, with `missing`, who has none, by value. Raises BadValueError."""
    found = report_frame.frame(session, asked, record.WAYS, "channel")
    channel = pick(missing, (*CHANNELS, ANY), "channel with an address", CHANNEL_ALIASES) if missing else None
    with day_asked(session):
        now = record.base(session.book, found.now.end.isoformat(), found.by)
        before = record.base(session.book, found.before.end.isoformat(), found.by) if found.before else []
        most = asked.rows_wanted if channel else NAMED
        left = record.missing(
            session.book, found.now.end.isoformat(), None if channel in (None, ANY) else channel, most
        )
    absent = [
        {"contact": named(one.contact_id, one.name), "class": one.grade, "value_minor": one.value, "why": one.why}
        for one in left
    ]
    figures = {
        **_whole(now),
        "by_class": {grade: _whole(rows) for grade in GRADES if (rows := [one for one in now if one.grade == grade])},
        **({"missing": channel} if channel else {"unreachable": absent}),
        "previous": report_frame.dated(found.before, _whole(before)) if found.before else None,
    }
    items = absent if channel else _items(found, now, before)
    told = report_frame.answer(session, KIND, found, items, figures, asked, _notes(found))
    if channel:
        told.summary["listed"] = figures["contacts"] - (figures[ANY] if channel == ANY else figures[channel])
    return told


def _notes(found: Frame) -> list[str]:
    alone = [f"no {found.by} is kept of addresses"] if found.by in ("nature", "line") else []
    return [*alone, *([UNDATED] if found.before else [])]


def _items(found: Frame, now: Sequence[Base], before: Sequence[Base]) -> list[dict[str, Any]]:
    if found.by == "channel":
        return [_of_channel(place, now, before if found.before else None) for place in range(len(CHANNELS))]
    key: Callable[[Base], str] = (lambda one: one.grade) if found.by == "class" else (lambda one: one.group)
    groups = {key(one) for one in now} | {key(one) for one in before}
    order = list(GRADES) if found.by == "class" else []
    ranked = sorted(
        groups, key=lambda name: (order.index(name) if name in order else len(order), name == "(none)", name)
    )
    return [
        {
            "name": name,
            **_whole([one for one in now if key(one) == name]),
            "previous": _whole([one for one in before if key(one) == name]) if found.before else None,
        }
        for name in ranked
    ]


def _of_channel(place: int, now: Sequence[Base], before: Sequence[Base] | None) -> dict[str, Any]:
    return {
        "name": CHANNELS[place],
        **_channel(place, now),
        "by_class": {
            grade: _channel(place, rows)["share"]
            for grade in GRADES
            if (rows := [one for one in now if one.grade == grade])
        },
        "previous": None if before is None else _channel(place, before),
    }


def _channel(place: int, rows: Sequence[Base]) -> dict[str, Any]:
    contacts, usable = sum(one.contacts for one in rows), sum(one.usable[place] for one in rows)
    return {
        "contacts": contacts,
        "usable": usable,
        "share": report_frame.share(usable, contacts),
        "missing": contacts - usable,
        "bad": sum(one.bad[place] for one in rows),
        "no_contact": sum(one.asked[place] for one in rows),
    }


def _whole(rows: Sequence[Base]) -> dict[str, Any]:
    """Contacts of these rows, how many can be reached on each channel and on any, who asked not to be contacted at all."""
    contacts, any_way = sum(one.contacts for one in rows), sum(one.any for one in rows)
    return {
        "contacts": contacts,
        **{name: sum(one.usable[place] for one in rows) for place, name in enumerate(CHANNELS)},
        ANY: any_way,
        "share": report_frame.share(any_way, contacts),
        "no_contact": sum(one.asked_all for one in rows),
    }
