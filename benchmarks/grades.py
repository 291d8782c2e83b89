"""The questions of `crm segment --rfm` and `--value` in plain SQL: sums, scores and tiers, groups with their money, the first
25 customers.

`python benchmarks/grades.py rfm|value BOOK DAY` prints the seconds the questions took. Imports sqlite3 only: it is what the
commands are measured against. The value question leaves out who is lapsed, which no sum says.
"""

import sqlite3
import sys
import time

STANDS = "amount_minor >= 0 AND refund_of IS NULL AND cancelled = 0"
BOUGHT = f"""
CREATE TEMP TABLE bought AS
SELECT contact_id, max(CASE WHEN {STANDS} THEN counts_on END) AS last_on,
  count(DISTINCT CASE WHEN {STANDS} THEN counts_on END) AS days, sum({STANDS}) AS orders, sum(base_minor) AS money
FROM orders WHERE voided_at IS NULL AND contact_id IS NOT NULL AND base_minor IS NOT NULL AND on_date <= :day
GROUP BY contact_id
"""
SCORED = """
CREATE TEMP TABLE graded AS
SELECT *, julianday(:day) - julianday(last_on) AS since,
  1 + 5 * (rank() OVER (ORDER BY last_on) - 1) / count(*) OVER () AS r,
  1 + 5 * (rank() OVER (ORDER BY days) - 1) / count(*) OVER () AS f,
  1 + 5 * (rank() OVER (ORDER BY money) - 1) / count(*) OVER () AS m
FROM bought WHERE last_on IS NOT NULL
"""
GROUPED = """
CREATE TEMP TABLE grouped AS
SELECT *, CASE
  WHEN r = 5 AND f = 5 AND m = 5 THEN 'Champions'
  WHEN r >= 3 AND f >= 3 AND m >= 2 THEN 'Potential Loyalist'
  WHEN r BETWEEN 2 AND 4 AND f BETWEEN 2 AND 4 AND m BETWEEN 2 AND 4 THEN 'Loyal Customers'
  WHEN r BETWEEN 3 AND 4 AND f <= 3 AND m >= 3 THEN 'Promising'
  WHEN r >= 4 AND f <= 3 THEN 'New Customers'
  WHEN r <= 2 AND f BETWEEN 3 AND 4 AND m >= 4 THEN 'Can''t Lose Them'
  WHEN r <= 2 AND f >= 2 AND m >= 4 THEN 'At Risk'
  WHEN r <= 3 AND f >= 3 AND m >= 3 THEN 'Need Attention'
  WHEN r BETWEEN 2 AND 3 AND f <= 3 AND m <= 4 THEN 'About To Sleep'
  WHEN r = 1 THEN 'Lost' ELSE 'Other' END AS segment
FROM graded
"""
RFM = (
    BOUGHT, SCORED, GROUPED,
    "SELECT segment, count(*), sum(orders), sum(money) FROM grouped GROUP BY segment",
    *(f"SELECT {score}, count(*), min({value}), max({value}) FROM grouped GROUP BY {score}"
      for score, value in (("r", "since"), ("f", "days"), ("m", "money"))),
    "SELECT c.name, g.* FROM grouped g JOIN contacts c ON c.id = g.contact_id ORDER BY segment, money DESC LIMIT 25",
)  # fmt: skip

BROUGHT = """
CREATE TEMP TABLE {name} AS
SELECT contact_id, sum(base_minor) AS sales, sum(base_minor - base_cost_minor) AS margin, count(*) AS orders,
  count(base_cost_minor) AS costed
FROM orders WHERE voided_at IS NULL AND contact_id IS NOT NULL AND base_minor IS NOT NULL AND on_date <= :day
  AND counts_on BETWEEN {start} AND {end} GROUP BY contact_id
"""
EFFORT = """
CREATE TEMP TABLE effort{name} AS
SELECT contact_id, sum(cost) AS cost FROM (
  SELECT contact_id, sum(minutes) * 50 AS cost FROM interactions
    WHERE voided_at IS NULL AND minutes IS NOT NULL AND on_date BETWEEN {start} AND {end} GROUP BY contact_id
  UNION ALL SELECT contact_id, sum(CASE channel WHEN 'visit' THEN 2500 ELSE 150 END) FROM interactions
    WHERE voided_at IS NULL AND direction = 'out' AND channel IN ('visit', 'letter')
    AND on_date BETWEEN {start} AND {end} GROUP BY contact_id
  UNION ALL SELECT contact_id, count(*) * 500 FROM quotes
    WHERE voided_at IS NULL AND on_date BETWEEN {start} AND {end} GROUP BY contact_id)
GROUP BY contact_id
"""
QUOTES = """
CREATE TEMP TABLE asked AS
SELECT contact_id, sum(status = 'lost') AS lost, sum(shortlist) AS shortlist FROM quotes
WHERE voided_at IS NULL AND on_date BETWEEN {start} AND {end} GROUP BY contact_id
"""
LEFT = """
CREATE TEMP TABLE leaves AS
SELECT s.contact_id, c.kind, n.sales, CASE WHEN n.orders = n.costed THEN n.margin - coalesce(e.cost, 0) END AS actual,
  CASE WHEN b.orders = b.costed THEN b.margin - coalesce(f.cost, 0) END AS best, coalesce(e.cost, 0) AS cost,
  s.first_on, p.sales AS before, q.lost, q.shortlist
FROM sales s JOIN contacts c ON c.id = s.contact_id
LEFT JOIN now_ n ON n.contact_id = s.contact_id LEFT JOIN best b ON b.contact_id = s.contact_id
LEFT JOIN earlier p ON p.contact_id = s.contact_id LEFT JOIN effort e ON e.contact_id = s.contact_id
LEFT JOIN effort_best f ON f.contact_id = s.contact_id LEFT JOIN asked q ON q.contact_id = s.contact_id
"""
TIERED = """
CREATE TEMP TABLE tiered AS
WITH class AS (
  SELECT contact_id, sum(sales) OVER (ORDER BY sales DESC) - sales >= 0.95 * sum(sales) OVER () AS c FROM leaves WHERE sales > 0),
goal AS (
  SELECT kind, max(actual) AS goal FROM (
    SELECT kind, actual, percent_rank() OVER (PARTITION BY kind ORDER BY actual) AS at FROM leaves WHERE actual IS NOT NULL)
  WHERE at <= 0.75 GROUP BY kind),
gap AS (
  SELECT contact_id, percent_rank() OVER (ORDER BY goal - actual DESC) AS at FROM leaves JOIN goal USING (kind)
  WHERE goal > actual),
top AS (SELECT contact_id, percent_rank() OVER (ORDER BY best DESC) AS at FROM leaves WHERE best > 0)
SELECT l.*, g.goal, CASE
  WHEN l.actual < 0 AND l.first_on <= date(:day, '-90 days') THEN 'below_zero'
  WHEN t.at < 0.1 THEN 'most_valuable' WHEN w.at < 0.2 THEN 'most_growable'
  WHEN l.actual > 0 AND k.c AND l.cost < (SELECT avg(cost) FROM leaves) THEN 'low_maintenance' ELSE 'steady' END AS tier
FROM leaves l LEFT JOIN class k USING (contact_id) LEFT JOIN goal g USING (kind) LEFT JOIN gap w USING (contact_id)
LEFT JOIN top t USING (contact_id)
"""
FISCAL = ("date(:day, 'start of year', '-1 year')", "date(:day, 'start of year', '-1 day')")
THIS_YEAR = ("date(:day, '-12 months', '+1 day')", ":day")
VALUE = (
    BROUGHT.format(name="now_", start=THIS_YEAR[0], end=THIS_YEAR[1]),
    BROUGHT.format(name="best", start=FISCAL[0], end=FISCAL[1]),
    BROUGHT.format(name="earlier", start="date(:day, '-24 months', '+1 day')", end="date(:day, '-12 months')"),
    EFFORT.format(name="", start=THIS_YEAR[0], end=THIS_YEAR[1]),
    EFFORT.format(name="_best", start=FISCAL[0], end=FISCAL[1]),
    QUOTES.format(start=THIS_YEAR[0], end=THIS_YEAR[1]),
    LEFT, TIERED,
    "SELECT tier, count(*), sum(actual), sum(sales), sum(cost) FROM tiered GROUP BY tier",
    "SELECT count(*), sum(cost) FROM tiered WHERE sales IS NULL OR sales < 0.7 * before OR lost >= 2 OR shortlist > 0",
    "SELECT c.name, t.* FROM tiered t JOIN contacts c ON c.id = t.contact_id ORDER BY tier, actual DESC LIMIT 25",
)  # fmt: skip


def main(question: str, path: str, day: str) -> None:
    """Asks everything once."""
    db = sqlite3.connect(path)
    begun = time.perf_counter()
    db.execute("PRAGMA temp_store = MEMORY")
    for sql in {"rfm": RFM, "value": VALUE}[question]:
        db.execute(sql, {"day": day} if ":day" in sql else {}).fetchall()
    print(time.perf_counter() - begun)


if __name__ == "__main__":
    main(*sys.argv[1:])
