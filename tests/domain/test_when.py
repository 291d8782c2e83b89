"""A WHEN means the day its user means, or is refused; the echo can be typed back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.domain import datewords
from crmcli.domain.text import fold
from crmcli.domain.when import When, format_date, format_when, local_instant, parse_when
from crmcli.errors import BadValueError

RIGA = ZoneInfo("Europe/Riga")
NOW = datetime(2026, 11, 21, 23, 30, 12, tzinfo=RIGA)  # a Saturday
MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=RIGA)
FRIDAY = datetime(2026, 11, 27, 10, 0, tzinfo=RIGA)


def ahead(text: str, now: datetime = NOW, order: str | None = None) -> str:
    return format_when(parse_when(text, now=now, date_order=order))


def back(text: str, now: datetime = NOW, order: str | None = None) -> str:
    return format_when(parse_when(text, now=now, past=True, date_order=order))


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("today", "Sat 21 Nov 2026"),
        ("Tomorrow", "Sun 22 Nov 2026"),
        ("yesterday", "Fri 20 Nov 2026"),
        ("day after tomorrow", "Mon 23 Nov 2026"),
        ("the day after tomorrow", "Mon 23 Nov 2026"),
        ("fri", "Fri 27 Nov 2026"),
        ("by friday", "Fri 27 Nov 2026"),
        ("this friday", "Fri 27 Nov 2026"),
        ("next tue", "Tue 24 Nov 2026"),
        ("+3d", "Tue 24 Nov 2026"),
        ("3d", "Tue 24 Nov 2026"),
        ("+2w", "Sat 5 Dec 2026"),
        ("+1m", "Mon 21 Dec 2026"),
        ("in 3 weeks", "Sat 12 Dec 2026"),
        ("3 weeks ago", "Sat 31 Oct 2026"),
        ("2d ago", "Thu 19 Nov 2026"),
        ("a week ago", "Sat 14 Nov 2026"),
        ("eow", "Sun 22 Nov 2026"),
        ("eoww", "Fri 27 Nov 2026"),
        ("eom", "Mon 30 Nov 2026"),
        ("end of the month", "Mon 30 Nov 2026"),
        ("eoq", "Thu 31 Dec 2026"),
        ("eoy", "Thu 31 Dec 2026"),
        ("next week", "Sat 28 Nov 2026"),
        ("next month", "Mon 21 Dec 2026"),
        ("next year", "Sun 21 Nov 2027"),
        ("24 nov", "Tue 24 Nov 2026"),
        ("nov 24", "Tue 24 Nov 2026"),
        ("24th of November", "Tue 24 Nov 2026"),
        ("24 nov 2026", "Tue 24 Nov 2026"),
        ("Nov 24, 2026", "Tue 24 Nov 2026"),
        ("24-nov-26", "Tue 24 Nov 2026"),
        ("tue 24 nov", "Tue 24 Nov 2026"),
        ("21 nov", "Sat 21 Nov 2026"),
        ("Jan 31", "Sun 31 Jan 2027"),
        ("29 feb", "Tue 29 Feb 2028"),
        ("2026-11-24", "Tue 24 Nov 2026"),
        ("2026-1-4", "Sun 4 Jan 2026"),
        ("2026/11/24", "Tue 24 Nov 2026"),
        ("20261124", "Tue 24 Nov 2026"),
    ],
)
def test_looking_ahead_from_a_saturday_night(text: str, echo: str) -> None:
    assert ahead(text) == echo


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("fri 15:00", "Fri 27 Nov 2026 15:00"),
        ("fri at 3pm", "Fri 27 Nov 2026 15:00"),
        ("3:15 p.m. fri", "Fri 27 Nov 2026 15:15"),
        ("tomorrow 9am", "Sun 22 Nov 2026 09:00"),
        ("tomorrow 12am", "Sun 22 Nov 2026 00:00"),
        ("tomorrow noon", "Sun 22 Nov 2026 12:00"),
        ("+3d 9 am", "Tue 24 Nov 2026 09:00"),
        ("24/11 15:00", "Tue 24 Nov 2026 15:00"),
        ("2026-11-24T08:15", "Tue 24 Nov 2026 08:15"),
        ("2026-11-24 08:15:59", "Tue 24 Nov 2026 08:15"),
        ("2026-11-24T08:15:00Z", "Tue 24 Nov 2026 10:15"),
        ("2026-11-24 08:15+00:00", "Tue 24 Nov 2026 10:15"),
        ("23:45", "Sat 21 Nov 2026 23:45"),
        ("15:00", "Sun 22 Nov 2026 15:00"),
        ("2pm", "Sun 22 Nov 2026 14:00"),
        ("+2h", "Sun 22 Nov 2026 01:30"),
        ("in 90 min", "Sun 22 Nov 2026 01:00"),
        ("now", "Sat 21 Nov 2026 23:30"),
    ],
)
def test_a_time_may_come_with_it(text: str, echo: str) -> None:
    assert ahead(text) == echo


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("sat", "Sat 21 Nov 2026"),
        ("fri", "Fri 20 Nov 2026"),
        ("last sat", "Sat 14 Nov 2026"),
        ("sun", "Sun 15 Nov 2026"),
        ("24 nov", "Mon 24 Nov 2025"),
        ("21 nov", "Sat 21 Nov 2026"),
        ("24/11", "Mon 24 Nov 2025"),
        ("29 feb", "Thu 29 Feb 2024"),
        ("15:00", "Sat 21 Nov 2026 15:00"),
        ("fri 15:00", "Fri 20 Nov 2026 15:00"),
        ("3d", "Wed 18 Nov 2026"),
        ("2h", "Sat 21 Nov 2026 21:30"),
        ("30 min ago", "Sat 21 Nov 2026 23:00"),
        ("in 2 weeks", "Sat 5 Dec 2026"),
        ("eom", "Mon 30 Nov 2026"),
        ("eoq", "Thu 31 Dec 2026"),
        ("eoy", "Thu 31 Dec 2026"),
        ("eow", "Sun 22 Nov 2026"),
        ("eoww", "Fri 27 Nov 2026"),
    ],
)
def test_looking_back(text: str, echo: str) -> None:
    assert back(text) == echo


def test_a_weekday_said_on_that_weekday() -> None:
    assert ahead("fri", FRIDAY) == ahead("next fri", FRIDAY) == "Fri 4 Dec 2026"
    assert ahead("this fri", FRIDAY) == back("fri", FRIDAY) == "Fri 27 Nov 2026"
    assert ahead("last fri", FRIDAY) == back("last fri", FRIDAY) == "Fri 20 Nov 2026"


def test_next_tuesday_said_on_a_monday_is_not_tomorrow() -> None:
    assert ahead("tue", MONDAY) == ahead("this tue", MONDAY) == "Tue 24 Nov 2026"
    assert ahead("next tue", MONDAY) == "Tue 1 Dec 2026"


def test_a_bare_time_that_is_past_is_tomorrow() -> None:
    assert ahead("10:00", MONDAY) == "Tue 24 Nov 2026 10:00"
    assert ahead("10:01", MONDAY) == "Mon 23 Nov 2026 10:01"


@pytest.mark.parametrize("days", [1, 15, 28, 30])
def test_the_end_of_a_month_is_its_own_end_on_its_last_day(days: int) -> None:
    assert ahead("eom", datetime(2026, 11, days, 9, tzinfo=UTC)) == "Mon 30 Nov 2026"
    assert back("eom", datetime(2026, 11, 30, 9, tzinfo=UTC)) == "Mon 30 Nov 2026"


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("šodien", "Sat 21 Nov 2026"),
        ("rīt 9:00", "Sun 22 Nov 2026 09:00"),
        ("RĪT", "Sun 22 Nov 2026"),
        ("parīt", "Mon 23 Nov 2026"),
        ("vakar", "Fri 20 Nov 2026"),
        ("piektdien", "Fri 27 Nov 2026"),
        ("svētdiena", "Sun 22 Nov 2026"),
        ("24. novembrī", "Tue 24 Nov 2026"),
        ("heute", "Sat 21 Nov 2026"),
        ("morgen um 15:00", "Sun 22 Nov 2026 15:00"),
        ("übermorgen", "Mon 23 Nov 2026"),
        ("nächsten Dienstag", "Tue 24 Nov 2026"),
        ("5. März", "Fri 5 Mar 2027"),
        ("আজ", "Sat 21 Nov 2026"),
        ("আগামীকাল", "Sun 22 Nov 2026"),
        ("গতকাল", "Fri 20 Nov 2026"),
        ("শুক্রবার", "Fri 27 Nov 2026"),
        ("২৪ নভেম্বর", "Tue 24 Nov 2026"),
    ],
)
def test_words_of_other_languages(text: str, echo: str) -> None:
    assert ahead(text) == echo


def test_every_known_word_is_stored_folded() -> None:
    tables = (
        datewords.DAYS,
        datewords.NOW,
        datewords.FILLERS,
        datewords.NEXT,
        datewords.THIS,
        datewords.LAST,
    )
    known = [word for table in (*tables, datewords.STEPS, datewords.ENDS) for word in table]
    known += [*datewords._WEEKDAYS, *datewords._MONTHS]
    assert [word for word in known if fold(word) != word] == []


def test_names_and_their_beginnings_find_their_place() -> None:
    english = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
    for place, name in enumerate(english):
        assert {datewords.weekday_of(name[:n]) for n in range(3, len(name) + 1)} == {place}
    months = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ]
    for place, name in enumerate(months, start=1):
        assert {datewords.month_of(name[:n]) for n in range(3, len(name) + 1)} == {place}
    assert datewords.weekday_of("m") is None
    assert datewords.month_of("ja") is None


@pytest.mark.parametrize(
    ("text", "order", "on"),
    [
        ("3/4", "dmy", date(2027, 4, 3)),
        ("3/4", "mdy", date(2027, 3, 4)),
        ("3/4", "ymd", date(2027, 3, 4)),
        ("24/11/26", "dmy", date(2026, 11, 24)),
        ("24/11/26", "ymd", date(2024, 11, 26)),
        ("24.11.2026", "ymd", date(2026, 11, 24)),
        ("1.2.2027", "dmy", date(2027, 2, 1)),
        ("1-2-2027", "mdy", date(2027, 1, 2)),
        ("24/11", None, date(2026, 11, 24)),
        ("11/24", None, date(2026, 11, 24)),
        ("24.11.", None, date(2026, 11, 24)),
        ("31/12/2026", None, date(2026, 12, 31)),
        ("5/5", None, date(2027, 5, 5)),
        ("2027/02/01", "dmy", date(2027, 2, 1)),
    ],
)
def test_numeric_dates_follow_the_date_order(text: str, order: str | None, on: date) -> None:
    assert parse_when(text, now=NOW, date_order=order) == When(on, None)


@pytest.mark.parametrize("text", ["3/4", "01/02/2027", "1.2.2027", "24/11/26", "1/2/26"])
def test_an_ambiguous_date_is_refused_while_the_order_is_unset(text: str) -> None:
    with pytest.raises(BadValueError, match=r"could be .* or ") as caught:
        parse_when(text, now=NOW)
    assert "date order" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("text", "order", "reason"),
    [
        ("2026-02-29", None, "Feb 2026 has 28 days"),
        ("31 nov", None, "Nov has 30 days"),
        ("30 feb 2028", None, "Feb 2028 has 29 days"),
        ("2026-13-01", None, "there is no month 13"),
        ("11/24", "dmy", "there is no month 24"),
        ("13/13", None, "there is no month 13"),
        ("0/5", "dmy", "has 31 days"),
        ("25:00", None, "there is no time 25:00"),
        ("13pm", None, "there is no 13pm"),
        ("2026-11-24T25:00Z", None, "no such instant"),
        ("wed 24 nov 2026", None, "Tue 24 Nov 2026 is no Wed"),
        ("1899-12-31", None, "out of range"),
        ("2201-01-01", None, "out of range"),
        ("+9999y", None, "leaves the calendar"),
        ("+99999d", None, "out of range"),
        ("asdf", None, "'asdf' is no date I understand"),
        ("", None, "is no date I understand"),
        ("12", None, "is no date I understand"),
        ("may", None, "is no date I understand"),
        ("15:00 16:00", None, "is no date I understand"),
        ("+2h 15:00", None, "is no date I understand"),
        ("x" * 1_000_000, None, "too long"),
        ("\x1b[31m\ud800", None, "is no date I understand"),
    ],
)
def test_refusals_say_why_in_one_printable_line(text: str, order: str | None, reason: str) -> None:
    with pytest.raises(BadValueError) as caught:
        parse_when(text, now=NOW, date_order=order)
    assert reason in caught.value.message
    assert caught.value.hint
    assert len(caught.value.message) < 120
    assert caught.value.message.isprintable()


@given(
    st.dates(date(1900, 1, 1), date(2200, 12, 31)),
    st.none() | st.times().map(lambda t: t.replace(microsecond=0)),
)
def test_what_is_echoed_can_be_typed_back(on: date, at: time | None) -> None:
    said = parse_when(format_when(When(on, at)), now=NOW)
    assert said == When(on, at and at.replace(second=0))
    assert parse_when(on.isoformat(), now=NOW).on == on


@given(
    st.one_of(
        st.text(st.characters(codec=None), max_size=90),
        st.lists(
            st.sampled_from(
                [
                    "next",
                    "last",
                    "this",
                    "in",
                    "ago",
                    "+",
                    "-",
                    "3",
                    "d",
                    "w",
                    "24",
                    "11",
                    "/",
                    ".",
                    "nov",
                    "fri",
                    "15:00",
                    "9am",
                    "now",
                    "eom",
                    "2026-11-24",
                    "t",
                    "z",
                    "99999",
                    "day",
                ]
            )
        ).map("".join),
        st.lists(
            st.sampled_from(
                [
                    "next",
                    "last",
                    "this",
                    "in",
                    "3",
                    "weeks",
                    "days",
                    "ago",
                    "+3d",
                    "24",
                    "nov",
                    "fri",
                    "15:00",
                    "9",
                    "am",
                    "2200",
                    "29",
                    "feb",
                ]
            )
        ).map(" ".join),
    ),
    st.datetimes(datetime(1900, 1, 2), datetime(2200, 12, 30)),
    st.booleans(),
    st.sampled_from([None, "dmy", "mdy", "ymd"]),
)
def test_only_our_error_escapes_and_years_stay_in_bounds(
    text: str, now: datetime, past: bool, order: str | None
) -> None:
    try:
        when = parse_when(text, now=now.replace(tzinfo=RIGA), past=past, date_order=order)
    except BadValueError:
        return
    assert 1900 <= when.on.year <= 2200


@given(
    st.datetimes(datetime(1905, 1, 1), datetime(2190, 1, 1)),
    st.sampled_from(["mon", "fri", "24 nov", "29 feb", "1/1"]),
)
def test_ahead_is_never_behind_and_back_never_ahead(now: datetime, text: str) -> None:
    aware = now.replace(tzinfo=UTC)
    assert parse_when(text, now=aware).on >= now.date()
    assert parse_when(text, now=aware, past=True).on <= now.date()


def test_hours_are_counted_on_the_clock_that_really_runs() -> None:
    before_the_gap = datetime(2026, 3, 29, 2, 30, tzinfo=RIGA)
    assert ahead("+1h", before_the_gap) == "Sun 29 Mar 2026 04:30"


def test_times_in_the_gap_move_forward_and_the_fold_is_the_first() -> None:
    gap = local_instant(When(date(2026, 3, 29), time(3, 30)), RIGA, time(9))
    assert gap.isoformat() == "2026-03-29T04:30:00+03:00"
    fold_hour = local_instant(When(date(2026, 10, 25), time(3, 30)), RIGA, time(9))
    assert fold_hour.isoformat() == "2026-10-25T03:30:00+03:00"
    assert local_instant(When(date(2026, 11, 24), None), RIGA, time(9)).isoformat() == "2026-11-24T09:00:00+02:00"
    assert local_instant(When(date(2026, 11, 24), time(0)), RIGA, time(9)).hour == 0


def test_a_broken_clock_is_an_error_not_a_crash() -> None:
    with pytest.raises(BadValueError, match="the clock says 9999"):
        parse_when("tomorrow", now=datetime(9999, 12, 31, tzinfo=UTC))


def test_dates_are_written_in_english() -> None:
    assert format_date(date(2026, 11, 24)) == "Tue 24 Nov 2026"
    assert format_when(When(date(2026, 11, 24), time(0))) == "Tue 24 Nov 2026 00:00"


@pytest.mark.parametrize(
    ("text", "echo"),
    [
        ("20:00", "Thu 26 Nov 2026 20:00"),
        ("noon", "Thu 26 Nov 2026 12:00"),
        ("09:59", "Fri 27 Nov 2026 09:59"),
        ("fri 18:00", "Fri 20 Nov 2026 18:00"),
        ("fri 09:00", "Fri 27 Nov 2026 09:00"),
        ("today 23:00", "Fri 27 Nov 2026 23:00"),
    ],
)
def test_looking_back_a_time_still_to_come_today_is_the_last_such_moment(text: str, echo: str) -> None:
    assert back(text, FRIDAY) == echo
