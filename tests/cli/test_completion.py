"""Completion: what the shell is told may stand next, without Typer for names, and through a real bash."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from crmcli.cli.completion import TAKES_VALUE, answer, candidates
from crmcli.cli.registry import COMMANDS, Entry
from crmcli.cli.settings import common_options

SHELLS = ("bash", "zsh", "fish")


def words(*before: str, begun: str = "") -> list[str]:
    """What may stand after these words."""
    return [word for word, _ in candidates(list(before), begun)]


def bash(line: str, at: int) -> list[str]:
    """The same, asked as bash asks."""
    out = io.StringIO()
    assert answer({"_CRM_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(at)}, out)
    return out.getvalue().splitlines()


def line_shell(shell: str, line: str) -> list[str]:
    """The same, asked as zsh and fish ask."""
    out = io.StringIO()
    assert answer({"_CRM_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": line}, out)
    return out.getvalue().splitlines()


def test_every_command_that_is_shown_is_offered() -> None:
    assert words() == [entry.name for entry in COMMANDS.values() if not entry.hidden]


def test_a_beginning_narrows_them() -> None:
    assert bash("crm foll", 1) == ["followups", "followup"]


@pytest.mark.parametrize("noun", [name for name, entry in COMMANDS.items() if "" not in entry.functions])
def test_after_a_noun_come_its_verbs(noun: str) -> None:
    assert words(noun) == list(COMMANDS[noun].functions)


def test_common_flags_may_stand_before_the_command() -> None:
    assert words("--db", "order", "--json", begun="segm") == ["segment"]


def test_the_common_flags_with_a_value_are_known() -> None:
    taking = {opt for option in common_options(lists=True) if not option.is_flag for opt in option.opts}
    assert taking == set(TAKES_VALUE)


def test_flags_are_those_of_the_command() -> None:
    assert words("order", "add", begun="--ref") == ["--refund", "--refund-of", "--ref"]
    assert {"--next", "--json", "--help"} <= set(words("log", "ana", begun="-"))
    assert "--next" not in words("show", "ana", begun="-")


def test_hidden_flags_stay_hidden() -> None:
    assert "--debug" not in words("log", begun="--")


@pytest.mark.parametrize(("line", "at"), [("crm log ana --channel ph", 4), ("crm log ana --channel = ph", 5)])
def test_a_flag_offers_its_words(line: str, at: int) -> None:
    assert bash(line, at) == ["phone"]


def test_a_flag_with_its_value_attached_offers_them_too() -> None:
    assert line_shell("fish", "crm log ana --outcome=no-a") == ["no-answer"]


def test_after_a_command_nothing_is_offered_so_that_files_are() -> None:
    assert bash("crm import ", 2) == []


def test_zsh_and_fish_are_told_what_a_command_does() -> None:
    assert line_shell("zsh", "crm undo") == [f"undo:{COMMANDS['undo'].what}"]
    assert line_shell("fish", "crm undo") == [f"undo\t{COMMANDS['undo'].what}"]


@pytest.mark.parametrize("line", ["crm log 'Ana B", "crm 'fo", 'crm log ana "half a', "crm log ana \\", "crm", ""])
def test_an_unfinished_line_is_no_error(line: str) -> None:
    for shell in ("zsh", "fish"):
        line_shell(shell, line)
    bash(line, 1)
    bash(line, 99)


@pytest.mark.parametrize("asked", ["complete_tcsh", "bash", "", "guess_bash"])
def test_an_unknown_request_is_left_to_typer(asked: str) -> None:
    assert not answer({"_CRM_COMPLETE": asked}, io.StringIO())


@pytest.mark.parametrize("shell", SHELLS)
def test_the_command_prints_the_script_that_the_program_gives(
    crm: Any, shell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(COMMANDS, "completion", Entry("completion", "Data", "", "crmcli.cli.shell", {"": "completion"}))
    out = io.StringIO()
    assert answer({"_CRM_COMPLETE": f"source_{shell}"}, out)
    assert crm("completion", shell).out == out.getvalue()
    assert crm.item("completion", shell)["script"] == out.getvalue()


def test_another_shell_is_refused(crm: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(COMMANDS, "completion", Entry("completion", "Data", "", "crmcli.cli.shell", {"": "completion"}))
    assert "bash, zsh, fish" in crm.fails(2, "completion", "tcsh")


def test_a_name_costs_no_typer(crm: Any) -> None:
    program = (
        "import sys; from crmcli.__main__ import run; run();"
        "sys.exit(sorted({'typer', 'sqlite3', 'rich', 'crmcli.actions'} & set(sys.modules)) or 0)"
    )
    asked = {"_CRM_COMPLETE": "complete_bash", "COMP_WORDS": "crm followups ov", "COMP_CWORD": "2"}
    done = subprocess.run(
        [sys.executable, "-c", program], env={**crm.environment(), **asked}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "overdue\n", "")


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not here")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [(("crm", "quo"), ["quote"]), (("crm", "quote", "w"), ["won"]), (("crm", "quote", "won", "--he"), ["--help"])],
)
def test_a_real_bash_completes(crm: Any, tmp_path: Path, typed: tuple[str, ...], offered: list[str]) -> None:
    program = tmp_path / "crm"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m crmcli "$@"\n')
    program.chmod(0o755)
    out = io.StringIO()
    answer({"_CRM_COMPLETE": "source_bash"}, out)
    script = (
        f'{out.getvalue()}\ncomplete -p crm >/dev/null || exit 9\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))\n'
        f"_crm_completion '{program}'\nprintf '%s\\n' \"${{COMPREPLY[@]}}\"\n"
    )
    done = subprocess.run(
        ["bash", "--norc", "-c", script, "bash", *typed],
        env=crm.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout.split()) == (0, offered), done
