"""`make accuracy`: how right the analyses are, one table a topic; ends with 1 where one falls short or could not be measured.

Options: --only WORD (topics whose name has it).
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import accuracy_commands, accuracy_exact, accuracy_lapsed, accuracy_underbuying, logs
from benchmarks.check import HEAD, Check, missing, of_row


def _lapsed() -> Iterator[Check]:
    if not accuracy_lapsed.CDNOW.exists():
        yield missing("CDNOW full", f"../shared/data/{accuracy_lapsed.CDNOW.name} is not here")
    yield from map(of_row, accuracy_lapsed.rows())


def _underbuying() -> Iterator[Check]:
    yield from map(of_row, accuracy_underbuying.rows())


TOPICS: dict[str, Callable[[], Iterable[Check]]] = {
    "Buying models on CDNOW": accuracy_exact.fits,
    "Buying models, single values": accuracy_exact.single,
    "Gamma-Gamma on CDNOW": accuracy_exact.spending,
    "Classes and scores of CDNOW": accuracy_exact.classes_and_scores,
    "R's rfm": accuracy_exact.as_r_does,
    "Lapsed": _lapsed,
    "Under-buying": _underbuying,
    "Through the commands": accuracy_commands.checks,
}


def row(cells: tuple[str, ...]) -> str:
    """A line of a Markdown table."""
    return "| " + " | ".join(cells) + " |"


def report(topics: dict[str, Callable[[], Iterable[Check]]]) -> list[Check]:
    """Prints a table for each topic as it comes; returns every line of all."""
    found: list[Check] = []
    for name, topic in topics.items():
        begun = time.perf_counter()
        print("\n".join((f"## {name}", "", row(HEAD), row(("---",) * len(HEAD)))), flush=True)
        for check in topic():
            found.append(check)
            print(row(check.cells), flush=True)
        print(f"\n{time.perf_counter() - begun:.0f} s\n", flush=True)
    return found


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description="Measures how right the analyses are.")
    parser.add_argument("--only", metavar="WORD", default="", help="only topics whose name has WORD in it")
    given = parser.parse_args()
    if not logs.DATA.is_dir():
        print(f"note: {logs.DATA} is not here; what needs a public order log is missing\n")
    checks = report({name: topic for name, topic in TOPICS.items() if given.only.casefold() in name.casefold()})
    passed = sum(check.passed is True for check in checks)
    absent = sum(check.passed is None for check in checks)
    print(f"{passed} of {len(checks)} pass, {len(checks) - passed - absent} fall short, {absent} could not be measured")
    return 0 if checks and passed == len(checks) else 1


if __name__ == "__main__":
    sys.exit(main())
