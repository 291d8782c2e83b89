"""Scores of recency, frequency and money: equal customers alike, and R's rfm package to the customer."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis.rfm import Scores, ranges, scores, scores_as_r
from crmcli.domain.policy import RFM_GROUPS
from crmcli.domain.rfm_group import parse_groups, table

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
CUSTOMERS = st.lists(st.tuples(st.integers(0, 900), st.integers(1, 30), st.integers(-500, 90_000)), max_size=60)
PUBLISHED = {
    "Champions": (35, 316, 31_646), "Potential Loyalist": (342, 2_211, 204_856), "Loyal Customers": (170, 799, 76_562),
    "Promising": (9, 28, 4_249), "New Customers": (104, 329, 28_837), "Can't Lose Them": (47, 274, 32_446),
    "At Risk": (28, 216, 22_227), "Need Attention": (10, 57, 4_562), "About To Sleep": (102, 283, 23_449),
    "Lost": (148, 393, 35_324),
}  # fmt: skip
EXACT = {
    "cdnow_sample.csv": ((482, 471, 463, 470, 471), (1218, 0, 403, 358, 378), (481, 462, 472, 471, 471)),
    "cdnow_master.csv": ((4735, 4712, 4702, 4720, 4701), (12054, 0, 4040, 3641, 3835), (4817, 4615, 4710, 4715, 4713)),
}


def columns(rows: list[tuple[int, int, int]]) -> tuple[list[int], list[int], list[int]]:
    return [row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows]


def counts(scored: list[int]) -> tuple[int, ...]:
    found = Counter(scored)
    return tuple(found[score] for score in range(1, 6))


def real(name: str) -> Path:
    if not (DATA / name).exists():
        pytest.skip("the shared data are not here")
    return DATA / name


@given(CUSTOMERS)
def test_a_score_is_one_and_five_times_the_strictly_worse(rows: list[tuple[int, int, int]]) -> None:
    recency, frequency, money = columns(rows)
    found, n = scores(recency, frequency, money), len(rows)
    assert found.r == [1 + 5 * sum(other > one for other in recency) // n for one in recency]
    assert found.f == [1 + 5 * sum(other < one for other in frequency) // n for one in frequency]
    assert found.m == [1 + 5 * sum(other < one for other in money) // n for one in money]


@given(CUSTOMERS, st.randoms())
def test_scores_do_not_depend_on_the_order_of_rows(rows: list[tuple[int, int, int]], rng: object) -> None:
    shuffled = list(rows)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    for rule in (scores, scores_as_r):
        first, second = rule(*columns(rows)), rule(*columns(shuffled))
        by_row = dict(zip(rows, zip(first.r, first.f, first.m, strict=True), strict=True))
        assert [by_row[row] for row in shuffled] == list(zip(second.r, second.f, second.m, strict=True))


def test_one_customer_and_none() -> None:
    assert scores([3], [1], [500]) == Scores([1], [1], [1])
    assert scores([], [], []) == Scores([], [], [])
    assert scores_as_r([], [], []) == Scores([], [], [])


def test_the_ranges_say_what_a_score_stands_for() -> None:
    found = ranges([5, 5, 3], [10, 12, 4])
    assert [(one.score, one.customers, one.low, one.high) for one in found] == [
        (5, 2, 10, 12), (4, 0, None, None), (3, 1, 4, 4), (2, 0, None, None), (1, 0, None, None),
    ]  # fmt: skip


def test_a_customer_who_fits_no_row_is_other() -> None:
    assert Scores([5, 1], [5, 1], [5, 1]).groups({(5, 5, 5): 0}, 7) == [0, 7]


@pytest.mark.parametrize("name", EXACT)
def test_the_counts_of_a_shop_are_exact(name: str) -> None:
    days: dict[str, set[str]] = defaultdict(set)
    money: dict[str, int] = Counter()
    with real(name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            days[row["customer_id"]].add(row["date"])
            money[row["customer_id"]] += round(float(row["dollar_value"]) * 100)
    today = date(1998, 6, 30)
    recency = [(today - date.fromisoformat(max(mine))).days for mine in days.values()]
    found = scores(recency, [len(mine) for mine in days.values()], [money[one] for one in days])
    assert (counts(found.r), counts(found.f), counts(found.m)) == EXACT[name]


def test_the_published_table_of_r() -> None:
    orders: dict[str, list[tuple[date, int]]] = defaultdict(list)
    with real("rfm_orders.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            orders[row["customer_id"]].append((date.fromisoformat(row["order_date"]), int(row["revenue"])))
    today = date(2006, 12, 31)
    recency = [(today - max(on for on, _ in mine)).days for mine in orders.values()]
    frequency = [len(mine) for mine in orders.values()]
    money = [sum(amount for _, amount in mine) for mine in orders.values()]
    found = scores_as_r(recency, frequency, money)
    assert counts(found.r) == (197, 200, 199, 199, 200)
    assert counts(found.f) == (268, 187, 176, 244, 120)
    assert counts(found.m) == (200, 200, 198, 202, 195)
    groups = parse_groups(RFM_GROUPS)
    places = found.groups(table(groups), len(groups))
    came = {
        group.name: tuple(
            sum(values)
            for values in zip(
                *[(1, f, m) for at, f, m in zip(places, frequency, money, strict=True) if at == place], strict=True
            )
        )
        for place, group in enumerate(groups)
    }
    assert came == PUBLISHED


def test_the_limits_of_r_are_its_quantiles_raised_by_one() -> None:
    """The bins that R gives for the miles per gallon of its mtcars: 16.20, 18.92, 22.00, 25.08."""
    mpg = [
        21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4, 30.4, 33.9,
        21.5, 15.5, 15.2, 13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4,
    ]  # fmt: skip
    found = scores_as_r(mpg, mpg, mpg)
    assert found.m == [1 + sum(one >= limit - 1e-9 for limit in (16.20, 18.92, 22.00, 25.08)) for one in mpg]
    assert found.r == [6 - score for score in found.m]
