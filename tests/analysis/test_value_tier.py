"""The tiers: first match wins, ties stand together, what is not known is steady; and who is the worst."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis.costly import SIGNS, Year, signs, worst
from crmcli.analysis.value_tier import (
    TIERS,
    Customer,
    Limits,
    Potential,
    Wallet,
    best_part,
    by_wallet,
    ordered,
    reached,
    tiers,
)
from crmcli.analysis.whale_curve import whale

ALL_BEST = Limits(best=0.5, growable=0.5, history=90)


def one(number: int, actual: int | None, **more: Any) -> Customer:
    found = {"best_year": None, "cost": 10, "bought": True, "class_c": False, "history": 400, **more}
    return Customer(number, actual, **found)


def tier_of(customer: Customer, *others: Customer, **more: Any) -> str:
    potentials = {number: Potential(minor, "person", 8) for number, minor in more.get("potentials", {}).items()}
    return tiers([customer, *others], potentials, more.get("lapsed", ()), ALL_BEST).tiers[customer.contact_id]


def test_below_zero_needs_history() -> None:
    assert tier_of(one(1, -1, history=90)) == "below_zero"
    assert tier_of(one(1, -1, history=89)) == "steady"
    assert tier_of(one(1, 0)) == "steady"


def test_below_zero_comes_before_everything() -> None:
    assert tier_of(one(1, -1, best_year=10**6), potentials={1: 10**6}) == "below_zero"


def test_most_valuable_is_by_the_best_year_and_before_growable() -> None:
    assert tier_of(one(1, 5, best_year=100), one(2, 900, best_year=50), potentials={1: 10**6}) == "most_valuable"
    assert tier_of(one(2, 900, best_year=50), one(1, 5, best_year=100)) == "steady"
    assert tier_of(one(1, 900, best_year=0)) == "steady"
    assert tier_of(one(1, 900, best_year=None)) == "steady"


def test_growable_has_room_buys_and_is_not_lapsed() -> None:
    room = {"potentials": {1: 500}}
    assert tier_of(one(1, 100), **room) == "most_growable"
    assert tier_of(one(1, 500), **room) == "steady"
    assert tier_of(one(1, 100), lapsed={1}, **room) == "steady"
    assert tier_of(one(1, 100, bought=False), **room) == "steady"
    assert tier_of(one(1, None), **room) == "steady"


def test_who_is_lapsed_or_below_zero_takes_no_place_among_the_growable() -> None:
    room = {"potentials": {1: 200, 2: 900, 3: 900}}
    assert tier_of(one(1, 100), one(2, 100), lapsed={2}, **room) == "most_growable"
    assert tier_of(one(1, 100), one(3, -100), **room) == "most_growable"
    assert tier_of(one(1, 100), one(2, 100), one(3, 100), **room) == "steady"


def test_low_maintenance_is_class_c_above_zero_and_cheap() -> None:
    dear = [one(2, 1, cost=30), one(3, 1, cost=30)]
    assert tier_of(one(1, 5, class_c=True, cost=29), *dear) == "low_maintenance"
    assert tier_of(one(1, 5, class_c=True, cost=30), *dear) == "steady"
    assert tier_of(one(1, 5, class_c=False, cost=29), *dear) == "steady"
    assert tier_of(one(1, 0, class_c=True, cost=29), *dear) == "steady"


def test_what_costs_nothing_is_below_any_median() -> None:
    assert tier_of(one(1, 5, class_c=True, cost=0), one(2, 5, cost=0), one(3, 5, cost=0)) == "low_maintenance"


def test_an_unknown_margin_is_steady() -> None:
    assert tier_of(one(1, None, class_c=True, cost=0)) == "steady"


@pytest.mark.parametrize(
    ("amounts", "share", "found"),
    [
        ([50, 40, 30, 20, 10], 0.2, {50}),
        ([50, 40, 30, 20, 10], 0.21, {50, 40}),
        ([50, 50, 50, 20, 10], 0.2, {50}),
        ([50, 40, 40, 40, 10], 0.4, {50, 40}),
        ([7], 0.1, {7}),
        ([], 0.1, set()),
    ],
)
def test_the_best_part_keeps_equals_together(amounts: list[int], share: float, found: set[int]) -> None:
    rows = dict(enumerate(amounts))
    assert {rows[place] for place in best_part(rows, share)} == found


def test_potential_is_what_a_quarter_of_enough_comparable_customers_reach() -> None:
    actuals = {number: number * 100 for number in range(1, 9)}
    groups = dict.fromkeys(actuals, ("person",))
    found = reached(actuals, groups, 8, 0.75)
    assert found[1] == Potential(625, "person", 8)
    assert reached(actuals, groups, 9, 0.75) == {}


def test_too_small_a_group_gives_way_to_the_next() -> None:
    actuals = dict.fromkeys(range(1, 9), 100) | {9: 900}
    groups = dict.fromkeys(range(1, 9), ("person",)) | {9: (("person", "need", "x"), "person")}
    assert reached(actuals, groups, 8, 0.75)[9].group == "person"


def test_potential_by_wallet() -> None:
    wallets = {1: Wallet(100, 1000), 2: Wallet(400, 1000), 3: Wallet(300, 1000)}
    found = by_wallet(wallets, {1: 0.5}, {}, 8, 0.75)
    assert found[1].minor == 175  # 1000 x 50 % x 35 %
    assert found[1].peers == 3
    assert by_wallet({1: Wallet(100, 1000)}, {1: 0.5}, {}, 8, 0.75) == {}


CUSTOMERS = st.lists(
    st.builds(
        Customer,
        contact_id=st.integers(1, 10**6),
        actual=st.none() | st.integers(-1000, 1000),
        best_year=st.none() | st.integers(-1000, 1000),
        cost=st.integers(0, 50),
        bought=st.booleans(),
        class_c=st.booleans(),
        history=st.integers(0, 500),
    ),
    unique_by=lambda c: c.contact_id,
    max_size=30,
)


@given(CUSTOMERS)
def test_everybody_is_in_one_tier_whatever_the_order(customers: list[Customer]) -> None:
    potentials = {c.contact_id: Potential(c.contact_id % 700, "person", 8) for c in customers}
    found = tiers(customers, potentials, (), Limits())
    assert found == tiers(customers[::-1], potentials, (), Limits())
    assert found.tiers.keys() == {c.contact_id for c in customers}
    assert set(found.tiers.values()) <= set(TIERS)
    listed = [TIERS.index(found.tiers[number]) for number in ordered(found, customers)]
    assert listed == sorted(listed)


def year(sales: int = 0, before: int = 0, *, bought: bool = True, refused: int = 0, shortlist: int = 0) -> Year:
    return Year(sales, before, bought, refused, shortlist)


def test_each_sign_shows_alone() -> None:
    assert signs(year(100, 100), 0.7, 2) == ()
    assert signs(year(0, 100, bought=False), 0.7, 2) == ("no_order",)
    assert signs(year(69, 100), 0.7, 2) == ("falling",)
    assert signs(year(70, 100), 0.7, 2) == ()
    assert signs(year(100, 100, refused=2), 0.7, 2) == ("refused",)
    assert signs(year(100, 100, refused=1), 0.7, 2) == ()
    assert signs(year(100, 100, shortlist=1), 0.7, 2) == ("shortlist",)
    assert signs(year(5, -100), 0.7, 2) == ()
    assert signs(Year(0, 0, False, 3, 1, customer=False), 0.7, 2) == SIGNS[2:]


def test_the_worst_are_those_who_leave_least_whatever_signs_stand_beside() -> None:
    marks = {1: ("falling",), 3: ("refused",), 4: ("refused", "shortlist"), 5: ("no_order",)}
    leaves = {1: 500, 2: -40, 3: -10, 4: 900, 5: None, 6: -50}
    costs = {1: 5, 3: 5, 4: 5, 5: 60, 6: 60}
    assert worst(leaves, costs, {2, 3, 6}, marks, 1.0, 10) == [5, 6, 2, 3, 1, 4]
    assert worst(leaves, costs, {2, 3, 6}, marks, 0.2, 10) == [5, 6]
    assert worst(leaves, costs, {2, 3, 6}, marks, 0.2, 0) == []


def test_of_those_who_leave_the_same_more_signs_stand_first() -> None:
    marks = {2: ("falling",), 3: ("falling", "refused")}
    assert worst({1: -7, 2: -7, 3: -7}, {2: 1, 3: 1}, {1, 2, 3}, marks, 1.0, 3) == [3, 2, 1]


def test_a_sign_that_costs_nothing_is_no_matter() -> None:
    assert worst({1: 0}, {}, set(), {1: ("no_order",)}, 0.15, 10) == []


def test_the_worst_keep_equals_together() -> None:
    leaves = dict.fromkeys(range(1, 6), -7)
    assert worst(leaves, {}, set(leaves), {}, 0.1, 10) == [1, 2, 3, 4, 5]


def test_the_whale_rises_above_the_whole_and_falls_back() -> None:
    found = whale({1: 100, 2: -30, 3: 50, 4: 0})
    assert list(found.contact_ids) == [1, 3, 4, 2]
    assert (found.total, found.peak, found.peak_minor) == (120, 2, 150)
    assert found.peak_share == 1.25
    assert found.points(100) == [(0, 0), (1, 100), (2, 150), (3, 150), (4, 120)]


def test_without_a_profit_there_is_no_share_of_it() -> None:
    assert whale({1: -5}).peak_share is None
    assert whale({}).peak_share is None
    assert whale({}).points(10) == [(0, 0)]


@given(st.dictionaries(st.integers(1, 10**4), st.integers(-1000, 1000), max_size=300))
def test_no_point_of_the_curve_is_above_its_peak(profits: dict[int, int]) -> None:
    found = whale(profits)
    points = found.points(20)
    assert max(minor for _, minor in points) == found.peak_minor == sum(v for v in profits.values() if v > 0)
    assert points[-1] == (len(profits), sum(profits.values()))
