"""What the complaint report counts in a period, as it is known on the day asked about. Sums and counts only; rates are an
analysis.

Whatever was decided by that day is read from the columns that the clocks left; what was not, or was reopened later, comes
back row by row with its steps.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from crmcli.store.book import Book, only
from crmcli.store.report_groups import NONE, klass, month, word

WAYS = ("month", "staff", "channel", "nature", "line", "class", "severity")
_HIGH = "(k.severity = 'high' OR k.escalated)"
_OPENED = "k.voided_at IS NULL AND k.opened_on BETWEEN :start AND :end"
_RESOLVED = "k.voided_at IS NULL AND k.resolved_on BETWEEN :start AND :end"
_FIRST = "(k.first_contact AND k.reopened = 0)"
# Whose orders speak for the customer: their own, else those of the company they work at.
_ACCOUNT = (
    "coalesce((SELECT contact_id FROM sales WHERE contact_id = k.contact_id),"
    " (SELECT company_id FROM roles WHERE contact_id = k.contact_id ORDER BY id LIMIT 1), k.contact_id)"
)


class Looked(NamedTuple):
    """A period, the local date and the instant (UTC text) by which it is judged; `year` is the first of the twelve
    months that say what a customer is worth. The rest are the policy's numbers about who came back, in days but for `gaps`."""

    start: str
    end: str
    known: str
    moment: str
    year: str
    recovery_days: int
    return_days: int
    gaps: int


class Flying(NamedTuple):
    """A complaint that was not resolved for good by the day asked about; `status` and `resolve_by` as its last step until
    then left it, `resolved_on` the day of that step."""

    id: int
    group: str
    opened_at: str
    opened_on: str
    high: bool
    terms: str
    first_contact: bool
    responded: bool
    status: str
    resolve_by: str | None
    resolved_on: str
    worth: int


def _group(by: str, day: str) -> str:
    found = {
        "month": month(day), "staff": word("k.owner"), "channel": word("k.channel"), "line": word("k.line"),
        "class": klass("k.contact_id"), "severity": "k.severity",
        "nature": f"coalesce((SELECT i.nature FROM interactions i WHERE i.id = k.interaction_id), {NONE})",
    }  # fmt: skip
    return found[by]


def opened(book: Book, looked: Looked, by: str) -> list[tuple[str, int | None, int, int, int]]:
    """(group, working minutes to the answer, how many, of high severity, escalated) of those opened in the period; None
    minutes for those not answered yet."""
    return book.rows(
        f"SELECT {_group(by, 'k.opened_on')}, CASE WHEN k.responded_at < :moment THEN k.response_minutes END, count(*),"
        f" sum({_HIGH}), sum(k.escalated) FROM complaints k WHERE {_OPENED} GROUP BY 1, 2",
        looked._asdict(),
    )


def resolution_times(book: Book, looked: Looked, by: str) -> list[tuple[str, int, int]]:
    """(group, working minutes to the solution, how many) of those opened in the period and resolved for good."""
    return book.rows(
        f"SELECT {_group(by, 'k.opened_on')}, k.resolution_minutes, count(*) FROM complaints k"
        f" WHERE {_OPENED} AND k.resolved_on <= :known AND k.resolution_minutes IS NOT NULL GROUP BY 1, 2",
        looked._asdict(),
    )


def resolved(book: Book, looked: Looked, by: str) -> list[tuple[Any, ...]]:
    """(group, resolved, at first contact, on time; the same three of high severity; reopened before; value, value of those at
    first contact; came back, stayed away, not to be seen yet) of those resolved in the period for good."""
    return book.rows(
        f"WITH found AS MATERIALIZED (SELECT k.*, {_ACCOUNT} AS account FROM (SELECT {_group(by, 'k.resolved_on')} AS name,"
        f" {_FIRST} AS first, k.on_time, {_HIGH} AS high, k.reopened, k.recovered, k.checked_on, k.contact_id, k.opened_on,"
        f" k.resolved_on FROM complaints k WHERE {_RESOLVED}) k ORDER BY k.contact_id LIMIT -1),"
        f" worthy AS MATERIALIZED (SELECT k.*, {_worth('k.account')} AS worth,"
        f" (SELECT min(o.counts_on) FROM orders o WHERE o.contact_id = k.account AND {_BOUGHT}"
        " AND o.counts_on > k.resolved_on AND o.counts_on <= :known) AS next_on FROM found k),"
        f" judged AS MATERIALIZED (SELECT k.*, {_FATE} AS fate FROM worthy k)"
        " SELECT k.name, count(*), sum(k.first), sum(k.on_time), sum(k.high), sum(k.high AND k.first),"
        " sum(k.high AND k.on_time), sum(k.reopened > 0), sum(k.worth), sum(k.worth * k.first),"
        " sum(k.fate = 'yes'), sum(k.fate = 'no'), sum(k.fate = 'pending') FROM judged k GROUP BY 1",
        looked._asdict(),
    )


_BOUGHT = "o.voided_at IS NULL AND o.amount_minor >= 0 AND o.refund_of IS NULL AND o.cancelled = 0"
_AFTER = "(julianday({}) - julianday(k.resolved_on))"
# So many times their own usual gap, in days, and no less than the policy's; by the days they bought on before.
_PATIENCE = (
    "max(:return_days, coalesce((SELECT :gaps * (julianday(max(o.counts_on)) - julianday(min(o.counts_on)))"
    " / nullif(count(DISTINCT o.counts_on) - 1, 0) FROM orders o WHERE o.contact_id = k.account"
    f" AND {_BOUGHT} AND o.counts_on <= k.opened_on), 0))"
)
_FATE = (
    "CASE WHEN k.recovered IN ('yes', 'no') AND k.checked_on <= :known THEN k.recovered"
    " WHEN julianday(k.resolved_on) - julianday(k.opened_on) > :recovery_days THEN 'no'"
    f" WHEN {_AFTER.format('k.next_on')} <= :return_days THEN 'yes'"
    f" WHEN {_AFTER.format(':known')} <= :return_days THEN 'pending'"
    f" WHEN {_AFTER.format('k.next_on')} <= {_PATIENCE} THEN 'yes'"
    f" WHEN {_AFTER.format(':known')} > {_PATIENCE} THEN 'no' ELSE 'pending' END"
)


def _worth(account: str) -> str:
    """What a customer bought in the twelve months, in minor units, no less than nothing."""
    return (
        "max(coalesce((SELECT sum(o.base_minor) FROM orders o WHERE o.voided_at IS NULL"
        f" AND o.contact_id = {account} AND o.counts_on BETWEEN :year AND :end AND o.on_date <= :end), 0), 0)"
    )


def flying(book: Book, looked: Looked, by: str) -> list[Flying]:
    """What was opened by the end of the period and is not resolved for good."""
    rows = book.rows(
        f"SELECT k.id, {_group(by, 'k.opened_on')}, k.opened_at, k.opened_on, {_HIGH}, k.terms, k.first_contact,"
        f" coalesce(k.responded_at < :moment, 0), s.status, s.resolve_by, s.on_date, {_worth(_ACCOUNT)}"
        " FROM (SELECT id FROM complaints WHERE voided_at IS NULL AND status <> 'resolved' AND +opened_on <= :end"
        " UNION ALL SELECT id FROM complaints WHERE voided_at IS NULL AND resolved_on > :known AND +opened_on <= :end) one"
        " CROSS JOIN complaints k ON k.id = one.id JOIN complaint_steps s ON s.id = (SELECT id FROM complaint_steps x"
        " WHERE x.complaint_id = k.id AND x.on_date <= :known ORDER BY x.at DESC, x.id DESC LIMIT 1)",
        looked._asdict(),
    )
    return [Flying(*row) for row in rows]


def steps(book: Book, ids: Collection[int], until: str) -> dict[int, list[tuple[str, str]]]:
    """complaint id -> (instant, kind) of its steps up to a local date, in order of time."""
    found: dict[int, list[tuple[str, str]]] = {}
    for complaint, at, kind in book.rows(
        f"SELECT complaint_id, at, kind FROM complaint_steps WHERE on_date <= ?{only('complaint_id', ids)} ORDER BY at, id",
        (until,),
    ):
        found.setdefault(complaint, []).append((at, kind))
    return found
