"""Writes docs/reference.md from the registry and the commands' own help: `make docs`.

The text of a command is its docstring and its flags, nothing is written twice; a test fails while the file lags.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.core import TyperArgument, TyperCommand

from crmcli.cli.registry import COMMANDS, PANELS, Entry
from crmcli.cli.root import build
from crmcli.cli.settings import common_options

PLACE = Path(__file__).with_name("reference.md")
INTRODUCTION = """\
# Commands

Written by `make docs` from the program itself. `crm` alone is `crm followups today`. WHO is `c12`, an e-mail, a
phone number in any spelling, or words of a name. WHEN is `2026-11-24`, `24 nov`, `today`, `fri`, `+3d`, `in 3 weeks`,
`eom`, with a time if you like. Every write is taken back by `crm undo`.
"""


def reference() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *_common(), *(line for panel in PANELS for line in _panel(panel))]).rstrip() + "\n"


def commands(entry: Entry) -> Iterator[tuple[str, TyperCommand]]:
    """("order add", command) for every verb of a registry line."""
    for verb, function in entry.functions.items():
        yield f"{entry.name} {verb}".strip(), build(entry.module, function, verb or entry.name)


def _common() -> list[str]:
    rows = [row for option in common_options(lists=True) if not option.hidden for row in _row(option)]
    return ["Flags of every command:", "", *_table(rows), ""]


def _panel(panel: str) -> Iterator[str]:
    entries = [entry for entry in COMMANDS.values() if entry.panel == panel and not entry.hidden]
    if entries:
        yield from (f"## {panel}", "")
    for entry in entries:
        for name, command in commands(entry):
            yield from _command(name, command)


def _command(name: str, command: TyperCommand) -> Iterator[str]:
    common = {option.opts[0] for option in common_options(lists=True)}
    own = [p for p in command.params if not getattr(p, "hidden", False) and p.opts[0] not in common]
    words = [_placeholder(param) for param in own if isinstance(param, TyperArgument)]
    yield from (f"### crm {name}", "", f"`{' '.join(['crm', name, *words])}`", "")
    yield from _text(command.help or "")
    rows = [row for param in own for row in _row(param)]
    if rows:
        yield from (*_table(rows), "")


def _text(doc: str) -> Iterator[str]:
    """A docstring as Markdown; the examples, which follow its first line, as code."""
    for number, block in enumerate(doc.strip().split("\n\n")):
        lines = [line.strip() for line in block.strip().splitlines()]
        yield from ("```console", *(f"$ {line}" for line in lines), "```") if number == 1 else lines
        yield ""


def _placeholder(param: Any) -> str:
    name = str(param.metavar or param.name.upper())
    return name if param.required or name.startswith("[") else f"[{name}]"


def _row(param: Any) -> Iterator[tuple[str, str]]:
    if isinstance(param, TyperArgument):
        yield f"`{_placeholder(param)}`", param.help or ""
        return
    names = ", ".join([*param.opts, *param.secondary_opts])
    value = "" if param.is_flag else f" {param.metavar or param.name.upper().rstrip('_')}"
    yield f"`{names}{value}`", param.help or ""


def _table(rows: list[tuple[str, str]]) -> list[str]:
    return ["| | |", "| --- | --- |", *(f"| {name.replace('|', chr(92) + '|')} | {what} |" for name, what in rows)]


if __name__ == "__main__":
    PLACE.write_text(reference(), encoding="utf-8")
