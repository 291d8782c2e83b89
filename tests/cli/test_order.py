"""`crm order`: amounts, refunds in step with their orders, currencies, lists, and the corrections behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.actions import order
from crmcli.actions.session import Session
from crmcli.errors import BadValueError, DeclinedError

TODAY = "2026-11-20"


@pytest.fixture
def book(crm: Any) -> Any:
    """A book with Ana (c1) and Bruno (c2)."""
    crm("add", "Ana Berzina")
    crm("add", "Bruno Kalns")
    return crm


@pytest.fixture
def correct(book: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """correct("revise", 1, amount="5") runs one of the actions behind `crm edit` and `crm void`."""
    monkeypatch.setenv("CRM_NOW", f"{TODAY}T09:00:00+00:00")

    def run(verb: str, order_id: int, **typed: Any) -> Any:
        with Session(Path(book.path), command=verb) as session:
            return getattr(order, verb)(session, order_id, **typed)

    return run


def cancelled(crm: Any, dump: Any) -> dict[int, tuple[str, int]]:
    """id -> (counts_on, cancelled), the two columns that the analyses go by and no answer shows."""
    return {row[0]: (row[3], row[16]) for row in dump(crm.path)["orders"]}


class TestAdding:
    def test_an_order_has_every_promised_key(self, book: Any) -> None:
        item = book.item(
            "order", "add", "ana", "120.50", "--on", "2026-11-03", "--cost", "70", "--quantity", "12",
            "--line", "beans", "--site", "harbour", "--ref", "R-1", "--by", "Ilze",
        )  # fmt: skip
        assert item == {
            "id": 1, "contact": {"id": 1, "name": "Ana Berzina"}, "on": "2026-11-03", "amount_minor": 12050,
            "cost_minor": 7000, "currency": "EUR", "rate": None, "base_minor": 12050, "quantity": "12",
            "line": "beans", "site": "harbour", "ref": "R-1", "by": "Ilze", "refund_of": None,
            "source": None, "voided": False,
        }  # fmt: skip

    def test_the_day_is_today_and_the_seller_whoever_works(self, book: Any) -> None:
        item = book.item("order", "add", "ana", "1", env={"CRM_BY": "Juris"})
        assert (item["on"], item["by"]) == (TODAY, "Juris")

    def test_a_walk_in_has_no_contact_and_starts_a_book(self, crm: Any) -> None:
        assert crm.item("order", "add", "--walk-in", "4.50")["contact"] is None

    def test_a_free_order_counts_as_an_order(self, book: Any) -> None:
        assert book.item("order", "add", "ana", "0")["amount_minor"] == 0

    @pytest.mark.parametrize(
        "words",
        [["ana"], ["12.50"], [], ["--walk-in"], ["--walk-in", "ana", "5"], ["ana", "five"], ["ana", "1,234"]],
    )
    def test_words_that_do_not_fit_are_usage_errors(self, book: Any, words: list[str]) -> None:
        book.fails(2, "order", "add", *words)

    @pytest.mark.parametrize(
        ("flag", "value"),
        [
            ("--on", "someday"), ("--cost", "-3"), ("--quantity", "0"), ("--quantity", "many"),
            ("--currency", "XQQ"), ("--rate", "1.1"), ("--ref", "x" * 300), ("--refund-of", "c1"),
            ("--line", "\u200b"),
        ],
    )  # fmt: skip
    def test_values_that_cannot_be_are_refused(self, book: Any, flag: str, value: str) -> None:
        book("order", "add", "ana", "5")
        book.fails(2, "order", "add", "ana", "5", flag, value)

    def test_hostile_words_are_kept_and_shown_harmlessly(self, book: Any) -> None:
        item = book.item("order", "add", "ana", "5", "--ref", "\x1b[31m\u202ered", "--line", "=1+1")
        assert item["line"] == "=1+1"
        assert "\x1b" not in book("order", "list").out

    def test_a_day_to_come_is_kept_with_a_note_and_left_out_until_then(self, book: Any) -> None:
        assert "to come" in " ".join(book.json("order", "add", "ana", "5", "--on", "2026-12-04")["notes"])
        answer = book.json("order", "list")
        assert answer["items"] == []
        assert any("--to" in note for note in answer["notes"])
        assert book.json("order", "list", "--to", "2026-12-31")["summary"]["total_minor"] == 500
        assert len(book.items("order", "list", now="2026-12-05T09:00:00+00:00")) == 1

    def test_the_same_reference_twice_is_named_and_kept(self, book: Any) -> None:
        book("order", "add", "ana", "5", "--ref", "R-1")
        assert book.json("order", "add", "bruno", "5", "--ref", "R-1")["notes"] == []
        assert "o1 " in book.json("order", "add", "ana", "5", "--ref", "R-1")["notes"][0]
        assert book.json("order", "list")["summary"]["count"] == 3

    def test_undo_takes_an_order_back(self, book: Any, dump: Any) -> None:
        before = dump(book.path)
        book("order", "add", "ana", "5")
        book("undo")
        assert dump(book.path) == before


class TestCurrencies:
    def test_the_rate_of_the_day_is_kept_with_the_order(self, book: Any) -> None:
        item = book.item("order", "add", "ana", "100.05", "--currency", "usd", "--rate", "0.9237", "--cost", "10")
        assert (item["currency"], item["rate"], item["amount_minor"], item["base_minor"]) == (
            "USD",
            "0.9237",
            10005,
            9242,
        )
        assert item["cost_minor"] == 1000

    def test_currencies_without_decimals_convert_by_whole_units(self, book: Any) -> None:
        item = book.item("order", "add", "ana", "10000", "--currency", "JPY", "--rate", "0.0061")
        assert (item["amount_minor"], item["base_minor"]) == (10000, 6100)

    def test_a_missing_rate_is_never_guessed(self, book: Any) -> None:
        book("order", "add", "ana", "100", "--currency", "USD", "--rate", "0.9")
        answer = book.json("order", "add", "ana", "100", "--currency", "USD")
        assert answer["item"]["base_minor"] is None
        assert "crm edit o2 --rate" in answer["notes"][0]
        assert book.json("order", "list")["summary"] == {"count": 2, "total_minor": 9000, "excluded": 1}


class TestRefunds:
    @pytest.mark.parametrize("words", [["ana", "20", "--refund"], ["ana", "-20"], ["ana", "-20", "--refund"]])
    def test_a_free_refund_is_an_amount_below_zero(self, book: Any, words: list[str]) -> None:
        item = book.item("order", "add", *words, "--cost", "12")
        assert (item["amount_minor"], item["cost_minor"], item["refund_of"]) == (-2000, -1200, None)

    def test_a_tied_refund_takes_contact_currency_rate_and_day_from_its_order(self, book: Any, dump: Any) -> None:
        book(
            "order",
            "add",
            "ana",
            "100",
            "--currency",
            "USD",
            "--rate",
            "0.9",
            "--on",
            "2026-10-01",
            "--line",
            "beans",
        )
        item = book.item("order", "add", "--refund-of", "o1", "40")
        assert item["contact"]["id"] == 1
        assert (item["currency"], item["rate"], item["base_minor"]) == ("USD", "0.9", -3600)
        assert (item["on"], item["refund_of"], item["line"]) == (TODAY, 1, "beans")
        assert cancelled(book, dump) == {1: ("2026-10-01", 0), 2: ("2026-10-01", 0)}

    def test_without_an_amount_all_that_is_left_goes_back_and_the_order_is_cancelled(
        self, book: Any, dump: Any
    ) -> None:
        book("order", "add", "ana", "100")
        book("order", "add", "--refund-of", "o1", "30")
        assert book.item("order", "add", "--refund-of", "1")["amount_minor"] == -7000
        assert cancelled(book, dump)[1][1] == 1
        book("undo")
        assert cancelled(book, dump)[1][1] == 0

    def test_more_than_is_left_is_refused_with_what_is_left(self, book: Any) -> None:
        book("order", "add", "ana", "100")
        book("order", "add", "--refund-of", "o1", "60")
        assert "40.00 EUR" in book.fails(2, "order", "add", "--refund-of", "o1", "40.01")
        book("order", "add", "--refund-of", "o1", "40")
        assert "in full" in book.fails(2, "order", "add", "--refund-of", "o1", "1")

    def test_what_no_refund_can_be(self, book: Any) -> None:
        book("order", "add", "ana", "100", "--on", "2026-11-10")
        book("order", "add", "ana", "10", "--refund")
        book.fails(2, "order", "add", "--refund-of", "o2", "5")
        book.fails(2, "order", "add", "bruno", "5", "--refund-of", "o1")
        book.fails(2, "order", "add", "--refund-of", "o1", "0")
        book.fails(2, "order", "add", "--refund-of", "o1", "5", "--on", "2026-11-09")
        book.fails(2, "order", "add", "--refund-of", "o1", "5", "--currency", "USD")
        book.fails(4, "order", "add", "--refund-of", "o9", "5")
        assert book.item("order", "add", "ana", "5", "--refund-of", "o1")["id"] == 3

    @given(parts=st.lists(st.integers(1, 500), min_size=1, max_size=4), rate=st.integers(1, 300))
    def test_an_order_given_back_in_parts_leaves_nothing(self, worlds: Any, parts: list[int], rate: int) -> None:
        crm = worlds()
        whole = sum(parts)
        crm(
            "order",
            "add",
            "--walk-in",
            f"{whole / 100:.2f}",
            "--currency",
            "USD",
            "--rate",
            f"{rate / 100:.2f}",
        )
        for part in parts:
            crm("order", "add", "--refund-of", "o1", f"{part / 100:.2f}")
        assert crm.json("order", "list")["summary"]["total_minor"] == 0
        crm.fails(2, "order", "add", "--refund-of", "o1", "0.01")


class TestListing:
    def test_newest_first_and_the_total_is_net(self, book: Any) -> None:
        for day, amount in (("2026-11-01", "10"), ("2026-11-05", "20"), ("2026-11-03", "40")):
            book("order", "add", "ana", amount, "--on", day)
        book("order", "add", "--walk-in", "5")
        book("order", "add", "--refund-of", "o2", "7")
        answer = book.json("order", "list")
        assert [one["id"] for one in answer["items"]] == [5, 4, 2, 3, 1]
        assert answer["summary"] == {"count": 5, "total_minor": 6800, "excluded": 0}
        assert book.json("order", "list", "ana", "--limit", "1")["summary"]["total_minor"] == 6300

    def test_a_tied_refund_lowers_the_time_of_its_order(self, book: Any) -> None:
        book("order", "add", "ana", "100", "--on", "2026-01-10")
        book("order", "add", "--refund-of", "o1", "40", "--on", "2026-03-05")
        january = book.json("order", "list", "--from", "2026-01-01", "--to", "2026-01-31")
        assert january["summary"]["total_minor"] == 6000
        march = book.json("order", "list", "--from", "2026-03-01", "--to", "2026-03-31")
        assert march["summary"] == {"count": 0, "total_minor": 0, "excluded": 0}
        assert "1 refund in this time" in march["notes"][0]
        february = book.json("order", "list", "--from", "2026-01-01", "--to", "2026-01-31", "--as-of", "2026-02-01")
        assert february["summary"]["total_minor"] == 10000

    def test_days_the_wrong_way_round_are_refused(self, book: Any) -> None:
        book.fails(2, "order", "list", "--from", "2026-03-01", "--to", "2026-01-31")

    def test_without_a_book_there_is_nothing_to_list(self, crm: Any) -> None:
        crm.fails(10, "order", "list")

    def test_a_table_says_how_many_more_there_are(self, book: Any) -> None:
        for _ in range(27):
            book("order", "add", "--walk-in", "1")
        shown = book("order", "list").out
        assert "2 more" in shown
        assert "27.00" in shown
        assert len(book.items("order", "list")) == 27


class TestCorrecting:
    def test_what_is_not_said_stays(self, book: Any, correct: Any) -> None:
        before = book.item("order", "add", "ana", "10", "--ref", "R", "--line", "beans", "--cost", "4")
        result = correct("revise", 1, amount="12", ref="", on=None)
        assert result.item == {
            **before,
            "amount_minor": 1200,
            "base_minor": 1200,
            "ref": None,
            "changed": ["amount", "ref"],
        }
        assert sorted(result.summary["changed"]) == ["amount", "ref"]
        assert correct("revise", 1, amount="12").summary == {"operation": None, "changed": []}

    def test_the_day_and_the_rate_of_an_order_move_its_refunds(self, book: Any, correct: Any, dump: Any) -> None:
        book("order", "add", "ana", "100", "--currency", "USD", "--on", "2026-11-10")
        book("order", "add", "--refund-of", "o1", "40")
        correct("revise", 1, on="2026-11-02", rate="0.5", who="bruno")
        answer = book.json("order", "list", "bruno")
        assert [one["base_minor"] for one in answer["items"]] == [-2000, 5000]
        assert cancelled(book, dump) == {1: ("2026-11-02", 0), 2: ("2026-11-02", 0)}
        book("undo")
        assert book.json("order", "list", "ana")["summary"]["excluded"] == 2

    @pytest.mark.parametrize(
        ("order_id", "typed"),
        [
            (1, {"amount": "39.99"}), (1, {"amount": "-5"}), (1, {"currency": "USD"}), (1,
            {"on": "2026-11-19"}), (1, {"refund_of": "o1"}), (2, {"amount": "100.01"}), (2,
            {"on": "2026-11-09"}), (2, {"rate": "2"}), (2, {"who": "bruno"}), (1, {"valid_until": "fri"}),
        ],
    )  # fmt: skip
    def test_what_would_part_an_order_from_its_refunds_is_refused(
        self, book: Any, correct: Any, dump: Any, order_id: int, typed: dict[str, str]
    ) -> None:
        book("order", "add", "ana", "100", "--on", "2026-11-10")
        book("order", "add", "--refund-of", "o1", "40", "--on", "2026-11-12")
        before = dump(book.path)
        with pytest.raises(BadValueError):
            correct("revise", order_id, **typed)
        assert dump(book.path) == before

    def test_a_free_refund_can_be_tied_to_its_order_afterwards(self, book: Any, correct: Any, dump: Any) -> None:
        book("order", "add", "ana", "100", "--on", "2026-11-10")
        book("order", "add", "ana", "-100")
        assert correct("revise", 2, refund_of="o1").item["refund_of"] == 1
        assert cancelled(book, dump) == {1: ("2026-11-10", 1), 2: ("2026-11-10", 0)}

    def test_empty_text_takes_away(self, book: Any, correct: Any, dump: Any) -> None:
        book("order", "add", "ana", "100", "--on", "2026-11-10", "--cost", "4", "--quantity", "2")
        book("order", "add", "--refund-of", "o1")
        item = correct("revise", 2, refund_of="").item
        assert (item["refund_of"], item["amount_minor"]) == (None, -10000)
        assert cancelled(book, dump) == {1: ("2026-11-10", 0), 2: (TODAY, 0)}
        item = correct("revise", 1, who="", rate="", cost="", quantity="").item
        assert (item["contact"], item["rate"], item["cost_minor"], item["quantity"]) == (None, None, None, None)
        book.fails(2, "order", "add", "", "5")

    def test_another_currency_keeps_the_figures_and_drops_the_rate(self, book: Any, correct: Any) -> None:
        book("order", "add", "ana", "1234", "--currency", "USD", "--rate", "0.9")
        item = correct("revise", 1, currency="JPY").item
        assert (item["amount_minor"], item["rate"], item["base_minor"]) == (1234, None, None)
        assert correct("revise", 1, currency="EUR").item["base_minor"] == 123400

    def test_striking_out_an_order_takes_its_refunds_along(self, book: Any, correct: Any) -> None:
        book("order", "add", "ana", "100")
        book("order", "add", "--refund-of", "o1", "40")
        result = correct("void", 1)
        assert (result.item["voided"], result.item["refunds"]) == (True, [2])
        assert book.json("order", "list")["summary"]["count"] == 0
        book.fails(5, "order", "add", "--refund-of", "o1", "5")
        with pytest.raises(DeclinedError):
            correct("void", 1)
        book("undo")
        assert book.json("order", "list")["summary"] == {"count": 2, "total_minor": 6000, "excluded": 0}

    def test_striking_out_a_refund_leaves_more_of_its_order(self, book: Any, correct: Any, dump: Any) -> None:
        book("order", "add", "ana", "100")
        book("order", "add", "--refund-of", "o1")
        correct("void", 2)
        assert cancelled(book, dump)[1][1] == 0
        assert book.item("order", "add", "--refund-of", "o1", "100")["id"] == 3


def test_to_the_end_of_the_month_means_this_month(crm: Any) -> None:
    crm("add", "Ana")
    for on in ("2026-11-02", "2026-11-28", "2026-12-01"):
        crm("order", "add", "ana", "10", "--on", on)
    assert crm.json("order", "list", "--from", "2026-01-01", "--to", "eom")["summary"]["count"] == 2


def test_notes_name_the_orders_that_want_a_rate_and_the_day_that_shows_the_rest(crm: Any) -> None:
    crm("add", "Ana")
    for _ in range(4):
        crm("order", "add", "ana", "10", "--currency", "USD")
    crm("order", "add", "ana", "10", "--on", "2026-12-24")
    rates, ahead = crm.json("order", "list")["notes"]
    assert "4 orders" in rates
    assert "(o1, o2 and 2 more)" in rates
    assert "`crm edit o1 --rate R`" in rates
    assert "1 order dated after" in ahead
    assert crm.json("order", "list", "--to", ahead.partition("--to ")[2].split()[0])["summary"]["count"] == 5


def test_a_correction_says_what_changed_in_words(crm: Any) -> None:
    crm("add", "Ana")
    crm("order", "add", "ana", "10")
    assert "Changed date. Order o1" in crm("edit", "o1", "--on", "2026-11-02").out

    def test_a_day_to_come_is_said_as_when_it_is_entered(self, book: Any) -> None:
        book("order", "add", "ana", "100")
        assert "is a day to come" in book.json("edit", "o1", "--on", "tomorrow")["notes"][0]
        assert book.json("edit", "o1", "120")["notes"] == []

    def test_what_was_given_back_in_full_is_not_given_back_again(self, book: Any) -> None:
        book("order", "add", "ana", "100")
        book("order", "add", "--refund-of", "o1")
        for words in ((), ("5",)):
            assert "o1 has been given back in full" in book.fails(2, "order", "add", "--refund-of", "o1", *words)
