"""One book with every nasty string in every place, shown by every command in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

SHOWN: tuple[tuple[str, ...], ...] = (
    ("list",),
    ("followups", "all"),
    ("timeline",),
    ("history",),
    ("order", "list"),
    ("quote", "list"),
    ("segment",),
    ("find", "a"),
    ("show", "c1"),
    ("show", "c3"),
)
RUNNABLE = re.compile(r"[\s\ufeff]*[=+\-@\t\r＝＋－＠]")
PLAIN_NUMBER = re.compile(r"[+-]?[\d .()-]+")


@pytest.fixture
def wide_cells() -> Iterator[None]:
    """Python's own reader takes cells of 128 KB and no more."""
    before = csv.field_size_limit(10_000_000)
    yield
    csv.field_size_limit(before)


@pytest.fixture(scope="module")
def zoo(worlds: Callable[[], Any], strings: dict[str, str]) -> Any:
    """The program over a book with all of them in it."""
    crm = worlds()
    crm("add", "Target")
    for nasty in strings.values():
        if crm("add", f"--note={nasty[:5000]}", "--", nasty, code=None).code == 0:
            crm("order", "add", "c1", "10", f"--line={nasty[:100]}", code=None)
        crm("log", "--next=today", "--", "c1", nasty[:50_000], code=None)
        crm("add", "Tagged", f"--tag={nasty[:100]}", f"--field=need={nasty[:5000]}", code=None)
        crm("quote", "add", "c1", "10", f"--for={nasty[:5000]}", code=None)
    return crm


@pytest.mark.parametrize("words", SHOWN, ids=" ".join)
@pytest.mark.parametrize("width", ["20", "80", "200"])
def test_a_table(zoo: Any, words: tuple[str, ...], width: str, harmless: Callable[..., Any]) -> None:
    for tty in (False, True):
        harmless(zoo(*words, "--limit", "1000", env={"COLUMNS": width}, tty=tty), codes=(0,))


@pytest.mark.parametrize("words", SHOWN, ids=" ".join)
def test_json(zoo: Any, words: tuple[str, ...], harmless: Callable[..., Any]) -> None:
    answer = harmless(zoo(*words, "--json"), codes=(0,))
    assert json.loads(answer.out)


@pytest.mark.parametrize("words", SHOWN, ids=" ".join)
def test_plain_lines(zoo: Any, words: tuple[str, ...], harmless: Callable[..., Any]) -> None:
    answer = harmless(zoo(*words, "--plain"), codes=(0,))
    count = len(zoo.json(*words).get("items", [0]))
    assert len(answer.out.splitlines()) == count


@pytest.mark.usefixtures("wide_cells")
@pytest.mark.parametrize("words", SHOWN, ids=" ".join)
def test_csv(zoo: Any, words: tuple[str, ...], harmless: Callable[..., Any]) -> None:
    rows = list(csv.reader(io.StringIO(zoo(*words, "--csv").out, newline="")))
    assert len(rows) == len(zoo.json(*words).get("items", [0])) + 1
    for row in rows:
        for cell in row:
            assert not RUNNABLE.match(cell) or PLAIN_NUMBER.fullmatch(cell), f"a sheet would run {cell[:60]!r}"
    harmless(zoo(*words, "--csv", tty=True), codes=(0,))


def test_the_colour_on_a_terminal_is_only_ours(zoo: Any) -> None:
    shown = zoo("list", "--limit", "1000", "--color", tty=True).out
    bare = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert "\x1b" not in bare
