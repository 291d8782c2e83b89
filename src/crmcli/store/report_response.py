"""How long customers wait: for our answer, for what we promised; and we for their decision. Counts by length, as of the day
asked about.

What is still open comes as waiting, with how long it has waited. A wait belongs to the period in which it began.
"""

from __future__ import annotations

from typing import NamedTuple

from crmcli.domain.words import FAILED, ONE_WAY
from crmcli.store.book import Book
from crmcli.store.report_groups import NONE, klass, month, word

WAYS = ("none", "month", "staff", "channel", "nature", "line", "class")
_FAILED = "'" + "','".join(FAILED) + "'"
_ONE_WAY = "'" + "','".join(ONE_WAY) + "'"
_KEPT = "i.contact_id, i.at, i.on_date, i.channel, i.nature, i.line"
# Our word: what reached them from us, or was spoken with both there.
_ANSWER = (
    "a.contact_id = i.contact_id AND a.voided_at IS NULL AND a.at > i.at AND a.at < :moment"
    f" AND a.outcome NOT IN ({_FAILED}) AND (a.direction = 'out' OR a.channel NOT IN ({_ONE_WAY}))"
)


class Waits(NamedTuple):
    """(group, units waited, whether it is over, late, how many); `late` counts promises past their day."""

    group: str
    length: int
    over: bool
    late: bool
    number: int


class Looked(NamedTuple):
    """A period in local dates, and the local date and instant (UTC text) by which it is judged."""

    start: str
    end: str
    known: str
    moment: str


def answers(book: Book, looked: Looked, by: str) -> list[Waits]:
    """Their messages, letters and mails to our next word with them; minutes of the calendar."""
    who = "(SELECT x.by_whom FROM interactions x WHERE x.id = i.answer_id)"
    if by == "staff":
        answer = f"(SELECT a.id FROM interactions a WHERE {_ANSWER} ORDER BY a.at, a.id LIMIT 1)"
        found = f"SELECT {_KEPT}, {answer} AS answer_id FROM theirs i"
        answered = "(SELECT x.at FROM interactions x WHERE x.id = i.answer_id)"
    else:
        answer = f"(SELECT min(a.at) FROM interactions a WHERE {_ANSWER})"
        found = f"SELECT {_KEPT}, {answer} AS answered_at FROM theirs i"
        answered = "i.answered_at"
    group = {
        "none": NONE, "month": month("i.on_date"), "staff": f"coalesce({who}, (SELECT owner FROM contacts WHERE id ="
        f" i.contact_id), {NONE})", "channel": "i.channel", "nature": "i.nature", "line": word("i.line"),
        "class": klass("i.contact_id"),
    }[by]  # fmt: skip
    rows = book.rows(
        f"WITH theirs AS MATERIALIZED (SELECT {_KEPT} FROM interactions i INDEXED BY interactions_theirs"
        f" WHERE i.voided_at IS NULL AND i.direction = 'in' AND i.channel IN ({_ONE_WAY}) AND i.outcome NOT IN ({_FAILED})"
        " AND i.on_date BETWEEN :start AND :end ORDER BY i.contact_id, i.at LIMIT -1),"
        f" messages AS MATERIALIZED ({found})"
        f" SELECT {group}, (strftime('%s', coalesce({answered}, :moment)) - strftime('%s', i.at)) / 60,"
        f" {answered} IS NOT NULL, 0, count(*) FROM messages i GROUP BY 1, 2, 3",
        looked._asdict(),
    )
    return [Waits(*row) for row in rows]


def promises(book: Book, looked: Looked, by: str) -> list[Waits]:
    """Promises of ours to the day they were kept; days. Late: kept after the day promised, or open past it."""
    said = "LEFT JOIN interactions i ON i.id = f.opened_by"
    group = {
        "none": NONE, "month": month("f.created_on"), "staff": f"coalesce(f.owner, c.owner, {NONE})",
        "channel": word("i.channel"), "nature": word("i.nature"), "line": word("i.line"), "class": klass("f.contact_id"),
    }[by]  # fmt: skip
    over = "(f.status <> 'open' AND f.closed_on <= :known)"
    rows = book.rows(
        f"SELECT {group}, max(julianday(CASE WHEN {over} THEN f.closed_on ELSE :known END) - julianday(f.created_on), 0),"
        f" {over}, CASE WHEN {over} THEN f.closed_on ELSE :known END > f.due_on, count(*)"
        f" FROM followups f JOIN contacts c ON c.id = f.contact_id {said if by in ('channel', 'nature', 'line') else ''}"
        " WHERE f.kind = 'promise' AND f.created_on BETWEEN :start AND :end"
        " AND f.status NOT IN ('void', 'skipped') GROUP BY 1, 2, 3, 4",
        looked._asdict(),
    )
    return [Waits(*row) for row in rows]


def quotes(book: Book, looked: Looked, by: str) -> list[Waits]:
    """Quotes to their decision; days. One that expired was waited for until then."""
    group = {
        "none": NONE, "month": month("q.on_date"), "staff": word("q.by_whom"), "channel": NONE, "nature": NONE, "line": NONE,
        "class": klass("q.contact_id"),
    }[by]  # fmt: skip
    closed = "(q.closed_on <= :known)"
    rows = book.rows(
        f"SELECT {group}, max(julianday(CASE WHEN {closed} THEN q.closed_on ELSE :known END) - julianday(q.on_date), 0),"
        f" coalesce({closed} AND q.status IN ('won', 'lost'), 0), 0, count(*)"
        " FROM quotes q WHERE q.voided_at IS NULL AND q.on_date BETWEEN :start AND :end GROUP BY 1, 2, 3",
        looked._asdict(),
    )
    return [Waits(*row) for row in rows]
