"""Names no terminal should have to suffer, and the check that it does not."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

DANGEROUS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
OUR_SGR = re.compile(r"\x1b\[(?:1|2|3[1-6])(?:;(?:1|2|3[1-6]))*m|\x1b\[0m")


@pytest.fixture
def awkward() -> list[str]:
    return [
        "Ana Bērziņa",
        "山田太郎株式会社",
        "চট্টগ্রাম রহিম",
        "สมชายใจดีกรุงเทพ",
        "محمد بن عبد الله",
        "👨‍👩‍👧 Family 🇱🇻 ❤️ 👍🏽",
        "x" * 300,
        "ē" * 300,
        "é" * 3 + "\u0301" * 500,
        "\x1b]0;owned\x07\x1b[2J\x1b[31m",
        "\x9b31mC1\x85",
        "\u202eevil\u2066\u2069\u200f\u200e\u061c",
        "nul\x00 lone \ud800 sep \u2028\u2029 del \x7f",
        "two\nlines\tand\r\nmore\rcr",
        "[/oops] [link=file:///x]y",
        "",
        "   ",
        "m" * 1_000_000,
        "ম" * 100_000,
    ]


@pytest.fixture
def harmless() -> Callable[[str], bool]:
    """Whether text holds nothing that steers a terminal; with `colour`, nothing but our own SGR."""

    def check(text: str, *, colour: bool = False) -> bool:
        return not DANGEROUS.search(OUR_SGR.sub("", text) if colour else text)

    return check
