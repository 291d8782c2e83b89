"""The scripts of examples/ run as they stand, and do what their first lines say."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

EXAMPLES = Path(__file__).parents[1] / "examples"
pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")


@pytest.fixture
def run(crm: Any, tmp_path: Path) -> Any:
    """run(script) -> what it printed; in a folder of its own, on the book of `crm`."""
    programs = tmp_path / "bin"
    programs.mkdir()
    program = programs / "crm"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m crmcli "$@"\n')
    program.chmod(0o755)
    environment = crm.environment()
    environment["PATH"] = f"{programs}:{environment['PATH']}"
    desk = tmp_path / "desk"
    desk.mkdir()

    def script(name: str) -> str:
        done = subprocess.run(
            ["bash", str(EXAMPLES / name)], cwd=desk, env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{done.stdout[-2000:]}\n{done.stderr}"
        return done.stdout

    return script


def test_import(crm: Any, run: Any) -> None:
    run("import.sh")
    orders = crm.json("order", "list")
    assert orders["summary"]["count"] == 8
    assert orders["summary"]["total_minor"] == 281_495
    assert {"n1", "n2"} == {f"n{item['id']}" for item in crm.items("history")}, (
        "the second import was to change nothing"
    )


def test_morning(crm: Any, run: Any, tmp_path: Path) -> None:
    crm("demo", "--to", str(crm.path))
    first, second = (item["contact"]["id"] for item in crm.items("followups", "today")[:2])
    run("morning.sh")
    due = [item["contact"]["id"] for item in crm.items("followups", "today")]
    assert first not in due, "the call was to clear the row"
    assert crm.items("timeline", f"c{second}")[0]["outcome"] == "no-answer"
    assert crm.items("find", "Harbour Kiosk")
    calendar = (tmp_path / "desk" / "week.ics").read_text(encoding="utf-8")
    assert calendar.startswith("BEGIN:VCALENDAR")


def test_month_end(crm: Any, run: Any, tmp_path: Path) -> None:
    crm("demo", "--to", str(crm.path))
    best = crm.json("segment", "--abc")["summary"]["A"]["customers"]
    run("month_end.sh")
    assert len(crm.items("list", "--tag", "best")) == best
    with (tmp_path / "desk" / "month_end.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(crm.items("segment", "--abc"))
    assert [row["class"] for row in rows].count("A") == best


def test_every_script_is_executed_here_and_named_in_the_list() -> None:
    here = Path(__file__).read_text(encoding="utf-8")
    listed = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    for script in EXAMPLES.glob("*.sh"):
        assert json.dumps(script.name) in here, script.name
        assert f"`{script.name}`" in listed, script.name
        assert script.stat().st_mode & 0o111, f"{script.name} is not executable"
