"""The sums of docs/numbers.md are what the commands answer: its shell lines are run, the remarks beside them looked up."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from crmcli.domain.policy import KEYS

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "numbers.md").read_text(encoding="utf-8")
LINES = [line for block in re.findall(r"```sh\n(.*?)```", TEXT, re.DOTALL) for line in block.splitlines()]


def inner(found: Any, dotted: str) -> Any:
    for key in dotted.split("."):
        found = found[key]
    return found


def agrees(found: Any, wanted: str) -> bool:
    if isinstance(found, bool):
        return str(found).lower() == wanted
    if isinstance(found, int):
        return str(found) == wanted
    if isinstance(found, float):
        places = len(wanted.partition(".")[2])
        return f"{found:.{places}f}" == wanted
    return bool(found == wanted)


def test_every_sum_is_what_the_command_answers(crm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    checked = 0
    for line in LINES:
        command, _, remark = line.partition("    # ")
        words = shlex.split(command)
        if words[0] != "crm":
            continue
        if not remark:
            crm(*words[1:])
            continue
        answer = crm.json(*words[1:])
        for said in remark.split("; "):
            who, _, values = said.partition(": ")
            if who == "summary":
                found = answer["summary"]
            else:
                (found,) = [item for item in answer["items"] if item["contact"]["name"].startswith(who)]
            for value in values.split(", "):
                key, wanted = value.split(" ")
                assert agrees(inner(found, key), wanted), (command, who, key, inner(found, key), wanted)
                checked += 1
    assert checked >= 55


def test_every_new_command_has_its_section() -> None:
    for command in ("segment --abc", "segment --rfm", "segment --value", "segment --ladder", "profit", "wallet", "lapsed",
                    "underbuying", "winback", "forecast", "report complaints", "report loyalty"):  # fmt: skip
        assert re.search(rf"^## .*`crm {command}`$", TEXT, re.MULTILINE), command


def test_policy_keys_named_there_exist() -> None:
    groups = {key.rsplit(".", 1)[0] for key in KEYS}
    for key in re.findall(r"`([a-z]+\.[a-z.]+)`", TEXT):
        assert key in KEYS or key in groups or key.endswith(".csv"), key
