"""MBG/NBD gives the published numbers, and lets a customer leave after the first order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis import bg_nbd, mbg_nbd
from crmcli.analysis.buying_fit import BuyingFit
from crmcli.analysis.history import History, Rhythm, rhythm
from crmcli.analysis.special import beta_average

SPLIT = date(1997, 9, 30).toordinal()
PUBLISHED = BuyingFit("mbg-nbd", 0.525, 6.183, 0.891, 1.614, 0.0, 0, 0)


def early(histories: list[History]) -> list[Rhythm]:
    return [
        rhythm(History(each.contact_id, [day for day in each.days if day <= SPLIT], ()), SPLIT) for each in histories
    ]


def test_fit_on_the_sample_is_the_published_one(cdnow: Callable[[str], list[History]]) -> None:
    """The parameters are from the tests of lifetimes and from BTYDplus, printed to three decimals."""
    rhythms = early(cdnow("sample"))
    fit = mbg_nbd.fit(rhythms)
    assert fit[1:5] == pytest.approx((0.525, 6.183, 0.891, 1.614), rel=1e-3)
    assert fit[1:5] == pytest.approx((0.5248, 6.1831, 0.8914, 1.6140), abs=6e-5)
    assert fit.log_likelihood == pytest.approx(-9582.136, abs=0.01)
    assert sum(mbg_nbd.expected(fit, each, 273) for each in rhythms) == pytest.approx(1576.7, abs=0.1)


def test_fit_on_the_whole_log(cdnow: Callable[[str], list[History]]) -> None:
    rhythms = early(cdnow("master"))
    fit = mbg_nbd.fit(rhythms)
    assert fit[1:5] == pytest.approx((0.63714, 7.31029, 0.80747, 1.22839), rel=1e-3)
    assert fit.log_likelihood == pytest.approx(-95336.958, abs=0.01)
    each = {one: mbg_nbd.expected(fit, one, 273) for one in set(rhythms)}
    assert sum(each[one] for one in rhythms) == pytest.approx(15933.6, abs=1)


def test_one_order_long_ago_is_no_longer_active_by_assumption() -> None:
    fresh, old = (mbg_nbd.p_active(PUBLISHED, Rhythm(0, 0, days)) for days in (0, 3000))
    assert fresh == pytest.approx(1.614 / (0.891 + 1.614))
    assert old < 0.4 < fresh


def test_repeat_customers_differ_from_bg_by_one_survived_order() -> None:
    """With b one lower, BG says of a repeat customer what MBG says."""
    customer = Rhythm(4, 150, 260)
    same = PUBLISHED._replace(b=PUBLISHED.b + 1.0)
    assert bg_nbd.p_active(same, customer) == pytest.approx(mbg_nbd.p_active(PUBLISHED, customer))
    assert bg_nbd.expected(same, customer, 90) == pytest.approx(mbg_nbd.expected(PUBLISHED, customer, 90))


@given(
    st.floats(0.05, 8),
    st.floats(0.5, 50),
    st.floats(0.05, 8),
    st.floats(0.05, 8),
    st.integers(0, 40),
    st.integers(1, 600),
)
def test_expectation_is_the_mean_over_the_drop_out(
    r: float, alpha: float, a: float, b: float, x: int, days: int
) -> None:
    """By the definition: an active customer's orders are (1 - (1 + p t/(alpha+T))^-(r+x))/p, p ~ beta(a, b+x+1)."""
    fit = BuyingFit("mbg-nbd", r, alpha, a, b, 0.0, 0, 0)
    customer = Rhythm(x, 80 if x else 0, 100)
    ahead = days / (7 * alpha + 100)
    mean = beta_average(lambda p: (1 - (1 + p * ahead) ** -(r + x)) / p if p > 1e-9 else (r + x) * ahead, a, b + x + 1)
    assert mbg_nbd.expected(fit, customer, days) == pytest.approx(mean * mbg_nbd.p_active(fit, customer), rel=1e-5)


def test_new_customers_and_few_of_them() -> None:
    assert mbg_nbd.expected_new(PUBLISHED, 364) == mbg_nbd.expected(PUBLISHED, Rhythm(0, 0, 0), 364)
    assert 0.5 < mbg_nbd.p_no_order(PUBLISHED, Rhythm(0, 0, 0), 364) < 1
    assert mbg_nbd.fit([Rhythm(1, 5, 9)] * 10).problem is not None
