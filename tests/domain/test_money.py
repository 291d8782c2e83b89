"""An amount is read exactly or refused; nothing is rounded in silence."""

from __future__ import annotations

from contextlib import suppress
from decimal import ROUND_HALF_EVEN, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.domain.money import (
    AMOUNT_LIMIT,
    convert,
    currency_code,
    exponent,
    format_amount,
    parse_amount,
    parse_rate,
    portions,
)
from crmcli.errors import BadValueError

codes = st.sampled_from(["EUR", "JPY", "KWD", "CLF", "BDT"])
minors = st.integers(1 - AMOUNT_LIMIT, AMOUNT_LIMIT - 1)


@pytest.mark.parametrize(
    "text",
    [
        "1234.50", "1234,50", "1 234,50", "1.234,50", "1,234.50", "1'234.50", "1’234.50", "1\u202f234,50",
        "1\u00a0234.5", "€1234.50", "1234.50 EUR", "eur 1,234.5", "+1234.50", "১২৩৪.৫০",
        "١٬٢٣٤٫٥٠", "１２３４．５０", "1234.5000", "1 234,500", " 1234.50 € ",
    ],
)  # fmt: skip
def test_every_common_spelling_of_one_amount(text: str) -> None:
    assert parse_amount(text, "EUR") == 123450


@pytest.mark.parametrize("text", ["-5", "−5", "(5.00)", "5-", "€-5", "-€5", "-5 EUR", "(€5)"])
def test_minus_in_every_form(text: str) -> None:
    assert parse_amount(text, "EUR") == -500


@pytest.mark.parametrize(
    ("text", "code", "minor"),
    [
        ("1,234", "JPY", 1234),
        ("1.234", "JPY", 1234),
        ("12.00", "JPY", 12),
        ("1.234", "KWD", 1234),
        ("1,234,567", "EUR", 123456700),
        ("12,34,567.50", "INR", 123456750),
        ("0.500", "EUR", 50),
        ("5,-", "EUR", 500),
        ("5.--", "CHF", 500),
        ("Rs. 5", "INR", 500),
        ("12 kr.", "SEK", 1200),
        ("$5", "CAD", 500),
        (".5", "EUR", 50),
        ("0", "EUR", 0),
    ],
)
def test_the_currency_decides_what_the_marks_can_mean(text: str, code: str, minor: int) -> None:
    assert parse_amount(text, code) == minor


@pytest.mark.parametrize("text", ["1,234", "1.234", "12.500", "999,000", "€1.234", "-1,234"])
def test_three_digits_after_a_single_mark_could_be_two_amounts(text: str) -> None:
    with pytest.raises(BadValueError, match="could be") as caught:
        parse_amount(text, "EUR")
    assert " or " in (caught.value.hint or "")


def test_the_ambiguity_is_spelled_out() -> None:
    with pytest.raises(BadValueError) as caught:
        parse_amount("1,234", "EUR")
    assert caught.value.message == "'1,234' could be 1234 or 1.234"
    assert caught.value.hint == "write 1234 or 1.23"


def test_with_three_decimals_only_the_point_is_clear() -> None:
    assert parse_amount("12.500", "KWD") == 12500
    for text, code in (("12,500", "KWD"), ("1.234", "CLF")):
        with pytest.raises(BadValueError, match="could be"):
            parse_amount(text, code)


def test_a_known_decimal_mark_settles_it() -> None:
    assert parse_amount("1,234", "EUR", decimal=".") == 123400
    assert parse_amount("1.234", "EUR", decimal=",") == 123400
    assert parse_amount("1,234", "TND", decimal=",") == 1234
    for text, mark in (("1,23", "."), ("1.234,50", "."), ("1,234", ",")):
        with pytest.raises(BadValueError):
            parse_amount(text, "EUR", decimal=mark)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "abc", "1e5", "inf", "nan", "--5", "-5-", "-(5)", "(5", ".", "1,2,3", "1 23",
        "1,234,56", "12k", "0,123,456", "1.2345", "1234,567", "\ud800", "\x00", "½", "9" * 14, "9" * 100,
        "5 USD", "$5", "5 XXX", "1_000", "1.234.5,6", "0x10",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(BadValueError) as caught:
        parse_amount(text, "EUR")
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 150


@given(minors, codes)
def test_format_then_parse_is_identity(minor: int, code: str) -> None:
    assert parse_amount(format_amount(minor, code), code, decimal=".") == minor
    assert parse_amount(format_amount(minor, code, symbol=True), code, decimal=".") == minor


@given(st.text(st.characters(codec=None)), codes)
def test_only_our_error_escapes_the_reader(text: str, code: str) -> None:
    for read in (lambda: parse_amount(text, code), lambda: parse_rate(text), lambda: currency_code(text)):
        with suppress(BadValueError):
            read()


@given(st.text("0123456789.,' -+()€", max_size=14))
def test_whatever_is_accepted_has_the_digits_that_were_written(text: str) -> None:
    try:
        minor = parse_amount(text, "EUR")
    except BadValueError:
        return
    written = "".join(c for c in text if c.isdigit())
    assert str(abs(minor)).rstrip("0") == written.strip("0") or int(written) == 0 == minor


def test_format_is_plain_ascii() -> None:
    assert format_amount(-123450, "EUR") == "-1,234.50"
    assert format_amount(5, "EUR", symbol=True) == "0.05 EUR"
    assert format_amount(1234567, "JPY") == "1,234,567"
    assert format_amount(1234567, "KWD") == "1,234.567"
    assert format_amount(0, "CLF") == "0.0000"


def test_exponents_follow_iso_4217() -> None:
    assert [exponent(c) for c in ("EUR", "USD", "BDT", "JPY", "KRW", "VND", "KWD", "TND", "CLF", "UYW")] == [
        2, 2, 2, 0, 0, 0, 3, 3, 4, 4,
    ]  # fmt: skip
    assert exponent("eur") == 2
    with pytest.raises(BadValueError, match="'XYZ' is no currency code"):
        exponent("XYZ")


def test_currency_code_helps_with_symbols() -> None:
    assert currency_code(" eur ") == "EUR"
    with pytest.raises(BadValueError) as caught:
        currency_code("€")
    assert caught.value.hint == "write EUR"


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("1.0845", "1.0845"),
        ("1,0850", "1.085"),
        ("110", "110"),
        (".5", "0.5"),
        ("007.10", "7.1"),
        ("1.234", "1.234"),
    ],
)
def test_a_rate_is_kept_as_normal_decimal_text(text: str, rate: str) -> None:
    assert parse_rate(text) == rate


@pytest.mark.parametrize("text", ["0", "0.000", "-1", "1e3", "nan", "inf", "", "1,234", "1,2,3", "12345678901", "x"])
def test_a_rate_is_a_positive_number(text: str) -> None:
    with pytest.raises(BadValueError):
        parse_rate(text)


def test_convert_moves_between_exponents_and_rounds_half_to_even() -> None:
    assert convert(10000, "USD", "EUR", "0.92") == 9200
    assert convert(1000, "JPY", "EUR", "0.0061") == 610
    assert convert(100, "EUR", "JPY", 163.2) == 163
    assert [convert(n, "EUR", "EUR", "0.5") for n in (1, 3, 5, -1, -3)] == [0, 2, 2, 0, -2]
    with pytest.raises(BadValueError, match="too large"):
        convert(AMOUNT_LIMIT - 1, "EUR", "JPY", "163")


@given(
    st.integers(-(10**11), 10**11),
    codes,
    codes,
    st.decimals("0.0001", "1000", places=4, allow_nan=False).map(str),
)
def test_convert_agrees_with_decimal_arithmetic(minor: int, source: str, target: str, rate: str) -> None:
    exact = Decimal(minor) * Decimal(rate) * Decimal(10) ** (exponent(target) - exponent(source))
    if abs(exact) < AMOUNT_LIMIT - 1:
        assert convert(minor, source, target, rate) == int(exact.quantize(Decimal(1), ROUND_HALF_EVEN))


@given(st.integers(0, 10**15), st.lists(st.integers(1, 10**9), min_size=1, max_size=9))
def test_portions_are_in_proportion_and_come_to_the_whole(whole: int, parts: list[int]) -> None:
    shares = portions(whole, parts, sum(parts))
    assert sum(shares) == whole
    assert all(
        abs(share * sum(parts) - whole * part) < sum(parts) + 1 for share, part in zip(shares, parts, strict=True)
    )
