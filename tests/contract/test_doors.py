"""What happens at the edges of the process: no standard input, a full output, a strange clock, a file that lost its end."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CRM = [sys.executable, "-m", "crmcli"]


def process(crm: Any, line: str) -> subprocess.CompletedProcess[str]:
    """A real process, by way of a shell that arranges its streams."""
    script = line.replace("crm ", " ".join(CRM) + " ")
    return subprocess.run(["sh", "-c", script], env=crm.environment(), capture_output=True, text=True, check=False)


def test_a_closed_standard_input_is_an_empty_one(crm: Any) -> None:
    crm("add", "Ana")
    assert process(crm, "crm list <&-").returncode == 0
    done = process(crm, "crm log ana - <&-")
    assert done.returncode == 2
    assert done.stderr.startswith("crm: ")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_write_whose_answer_cannot_be_printed_is_said_to_be_done(crm: Any) -> None:
    crm("add", "Ana")
    done = process(crm, "crm add Bo >/dev/full")
    assert done.returncode == 1
    assert "done as n2" in done.stderr
    assert len(crm.items("list")) == 2


@pytest.mark.parametrize("now", ["9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00", "2300-01-01T00:00:00Z"])
def test_a_clock_outside_the_calendar_is_named(crm: Any, now: str) -> None:
    crm("add", "Ana")
    assert "CRM_NOW" in crm.fails(2, "list", now=now)


def test_a_book_that_lost_its_end_is_damaged(crm: Any) -> None:
    crm("add", "Ana")
    os.truncate(crm.path, crm.path.stat().st_size - 100)
    answer = crm("list", code=12)
    assert "lost its end" in answer.err


def test_a_link_to_nowhere_is_named(crm: Any, tmp_path: Path) -> None:
    link = tmp_path / "link.db"
    link.symlink_to(tmp_path / "nowhere.db")
    for command in (["list"], ["add", "Ana"]):
        assert "which does not exist" in crm("--db", str(link), *command, code=1).err


@pytest.mark.parametrize("name", [":memory:", "file:x.db", "https://example.com/x.db"])
def test_what_is_no_plain_file_is_refused(crm: Any, name: str) -> None:
    assert crm("--db", name, "add", "Ana", code=2).err.startswith("crm: ")


def test_an_empty_value_is_not_the_default(crm: Any) -> None:
    crm("add", "Ana")
    for args in (["undo", ""], ["--db", "", "list"], ["followups", "--as-of", ""]):
        crm.fails(2, *args)


@pytest.mark.parametrize("who", ["c9", "f3", "o12"])
def test_new_makes_nobody_of_a_number(crm: Any, who: str) -> None:
    crm("add", "Ana")
    crm.fails(4, "log", who, "hello", "--new")


def test_a_backup_of_a_book_with_any_name(crm: Any, tmp_path: Path) -> None:
    crm("add", "Ana")
    item = crm.item("backup", "--to", str(tmp_path / "grāmata 山.db"))
    assert Path(item["path"]).exists()
    assert item["sha256"] in Path(item["path"] + ".sha256").read_text(encoding="utf-8")


def test_the_built_in_editor_is_not_started_without_a_terminal(crm: Any) -> None:
    crm("add", "Ana")
    assert "no terminal" in crm.fails(2, "log", "ana", "-e", env={"EDITOR": "", "VISUAL": ""})
