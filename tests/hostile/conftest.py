"""Strings that names, notes and pasted mails have been known to hold, and worse."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from typing import Any

import pytest

STRINGS: dict[str, str] = {
    # what steers a terminal
    "clear screen": "\x1b[2J\x1b[H",
    "window title": "\x1b]0;owned\x07",
    "colour": "\x1b[31mred\x1b[0m",
    "link": "\x1b]8;;file:///x\x07a",
    "paste mode": "\x1b[200~rm -rf\x1b[201~",
    "device report": "\x1b[6n\x1bP+q\x1b\\",
    "bare escape": "a\x1b",
    "bell": "ding\x07",
    "backspace": "abc\x08\x08\x08xyz",
    "carriage return": "real\rfake",
    "vertical tab": "a\x0bb\x0cc",
    "delete": "a\x7fb",
    "C1 CSI": "\x9b31mC1",
    "C1 next line": "a\x85b",
    "C1 OSC": "\x9d0;t\x9c",
    "every C0": "".join(map(chr, range(1, 32))),
    "every C1": "".join(map(chr, range(128, 160))),
    # what turns text round or hides it
    "override": "\u202eevil\u202c",
    "isolate": "\u2066a\u2069\u2067b\u2068",
    "marks": "\u200e\u200f\u061c",
    "embedding": "\u202a\u202bx",
    "separators": "a\u2028b\u2029c",
    "zero width": "a\u200bb\u200cc\u200dd\ufeffe",
    "only zero width": "\u200b\u2060",
    "soft hyphen": "co\u00adop",
    "tags": "a\U000e0041\U000e007f",
    "variation": "a\ufe0f\u180e",
    "private use": "\ue000\uf8ff\U0010ffff",
    "no character": "\ufffe\uffff\ufdd0",
    # what is no text
    "NUL": "a\x00b",
    "only NUL": "\x00",
    "lone surrogate": "x\ud800y",
    "low surrogate": "\udcff\udc80",
    "swapped pair": "\udc00\ud800",
    # what other programs would run
    "markup": "[/oops]",
    "markup link": "[link=file:///etc/passwd]x[/link]",
    "markup bold": "[bold red]x",
    "HTML": "<script>alert(1)</script>",
    "formula": '=HYPERLINK("http://x","y")',
    "plus formula": "+1+cmd|' /C calc'!A0",
    "minus formula": "-2+3",
    "at formula": "@SUM(1)",
    "tab formula": "\t=1+1",
    "wide formula": "＝1+1",
    "template": "{{7*7}} ${jndi} %s %n {0}",
    "shell": "; rm -rf ~ #`id`$(id)",
    "SQL": "'; DROP TABLE contacts; --",
    "SQL or": "x' OR '1'='1",
    "LIKE": "%_%\\",
    "FTS operators": 'NEAR(a b) AND NOT OR * ^ : - "',
    "FTS column": "body: x",
    "FTS quote": '"unbalanced',
    "brackets": "((((",
    "only marks": "!?.,;:",
    "path": "../../../etc/passwd",
    "backslash": "\\x1b\\u202e\\",
    "quotes": "'\"`\u2018\u2019\u201c",
    "JSON": '{"a": [1, "}", null]}',
    "CSV": 'a,"b"\r\nc;d\te',
    "flag": "--db=/dev/null",
    "dashes": "---",
    "at": "@",
    "-": "-x",
    # scripts
    "Latvian": "Ģirts Šķēle-Ņūtone",
    "Arabic": "محمد بن عبد الله",
    "Hebrew": "שָׁלוֹם עולם",
    "Bengali": "চট্টগ্রাম রহিম",
    "Thai": "สมชายใจดีกรุงเทพ",
    "Japanese": "山田太郎株式会社",
    "Korean": "한국어 김철수",
    "Devanagari": "क्षत्रिय",
    "Turkish": "İıIi Ğğ",
    "sharp s": "Straße STRASSE ﬁ",
    "decomposed": "e\u0301e\u0301 Å",
    "stacked marks": "Z" + "\u0351\u0327\u0301" * 300,
    "family": "👨‍👩‍👧‍👦 🇱🇻 ❤️ 👍🏽",
    "wide digits": "１２３ ٣٤٥ ৬৭",
    "ideographic space": "\u3000a\u3000",
    "no-break": "\u00a0a\u202fb",
    "lines": "one\ntwo\r\nthree\rfour\n\n\nfive",
    "tabs": "a\tb\t\tc",
    # what means something here
    "reference": "c1",
    "odd reference": "c99999999999999999999",
    "number": "12",
    "negative": "-12.50",
    "phone": "+371 29 123 456",
    "mail": "a@b.c",
    "long mail": "a" * 400 + "@example.com",
    "true": "true",
    "None": "None",
    "space": "   ",
    "empty": "",
    "date": "2026-02-30",
    "huge number": "9" * 400,
    # size
    "long word": "x" * 300,
    "long name": "ē" * 20_000,
    "megabyte": "m" * 1_000_001,
    "megabyte of words": "word " * 190_000,
    "megabyte of marks": "\u0301" * 200_000,
    "megabyte Bengali": "ম" * 200_000,
    "many lines": "l\n" * 20_000,
}
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


SOME = (
    "window title",
    "every C0",
    "every C1",
    "override",
    "separators",
    "only zero width",
    "tags",
    "NUL",
    "lone surrogate",
    "markup",
    "formula",
    "template",
    "SQL",
    "FTS operators",
    "only marks",
    "quotes",
    "CSV",
    "flag",
    "-",
    "Arabic",
    "Thai",
    "stacked marks",
    "family",
    "lines",
    "odd reference",
    "negative",
    "huge number",
    "empty",
    "megabyte",
    "megabyte Bengali",
)


@pytest.fixture(params=sorted(STRINGS))
def nasty(request: pytest.FixtureRequest) -> str:
    """One string after the other."""
    return STRINGS[request.param]


@pytest.fixture(params=sorted(STRINGS if os.environ.get("HYPOTHESIS_PROFILE") == "torture" else SOME))
def nasty_of_each_sort(request: pytest.FixtureRequest) -> str:
    """One of each sort; all of them in the torture profile."""
    return STRINGS[request.param]


@pytest.fixture(scope="session")
def strings() -> dict[str, str]:
    """All of them by name."""
    return STRINGS


@pytest.fixture(scope="session")
def harmless() -> Callable[..., Any]:
    """Demands of an Answer that no byte of it steers a terminal, and that a refusal is clean; gives it back."""

    def check(answer: Any, *, codes: tuple[int, ...] = (0, 2, 4, 5)) -> Any:
        assert answer.code in codes, answer
        for text in (answer.out, answer.err):
            found = STEERING.search(text)
            assert found is None, (
                f"{found!r} in {text[max(0, found.start() - 60) : found.end() + 20]!r}" if found else ""
            )
        assert "Traceback" not in answer.err
        if answer.code:
            assert answer.out == ""
            assert len(answer.err.splitlines()) == 1, answer
            assert len(answer.err) < 6000
        return answer

    return check
