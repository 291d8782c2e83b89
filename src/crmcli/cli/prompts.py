"""What the program asks of the person at the terminal: a text in their editor, a pick from a short list, a yes; and of
every flag that it says something."""

from __future__ import annotations

import os
import sys
from typing import Any

from crmcli.errors import BadValueError, CrmError, DeclinedError, NotFoundError

LIMIT = 1_000_000


def written_text(text: str | None, edit: bool = False) -> str:
    """The text given on the command line, from standard input where it is `-`, or from the editor.

    Raises BadValueError where there is none, CrmError where the editor cannot be run.
    """
    if edit:
        return edited(text or "")
    if text == "-":
        return standard_input()
    if text is None:
        raise BadValueError("there is no TEXT", "write it after the name, - for standard input, or -e for your editor")
    return text


def refuse_empty(ctx: Any) -> None:
    """Raises BadValueError naming the first flag of this command whose value is empty; empty is no way to say nothing."""
    takes_away = any("--unset" in param.opts for param in ctx.command.params)
    for param in ctx.command.params:
        value = ctx.params.get(param.name)
        values = value if isinstance(value, list | tuple) else [value]
        if param.param_type_name == "option" and any(isinstance(one, str) and not one.strip() for one in values):
            hint = "--unset takes a value away" if takes_away else "give it a value, or leave it out"
            raise BadValueError(f"{param.opts[0]} is empty", hint)


def pick_one(question: str, labels: list[str]) -> int | None:
    """Which of a short list is meant, asked on stderr; None where the answer is no number of the list."""
    from crmcli.render.terminal import one_line

    if len(labels) > 9:
        return None
    lines = [f"  {at} {one_line(label)}" for at, label in enumerate(labels, 1)]
    sys.stderr.write("\n".join([f"{one_line(question)}:", *lines, f"which (1-{len(labels)}, Enter for none)? "]))
    sys.stderr.flush()
    answer = sys.stdin.readline().strip()
    return int(answer) - 1 if answer.isdecimal() and 1 <= int(answer) <= len(labels) else None


def asked_words(question: str) -> str | None:
    """A line in answer to a question, asked on stderr; None where nothing is said."""
    from crmcli.render.terminal import one_line

    sys.stderr.write(f"{one_line(question)} ")
    sys.stderr.flush()
    return sys.stdin.readline(LIMIT).strip() or None


def go_on(lines: list[str], question: str) -> bool:
    """Whether the user says yes, or nothing, to a question asked on stderr below some lines."""
    from crmcli.render.terminal import one_line

    sys.stderr.write("".join(f"  {one_line(line)}\n" for line in lines))
    answer = asked_words(f"{question} (Enter for yes, n for no)?")
    return answer is None or not answer.lower().startswith("n")


def file_text(name: str) -> str:
    """What stands in a file, or on standard input where its name is `-`. Raises NotFoundError, BadValueError."""
    if name == "-":
        return standard_input()
    from pathlib import Path

    try:
        data = Path(name).expanduser().read_bytes()
    except (OSError, ValueError) as exc:
        reason = getattr(exc, "strerror", None) or "the name cannot be used"
        raise NotFoundError(f"{name[:80]!r} cannot be read: {reason}", "name a file, or - for standard input") from exc
    if len(data) > LIMIT:
        raise BadValueError(f"{name[:80]!r} is too large: {len(data):,} bytes", f"at most {LIMIT:,}")
    return data.decode("utf-8-sig", "replace")


def standard_input() -> str:
    """All that stands on standard input."""
    data = sys.stdin.buffer.read(4 * LIMIT + 1) if hasattr(sys.stdin, "buffer") else sys.stdin.read().encode()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def edited(
    text: str, name: str = "note.txt", undone: str = "nothing was logged",
    instead: str = "write the text on the line, or - for standard input",
) -> str:  # fmt: skip
    """The text as it comes back from the user's editor, by way of a private file that is gone afterwards.

    Raises BadValueError where there is no editor to use, CrmError where it cannot be run, DeclinedError where it was left
    with an error; `undone` says what did not happen then, `instead` what does without an editor.
    """
    import shlex
    import subprocess
    import tempfile
    from pathlib import Path

    command = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not command and not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise BadValueError("there is no terminal to edit in", instead)
    command = command or "vi"
    with tempfile.TemporaryDirectory(prefix="crm-") as folder:
        path = Path(folder) / name
        path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
        try:
            code = subprocess.run([*shlex.split(command), str(path)], check=False).returncode
        except (OSError, ValueError) as exc:
            raise CrmError(f"the editor {command!r} cannot be run", "set EDITOR to one that you have") from exc
        if code or not path.is_file():
            raise DeclinedError(f"the editor was left without saving; {undone}", "run it again")
        return path.read_text(encoding="utf-8", errors="replace")
