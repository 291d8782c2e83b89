"""Text is kept whole, matched across spellings, and never breaks the program."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.domain.text import (
    ascii_digits,
    clean_email,
    clean_text,
    fold,
    latin,
    looks_like_email,
    looks_like_phone,
    phone_digits,
    quoted,
    words,
)
from crmcli.errors import BadValueError

anything = st.text(st.characters(codec=None))  # lone surrogates included


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Bērziņš", "berzins"),
        ("Hà Nội", "ha noi"),
        ("Straße STRASSE", "strasse strasse"),
        ("Łukasz Øystein Đorđe", "lukasz oystein dorde"),
        ("Æsir Œuvre Þór ılık İstanbul", "aesir oeuvre thor ilik istanbul"),
        ("Ёлкин", "елкин"),
        ("ΆΓΓΕΛΟΣ", "αγγελοσ"),
        ("রহিম চট্টগ্রাম", "রহিম চট্টগ্রাম"),
        ("สมชายใจดี", "สมชายใจดี"),
        ("हिन्दी", "हिन्दी"),
        ("مُحَمَّد", "محمد"),
        ("שָׁלוֹם", "שלום"),
        ("\u202aAnna\u202c Ba\u00adker", "anna baker"),
        ("Ａｎａ ①", "ana 1"),
        ("e\u0301", "e"),
        ("a\u0591\u0301", "a"),
    ],
)
def test_fold_unifies_spellings_and_keeps_vowel_signs(written: str, folded: str) -> None:
    assert fold(written) == folded


@given(anything)
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(anything)
def test_words_of_words_are_the_same_words(text: str) -> None:
    assert words(" ".join(words(text))) == words(text)


@given(anything)
def test_nothing_but_our_error_ever_escapes(text: str) -> None:
    assert latin(text).isascii()
    assert phone_digits(text).isdigit() or phone_digits(text) == ""
    assert isinstance(looks_like_phone(text), bool)
    assert looks_like_email(text) in (True, False)
    assert quoted(text)[1:-1].isprintable()
    for make in (lambda: clean_text(text, what="the name"), lambda: clean_email(text)):
        with suppress(BadValueError):
            make()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("O'Brien & Sons", ["obrien", "sons"]),
        ("O’Brien-Kelly", ["obrien", "kelly"]),
        ("O´Brien", ["obrien"]),
        ("foo_bar@x.lv", ["foo", "bar", "x", "lv"]),
        ("রহিম, চট্টগ্রাম", ["রহিম", "চট্টগ্রাম"]),
        ("সিটি-ব্যাংক", ["সিটি", "ব্যাংক"]),
        ("สมชาย/ใจดี", ["สมชาย", "ใจดี"]),
        ("— ?! —", []),
    ],
)
def test_words_split_on_punctuation_only(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_latin_lets_any_keyboard_find_a_name() -> None:
    assert latin("Ünal") == "unal"
    assert latin("রহিম") == "rhim"
    assert latin("Юлия").isascii()


@given(anything)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    try:
        once = clean_text(text, what="the name", lines=False)
    except BadValueError:
        return
    assert clean_text(once, what="the name", lines=False) == once
    assert "\x00" not in once
    once.encode()


def test_hostile_text_is_kept_as_data() -> None:
    for text in ("\x1b[31mred", "=1+1", "[/oops]", "a\u202eb", "Robert'); DROP TABLE"):
        assert clean_text(text, what="the name", lines=False) == text
    assert clean_text("a\x00b\ud800c", what="the name") == "a\ufffdb\ufffdc"
    assert clean_text(" e\u0301 ", what="the name") == "é"


def test_names_are_one_line_and_texts_keep_theirs() -> None:
    assert clean_text("Ana\n\tBērziņa\u2028x", what="the name", lines=False) == "Ana Bērziņa x"
    assert clean_text("one\r\ntwo\n", what="the text") == "one\ntwo"


@pytest.mark.parametrize("text", ["", " \n", "\u200b", "\u202e \ufeff"])
def test_text_without_a_visible_character_is_refused(text: str) -> None:
    with pytest.raises(BadValueError, match="the name is empty"):
        clean_text(text, what="the name")


def test_long_text_is_refused_in_one_short_line() -> None:
    with pytest.raises(BadValueError, match=r"the name is too long: 10,001 characters") as caught:
        clean_text("x" * 10_001, what="the name", lines=False)
    assert len(caught.value.message) < 100
    assert clean_text("x" * 10_000, what="the name", lines=False)
    assert len(clean_text("é" * 1_000_000, what="the text")) == 1_000_000
    with pytest.raises(BadValueError):
        clean_text("x" * 1_000_001, what="the text")


def test_a_megabyte_of_accents_is_no_way_to_hang() -> None:
    started = time.perf_counter()
    fold("\u09ac" + "\u0301\u0316" * 200_000)
    assert time.perf_counter() - started < 10


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("+44 (0)20 7946 0958", "442079460958"),
        ("0044 20 7946 0958 ext. 12", "442079460958"),
        ("020 7946 0958 x3", "2079460958"),
        ("(020) 7946-0958", "2079460958"),
        ("tel:+371-29-123-456", "37129123456"),
        ("২৯১২৩৪৫৬", "29123456"),
        ("1234", ""),
        ("no phone", ""),
    ],
)
def test_phone_spellings_come_down_to_their_digits(text: str, digits: str) -> None:
    assert phone_digits(text) == digits


def test_what_looks_like_a_phone() -> None:
    for text in (
        "+371 29 123 456",
        "(020) 7946-0958",
        "29123456",
        "tel:+37129123456",
        "+1 415 555 0100 ext. 7",
    ):
        assert looks_like_phone(text), text
    for text in ("c12", "Ana 29123456", "1234", "", "ana@x.lv", "1" * 30, "+", "..."):
        assert not looks_like_phone(text), text


def test_what_looks_like_an_email() -> None:
    for text in ("ana@x.lv", "a.b+c@sub.example.com", "jānis@bērziņš.lv", "o'brien@x.ie"):
        assert looks_like_email(text), text
    for text in (
        "",
        "ana",
        "@x.lv",
        "ana@",
        "ana@x",
        "a@b@c.lv",
        "a b@x.lv",
        "a@-x.lv",
        "a@x..lv",
        "a\x1b@x.lv",
    ):
        assert not looks_like_email(text), text


def test_clean_email_keeps_the_spelling_and_compares_folded() -> None:
    assert clean_email(" Ana.B@X.lv ") == ("Ana.B@X.lv", "ana.b@x.lv")
    assert clean_email("<mailto:ana@x.lv>")[0] == "ana@x.lv"
    assert clean_email("\u2068ana@x.lv\u2069")[0] == "ana@x.lv"
    assert clean_email("Jānis@x.lv")[1] == clean_email("JA\u0304NIS@X.LV")[1]
    with pytest.raises(BadValueError, match="no e-mail address"):
        clean_email("ana at x.lv")
    with pytest.raises(BadValueError):
        clean_email("a" * 300 + "@x.lv")


def test_digits_of_any_script_become_ascii() -> None:
    assert ascii_digits("২৪.১১ ٢٤ ２４ 24²") == "24.11 24 24 24²"


def test_quoted_is_short_and_shows_no_control_character() -> None:
    assert quoted("x" * 50) == "'" + "x" * 39 + "…'"
    assert quoted("a\x1b[31m\u202e\ud800") == "'a\\x1b[31m\\u202e\\ud800'"
