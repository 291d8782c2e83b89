"""`crm quote`: sent, won, lost and why, expired; and the two corrections behind it."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crmcli.actions import quote
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

    def run(verb: str, quote_id: int, **typed: Any) -> Any:
        with Session(Path(book.path), command=verb) as session:
            return getattr(quote, verb)(session, quote_id, **typed)

    return run


def reasons(crm: Any, dump: Any) -> list[str]:
    """What the morning list knows of quotes, whatever the day."""
    return [str(row) for row in dump(crm.path, "derived")["reasons"] if "quote" in row]


class TestSending:
    def test_a_quote_has_every_promised_key(self, book: Any) -> None:
        item = book.item(
            "quote", "add", "ana", "500", "--for", "ten kilos", "--on", "2026-11-18", "--valid-until",
            "15 dec", "--shortlist", "--by", "Ilze",
        )  # fmt: skip
        assert item == {
            "id": 1, "contact": {"id": 1, "name": "Ana Berzina"}, "amount_minor": 50000, "currency": "EUR",
            "rate": None, "base_minor": 50000, "status": "open", "for": "ten kilos", "on": "2026-11-18",
            "valid_until": "2026-12-15", "closed_on": None, "reason": None, "shortlist": True,
            "by": "Ilze", "voided": False,
        }  # fmt: skip

    @pytest.mark.parametrize(
        "words",
        [
            ["-5"],
            ["0"],
            ["5", "--on", "2026-11-21"],
            ["5", "--valid-until", "2026-11-19"],
            ["5", "--rate", "2"],
            ["much"],
        ],
    )
    def test_what_no_quote_can_be(self, book: Any, words: list[str]) -> None:
        book.fails(2, "quote", "add", "ana", *words)

    def test_an_old_quote_past_its_validity_is_kept_and_said(self, book: Any) -> None:
        answer = book.json("quote", "add", "ana", "5", "--on", "2026-10-01", "--valid-until", "2026-10-31")
        assert "crm quote expire q1" in answer["notes"][0]
        assert book.json("quote", "list")["summary"]["overdue"] == 1

    def test_a_missing_rate_keeps_it_out_of_the_total(self, book: Any) -> None:
        answer = book.json("quote", "add", "ana", "5", "--currency", "USD")
        assert "crm edit q1 --rate" in answer["notes"][0]
        book("quote", "add", "ana", "10", "--currency", "USD", "--rate", "0.9")
        summary = book.json("quote", "list")["summary"]
        assert (summary["open"], summary["open_minor"], summary["excluded"]) == (2, 900, 1)


class TestClosing:
    @pytest.mark.parametrize(("verb", "status"), [("won", "won"), ("lost", "lost"), ("expire", "expired")])
    def test_a_closed_quote_keeps_the_day_and_the_reason(self, book: Any, dump: Any, verb: str, status: str) -> None:
        book("quote", "add", "ana", "500", "--on", "2026-11-01")
        assert len(reasons(book, dump)) == 1
        item = book.item("quote", verb, "q1", "--reason", "price", "--on", "2026-11-15")
        assert (item["status"], item["closed_on"], item["reason"]) == (status, "2026-11-15", "price")
        assert reasons(book, dump) == []
        assert status in book.fails(5, "quote", "lost", "1")

    def test_a_bare_number_will_do_and_a_wrong_one_is_not_found(self, book: Any) -> None:
        book("quote", "add", "ana", "500")
        assert book.item("quote", "won", "1")["status"] == "won"
        book.fails(4, "quote", "won", "q9")
        book.fails(2, "quote", "won", "o1")

    @pytest.mark.parametrize("day", ["2026-11-21", "2026-11-09"])
    def test_it_closes_between_its_day_and_today(self, book: Any, day: str) -> None:
        book("quote", "add", "ana", "500", "--on", "2026-11-10")
        book.fails(2, "quote", "won", "q1", "--on", day)

    def test_the_command_shown_enters_the_order(self, book: Any) -> None:
        book("quote", "add", "ana", "12345.60", "--currency", "USD", "--rate", "0.9", "--on", "2026-11-01")
        said = book("quote", "won", "q1", "--on", "2026-11-15").out
        command = shlex.split(said.split("`")[1])
        assert command[0] == "crm"
        item = book.item(*command[1:])
        assert (item["amount_minor"], item["base_minor"], item["on"]) == (1234560, 1111104, "2026-11-15")
        assert (item["contact"]["id"], item["ref"]) == (1, "q1")

    def test_order_enters_it_in_the_same_operation(self, book: Any, dump: Any) -> None:
        book("quote", "add", "ana", "500", "--by", "Ilze")
        before = dump(book.path)
        assert book.item("quote", "won", "q1", "--order")["order"] == 1
        [order] = book.items("order", "list")
        assert (order["amount_minor"], order["ref"], order["by"]) == (50000, "q1", "Ilze")
        book("undo")
        assert dump(book.path) == before

    def test_a_loss_without_a_reason_asks_for_it(self, book: Any) -> None:
        book("quote", "add", "ana", "500")
        assert "--reason" in book.json("quote", "lost", "q1")["notes"][0]


class TestListing:
    def test_the_open_ones_first_then_the_newest(self, book: Any) -> None:
        for day in ("2026-11-01", "2026-11-05", "2026-11-03", "2026-11-04"):
            book("quote", "add", "ana", "100", "--on", day)
        book("quote", "lost", "q2", "--reason", "price")
        book("quote", "won", "q4")
        answer = book.json("quote", "list")
        assert [one["id"] for one in answer["items"]] == [3, 1, 2, 4]
        assert answer["summary"] == {
            "count": 4, "open": 2, "won": 1, "lost": 1, "expired": 0, "open_minor": 20000, "excluded": 0,
            "overdue": 0,
        }  # fmt: skip
        assert [one["id"] for one in book.items("quote", "list", "--status", "lost")] == [2]
        assert book.items("quote", "list", "bruno") == []
        assert book.json("quote", "list", "--limit", "1")["summary"]["count"] == 4
        book.fails(2, "quote", "list", "--status", "gone")

    def test_as_of_shows_them_as_they_stood(self, book: Any) -> None:
        book("quote", "add", "ana", "100", "--on", "2026-11-01")
        book("quote", "lost", "q1", "--reason", "price", "--on", "2026-11-15")
        [then] = book.items("quote", "list", "--as-of", "2026-11-14")
        assert (then["status"], then["closed_on"], then["reason"]) == ("open", None, None)
        assert book.items("quote", "list", "--as-of", "2026-10-31") == []

    def test_the_table_reads_at_eighty_columns(self, book: Any) -> None:
        book("quote", "add", "ana", "100", "--for", "beans " * 40, "--valid-until", "eom")
        shown = book("quote", "list", env={"COLUMNS": "80"}).out
        assert max(map(len, shown.splitlines())) <= 80
        assert "until 2026-11-30" in shown


class TestCorrecting:
    def test_what_is_not_said_stays(self, book: Any, correct: Any) -> None:
        before = book.item("quote", "add", "ana", "500", "--for", "beans", "--shortlist", "--valid-until", "eom")
        result = correct("revise", 1, amount="450", valid_until="", shortlist="", rate="")
        after = {"amount_minor": 45000, "base_minor": 45000, "valid_until": None, "shortlist": False}
        assert {key: result.item[key] for key in before} == {**before, **after}
        assert sorted(result.summary["changed"]) == ["amount", "shortlist", "valid_until"]

    def test_reopening_brings_it_back_to_the_morning_list(self, book: Any, correct: Any, dump: Any) -> None:
        book("quote", "add", "ana", "500")
        book("quote", "lost", "q1", "--reason", "price")
        item = correct("revise", 1, status="open").item
        assert (item["status"], item["closed_on"], item["reason"]) == ("open", None, None)
        assert len(reasons(book, dump)) == 1

    @pytest.mark.parametrize(
        "typed", [{"on": "2026-11-16"}, {"amount": "-1"}, {"valid_until": "2026-10-01"}, {"cost": "3"}]
    )
    def test_what_cannot_be_is_refused(self, book: Any, correct: Any, dump: Any, typed: dict[str, str]) -> None:
        book("quote", "add", "ana", "500", "--on", "2026-11-01")
        book("quote", "won", "q1", "--on", "2026-11-15")
        before = dump(book.path)
        with pytest.raises(BadValueError):
            correct("revise", 1, **typed)
        assert dump(book.path) == before

    def test_a_struck_out_quote_is_gone_until_undone(self, book: Any, correct: Any, dump: Any) -> None:
        book("quote", "add", "ana", "500")
        assert correct("void", 1).item["voided"] is True
        assert book.items("quote", "list") == []
        assert reasons(book, dump) == []
        book.fails(5, "quote", "won", "q1")
        with pytest.raises(DeclinedError):
            correct("void", 1)
        book("undo")
        assert len(book.items("quote", "list")) == 1


def test_notes_of_the_list_name_the_quotes_to_mend(crm: Any) -> None:
    crm("add", "Ana")
    crm("quote", "add", "ana", "10", "--valid-until", "2026-12-01")
    for _ in range(3):
        crm("quote", "add", "ana", "10", "--currency", "USD", "--valid-until", "2026-12-24")
    rates, ended = crm.json("quote", "list", now="2026-12-10T09:00:00+00:00")["notes"]
    assert "(q2, q3 and 1 more)" in rates
    assert "`crm edit q2 --rate R`" in rates
    assert "1 quote open past" in ended
    command = ended.partition("`crm ")[2].partition("`")[0]
    crm(*command.split(), now="2026-12-10T09:00:00+00:00")
    assert len(crm.json("quote", "list", now="2026-12-10T09:00:00+00:00")["notes"]) == 1
