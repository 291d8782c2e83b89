"""Order logs for the tests of what is worked out from them: days and amounts by customer, imported as a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

TODAY = date(2026, 11, 20)
Log = Mapping[str, Sequence[tuple[int, float]]]


class Orders:
    """What a test says of orders: `(days ago, amount)` by customer."""

    @staticmethod
    def day(ago: int) -> str:
        """The local date so many days before the tests' today."""
        return (TODAY - timedelta(days=ago)).isoformat()

    @classmethod
    def imported(cls, crm: Any, log: Log) -> None:
        """Enters the orders of each customer by name."""
        lines = [f"{cls.day(ago)},{name},{amount:.2f}\n" for name, orders in log.items() for ago, amount in orders]
        path = crm.folder / "orders.csv"
        path.write_text("date,customer,amount\n" + "".join(lines), encoding="utf-8")
        crm("import", path, "--as", "orders", "--create-contacts")

    @staticmethod
    def rhythm(every: int, last: int, first: int, amount: float = 50.0) -> list[tuple[int, float]]:
        """Orders every so many days, the last and the first so many days ago at most."""
        return [(ago, amount + ago % 7) for ago in range(last, first + 1, every)]

    @classmethod
    def crowd(cls, count: int = 70) -> dict[str, list[tuple[int, float]]]:
        """Customers of many rhythms, enough of them for a model; every fifth stopped a while ago, every seventh bought
        once."""
        found = {}
        for number in range(count):
            every = 10 + number * 7 % 35
            stopped = 150 + number if number % 5 == 0 else number % every
            first = 700 - number * 5
            once = [(first - 100, 30.0 + number)]
            found[f"Buyer {number:03}"] = once if number % 7 == 6 else cls.rhythm(every, stopped, first, 20.0 + number)
        return found


@pytest.fixture(scope="session")
def orders() -> type[Orders]:
    """How order logs are written and entered."""
    return Orders


@pytest.fixture(scope="session")
def crowded_book(worlds: Callable[[], Any]) -> Path:
    """A book of 70 customers; tests copy it."""
    crm = worlds()
    Orders.imported(crm, Orders.crowd())
    path: Path = crm.path
    return path


@pytest.fixture
def crowded(crm: Any, crowded_book: Path) -> Any:
    """The program over a copy of that book of its own."""
    crm.path.parent.mkdir(parents=True, mode=0o700)
    shutil.copy(crowded_book, crm.path)
    return crm
