"""Answers the shell's question what may stand next: commands, verbs, flags and the words a flag takes.

The names come from the registry, without Typer, for a key press must cost no more than starting Python does;
flags are asked of the command itself. Must not open the book.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TextIO

from crmcli.cli.registry import COMMANDS
from crmcli.cli.shell_scripts import SCRIPTS

TAKES_VALUE = ("--db", "--as-of", "--limit")
RANGES = ("today", "week", "overdue", "all")
Candidate = tuple[str, str]


def answer(environ: Mapping[str, str], stdout: TextIO) -> bool:
    """Serves `_CRM_COMPLETE` = source_SHELL (the script) or complete_SHELL (the candidates, one a line).

    False where that is neither, or the shell is none of bash, zsh and fish.
    """
    task, _, shell = environ.get("_CRM_COMPLETE", "").partition("_")
    if shell not in SCRIPTS or task not in ("source", "complete"):
        return False
    if task == "source":
        stdout.write(SCRIPTS[shell])
        return True
    before, begun = _typed(environ, shell)
    between = {"zsh": ":", "fish": "\t"}.get(shell)
    for word, what in candidates(before, begun):
        stdout.write(f"{word}{between}{what}\n" if between and what else f"{word}\n")
    return True


def candidates(before: list[str], begun: str) -> Iterator[Candidate]:
    """(word, what it is) for all that may stand after `before` (without `crm`) and starts with `begun`."""
    found = _after_flag(before[-1], begun) if before and before[-1].startswith("-") else None
    if found is None:
        path = _path(before)
        found = _flags(path) if begun.startswith("-") else _names(path)
    return (pair for pair in found if pair[0].startswith(begun))


def _typed(environ: Mapping[str, str], shell: str) -> tuple[list[str], str]:
    """The whole words before the cursor, `crm` left out, and the beginning of the word under it."""
    if shell == "bash":
        at = int(environ.get("COMP_CWORD") or 0)
        words = _split(environ.get("COMP_WORDS", ""))
        before, begun = words[1:at], words[at] if at < len(words) else ""
    else:
        line = environ.get("_TYPER_COMPLETE_ARGS", "")
        before = _split(line)[1:]
        begun = before.pop() if before and not line[-1:].isspace() else ""
    if begun == "=":
        return before, ""
    flag, equals, value = begun.partition("=")
    if equals and flag.startswith("--"):
        return [*before, flag], value
    return before[:-1] if before[-1:] == ["="] else before, begun


def _split(line: str) -> list[str]:
    import shlex

    lexer = shlex.shlex(line, posix=True, punctuation_chars="")
    lexer.whitespace_split, lexer.commenters = True, ""
    words: list[str] = []
    try:
        words.extend(lexer)
    except ValueError:
        words.append(lexer.token)
    return words


def _path(before: list[str]) -> list[str]:
    """The command, and the verb of a noun, among the words before the cursor."""
    path: list[str] = []
    skip = False
    for word in before:
        if skip or word.startswith("-"):
            skip = not skip and word in TAKES_VALUE
            continue
        entry = COMMANDS.get(path[0]) if path else None
        if entry is not None and (len(path) == 2 or "" in entry.functions):
            break
        path.append(word)
    return path


def _names(path: list[str]) -> Iterator[Candidate]:
    if not path:
        yield from ((entry.name, entry.what) for entry in COMMANDS.values() if not entry.hidden)
    elif path == ["followups"]:
        yield from ((word, "") for word in RANGES)
    elif len(path) == 1 and path[0] in COMMANDS:
        yield from ((verb, "") for verb in COMMANDS[path[0]].functions if verb)


def _flags(path: list[str]) -> Iterator[Candidate]:
    from typer.core import TyperOption

    from crmcli.cli.root import Root

    command = Root()
    for name in path:
        inner = command.get_command(None, name) if hasattr(command, "get_command") else None
        if inner is None:
            break
        command = inner
    for param in command.params:
        if isinstance(param, TyperOption) and not param.hidden:
            for option in (*param.opts, *param.secondary_opts):
                if option.startswith("--"):
                    yield option, param.help or ""
    yield "--help", "two examples and every flag"


def _after_flag(flag: str, begun: str) -> Iterator[Candidate] | None:
    from crmcli.domain import words

    listed = {
        **dict.fromkeys(("--channel", "-c", "--prefers", "--no-contact"), words.CHANNELS),
        **dict.fromkeys(("--outcome", "-o"), words.OUTCOMES),
        "--direction": words.DIRECTIONS,
        "--nature": words.NATURES,
        "--kind": words.KINDS,
    }.get(flag)
    if listed is None:
        return iter(()) if flag in TAKES_VALUE else None
    return ((word, "") for word in listed)
