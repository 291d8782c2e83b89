"""BG/NBD gives the published numbers, and an answer to every customer there can be.

Published: Fader, Hardie & Lee (2005) on the 1/10 sample of CDNOW, the vignette of R's BTYD 2.4.3, the tests of lifetimes 0.11.3.
"""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis import bg_nbd
from crmcli.analysis.buying_fit import BuyingFit, BuyingModel
from crmcli.analysis.history import History, Rhythm, rhythm

SPLIT = date(1997, 9, 30).toordinal()
WEEKS_39 = 39 * 7


def parameters(r: float, alpha: float, a: float, b: float, model: str = "bg-nbd") -> BuyingFit:
    return BuyingFit(model, r, alpha, a, b, 0.0, 0, 0)


ROUNDED = parameters(0.243, 4.414, 0.793, 2.426)


def weeks(x: int, tx: float, T: float) -> Rhythm:
    return Rhythm(x, round(tx * 7), round(T * 7))


def early(histories: list[History]) -> list[Rhythm]:
    """The rhythms at the split, of what was bought until then."""
    return [
        rhythm(History(each.contact_id, [day for day in each.days if day <= SPLIT], ()), SPLIT) for each in histories
    ]


def regular(customers: int) -> list[Rhythm]:
    return [Rhythm(3 + n % 4, 50 + n, 120 + 2 * n) for n in range(customers)]


def test_fit_on_the_sample_is_the_published_one(cdnow: Callable[[str], list[History]]) -> None:
    rhythms = early(cdnow("sample"))
    fit = bg_nbd.fit(rhythms)
    assert fit[1:5] == pytest.approx((0.2425945, 4.4136019, 0.7929199, 2.4258881), rel=1e-3)
    assert fit.log_likelihood == pytest.approx(-9582.429, abs=0.01)
    assert (fit.customers, fit.repeaters, fit.problem) == (2357, 946, None)
    assert bg_nbd.expected_new(fit, 52 * 7) == pytest.approx(1.444, abs=0.0015)
    frequent = weeks(26, 30.857, 31)
    assert bg_nbd.expected(fit, frequent, 52 * 7) == pytest.approx(25.757, rel=1e-3)
    assert bg_nbd.p_active(fit, frequent) == pytest.approx(0.96885, rel=1e-4)
    assert sum(bg_nbd.expected(fit, each, WEEKS_39) for each in rhythms) == pytest.approx(1653.4, abs=0.1)
    assert bg_nbd.log_likelihood(fit, rhythms) == fit.log_likelihood


def test_holdout_by_repeat_orders_is_the_published_table(cdnow: Callable[[str], list[History]]) -> None:
    """The 39 weeks after the split: customers, orders they made and orders foreseen, by x = 0, 1 ... 6, 7 and more."""
    histories = cdnow("sample")
    rhythms = early(histories)
    fit = bg_nbd.fit(rhythms)
    groups: dict[int, list[tuple[float, float]]] = {}
    for history, each in zip(histories, rhythms, strict=True):
        later = sum(day > SPLIT for day in history.days)
        groups.setdefault(min(each.x, 7), []).append((later, bg_nbd.expected(fit, each, WEEKS_39)))
    assert [len(groups[x]) for x in range(8)] == [1411, 439, 214, 100, 62, 38, 29, 64]
    actual = [sum(made for made, _ in groups[x]) / len(groups[x]) for x in range(8)]
    assert actual == pytest.approx([0.2367, 0.6970, 1.3925, 1.5600, 2.5323, 2.9474, 3.8621, 6.3594], abs=6e-5)
    foreseen = [sum(seen for _, seen in groups[x]) / len(groups[x]) for x in range(8)]
    assert foreseen == pytest.approx([0.2251, 0.5231, 1.0441, 1.5203, 2.1638, 2.6538, 3.5040, 6.1570], rel=1e-3)


def test_fit_on_the_whole_log(cdnow: Callable[[str], list[History]]) -> None:
    rhythms = early(cdnow("master"))
    fit = bg_nbd.fit(rhythms)
    assert fit[1:5] == pytest.approx((0.25162, 4.78894, 0.72343, 2.16109), rel=1e-3)
    assert fit.log_likelihood == pytest.approx(-95368.444, abs=0.01)
    each = {one: bg_nbd.expected(fit, one, WEEKS_39) for one in set(rhythms)}
    assert sum(each[one] for one in rhythms) == pytest.approx(16873.7, abs=1)


def test_published_expectation_of_one_customer() -> None:
    assert bg_nbd.expected(ROUNDED, weeks(2, 30.43, 38.86), WEEKS_39) == pytest.approx(1.226, abs=0.0006)


def test_no_order_from_a_new_customer_is_the_published_probability_of_zero() -> None:
    assert bg_nbd.p_no_order(ROUNDED, Rhythm(0, 0, 0), WEEKS_39) == pytest.approx(0.5737864, rel=1e-6)


@pytest.mark.parametrize(("x", "published"), [(10, 0.34746), (15, 0.04283), (20, 0.004159), (25, 0.000358)])
def test_the_more_they_bought_before_falling_silent_the_less_is_to_come(x: int, published: float) -> None:
    assert bg_nbd.expected(ROUNDED, weeks(x, 20, 39), 52 * 7) == pytest.approx(published, rel=1e-3)


@pytest.mark.parametrize(("customer", "published"), [((0, 0, 40), -0.59947382), ((200, 38, 40), 100.7957)])
def test_published_log_likelihood_of_one_customer(customer: tuple[int, int, int], published: float) -> None:
    fit = parameters(0.25, 4, 0.8, 2.5)
    assert bg_nbd.log_likelihood(fit, [weeks(*customer)]) == pytest.approx(published, rel=1e-6)


def test_a_thousand_orders_and_a_long_silence_mean_gone() -> None:
    gone = weeks(1000, 10, 100)
    assert bg_nbd.p_active(ROUNDED, gone) == 0.0
    assert bg_nbd.expected(ROUNDED, gone, 365) == 0.0
    assert bg_nbd.p_no_order(ROUNDED, gone, 365) == 1.0
    assert math.isfinite(bg_nbd.log_likelihood(ROUNDED, [gone]))


def test_one_order_is_active_by_assumption() -> None:
    assert bg_nbd.p_active(ROUNDED, Rhythm(0, 0, 5000)) == 1.0


def test_where_other_programs_answer_nothing() -> None:
    """lifetimes issue 302; the value was confirmed by simulation."""
    fit = parameters(0.11, 2.24, 0.31, 0.50)
    assert bg_nbd.expected(fit, Rhythm(0, 0, 7), 30 * 7) == pytest.approx(0.5646, abs=5e-5)


@pytest.mark.parametrize("a", [1.0, 1.0 - 1e-9, 1.0 + 1e-7])
def test_a_near_one_is_the_limit(a: float) -> None:
    around = [bg_nbd.expected(parameters(0.3, 4, 1 + d, 2.4), Rhythm(3, 100, 200), 90) for d in (-1e-4, 1e-4)]
    here = bg_nbd.expected(parameters(0.3, 4, a, 2.4), Rhythm(3, 100, 200), 90)
    assert here == pytest.approx(sum(around) / 2, rel=1e-5)


def test_a_and_b_adding_up_to_one_is_the_limit() -> None:
    around = [bg_nbd.expected(parameters(0.3, 4, 0.4, 0.6 + d), Rhythm(0, 0, 20), 90) for d in (-1e-4, 1e-4)]
    here = bg_nbd.expected(parameters(0.3, 4, 0.4, 0.6), Rhythm(0, 0, 20), 90)
    assert here == pytest.approx(sum(around) / 2, rel=1e-5)


def test_few_repeaters_are_refused_in_words() -> None:
    fit = bg_nbd.fit([*regular(49), *[Rhythm(0, 0, 30)] * 500])
    assert (fit.customers, fit.repeaters) == (549, 49)
    assert fit.problem is not None
    assert "49 customers" in fit.problem
    assert bg_nbd.fit([]).problem is not None


def planted(rate: Callable[[random.Random], float], leave: float) -> list[Rhythm]:
    """400 customers who order at random at their own rate a day, and leave after an order with one chance for all."""
    chance, book = random.Random(2), []
    for _ in range(400):
        own, T, days = rate(chance), chance.randint(200, 400), [0]
        while (day := days[-1] + max(1, round(chance.expovariate(own)))) <= T:
            days.append(day)
            if chance.random() < leave:
                break
        book.append(Rhythm(len(days) - 1, days[-1], T))
    return book


def test_nobody_leaving_is_said_in_words() -> None:
    fit = bg_nbd.fit(planted(lambda chance: chance.gammavariate(2, 1 / 40), leave=0.0))
    assert fit.a / (fit.a + fit.b) < 1e-3
    assert fit.r < 100
    assert fit.problem is not None
    assert "nobody seems to leave" in fit.problem


def test_everybody_ordering_at_one_rate_is_said_in_words() -> None:
    fit = bg_nbd.fit(planted(lambda chance: 1 / 20, leave=0.05))
    assert fit.r > 100
    assert fit.problem is not None
    assert "same rate" in fit.problem


def test_a_fit_survives_json(cdnow: Callable[[str], list[History]]) -> None:
    for fit in (bg_nbd.fit(early(cdnow("sample"))), bg_nbd.fit([])):
        assert BuyingFit(**json.loads(json.dumps(fit._asdict(), allow_nan=False))) == fit


positive = st.floats(-15, 15).map(math.exp)
fits = st.builds(parameters, positive, positive, positive, positive)


@st.composite
def rhythms(draw: st.DrawFn, longest: int = 40_000) -> Rhythm:
    T = draw(st.integers(0, longest))
    tx = draw(st.integers(0, T))
    return Rhythm(draw(st.integers(1, tx)) if tx else 0, tx, T)


@given(st.sampled_from([-1.0, 0.0]), fits, rhythms(), st.integers(0, 4000), st.integers(0, 4000))
def test_every_answer_is_a_number_that_makes_sense(
    shift: float, fit: BuyingFit, customer: Rhythm, days: int, more: int
) -> None:
    model = BuyingModel("either", shift)
    active = model.p_active(fit, customer)
    assert 0.0 <= active <= 1.0
    soon, later = (model.p_no_order(fit, customer, span) for span in (days, days + more))
    assert 1.0 - active - 1e-12 <= later <= soon <= 1.0
    few, many = (model.expected(fit, customer, span) for span in (days, days + more))
    assert 0.0 <= few <= many * (1 + 1e-6) + 1e-9
    assert math.isfinite(many)
    assert 1.0 - soon <= few * (1 + 1e-6) + 1e-9  # at least one order is no likelier than the mean number of orders
    assert math.isfinite(model.log_likelihood(fit, [customer]))


@given(st.sampled_from([-1.0, 0.0]), fits, rhythms())
def test_the_wait_is_the_first_day_with_even_odds(shift: float, fit: BuyingFit, customer: Rhythm) -> None:
    model = BuyingModel("either", shift)
    days = model.days_to_order(fit, customer, model.p_active(fit, customer))
    if days is None:
        assert model.p_no_order(fit, customer, 3653) > 0.5 - 1e-9
    else:
        assert 1 <= days <= 3653
        assert model.p_no_order(fit, customer, days) <= 0.5 + 1e-9
        assert days == 1 or model.p_no_order(fit, customer, days - 1) > 0.5 - 1e-9


@given(st.lists(rhythms(longest=1500), min_size=50, max_size=120), st.integers(50, 60))
def test_any_book_is_fitted_or_refused(book: list[Rhythm], repeaters: int) -> None:
    fit = bg_nbd.fit([*book, *[Rhythm(1, 5, 9)] * repeaters])
    assert all(math.isfinite(number) for number in fit[1:6])
    assert BuyingFit(**json.loads(json.dumps(fit._asdict(), allow_nan=False))) == fit
