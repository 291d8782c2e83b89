"""Cost to serve: what was done, at the policy's rates, in whole minor units."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis.service_cost import Effort, by_account, cost_to_serve, costs, effort_of, exact

EUR = {
    "minutes": exact(0.5, 2), "visits": exact(25.0, 2), "quotes": exact(5.0, 2), "letters": exact(1.5, 2),
    "complaints": exact(20.0, 2),
}  # fmt: skip


def test_every_kind_of_effort_has_its_rate() -> None:
    assert cost_to_serve(Effort(minutes=90), EUR) == 4500
    assert cost_to_serve(Effort(visits=2), EUR) == 5000
    assert cost_to_serve(Effort(quotes=3), EUR) == 1500
    assert cost_to_serve(Effort(letters=4), EUR) == 600
    assert cost_to_serve(Effort(complaints=1), EUR) == 2000
    assert cost_to_serve(Effort(90, 2, 3, 4, 1), EUR) == 13600
    assert cost_to_serve(Effort(), EUR) == 0


def test_rates_follow_the_decimals_of_the_currency() -> None:
    assert cost_to_serve(Effort(minutes=3), {**EUR, "minutes": exact(0.5, 0)}) == 2  # 1.5 yen, half up
    assert cost_to_serve(Effort(minutes=3), {**EUR, "minutes": exact(0.5, 3)}) == 1500


def test_a_sum_is_rounded_once() -> None:
    rate = {**EUR, "minutes": exact(0.004, 2)}
    assert cost_to_serve(Effort(minutes=1), rate) == 0
    assert cost_to_serve(Effort(minutes=5), rate) == 2


COUNTS = st.dictionaries(st.sampled_from(Effort._fields), st.dictionaries(st.integers(1, 9), st.integers(0, 10**6)))


@given(COUNTS)
def test_everybodys_costs_are_those_of_each(efforts: dict[str, dict[int, int]]) -> None:
    found = costs(efforts, EUR)
    assert all(cost == cost_to_serve(effort_of(efforts, one), EUR) for one, cost in found.items())
    assert found.keys() == {one for counts in efforts.values() for one in counts}


def test_people_count_under_their_account() -> None:
    assert by_account({"minutes": {1: 5, 2: 7, 3: 1}, "visits": {2: 1}}, {2: 1}) == {
        "minutes": {1: 12, 3: 1},
        "visits": {1: 1},
    }
