"""The questions of `crm complaint list`, `crm watch` and the reports in plain SQL.

`python benchmarks/service.py QUESTION BOOK NOW` prints the seconds the questions took, NOW a UTC instant; reports are of the
twelve months up to its day, and of the twelve before. Imports sqlite3 only: it is what the commands are measured against.
Working minutes are read from the complaints' columns; what still waits is left out of the medians, for no sum says how long.
"""

import sqlite3
import sys
import time

CLASS = "coalesce((SELECT grade FROM sales WHERE contact_id = {0}), 'prospect')"
UNSOLVED = "k.voided_at IS NULL AND k.status <> 'resolved'"
DUE = "min(coalesce(k.resolve_by, '9999'), CASE WHEN k.responded_at IS NULL THEN k.respond_by ELSE '9999' END)"
LIST = (
    "SELECT status, count(*), sum(severity = 'high' OR escalated) FROM complaints WHERE voided_at IS NULL GROUP BY status",
    f"SELECT count(*), sum({DUE} < :now) FROM complaints k WHERE {UNSOLVED} AND (k.warn_at <= :now OR {DUE} < :now)",
    f"SELECT k.*, c.name, {CLASS.format('k.contact_id')} AS class FROM complaints k JOIN contacts c ON c.id = k.contact_id"
    f" WHERE {UNSOLVED} ORDER BY k.severity <> 'high' AND NOT k.escalated, k.severity = 'low', class, {DUE} LIMIT 25",
)

FAILED = "('no-answer', 'left-message', 'wrong-number')"
TALKS = f"""
CREATE TEMP TABLE talks AS
SELECT id, contact_id, at, direction, outcome, mood, outcome NOT IN {FAILED} AS real FROM interactions
WHERE voided_at IS NULL AND on_date BETWEEN date(:day, '-90 days') AND :day
"""
BAD = """
SELECT contact_id, 'outcomes' AS sign, CASE WHEN count(*) > 2 THEN 3 ELSE 2 END AS weight, max(at) AS last FROM (
  SELECT contact_id, at, sum(outcome NOT IN ('negative', 'do-not-call')) OVER (
    PARTITION BY contact_id ORDER BY at DESC, id DESC) AS good
  FROM talks WHERE real) WHERE good = 0 GROUP BY contact_id HAVING count(*) >= 2
"""
MOODS = """
SELECT contact_id, 'mood', 2, max(at) FROM (
  SELECT contact_id, at, mood, row_number() OVER (PARTITION BY contact_id ORDER BY at DESC, id DESC) AS place,
    count(*) OVER (PARTITION BY contact_id) AS noted
  FROM talks WHERE mood IS NOT NULL AND real)
WHERE noted > 1 GROUP BY contact_id
HAVING avg(CASE WHEN place > min(2, noted - 1) THEN mood END) - avg(CASE WHEN place <= min(2, noted - 1) THEN mood END) >= 1
  AND max(CASE WHEN place = 1 THEN mood END) <= CASE WHEN noted >= 4 THEN 0 ELSE -1 END
"""
TRIED = """
SELECT t.contact_id, 'attempts', 1, max(t.at) FROM talks t
LEFT JOIN (SELECT contact_id, max(at) AS spoken FROM talks WHERE real GROUP BY contact_id) s USING (contact_id)
WHERE NOT t.real AND t.direction = 'out' AND t.at > coalesce(s.spoken, '') GROUP BY t.contact_id HAVING count(*) >= 3
"""
LATE = """
SELECT contact_id, 'promise', 1, due_on FROM followups
WHERE kind = 'promise' AND status = 'open' AND due_on BETWEEN date(:day, '-90 days') AND date(:day, '-1 day')
"""
NEAR = """
SELECT contact_id, 'complaint', CASE WHEN resolve_by < :day THEN 3 ELSE 2 END, warn_on FROM complaints
WHERE status = 'open' AND voided_at IS NULL AND warn_on <= :day
"""
WATCH = (
    TALKS,
    f"CREATE TEMP TABLE signs AS {' UNION ALL '.join((BAD, MOODS, TRIED, LATE, NEAR))}",
    "CREATE TEMP TABLE tense AS SELECT s.contact_id, sum(weight) AS points, min(last) AS since, group_concat(sign) AS signs"
    " FROM signs s JOIN contacts c ON c.id = s.contact_id WHERE c.archived_at IS NULL GROUP BY s.contact_id",
    "SELECT min(points, 3), count(*) FROM tense GROUP BY 1",
    f"SELECT t.*, c.name, c.owner, {CLASS.format('c.id')} AS class FROM tense t JOIN contacts c ON c.id = t.contact_id"
    " ORDER BY points DESC, class, since LIMIT 25",
)  # fmt: skip

STANDS = "o.voided_at IS NULL AND o.amount_minor >= 0 AND o.refund_of IS NULL AND o.cancelled = 0"
MEDIANS = """
SELECT month, min(CASE WHEN 2 * upto >= whole THEN minutes END), max(whole) FROM (
  SELECT month, minutes, sum(n) OVER (PARTITION BY month ORDER BY minutes) AS upto, sum(n) OVER (PARTITION BY month) AS whole
  FROM (SELECT substr(opened_on, 1, 7) AS month, {0} AS minutes, count(*) AS n FROM complaints
    WHERE voided_at IS NULL AND opened_on BETWEEN :start AND :end AND {0} IS NOT NULL GROUP BY 1, 2)) GROUP BY month
"""
TIMES = tuple(MEDIANS.format(column) for column in ("response_minutes", "resolution_minutes"))
SOLVED = f"""
SELECT month, count(*), sum(first), sum(on_time), sum(high), sum(high AND first), sum(high AND on_time), sum(reopened > 0),
  sum(worth), sum(worth * first), sum(coalesce(recovered = 'yes', julianday(again) - julianday(resolved_on) <= 90, 0))
FROM (
  SELECT substr(k.resolved_on, 1, 7) AS month, k.first_contact AND k.reopened = 0 AS first, k.on_time, k.reopened, k.recovered,
    k.severity = 'high' OR k.escalated AS high, k.resolved_on,
    (SELECT max(coalesce(sum(o.base_minor), 0), 0) FROM orders o WHERE o.contact_id = k.contact_id AND o.voided_at IS NULL
      AND o.counts_on BETWEEN :start AND :end) AS worth,
    (SELECT min(o.counts_on) FROM orders o WHERE o.contact_id = k.contact_id AND {STANDS}
      AND o.counts_on > k.resolved_on AND o.counts_on <= :end) AS again
  FROM complaints k WHERE k.voided_at IS NULL AND k.resolved_on BETWEEN :start AND :end)
GROUP BY month
"""
COMPLAINTS = (
    "SELECT substr(opened_on, 1, 7), count(*), sum(severity = 'high' OR escalated), sum(escalated) FROM complaints"
    " WHERE voided_at IS NULL AND opened_on BETWEEN :start AND :end GROUP BY 1",
    *TIMES,
    SOLVED,
    "SELECT count(*), sum(resolve_by < :now) FROM complaints WHERE voided_at IS NULL AND opened_on <= :end"
    " AND (status <> 'resolved' OR resolved_on > :end)",
)

WAITED = """
SELECT min(CASE WHEN 2 * upto >= whole THEN waited END), max(whole), sum(n * (NOT over)) FROM (
  SELECT waited, over, n, sum(n) OVER (ORDER BY waited) AS upto, sum(n) OVER () AS whole
  FROM (SELECT waited, over, count(*) AS n FROM ({0}) GROUP BY 1, 2))
"""
ANSWERS = f"""
SELECT (strftime('%s', coalesce(answered, :now)) - strftime('%s', at)) / 60 AS waited, answered IS NOT NULL AS over FROM (
  SELECT i.at, (SELECT min(a.at) FROM interactions a WHERE a.contact_id = i.contact_id AND a.voided_at IS NULL
    AND a.at > i.at AND a.outcome NOT IN {FAILED}
    AND (a.direction = 'out' OR a.channel NOT IN ('email', 'message', 'letter', 'web'))) AS answered
  FROM interactions i WHERE i.voided_at IS NULL AND i.direction = 'in' AND i.on_date BETWEEN :start AND :end
    AND i.channel IN ('email', 'message', 'letter', 'web') AND i.outcome NOT IN {FAILED})
"""
PROMISES = """
SELECT julianday(coalesce(closed_on, :end)) - julianday(created_on) AS waited, closed_on IS NOT NULL AS over FROM followups
WHERE kind = 'promise' AND created_on BETWEEN :start AND :end AND status NOT IN ('void', 'skipped')
"""
QUOTES = """
SELECT julianday(coalesce(closed_on, :end)) - julianday(on_date) AS waited, status IN ('won', 'lost') AS over FROM quotes
WHERE voided_at IS NULL AND on_date BETWEEN :start AND :end
"""
RESPONSE = (*(WAITED.format(waits) for waits in (ANSWERS, PROMISES, QUOTES)), *TIMES)

EXPERIENCE = (
    "SELECT nature, substr(on_date, 1, 7), count(*), sum(outcome = 'positive'), sum(outcome = 'neutral'),"
    " sum(outcome IN ('negative', 'do-not-call')), count(mood), sum(mood) FROM interactions"
    f" WHERE voided_at IS NULL AND outcome NOT IN {FAILED} AND on_date BETWEEN :start AND :end GROUP BY 1, 2",
)

HERE, THERE = (
    "counts_on BETWEEN :start AND :end",
    "counts_on BETWEEN date(:start, '-1 year') AND date(:start, '-1 day')",
)
STANDING = f"""
SELECT sum(here), sum(here AND (more OR there OR earlier)), sum(here AND NOT there AND NOT earlier), sum(here AND there),
  sum(there AND NOT here), sum(here AND earlier AND NOT there), sum(amount)
FROM (SELECT contact_id, max({HERE}) AS here, max({THERE}) AS there, min(counts_on) < date(:start, '-1 year') AS earlier,
  min(CASE WHEN {HERE} THEN counts_on END) < max(CASE WHEN {HERE} THEN counts_on END) AS more,
  sum(CASE WHEN {HERE} THEN base_minor END) AS amount
  FROM orders o WHERE {STANDS} AND contact_id IS NOT NULL AND on_date <= :end GROUP BY contact_id)
"""
GAPS = f"""
CREATE TEMP TABLE gaps AS
SELECT contact_id, counts_on AS day, lag(counts_on) OVER own AS was, lead(counts_on) OVER own AS following
FROM orders o WHERE {STANDS} AND contact_id IS NOT NULL AND on_date <= :end
WINDOW own AS (PARTITION BY contact_id ORDER BY counts_on)
"""
CAME = """
SELECT month, count(*), sum(new), sum(again) FROM (
  SELECT contact_id, substr(day, 1, 7) AS month, max(was IS NULL) AS new, max(was < date(day, '-1 year')) AS again
  FROM gaps WHERE day BETWEEN date(:start, '-1 year') AND :end GROUP BY 1, 2) GROUP BY month
"""
GONE = """
SELECT substr(date(day, '+366 days'), 1, 7), count(*) FROM gaps
WHERE day BETWEEN date(:start, '-731 days') AND date(:end, '-366 days')
  AND (following IS NULL OR following >= date(day, '+366 days')) GROUP BY 1
"""
LOYALTY = (STANDING,)
MONTHLY = (GAPS, CAME, GONE)

PEOPLE = """
CREATE TEMP TABLE people AS
SELECT c.id, c.name, coalesce(a.grade, 'prospect') AS class, coalesce(a.grade_minor, 0) AS value,
  max(p.kind = 'phone' AND NOT p.bad) AS phone, max(p.kind = 'email' AND NOT p.bad) AS email,
  max(p.kind = 'address' AND NOT p.bad) AS letter, max(p.bad) AS bad, x.channels
FROM contacts c LEFT JOIN points p ON p.contact_id = c.id LEFT JOIN sales a ON a.contact_id = c.id
LEFT JOIN (SELECT contact_id, group_concat(channel) AS channels FROM closed_channels GROUP BY 1) x ON x.contact_id = c.id
WHERE c.archived_at IS NULL AND c.created_on <= :end GROUP BY c.id
"""
OPEN = "coalesce(channels, '') NOT LIKE '%{0}%' AND coalesce(channels, '') NOT LIKE '%all%'"
USABLE = ", ".join(f"sum({one} AND {OPEN.format(one)})" for one in ("phone", "email", "letter"))
REACH = (
    PEOPLE,
    f"SELECT class, count(*), {USABLE}, sum(bad), count(channels) FROM people GROUP BY class",
    "SELECT * FROM people WHERE NOT coalesce(phone OR email OR letter, 0) ORDER BY value DESC LIMIT 10",
    "DROP TABLE people",
)

ONCE = {"complaint list": LIST, "watch": WATCH, "report loyalty": MONTHLY}
EACH_PERIOD = {
    "report complaints": COMPLAINTS, "report response": RESPONSE, "report experience": EXPERIENCE,
    "report loyalty": LOYALTY, "report reach": REACH,
}  # fmt: skip


def main(question: str, path: str, now: str) -> None:
    """Asks everything once."""
    db = sqlite3.connect(path)
    begun = time.perf_counter()
    db.execute("PRAGMA temp_store = MEMORY")
    day = now[:10]
    periods = db.execute(
        "SELECT date(:day, '-12 months', '+1 day'), :day UNION ALL"
        " SELECT date(:day, '-24 months', '+1 day'), date(:day, '-12 months')",
        {"day": day},
    ).fetchall()
    for start, end in periods:
        for sql in EACH_PERIOD.get(question, ()):
            db.execute(sql, {"start": start, "end": end, "now": now}).fetchall()
    for sql in ONCE.get(question, ()):
        db.execute(sql, {"start": periods[0][0], "end": day, "now": now, "day": day}).fetchall()
    print(time.perf_counter() - begun)


if __name__ == "__main__":
    main(*sys.argv[1:])
