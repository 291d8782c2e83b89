"""The made-up book: the same for the same day, nothing after it, nobody real, nobody called on a Sunday."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from crmcli.demo.book import make
from crmcli.demo.rows import DemoBook
from crmcli.domain.text import clean_email
from crmcli.domain.words import CHANNELS, DIRECTIONS, NATURES, ONE_WAY, OUTCOMES

FRIDAY = date(2026, 11, 20)
DAYS = (FRIDAY, date(2027, 2, 1), date(2028, 2, 29), date(2027, 6, 20), date(2027, 1, 1), date(2027, 8, 7))
RIGA = ZoneInfo("Europe/Riga")

book_of = cache(make)


@pytest.fixture(params=DAYS, ids=str)
def day(request: pytest.FixtureRequest) -> date:
    found: date = request.param
    return found


@pytest.fixture
def book(day: date) -> DemoBook:
    return book_of(day)


def test_the_same_day_gives_the_same_book() -> None:
    assert make(FRIDAY) == make(FRIDAY)
    assert make(FRIDAY) != make(FRIDAY + timedelta(days=1))


def test_nothing_has_happened_after_the_day(book: DemoBook, day: date) -> None:
    happened = [
        *(row.on_date for row in book.interactions),
        *(row.on_date for row in book.orders),
        *(row.on_date for row in book.quotes),
        *(row.on_date for row in book.remarks),
        *(row.created_on for row in book.followups),
        *(row.created_on for row in book.contacts),
        *(row.closed_on for row in (*book.quotes, *book.followups) if row.closed_on),
        *(row.on_date for row in (*book.complaint_steps, *book.suggestions, *book.questions)),
        *(row.answered_on for row in book.suggestions if row.answered_on),
    ]
    assert max(happened) <= day.isoformat()
    assert min(happened) < (day - timedelta(days=700)).isoformat()


def test_every_reference_leads_somewhere(book: DemoBook) -> None:
    contacts = {row.id for row in book.contacts}
    talks = {row.id: row for row in book.interactions}
    orders = {row.id: row for row in book.orders}
    steps = {row.id for row in book.followups}
    for rows in (rows for table, rows in book.tables()[1:] if table != "questions"):
        assert {row.contact_id for row in rows} - {None} <= contacts
    for row in book.interactions:
        assert row.meeting_id is None or talks[row.meeting_id].on_date == row.on_date
    for step in book.followups:
        assert {step.opened_by, step.closed_by} - {None} <= talks.keys()
        assert step.repeats is None or step.repeats in steps
    for refund in (row for row in book.orders if row.refund_of is not None):
        sold = orders[refund.refund_of or 0]
        assert sold.contact_id == refund.contact_id
        assert sold.on_date <= refund.on_date
        assert refund.counts_on == sold.on_date
        assert -sold.amount_minor <= refund.amount_minor < 0


def test_numbers_count_from_one_without_a_gap(book: DemoBook) -> None:
    for rows in (book.contacts, book.interactions, book.orders, book.followups):
        assert [row.id for row in rows] == list(range(1, len(rows) + 1))
    assert [row.at for row in book.interactions] == sorted(row.at for row in book.interactions)


def test_nobody_works_at_night_or_on_a_weekend(book: DemoBook) -> None:
    for row in book.interactions:
        local = datetime.fromisoformat(row.at).astimezone(RIGA)
        assert local.date().isoformat() == row.on_date
        if row.direction == "out" or row.channel not in ONE_WAY:
            assert local.weekday() < 5, row
            assert 9 <= local.hour < 17, row


def test_nobody_was_spoken_to_before_they_were_in_the_book(book: DemoBook) -> None:
    entered = {row.id: row.created_on for row in book.contacts}
    assert all(entered[row.contact_id] <= row.on_date for row in book.interactions)
    assert all(entered[row.contact_id] <= row.on_date for row in book.orders if row.contact_id)


def test_words_are_those_of_the_program(book: DemoBook) -> None:
    for row in book.interactions:
        assert row.channel in CHANNELS
        assert row.direction in DIRECTIONS
        assert row.nature in NATURES
        assert row.outcome in OUTCOMES
        assert row.mood is None or -2 <= row.mood <= 2
        assert "{" not in row.text
        assert row.text[0] == row.text[0].upper()
    used = {row.channel for row in book.interactions}
    assert {"phone", "email", "message", "visit", "meeting", "letter", "web"} <= used


def test_sentences_do_not_repeat_themselves(book: DemoBook) -> None:
    assert len({row.text for row in book.interactions}) >= 400


def test_addresses_lead_nowhere(book: DemoBook) -> None:
    for point in book.points:
        if point.kind == "email":
            clean_email(point.value)
            assert re.search(r"(\.example|@example\.(com|org|net))$", point.value)
        elif point.kind == "phone":
            assert re.fullmatch(r"\+371 5000 \d{4}|\+44 (7700 900|1632 960)\d{3}", point.value)
    values = [(point.kind, point.value) for point in book.points if point.kind != "address"]
    assert len(set(values)) == len(values)


def test_names_come_in_five_scripts(book: DemoBook) -> None:
    text = " ".join(row.name for row in book.contacts)
    for letters in ("[āēīļņš]", "[অ-হ]", "[ء-ي]", "[ぁ-ん]", "The "):
        assert re.search(letters, text), letters
    assert len({row.name for row in book.contacts}) == len(book.contacts)
    customers = {row.contact_id for row in book.orders} - {None}
    assert 130 <= len(customers) <= 170


def test_trade_has_every_rhythm(book: DemoBook, day: date) -> None:
    bought: dict[int, list[date]] = {}
    for row in book.orders:
        if row.contact_id and row.amount_minor > 0:
            bought.setdefault(row.contact_id, []).append(date.fromisoformat(row.on_date))
    silent = {contact: (day - max(days)).days for contact, days in bought.items()}
    counts = {contact: len(set(days)) for contact, days in bought.items()}
    assert sum(count > 60 for count in counts.values()) >= 5
    assert sum(count == 1 for count in counts.values()) >= 15
    assert sum(counts[contact] > 3 and days > 120 for contact, days in silent.items()) >= 10
    assert sum(min(days) >= day.replace(day=1) for days in bought.values()) >= 3
    assert any(row.contact_id is None for row in book.orders)
    assert {"EUR", "GBP", "USD"} == {row.currency for row in book.orders}
    assert sum(row.base_minor is None for row in book.orders) == 1


def test_most_costs_are_known_and_leave_a_gross_margin_of_25_to_45_percent(book: DemoBook) -> None:
    sold = [row for row in book.orders if row.amount_minor > 0]
    known = [(row, 1 - row.cost_minor / row.amount_minor) for row in sold if row.cost_minor is not None]
    assert 0.9 < len(known) / len(sold) < 1
    thin = {row.contact_id for row, margin in known if margin < 0.249}
    assert len(thin) == 3
    assert all(margin <= 0.4501 for _, margin in known)
    assert all(0.02 < margin < 0.17 for row, margin in known if row.contact_id in thin)


def test_who_takes_more_than_they_bring_is_visited_often_and_fills_shortlists(book: DemoBook, day: date) -> None:
    year_ago = (day - timedelta(days=365)).isoformat()
    costs = Counter[int]()
    for row in book.interactions:
        if row.on_date > year_ago and row.channel == "visit":
            costs[row.contact_id] += 2500 + 50 * (row.minutes or 0)
    refused = Counter(row.contact_id for row in book.quotes if row.shortlist and row.status == "lost")
    demanding = [contact for contact, quotes in refused.items() if quotes >= 3]
    assert len(demanding) == 3
    for contact in demanding:
        sold = [row for row in book.orders if row.contact_id == contact and row.on_date > year_ago]
        margin = sum(row.amount_minor - (row.cost_minor or 0) for row in sold)
        assert margin < costs[contact]


def test_some_buy_far_less_of_late(book: DemoBook, day: date) -> None:
    recent, before = Counter[int](), Counter[int]()
    for row in book.orders:
        if row.contact_id and row.base_minor:
            back = (day - date.fromisoformat(row.on_date)).days
            which = recent if back < 45 else before if 75 <= back < 255 else Counter[int]()
            which[row.contact_id] += row.base_minor
    cut = [one for one in recent if before[one] > 300_000 and recent[one] / 45 < 0.35 * before[one] / 180]
    assert 2 <= len(cut) <= 8


def test_estimates_name_a_source_and_mostly_a_rival(book: DemoBook, day: date) -> None:
    customers = {row.contact_id for row in book.orders}
    assert 8 <= len(book.wallets) <= 16
    assert all(row.amount_minor > 0 and row.source and row.contact_id in customers for row in book.wallets)
    assert 0 < sum(row.competitor is None for row in book.wallets) < len(book.wallets) / 2
    old = [row for row in book.wallets if row.on_date < (day - timedelta(days=366)).isoformat()]
    assert len(old) == 1
    assert max(row.on_date for row in book.wallets) <= day.isoformat()


def test_wanted_accounts_have_two_named_people_but_for_some(book: DemoBook, day: date) -> None:
    people = Counter(row.company_id for row in book.roles)
    wanted = [people[row.contact_id] for row in book.wanted]
    assert 4 <= len(wanted) <= 6
    assert any(count < 2 for count in wanted)
    assert any(count >= 2 for count in wanted)
    assert {row.year for row in book.wanted} == {day.year + 1}
    assert all(row.why for row in book.wanted)


def test_quotes_have_every_fate(book: DemoBook) -> None:
    fates = Counter(row.status for row in book.quotes)
    assert {"open", "won", "lost", "expired"} == fates.keys()
    assert all(row.reason for row in book.quotes if row.status == "lost")
    assert any(row.shortlist for row in book.quotes)


def test_followups_are_open_or_closed_on_a_day(book: DemoBook) -> None:
    for row in book.followups:
        assert (row.closed_on is None) == (row.status == "open"), row
        assert row.closed_on is None or row.created_on <= row.closed_on
    assert {row.kind for row in book.followups if row.status == "open"} == {"promise", "followup"}
    assert any(row.repeats for row in book.followups if row.status == "open")


def test_complaints_go_step_by_step_in_opening_hours(book: DemoBook) -> None:
    steps: dict[int, list[str]] = {}
    for row in book.complaint_steps:
        steps.setdefault(row.complaint_id, []).append(row.at)
        local = datetime.fromisoformat(row.at).astimezone(RIGA)
        assert local.weekday() < 5, row
        assert 9 <= local.hour < 17, row
    assert list(steps) == [row.id for row in book.complaints]
    assert all(instants == sorted(instants) for instants in steps.values())
    assert all(row.owner != row.about for row in book.complaints)


def test_quality_calls_are_made_by_somebody_else_than_the_owner(book: DemoBook) -> None:
    owners = {row.id: row.owner for row in book.contacts}
    told = [
        row for row in book.interactions if row.text.startswith(("Asked how", "Asked about the last", "Quality call"))
    ]
    calls = [row for row in told if row.nature == "quality" and row.outcome == "positive" and row.mood is None]
    assert len(calls) > 30
    assert all(row.by_whom != owners[row.contact_id] for row in calls)
