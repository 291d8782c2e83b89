"""The month-end question in plain SQL: who brings the money, the effort each class got, who moved in a month.

`python benchmarks/month_end.py BOOK FROM TO EARLIER_FROM EARLIER_TO` prints the seconds the questions took.
Imports sqlite3 only: it is what `crm segment --abc` is measured against.
"""

import sqlite3
import sys
import time

CLASSES = """
WITH bought AS (
  SELECT contact_id, sum(base_minor) AS value FROM orders
  WHERE voided_at IS NULL AND contact_id IS NOT NULL AND counts_on BETWEEN :start AND :end
  GROUP BY contact_id),
ranked AS (
  SELECT contact_id, value, rank() OVER (ORDER BY value DESC) AS place,
    sum(value) OVER (ORDER BY value DESC) - value AS above, sum(value) OVER () AS whole
  FROM bought WHERE value > 0)
SELECT contact_id, value, place,
  CASE WHEN above < 0.80 * whole THEN 'A' WHEN above < 0.95 * whole THEN 'B' ELSE 'C' END AS class
FROM ranked
"""
EFFORT = """
SELECT contact_id, sum(minutes) AS minutes FROM interactions
WHERE voided_at IS NULL AND minutes IS NOT NULL AND on_date BETWEEN ? AND ? GROUP BY contact_id
"""
COLUMNS = "(contact_id INTEGER PRIMARY KEY, value INTEGER, place INTEGER, class TEXT)"
TOP = """
SELECT c.name, n.*, e.minutes FROM now_ n JOIN contacts c ON c.id = n.contact_id
LEFT JOIN effort e USING (contact_id) ORDER BY n.place LIMIT 25
"""
BY_CLASS = """
SELECT class, count(*), sum(value), sum(minutes)
FROM now_ LEFT JOIN effort USING (contact_id) GROUP BY class
"""
MOVED = """
SELECT t.class, n.class, count(*) FROM now_ n LEFT JOIN then_ t USING (contact_id)
WHERE t.class IS NOT n.class GROUP BY 1, 2
"""
GONE = """
SELECT t.class, count(*)
FROM then_ t LEFT JOIN now_ n USING (contact_id) WHERE n.class IS NULL GROUP BY 1
"""


def main(path: str, start: str, end: str, earlier_start: str, earlier_end: str) -> None:
    """Asks everything once."""
    db = sqlite3.connect(path)
    begun = time.perf_counter()
    db.execute("PRAGMA temp_store = MEMORY")
    for table, window in (("now_", (start, end)), ("then_", (earlier_start, earlier_end))):
        db.execute(f"CREATE TEMP TABLE {table} {COLUMNS}")
        db.execute(f"INSERT INTO {table} {CLASSES}", dict(zip(("start", "end"), window, strict=True)))
    db.execute("CREATE TEMP TABLE effort (contact_id INTEGER PRIMARY KEY, minutes INTEGER)")
    db.execute(f"INSERT INTO effort {EFFORT}", (start, end))
    for question in (TOP, BY_CLASS, MOVED, GONE):
        db.execute(question).fetchall()
    print(time.perf_counter() - begun)


if __name__ == "__main__":
    main(*sys.argv[1:])
