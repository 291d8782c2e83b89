"""A flag that is given says something: an empty value is refused by name, on every command."""

from __future__ import annotations

from typing import Any

import pytest

from crmcli.cli.registry import COMMANDS
from crmcli.cli.root import build
from crmcli.cli.settings import common_options

COMMON = {option for param in common_options(lists=True) for option in param.opts}


def flags() -> list[tuple[list[str], str]]:
    """(command with words enough, flag) of everything that takes a text and is a command's own."""
    found = []
    for name, entry in COMMANDS.items():
        for verb, function in entry.functions.items():
            words = [name, verb] if verb else [name]
            command = build(entry.module, function, words[-1])
            for param in command.params:
                own = param.param_type_name == "option" and not COMMON & set(param.opts)
                if own and param.type.name == "text" and not getattr(param, "is_flag", False):
                    found += [
                        ([*words, *(["5"] * len([p for p in command.params if p.required]))], flag)
                        for flag in param.opts
                    ]
    return found


@pytest.mark.parametrize(
    ("words", "flag"), flags(), ids=lambda value: value if isinstance(value, str) else " ".join(value)
)
@pytest.mark.parametrize("value", ["", "  "])
def test_an_empty_value_is_refused_by_name(crm: Any, words: list[str], flag: str, value: str) -> None:
    line = crm.fails(2, *words, flag, value)
    assert "is empty" in line
    assert "--" in line
