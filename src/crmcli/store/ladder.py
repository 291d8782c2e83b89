"""What the ladder is climbed by, in one pass of each table: talk, answers, first orders, people sent to us; and the steps
set by hand. Reads only.

A step set by hand is a fact without a day of its own; the journal knows when it was entered.
"""

from __future__ import annotations

import json
from typing import NamedTuple

from crmcli.domain.words import ONE_WAY, REACHED
from crmcli.store.book import Book

_REACHED = "'" + "','".join(REACHED) + "'"
_ONE_WAY = "'" + "','".join(ONE_WAY) + "'"
# They took part in it: we spoke, or the message was theirs.
CONVERSATION = f"outcome IN ({_REACHED}) AND (direction = 'in' OR channel NOT IN ({_ONE_WAY}))"
PRIVILEGE = "privilege"


class Climber(NamedTuple):
    """Somebody who may stand on the ladder; `step` and `wanted` were set by hand, None where they were not."""

    id: int
    created_on: str
    step: str | None
    wanted: str | None


class Said(NamedTuple):
    """Conversations since a day, the sum and number of moods noted in them, and the local date of the first of all."""

    conversations: int
    moods: int
    noted: int
    first_on: str


def climbers(book: Book, until: str) -> list[Climber]:
    """Everybody not archived at the instant `until` (UTC), however late they were entered."""
    rows = book.rows(
        "SELECT id, created_on, step, step_wanted FROM contacts WHERE archived_at IS NULL OR archived_at >= ?", (until,)
    )
    return [Climber(*row) for row in rows]


def before_later_changes(book: Book, until: str) -> dict[int, dict[str, str | None]]:
    """contact -> the steps that were set by hand at the instant `until` (UTC), of those whose steps were changed since."""
    rows = book.rows(
        "SELECT j.lo, j.before FROM journal j JOIN operations o ON o.id = j.operation_id"
        " WHERE j.tbl = 'contacts' AND j.action = 'U' AND o.undone_batch IS NULL AND o.at >= ?"
        " AND j.before LIKE '%\"step%' ORDER BY j.operation_id DESC, j.seq DESC",
        (until,),
    )
    found: dict[int, dict[str, str | None]] = {}
    for contact, image in rows:
        was = {key: value for key, value in json.loads(image).items() if key in ("step", "step_wanted")}
        if was:
            found.setdefault(contact, {}).update(was)
    return found


def said(book: Book, since: str, day: str) -> dict[int, Said]:
    """contact -> what was said with them: counted from the local date `since`, the first day of all times, up to `day`."""
    # The whole table read once is faster than a million rows looked up through an index.
    rows = book.rows(
        "SELECT contact_id, count(CASE WHEN on_date >= :since THEN 1 END),"
        " coalesce(sum(CASE WHEN on_date >= :since THEN mood END), 0),"
        " count(CASE WHEN on_date >= :since THEN mood END), min(on_date)"
        " FROM interactions NOT INDEXED"
        f" WHERE voided_at IS NULL AND on_date <= :day AND {CONVERSATION} GROUP BY contact_id",
        {"since": since, "day": day},
    )
    return {row[0]: Said(*row[1:]) for row in rows}


def first_orders(book: Book, day: str) -> dict[int, str]:
    """contact -> the local date of their first order up to a day; refunds are none."""
    return dict(
        book.rows(
            "SELECT contact_id, min(on_date) FROM orders WHERE voided_at IS NULL AND contact_id IS NOT NULL"
            " AND amount_minor >= 0 AND on_date <= ? GROUP BY contact_id",
            (day,),
        )
    )


def answers(book: Book, day: str) -> dict[int, tuple[int, int]]:
    """contact -> (different questions answered, privileges used) up to a local date; a privilege is no answer."""
    used = f"lower(key) = '{PRIVILEGE}'"
    rows = book.rows(
        f"SELECT contact_id, count(DISTINCT CASE WHEN NOT {used} THEN key END), count(CASE WHEN {used} THEN 1 END)"
        " FROM facts WHERE on_date <= ? GROUP BY contact_id",
        (day,),
    )
    return {row[0]: (row[1], row[2]) for row in rows}


def referrals(book: Book, day: str) -> dict[int, int]:
    """contact -> how many people they had sent us by a local date."""
    return dict(
        book.rows(
            "SELECT referred_by, count(*) FROM contacts WHERE referred_by IS NOT NULL AND created_on <= ?"
            " GROUP BY referred_by",
            (day,),
        )
    )
