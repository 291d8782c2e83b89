from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.render.terminal import Screen, cut, fit, one_line, safe, width, wrap

ANY = st.text(st.characters())
MIXED = st.text(st.sampled_from("abē 山é\u0301\u200dক\u09cdষิำ👩👍🏽🇱🇪\ufe0f❤#한"), max_size=30)


class Stream(io.StringIO):
    def __init__(self, *, tty: bool, encoding: str = "utf-8") -> None:
        super().__init__()
        self._tty, self._encoding = tty, encoding

    def isatty(self) -> bool:
        return self._tty

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding


@pytest.mark.parametrize(
    ("given_text", "shown"),
    [
        ("plain", "plain"),
        ("Bērziņa 山田 👍🏽", "Bērziņa 山田 👍🏽"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\nb\tc\rd", "a\\x0ab\\x09c\\x0dd"),
        ("\x00\x7f\x9b", "\\x00\\x7f\\x9b"),
        ("\u202a\u202e\u2066\u2069\u200e\u200f\u061c", "\\u202a\\u202e\\u2066\\u2069\\u200e\\u200f\\u061c"),
        ("\ud800 \udfff", "\\ud800 \\udfff"),
        ("\u2028\u2029", "\\u2028\\u2029"),
    ],
)
def test_safe_shows_what_could_steer_a_terminal(given_text: str, shown: str) -> None:
    assert safe(given_text) == shown


def test_safe_keeps_the_newline_only_where_lines_are_wanted() -> None:
    assert safe("a\nb\tc", lines=True) == "a\nb\\x09c"


def test_one_line_turns_breaks_and_tabs_into_spaces_but_shows_a_bare_return() -> None:
    assert one_line("a\nb\r\nc\td\re") == "a b c d\\x0de"


@given(st.text(st.characters(exclude_categories=[])))
def test_safe_leaves_nothing_dangerous_and_changes_nothing_twice(text: str) -> None:
    clean = safe(text)
    assert safe(clean) == clean
    assert not any(ch < " " or "\x7f" <= ch <= "\x9f" or "\ud800" <= ch <= "\udfff" for ch in clean)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("", 0),
        ("abc", 3),
        ("Bērziņa", 7),
        ("山田", 4),
        ("e\u0301", 1),
        ("রহিম", 3),
        ("กำ", 2),
        ("ดี", 1),
        ("한국", 4),
        ("\u1112\u1161\u11ab", 2),
        ("👨‍👩‍👧", 2),
        ("👩🏽‍💻x", 3),
        ("👍🏽", 2),
        ("🇱🇻🇪🇪", 4),
        ("❤️", 2),
        ("#️⃣", 2),
        ("\u200b", 0),
    ],
)
def test_width_counts_display_columns(text: str, columns: int) -> None:
    assert width(text) == columns


@given(MIXED, st.integers(1, 12), st.sampled_from("lr"))
def test_fit_gives_exactly_the_columns_asked_for(text: str, columns: int, align: str) -> None:
    assert width(fit(text, columns, align)) == columns


def test_fit_cuts_between_graphemes_and_pads_on_the_side_asked_for() -> None:
    assert fit("abcdef", 4) == "abc…"
    assert fit("山田太郎", 4) == "山… "
    assert fit("রহিম", 2) == "র…"
    assert fit("👨‍👩‍👧👨‍👩‍👧", 3) == "👨‍👩‍👧…"
    assert fit("ab", 4, "r") == "  ab"
    assert fit("ab", 0) == ""


def test_cut_never_separates_a_mark_from_its_letter() -> None:
    assert cut("e\u0301e\u0301", 1) == "e\u0301"
    assert cut("กำก", 1) == ""


@given(MIXED, st.integers(2, 12))
def test_wrap_keeps_every_character_and_no_line_is_wider_unless_one_grapheme_is(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    for line in lines:
        assert width(line) <= columns or width(cut(line, columns)) == 0


def test_wrap_breaks_at_spaces_then_inside_long_words_and_keeps_paragraphs() -> None:
    assert wrap("one two three", 7) == ["one two", "three"]
    assert wrap("see abcdefghij k", 6) == ["see ab", "cdefgh", "ij k"]
    assert wrap("山田太郎", 5) == ["山田", "太郎"]
    assert wrap("a\n\nb", 5) == ["a", "", "b"]
    assert wrap("", 5) == [""]


@pytest.mark.parametrize(
    ("environ", "tty", "flag", "colour"),
    [
        ({}, True, None, True),
        ({}, False, None, False),
        ({"NO_COLOR": "1"}, True, None, False),
        ({"NO_COLOR": ""}, True, None, True),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, None, False),
        ({"FORCE_COLOR": "1"}, False, None, True),
        ({"FORCE_COLOR": "0"}, False, None, False),
        ({"CLICOLOR_FORCE": "1"}, False, None, True),
        ({"CLICOLOR": "0"}, True, None, False),
        ({"TERM": "dumb"}, True, None, False),
        ({"TERM": "dumb", "FORCE_COLOR": "1"}, True, None, True),
        ({"NO_COLOR": "1"}, False, True, True),
        ({"FORCE_COLOR": "1"}, True, False, False),
    ],
)
def test_colour_follows_flag_then_environment_then_terminal(
    environ: dict[str, str], tty: bool, flag: bool | None, colour: bool
) -> None:
    assert Screen.of(Stream(tty=tty), environ, flag).colour is colour


@pytest.mark.parametrize(
    ("environ", "tty", "columns"),
    [
        ({"COLUMNS": "63"}, True, 63),
        ({"COLUMNS": "63"}, False, 63),
        ({"COLUMNS": "5"}, False, 20),
        ({"COLUMNS": "99999999999999"}, False, 100),
        ({"COLUMNS": "9999"}, False, 500),
        ({"COLUMNS": "wide"}, False, 100),
        ({}, False, 100),
        ({}, True, 80),
    ],
)
def test_columns_come_from_the_environment_else_the_terminal_else_a_fallback(
    environ: dict[str, str], tty: bool, columns: int
) -> None:
    assert Screen.of(Stream(tty=tty), environ).columns == columns


def test_an_output_that_is_not_utf8_gets_ascii() -> None:
    screen = Screen.of(Stream(tty=True, encoding="ISO-8859-1"), {})
    assert not screen.unicode
    assert screen.text("Bērziņa 山") == "B\\u0113rzi\\u0146a \\u5c71"
    assert screen.mark("…", "...") == "..."
    assert screen.fit("abcdef", 3) == "ab~"


def test_a_closed_stream_is_no_terminal() -> None:
    stream = io.StringIO()
    stream.close()
    assert Screen.of(stream, {}) == Screen(columns=100, colour=False, unicode=True, tty=False)


def test_style_wraps_only_when_there_is_colour_and_text() -> None:
    assert Screen(colour=True).style("x", "bold", "red") == "\x1b[1;31mx\x1b[0m"
    assert Screen(colour=True).style("", "bold") == ""
    assert Screen(colour=False).style("x", "bold") == "x"


@given(ANY)
def test_width_never_fails_and_adds_up_over_spaces(text: str) -> None:
    clean = safe(text)
    assert width(clean) >= 0
    assert width(clean + " x") >= 1
