from __future__ import annotations

import io

import pytest

from crmcli.render.progress import Progress


def run(*, live: bool, seconds_a_step: float) -> str:
    stream, now = io.StringIO(), [0.0]
    with Progress(stream, 10, "Reading\x1b[2J", live=live, seconds=lambda: now[0]) as advance:
        for _ in range(10):
            now[0] += seconds_a_step
            advance()
    return stream.getvalue()


def test_quick_work_and_unwatched_work_show_nothing() -> None:
    assert run(live=True, seconds_a_step=0.01) == ""
    assert run(live=False, seconds_a_step=5) == ""


def test_slow_work_shows_its_sanitised_label(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "80")
    assert "Reading\\x1b[2J" in run(live=True, seconds_a_step=5)


def test_an_error_inside_goes_through() -> None:
    with pytest.raises(KeyError), Progress(io.StringIO(), None, "x", live=True):
        raise KeyError
