"""The public order logs, read once, as the analyses see them; what needs one is skipped where the folder is missing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from crmcli.analysis.history import History

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
Log = Callable[[str], list[History]]


@cache
def _read(name: str) -> list[History]:
    days: dict[int, dict[int, int]] = {}
    for line in (DATA / name).read_text().splitlines()[1:]:
        customer, day, _, value = line.split(",")
        own = days.setdefault(int(customer), {})
        ordinal = date.fromisoformat(day).toordinal()
        own[ordinal] = own.get(ordinal, 0) + round(float(value) * 100)
    return [History(customer, sorted(own), [own[day] for day in sorted(own)]) for customer, own in days.items()]


@pytest.fixture(scope="session")
def cdnow() -> Log:
    """`cdnow("sample")` or `cdnow("master")`: the purchase days of the CD shop's customers, whole, in cents."""

    def histories(name: str) -> list[History]:
        if not (DATA / f"cdnow_{name}.csv").exists():
            pytest.skip("the shared data are not here")
        return _read(f"cdnow_{name}.csv")

    return histories
