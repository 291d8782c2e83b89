"""The month-end question in plain SQL: who brings the money, what effort each class got, who moved since a month ago.

`python benchmarks/month_end.py BOOK FROM TO EARLIER_FROM EARLIER_TO` prints the seconds that the questions took. Imports
sqlite3 only: it is what `crm segment --abc` is measured against.
"""

import sqlite3
import sys
import time

CLASSES = """
WITH sales AS (
  SELECT contact_id, sum(base_minor) AS value FROM orders
  WHERE voided_at IS NULL AND contact_id IS NOT NULL AND base_minor IS NOT NULL AND counts_on BETWEEN :start AND :end
  GROUP BY contact_id),
ranked AS (
  SELECT contact_id, value, rank() OVER (ORDER BY value DESC) AS place,
    sum(value) OVER (ORDER BY value DESC RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - value AS above,
    sum(value) OVER () AS whole
  FROM sales WHERE value > 0)
SELECT contact_id, value, place,
  CASE WHEN above < 0.80 * whole THEN 'A' WHEN above < 0.95 * whole THEN 'B' ELSE 'C' END AS class
FROM ranked
"""
EFFORT = """
SELECT contact_id, sum(minutes) AS minutes FROM interactions
WHERE voided_at IS NULL AND minutes IS NOT NULL AND on_date BETWEEN ? AND ? GROUP BY contact_id
"""
TOP = "SELECT n.*, e.minutes FROM now_ n LEFT JOIN effort e USING (contact_id) ORDER BY place LIMIT 25"
BY_CLASS = "SELECT class, count(*), sum(value), sum(minutes) FROM now_ LEFT JOIN effort USING (contact_id) GROUP BY class"
MOVERS = """
SELECT then_.class, now_.class, count(*) FROM now_ FULL JOIN then_ USING (contact_id)
WHERE now_.class IS NOT then_.class GROUP BY 1, 2
"""


def main(path: str, start: str, end: str, earlier_start: str, earlier_end: str) -> None:
    """Asks everything once."""
    db = sqlite3.connect(path)
    begun = time.perf_counter()
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute(f"CREATE TEMP TABLE now_ AS {CLASSES}", {"start": start, "end": end})
    db.execute(f"CREATE TEMP TABLE then_ AS {CLASSES}", {"start": earlier_start, "end": earlier_end})
    db.execute("CREATE TEMP TABLE effort (contact_id INTEGER PRIMARY KEY, minutes INTEGER)")
    db.execute(f"INSERT INTO effort {EFFORT}", (start, end))
    movers = MOVERS
    if sqlite3.sqlite_version_info < (3, 39):
        movers = MOVERS.replace("FULL JOIN", "LEFT JOIN")
    for question in (TOP, BY_CLASS, movers):
        db.execute(question).fetchall()
    print(time.perf_counter() - begun)


if __name__ == "__main__":
    main(*sys.argv[1:])
