"""The large book's generator: the promised numbers of rows, the same each time, and a sound book that commands read."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from crmcli.actions.complaint import escalate
from crmcli.actions.complaint_record import settle_columns
from crmcli.actions.session import Session
from crmcli.store import complaints

GENERATOR = Path(__file__).parents[2] / "benchmarks" / "generate.py"
SCALE, DAY = 0.004, "2026-11-20"


def generate(path: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(GENERATOR), str(path), "--scale", str(SCALE), "--today", DAY]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def made(worlds: Any) -> Any:
    """The program over a generated book."""
    crm = worlds()
    crm.path.parent.mkdir()
    done = generate(crm.path, crm.environment())
    assert done.returncode == 0, done.stderr
    return crm


def test_it_has_the_rows_of_its_scale(made: Any) -> None:
    with closing(sqlite3.connect(made.path)) as db:
        counts = [
            db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("contacts", "orders", "interactions", "complaints")
        ]
    assert counts == [200, 2_000, 4_000, 400]


def test_the_same_scale_and_day_give_the_same_rows(made: Any, tmp_path: Path, dump: Any) -> None:
    again = tmp_path / "again.db"
    generate(again, made.environment())
    tables = (
        "contacts",
        "points",
        "roles",
        "orders",
        "quotes",
        "interactions",
        "followups",
        "complaints",
        "complaint_steps",
    )
    first, second = dump(made.path), dump(again)
    assert all(first[table] == second[table] for table in tables)


def test_two_years_end_on_the_day(made: Any) -> None:
    with closing(sqlite3.connect(made.path)) as db:
        span = db.execute("SELECT min(on_date), max(on_date) FROM orders").fetchone()
    assert span == ("2024-11-21", DAY)


def test_a_complaint_settled_once_more_by_the_program_stays_as_it_is(made: Any, monkeypatch: Any) -> None:
    monkeypatch.setenv("CRM_NOW", f"{DAY}T12:00:00+00:00")
    with Session(made.path, command="settled once more", by="test") as session:
        known = session.book.rows("SELECT id, contact_id FROM complaints")
        before = complaints.rows_of(session.book, [row[0] for row in known])
        steps = complaints.steps(session.book, [row[0] for row in known])
        with session.operation() as op:
            for row in known:
                settle_columns(session, op, row[0])
            for contact_id in {row[1] for row in known}:
                escalate(session, op, contact_id)
        assert complaints.rows_of(session.book, list(before)) == before
        assert complaints.steps(session.book, list(before)) == steps
    statuses = {row["status"] for row in before.values()}
    assert len(known) == 400
    assert {"open", "resolved"} <= statuses
    assert any(row["reopened"] for row in before.values())


def test_the_daily_commands_have_something_to_show(made: Any) -> None:
    assert made.items("followups", "today")
    assert made.items("find", "price")
    assert made.json("segment", "--abc")["summary"]["A"]["customers"]
    assert made.json("order", "list", "--limit", "1")["summary"]["count"] == 2_000


def test_a_few_bring_most(made: Any) -> None:
    summary = made.json("segment", "--abc")["summary"]
    everybody = sum(summary[name]["customers"] for name in ("A", "B", "C"))
    assert summary["A"]["customers"] < everybody / 2


def test_a_file_that_is_there_is_left_alone(made: Any) -> None:
    before = made.path.read_bytes()
    done = generate(made.path, made.environment())
    assert (done.returncode, made.path.read_bytes()) == (1, before)
