"""What somebody was worth when they last bought, and the class that makes: sums and limits by hand."""

from __future__ import annotations

import pytest

from crmcli.analysis.history import History
from crmcli.analysis.standing import Limits, is_growing, last_year, limits, standing, year_before

TODAY = 740_000


def test_the_last_year_ends_with_the_last_purchase_and_begins_365_days_before() -> None:
    history = History(1, [TODAY - 365, TODAY - 364, TODAY], [1, 20, 300])
    assert last_year(history) == 320
    assert year_before(history) == 1


def test_refunds_of_no_order_count_on_their_day_and_those_since_the_last_purchase_too() -> None:
    history = History(1, [TODAY - 400, TODAY - 30], [500, 300], [(TODAY - 398, -50), (TODAY - 40, -7), (TODAY, -100)])
    assert last_year(history) == 300 - 7 - 100
    assert year_before(history) == 500 - 50


@pytest.mark.parametrize(
    ("first", "before", "after", "grows"),
    [(730, 100, 125, True), (730, 100, 124, False), (729, 100, 500, False), (730, 0, 500, False)],
)
def test_growing_needs_a_whole_year_before_to_compare_with(first: int, before: int, after: int, grows: bool) -> None:
    history = History(1, [TODAY - first, TODAY - 400, TODAY], [0, before, after])
    assert is_growing(history, 1.25) is grows


def test_the_limits_are_the_least_of_each_class() -> None:
    bounds = limits([800, 100, 60, 40, 0, -5], a=0.8, b=0.95)
    assert bounds == Limits(800, 60)
    assert [standing(value, bounds) for value in (900, 800, 799, 60, 59, 0, -1)] == [
        "A", "A", "B", "B", "C", "zero", "below_zero",
    ]  # fmt: skip


def test_without_sales_nobody_has_a_class_by_money() -> None:
    assert limits([], a=0.8, b=0.95) == Limits(None, None)
    assert standing(10, Limits(None, None)) == "C"
