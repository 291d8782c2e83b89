"""Movers: every customer whose class changed is in exactly one list, and nobody else is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis.movers import Move, movers
from crmcli.analysis.value_class import CLASSES, ValueClass

MAPS = st.dictionaries(st.integers(1, 30), st.one_of(st.none(), st.sampled_from(CLASSES)))


def test_each_kind_of_move() -> None:
    earlier: dict[int, ValueClass | None] = {1: "B", 2: "A", 3: "C", 4: "A", 6: None, 7: "C"}
    current: dict[int, ValueClass | None] = {1: "A", 2: "C", 3: "C", 5: "B", 6: "A", 7: None}
    moved = movers(earlier, current)
    assert moved.up == (Move(1, "B", "A"),)
    assert moved.down == (Move(2, "A", "C"),)
    assert moved.new == (Move(6, None, "A"), Move(5, None, "B"))
    assert moved.gone == (Move(4, "A", None), Move(7, "C", None))
    assert moved.counts() == {"up": 1, "down": 1, "new": 2, "gone": 2}
    assert moved.was == {1: "B", 2: "A", 3: "C", 4: "A", 7: "C"}


def test_the_order_of_classes_is_a_b_c_zero_below_zero() -> None:
    for place, better in enumerate(CLASSES):
        for worse in CLASSES[place + 1 :]:
            assert movers({1: worse}, {1: better}).up == (Move(1, worse, better),)
            moved = movers({1: better}, {1: worse})
            assert (moved.gone if worse == "zero" else moved.down) == (Move(1, better, worse),)


def test_the_gravest_move_stands_first() -> None:
    moved = movers(
        {1: "B", 2: "A", 3: "A", 4: "A", 5: "C", 6: "B", 7: "C"},
        {1: "C", 2: "B", 3: "below_zero", 4: "zero", 5: "B", 6: "A", 7: "A"},
    )
    assert [move.contact_id for move in moved.down] == [3, 2, 1]
    assert [move.contact_id for move in moved.gone] == [4]
    assert [move.contact_id for move in moved.up] == [7, 6, 5]


@given(MAPS, MAPS)
def test_each_change_is_listed_once(
    earlier: dict[int, ValueClass | None], current: dict[int, ValueClass | None]
) -> None:
    moved = movers(earlier, current)
    listed = sorted(moved.up + moved.down + moved.new + moved.gone, key=lambda move: move.contact_id)
    changed = [
        Move(contact_id, earlier.get(contact_id), current.get(contact_id))
        for contact_id in sorted(earlier.keys() | current.keys())
        if earlier.get(contact_id) != current.get(contact_id)
    ]
    assert listed == changed
    assert all(move.was is None for move in moved.new)
    assert all(move.now in (None, "zero") for move in moved.gone)


@given(MAPS)
def test_the_same_day_twice_moves_nobody(classes: dict[int, ValueClass | None]) -> None:
    assert not any(movers(classes, dict(classes)).counts().values())


def test_groups_without_an_order_only_move() -> None:
    moved = movers(
        {1: "tea", 2: "filter", 3: "tea"}, {1: "filter", 2: "filter", 4: "tea"}, ["tea", "filter"], ordered=False
    )
    assert moved.moved == (Move(1, "tea", "filter"),)
    assert moved.counts() == {"moved": 1, "new": 1, "gone": 1}


def test_the_order_of_groups_may_be_any_and_a_group_that_is_no_more_is_below_them() -> None:
    steps = ("trust", "closeness", "contact")
    assert movers({1: "contact"}, {1: "trust"}, steps, nothing=None).up == (Move(1, "contact", "trust"),)
    assert movers({1: "friend"}, {1: "contact"}, steps, nothing=None).up == (Move(1, "friend", "contact"),)
    assert movers({1: "A"}, {1: "zero"}, ("A", "zero"), nothing=None).down == (Move(1, "A", "zero"),)
