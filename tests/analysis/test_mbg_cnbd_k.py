"""MBG/CNBD-k: the formula as published, the special case whose numbers are known, and simulated customers found again."""

from __future__ import annotations

import csv
import json
import random
from datetime import date
from itertools import pairwise
from math import exp, factorial, gamma, log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis import mbg_cnbd_k
from crmcli.analysis.history import History, Rhythm, rhythm
from crmcli.analysis.mbg_cnbd_k import RegularFit, fit, fitted, log_likelihood, p_active, p_no_order, sample

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
EVERYBODY = 10**9


def history(contact_id: int, *days: int) -> History:
    return History(contact_id, days, (0,) * len(days))


def numbers(k: int, r: float, alpha: float, a: float, b: float) -> RegularFit:
    return RegularFit(k, r, alpha, a, b, 0.0, 0, 0)


def beta(a: float, b: float) -> float:
    return gamma(a) * gamma(b) / gamma(a + b)


def survival(model: RegularFit, one: Rhythm, T: int) -> float:
    """S(T) as it is written, with gammas and powers."""
    n = model.r + model.k * one.x
    return sum((T - one.tx) ** j / factorial(j) * gamma(n + j) * (model.alpha + T) ** -(n + j) for j in range(model.k))


def written_out(model: RegularFit, one: Rhythm) -> tuple[float, float]:
    """The weights of a customer who still buys and of one who has stopped."""
    n = model.r + model.k * one.x
    buys = beta(model.a, model.b + one.x + 1) * survival(model, one, one.T)
    return buys, beta(model.a + 1, model.b + one.x) * gamma(n) * (model.alpha + one.tx) ** -n


MODELS = [numbers(k, 0.9, 7.0, 0.7, 2.3) for k in (1, 2, 3, 6)]
RHYTHMS = [Rhythm(0, 0, 40), Rhythm(1, 9, 40), Rhythm(4, 38, 40), Rhythm(3, 30, 30), Rhythm(2, 5, 90)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: f"k={model.k}")
@pytest.mark.parametrize("one", RHYTHMS, ids=str)
def test_the_forms_that_cannot_overflow_are_the_published_ones(model: RegularFit, one: Rhythm) -> None:
    buys, stopped = written_out(model, one)
    active = buys / (buys + stopped)
    assert p_active(model, one) == pytest.approx(active, rel=1e-12)
    later = survival(model, one, one.T + 21) / survival(model, one, one.T)
    assert p_no_order(model, one, 21) == pytest.approx(1 - active + active * later, rel=1e-12)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: f"k={model.k}")
def test_the_likelihood_of_one_customer_is_the_product_written_out(model: RegularFit) -> None:
    """Orders on days 0, 4 and 13, seen on day 20: the gaps' densities, mixed over rates and chances to stop."""
    buys, stopped = written_out(model, Rhythm(2, 13, 20))
    gaps = 4.0 ** (model.k - 1) * 9.0 ** (model.k - 1) / gamma(model.k) ** 2
    mixed = model.alpha**model.r / gamma(model.r) / beta(model.a, model.b)
    data = sample([history(1, 100, 104, 113)], 120, EVERYBODY)
    assert exp(log_likelihood(data, *model[:5])) == pytest.approx(gaps * mixed * (buys + stopped), rel=1e-9)


def test_by_hand() -> None:
    """k = 1, r = alpha = a = b = 1, one order today, another day: Q = 1/2, stop = 1, so 1/3 active and (1 + 1/3) / (3/2)."""
    model, one = numbers(1, 1, 1, 1, 1), Rhythm(0, 0, 1)
    assert p_active(model, one) == pytest.approx(1 / 3)
    assert p_no_order(model, one, 1) == pytest.approx(8 / 9)


def test_somebody_who_buys_by_the_clock_is_missed_sooner() -> None:
    """Ten orders a week apart: within the week the clock is the surer of them, after six weeks chance is the more patient."""
    by_chance, by_clock = numbers(1, 2.0, 14.0, 0.5, 5.0), numbers(4, 2.0, 56.0, 0.5, 5.0)
    soon, late = Rhythm(10, 70, 76), Rhythm(10, 70, 112)
    assert p_active(by_clock, soon) > p_active(by_chance, soon)
    assert p_active(by_clock, late) < p_active(by_chance, late) / 3


def test_the_published_numbers_of_k_1() -> None:
    """CDNOW to 1997-09-30, MBG/NBD in weeks: .63714 7.31029 .80747 1.22839, log-likelihood -95336.958."""
    histories, today = cdnow(date(1997, 9, 30))
    data = sample(histories, today, EVERYBODY)
    found = fitted(data, 1, (1.0, 30.0, 1.0, 1.0))
    in_weeks = (found.r, found.alpha / 7, found.a, found.b)
    assert in_weeks == pytest.approx((0.63714, 7.31029, 0.80747, 1.22839), rel=1e-3)
    assert found.log_likelihood + data.orders * log(7) == pytest.approx(-95336.958, abs=0.01)
    assert found.problem is None
    chosen = fit(histories, today)
    assert chosen.k == 1, "a shop of chance buyers"
    assert chosen[1:6] == pytest.approx(found[1:6], rel=1e-3)


def cdnow(last: date) -> tuple[list[History], int]:
    if not (DATA / "cdnow_master.csv").exists():
        pytest.skip("the shared data are not here")
    days: dict[str, set[int]] = {}
    with (DATA / "cdnow_master.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["date"])
            if day <= last:
                days.setdefault(row["customer_id"], set()).add(day.toordinal())
    return [history(number, *sorted(each)) for number, each in enumerate(days.values(), 1)], last.toordinal()


def shop(
    k: int, customers: int, seed: int, *, stop: tuple[float, float] = (0.8, 6.0), span: int = 700
) -> list[History]:
    """Customers who live by the model: r = 1.5, alpha = 15 k days, first orders within the first half of the span."""
    drawn = random.Random(seed)
    found = []
    for number in range(customers):
        rate, leave = drawn.gammavariate(1.5, 1 / (15.0 * k)), drawn.betavariate(*stop)
        at = drawn.random() * span / 2
        days = [int(at)]
        while drawn.random() >= leave and (at := at + drawn.gammavariate(k, 1 / rate)) < span:
            if int(at) > days[-1]:
                days.append(int(at))
        found.append(history(number, *days))
    return found


@pytest.mark.parametrize("k", [1, 2, 4])
def test_a_simulated_shop_is_recognised(k: int) -> None:
    found = fit(shop(k, 1500, seed=k), 700)
    assert found.k == k
    assert found.problem is None
    assert (found.r, found.alpha / k) == pytest.approx((1.5, 15.0), rel=0.25)
    assert found.a / (found.a + found.b) == pytest.approx(0.8 / 6.8, rel=0.25)


def test_chances_come_true() -> None:
    """Among those told to stay away with a chance of 10, 20 ... per cent about as many do."""
    whole, today, days = shop(3, 1500, seed=9), 500, 60
    seen = [history(one.contact_id, *[day for day in one.days if day <= today]) for one in whole]
    model = fit(seen, today)
    bins: dict[int, list[tuple[float, bool]]] = {}
    for before, after in zip(seen, whole, strict=True):
        chance = p_no_order(model, rhythm(before, today), days)
        bins.setdefault(int(chance * 5), []).append(
            (chance, not any(today < day <= today + days for day in after.days))
        )
    for cases in bins.values():
        told, true = (sum(column) / len(cases) for column in zip(*cases, strict=True))
        assert told == pytest.approx(true, abs=0.05 + 1.0 / len(cases) ** 0.5)


def test_a_long_list_is_thinned() -> None:
    whole = shop(2, 3000, seed=3)
    data = sample(whole, 700, 500)
    assert 300 < data.repeaters <= 550
    assert data.customers == len(whole[:: len(whole) // data.customers])


@pytest.mark.parametrize("repeaters", [0, 1, 49])
def test_too_few_repeat_customers_are_refused_in_words(repeaters: int) -> None:
    found = fit([history(number, 1, 5) for number in range(repeaters)] + [history(99, 3)] * 80, 9)
    who = "1 customer has" if repeaters == 1 else f"{repeaters} customers have"
    assert found.problem == f"{who} bought more than once, 50 are needed"


def test_a_shop_that_nobody_leaves_has_no_measurable_stopping() -> None:
    found = fit(shop(2, 400, seed=4, stop=(1e-9, 1.0)), 700)
    assert found.problem == "nobody can be told to have stopped buying"
    assert p_active(found, Rhythm(5, 100, 110)) > 0.99


def test_customers_who_all_buy_at_one_rate_are_a_fit_at_the_edge() -> None:
    """Weekly to the day, and some stop after each order: the stopping is plain, the rates do not differ."""
    found = fit([history(number, *range(number % 50, 55 + 7 * (number % 9), 7)) for number in range(200)], 203)
    assert found.k == mbg_cnbd_k.HIGHEST_K
    assert found.problem == "all customers buy at one and the same rate"
    assert p_active(found, Rhythm(3, 21, 25)) > 0.5 > 0.01 > p_active(found, Rhythm(3, 21, 50))


def test_a_fit_does_not_change_its_mind_from_day_to_day() -> None:
    """Everybody stops with the same chance, so that the likelihood is all but flat in a and b: no day without orders turns
    a model into none or its numbers into others."""
    whole = shop(2, 250, seed=11, stop=(300.0, 9000.0), span=1100)
    found = [fit(whole, 1100 + day) for day in range(1, 26)]
    assert {(each.k, each.problem) for each in found} == {(2, None)}
    for before, after in pairwise(found):
        assert after.r == pytest.approx(before.r, rel=0.01)
        assert after.a / after.b == pytest.approx(before.a / before.b, rel=0.02)
        assert after.log_likelihood < before.log_likelihood


def test_a_likelihood_keeps_its_digits_where_customers_are_all_but_alike() -> None:
    """Ten times as alike makes no difference any more, and none by rounding either."""
    data = sample(shop(2, 250, seed=11), 700, EVERYBODY)
    one, other = (log_likelihood(data, 2, 1.5, 30.0, 0.13 * size, size) for size in (1e10, 1e11))
    assert one == pytest.approx(other, abs=1e-6)


def test_a_hundred_thousand_orders_do_not_overflow() -> None:
    for k in (1, 12):
        model = numbers(k, 0.5, 3.0, 0.8, 1.5)
        assert p_active(model, Rhythm(100_000, 100_000, 100_000)) > 0.99
        assert p_active(model, Rhythm(100_000, 100_000, 200_000)) == 0.0
        assert p_no_order(model, Rhythm(1000, 10, 100), 30) == 1.0
    crowd = [history(1, *range(1, 100_001)), *shop(1, 200, seed=1)]
    assert fit(crowd, 100_001).r > 0


def test_a_fit_survives_json() -> None:
    found = fit(shop(1, 200, seed=2), 700)
    assert RegularFit(**json.loads(json.dumps(found._asdict()))) == found


POSITIVE = st.floats(3.1e-7, 3.2e6)


@given(st.integers(1, 12), POSITIVE, POSITIVE, POSITIVE, POSITIVE, st.integers(0, 5000), st.data())
def test_chances_are_chances_and_fall_as_the_horizon_grows(
    k: int, r: float, alpha: float, a: float, b: float, x: int, data: st.DataObject
) -> None:
    model = numbers(k, r, alpha, a, b)
    tx = data.draw(st.integers(x, 40_000)) if x else 0
    one = Rhythm(x, tx, tx + data.draw(st.integers(0, 40_000)))
    horizons = sorted(data.draw(st.lists(st.integers(0, 10**6), min_size=2, max_size=4)))
    told = [p_no_order(model, one, days) for days in horizons]
    assert all(1 >= sooner >= later - 1e-9 >= -1e-9 for sooner, later in pairwise(told))
    assert p_no_order(model, one, 0) == pytest.approx(1.0)
    assert 0 <= p_active(model, one) <= 1
    assert told[-1] >= 1 - p_active(model, one) - 1e-9, "who has stopped does not order"


def test_customers_with_one_rhythm_are_one_group() -> None:
    """Customers with one rhythm count as one group, however many."""
    data = sample([history(number, 3, 9) for number in range(5000)], 20, EVERYBODY)
    assert data.groups == {1: [(6, 17, 5000)]}
    alone = sample([history(1, 3, 9)], 20, EVERYBODY)
    whole, one = (log_likelihood(each, 2, 0.6, 20.0, 0.8, 1.5) for each in (data, alone))
    assert whole == pytest.approx(5000 * one)
