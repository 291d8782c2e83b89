from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.render.chart import Share, bar, curve, pareto, spark, stacked
from crmcli.render.terminal import Screen, width

UTF8, ASCII = Screen(60), Screen(60, unicode=False)
FLOATS = st.floats()
ABC = [
    Share("A", 0.2, 0.8, 0.25, "green"),
    Share("B", 0.3, 0.15, None),
    Share("below zero", 0.01, -0.02, 0.0),
]


def test_a_bar_is_exact_to_an_eighth_and_padded() -> None:
    assert bar(0.5, 4, UTF8) == "██  "
    assert bar(0.5, 1, UTF8) == "▌"
    assert bar(1, 3, UTF8) == "███"
    assert bar(0, 3, UTF8) == "   "
    assert bar(0.0001, 3, UTF8) == "▏  "
    assert bar(0.5, 4, ASCII) == "##  "


@given(FLOATS, st.integers(-3, 50), st.booleans())
def test_a_bar_takes_its_columns_whatever_the_share(share: float, columns: int, unicode: bool) -> None:
    assert width(bar(share, columns, Screen(unicode=unicode))) == max(columns, 0)


def test_stacked_parts_fill_the_bar_and_differ_without_colour() -> None:
    lines = stacked([("A", 0.8, None), ("B", 0.15, None), ("C", 0.05, None)], 20, UTF8)
    assert lines == ["████████████████▓▓▓▒", "█ A 80.0 %", "▓ B 15.0 %", "▒ C 5.0 %"]
    assert stacked([(label, 1 / 3, None) for label in "ABC"], 10, UTF8)[0] == "████▓▓▓▒▒▒"
    assert stacked([("A", 2.0, None), ("B", 2.0, None)], 10, ASCII)[0] == "#####====="


@given(st.lists(FLOATS, min_size=1, max_size=8), st.integers(5, 60))
def test_a_stacked_bar_never_overflows(shares: list[float], columns: int) -> None:
    assert width(stacked([("x", share, None) for share in shares], columns, UTF8)[0]) <= columns


def test_a_sparkline_starts_at_zero_and_leaves_gaps() -> None:
    assert spark([0, 4, None, 8], UTF8) == "▁▅ █"
    assert spark([-8, 0], UTF8) == "▁█"
    assert spark([], UTF8) == ""
    assert spark([0, 0], UTF8) == "▁▁"
    assert spark([0, 8], ASCII) == "_#"


def test_a_sparkline_survives_figures_at_the_edge_of_a_float() -> None:
    assert spark([1.7e308, -1.7e308, 0], UTF8) == "█▁▅"


@given(st.lists(st.none() | FLOATS, max_size=30))
def test_a_sparkline_is_one_column_a_value(values: list[float | None]) -> None:
    assert width(spark(values, UTF8)) == len(values)


def test_the_abc_picture_names_each_share_beside_its_bar() -> None:
    assert pareto(ABC, UTF8) == [
        "A           customers  █████▍                         20.0 %",
        "            value      █████████████████████▋         80.0 %",
        "            effort     ██████▊                        25.0 %",
        "B           customers  ████████▏                      30.0 %",
        "            value      ████                           15.0 %",
        "            effort                                         -",
        "below zero  customers  ▎                               1.0 %",
        "            value                                     -2.0 %",
        "            effort                                     0.0 %",
    ]


def test_without_room_for_bars_the_figures_stand_alone() -> None:
    assert pareto(ABC[:1], Screen(24)) == [
        "A",
        "  customers   20.0 %",
        "  value       80.0 %",
        "  effort      25.0 %",
    ]


def test_a_measure_nobody_knows_is_left_out() -> None:
    assert not any("effort" in line for line in pareto([Share("A", 0.2, 0.8, None)], UTF8))


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("columns", [20, 30, 40, 80])
def test_the_abc_picture_fits_and_is_harmless(
    columns: int, unicode: bool, awkward: list[str], harmless: Callable[..., bool]
) -> None:
    shares = [Share(text[:2000], 0.5, 1.0, 0.1) for text in awkward]
    lines = pareto(shares, Screen(columns, unicode=unicode))
    assert max(map(width, lines)) <= columns
    assert all(harmless(line) for line in lines)
    assert any("100.0 %" in line for line in lines)


def test_a_curve_rises_and_falls_between_labelled_ends() -> None:
    assert curve([(0, 0), (0.5, 1), (1, 0)], 15, 2, UTF8) == ["100.0 %│  ▃█▃", "  0.0 %│ ▅███▅"]
    assert curve([(0, 1), (1, 1)], 11, 2, ASCII) == ["100.0 %|###", "  0.0 %|###"]
    assert curve([], 20, 4, UTF8) == []


@given(st.lists(st.tuples(FLOATS, FLOATS), max_size=12), st.integers(12, 60), st.integers(1, 8))
def test_a_curve_fits_whatever_the_points(points: list[tuple[float, float]], columns: int, rows: int) -> None:
    lines = curve(sorted(points), columns, rows, UTF8, label=lambda y: f"{y:.0e}")
    assert len(lines) in (0, rows)
    assert all(width(line) <= columns for line in lines)
