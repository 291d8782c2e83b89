"""Every command's help begins with what it does and two examples, and the examples work as they stand."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from crmcli.cli.registry import COMMANDS

LINES = sorted(f"{name} {verb}".strip() for name, entry in COMMANDS.items() for verb in entry.functions)
TABLE = "Name,Email,Date,Net total,Amount\nZane Ozola,zane@example.org,2026-11-02,12.50,12.50\n"
TAKEN_BACK = {"redo": ("undo",), "unarchive": ("archive", "ana")}


def help_of(crm: Any, line: str) -> list[str]:
    """The help of a command from its first sentence on."""
    shown = crm(*line.split(), "--help").out.splitlines()
    assert shown[0].startswith(f"Usage: crm {line}")
    return [text.strip() for text in shown[1:] if text.strip()]


def examples(crm: Any, line: str) -> list[str]:
    return [text for text in help_of(crm, line) if text.startswith("crm ")]


@pytest.mark.parametrize("line", LINES)
def test_help_begins_with_a_sentence_and_two_examples(crm: Any, line: str) -> None:
    first, *rest = help_of(crm, line)
    assert first.endswith("."), first
    assert [text.startswith(f"crm {line}") for text in rest[:2]] == [True, True], rest[:2]


@pytest.mark.parametrize("line", LINES)
def test_the_examples_are_understood(shop: Any, line: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(shop.folder)
    shop.env["EDITOR"] = "true"
    for name in ("people.csv", "contacts.csv", "customers.csv", "shop.csv", "orders.csv"):
        (shop.folder / name).write_text(TABLE, encoding="utf-8")
    for text in examples(shop, line):
        command = text.partition(" #")[0].partition(" >")[0]
        shop(*TAKEN_BACK.get(line, ("list",)))
        answer = shop(*shlex.split(command)[1:], code=None, input="read from standard input\n")
        assert answer.code in (0, 3, 4, 5), f"{command}\n{answer!r}"


def test_the_first_screen_shows_every_command_and_fits(crm: Any) -> None:
    shown = crm("--help").out
    assert len(shown.splitlines()) <= 26
    assert all(len(line) <= 80 for line in shown.splitlines())
    words = set(shown.split())
    assert {name for name, entry in COMMANDS.items() if not entry.hidden} <= words


@pytest.mark.parametrize("name", sorted(name for name, entry in COMMANDS.items() if "" not in entry.functions))
def test_a_noun_shows_its_verbs(crm: Any, name: str) -> None:
    shown = crm(name, "--help").out
    assert set(COMMANDS[name].functions) <= set(shown.split())
