"""What we did for each contact in a window: minutes, visits, letters, quotes, complaints; and how their quotes ended.

Counts only, each in one pass over an index in contact order; what they cost is an analysis. A conversation that is struck out
counts for nothing; one with several people counts once, for whom it was entered first.
"""

from __future__ import annotations

from crmcli.domain.period import Period
from crmcli.store.book import Book

Counts = dict[int, int]


def efforts(book: Book, window: Period) -> dict[str, Counts]:
    """Kind of effort -> contact id -> count in the window (local dates, both ends included); none is left out."""
    bounds = _bounds(window)
    ours = book.rows(
        "SELECT contact_id, sum(channel = 'visit'), sum(channel = 'letter') FROM interactions"
        " WHERE voided_at IS NULL AND meeting_id IS NULL AND direction = 'out' AND channel IN ('visit', 'letter')"
        " AND on_date BETWEEN :s AND :e GROUP BY contact_id",
        bounds,
    )
    return {
        "minutes": dict(
            book.rows(
                "SELECT c.id, sum(i.minutes) FROM contacts c CROSS JOIN interactions i ON i.contact_id = c.id"
                " WHERE i.voided_at IS NULL AND i.minutes IS NOT NULL AND i.on_date BETWEEN :s AND :e GROUP BY c.id",
                bounds,
            )
        ),
        "visits": {row[0]: row[1] for row in ours if row[1]},
        "letters": {row[0]: row[2] for row in ours if row[2]},
        "quotes": dict(
            book.rows(f"SELECT contact_id, count(*) FROM quotes WHERE {_QUOTED} GROUP BY contact_id", bounds)
        ),
        "complaints": dict(
            book.rows(f"SELECT contact_id, count(*) FROM complaints WHERE {_OPENED} GROUP BY contact_id", bounds)
        ),
    }


_QUOTED = "voided_at IS NULL AND on_date BETWEEN :s AND :e"
_OPENED = "voided_at IS NULL AND opened_on BETWEEN :s AND :e"


def shortlisted(book: Book, window: Period) -> Counts:
    """contact id -> quotes of the window that were asked for only to fill a shortlist."""
    sql = f"SELECT contact_id, count(*) FROM quotes WHERE {_QUOTED} AND shortlist = 1 GROUP BY contact_id"
    return dict(book.rows(sql, _bounds(window)))


def refused(book: Book, window: Period) -> Counts:
    """contact id -> quotes that were refused in the window, whenever they were written."""
    sql = (
        "SELECT contact_id, count(*) FROM quotes WHERE voided_at IS NULL AND status = 'lost' AND on_date <= :e"
        " AND closed_on BETWEEN :s AND :e GROUP BY contact_id"
    )
    return dict(book.rows(sql, _bounds(window)))


def _bounds(window: Period) -> dict[str, str]:
    return {"s": window.start.isoformat(), "e": window.end.isoformat()}
