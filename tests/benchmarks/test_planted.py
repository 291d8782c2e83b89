"""The planted logs: the same each time, with the truth that is promised in them."""

from __future__ import annotations

import csv
import importlib.util
import sys
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
TODAY = date(2025, 7, 31)


@pytest.fixture(scope="module")
def planted() -> ModuleType:
    spec = importlib.util.spec_from_file_location("planted_logs", ROOT / "benchmarks" / "planted.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def log(planted: ModuleType) -> Any:
    return planted.make(planted.World(1.2, TODAY), seed=5)


def test_the_same_world_and_seed_give_the_same_log(planted: ModuleType) -> None:
    small = planted.World(1.2, TODAY, customers=50)
    assert planted.make(small, 3) == planted.make(small, 3)
    assert planted.make(small, 3) != planted.make(small, 4)


def test_eight_and_seven_in_a_hundred_buy_too_little(log: Any) -> None:
    kinds = [kind for kind, _ in log.planted.values()]
    assert (len(log.histories), kinds.count("fewer"), kinds.count("smaller")) == (2000, 160, 140)


def test_days_ascend_are_once_each_and_end_by_today(log: Any) -> None:
    for history in log.histories:
        assert list(history.days) == sorted(set(history.days))
        assert len(history.days) == len(history.amounts)
        assert max([*history.days, *(day for day, _ in history.others)]) <= log.today
        assert min(history.amounts) > 0
        assert all(amount < 0 for _, amount in history.others)


@pytest.mark.parametrize(("kind", "orders", "basket"), [("fewer", 0.25, 1.0), ("smaller", 1.0, 0.25)])
def test_what_is_planted_is_a_quarter(planted: ModuleType, kind: str, orders: float, basket: float) -> None:
    world = planted.World(3.0, TODAY, season=0.0, leaving=0.0, refunds=0.0, fewer=0.4, smaller=0.4, years=2.0)
    log = planted.make(world, 2)
    counts, sums, spans = [0, 0], [0, 0], [0, 0]
    for history in log.histories:
        if log.planted.get(history.contact_id, ("",))[0] == kind:
            since = log.planted[history.contact_id][1]
            for day, amount in list(zip(history.days, history.amounts, strict=True))[1:]:
                counts[day >= since] += 1
                sums[day >= since] += amount
            spans[0] += since - history.days[0]
            spans[1] += log.today - since
    assert (counts[1] / spans[1]) / (counts[0] / spans[0]) == pytest.approx(orders, rel=0.1)
    assert (sums[1] / counts[1]) / (sums[0] / counts[0]) == pytest.approx(basket, rel=0.15)


def test_the_files_hold_the_log_and_its_truth(planted: ModuleType, tmp_path: Path) -> None:
    log = planted.make(planted.World(1.2, TODAY, customers=60), 1)
    planted.write(log, tmp_path / "orders.csv", tmp_path / "truth.csv")
    with (tmp_path / "orders.csv").open(encoding="utf-8") as file:
        orders = list(csv.DictReader(file))
    with (tmp_path / "truth.csv").open(encoding="utf-8") as file:
        truth = list(csv.DictReader(file))
    total = sum(sum(each.amounts) + sum(amount for _, amount in each.others) for each in log.histories)
    assert sum(round(float(row["amount"]) * 100) for row in orders) == total
    assert {
        int(row["contact"]): (row["kind"], date.fromisoformat(row["since"]).toordinal()) for row in truth
    } == log.planted
