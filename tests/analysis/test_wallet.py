"""Share of wallet: own over all, never capped; the group's share is the sums divided; the published allocation rule."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis.wallet import Coverage, Group, Verdict, allocated, coverage, group, judge


@pytest.mark.parametrize(
    ("own", "wallet", "verdict"),
    [
        (300, 1000, Verdict(0.3, 700, exceeded=False, old=False)),
        (1000, 1000, Verdict(1.0, 0, exceeded=False, old=False)),
        (1200, 1000, Verdict(1.2, None, exceeded=True, old=False)),
        (0, 1000, Verdict(0.0, 1000, exceeded=False, old=False)),
        (-200, 1000, Verdict(-0.2, 1000, exceeded=False, old=False)),
        (300, None, Verdict(None, None, exceeded=False, old=False)),
    ],
)
def test_what_an_estimate_says(own: int, wallet: int | None, verdict: Verdict) -> None:
    assert judge(own, wallet, old=False) == verdict
    assert verdict.stale == verdict.exceeded
    assert judge(own, wallet, old=True).stale


def test_the_group_is_the_sums_divided_and_not_the_mean_of_shares() -> None:
    assert group([(500, 1000), (100, 9000), (700, None)]) == Group(2, 600, 10000, 0.06)
    assert group([]) == Group(0, 0, 0, None)


def test_coverage_counts_only_customers_with_sales_above_zero() -> None:
    sold = {1: 600, 2: 300, 3: 100, 4: 0, 5: -50}
    assert coverage(sold, {1, 3, 4, 5, 9}) == Coverage(2, 3, 2 / 3, 0.7)
    assert coverage({4: 0}, {4}) == Coverage(0, 0, None, None)


@pytest.mark.parametrize(("rank", "brands", "share"), [(1, 2, 0.6667), (3, 10, 0.1455), (1, 1, 1.0)])
def test_the_wallet_allocation_rule_as_published(rank: int, brands: int, share: float) -> None:
    assert round(allocated(rank, brands), 4) == share


@given(st.integers(1, 60))
def test_the_shares_of_all_ranks_are_the_whole_and_fall(brands: int) -> None:
    shares = [allocated(rank, brands) for rank in range(1, brands + 1)]
    assert sum(shares) == pytest.approx(1)
    assert shares == sorted(shares, reverse=True)
