"""How contacts went: mood and outcome of every real conversation, in one pass over both periods."""

from __future__ import annotations

from typing import NamedTuple

from crmcli.domain.words import FAILED
from crmcli.store.book import Book
from crmcli.store.report_groups import klass, month, word

WAYS = ("nature", "channel", "staff", "line", "class", "month")
_FAILED = "'" + "','".join(FAILED) + "'"


class Went(NamedTuple):
    """Conversations of one group in one month of one period (0 this one, 1 the one before): how many, how they ended, how many
    moods were noted and their sum."""

    period: int
    group: str
    month: str
    number: int
    good: int
    neutral: int
    bad: int
    moods: int
    mood: int


def talks(book: Book, by: str, days: tuple[str, str], before: tuple[str, str] | None) -> list[Went]:
    """What was said on the local dates `days` and, where given, `before`; who sat in one meeting counts each."""
    group = {
        "nature": "i.nature", "channel": "i.channel", "staff": word("i.by_whom"), "line": word("i.line"),
        "class": klass("i.contact_id"), "month": month("i.on_date"),
    }[by]  # fmt: skip
    first, last = before or days, days
    rows = book.rows(
        f"SELECT i.on_date < :start, {group}, {month('i.on_date')}, count(*), sum(i.outcome = 'positive'),"
        " sum(i.outcome = 'neutral'), sum(i.outcome IN ('negative', 'do-not-call')), count(i.mood),"
        " coalesce(sum(i.mood), 0) FROM interactions i INDEXED BY interactions_felt"
        " WHERE i.voided_at IS NULL AND i.on_date BETWEEN :first AND :end"
        f" AND i.outcome NOT IN ({_FAILED}) GROUP BY 1, 2, 3",
        {"start": days[0], "first": first[0], "end": last[1]},
    )
    return [Went(*row) for row in rows]
