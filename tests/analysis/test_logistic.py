"""Logistic regression: known answers, learnt weights, and one finite answer for cases that have none or many."""

from __future__ import annotations

import json
import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis.logistic import Logistic, chance, fit, line, sigmoid


def test_without_a_telling_feature_the_chance_is_the_share_of_yes() -> None:
    model = fit([(3.0,)] * 40, [True] * 10 + [False] * 30)
    assert chance(model, (3.0,)) == pytest.approx(0.25, abs=1e-6)
    assert chance(model, (99.0,)) == pytest.approx(0.25, abs=1e-6), "a feature that never varied is not believed"


def test_two_groups_give_back_their_shares() -> None:
    """Of 4,000 with the mark 80 % said yes, of 4,000 without 30 %: the odds ratio is the exponent of the weight."""
    rows = [(1.0,)] * 4000 + [(0.0,)] * 4000
    said = [place % 10 < 8 for place in range(4000)] + [place % 10 < 3 for place in range(4000)]
    model = fit(rows, said)
    assert chance(model, (1.0,)) == pytest.approx(0.8, abs=1e-3)
    assert chance(model, (0.0,)) == pytest.approx(0.3, abs=1e-3)
    assert model.weights[0] / model.scales[0] == pytest.approx(math.log(0.8 / 0.2 / (0.3 / 0.7)), rel=2e-3)


def test_weights_are_learnt_whatever_the_units() -> None:
    drawn = random.Random(5)
    rows = [(drawn.gauss(0, 1), drawn.gauss(5000, 900), drawn.random()) for _ in range(6000)]
    said = [drawn.random() < sigmoid(0.5 + 1.2 * row[0] - (row[1] - 5000) / 1000) for row in rows]
    bias, weights = line(fit(rows, said))
    assert weights == pytest.approx((1.2, -0.001, 0.0), rel=0.1, abs=0.12)
    assert bias == pytest.approx(5.5, rel=0.1)


def test_at_the_answer_the_mean_chance_is_the_share_of_yes() -> None:
    drawn = random.Random(8)
    rows = [(drawn.random(), drawn.expovariate(1)) for _ in range(500)]
    said = [drawn.random() < row[0] for row in rows]
    model = fit(rows, said)
    assert sum(chance(model, row) for row in rows) / 500 == pytest.approx(sum(said) / 500, abs=1e-6)


def test_cases_that_a_feature_parts_cleanly_have_a_finite_answer() -> None:
    rows = [(float(value), float(value) * 2) for value in range(100)]
    model = fit(rows, [row[0] >= 50 for row in rows])
    assert all(map(math.isfinite, (*model.weights, model.bias)))
    assert model.weights[0] == pytest.approx(model.weights[1]), "features that say the same share the weight"
    assert chance(model, rows[0]) < 0.01 < 0.99 < chance(model, rows[-1])
    assert chance(model, (1e9, 1e9)) == 1.0
    assert chance(model, (-1e9, -1e9)) == pytest.approx(0.0)


def test_nothing_learnt_is_one_half_and_all_yes_is_nearly_sure() -> None:
    assert fit([], []) == Logistic((), (), (), 0.0)
    assert chance(fit([], []), ()) == 0.5
    assert 0.9 < chance(fit([(1.0,), (2.0,)], [True, True]), (1.0,)) <= 1.0


def test_equal_rows_count_as_often_as_they_come() -> None:
    rows, said = [(1.0,), (2.0,), (4.0,)], [True, False, True]
    assert fit(rows * 3, said * 3) == fit(sorted(rows * 3), [True] * 3 + [False] * 3 + [True] * 3)


def test_a_model_survives_json() -> None:
    rows = [(float(value % 7), float(value % 3)) for value in range(90)]
    model = fit(rows, [value % 4 == 0 for value in range(90)])
    again = Logistic(**json.loads(json.dumps(model._asdict())))
    assert [chance(again, row) for row in rows] == [chance(model, row) for row in rows]


@given(st.lists(st.tuples(st.tuples(*[st.floats(-1e6, 1e6)] * 3), st.booleans()), max_size=25))
def test_chances_are_chances(cases: list[tuple[tuple[float, float, float], bool]]) -> None:
    model = fit([row for row, _ in cases], [outcome for _, outcome in cases])
    assert all(0 <= chance(model, row) <= 1 for row, _ in cases)
