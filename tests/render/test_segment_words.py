"""Words about the worst customers: one, several, none."""

from __future__ import annotations

from typing import Any

import pytest

from crmcli.render.views.segment_looks import worst

NOBODY = {
    "customers": 0, "of": 20, "share": 0.15, "cost_to_serve_minor": 500, "signs": {}, "below_zero": 0, "watch": 0, "lost_minor": 0,
}  # fmt: skip


@pytest.mark.parametrize(
    ("below", "watch", "words"),
    [
        (1, 0, "1 below zero who loses 15.00;"),
        (2, 0, "2 below zero who lose 15.00;"),
        (1, 3, "1 below zero who loses 15.00, 3 to watch;"),
        (0, 2, ": 2 to watch;"),
    ],
)
def test_nobody_below_zero_is_not_spoken_of_and_one_loses(below: int, watch: int, words: str) -> None:
    found: dict[str, Any] = {
        **NOBODY, "customers": below + watch, "below_zero": below, "watch": watch, "lost_minor": 1500 if below else 0,
    }  # fmt: skip
    said = " ".join(" ".join(line) for line in worst(found, "EUR"))
    assert words in said
    assert "0 below zero" not in said


def test_nobody_to_look_at_is_no_line() -> None:
    assert worst(NOBODY, "EUR") == []
