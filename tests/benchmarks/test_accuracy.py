"""The accuracy harness measures what it says: areas, Brier scores, errors and verdicts on values worked out by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from crmcli.analysis.history import History

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from benchmarks.check import Check  # noqa: E402

from benchmarks import accuracy, accuracy_commands, accuracy_exact, accuracy_lapsed, accuracy_underbuying, check, logs  # noqa: E402


def pairs_won(values: list[float], truth: list[bool]) -> float:
    """The area from its meaning: every pair of a true and a false one, ties for half."""
    pairs = [
        (high, low) for (high, yes), (low, no) in product(zip(values, truth, strict=True), repeat=2) if yes and not no
    ]
    return sum((high > low) + (high == low) / 2 for high, low in pairs) / len(pairs)


def test_the_area_is_the_share_of_pairs_in_the_right_order() -> None:
    values, truth = [0.9, 0.8, 0.8, 0.3, 0.1], [True, True, False, True, False]
    assert (
        accuracy_lapsed.area(values, truth)
        == pytest.approx((2 + 1.5 + 1) / 6)
        == pytest.approx(pairs_won(values, truth))
    )
    assert accuracy_lapsed.area([1, 2, 3], [False, False, True]) == 1.0
    assert accuracy_lapsed.area([1, 2, 3], [True, False, False]) == 0.0
    assert accuracy_lapsed.area([7, 7, 7], [True, False, True]) == 0.5


def test_for_underbuying_low_values_point_to_the_true() -> None:
    values, truth = [0.01, 0.2, 0.2, 0.9], [True, False, True, False]
    assert accuracy_underbuying.area(values, truth) == pytest.approx(3.5 / 4)
    assert accuracy_underbuying.area(values, truth) == accuracy_lapsed.area([-value for value in values], truth)


def test_the_brier_score_is_the_mean_squared_miss() -> None:
    assert accuracy_commands.brier([1.0, 0.5, 0.2], [True, False, False]) == pytest.approx((0 + 0.25 + 0.04) / 3)
    assert accuracy_commands.brier([1.0, 0.0], [True, False]) == 0.0
    assert accuracy_commands.brier([0.0, 1.0], [True, False]) == 1.0


@pytest.mark.parametrize(
    ("found", "passed"),
    [
        (check.near("x", 1.0009, 1.0), True),
        (check.near("x", 1.0011, 1.0), False),
        (check.near("x", -0.9991, -1.0), True),
        (check.near("x", 0.0, 0.0), True),
        (check.near("x", 0.01, 0.0), False),
        (check.within("x", -9582.435, -9582.429), True),
        (check.within("x", -9582.445, -9582.429), False),
        (check.exact("x", (1, 2, 3), (1, 2, 3)), True),
        (check.exact("x", (1, 2, 4), (1, 2, 3)), False),
        (check.exact("x", (1, 2), (1, 2, 3)), False),
        (check.exact("x", 7, 7), True),
        (check.at_least("x", 0.73, 0.73), True),
        (check.at_least("x", 0.7299, 0.73), False),
        (check.at_most("x", 0.17, 0.17), True),
        (check.at_most("x", 0.1701, 0.17), False),
        (check.of_row(("x", 0.4, 0.5, False)), False),
        (check.missing("x", "not here"), None),
    ],
)
def test_a_line_passes_only_where_it_is_right(found: Check, passed: bool | None) -> None:
    assert found.passed is passed
    assert found.cells[-1] == {True: "pass", False: "falls short", None: "missing"}[passed]


def ended(monkeypatch: pytest.MonkeyPatch, *lines: Check) -> int:
    monkeypatch.setattr(accuracy, "TOPICS", {"Made up": lambda: iter(lines)})
    monkeypatch.setattr(sys, "argv", ["accuracy.py"])
    return accuracy.main()


def test_it_ends_well_only_where_every_line_passes(monkeypatch: pytest.MonkeyPatch, capsys: Any) -> None:
    right, wrong, absent = check.exact("a", 1, 1), check.exact("b", 1, 2), check.missing("c", "c.csv is not here")
    assert ended(monkeypatch, right) == 0
    assert "1 of 1 pass" in capsys.readouterr().out
    assert ended(monkeypatch, right, wrong) == 1
    assert ended(monkeypatch, right, absent) == 1
    said = capsys.readouterr().out
    assert "| c | c.csv is not here |  |  | missing |" in said
    assert said.endswith("1 of 2 pass, 0 fall short, 1 could not be measured\n")
    assert ended(monkeypatch) == 1, "a table without a line has shown nothing"


def test_without_the_public_logs_every_topic_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(logs, "DATA", tmp_path)
    topics = (accuracy_exact.fits, accuracy_exact.spending, accuracy_exact.classes_and_scores, accuracy_exact.as_r_does)
    for topic in topics:
        lines: Iterator[Check] = topic()
        for line in lines:
            assert line.passed is None, line
            assert line.measured.endswith(".csv is not here")


def test_published_values_of_one_customer_are_reproduced() -> None:
    assert [line for line in accuracy_exact.single() if not line.passed] == []


def history(number: int, *days: str) -> History:
    return History(number, [date.fromisoformat(day).toordinal() for day in days], [number * 100] * len(days))


def test_what_was_bought_in_a_window_ends_at_the_split() -> None:
    one = history(3, "1997-08-31", "1997-09-01", "1997-09-30", "1997-10-01")
    assert accuracy_commands.bought(one, 29) == 300
    assert accuracy_commands.bought(one, 30) == 600
    assert accuracy_commands.bought(one, 31) == 900
    assert logs.until(one, logs.SPLIT).days == one.days[:3]


def test_scores_are_held_against_who_came_back() -> None:
    log = {
        "a": history(1, "1997-01-05", "1997-02-05"),
        "b": history(2, "1997-01-05", "1997-09-05", "1997-10-05"),
        "c": history(3, "1997-01-05"),
        "d": history(4, "1997-09-25", "1998-01-05"),
    }
    scores = {"a": 0.9, "b": 0.2, "c": 0.8, "d": 0.4}
    silent = {"a": 237, "b": 25, "c": 268, "d": 5}
    items = [{"contact": {"name": one}, "score": scores[one], "silent_days": silent[one]} for one in log]
    found = {line.what: line for line in accuracy_commands.lapsed_checks(items, log)}
    assert found["lapsed, 273 days: AUC, all"].measured == "1.0000"
    assert found["lapsed, 273 days: AUC, repeat"].measured == "1.0000"
    assert found["lapsed, 273 days: precision"].measured == "1.0000"
    assert found["lapsed, 273 days: Brier, all"].measured == f"{(0.01 + 0.04 + 0.04 + 0.16) / 4:.4f}"
    assert found["lapsed --all: customers"].passed is False
    worse = [{**item, "score": 1 - item["score"]} for item in items]
    again = {line.what: line for line in accuracy_commands.lapsed_checks(worse, log)}
    assert again["lapsed, 273 days: AUC, all"].measured == "0.0000"
    assert again["lapsed, 273 days: precision"].measured == "0.0000"
