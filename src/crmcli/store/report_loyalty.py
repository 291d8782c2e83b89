"""Who bought in a period and who in the one before: customers new, retained, lost, won back; by month; by cohort.

A customer bought on a day with an order that was not given back whole. Counts only, each in one pass over an index.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from crmcli.domain.period import Period
from crmcli.store.book import Book
from crmcli.store.purchases import is_purchase
from crmcli.store.report_groups import NONE, klass, word

WAYS = ("month", "cohort", "class", "staff", "line", "channel", "nature")


class Stand(NamedTuple):
    """Customers of one group by when they bought: in the period, in the one before it, earlier; and the same a period
    earlier. `repeat`: on two days at least, or before; `amount` is what those of the period brought, in minor units."""

    group: str
    customers: int
    repeat: int
    new: int
    retained: int
    lost: int
    won_back: int
    amount: int


def standing(book: Book, by: str, period: Period, before: Period | None, as_of: date) -> list[Stand]:
    """How the customers of each group stand at the end of a period."""
    group = {"class": klass("f.contact_id"), "staff": f"(SELECT {word('owner')} FROM contacts WHERE id = f.contact_id)"}
    line = by == "line"
    keys = f"contact_id{', ' + word('line') if line else ''}"
    now, then = _in(period), _in(before) if before else "0"
    earliest = before.start if before else period.start
    rows = book.rows(
        f"SELECT {'f.line' if line else group.get(by, NONE)}, sum(here), sum(here AND (more OR earlier OR there)),"
        " sum(here AND NOT there AND NOT earlier), sum(here AND there), sum(there AND NOT here),"
        " sum(here AND earlier AND NOT there), sum(CASE WHEN here THEN amount ELSE 0 END)"
        f" FROM (SELECT contact_id, {word('line') if line else 'NULL'} AS line, max({now}) AS here, max({then}) AS there,"
        f" min(counts_on) < :earliest AS earlier,"
        f" min(CASE WHEN {now} THEN counts_on END) < max(CASE WHEN {now} THEN counts_on END) AS more,"
        f" sum(CASE WHEN {now} THEN base_minor END) AS amount FROM orders"
        f" WHERE voided_at IS NULL AND contact_id IS NOT NULL AND on_date <= :end AND {is_purchase(book, as_of)}"
        f" GROUP BY {keys}) f GROUP BY 1",
        {"end": period.end.isoformat(), "earliest": earliest.isoformat()},
    )
    return [Stand(row[0] or "", *(value or 0 for value in row[1:])) for row in rows if any(row[1:7])]


def _in(period: Period) -> str:
    return f"(counts_on BETWEEN '{period.start.isoformat()}' AND '{period.end.isoformat()}')"


def months(
    book: Book, period: Period, before: Period | None, gap_days: int, as_of: date
) -> list[tuple[int, str, int, int, int, int, int]]:
    """(0 for the period, 1 for the one before; month; customers who bought, of these repeat, new, won back; lost in it).
    Repeat as in `Stand`: on two days of the month at least, or before it. Won back: not bought in the `gap_days` before;
    lost: the day on which they had not bought for so long falls in the month."""
    sql = (
        "WITH gaps AS MATERIALIZED (SELECT contact_id, counts_on AS day, lag(counts_on) OVER own AS was,"
        " lead(counts_on) OVER own AS following FROM orders WHERE voided_at IS NULL AND contact_id IS NOT NULL"
        f" AND on_date <= :end AND {is_purchase(book, as_of)} WINDOW own AS (PARTITION BY contact_id ORDER BY counts_on)),"
        " bought AS MATERIALIZED (SELECT contact_id, day < :start AS earlier, substr(day, 1, 7) AS month,"
        " coalesce(max(was < day), 0) AS repeat,"
        " max(was IS NULL) AS new, max(was < date(day, :back)) AS again FROM gaps WHERE day BETWEEN :first AND :end"
        " GROUP BY 1, 2, 3)"
    )
    came = (
        "SELECT earlier, month, count(*), sum(repeat), sum(new), coalesce(sum(again), 0), 0 FROM bought GROUP BY 1, 2"
    )
    gone = (
        "SELECT date(day, :later) < :start, substr(date(day, :later), 1, 7), 0, 0, 0, 0, count(*) FROM gaps"
        " WHERE day BETWEEN date(:first, :sooner) AND date(:end, :sooner)"
        " AND (following IS NULL OR following >= date(day, :later)) GROUP BY 1, 2"
    )
    return book.rows(
        f"{sql} SELECT * FROM ({came}) UNION ALL SELECT * FROM ({gone})",
        {
            "first": (before or period).start.isoformat(), "start": period.start.isoformat(), "end": period.end.isoformat(),
            "back": f"-{gap_days} days", "later": f"+{gap_days + 1} days", "sooner": f"-{gap_days + 1} days",
        },
    )  # fmt: skip


def cohorts(book: Book, period: Period, as_of: date) -> list[tuple[str, int, int]]:
    """(month of the first purchase, months since, customers who bought then) of those who first bought in the period."""
    rows: list[tuple[Any, ...]] = book.rows(
        "WITH bought AS (SELECT contact_id, substr(counts_on, 1, 7) AS m FROM orders WHERE voided_at IS NULL"
        f" AND contact_id IS NOT NULL AND on_date <= :end AND {is_purchase(book, as_of)} GROUP BY 1, 2),"
        " firsts AS (SELECT contact_id, min(m) AS first FROM bought GROUP BY 1)"
        " SELECT f.first, (substr(b.m, 1, 4) - substr(f.first, 1, 4)) * 12 + substr(b.m, 6) - substr(f.first, 6) AS age,"
        " count(*) FROM firsts f JOIN bought b ON b.contact_id = f.contact_id WHERE f.first >= :start GROUP BY 1, 2",
        {"start": period.start.isoformat()[:7], "end": period.end.isoformat()},
    )
    return [(row[0], row[1], row[2]) for row in rows]
