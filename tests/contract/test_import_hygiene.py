"""Start-up time is the product: what a daily command may load, proven in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

HEAVY = {
    "rich", "pydantic", "sqlite_utils", "dateutil", "rapidfuzz", "phonenumbers", "click", "email_validator", "dns",
    "icalendar", "asyncio", "unittest", "email", "http", "multiprocessing", "ssl", "decimal", "csv", "tomllib",
}  # fmt: skip
DAILY: tuple[tuple[str, ...], ...] = (
    ("log", "ana", "called again", "--next", "+3d"),
    ("add", "Zane Ozola", "--phone", "+371 29 000 111"),
    ("done", "f1"),
    ("followups",),
    ("show", "ana"),
    ("find", "price"),
    ("list",),
    ("timeline",),
    ("undo",),
    ("order", "add", "ana", "12.50"),
)  # fmt: skip


RUN = """
import os, sys
kept, leave = sys.argv.pop(1), os._exit
def note_and_leave(code):
    open(kept, "w").write(" ".join(sys.modules))
    leave(code)
os._exit = note_and_leave
from crmcli.__main__ import run
run()
note_and_leave(0)
"""


def loaded(crm: Any, *words: str) -> set[str]:
    """The modules that a command has loaded when it ends."""
    kept = crm.folder / "modules"
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(kept), *words],
        env={**crm.environment(), "PYTHONUTF8": "1"}, capture_output=True, text=True, check=False, encoding="utf-8",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-1500:]
    return set(kept.read_text().split())


@pytest.mark.parametrize("words", DAILY, ids=lambda words: words[0])
def test_a_daily_command_loads_nothing_heavy(shop: Any, words: tuple[str, ...]) -> None:
    found = {name.partition(".")[0] for name in loaded(shop, *words)}
    assert "typer" in found
    assert sorted(found & HEAVY) == []


@pytest.mark.parametrize("words", DAILY, ids=lambda words: words[0])
def test_a_daily_command_loads_only_its_own_noun(shop: Any, words: tuple[str, ...]) -> None:
    nouns = {name for name in loaded(shop, *words) if name.startswith("crmcli.cli.")}
    plumbing = {f"crmcli.cli.{name}" for name in ("root", "registry", "settings", "prompts", "help")}
    assert len(nouns - plumbing) == 1


def test_the_version_needs_no_typer(crm: Any) -> None:
    found = {name.partition(".")[0] for name in loaded(crm, "--version")}
    assert not found & ({"typer", "sqlite3", "json"} | HEAVY)
    assert not crm.path.parent.exists()


def test_the_list_of_commands_needs_no_noun(crm: Any) -> None:
    assert not loaded(crm, "--help") & {"crmcli.cli.contact", "crmcli.cli.order", "crmcli.cli.interaction"}
