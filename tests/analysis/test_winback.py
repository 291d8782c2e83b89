"""Winback: who is worth it, from when they are lost, and the first rule that anything points to."""

from __future__ import annotations

from typing import Any

import pytest

from crmcli.analysis.standing import Limits
from crmcli.analysis.winback import BEFORE, RULES, SILENCE, Case, Likely, LostQuote, Spoken, likely, lost_on, worth

LAST, LOST = 1000, 1183
BOUNDS = Limits(50_000, 10_000)


def word(number: int, on: int, nature: str = "sales", outcome: str = "neutral", mood: int | None = None) -> Spoken:
    return Spoken(number, on, nature, outcome, mood)


def case(*spoken: Spoken, **more: Any) -> Case:
    return Case(LAST, LOST, spoken, **more)


@pytest.mark.parametrize(
    ("value", "growing", "expected"),
    [
        (60_000, False, "A"),
        (60_000, True, "A"),
        (10_000, False, "B"),
        (9_999, True, "growing"),
        (9_999, False, None),
        (0, False, None),
        (-5, False, None),
    ],
)
def test_worth_is_the_class_then_or_growth(value: int, growing: bool, expected: str | None) -> None:
    assert worth(value, BOUNDS, growing=growing) == expected


def test_lost_is_the_later_of_lapsed_and_half_a_year_without_an_order() -> None:
    assert lost_on(LAST + 40, LAST + 183) == LAST + 183
    assert lost_on(LAST + 300, LAST + 183) == LAST + 300


def test_nothing_on_record_is_not_known() -> None:
    assert likely(case()) == Likely("unknown")


def test_a_complaint_is_a_bad_word_about_the_goods_the_service_or_the_delivery() -> None:
    bad = word(7, LAST - 5, "delivery", "negative")
    assert likely(case(bad, word(8, LAST + 3))) == Likely("complaint", 7, LAST - 5, "delivery")
    assert likely(case(word(7, LAST, "quality", mood=-1))).kind == "complaint"
    assert likely(case(word(7, LAST, "quality", "positive", 1))).kind != "complaint"
    assert likely(case(word(7, LAST, "payment", "negative"))).kind == "unhappy"


def test_the_latest_evidence_of_a_rule_counts() -> None:
    found = likely(case(word(1, LAST - 20, "quality", "negative"), word(2, LAST + 20, "service", mood=-2)))
    assert (found.id, found.detail) == (2, "service")


def test_what_was_said_long_before_the_last_order_did_not_drive_them_away() -> None:
    assert likely(case(word(1, LAST - BEFORE - 1, "quality", "negative"), word(2, LOST))).kind == "unknown"
    assert likely(case(word(1, LAST - BEFORE, "quality", "negative"))).kind == "complaint"


def test_a_quote_lost_with_a_reason_says_more_than_a_later_one_without() -> None:
    quotes = (LostQuote(3, LAST, LAST + 10, "price"), LostQuote(4, LAST, LAST + 20, None))
    assert likely(case(quotes=quotes)) == Likely("quote", 3, LAST + 10, "price", letter="q")
    assert likely(case(quotes=quotes[1:])) == Likely("quote", 4, LAST + 20, None, letter="q")
    assert likely(case(quotes=(LostQuote(3, LAST - 200, LAST - BEFORE - 1, "price"),))).kind == "unknown"


def test_a_quote_closed_after_the_loss_counts_from_the_day_it_was_sent_and_one_sent_after_it_not_at_all() -> None:
    found = likely(case(quotes=(LostQuote(3, LAST + 5, LOST + 10, "price"),)))
    assert found == Likely("quote", 3, LAST + 5, "price", letter="q", closed_later=True)
    assert likely(case(quotes=(LostQuote(3, LAST + 5, LOST, "price"),))) == Likely(
        "quote", 3, LOST, "price", letter="q"
    )
    assert likely(case(quotes=(LostQuote(3, LOST + 1, LOST + 10, "price"),))).kind == "unknown"


def test_not_to_be_contacted_is_said_or_set() -> None:
    assert likely(case(word(5, LAST + 9, outcome="do-not-call"))) == Likely("do_not_contact", 5, LAST + 9, "sales")
    assert likely(case(word(5, LOST), closed=True)) == Likely("do_not_contact")


def test_silence_of_ours_is_counted_up_to_the_day_they_were_lost() -> None:
    quiet = word(5, LOST - SILENCE)
    assert likely(case(quiet, word(6, LOST + 30))) == Likely("silence", 5, LOST - SILENCE, days=SILENCE)
    assert likely(case(word(5, LOST - SILENCE + 1))).kind == "unknown"
    assert likely(case(quiet, word(6, LOST - 3, outcome="no-answer"))).kind == "silence"


def test_with_nobody_ever_spoken_to_silence_is_no_reason() -> None:
    assert likely(case(word(6, LOST - 3, outcome="no-answer"))).kind == "unknown"


def test_the_rules_are_asked_in_their_order() -> None:
    everything = case(
        word(1, LOST - 200, mood=-1),
        word(2, LAST - 10, "quality", "negative"),
        word(3, LAST, outcome="do-not-call"),
        quotes=(LostQuote(4, LAST - 9, LAST, "price"),),
        closed=True,
    )
    kinds = [found.kind for rule in RULES if (found := rule(everything))]
    assert kinds == ["complaint", "quote", "unhappy", "do_not_contact", "silence"]
    assert likely(everything).kind == "complaint"
