"""Where the conversation with each contact stands: last real contact, attempts, unanswered messages, the guard, the ways.

Worked out in sets from interactions, roles and points; derived, so outside the journal.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from crmcli.domain.policy import Policy
from crmcli.domain.words import FAILED, ONE_WAY
from crmcli.store import guard
from crmcli.store.book import Book, only
from crmcli.store.contacts import ways

FAILED_SQL = "'" + "','".join(FAILED) + "'"
ONE_WAY_SQL = "'" + "','".join(ONE_WAY) + "'"
LATEST = (
    "(SELECT i.id FROM interactions i WHERE i.contact_id = c.id AND i.voided_at IS NULL AND i.on_date <= :today AND {which}"
    " ORDER BY i.at {order}, i.id {order} LIMIT 1)"
)
REAL = f"i.outcome NOT IN ({FAILED_SQL})"
OUR_TRY = f"i.direction = 'out' AND i.outcome IN ({FAILED_SQL})"
ANSWER = f"i.outcome NOT IN ({FAILED_SQL}) AND (i.direction = 'out' OR i.channel NOT IN ({ONE_WAY_SQL}))"
MESSAGE = f"i.direction = 'in' AND i.channel IN ({ONE_WAY_SQL})"


def refresh_state(book: Book, policy: Policy, today: date, contacts: Collection[int] | None) -> None:
    """As of `today`: last real contact, attempts since, unanswered message, how long the guard holds, whether a way is left."""
    theirs = "i.contact_id = f.contact_id AND i.voided_at IS NULL AND i.on_date <= :today"
    since = "coalesce((SELECT at FROM interactions WHERE id = {}), '')"
    book.db.execute(f"DELETE FROM state WHERE 1 = 1{only('contact_id', contacts)}")
    book.db.execute(
        "INSERT INTO state (contact_id, last_id, last_at, last_on, attempts, attempt_id, attempt_on,"
        " unanswered_id, unanswered_on)"
        " WITH found AS (SELECT c.id AS contact_id,"
        f" {LATEST.format(which=REAL, order='DESC')} AS last_id,"
        f" {LATEST.format(which=ANSWER, order='DESC')} AS answer_id,"
        f" {LATEST.format(which=OUR_TRY, order='DESC')} AS try_id"
        f" FROM contacts c WHERE 1 = 1{only('c.id', contacts)}),"
        " dated AS (SELECT f.*, l.at AS last_at, l.on_date AS last_on,"
        f" (SELECT count(*) FROM interactions i WHERE {theirs} AND {OUR_TRY}"
        f" AND f.try_id IS NOT NULL AND i.at > coalesce(l.at, '')) AS attempts,"
        f" (SELECT i.id FROM interactions i WHERE {theirs} AND {MESSAGE}"
        f" AND i.at > {since.format('f.answer_id')} ORDER BY i.at, i.id LIMIT 1) AS unanswered_id"
        " FROM found f LEFT JOIN interactions l ON l.id = f.last_id)"
        " SELECT d.contact_id, d.last_id, d.last_at, d.last_on, d.attempts,"
        " CASE WHEN d.attempts > 0 THEN d.try_id END, CASE WHEN d.attempts > 0 THEN t.on_date END,"
        " d.unanswered_id, u.on_date FROM dated d LEFT JOIN interactions t ON t.id = d.try_id"
        " LEFT JOIN interactions u ON u.id = d.unanswered_id",
        {"today": today.isoformat()},
    )
    _speak_for_companies(book, today, contacts)
    guard.mark_held(book, policy, today, contacts)
    _mark_unreachable(book, today, contacts)


def _speak_for_companies(book: Book, today: date, contacts: Collection[int] | None) -> None:
    """A word with somebody who works there is a word with the company."""
    latest = LATEST.format(which=REAL, order="DESC").replace("c.id", "r.contact_id")
    sql = (
        f"SELECT r.company_id, l.id, l.at, l.on_date FROM roles r JOIN interactions l ON l.id = {latest}"
        " JOIN state own ON own.contact_id = r.company_id WHERE l.at > coalesce(own.last_at, '')"
    )
    rows = book.rows(f"{sql}{only('r.company_id', contacts)} ORDER BY l.at, l.id", {"today": today.isoformat()})
    book.db.executemany(
        "UPDATE state SET last_id = ?, last_at = ?, last_on = ? WHERE contact_id = ?", [(*r[1:], r[0]) for r in rows]
    )
    book.db.executemany(
        "UPDATE state SET attempts = 0, attempt_id = NULL, attempt_on = NULL WHERE contact_id = ? AND attempt_on < last_on",
        [(row[0],) for row in rows],
    )


def _mark_unreachable(book: Book, today: date, contacts: Collection[int] | None) -> None:
    """Those for whom a channel is closed and no other way is left."""
    rows = book.rows(f"SELECT DISTINCT contact_id FROM closed_channels WHERE 1 = 1{only('contact_id', contacts)}")
    found = ways(book, [row[0] for row in rows], today)
    left_out = [(one,) for one, way in found.items() if way.none_left]
    book.db.executemany("UPDATE state SET unreachable = 1 WHERE contact_id = ?", left_out)
