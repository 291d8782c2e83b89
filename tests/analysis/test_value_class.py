"""ABC classes: ties, zero, refunds and limits as defined, and the known counts of a real order log."""

from __future__ import annotations

import csv
import random
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis.value_class import CLASSES, ClassEffort, ClassTotal, classify, effort
from crmcli.errors import BadValueError

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
AMOUNTS = st.one_of(st.integers(-50, 50), st.integers(-(10**15), 10**15))
BOOKS = st.dictionaries(st.integers(1, 10**6), AMOUNTS, max_size=60)
LIMITS = st.tuples(st.integers(1, 1000), st.integers(1, 1000)).map(sorted)


def classes_of(*amounts: int, a: float = 0.80, b: float = 0.95) -> list[str]:
    """The classes in the order of the amounts, which are customers 1, 2, 3 ..."""
    found = classify(enumerate(amounts, 1), a=a, b=b).by_contact()
    return [found[contact_id] for contact_id in range(1, len(amounts) + 1)]


def test_the_customer_who_crosses_a_limit_is_above_it() -> None:
    """Before them: 0, 79, 94, 98 of 100."""
    assert classes_of(79, 15, 4, 2) == ["A", "A", "B", "C"]


def test_exactly_on_a_limit_falls_to_the_lower_class() -> None:
    """Before them: 0, 80, 95 of 100."""
    assert classes_of(80, 15, 5) == ["A", "B", "C"]
    assert classes_of(80 * 10**13, 15 * 10**13, 5 * 10**13) == ["A", "B", "C"]


def test_one_cent_off_a_limit_decides() -> None:
    assert classes_of(80 * 10**13 - 1, 15 * 10**13, 5 * 10**13 + 1) == ["A", "A", "B"]


def test_limits_are_exact_where_a_float_sum_drifts() -> None:
    """Before the fourth stand 80 of 100; 0.5 + 0.2 + 0.1 in floats is less than 0.8 and would say A."""
    assert classes_of(50, 20, 10, 8, 7, 5) == ["A", "A", "A", "B", "B", "C"]
    assert classes_of(30, 29, 28, 13, a=0.1 + 0.2, b=0.9) == ["A", "B", "B", "B"]


def test_equal_values_share_the_class_of_the_first() -> None:
    assert classes_of(10, 10, 10, 10, 10) == ["A"] * 5
    assert classes_of(60, 15, 15, 5, 5) == ["A", "A", "A", "B", "B"]


def test_zero_and_below_zero_stand_outside_the_base() -> None:
    with_them = classify([(1, 80), (2, 15), (3, 5), (4, 0), (5, -1000), (6, 0)])
    assert with_them.total_minor == 100
    assert [row.class_ for row in with_them.rows()] == ["A", "B", "C", "zero", "zero", "below_zero"]
    assert [row.share for row in with_them.rows()] == [0.80, 0.15, 0.05, 0.0, 0.0, 0.0]
    assert [row.cumulative_share for row in with_them.rows()] == [0.80, 0.95, 1.0, 1.0, 1.0, 1.0]
    assert with_them.totals == {
        "A": ClassTotal(1, 80, 0.80),
        "B": ClassTotal(1, 15, 0.15),
        "C": ClassTotal(1, 5, 0.05),
        "zero": ClassTotal(2, 0, 0.0),
        "below_zero": ClassTotal(1, -1000, 0.0),
    }


def test_one_customer_is_a() -> None:
    assert classes_of(1) == ["A"]


@pytest.mark.parametrize("rows", [[], [(1, 0)], [(1, -5), (2, 0)]])
def test_a_book_that_earned_nothing_has_shares_of_zero(rows: list[tuple[int, int]]) -> None:
    result = classify(rows)
    assert result.total_minor == 0
    assert all(row.share == row.cumulative_share == 0.0 for row in result.rows())
    assert all(total.share == 0.0 for total in result.totals.values())
    assert not {"A", "B", "C"} & set(result.by_contact().values())


def test_ranks_skip_after_equals_and_equals_stand_by_contact() -> None:
    rows = classify([(9, 5), (2, 5), (7, 8), (1, 0), (3, 0), (4, -1)]).rows()
    assert [(row.contact_id, row.rank) for row in rows] == [(7, 1), (2, 2), (9, 2), (1, 4), (3, 4), (4, 6)]


@pytest.mark.parametrize(
    ("a", "b"), [(0, 0.95), (0.8, 0.7), (0.8, 1.1), (-1, 0.5), (float("nan"), 0.9), (0.5, float("inf"))]
)
def test_limits_out_of_order_are_refused(a: float, b: float) -> None:
    with pytest.raises(BadValueError, match="class limits"):
        classify([(1, 1)], a=a, b=b)


def test_limits_may_meet_and_reach_the_end() -> None:
    assert classes_of(50, 30, 20, a=0.5, b=0.5) == ["A", "C", "C"]
    assert classes_of(50, 30, 20, a=1, b=1) == ["A", "A", "A"]


@given(BOOKS, LIMITS)
def test_every_class_is_what_the_definition_says(book: dict[int, int], limits: list[int]) -> None:
    """Against the words themselves, in fractions: the share of everybody worth strictly more decides."""
    a, b = (Fraction(limit, 1000) for limit in limits)
    total = sum(amount for amount in book.values() if amount > 0)
    for contact_id, found in classify(book.items(), a=limits[0] / 1000, b=limits[1] / 1000).by_contact().items():
        own = book[contact_id]
        if own <= 0:
            assert found == ("zero" if own == 0 else "below_zero")
            continue
        before = Fraction(sum(amount for amount in book.values() if amount > own), total)
        assert found == ("A" if before < a else "B" if before < b else "C")


@given(BOOKS)
def test_shares_add_up_to_one_and_the_rows_to_the_totals(book: dict[int, int]) -> None:
    result = classify(book.items())
    rows = result.rows()
    assert {row.contact_id: row.amount_minor for row in rows} == book
    if result.total_minor:
        assert sum(row.share for row in rows) == pytest.approx(1)
        assert rows[-1].cumulative_share == 1.0
    assert [row.cumulative_share for row in rows] == sorted(row.cumulative_share for row in rows)
    for name in CLASSES:
        members = [row for row in rows if row.class_ == name]
        assert result.totals[name].customers == len(members)
        assert result.totals[name].amount_minor == sum(row.amount_minor for row in members)


@given(BOOKS)
def test_classes_a_and_b_reach_their_limits(book: dict[int, int]) -> None:
    result = classify(book.items())
    a, b = result.totals["A"].amount_minor, result.totals["B"].amount_minor
    assert a * 100 >= 80 * result.total_minor
    assert (a + b) * 100 >= 95 * result.total_minor


@given(BOOKS, st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(book: dict[int, int], shuffler: random.Random) -> None:
    rows = list(book.items())
    expected = classify(rows)
    shuffler.shuffle(rows)
    assert classify(rows) == expected
    assert classify(rows).rows() == expected.rows()


def test_a_page_that_begins_among_equals_keeps_their_rank() -> None:
    result = classify([(1, 9), (2, 5), (3, 5), (4, 5), (5, 1)])
    assert [row.rank for row in result.rows(2, 5)] == [2, 2, 5]


@given(BOOKS, st.integers(-5, 70), st.integers(-5, 70))
def test_part_of_the_rows_is_that_part_of_all_rows(book: dict[int, int], start: int, stop: int) -> None:
    result = classify(book.items())
    assert result.rows(start, stop) == result.rows()[start:stop]


def test_effort_is_split_over_the_classed_and_the_rest_stands_apart() -> None:
    classes = classify([(1, 80), (2, 15), (3, 5), (4, 0)]).by_contact()
    split = effort(classes, {1: 30, 3: 60, 4: 10, 99: 45})
    assert split.by_class == {
        "A": ClassEffort(30, 0.3),
        "B": ClassEffort(0, 0.0),
        "C": ClassEffort(60, 0.6),
        "zero": ClassEffort(10, 0.1),
        "below_zero": ClassEffort(0, 0.0),
    }
    assert split.outside_minutes == 45


def test_no_effort_at_all_is_a_share_of_zero() -> None:
    split = effort({1: "A"}, {})
    assert {part.share for part in split.by_class.values()} == {0.0}
    assert list(split.by_class) == list(CLASSES)


def net_values(name: str) -> Counter[int]:
    """{customer: net cents} of a CDNOW file over its whole period."""
    path = DATA / name
    if not path.exists():
        pytest.skip("the real order logs are not beside this repository")
    net: Counter[int] = Counter()
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            whole, _, cents = row["dollar_value"].partition(".")
            net[int(row["customer_id"])] += int(whole) * 100 + int(cents.ljust(2, "0"))
    return net


@pytest.mark.parametrize(
    ("name", "counts", "total", "top_fifth"),
    [
        ("cdnow_sample.csv", (777, 804, 768, 8, 0), 24_409_194, 0.675),
        ("cdnow_master.csv", (7_695, 8_067, 7_740, 68, 0), 250_031_563, 0.678),
    ],
)
def test_cdnow_comes_out_to_the_customer(name: str, counts: tuple[int, ...], total: int, top_fifth: float) -> None:
    net = net_values(name)
    result = classify(net.items())
    assert tuple(result.totals[class_].customers for class_ in CLASSES) == counts
    assert result.total_minor == total
    fifth = result.rows(0, -(-len(net) // 5))
    assert fifth[-1].cumulative_share == pytest.approx(top_fifth, abs=0.0005)
