"""Tensions as they stand today: whose signs say that a conflict is near, kept so that no morning has to look for them.

Worked out for everybody once a day and for a contact when anything is written about them. What a sign is, an analysis says: it
comes in as a function; this room gathers what it looks at, and only of those about whom there may be a sign.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple

from crmcli.domain.policy import Policy
from crmcli.domain.span import Span, add
from crmcli.domain.words import FAILED
from crmcli.store.book import Book, only
from crmcli.store.sales import GRADE
from crmcli.store.sources.complaint import LAST

FAILED_SQL = "'" + "','".join(FAILED) + "'"
BAD_SQL = "'negative', 'do-not-call'"
ABOUT = ("policy", "interactions", "contacts", "roles", "followups", "complaints", "complaint_steps")

NEAR_AT = "min(coalesce(s.warn_at, s.resolve_by), coalesce(s.resolve_by, s.warn_at))"


class Case(NamedTuple):
    """What there is about one contact: the instant of the last real contact ("" for none), talks (id, at, on, channel,
    direction, outcome, mood, text) oldest first, late promises (id, due date, text), open complaints near their deadline
    (id, opened on, warned on, local instant of the deadline, whether it is the answer's, text)."""

    contact_id: int
    spoken_at: str
    talks: list[tuple[Any, ...]]
    promises: list[tuple[int, str, str]]
    complaints: list[tuple[Any, ...]]


class Tension(NamedTuple):
    """Who, how severe (the weights of the signs together), since which local date, the instant or date of the last evidence,
    and the signs as plain data, the gravest first."""

    contact_id: int
    severity: int
    since: str
    cause: str
    signs: list[dict[str, Any]]


class Shown(NamedTuple):
    """A tension with what a list says of it; `settled`: it has been dealt with since; `has_row`: the morning
    list has a row for it."""

    contact_id: int
    severity: int
    since: str
    signs: list[dict[str, Any]]
    name: str
    owner: str | None
    grade: str
    settled: bool
    has_row: bool


Judge = Callable[[Policy, date, Iterable[Case]], Iterable[Tension]]


def refresh_tensions(book: Book, policy: Policy, today: date, contacts: Collection[int] | None, judge: Judge) -> None:
    """Works the tensions of `contacts` (None: of everybody) out again; `state` has to be up to date."""
    book.db.execute(f"DELETE FROM tensions WHERE 1 = 1{only('contact_id', contacts)}")
    cases = _cases(book, policy, today, contacts)
    if cases:
        rows = (
            (*one[:4], json.dumps(one.signs, ensure_ascii=False, separators=(",", ":")))
            for one in judge(policy, today, cases)
        )
        book.db.executemany(
            "INSERT INTO tensions (contact_id, severity, since, cause, body) VALUES (?, ?, ?, ?, ?)", rows
        )


def _cases(book: Book, policy: Policy, today: date, contacts: Collection[int] | None) -> list[Case]:
    first = add(today, policy.span("conflict.window") or Span(90, "d"), -1)
    bounds = {
        "first": first.isoformat(),
        "from_at": (first - timedelta(days=1)).isoformat(),
        "today": today.isoformat(),
        "day_end": _day_end(policy, today),
    }
    cases: dict[int, Case] = {}

    def case(contact: int, spoken_at: str | None) -> Case:
        return cases.setdefault(contact, Case(contact, spoken_at or "", [], [], []))

    for contact, spoken_at, *talk in _talks(book, policy, bounds, contacts):
        case(contact, spoken_at).talks.append(tuple(talk))
    for contact, spoken_at, *promise in _promises(book, policy, today, bounds, contacts):
        case(contact, spoken_at).promises.append((promise[0], promise[1], promise[2]))
    for contact, spoken_at, *complaint in _complaints(book, policy, bounds, contacts):
        case(contact, spoken_at).complaints.append(tuple(complaint))
    return list(cases.values())


def _talks(
    book: Book, policy: Policy, bounds: dict[str, str], contacts: Collection[int] | None
) -> list[tuple[Any, ...]]:
    """Everything said or tried in the window with those who gave reason enough to look closer."""
    within = "voided_at IS NULL AND at >= :from_at AND on_date BETWEEN :first AND :today"
    return book.rows(
        "WITH told AS MATERIALIZED (SELECT contact_id FROM interactions WHERE"
        f" {within}{only('contact_id', contacts)} GROUP BY contact_id"
        f" HAVING sum(outcome IN ({BAD_SQL})) >= :bad OR sum(direction = 'out' AND outcome IN ({FAILED_SQL})) >= :tries"
        " OR (count(mood) > 1 AND min(mood) <= 0 AND max(mood) - min(mood) >= :fall))"
        " SELECT i.contact_id, s.last_at, i.id, i.at, i.on_date, i.channel, i.direction, i.outcome, i.mood,"
        " substr(i.text, 1, 200) FROM told CROSS JOIN interactions i ON i.contact_id = told.contact_id"
        " JOIN contacts c ON c.id = i.contact_id LEFT JOIN state s ON s.contact_id = i.contact_id"
        f" WHERE c.archived_at IS NULL AND {within.replace('voided_at', 'i.voided_at').replace(' at ', ' i.at ')}"
        " ORDER BY i.contact_id, i.at, i.id",
        {
            **bounds,
            "bad": policy["conflict.bad"], "tries": policy["conflict.attempts"], "fall": policy["conflict.mood_fall"],
        },
    )  # fmt: skip


def _promises(
    book: Book, policy: Policy, today: date, bounds: dict[str, str], contacts: Collection[int] | None
) -> list[tuple[Any, ...]]:
    late = add(today, policy.span("conflict.promise_late") or Span(1, "d"), -1)
    return book.rows(
        "SELECT f.contact_id, s.last_at, f.id, f.due_on, substr(f.text, 1, 200) FROM followups f"
        " JOIN contacts c ON c.id = f.contact_id LEFT JOIN state s ON s.contact_id = f.contact_id"
        " WHERE f.kind = 'promise' AND f.created_on <= :today AND f.due_on BETWEEN :first AND :late"
        " AND (f.status = 'open' OR (f.closed_on > :today AND f.status <> 'void')) AND c.archived_at IS NULL"
        f"{only('f.contact_id', contacts)} ORDER BY f.due_on, f.id",
        {**bounds, "late": late.isoformat()},
    )


def _complaints(
    book: Book, policy: Policy, bounds: dict[str, str], contacts: Collection[int] | None
) -> list[tuple[Any, ...]]:
    """(contact, last real contact, id, opened on, warned on, deadline instant, whether it is the answer's, text) of those
    complaints whose time is nearly used by the end of today (`complaint.warn`), or over; and the instant of that."""
    rows = book.rows(
        f"SELECT k.contact_id, t.last_at, k.id, k.opened_on, {NEAR_AT}, k.respond_by, k.responded_at, s.resolve_by,"
        " substr(k.text, 1, 200)"
        f" FROM complaints k JOIN complaint_steps s ON s.id = {LAST} JOIN contacts c ON c.id = k.contact_id"
        " LEFT JOIN state t ON t.contact_id = k.contact_id"
        " WHERE k.voided_at IS NULL AND k.opened_on <= :today AND (k.status <> 'resolved' OR k.resolved_on > :today)"
        " AND s.status <> 'resolved' AND c.archived_at IS NULL"
        f" AND {NEAR_AT} < :day_end"
        f"{only('k.contact_id', contacts)}",
        bounds,
    )
    return [
        (
            *row[:4],
            _local(row[4], policy)[:10],
            *_deadline(row[5], row[6], row[7], policy, bounds["today"]),
            row[8],
            row[4],
        )
        for row in rows
    ]


def _deadline(
    respond_by: str | None, responded_at: str | None, resolve_by: str | None, policy: Policy, today: str
) -> tuple[str, bool]:
    """The deadline that comes first, as a local instant ("" for none), and whether it is the answer's."""
    answered = responded_at is not None and _local(responded_at, policy)[:10] <= today
    due = [(_local(resolve_by, policy), False)] if resolve_by else []
    due += [(_local(respond_by, policy), True)] if respond_by and not answered else []
    return min(due, default=("", False))


def _day_end(policy: Policy, today: date) -> str:
    """The instant at which a local day is over."""
    day = today + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=policy.zone).astimezone(UTC).isoformat(timespec="seconds")


def _local(instant: str, policy: Policy) -> str:
    return datetime.fromisoformat(instant).astimezone(policy.zone).isoformat(timespec="minutes")


def shown(book: Book, *, settled: bool, owner: str | None, limit: int | None, today: date, moment: str) -> list[Shown]:
    """The tensions of those who are not archived, the gravest first, among equals the more valuable customer, then whoever has
    waited longer; with `settled` also those who were spoken to or set aside since."""
    rows = book.rows(
        f"SELECT t.contact_id, {_WEIGHT} AS weight, t.since, t.body, c.name, c.owner, {GRADE} AS class, NOT {_STANDS}, {_ROW}"
        f" FROM tensions t JOIN contacts c ON c.id = t.contact_id LEFT JOIN sales a ON a.contact_id = c.id"
        f" WHERE {_condition(settled)} ORDER BY weight DESC,"
        " CASE class WHEN 'A' THEN 1 WHEN 'B' THEN 2 WHEN 'C' THEN 3 WHEN 'new' THEN 4 ELSE 5 END, t.since, t.contact_id"
        " LIMIT :most",
        {"today": today.isoformat(), "moment": moment, "owner": owner, "most": -1 if limit is None else limit},
    )
    return [
        Shown(
            row[0],
            row[1],
            row[2],
            _begun(json.loads(row[3]), moment),
            row[4],
            row[5],
            row[6],
            bool(row[7]),
            bool(row[8]),
        )
        for row in rows
    ]


_ROW = (
    "EXISTS (SELECT 1 FROM reasons r WHERE r.contact_id = t.contact_id AND r.kind = 'conflict' AND r.due_on <= :today)"
)
# A complaint is near its deadline from an instant of the day on: until then it is no sign.
_BEGUN = "(json_extract(e.value, '$.kind') <> 'complaint' OR json_extract(e.value, '$.cause') <= :moment)"
# As sources/conflict has it: a sign no word with them and no pause has settled since.
_STANDS = (
    f"EXISTS (SELECT 1 FROM json_each(t.body) e WHERE {_BEGUN} AND json_extract(e.value, '$.due_on') <= :today"
    " AND NOT (json_extract(e.value, '$.talk') AND coalesce("
    "(SELECT s.last_at FROM state s WHERE s.contact_id = t.contact_id), '') > json_extract(e.value, '$.cause'))"
    " AND NOT EXISTS (SELECT 1 FROM pauses p WHERE p.contact_id = t.contact_id"
    " AND p.ref = 'c' || t.contact_id || '/conflict' AND p.made_on <= :today AND p.until > :today"
    " AND CASE WHEN length(json_extract(e.value, '$.cause')) = 10 THEN p.made_on ELSE p.made_at END"
    " >= json_extract(e.value, '$.cause')))"
)
_WEIGHT = (
    "CASE WHEN t.cause <= :moment THEN t.severity ELSE (SELECT coalesce(sum(json_extract(e.value, '$.weight')), 0)"
    f" FROM json_each(t.body) e WHERE {_BEGUN}) END"
)
_OWNED = (
    "(:owner IS NULL OR c.owner = :owner OR EXISTS (SELECT 1 FROM complaints k WHERE k.contact_id = t.contact_id"
    " AND k.owner = :owner AND k.voided_at IS NULL AND k.opened_on <= :today"
    " AND (k.status <> 'resolved' OR k.resolved_on > :today)))"
)


def _condition(settled: bool) -> str:
    due = "" if settled else f" AND {_STANDS}"
    return f"c.archived_at IS NULL AND {_OWNED} AND {_WEIGHT} > 0{due}"


def _begun(signs: list[dict[str, Any]], moment: str) -> list[dict[str, Any]]:
    return [sign for sign in signs if sign["kind"] != "complaint" or sign["cause"] <= moment]


def counts(book: Book, *, owner: str | None, today: date, moment: str) -> list[tuple[int, bool, int]]:
    """(severity, whether it was dealt with since, how many) of everybody under tension."""
    rows = book.rows(
        f"SELECT {_WEIGHT} AS weight, NOT {_STANDS} AS settled, count(*) FROM tensions t"
        f" JOIN contacts c ON c.id = t.contact_id WHERE {_condition(True)} GROUP BY weight, settled",
        {"today": today.isoformat(), "moment": moment, "owner": owner},
    )
    return [(row[0], bool(row[1]), row[2]) for row in rows]
