"""The help screens, plain text: as the docstrings are written, and the registry by panel."""

from __future__ import annotations

from typing import Any

from crmcli.cli.registry import COMMANDS, PANELS

COLUMNS = 80


def root_help(formatter: Any) -> None:
    """One screen of 24 lines: the daily verbs with a line each, the rest by name."""
    lines = ["Usage: crm [COMMAND] [WORDS ...]          (alone: crm followups today)", ""]
    entries = [entry for entry in COMMANDS.values() if not entry.hidden]
    for panel in PANELS:
        mine = [entry for entry in entries if entry.panel == panel]
        if panel == "Daily":
            lines.append(panel)
            lines += [f"  {entry.name:<11}{entry.what}" for entry in mine]
        elif mine:
            lines += _panel(panel, [entry.name for entry in mine])
    lines += ["", "WHO: c12, an e-mail, a phone or words of a name. WHEN: fri, +3d, eom, 24 nov.",
              "`crm COMMAND --help` begins with two examples. `crm undo` takes anything back."]  # fmt: skip
    formatter.write("\n".join(lines) + "\n")


def _panel(title: str, names: list[str]) -> list[str]:
    """The names of a panel, two spaces apart, on as many lines as they need."""
    lines = [f"{title:<11}"]
    for name in names:
        if len(lines[-1]) + 2 + len(name) > COLUMNS:
            lines.append(" " * 11)
        lines[-1] += f"  {name}"
    return lines


def group_help(group: Any, ctx: Any, formatter: Any) -> None:
    """A noun's verbs with their first lines."""
    lines = [f"Usage: {ctx.command_path} VERB [WORDS ...]", "", f"  {group.entry.what}", ""]
    room = max(9, *(len(name) + 2 for name in group.entry.functions))
    for name in group.entry.functions:
        text = (group.get_command(ctx, name).help or "").strip().splitlines()
        lines.append(f"  {name:<{room}}{text[0] if text else ''}")
    lines += ["", f"`{ctx.command_path} VERB --help` begins with two examples."]
    formatter.write("\n".join(lines) + "\n")


def command_help(command: Any, ctx: Any, formatter: Any) -> None:
    """Usage, the docstring as it is written, the arguments and flags."""
    usage = " ".join(command.collect_usage_pieces(ctx))
    formatter.write(f"Usage: {ctx.command_path} {usage}\n\n")
    for line in (command.help or "").strip().splitlines():
        formatter.write(f"  {line}\n" if line.strip() else "\n")
    formatter.write("\n")
    arguments: list[tuple[str, str]] = []
    options: list[tuple[str, str]] = []
    for param in command.get_params(ctx):
        record = param.get_help_record(ctx)
        if record is not None:
            (arguments if param.param_type_name == "argument" else options).append(record)
    for title, rows in (("Arguments", arguments), ("Flags", options)):
        if rows:
            with formatter.section(title):
                formatter.write_dl(rows)
