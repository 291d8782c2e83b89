"""A span is counted on the calendar from its anchor."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.domain.span import Span, add, next_birthday, parse_span, read_span
from crmcli.errors import BadValueError

spans = st.builds(Span, st.integers(1, 9999), st.sampled_from(["min", "h", "d", "w", "m", "y"]))
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("6w", Span(6, "w")),
        ("6 weeks", Span(6, "w")),
        ("3m", Span(3, "m")),
        ("3 Months", Span(3, "m")),
        ("1y", Span(1, "y")),
        ("a month", Span(1, "m")),
        ("৩d", Span(3, "d")),
        ("quarterly", Span(3, "m")),
        (" 9999d ", Span(9999, "d")),
    ],
)
def test_spans_as_people_write_them(text: str, span: Span) -> None:
    assert parse_span(text) == span


@pytest.mark.parametrize("text", ["", "6", "w", "6x", "0d", "10000d", "-3d", "1.5w", "3d 2h", "d3", "\ud800", "9" * 99])
def test_what_is_no_span_is_refused(text: str) -> None:
    with pytest.raises(BadValueError):
        parse_span(text)


def test_minutes_and_hours_only_where_asked() -> None:
    assert parse_span("30min", allow_clock=True).minutes() == 30
    assert parse_span("4h", allow_clock=True).minutes() == 240
    assert parse_span("2 days", allow_clock=True).minutes() == 2880
    for text in ("30min", "4 hours"):
        with pytest.raises(BadValueError, match="whole days"):
            parse_span(text)
    with pytest.raises(BadValueError):
        add(date(2026, 1, 1), Span(4, "h"))


@given(spans)
def test_both_written_forms_read_back(span: Span) -> None:
    assert parse_span(str(span), allow_clock=True) == span
    assert parse_span(span.words(), allow_clock=True) == span


@given(st.text(st.characters(codec=None)))
def test_only_our_error_escapes(text: str) -> None:
    try:
        span = read_span(text)
    except BadValueError:
        return
    assert span is None or 1 <= span.count <= 9999


def test_months_are_clipped_to_their_end_and_do_not_drift() -> None:
    anchor, month = date(2026, 1, 31), Span(1, "m")
    assert [add(anchor, month, n) for n in range(1, 4)] == [
        date(2026, 2, 28),
        date(2026, 3, 31),
        date(2026, 4, 30),
    ]
    assert add(date(2028, 2, 29), Span(1, "y")) == date(2029, 2, 28)
    assert add(date(2028, 2, 29), Span(1, "y"), 4) == date(2032, 2, 29)
    assert add(date(2026, 3, 31), month, -1) == date(2026, 2, 28)
    assert add(date(2026, 12, 1), month) == date(2027, 1, 1)
    assert add(date(2026, 1, 1), Span(2, "w"), -1) == date(2025, 12, 18)


@given(days, st.integers(1, 40), st.sampled_from(["d", "w", "m", "y"]))
def test_the_length_in_days_is_close_to_what_is_added(day: date, count: int, unit: str) -> None:
    span = Span(count, unit)
    assert abs((add(day, span) - day).days - span.days()) <= 3


@given(days, st.integers(1, 600))
def test_adding_months_lands_in_that_month_on_that_day_or_its_end(day: date, count: int) -> None:
    later = add(day, Span(count, "m"))
    assert later.year * 12 + later.month == day.year * 12 + day.month + count
    assert later.day == day.day or (later.day < day.day and (date.fromordinal(later.toordinal() + 1).day == 1))


@pytest.mark.parametrize("span", [Span(9999, "y"), Span(9999, "w"), Span(9999, "m")])
def test_the_calendar_ends_in_2200_and_begins_in_1900(span: Span) -> None:
    for times in (1, -1):
        with pytest.raises(BadValueError, match="leaves the calendar"):
            add(date(2026, 1, 1), span, times)
    assert add(date(2200, 12, 30), Span(1, "d")) == date(2200, 12, 31)
    with pytest.raises(BadValueError):
        add(date(2200, 12, 31), Span(1, "d"))


def test_birthdays_come_round_and_leap_ones_fall_on_1_march() -> None:
    assert next_birthday(11, 24, date(2026, 11, 24)) == date(2026, 11, 24)
    assert next_birthday(11, 23, date(2026, 11, 24)) == date(2027, 11, 23)
    assert next_birthday(2, 29, date(2026, 11, 24)) == date(2027, 3, 1)
    assert next_birthday(2, 29, date(2027, 3, 1)) == date(2027, 3, 1)
    assert next_birthday(2, 29, date(2027, 3, 2)) == date(2028, 2, 29)
