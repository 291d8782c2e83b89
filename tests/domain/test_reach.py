"""Which way to take to somebody."""

from __future__ import annotations

import pytest

from crmcli.domain.reach import Reach, choose

POINTS = {"phone": ["29123456"], "email": ["ana@example.org"]}


@pytest.mark.parametrize(
    ("prefers", "closed", "worn", "channel"),
    [
        (None, (), (), "phone"),
        ("email", (), (), "email"),
        ("email", ("email",), (), "phone"),
        (None, (), ("phone",), "email"),
        ("email", (), ("email",), "phone"),
        (None, (), ("phone", "email"), "phone"),
        (None, ("phone",), ("email",), "email"),
        ("meeting", (), (), "meeting"),
        ("meeting", (), ("meeting",), "phone"),
        (None, ("all",), (), None),
        (None, ("phone", "email"), (), None),
    ],
)
def test_closed_channels_are_never_taken_and_worn_ones_last(
    prefers: str | None, closed: tuple[str, ...], worn: tuple[str, ...], channel: str | None
) -> None:
    way = choose(prefers, POINTS, closed, worn)
    assert way.channel == channel
    assert way.none_left == (channel is None)


def test_nothing_known_is_not_nothing_left() -> None:
    assert choose(None, {}, ()) == Reach(None, None, False)
