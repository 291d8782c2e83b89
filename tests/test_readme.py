"""What the README says is run: its five minutes, its links, its make targets, its commands."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from crmcli.cli.registry import COMMANDS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTACTS = "Name,Email,Tags\nZane Kalna,zane@example.com,horeca\nIlze Liepa,ilze@example.com,\n"
ORDERS = "Customer,Date,Total\nZane Kalna,2026-10-01,120.00\nBo Ek,2026-10-02,80.00\n"


def blocks() -> list[list[str]]:
    """The lines of every shell block, without their remarks."""
    found = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    return [[line.split("  #")[0].strip() for line in block.splitlines() if line.strip()] for block in found]


def test_the_five_minutes_make_a_working_book(crm: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("contacts.csv").write_text(CONTACTS, encoding="utf-8")
    Path("orders.csv").write_text(ORDERS, encoding="utf-8")
    lines = next(block for block in blocks() if block[0].startswith("crm init"))
    for line in lines:
        crm(*shlex.split(line)[1:])
    assert crm.json("list")["summary"]["count"] == 4
    assert crm.json("segment")["summary"]["A"]["customers"] >= 1


def test_the_month_end_and_the_warnings_answer_on_the_demo(crm: Any) -> None:
    crm("demo", "--to", str(crm.path))
    lines = next(block for block in blocks() if block[0].startswith("crm segment --value"))
    for line in lines:
        assert crm.items(*shlex.split(line)[1:]), line


def test_the_service_answers_on_the_demo_and_its_policy_can_be_set(crm: Any) -> None:
    crm("demo", "--to", str(crm.path))
    for line in next(block for block in blocks() if block[0] == "crm complaint list"):
        assert crm.items(*shlex.split(line)[1:]), line
    for line in next(block for block in blocks() if block[0].startswith("crm policy set")):
        assert crm(*shlex.split(line)[1:]).out, line


def test_links_and_pictures_lead_somewhere() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in set(re.findall(r"`?make ([a-z-]+)", README)):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_commands_named_in_the_text_exist() -> None:
    for word in set(re.findall(r"`crm ([a-z]+)", README)):
        assert word in COMMANDS, word


def test_no_placeholder_is_left() -> None:
    assert not re.search(r"\b[A-Z]+_[A-Z]+\b", README.replace("CRM_DB", "").replace("CRM_NOW", ""))
