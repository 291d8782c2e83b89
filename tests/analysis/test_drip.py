"""Which question is asked next: never one whose answer is known, what was never asked before what went stale."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis.drip import Known, Person, Question, fits, is_stale, offered, stale_on
from crmcli.domain.span import Span

DAY = date(2026, 11, 20)
HALF_A_YEAR = Span(180, "d")
NEVER = Span(0, "d")
ANA = Person("person", "A", ("Horeca", "riga"))


def keys(bank: list[Question], answers: dict[str, Known], person: Person = ANA, most: int = 2) -> list[str]:
    found = offered(bank, answers, person, DAY, default=HALF_A_YEAR, most=most)
    return [offer.question.key for offer in found]


class TestAudience:
    @pytest.mark.parametrize(
        ("audience", "whether"),
        [
            ((), True), (("tag:horeca",), True), (("tag:HORECA",), True), (("tag:shop",), False), (("class:A",), True),
            (("class:B",), False), (("class:B", "class:A"), True), (("kind:company",), False),
            (("tag:horeca", "class:B"), False), (("tag:horeca", "class:A", "kind:person"), True),
        ],
    )  # fmt: skip
    def test_one_of_each_sort_has_to_hold(self, audience: tuple[str, ...], whether: bool) -> None:
        assert fits(audience, ANA) is whether

    def test_a_tag_may_have_a_colon(self) -> None:
        assert fits(("tag:fair:2026",), Person("person", "A", ("fair:2026",)))


class TestStale:
    def test_it_is_known_until_the_day_its_time_is_over(self) -> None:
        known = Known("x", "2026-05-24")
        assert stale_on(known, HALF_A_YEAR) == "2026-11-20"
        assert is_stale(known, HALF_A_YEAR, DAY)
        assert not is_stale(known, HALF_A_YEAR, date(2026, 11, 19))

    @pytest.mark.parametrize(
        ("known", "fresh"),
        [(Known("x", None), HALF_A_YEAR), (Known("x", "1990-01-01"), NEVER), (Known("x", "1990-01-01"), None)],
    )
    def test_what_has_no_date_or_no_end_never_goes_stale(self, known: Known, fresh: Span | None) -> None:
        assert stale_on(known, fresh) is None


class TestChoice:
    def test_never_asked_comes_before_stale_and_the_longest_stale_first(self) -> None:
        bank = [Question(1, "old", "?"), Question(2, "older", "?"), Question(3, "new", "?"), Question(4, "fresh", "?")]
        answers = {
            "old": Known("a", "2026-01-01"),
            "older": Known("b", "2025-01-01"),
            "fresh": Known("c", "2026-11-01"),
        }
        assert keys(bank, answers, most=9) == ["new", "older", "old"]

    def test_of_those_never_asked_the_closest_described_audience_comes_first(self) -> None:
        bank = [
            Question(1, "all", "?"),
            Question(2, "horeca", "?", ("tag:horeca",)),
            Question(3, "shops", "?", ("tag:shop",)),
        ]
        assert keys(bank, {}) == ["horeca", "all"]

    def test_no_more_than_asked_for(self) -> None:
        bank = [Question(number, f"k{number}", "?") for number in range(9)]
        assert keys(bank, {}, most=2) == ["k0", "k1"]

    def test_the_case_of_a_key_does_not_matter(self) -> None:
        assert keys([Question(1, "Need", "?")], {"need": Known("espresso", "2026-11-01")}) == []

    def test_a_question_has_its_own_time(self) -> None:
        bank = [Question(1, "birthplace", "?", (), NEVER), Question(2, "stock", "?", (), Span(1, "w"))]
        answers = {"birthplace": Known("Cēsis", "2001-01-01"), "stock": Known("full", "2026-11-12")}
        assert keys(bank, answers) == ["stock"]

    @given(
        ages=st.lists(st.one_of(st.none(), st.integers(0, 800)), max_size=8),
        fresh=st.integers(1, 400),
        most=st.integers(1, 4),
    )
    def test_never_one_whose_answer_is_fresh(self, ages: list[int | None], fresh: int, most: int) -> None:
        bank = [Question(number, f"k{number}", "?") for number in range(len(ages))]
        answers = {
            f"k{at}": Known("x", (DAY - timedelta(days=age)).isoformat())
            for at, age in enumerate(ages)
            if age is not None
        }
        found = offered(bank, answers, ANA, DAY, default=Span(fresh, "d"), most=most)
        worth = [age for age in ages if age is None or age >= fresh]
        assert len(found) == min(most, len(worth))
        for offer in found:
            age = ages[offer.question.id]
            assert age is None or age >= fresh
