"""The history of the schema, append-only: one function a step, `user_version` counts the steps taken.

A released step is never edited; a frozen book of every released version stands in tests/data/databases.
Nothing here reads the clock or knows the policy. Tables named `state`, `sales`, `signals`, `reasons` and `kept`, and the
search index, hold what can be worked out again: they stand outside the journal.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from itertools import groupby

from crmcli.domain.money import portions

BOOK = """
CREATE TABLE policy (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL UNIQUE,
  value TEXT NOT NULL
) STRICT;
CREATE TABLE contacts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  owner TEXT,
  source TEXT,
  source_ref TEXT,
  referred_by INTEGER REFERENCES contacts(id),
  birth_year INTEGER, birth_month INTEGER, birth_day INTEGER,
  language TEXT, hours TEXT, prefers TEXT, every TEXT,
  step TEXT, step_wanted TEXT,
  created_at TEXT NOT NULL,
  created_on TEXT NOT NULL,
  archived_at TEXT,
  import_key INTEGER,
  import_content INTEGER
) STRICT;
CREATE INDEX contacts_name ON contacts(name_key);
CREATE INDEX contacts_source ON contacts(source, source_ref) WHERE source_ref IS NOT NULL;
CREATE INDEX contacts_referrer ON contacts(referred_by) WHERE referred_by IS NOT NULL;
CREATE INDEX contacts_birthday ON contacts(birth_month, birth_day) WHERE birth_month IS NOT NULL;
CREATE TABLE points (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  match_key TEXT NOT NULL,
  label TEXT,
  bad INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX points_contact ON points(contact_id);
CREATE INDEX points_match ON points(kind, match_key);
CREATE TABLE roles (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  company_id INTEGER NOT NULL REFERENCES contacts(id),
  role TEXT
) STRICT;
CREATE INDEX roles_contact ON roles(contact_id);
CREATE INDEX roles_company ON roles(company_id);
CREATE TABLE tags (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  tag TEXT NOT NULL
) STRICT;
CREATE INDEX tags_contact ON tags(contact_id);
CREATE INDEX tags_tag ON tags(tag, contact_id);
CREATE TABLE fields (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  key TEXT NOT NULL,
  value TEXT NOT NULL
) STRICT;
CREATE INDEX fields_contact ON fields(contact_id);
CREATE INDEX fields_key ON fields(key, value);
CREATE TABLE closed_channels (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  channel TEXT NOT NULL,
  until TEXT,
  why TEXT
) STRICT;
CREATE INDEX closed_channels_contact ON closed_channels(contact_id);
CREATE TABLE remarks (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  at TEXT NOT NULL,
  on_date TEXT NOT NULL,
  by_whom TEXT,
  text TEXT NOT NULL,
  voided_at TEXT
) STRICT;
CREATE INDEX remarks_contact ON remarks(contact_id, at);
CREATE INDEX remarks_at ON remarks(at);
CREATE TABLE facts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  key TEXT NOT NULL,
  value TEXT NOT NULL,
  on_date TEXT NOT NULL,
  source TEXT
) STRICT;
CREATE INDEX facts_contact ON facts(contact_id, key);
CREATE TABLE interactions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  at TEXT NOT NULL,
  on_date TEXT NOT NULL,
  channel TEXT NOT NULL,
  direction TEXT NOT NULL,
  nature TEXT NOT NULL,
  outcome TEXT NOT NULL,
  mood INTEGER,
  minutes INTEGER,
  by_whom TEXT,
  text TEXT NOT NULL,
  line TEXT,
  opportunity_minor INTEGER,
  override TEXT,
  meeting_id INTEGER REFERENCES interactions(id),
  source TEXT,
  import_key INTEGER,
  voided_at TEXT
) STRICT;
CREATE INDEX interactions_contact ON interactions(contact_id, at, direction, outcome, channel, voided_at) WHERE voided_at IS NULL;
CREATE INDEX interactions_at ON interactions(at);
CREATE INDEX interactions_effort ON interactions(contact_id, on_date, minutes, voided_at)
  WHERE voided_at IS NULL AND minutes IS NOT NULL;
CREATE INDEX interactions_meeting ON interactions(meeting_id) WHERE meeting_id IS NOT NULL;
CREATE TABLE orders (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER REFERENCES contacts(id),
  on_date TEXT NOT NULL,
  counts_on TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  cost_minor INTEGER,
  currency TEXT NOT NULL,
  rate TEXT,
  base_minor INTEGER,
  base_cost_minor INTEGER,
  quantity TEXT,
  line TEXT, site TEXT, ref TEXT,
  by_whom TEXT,
  refund_of INTEGER REFERENCES orders(id),
  cancelled INTEGER NOT NULL DEFAULT 0,
  source TEXT,
  import_key INTEGER,
  import_content INTEGER,
  created_at TEXT NOT NULL,
  voided_at TEXT
) STRICT;
CREATE INDEX orders_sales ON orders(contact_id, counts_on, on_date, base_minor, base_cost_minor, voided_at)
  WHERE voided_at IS NULL;
CREATE INDEX orders_on ON orders(on_date);
CREATE INDEX orders_key ON orders(import_key) WHERE import_key IS NOT NULL;
CREATE INDEX orders_refund ON orders(refund_of) WHERE refund_of IS NOT NULL;
CREATE TABLE quotes (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  amount_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  rate TEXT,
  base_minor INTEGER,
  text TEXT,
  on_date TEXT NOT NULL,
  valid_until TEXT,
  status TEXT NOT NULL,
  closed_on TEXT,
  reason TEXT,
  shortlist INTEGER NOT NULL DEFAULT 0,
  by_whom TEXT,
  interaction_id INTEGER REFERENCES interactions(id),
  voided_at TEXT
) STRICT;
CREATE INDEX quotes_contact ON quotes(contact_id);
CREATE INDEX quotes_interaction ON quotes(interaction_id) WHERE interaction_id IS NOT NULL;
CREATE INDEX quotes_status ON quotes(status, on_date);
CREATE TABLE followups (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  kind TEXT NOT NULL,
  text TEXT NOT NULL,
  due_on TEXT NOT NULL,
  due_time TEXT,
  every TEXT,
  owner TEXT,
  status TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_on TEXT NOT NULL,
  opened_by INTEGER REFERENCES interactions(id),
  closed_on TEXT,
  closed_by INTEGER REFERENCES interactions(id),
  repeats INTEGER REFERENCES followups(id),
  why TEXT
) STRICT;
CREATE INDEX followups_contact ON followups(contact_id, status);
CREATE INDEX followups_opened_by ON followups(opened_by) WHERE opened_by IS NOT NULL;
CREATE INDEX followups_closed_by ON followups(closed_by) WHERE closed_by IS NOT NULL;
CREATE INDEX followups_repeats ON followups(repeats) WHERE repeats IS NOT NULL;
CREATE TABLE pauses (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  ref TEXT NOT NULL,
  until TEXT NOT NULL,
  made_at TEXT NOT NULL,
  made_on TEXT NOT NULL,
  skipped INTEGER NOT NULL DEFAULT 0,
  why TEXT
) STRICT;
CREATE INDEX pauses_contact ON pauses(contact_id, ref);
CREATE TABLE snapshots (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  as_of TEXT NOT NULL,
  from_date TEXT NOT NULL,
  to_date TEXT NOT NULL,
  basis TEXT NOT NULL,
  taken_at TEXT NOT NULL
) STRICT;
CREATE TABLE snapshot_rows (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  snapshot_id INTEGER NOT NULL REFERENCES snapshots(id),
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  grade TEXT NOT NULL,
  value_minor INTEGER
) STRICT;
CREATE INDEX snapshot_rows_snapshot ON snapshot_rows(snapshot_id);
CREATE INDEX snapshot_rows_contact ON snapshot_rows(contact_id);
"""

JOURNAL = """
CREATE TABLE operations (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  at TEXT NOT NULL,
  by_whom TEXT,
  command TEXT NOT NULL,
  row_count INTEGER NOT NULL DEFAULT 0,
  undone_batch INTEGER,
  undone_at TEXT
) STRICT;
CREATE INDEX operations_undone ON operations(undone_batch) WHERE undone_batch IS NOT NULL;
CREATE TABLE journal (
  operation_id INTEGER NOT NULL REFERENCES operations(id),
  seq INTEGER NOT NULL,
  tbl TEXT NOT NULL,
  action TEXT NOT NULL,
  lo INTEGER NOT NULL,
  hi INTEGER NOT NULL,
  contact_id INTEGER,
  before TEXT,
  after TEXT,
  PRIMARY KEY (operation_id, seq)
) STRICT;
CREATE INDEX journal_row ON journal(tbl, lo);
CREATE INDEX journal_span ON journal(tbl, lo, hi) WHERE hi > lo;
CREATE INDEX journal_contact ON journal(contact_id) WHERE contact_id IS NOT NULL;
CREATE TABLE journal_images (
  operation_id INTEGER NOT NULL REFERENCES operations(id),
  seq INTEGER NOT NULL,
  row_id INTEGER NOT NULL,
  contact_id INTEGER,
  image TEXT NOT NULL,
  PRIMARY KEY (operation_id, seq, row_id)
) STRICT;
CREATE INDEX journal_images_contact ON journal_images(contact_id) WHERE contact_id IS NOT NULL;
"""

DERIVED = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE name_words (
  word TEXT NOT NULL,
  contact_id INTEGER NOT NULL,
  PRIMARY KEY (word, contact_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX name_words_contact ON name_words(contact_id);
CREATE TABLE state (
  contact_id INTEGER PRIMARY KEY,
  last_id INTEGER, last_at TEXT, last_on TEXT,
  attempts INTEGER NOT NULL DEFAULT 0, attempt_id INTEGER, attempt_on TEXT,
  unanswered_id INTEGER, unanswered_on TEXT,
  held_until TEXT,
  unreachable INTEGER NOT NULL DEFAULT 0,
  first_due TEXT
) STRICT;
CREATE INDEX state_due ON state(first_due) WHERE first_due IS NOT NULL;
CREATE INDEX state_held ON state(held_until) WHERE held_until IS NOT NULL;
CREATE INDEX state_unreachable ON state(contact_id) WHERE unreachable = 1;
CREATE TABLE sales (
  contact_id INTEGER PRIMARY KEY,
  orders INTEGER NOT NULL,
  total_minor INTEGER NOT NULL,
  first_on TEXT NOT NULL,
  last_on TEXT,
  grade TEXT NOT NULL,
  grade_minor INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX sales_grade ON sales(grade);
CREATE TABLE reasons (
  id INTEGER PRIMARY KEY,
  contact_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  ref TEXT NOT NULL,
  row_id INTEGER,
  due_on TEXT NOT NULL,
  due_time TEXT,
  text TEXT NOT NULL,
  grade TEXT NOT NULL
) STRICT;
CREATE INDEX reasons_rank ON reasons(kind, grade, due_on, contact_id);
CREATE INDEX reasons_contact ON reasons(contact_id);
CREATE VIRTUAL TABLE search_people USING fts5(
  body, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'", prefix = '2 3'
);
CREATE VIRTUAL TABLE search USING fts5(
  body, tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'", prefix = '2 3'
);
"""


def m0001_book(db: sqlite3.Connection) -> None:
    """The first book: records, the journal, and what is derived from them."""
    for script in (BOOK, JOURNAL, DERIVED):
        run(db, script)


def run(db: sqlite3.Connection, script: str) -> None:
    """Every statement of a script, inside the transaction that is open."""
    for statement in script.split(";\n"):
        if statement.strip():
            db.execute(statement)


VALUE = """
CREATE TABLE wallets (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  amount_minor INTEGER NOT NULL,
  currency TEXT NOT NULL,
  rate TEXT,
  base_minor INTEGER,
  on_date TEXT NOT NULL,
  source TEXT,
  competitor TEXT,
  by_whom TEXT
) STRICT;
CREATE INDEX wallets_contact ON wallets(contact_id, on_date);
CREATE TABLE wanted (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  year INTEGER NOT NULL,
  on_date TEXT NOT NULL,
  why TEXT,
  ended_on TEXT
) STRICT;
CREATE INDEX wanted_contact ON wanted(contact_id);
CREATE INDEX interactions_costly ON interactions(contact_id, on_date, channel)
  WHERE voided_at IS NULL AND meeting_id IS NULL AND direction = 'out' AND channel IN ('visit', 'letter');
ALTER TABLE closed_channels ADD COLUMN since TEXT;
DROP INDEX orders_sales;
CREATE INDEX orders_sales ON orders(contact_id, counts_on, on_date, base_minor, base_cost_minor, amount_minor, refund_of,
  cancelled, voided_at) WHERE voided_at IS NULL;
CREATE TABLE kept (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  key TEXT NOT NULL,
  body TEXT NOT NULL,
  UNIQUE (name, key)
) STRICT;
CREATE TABLE signals (
  contact_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  since TEXT NOT NULL,
  cause TEXT NOT NULL,
  grade TEXT NOT NULL,
  worth INTEGER NOT NULL,
  text TEXT NOT NULL,
  PRIMARY KEY (contact_id, kind)
) STRICT, WITHOUT ROWID;
ALTER TABLE reasons ADD COLUMN worth INTEGER NOT NULL DEFAULT 0;
DROP INDEX reasons_rank;
CREATE INDEX reasons_rank ON reasons(kind, grade, due_on, worth DESC, contact_id);
"""


def m0002_value(db: sqlite3.Connection) -> None:
    """What they spend in all, whom one wants, what refunds take back of the cost, and early warnings with the fits behind them,
    kept outside the journal."""
    run(db, VALUE)
    _costs_back(db)


def _costs_back(db: sqlite3.Connection) -> None:
    """Refunds that name their order and no cost take back their part of what its goods cost."""
    rows = db.execute(
        "SELECT o.id, o.base_cost_minor, o.amount_minor, r.id, -r.amount_minor FROM orders o JOIN orders r ON r.refund_of = o.id"
        " WHERE o.voided_at IS NULL AND r.voided_at IS NULL AND r.cost_minor IS NULL AND o.base_cost_minor IS NOT NULL"
        " AND o.amount_minor > 0 ORDER BY o.id, r.id"
    ).fetchall()
    for (_, cost, amount), group in groupby(rows, key=lambda row: row[:3]):
        refunds = list(group)
        parts = portions(cost, [row[4] for row in refunds], amount)
        updates = [(-part, row[3]) for row, part in zip(refunds, parts, strict=True)]
        db.executemany("UPDATE orders SET base_cost_minor = ? WHERE id = ?", updates)


SERVICE = """
ALTER TABLE contacts ADD COLUMN tier TEXT;
ALTER TABLE contacts ADD COLUMN guard TEXT;
ALTER TABLE reasons ADD COLUMN owner TEXT;
CREATE TABLE complaints (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  interaction_id INTEGER REFERENCES interactions(id),
  opened_at TEXT NOT NULL,
  opened_on TEXT NOT NULL,
  channel TEXT NOT NULL,
  severity TEXT NOT NULL,
  line TEXT,
  text TEXT NOT NULL,
  owner TEXT NOT NULL,
  about TEXT,
  terms TEXT NOT NULL,
  escalated INTEGER NOT NULL DEFAULT 0,
  status TEXT NOT NULL,
  respond_by TEXT,
  resolve_by TEXT,
  responded_at TEXT,
  response_minutes INTEGER,
  waiting_since TEXT,
  resolved_at TEXT,
  resolved_on TEXT,
  resolution_minutes INTEGER,
  on_time INTEGER,
  first_contact INTEGER NOT NULL DEFAULT 0,
  reopened INTEGER NOT NULL DEFAULT 0,
  recovered TEXT,
  checked_on TEXT,
  warn_at TEXT,
  warn_on TEXT,
  source TEXT,
  import_key INTEGER,
  import_content INTEGER,
  by_whom TEXT,
  voided_at TEXT
) STRICT;
CREATE INDEX complaints_contact ON complaints(contact_id, opened_on);
CREATE INDEX complaints_open ON complaints(status, resolve_by) WHERE status <> 'resolved' AND voided_at IS NULL;
CREATE INDEX complaints_opened ON complaints(opened_on);
CREATE INDEX complaints_resolved ON complaints(resolved_on) WHERE resolved_on IS NOT NULL AND voided_at IS NULL;
CREATE INDEX complaints_interaction ON complaints(interaction_id) WHERE interaction_id IS NOT NULL;
CREATE INDEX complaints_key ON complaints(import_key) WHERE import_key IS NOT NULL;
CREATE TABLE complaint_steps (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  complaint_id INTEGER NOT NULL REFERENCES complaints(id),
  at TEXT NOT NULL,
  on_date TEXT NOT NULL,
  kind TEXT NOT NULL,
  text TEXT,
  by_whom TEXT,
  recovered TEXT,
  status TEXT NOT NULL,
  resolve_by TEXT,
  warn_at TEXT,
  warn_on TEXT
) STRICT;
CREATE INDEX complaint_steps_complaint ON complaint_steps(complaint_id, at);
CREATE INDEX complaint_steps_on ON complaint_steps(on_date);
CREATE INDEX complaint_steps_contact ON complaint_steps(contact_id);
CREATE TABLE questions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  key TEXT NOT NULL,
  text TEXT NOT NULL,
  audience TEXT NOT NULL DEFAULT '[]',
  fresh TEXT,
  on_date TEXT NOT NULL,
  ended_on TEXT
) STRICT;
CREATE INDEX questions_key ON questions(key);
CREATE TABLE suggestions (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  contact_id INTEGER NOT NULL REFERENCES contacts(id),
  at TEXT NOT NULL,
  on_date TEXT NOT NULL,
  text TEXT NOT NULL,
  by_whom TEXT,
  status TEXT NOT NULL,
  answer TEXT,
  answered_on TEXT,
  answered_by TEXT,
  voided_at TEXT
) STRICT;
CREATE INDEX suggestions_contact ON suggestions(contact_id);
CREATE INDEX suggestions_status ON suggestions(status, on_date);
CREATE INDEX interactions_theirs ON interactions(on_date, at, contact_id, channel, nature, line, outcome, direction, voided_at)
  WHERE voided_at IS NULL AND direction = 'in' AND channel IN ('email', 'message', 'letter', 'web');
CREATE INDEX interactions_felt ON interactions(on_date, nature, channel, by_whom, line, contact_id, outcome, mood, voided_at)
  WHERE voided_at IS NULL;
CREATE TABLE tensions (
  contact_id INTEGER PRIMARY KEY,
  severity INTEGER NOT NULL,
  since TEXT NOT NULL,
  cause TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX tensions_severity ON tensions(severity DESC, since);
DELETE FROM meta WHERE key = 'derived_on';
"""


def m0003_service(db: sqlite3.Connection) -> None:
    """Complaints with their steps, the bank of questions, suggestions, service tiers; and tensions, kept outside the journal."""
    run(db, SERVICE)


MIGRATIONS: list[Callable[[sqlite3.Connection], None]] = [m0001_book, m0002_value, m0003_service]
