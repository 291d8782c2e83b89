"""The generated command reference is what the program says today."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from crmcli.cli.registry import COMMANDS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture(scope="module")
def builder() -> dict[str, Any]:
    """The names of docs/build_reference.py."""
    return runpy.run_path(str(DOCS / "build_reference.py"))


def test_the_reference_is_up_to_date(builder: dict[str, Any]) -> None:
    """When this fails: make docs."""
    assert (DOCS / "reference.md").read_text(encoding="utf-8") == builder["reference"]()


def test_every_command_that_is_shown_is_in_it(builder: dict[str, Any]) -> None:
    headings = {line for line in builder["reference"]().splitlines() if line.startswith("### ")}
    wanted = {
        f"### crm {entry.name} {verb}".strip()
        for entry in COMMANDS.values()
        if not entry.hidden
        for verb in entry.functions
    }
    assert headings == wanted


def test_every_example_of_the_help_is_shown_as_a_command(builder: dict[str, Any]) -> None:
    assert builder["reference"]().count("```console\n$ crm") >= len(COMMANDS) - 1
