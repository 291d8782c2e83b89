"""Several people log at once: everything that was acknowledged is in the book, and nothing is there twice."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

TORTURE = os.environ.get("HYPOTHESIS_PROFILE") == "torture"
WRITERS, EACH = (8, 100) if TORTURE else (4, 25)
LOG = """
import sys
from crmcli.cli.root import main
who, count = sys.argv[1], int(sys.argv[2])
sys.exit(max(main(["log", "ana", f"{who}-{n}", "--by", who]) for n in range(count)))
"""


def test_no_word_is_lost(crm: Any, dump: Any) -> None:
    crm("add", "Ana")
    running = [
        subprocess.Popen(
            [sys.executable, "-c", LOG, f"writer{n}", str(EACH)],
            env=crm.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for n in range(WRITERS)
    ]  # fmt: skip
    errors = [process.communicate()[1] for process in running]
    assert [process.returncode for process in running] == [0] * WRITERS, errors
    texts = sorted(row["text"] for row in crm.items("timeline"))
    assert texts == sorted(f"writer{w}-{n}" for w in range(WRITERS) for n in range(EACH))
    assert len(dump(crm.path, "bookkeeping")["operations"]) == WRITERS * EACH + 1


def test_processes_that_start_the_same_book_at_once_make_one(crm: Any) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "crmcli", "add", f"Person {n}"],
            env=crm.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        )
        for n in range(4)
    ]  # fmt: skip
    errors = [process.communicate()[1] for process in running]
    done = [n for n, process in enumerate(running) if process.returncode == 0]
    assert done, errors
    assert sorted(item["name"] for item in crm.items("list")) == [f"Person {n}" for n in done]
    assert done == list(range(4)), errors
