"""Complaints as they are read: one, its steps, and lists with their totals as of a day. Reads only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from crmcli.domain.policy import GRADES
from crmcli.store.book import Book, only
from crmcli.store.sales import SERVED

Row = dict[str, Any]
STATUSES = ("open", "waiting", "resolved")
SEVERITIES = ("low", "normal", "high")
STEP = ("id", "complaint_id", "at", "on_date", "kind", "text", "by_whom", "recovered", "status", "warn_on")
LAST = (
    "(SELECT id FROM complaint_steps x WHERE x.complaint_id = c.id AND +x.on_date <= :day ORDER BY x.at DESC, x.id DESC"
    " LIMIT 1)"
)
KEPT = "complaints k"
# What was not solved for good by a day gone by, each as its last step until then left it.
STOOD = (
    "(SELECT c.id, c.contact_id, c.owner, c.severity, c.escalated, c.voided_at, c.respond_by,"
    " CASE WHEN c.responded_at < :moment THEN c.responded_at END AS responded_at, s.status, s.resolve_by, s.warn_at,"
    f" s.on_date AS resolved_on FROM complaints c JOIN complaint_steps s ON s.id = {LAST} WHERE c.opened_on <= :day"
    " AND c.id IN (SELECT id FROM complaints WHERE resolved_on > :day AND voided_at IS NULL"
    " UNION ALL SELECT id FROM complaints WHERE status <> 'resolved' AND voided_at IS NULL)) k"
)
# The second complaint within the window counts as high; of one class what is high by itself comes before it.
RANK = "CASE WHEN k.severity = 'high' OR k.escalated THEN 0 WHEN k.severity = 'normal' THEN 1 ELSE 2 END"
OWN_RANK = "CASE k.severity WHEN 'high' THEN 0 WHEN 'normal' THEN 1 ELSE 2 END"
BREACHED = "(k.resolve_by < :moment OR (k.responded_at IS NULL AND k.respond_by < :moment))"
BREACHING = f"(k.warn_at <= :moment OR {BREACHED})"
NEXT_DUE = (
    "min(coalesce(k.resolve_by, '9999'), CASE WHEN k.responded_at IS NULL THEN coalesce(k.respond_by, '9999')"
    " ELSE '9999' END)"
)
VALUE = " ".join(f"WHEN '{grade}' THEN {place}" for place, grade in enumerate(GRADES))


class Asked(NamedTuple):
    """Which complaints a list is about: as they stood at `moment` (UTC text, a whole minute) of the local date `day`; of
    one contact, one owner, one status, or only those in danger (past a deadline, or past the share of the time that warns).
    `past`: something happened since, and is left out."""

    day: str
    moment: str
    past: bool = False
    contact: int | None = None
    status: str | None = None
    breaching: bool = False
    owner: str | None = None

    def values(self) -> dict[str, Any]:
        """Bound parameters."""
        return self._asdict()


def get(book: Book, complaint_id: int) -> Row | None:
    """One complaint by column."""
    return book.record("complaints", complaint_id)


def rows_of(book: Book, ids: Collection[int]) -> dict[int, Row]:
    """id -> the complaint by column."""
    cursor = book.db.execute(f"SELECT * FROM complaints WHERE 1 = 1{only('id', ids)}")
    names = [column[0] for column in cursor.description]
    return {row[0]: dict(zip(names, row, strict=True)) for row in cursor}


def steps(book: Book, ids: Collection[int], until: str | None = None) -> dict[int, list[Row]]:
    """complaint id -> its steps in order of time, up to a local date (None: all)."""
    sql = (
        f"SELECT {', '.join(STEP)} FROM complaint_steps WHERE +on_date <= ?{only('complaint_id', ids)} ORDER BY at, id"
    )
    found: dict[int, list[Row]] = {}
    for row in book.rows(sql, (until or "9999",)):
        found.setdefault(row[1], []).append(dict(zip(STEP, row, strict=True)))
    return found


def of_contact(book: Book, contact_id: int) -> list[Row]:
    """Every complaint of a contact that is not struck out, the oldest first."""
    ids = book.rows("SELECT id FROM complaints WHERE contact_id = ? AND voided_at IS NULL", (contact_id,))
    return sorted(rows_of(book, [row[0] for row in ids]).values(), key=lambda row: (row["opened_at"], row["id"]))


def moved_since(book: Book, day: str) -> bool:
    """Whether anything happened to a complaint after a local date."""
    return book.row("SELECT 1 FROM complaint_steps WHERE on_date > ? LIMIT 1", (day,)) is not None


def listed(book: Book, asked: Asked, limit: int | None) -> list[int]:
    """The ids of a list: what is not solved first, by severity (a second within the window counts as high), the class the
    customer is served by and time left; then what was solved last. At most `limit` of them (None: all)."""
    found: list[int] = []
    if asked.status != "resolved":
        sql = (
            f"SELECT k.id FROM {_from(asked)} JOIN contacts c ON c.id = k.contact_id LEFT JOIN sales a"
            f" ON a.contact_id = k.contact_id WHERE {_unsolved(asked)}"
            f" ORDER BY {RANK}, CASE {SERVED} {VALUE} ELSE 9 END, {OWN_RANK}, {NEXT_DUE}, k.id LIMIT :limit"
        )
        found = [row[0] for row in book.rows(sql, {**asked.values(), "limit": -1 if limit is None else limit})]
    left = -1 if limit is None else limit - len(found)
    if asked.status in (None, "resolved") and not asked.breaching and left:
        sql = f"{_solved(asked, 'k.resolved_on, k.id')} ORDER BY 1 DESC, 2 DESC LIMIT :limit"
        found += [row[1] for row in book.rows(sql, {**asked.values(), "limit": left})]
    return found


def totals(book: Book, asked: Asked) -> dict[str, int]:
    """Of all that `listed` finds: count, open, waiting, resolved; and of those not solved: breached (past a deadline),
    breaching (those and the ones past their warning), high (severity high, or the second within the window)."""
    values = asked.values()
    keys = ("open", "waiting", "breached", "breaching", "high")
    found = dict.fromkeys(keys, 0)
    if asked.status != "resolved":
        row = book.row(
            f"SELECT count(k.status = 'open' OR NULL), count(k.status = 'waiting' OR NULL), count({BREACHED} OR NULL),"
            f" count({BREACHING} OR NULL), count(k.severity = 'high' OR k.escalated OR NULL) FROM {_from(asked)}"
            f" WHERE {_unsolved(asked)}",
            values,
        )
        found = dict(zip(keys, row or (), strict=True))
    solved = 0
    if asked.status in (None, "resolved") and not asked.breaching:
        row = book.row(f"SELECT count(*) FROM ({_solved(asked, '1')})", values)
        solved = row[0] if row else 0
    return {"count": found["open"] + found["waiting"] + solved, "resolved": solved, **found}


def load_of(book: Book, staff: Sequence[str]) -> dict[str, int]:
    """Who works here -> how many complaints they own that are not solved."""
    rows = book.rows(
        "SELECT owner, count(*) FROM complaints WHERE status <> 'resolved' AND voided_at IS NULL GROUP BY owner"
    )
    kept: dict[str, int] = dict(rows)
    return {one: kept.get(one, 0) for one in staff}


def owners(book: Book) -> list[str]:
    """Everybody who owns a complaint, by name."""
    return [row[0] for row in book.rows("SELECT DISTINCT owner FROM complaints WHERE voided_at IS NULL ORDER BY owner")]


def unanswered(book: Book, contact_ids: Collection[int]) -> list[int]:
    """The complaints of these contacts that nobody has answered, the oldest first."""
    sql = f"SELECT id FROM complaints WHERE responded_at IS NULL AND voided_at IS NULL{only('contact_id', contact_ids)}"
    return [row[0] for row in book.rows(f"{sql} ORDER BY opened_at, id")]


def ordered_again(book: Book, contact_id: int, after: str, until: str) -> str | None:
    """The local date of a customer's first purchase after one date and up to another."""
    found = book.row(
        "SELECT min(on_date) FROM orders WHERE contact_id = ? AND voided_at IS NULL AND amount_minor >= 0"
        " AND refund_of IS NULL AND cancelled = 0 AND on_date > ? AND on_date <= ?",
        (contact_id, after, until),
    )
    return found[0] if found else None


def _from(asked: Asked) -> str:
    return STOOD if asked.past else KEPT


def _unsolved(asked: Asked) -> str:
    """Conditions on k for what is not solved."""
    tests = ["k.status <> 'resolved'", *_meant(asked)]
    tests += ["k.status = :status"] if asked.status is not None else []
    tests += [BREACHING] if asked.breaching else []
    return " AND ".join(tests)


def _solved(asked: Asked, columns: str) -> str:
    """What was solved by the day; of a day gone by also what was reopened since."""
    tests = " AND ".join(_meant(asked))
    sql = f"SELECT {columns} FROM {KEPT} WHERE k.resolved_on <= :day AND {tests}"
    if asked.past:
        sql += f" UNION ALL SELECT {columns} FROM {STOOD} WHERE k.status = 'resolved' AND {tests}"
    return sql


def _meant(asked: Asked) -> list[str]:
    tests = ["k.voided_at IS NULL"]
    tests += ["k.contact_id = :contact"] if asked.contact is not None else []
    return tests + (["k.owner = :owner COLLATE NOCASE"] if asked.owner is not None else [])
