"""`make bench`: every command that has a limit, timed on the large book, as a table.

Options: --quick (three runs, smaller import), --only WORD (rows whose name has it), --runs N.
"""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import books
from benchmarks.cases import Books, Case, cases
from benchmarks.process import FailedError, Spent, alternate, crm, floor, spend, typical

HEAD = ("command", "median", "against", "at most", "came to", "")
RUNS, QUICK_RUNS = 9, 3


class Line(NamedTuple):
    """A finished row of the table; `passed` is None where nothing was measured."""

    cells: tuple[str, str, str, str, str]
    passed: bool | None


def measure(case: Case, runs: int) -> Line:
    """One row, its command alternating with what it is held against (and with the floor)."""
    makes = [case.command, case.rival] if case.rival is floor else [case.command, case.rival, floor]
    try:
        own, rival, *rest = alternate(makes, runs)
    except FailedError as exc:
        said = "missing" if exc.missing else f"failed: {exc}"
        return Line((case.name, said, case.rival_name, "", ""), None)
    return judge(case, own, rival, rest[0] if rest else rival)


def judge(case: Case, own: list[Spent], rival: list[Spent], base: list[Spent]) -> Line:
    """What came of a case: its ratio beside its limit."""
    mine, other, ground = typical(own), typical(rival), typical(base)
    peak = max(one.peak for one in own)
    against = f"{case.rival_name} {shown(other)}"
    if case.own_clock:
        asked = sorted(float(one.out) for one in rival)[len(rival) // 2]
        against = f"{case.rival_name} {shown(asked)}, floor {shown(ground)}"
        base_name = "floor" if case.floors == 1 else f"{case.floors:g} x floor"
        ratio, limit = (mine - case.floors * ground) / asked, f"{base_name} + {case.limit:g} x"
    else:
        ratio, limit = mine / other, "" if case.limit is None else f"{case.limit:g} x"
    came, passed = f"{ratio:.2f} x", case.limit is None or ratio <= case.limit
    if case.own_clock:
        allowed = case.floors * ground + (case.limit or 0) * asked
        came = f"floor + {came}" if case.floors == 1 else f"{mine / allowed:.0%} of it"
    if case.memory is not None:
        limit += f", {case.memory / 1e6:.0f} MB"
        came += f", {peak / 1e6:.0f} MB"
        passed = passed and peak < case.memory
    return Line((case.name, shown(mine), against, limit, came), passed)


def shown(seconds: float) -> str:
    """Milliseconds, or seconds from two on."""
    return f"{seconds:.2f} s" if seconds >= 2 else f"{seconds * 1000:.0f} ms"


def row(cells: tuple[str, ...]) -> str:
    """A line of a Markdown table."""
    return "| " + " | ".join(cells) + " |"


def machine() -> str:
    """What it was measured on."""
    today = datetime.now(UTC).date().isoformat()  # noqa: TID251
    cores = os.cpu_count()
    return (
        f"{cores} core{'' if cores == 1 else 's'} ({platform.machine()}, {platform.system()}), "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {today}"
    )


def prepared(runs: int) -> Books:
    """Both books, carried over to today, with follow-ups to be done."""
    large, small = books.book("large", 1.0), books.book("small", 0.1)
    for path in (large, small):
        spend(crm(path, "followups", "today"))
    return Books(large, small, {path: books.due_followups(path, 3 * runs + 20) for path in (large, small)})


def main() -> int:
    """The command line; 1 where a row falls short or could not be measured."""
    parser = argparse.ArgumentParser(description="Times crm on a large made-up book.")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_RUNS} runs of each instead of {RUNS}")
    parser.add_argument("--only", metavar="WORD", help="only rows whose name has WORD in it")
    parser.add_argument("--runs", type=int, default=None, help="runs of each")
    given = parser.parse_args()
    runs = given.runs or (QUICK_RUNS if given.quick else RUNS)
    lines = [f"{machine()}; medians of {runs} alternating runs", "", row(HEAD), row(("---",) * len(HEAD))]
    print("\n".join(lines), flush=True)
    fine = True
    for case in cases(prepared(runs)):
        if given.only and given.only not in case.name:
            continue
        line = measure(case, runs)
        judged = line.passed is not None and case.limit is not None
        verdict = ("pass" if line.passed else "falls short") if judged else ""
        lines.append(row((*line.cells, verdict)))
        print(lines[-1], flush=True)
        fine = fine and line.passed is True
    if not given.only:
        (books.BENCH / "table.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
