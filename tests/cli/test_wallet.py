"""`crm wallet`: estimates kept with their day and source, our share of them, and how much of the business is known."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def book(crm: Any) -> Any:
    """Kafija (c1) bought for 900, Ana who works there (c2) for 1,200, Oskars (c3) for 300; Zane (c4) nothing."""
    crm("add", "Kafija SIA", "--kind", "company")
    crm("add", "Ana Berzina", "--company", "kafija")
    crm("add", "Oskars Liepa")
    crm("add", "Zane Ozola")
    crm("order", "add", "kafija", "900", "--on", "2026-09-01")
    crm("order", "add", "ana", "1200", "--on", "2026-10-05")
    crm("order", "add", "oskars", "300", "--on", "2026-11-01")
    crm("order", "add", "oskars", "5000", "--on", "2025-11-20")
    return crm


def wallets(crm: Any, *flags: str, **how: Any) -> dict[str, dict[str, Any]]:
    return {item["contact"]["name"]: item for item in crm.items("wallet", "list", *flags, **how)}


class TestSetting:
    def test_an_estimate_has_every_promised_key(self, book: Any) -> None:
        item = book.item(
            "wallet", "set", "oskars", "1200", "--source", "Oskars", "--competitor", "Beans Ltd", "--on", "2026-11-03"
        )
        assert item.pop("why") == "ours 25 % of the year's spending; 900.00 EUR go elsewhere to Beans Ltd"
        assert item == {
            "id": 1, "contact": {"id": 3, "name": "Oskars Liepa"}, "own_minor": 30000, "wallet_minor": 120000, "share": 0.25,
            "room_minor": 90000, "stale": False, "on": "2026-11-03", "source": "Oskars", "competitor": "Beans Ltd",
            "stated": {"amount_minor": 120000, "currency": "EUR", "rate": None}, "by": None,
        }  # fmt: skip

    @pytest.mark.parametrize(
        "words",
        [
            ["0"], ["-5"], ["much"], [], ["5", "--on", "tomorrow"], ["5", "--rate", "1.1"], ["5", "--currency", "XXY"],
            ["5", "--rank", "1", "--brands", "2"], ["--rank", "1"], ["--brands", "2"], ["--rank", "3", "--brands", "2"],
            ["--rank", "0", "--brands", "2"], ["--rank", "x", "--brands", "2"], ["--rank", "1", "--brands", "101"],
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_refused(self, book: Any, words: list[str]) -> None:
        book.fails(2, "wallet", "set", "oskars", *words)

    def test_nobody_is_refused(self, book: Any) -> None:
        book.fails(4, "wallet", "set", "nobody", "5")

    def test_another_currency_is_converted_at_its_rate(self, book: Any) -> None:
        item = book.item("wallet", "set", "oskars", "1000", "--currency", "USD", "--rate", "0.9")
        assert (item["wallet_minor"], item["share"]) == (90000, 0.3333)
        assert item["stated"] == {"amount_minor": 100000, "currency": "USD", "rate": "0.9"}

    def test_without_a_rate_it_is_kept_and_in_no_total(self, book: Any) -> None:
        book("wallet", "set", "kafija", "9000")
        answer = book.json("wallet", "set", "oskars", "1000", "--currency", "USD")
        assert any("--rate" in note for note in answer["notes"])
        envelope = book.json("wallet", "list")
        row = envelope["items"][-1]
        assert (row["wallet_minor"], row["share"], row["room_minor"], row["stale"]) == (None, None, None, False)
        assert (envelope["summary"]["customers"], envelope["summary"]["excluded"]) == (1, 1)
        assert envelope["summary"]["wallet_minor"] == 900_000
        assert any("without a rate" in note for note in envelope["notes"])

    def test_a_rank_gives_the_whole_by_the_allocation_rule(self, book: Any) -> None:
        item = book.item("wallet", "set", "oskars", "--rank", "1", "--brands", "2")
        assert (item["wallet_minor"], item["share"], item["source"]) == (45000, 0.6667, "rank 1 of 2 brands")

    def test_a_rank_tells_nothing_where_nothing_was_sold(self, book: Any) -> None:
        assert "12 months" in book.fails(2, "wallet", "set", "zane", "--rank", "1", "--brands", "2")

    def test_undo_and_redo(self, book: Any) -> None:
        book("wallet", "set", "oskars", "1200")
        book("undo")
        assert wallets(book) == {}
        book("redo")
        assert wallets(book)["Oskars Liepa"]["wallet_minor"] == 120000


class TestList:
    def test_the_latest_estimate_up_to_the_day_counts(self, book: Any) -> None:
        book("wallet", "set", "oskars", "1000", "--on", "2026-11-10")
        book("wallet", "set", "oskars", "700", "--on", "2026-06-01")
        assert wallets(book)["Oskars Liepa"]["wallet_minor"] == 100000
        assert wallets(book, "--as-of", "2026-11-09")["Oskars Liepa"]["wallet_minor"] == 70000
        assert wallets(book, "--as-of", "2026-05-31") == {}
        book("wallet", "set", "oskars", "800", "--on", "2026-11-10")
        assert wallets(book)["Oskars Liepa"]["wallet_minor"] == 80000

    def test_own_sales_are_those_of_the_12_months_to_the_day(self, book: Any) -> None:
        book("wallet", "set", "oskars", "9000", "--on", "2025-11-20")
        assert wallets(book)["Oskars Liepa"]["own_minor"] == 30000
        assert wallets(book, "--as-of", "2026-11-19")["Oskars Liepa"]["own_minor"] == 530000
        book("order", "add", "--refund-of", "o3", "100")
        assert wallets(book)["Oskars Liepa"]["own_minor"] == 20000
        book("order", "add", "--refund-of", "o4", "100")
        assert wallets(book)["Oskars Liepa"]["own_minor"] == 20000, "a refund counts on the day of its order"

    def test_sales_above_the_estimate_make_it_stale_and_are_not_capped(self, book: Any) -> None:
        book("wallet", "set", "oskars", "200")
        row = wallets(book)["Oskars Liepa"]
        assert (row["share"], row["room_minor"], row["stale"]) == (1.5, None, True)
        assert "100.00 EUR more than estimated: ask again" in row["why"]
        assert book.json("wallet", "list")["summary"]["stale"] == 1

    def test_an_estimate_grows_stale_with_time(self, book: Any) -> None:
        book("wallet", "set", "oskars", "9000", "--on", "2025-11-20")
        assert not wallets(book)["Oskars Liepa"]["stale"]
        row = wallets(book, now="2026-11-21T09:00:00+00:00")["Oskars Liepa"]
        assert row["stale"]
        assert "more than 12 months ago" in row["why"]
        book("policy", "set", "wallet.fresh", "6m")
        assert wallets(book)["Oskars Liepa"]["stale"]

    def test_only_refunds_are_a_share_below_zero_and_all_is_room(self, book: Any) -> None:
        book("order", "add", "zane", "-50")
        book("wallet", "set", "zane", "1000")
        row = wallets(book)["Zane Ozola"]
        assert (row["own_minor"], row["share"], row["room_minor"]) == (-5000, -0.05, 100000)

    def test_the_summary_adds_up_and_says_what_is_covered(self, book: Any) -> None:
        book("wallet", "set", "oskars", "1200")
        book("wallet", "set", "zane", "800")
        summary = book.json("wallet", "list")["summary"]
        assert (summary["own_minor"], summary["wallet_minor"], summary["share"]) == (30000, 200000, 0.15)
        assert summary["coverage"] == {"customers": 1, "of": 3, "share": 0.3333, "value_share": 0.125}
        assert (summary["from"], summary["to"]) == ("2025-11-21", "2026-11-20")

    def test_the_most_room_comes_first(self, book: Any) -> None:
        for who, amount in (("oskars", "500"), ("zane", "800"), ("ana", "1"), ("kafija", "5000")):
            book("wallet", "set", who, amount)
        assert list(wallets(book)) == ["Kafija SIA", "Zane Ozola", "Oskars Liepa", "Ana Berzina"]

    def test_an_archived_customer_counts_and_is_said_to_be_archived(self, book: Any) -> None:
        book("wallet", "set", "oskars", "1200")
        book("archive", "oskars")
        assert wallets(book)["Oskars Liepa"]["why"].startswith("archived; ")

    def test_nobody_at_all(self, crm: Any) -> None:
        crm.fails(10, "wallet", "list")
        crm("init")
        envelope = crm.json("wallet")
        assert envelope["items"] == []
        assert envelope["summary"]["share"] is None
        assert envelope["summary"]["coverage"] == {"customers": 0, "of": 0, "share": None, "value_share": None}


class TestAccounts:
    def test_a_company_has_the_same_share_wherever_it_is_shown(self, book: Any) -> None:
        said = book.item("wallet", "set", "kafija", "10000")
        [listed] = book.items("wallet", "list")
        [pooled] = book.items("wallet", "list", "--accounts")
        shown = book.item("show", "kafija")["wallet"]
        assert [one["own_minor"] for one in (said, listed, pooled)] == [210000] * 3
        assert [one["share"] for one in (said, listed, pooled, shown)] == [0.21] * 4
        assert "their people counted in" in listed["why"]

    def test_what_somebody_bought_is_in_the_totals_once(self, book: Any) -> None:
        book("wallet", "set", "kafija", "10000")
        book("wallet", "set", "ana", "2000")
        book("wallet", "set", "oskars", "1200")
        alone, pooled = book.json("wallet", "list"), book.json("wallet", "list", "--accounts")
        assert [item["own_minor"] for item in alone["items"]] == [210000, 30000, 120000]
        for answer in (alone, pooled):
            summary = answer["summary"]
            assert (summary["own_minor"], summary["wallet_minor"], summary["customers"]) == (240000, 1120000, 2)
            assert (summary["excluded"], summary["coverage"]["value_share"]) == (0, 1.0)
        assert alone["notes"] == ["1 person is counted with their company in the totals: both have an estimate"]
        assert pooled["notes"] == []

    def test_whoever_changed_companies_counts_at_one(self, book: Any) -> None:
        book("add", "Later SIA", "--kind", "company")
        book("edit", "ana", "--company", "later")
        book("wallet", "set", "kafija", "10000")
        book("wallet", "set", "later", "10000")
        listed = {name: row["own_minor"] for name, row in wallets(book).items()}
        assert listed == {name: row["own_minor"] for name, row in wallets(book, "--accounts").items()}
        assert {name: book.item("show", name)["wallet"]["share"] for name in listed} == {
            name: amount / 1_000_000 for name, amount in listed.items()
        }

    def test_an_order_without_a_rate_is_named(self, book: Any) -> None:
        book("order", "add", "oskars", "100", "--currency", "USD", "--on", "2026-11-02")
        [note] = book.json("wallet", "list")["notes"]
        assert note == "1 order without a rate not in the sales (o5); `crm edit o5 --rate R` mends one"

    def test_the_companys_own_estimate_goes_before_those_of_its_people(self, book: Any) -> None:
        book("wallet", "set", "ana", "2000")
        assert wallets(book, "--accounts")["Kafija SIA"]["wallet_minor"] == 200000
        book("wallet", "set", "kafija", "10000")
        assert wallets(book, "--accounts")["Kafija SIA"]["wallet_minor"] == 1000000

    def test_estimates_of_several_people_are_added_up(self, book: Any) -> None:
        book("add", "Bruno", "--company", "kafija")
        book("wallet", "set", "ana", "2000", "--source", "Ana", "--on", "2026-05-01")
        book("wallet", "set", "bruno", "1000", "--source", "Bruno", "--competitor", "Beans Ltd")
        row = wallets(book, "--accounts")["Kafija SIA"]
        assert (row["wallet_minor"], row["on"]) == (300000, "2026-05-01")
        assert (row["source"], row["competitor"]) == ("Ana, Bruno", "Beans Ltd")


class TestBriefing:
    def test_it_stands_in_the_briefing(self, book: Any) -> None:
        assert book.item("show", "oskars")["wallet"] is None
        book("wallet", "set", "oskars", "1200", "--source", "Ana", "--competitor", "Beans Ltd", "--on", "2026-11-03")
        wallet = book.item("show", "oskars")["wallet"]
        assert (wallet["share"], wallet["on"]) == (0.25, "2026-11-03")
        shown = book("show", "oskars").out
        assert "1,200.00 EUR a year (estimate of Tue 3 Nov 2026, Ana), ours 25 %, also buys from Beans Ltd" in shown
        assert book.item("show", "oskars", "--as-of", "2026-11-02")["wallet"] is None

    def test_a_company_is_shown_with_what_its_people_buy(self, book: Any) -> None:
        book("wallet", "set", "kafija", "10000")
        assert book.item("show", "kafija")["wallet"]["share"] == 0.21


def test_flags_after_the_noun_alone_are_for_its_list(crm: Any) -> None:
    crm("add", "Ana")
    crm("wallet", "set", "ana", "1000", "--source", "their word")
    assert crm.items("wallet", "--limit", "1") == crm.items("wallet", "list", "--limit", "1")
    assert crm.items("wallet", "--accounts") == crm.items("wallet", "list", "--accounts")


def test_an_older_estimate_speaks_for_itself_and_says_which_one_stands(book: Any) -> None:
    book("wallet", "set", "oskars", "1000", "--competitor", "Beta", "--on", "2026-11-10")
    answer = book.json("wallet", "set", "oskars", "500", "--on", "2026-06-01")
    item = answer["item"]
    assert (item["on"], item["wallet_minor"], item["share"], item["room_minor"]) == ("2026-06-01", 50000, 0.6, 20000)
    assert item["competitor"] is None
    assert "Beta" not in item["why"]
    assert answer["notes"] == ["a newer estimate of 10 Nov (1,000.00) stands"]
    assert wallets(book)["Oskars Liepa"]["wallet_minor"] == 100000
    assert book.json("wallet", "set", "oskars", "2000", "--on", "2026-11-10")["notes"] == []


def test_the_only_brand_has_no_rank(book: Any) -> None:
    assert book.item("wallet", "set", "oskars", "--rank", "1", "--brands", "1")["source"] == "the only brand"
