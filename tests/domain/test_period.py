"""Periods: the words mean the days they say, at month ends, leap days and fiscal years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.domain.period import Period, chosen_period, class_period, months_of, named_period, preceding
from crmcli.errors import BadValueError

DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
AS_OF = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("last-12-months", "2025-11-23", "2026-11-22"),
        ("fiscal-year", "2026-04-01", "2026-11-22"),
        ("last-fiscal-year", "2025-04-01", "2026-03-31"),
        ("quarter", "2026-10-01", "2026-11-22"),
        ("last-quarter", "2026-07-01", "2026-09-30"),
        ("this-month", "2026-11-01", "2026-11-22"),
        ("last-month", "2026-10-01", "2026-10-31"),
        ("this-year", "2026-01-01", "2026-11-22"),
        ("last-year", "2025-01-01", "2025-12-31"),
        ("all", "0001-01-01", "2026-11-22"),
    ],
)
def test_each_name_means_these_days(name: str, start: str, end: str) -> None:
    assert named_period(name, AS_OF, 4) == (date.fromisoformat(start), date.fromisoformat(end))


@pytest.mark.parametrize(
    ("as_of", "start"),
    [("2027-02-28", "2026-03-01"), ("2028-02-29", "2027-03-01"), ("2028-02-28", "2027-02-28")],
)
def test_twelve_months_around_the_leap_day(as_of: str, start: str) -> None:
    """The day after as_of, 12 months earlier, clipped where that day does not exist."""
    assert named_period("last-12-months", date.fromisoformat(as_of)).start == date.fromisoformat(start)


@pytest.mark.parametrize(
    ("as_of", "start"),
    [("2026-03-31", "2025-04-01"), ("2026-04-01", "2026-04-01"), ("2026-01-05", "2025-04-01")],
)
def test_fiscal_year_turns_on_its_first_day(as_of: str, start: str) -> None:
    assert named_period("fiscal-year", date.fromisoformat(as_of), 4).start == date.fromisoformat(start)


def test_last_quarter_and_month_reach_into_the_year_before() -> None:
    assert named_period("last-quarter", date(2026, 2, 14)) == (date(2025, 10, 1), date(2025, 12, 31))
    assert named_period("last-month", date(2026, 1, 31)) == (date(2025, 12, 1), date(2025, 12, 31))
    assert named_period("last-month", date(2028, 3, 31)) == (date(2028, 2, 1), date(2028, 2, 29))


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("fis", "fiscal-year"),
        ("Last 12", "last-12-months"),
        ("q", "quarter"),
        ("a", "all"),
        ("last-q", "last-quarter"),
    ],
)
def test_a_unique_beginning_will_do(word: str, name: str) -> None:
    assert named_period(word, AS_OF, 4) == named_period(name, AS_OF, 4)


def test_an_ambiguous_beginning_names_what_it_could_be() -> None:
    with pytest.raises(BadValueError) as caught:
        named_period("this", AS_OF)
    assert caught.value.message == "'this' could be several periods"
    assert caught.value.hint == "write this-month or this-year"


@pytest.mark.parametrize("word", ["", "  ", "fortnight", "alle", "\x1b[31m", "\x00", "\ud800", "\u202e", "x" * 10**6])
def test_an_unknown_word_is_one_short_printable_line(word: str) -> None:
    with pytest.raises(BadValueError, match="is no period I know") as caught:
        named_period(word, AS_OF)
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 100


@given(st.text())
def test_no_word_crashes(word: str) -> None:
    try:
        period = named_period(word, AS_OF)
    except BadValueError:
        return
    assert period.start <= period.end


@pytest.mark.parametrize("month", [0, 13, -1])
def test_a_month_that_is_none_is_refused(month: int) -> None:
    with pytest.raises(BadValueError, match=f"{month} is no month"):
        named_period("fiscal-year", AS_OF, month)


@given(DAYS, st.integers(1, 12))
def test_last_fiscal_year_ends_the_day_before_this_one_and_is_a_year_long(as_of: date, month: int) -> None:
    last, this = named_period("last-fiscal-year", as_of, month), named_period("fiscal-year", as_of, month)
    assert last.end + timedelta(days=1) == this.start <= as_of
    assert (last.start.day, last.start.month) == (1, month)
    assert (last.end - last.start).days + 1 in (365, 366)


@given(DAYS)
def test_twelve_months_are_a_year_long(as_of: date) -> None:
    period = named_period("last-12-months", as_of)
    assert period.end == as_of
    assert (period.end - period.start).days + 1 in (365, 366)


@given(DAYS)
def test_the_class_window_is_twelve_whole_months_before_this_one(today: date) -> None:
    period = class_period(today)
    after = period.end + timedelta(days=1)
    assert after == today.replace(day=1)
    assert (period.start.year + 1, period.start.month, period.start.day) == (after.year, after.month, 1)


def test_without_a_word_it_is_the_last_twelve_months() -> None:
    assert chosen_period(None, AS_OF) == named_period("last-12-months", AS_OF)


@pytest.mark.parametrize(
    ("name", "start", "end", "expected"),
    [
        ("last-year", "2026-02-01", "2026-02-28", ("2026-02-01", "2026-02-28")),
        (None, "2024-05-01", None, ("2024-05-01", "2026-11-22")),
        (None, None, "2026-06-30", ("2025-07-01", "2026-06-30")),
        ("fiscal-year", None, "2026-02-15", ("2025-04-01", "2026-02-15")),
        ("last-year", None, "2025-06-30", ("2025-01-01", "2025-06-30")),
        ("last-year", None, "2026-06-30", ("2025-01-01", "2025-12-31")),
        (None, "2026-11-01", "2027-01-31", ("2026-11-01", "2026-11-22")),
        ("all", None, "2020-01-01", ("0001-01-01", "2020-01-01")),
    ],
)
def test_a_given_date_beats_the_name(
    name: str | None, start: str | None, end: str | None, expected: tuple[str, str]
) -> None:
    bounds = [date.fromisoformat(text) if text else None for text in (start, end)]
    period = chosen_period(name, AS_OF, 4, start=bounds[0], end=bounds[1])
    assert period == Period(*map(date.fromisoformat, expected))


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        (None, date(2026, 2, 2), date(2026, 2, 1)),
        (None, date(2026, 11, 23), None),
        (None, date(2027, 1, 1), date(2027, 2, 1)),
        ("last-year", None, date(2024, 12, 31)),
    ],
)
def test_a_backward_period_is_refused(name: str | None, start: date | None, end: date | None) -> None:
    with pytest.raises(BadValueError, match="ends before it starts") as caught:
        chosen_period(name, AS_OF, start=start, end=end)
    assert "\n" not in caught.value.message
    assert caught.value.hint


@pytest.mark.parametrize("name", ["", "all" + " " * 100 + "x"])
def test_an_empty_or_long_word_is_not_taken_for_another(name: str) -> None:
    with pytest.raises(BadValueError, match="is no period I know"):
        chosen_period(name, AS_OF)


def test_a_wrong_name_is_refused_even_beside_dates() -> None:
    with pytest.raises(BadValueError, match="'nonsense' is no period"):
        chosen_period("nonsense", AS_OF, start=AS_OF, end=AS_OF)


@pytest.mark.parametrize(
    ("start", "end", "before"),
    [
        ("2025-11-21", "2026-11-20", ("2024-11-21", "2025-11-20")),
        ("2026-02-01", "2026-02-28", ("2026-01-01", "2026-01-31")),
        ("2026-01-01", "2026-12-31", ("2025-01-01", "2025-12-31")),
        ("2026-11-01", "2026-11-20", ("2026-10-12", "2026-10-31")),
        ("2026-11-20", "2026-11-20", ("2026-11-19", "2026-11-19")),
    ],
)
def test_the_period_before_is_as_long(start: str, end: str, before: tuple[str, str]) -> None:
    found = preceding(Period(date.fromisoformat(start), date.fromisoformat(end)))
    assert found == Period(*map(date.fromisoformat, before))


def test_there_is_nothing_before_everything() -> None:
    assert preceding(named_period("all", date(2026, 11, 20))) is None


def test_the_months_of_a_period_fill_it() -> None:
    months = months_of(Period(date(2025, 11, 21), date(2026, 1, 5)))
    assert [(one.start.isoformat(), one.end.isoformat()) for one in months] == [
        ("2025-11-21", "2025-11-30"), ("2025-12-01", "2025-12-31"), ("2026-01-01", "2026-01-05"),
    ]  # fmt: skip
