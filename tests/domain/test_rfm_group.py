"""The table of named groups: the first row that fits, nobody outside, no row that is never reached."""

from __future__ import annotations

import pytest

from crmcli.domain.policy import RFM_GROUPS
from crmcli.domain.rfm_group import OTHER, parse_group, parse_groups, table
from crmcli.errors import BadValueError


def test_a_row_is_a_name_and_three_ranges() -> None:
    group = parse_group("Can't Lose Them 1-2 3 4-5")
    assert (group.name, group.r, group.f, group.m) == ("Can't Lose Them", (1, 2), (3, 3), (4, 5))
    assert group.takes(2, 3, 5)
    assert not group.takes(2, 4, 5)


@pytest.mark.parametrize(
    "row", ["Champions", "Champions 5 5", "5 5 5", "Champions 5-6 5 5", "Champions 0 1 1", "A 3-2 1 1"]
)
def test_what_is_no_row_is_refused_by_name(row: str) -> None:
    with pytest.raises(BadValueError, match=r"group|backwards"):
        parse_group(row)


def test_the_first_row_that_fits_wins() -> None:
    groups = parse_groups(["Best 5 5 5", "Good 4-5 4-5 4-5"])
    places = table(groups)
    assert places[5, 5, 5] == 0
    assert places[4, 5, 5] == 1
    assert (3, 5, 5) not in places


def test_a_row_that_earlier_rows_swallow_is_refused() -> None:
    with pytest.raises(BadValueError, match="'New' can never be reached"):
        parse_groups(["Good 3-5 1-5 1-5", "New 4-5 1-1 1-5"])
    with pytest.raises(BadValueError, match="'Both' can never be reached"):
        parse_groups(["Low 1-2 1-5 1-5", "High 3-5 1-5 1-5", "Both 2-3 1-5 1-5"])


def test_a_name_stands_once_and_is_not_other() -> None:
    with pytest.raises(BadValueError, match="twice"):
        parse_groups(["Good 5 5 5", "good 4 4 4"])
    with pytest.raises(BadValueError, match=OTHER):
        parse_groups(["other 5 5 5"])


def test_the_policys_own_table_is_sound_and_leaves_somebody_to_other() -> None:
    groups = parse_groups(RFM_GROUPS)
    assert len(groups) == 10
    assert len(table(groups)) < 125


def test_a_fourth_range_is_a_slip_and_no_part_of_the_name() -> None:
    with pytest.raises(BadValueError, match="is no group"):
        parse_group("A 1-5 1-5 1-5 1-5")
