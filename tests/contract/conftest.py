"""A small made-up book with something in every corner, built once by commands and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

BOOK: tuple[tuple[str, ...], ...] = (
    ("add", "Kafija SIA", "--kind", "company", "--tag", "horeca", "--every", "6w", "--email", "birojs@kafija.example"),
    ("add", "Ana Bērziņa", "--company", "kafija", "--role", "buyer", "--phone", "+371 29 123 456", "--birthday",
     "1984-11-22", "--field", "need=espresso", "--owner", "Ilze", "--note", "likes to be called before noon"),
    ("add", "Oskars Liepa", "--email", "oskars@example.org", "--referred-by", "ana", "--no-contact", "phone"),
    ("add", "Old Friend", "--kind", "partner"),
    ("log", "ana", "wants the new price list", "--next", "today", "--mood", "1", "--minutes", "12"),
    ("log", "oskars", "nobody there", "-o", "no-answer", "-c", "phone"),
    ("log", "kafija", "please send an offer", "--direction", "in", "-c", "email"),
    ("log", "ana", "second word", "--keep", "--promise", "send the samples", "--next", "+3d"),
    ("note", "ana", "her sister runs a bakery"),
    ("order", "add", "ana", "120.00", "--cost", "80", "--line", "espresso", "--on", "2026-10-05"),
    ("order", "add", "kafija", "900.00", "--cost", "500", "--on", "2026-09-01"),
    ("order", "add", "--walk-in", "15.50"),
    ("quote", "add", "ana", "500.00", "--for", "house blend", "--on", "2026-11-02"),
    ("quote", "add", "kafija", "700.00", "--for", "a grinder"),
    ("followup", "add", "ana", "ask about Christmas", "--due", "today", "--every", "3m"),
    ("wallet", "set", "kafija", "9000", "--source", "Ana", "--competitor", "Beans Ltd", "--on", "2026-10-01"),
    ("wanted", "add", "kafija", "--why", "a second shop"),
    ("complaint", "open", "oskars", "the grinder came broken", "--severity", "high", "--owner", "Ilze"),
    ("complaint", "open", "kafija", "asked twice for the invoice", "--owner", "Tom"),
    ("complaint", "wait", "k2", "which address?"),
    ("complaint", "open", "kafija", "the wrong blend", "--owner", "Tom", "--solved", "changed on the spot"),
    ("question", "add", "machine", "What do they brew with?", "--for", "tag:horeca", "--fresh", "1y"),
    ("question", "add", "seats", "How many seats?"),
    ("fact", "set", "ana", "machine", "two groups", "--source", "Ana"),
    ("suggestion", "add", "ana", "a bag with a valve"),
    ("suggestion", "add", "kafija", "an invoice a month"),
    ("archive", "friend"),
)  # fmt: skip


@pytest.fixture(scope="session")
def small_book(worlds: Callable[[], Any]) -> Path:
    """The finished file; tests copy it."""
    crm = worlds()
    for words in BOOK:
        crm(*words)
    path: Path = crm.path
    return path


@pytest.fixture
def shop(crm: Any, small_book: Path) -> Any:
    """The program over a copy of the small book of its own."""
    crm.path.parent.mkdir(parents=True, mode=0o700)
    shutil.copy(small_book, crm.path)
    return crm


@pytest.fixture(scope="session")
def reading_shop(worlds: Callable[[], Any], small_book: Path) -> Any:
    """The program over one copy that many tests read and none writes to."""
    crm = worlds()
    crm.path.parent.mkdir(parents=True, mode=0o700)
    shutil.copy(small_book, crm.path)
    return crm
