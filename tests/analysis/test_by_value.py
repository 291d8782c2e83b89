"""Sums by value: every customer under each of theirs, once, however it is spelled."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis.by_value import NONE, Held, in_one_spelling, totals

ROWS = st.lists(
    st.builds(Held, st.integers(1, 9), st.none() | st.sampled_from(["tea", "Tea", " tea ", "filter", ""]), st.integers(0, 3), st.integers(-50, 50)),
    max_size=30,
)  # fmt: skip


def test_spellings_of_one_value_are_one_written_as_most_write_it() -> None:
    rows = in_one_spelling([Held(1, "tea", 1, 10), Held(2, "Tea", 1, 20), Held(3, "tea ", 0, 0), Held(1, "TEA", 1, 5)])
    assert {row.value for row in rows} == {"tea"}
    assert totals(rows)["tea"].customers == 3
    assert [row.amount_minor for row in rows] == [15, 20, 0]


def test_nothing_is_named_and_stands_last() -> None:
    rows = in_one_spelling([Held(1, None, 1, 900), Held(2, "  ", 0, 0), Held(3, "tea", 0, 0), Held(4, "filter", 2, 5)])
    assert list(totals(rows)) == ["filter", "tea", NONE]
    assert totals(rows)[NONE].customers == 2
    assert totals(rows)[NONE].buyers == 1


@given(ROWS)
def test_nothing_is_lost(rows: list[Held]) -> None:
    found = totals(in_one_spelling(rows))
    assert sum(one.amount_minor for one in found.values()) == sum(row.amount_minor for row in rows)
    assert sum(one.orders for one in found.values()) == sum(row.orders for row in rows)
    pairs = {(row.contact_id, (row.value or "").strip().casefold()) for row in rows}
    assert sum(one.customers for one in found.values()) == len(pairs)
