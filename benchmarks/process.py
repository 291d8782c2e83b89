"""Whole processes, timed from outside: wall time from start to reaped, peak memory by wait4.

Nothing runs inside the measured interpreter; output goes to a pipe and is thrown away.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

FLOOR = (sys.executable, "-c", "import typer, sqlite3")
CRM = str(Path(sys.executable).with_name("crm"))
KEPT = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "TZ", "SYSTEMROOT")
MEMORY_UNIT = 1 if sys.platform == "darwin" else 1024
MISSING = ("ModuleNotFoundError", "AttributeError", "o such command", "o such option")


class Call(NamedTuple):
    """One process: its command line, what is added to the environment, what is done (untimed) before it."""

    argv: Sequence[str]
    env: dict[str, str]
    before: Callable[[], None] | None = None


class Spent(NamedTuple):
    """What a process took: seconds of wall time, peak memory in bytes, and what it printed."""

    seconds: float
    peak: int
    out: bytes


class FailedError(Exception):
    """A measured command ended with an error; `missing` where it is not there at all."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.missing = any(word in message for word in MISSING)


def crm(book: Path, *args: str, env: dict[str, str] | None = None, before: Callable[[], None] | None = None) -> Call:
    """A crm command on `book`."""
    return Call((CRM, *args), {"CRM_DB": str(book), **(env or {})}, before)


def spend(call: Call) -> Spent:
    """Runs one process to its end. Raises FailedError with its last line where it ends with an error."""
    if call.before is not None:
        call.before()
    env = {key: os.environ[key] for key in KEPT if key in os.environ} | call.env
    with tempfile.TemporaryFile() as complaints:
        begun = time.perf_counter()
        child = subprocess.Popen(
            call.argv, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints
        )
        assert child.stdout is not None
        out = child.stdout.read()
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        child.stdout.close()
        if child.returncode:
            complaints.seek(0)
            text = complaints.read().decode("utf-8", "replace").strip() or f"exit {child.returncode}"
            raise FailedError(text.splitlines()[0][:160])
    return Spent(seconds, usage.ru_maxrss * MEMORY_UNIT, out)


def alternate(calls: Sequence[Callable[[int], Call]], runs: int) -> list[list[Spent]]:
    """Each of `calls` once for warming up, then `runs` rounds in turn: a slow minute touches all alike.

    A call is made from the number of its round, 0 for the warming.
    """
    for call in calls:
        spend(call(0))
    spent: list[list[Spent]] = [[] for _ in calls]
    for number in range(1, runs + 1):
        for call, mine in zip(calls, spent, strict=True):
            mine.append(spend(call(number)))
    return spent


def floor(_: int) -> Call:
    """The yardstick: what no Typer program with SQLite can go below."""
    return Call(FLOOR, {})


def typical(spent: Sequence[Spent]) -> float:
    """Median seconds."""
    return median(one.seconds for one in spent)
