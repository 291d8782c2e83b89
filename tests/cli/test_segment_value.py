"""`crm segment --value`: tiers as of a day, what they rest on in words, what is unknown, and who to look at first."""

from __future__ import annotations

from typing import Any

import pytest

from crmcli.actions.session import Session

DAY = "2026-11-20"


class Book:
    """A book filled row by row, past the commands that other tests look after."""

    def __init__(self, crm: Any) -> None:
        self.crm = crm

    def person(self, name: str, *words: str) -> int:
        number: int = self.crm.item("add", name, *words)["id"]
        return number

    def write(self, table: str, **columns: Any) -> int:
        with Session(self.crm.path) as session, session.operation("test") as op:
            return op.insert(table, **columns)

    def order(self, contact: int, amount: int, on: str = "2026-06-01", cost: int | None = 0, **more: Any) -> int:
        row = {
            "contact_id": contact, "on_date": on, "counts_on": on, "amount_minor": amount, "cost_minor": cost,
            "currency": "EUR", "base_minor": amount, "base_cost_minor": cost, "created_at": f"{on}T09:00:00+00:00",
        }  # fmt: skip
        return self.write("orders", **{**row, **more})

    def talk(self, contact: int, on: str = "2026-06-02", channel: str = "phone", **more: Any) -> int:
        row = {
            "contact_id": contact, "at": f"{on}T09:00:00+00:00", "on_date": on, "channel": channel, "direction": "out",
            "nature": "sales", "outcome": "neutral", "text": "talked",
        }  # fmt: skip
        return self.write("interactions", **{**row, **more})

    def quote(self, contact: int, on: str = "2026-06-03", status: str = "open", **more: Any) -> int:
        row = {
            "contact_id": contact, "amount_minor": 1000, "currency": "EUR", "base_minor": 1000, "on_date": on,
            "status": status, "closed_on": on if status != "open" else None,
        }  # fmt: skip
        return self.write("quotes", **{**row, **more})

    def wallet(self, contact: int, amount: int, on: str = "2026-05-01") -> int:
        return self.write(
            "wallets", contact_id=contact, amount_minor=amount, currency="EUR", base_minor=amount, on_date=on
        )


@pytest.fixture
def book(crm: Any, monkeypatch: pytest.MonkeyPatch) -> Book:
    monkeypatch.setenv("CRM_NOW", f"{DAY}T09:00:00+00:00")
    monkeypatch.setenv("TZ", "Etc/UTC")
    return Book(crm)


def rows(envelope: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {item["contact"]["name"]: item for item in envelope["items"]}


def asked(crm: Any, *words: str) -> dict[str, dict[str, Any]]:
    return rows(crm.json("segment", "--value", *words))


def test_actual_value_is_margin_less_the_cost_to_serve(crm: Any, book: Book) -> None:
    ana = book.person("Ana")
    book.order(ana, 20000, "2025-11-21", 5000)
    book.order(ana, 99999, "2025-11-20", 0)
    book.talk(ana, minutes=30)
    book.talk(ana, channel="visit", minutes=10)
    book.talk(ana, channel="visit", direction="in")
    book.talk(ana, channel="letter")
    book.talk(ana, "2025-11-20", "visit", minutes=600)
    book.quote(ana)
    item = asked(crm)["Ana"]
    assert (item["sales_minor"], item["margin_minor"]) == (20000, 15000)
    assert item["cost_to_serve_minor"] == 40 * 50 + 2500 + 150 + 500
    assert item["actual_minor"] == 15000 - 5150
    assert item["why"].endswith(
        "leaves 98.50: margin 150.00 of sales 200.00, less 51.50 for 1 visit, 40 minutes, 1 quote and 1 letter;"
        " bought for 200.00, the year before for 999.99"
    )


def test_a_struck_out_talk_costs_nothing_and_a_meeting_counts_once(crm: Any, book: Book) -> None:
    ana, bo = book.person("Ana"), book.person("Bo")
    for one in (ana, bo):
        book.order(one, 10000)
    first = book.talk(ana, channel="visit", minutes=10)
    book.talk(bo, channel="visit", meeting_id=first)
    book.talk(ana, channel="visit", minutes=99, voided_at=f"{DAY}T09:00:00+00:00")
    found = asked(crm)
    assert (found["Ana"]["cost_to_serve_minor"], found["Bo"]["cost_to_serve_minor"]) == (3000, 0)


def test_rates_are_the_policys_in_the_base_currency(crm: Any, book: Book) -> None:
    crm("init", "--currency", "JPY")
    crm("policy", "set", "cost.minute", "7.5")
    ana = book.person("Ana")
    book.order(ana, 10000, currency="JPY")
    book.talk(ana, minutes=3)
    assert asked(crm)["Ana"]["cost_to_serve_minor"] == 23


def test_tiers(crm: Any, book: Book) -> None:
    best, low, short, bad, new = (book.person(name) for name in ("Best", "Low", "Short", "Bad", "New"))
    book.order(best, 90000, "2025-01-31")
    book.order(best, 50000)
    book.order(low, 700, "2026-05-05")
    book.order(short, 80000, "2026-07-01")
    book.talk(short, minutes=60)
    book.order(bad, 1000, "2026-08-22")
    book.talk(bad, minutes=60)
    book.order(new, 1000, "2026-08-23")
    book.talk(new, minutes=60)
    envelope = crm.json("segment", "--value")
    tiers = {name: item["tier"] for name, item in rows(envelope).items()}
    assert tiers == {
        "Best": "most_valuable", "Short": "steady", "Low": "low_maintenance", "Bad": "below_zero", "New": "steady",
    }  # fmt: skip
    assert list(tiers) == ["Best", "Short", "New", "Low", "Bad"]
    summary = envelope["summary"]
    assert (summary["from"], summary["to"]) == ("2025-11-21", DAY)
    assert summary["best"] == {"period": "last-fiscal-year", "from": "2025-01-01", "to": "2025-12-31", "instead": None}
    assert [group["name"] for group in summary["groups"]] == [
        "most_valuable", "most_growable", "steady", "low_maintenance", "below_zero",
    ]  # fmt: skip
    assert summary["below_zero"]["customers"] == 1
    assert summary["below_zero"]["actual_minor"] == -2000
    assert "a customer only since" in rows(envelope)["New"]["why"]


def test_without_a_finished_fiscal_year_of_sales_the_best_are_of_the_12_months(crm: Any, book: Book) -> None:
    ana = book.person("Ana")
    book.order(ana, 5000)
    envelope = crm.json("segment", "--value")
    assert rows(envelope)["Ana"]["tier"] == "most_valuable"
    best = envelope["summary"]["best"]
    assert (best["period"], best["from"], best["to"]) == ("last-12-months", "2025-11-21", DAY)
    assert best["instead"] == "the first order of all is of 2026-06-01, after the fiscal year began on 2025-01-01"
    assert "the first order of all is of 2026-06-01" in " ".join(crm("segment", "--value").out.split())


def test_a_fiscal_year_that_the_book_does_not_cover_whole_decides_nothing(crm: Any, book: Book) -> None:
    ana, bo = book.person("Ana"), book.person("Bo")
    book.order(ana, 500, "2025-12-01")
    book.order(bo, 90000)
    envelope = crm.json("segment", "--value")
    assert rows(envelope)["Bo"]["tier"] == "most_valuable"
    book.order(ana, 100, "2025-01-15")
    envelope = crm.json("segment", "--value")
    assert rows(envelope)["Ana"]["tier"] == "most_valuable"
    assert "by the fiscal year 2025-01-01 to 2025-12-31" in " ".join(crm("segment", "--value").out.split())


def test_an_order_without_a_rate_was_an_order(crm: Any) -> None:
    crm("init", "--currency", "EUR")
    crm("add", "Egon")
    crm("add", "Ana")
    crm("order", "add", "ana", "100", "--cost", "10", "--on", "2026-07-01")
    crm("order", "add", "egon", "100", "--currency", "USD", "--on", "2026-07-01")
    crm("log", "egon", "called", "--minutes", "30", "--at", "2026-07-02 10:00")
    item = asked(crm)["Egon"]
    assert (item["tier"], item["actual_minor"], item["signs"]) == ("steady", None, [])
    assert item["why"] == "1 order without a rate; costs 15.00 for 30 minutes"
    found = crm.json("segment", "--abc")
    assert [one["contact"]["name"] for one in found["items"]] == ["Ana"]
    assert (found["summary"]["zero"]["customers"], found["summary"]["customers_unknown"]) == (0, 1)
    assert any("1 customer has nothing but orders without a rate" in note for note in found["notes"])
    shown = crm("show", "egon").out
    assert "1 order without a rate" in shown
    assert "former" not in shown
    assert [one["name"] for one in crm.items("list", "--stage", "customer")] == ["Ana", "Egon"]
    assert crm.items("list", "--stage", "former") == []
    profit = crm.json("profit")
    assert {one["contact"]["name"]: one["profit_minor"] for one in profit["items"]} == {"Ana": 9000, "Egon": None}
    assert profit["summary"]["unknown"]["without_rate"] == 1
    stages = crm.json("segment", "--by", "stage", "--segment", "customer")["items"]
    assert len(stages) == 2
    crm("order", "add", "--refund-of", "o2")
    assert crm.json("segment", "--abc")["summary"]["zero"]["customers"] == 1


def test_the_growable_who_lose_money_are_too_new_to_be_judged(crm: Any, book: Book) -> None:
    for number in range(1, 9):
        book.order(book.person(f"P{number}"), number * 1000, "2026-10-01")
    book.talk(1, "2026-10-02", minutes=60)
    item = asked(crm)["P1"]
    assert (item["tier"], item["actual_minor"]) == ("most_growable", -2000)
    assert "too new to be judged: a customer only since Thu 1 Oct 2026, less than 90d" in item["why"]


def test_the_fiscal_year_is_the_policys(crm: Any, book: Book) -> None:
    crm("policy", "set", "fiscal_year_start", "07")
    ana, bo = book.person("Ana"), book.person("Bo")
    book.order(ana, 5000, "2025-07-31")
    book.order(bo, 9000, "2026-07-01")
    found = crm.json("segment", "--value")
    assert found["summary"]["best"]["from"] == "2025-07-01"
    assert rows(found)["Ana"]["tier"] == "most_valuable"
    assert rows(found)["Bo"]["tier"] != "most_valuable"


def test_unknown_cost_stays_unknown(crm: Any, book: Book) -> None:
    ana = book.person("Ana")
    book.order(ana, 5000, cost=100)
    unknown = book.order(ana, 3000, cost=None)
    envelope = crm.json("segment", "--value")
    item = rows(envelope)["Ana"]
    assert (item["tier"], item["actual_minor"], item["margin_minor"], item["sales_minor"]) == (
        "steady",
        None,
        None,
        8000,
    )
    assert item["why"] == "the cost of 1 of 2 orders is not known"
    assert envelope["summary"]["unknown"] == {"customers": 1, "orders": 1}
    assert f"o{unknown}" in envelope["notes"][-1]
    assert "margin.default" in envelope["notes"][-1]


def test_a_margin_of_the_policy_stands_in_for_unknown_costs(crm: Any, book: Book) -> None:
    ana = book.person("Ana")
    book.order(ana, 5000, cost=100)
    book.order(ana, 3000, cost=None)
    crm("policy", "set", "margin.default", "0.25")
    item = asked(crm)["Ana"]
    assert item["margin_minor"] == 4900 + 750
    assert "25 % taken for 1 order of unknown cost" in item["why"]


def test_room_by_what_comparable_customers_reach(crm: Any, book: Book) -> None:
    people = [book.person(f"P{number}", "--field", "need=espresso") for number in range(1, 9)]
    for place, one in enumerate(people, 1):
        book.order(one, place * 1000, "2026-10-01")
    other = book.person("Other")
    book.order(other, 10, "2026-10-01")
    found = asked(crm)
    potentials = {name: item["potential_minor"] for name, item in found.items() if name != "Other"}
    assert potentials == {f"P{number}": 6250 if number <= 6 else None for number in range(1, 9)}
    assert found["P1"]["tier"] == "most_growable"
    assert found["P1"]["gap_minor"] == 5250
    assert "a quarter of 8 people with need=espresso leave 62.50 or more" in found["P1"]["why"]
    assert found["Other"]["potential_minor"] == 6000


def test_seven_comparable_customers_are_too_few(crm: Any, book: Book) -> None:
    for number in range(1, 8):
        book.order(book.person(f"P{number}"), number * 1000, "2026-10-01")
    assert {item["potential_minor"] for item in asked(crm).values()} == {None}


def test_room_by_the_wallet_before_that_by_peers(crm: Any, book: Book) -> None:
    ana, bo, cy = (book.person(name) for name in ("Ana", "Bo", "Cy"))
    for one, sold in ((ana, 10000), (bo, 40000), (cy, 50000)):
        book.order(one, sold, "2026-10-01", sold // 2)
    book.wallet(ana, 100000)
    book.wallet(bo, 100000)
    book.wallet(cy, 40000)  # less than was bought: it is wrong
    found = asked(crm)
    assert found["Ana"]["potential_minor"] == round(100000 * 0.5 * (0.1 + 0.75 * 0.3))
    assert found["Cy"]["potential_minor"] is None
    assert found["Ana"]["tier"] == "most_growable"
    assert "spends 1,000.00 in all (estimate of Fri 1 May 2026)" in found["Ana"]["why"]


def test_an_old_estimate_says_nothing(crm: Any, book: Book) -> None:
    for name, on in (("Ana", "2025-11-19"), ("Bo", "2026-05-01"), ("Cy", "2026-05-01")):
        one = book.person(name)
        book.order(one, 10000, "2026-10-01")
        book.wallet(one, 100000, on)
    found = asked(crm)
    assert found["Ana"]["potential_minor"] is None
    book.order(2, 10000, "2026-10-02")
    assert asked(crm)["Cy"]["potential_minor"] == round(100000 * (0.1 + 0.75 * 0.1))
    assert asked(crm)["Ana"]["potential_minor"] is None


def test_signs_name_what_they_cost(crm: Any, book: Book) -> None:
    gone, less, asks = (book.person(name) for name in ("Gone", "Less", "Asks"))
    book.order(gone, 5000, "2025-06-01")
    book.talk(gone, channel="visit")
    book.order(less, 10000, "2025-06-01")
    book.order(less, 6999, "2026-06-01")
    book.talk(less, minutes=10)
    book.order(asks, 90000)
    for _ in range(2):
        book.quote(asks, status="lost")
    book.quote(asks, shortlist=1)
    crm("policy", "set", "value.worst", "0.5")
    envelope = crm.json("segment", "--value")
    found = rows(envelope)
    assert (found["Gone"]["tier"], found["Gone"]["signs"]) == ("below_zero", ["no_order"])
    assert found["Less"]["signs"] == ["falling"]
    assert "bought for 69.99, the year before for 100.00" in found["Less"]["why"]
    assert found["Asks"]["signs"] == ["refused", "shortlist"]
    assert "refused 2 quotes (10.00); asked for 1 quote only to fill a shortlist (5.00)" in found["Asks"]["why"]
    worst = envelope["summary"]["worst"]
    assert [one["contact"]["name"] for one in worst["named"]] == ["Gone", "Less"]
    assert [one["worst"] for one in found.values()] == [name in ("Gone", "Less") for name in found]
    assert (worst["customers"], worst["below_zero"], worst["watch"]) == (2, 1, 1)
    assert worst["lost_minor"] == 2500
    assert worst["cost_to_serve_minor"] == 2500 + 500
    assert worst["signs"]["refused"] == {"customers": 0, "cost_minor": 0}
    assert worst["signs"]["falling"] == {"customers": 1, "cost_minor": 500}


def test_who_never_ordered_is_in_no_tier_but_is_named_where_they_only_ask(crm: Any, book: Book) -> None:
    book.order(book.person("Ana"), 100)
    zed = book.person("Zed")
    book.quote(zed, shortlist=1)
    envelope = crm.json("segment", "--value")
    assert list(rows(envelope)) == ["Ana"]
    named = envelope["summary"]["worst"]["named"]
    assert [(one["contact"]["name"], one["tier"]) for one in named] == [("Zed", None)]
    assert envelope["summary"]["outside"] == {"contacts": 1, "cost_to_serve_minor": 500}


def test_any_past_day_answers_from_what_was_dated_by_then(crm: Any, book: Book) -> None:
    ana = book.person("Ana")
    book.order(ana, 5000, "2026-06-01")
    book.order(ana, 7000, "2026-09-01")
    book.talk(ana, "2026-09-02", minutes=60)
    book.quote(ana, "2026-06-01", "lost", closed_on="2026-09-05", shortlist=1)
    item = asked(crm, "--as-of", "2026-08-01")["Ana"]
    assert (item["sales_minor"], item["actual_minor"], item["cost_to_serve_minor"]) == (5000, 4500, 500)
    assert asked(crm, "--as-of", "2026-05-31") == {}


def test_accounts_count_people_under_their_company(crm: Any, book: Book) -> None:
    firm = book.person("Kafija SIA", "--kind", "company")
    ana = book.person("Ana", "--company", "kafija")
    book.order(firm, 9000)
    book.order(ana, 1000, "2026-05-01")
    book.talk(ana, minutes=20)
    book.quote(ana, shortlist=1)
    item = asked(crm, "--accounts")["Kafija SIA"]
    assert (item["sales_minor"], item["cost_to_serve_minor"], item["actual_minor"]) == (10000, 1500, 8500)
    assert item["signs"] == ["shortlist"]
    assert asked(crm)["Kafija SIA"]["cost_to_serve_minor"] == 0


def test_the_tier_below_zero_leads_to_suppress(crm: Any, book: Book) -> None:
    bad, worse = book.person("Bad"), book.person("Worse")
    for one, minutes in ((bad, 60), (worse, 90)):
        book.order(one, 100, "2026-05-01")
        book.talk(one, minutes=minutes)
    envelope = crm.json("segment", "--value", "--tier", "below-zero")
    assert list(rows(envelope)) == ["Worse", "Bad"]
    command = envelope["summary"]["next"][0]
    assert command.startswith(f"crm suppress c{worse} c{bad} ")
    crm("suppress", f"c{worse}")
    after = crm.json("segment", "--value", "--tier", "below-zero")
    assert after["summary"]["next"][0].startswith(f"crm suppress c{bad} ")


def test_corners(crm: Any, book: Book) -> None:
    book.person("Nobody")
    assert crm.json("segment", "--value")["items"] == []
    ana = book.person("Ana")
    book.order(ana, -500, "2026-06-01")
    item = asked(crm)["Ana"]
    assert (item["tier"], item["actual_minor"]) == ("below_zero", -500)
    bo = book.person("Bo")
    book.order(bo, 700, "2026-12-24")
    assert "Bo" not in asked(crm)
    cy = book.person("Cy")
    book.order(cy, 900, base_minor=None, base_cost_minor=None, currency="USD")
    envelope = crm.json("segment", "--value")
    assert rows(envelope)["Cy"]["sales_minor"] == 0
    assert envelope["summary"]["excluded"] == 1
    crm("archive", "ana")
    assert "Ana" in asked(crm)


def test_a_snapshot_shows_who_moved(crm: Any, book: Book) -> None:
    ana = book.person("Ana")
    book.order(ana, 100, "2026-05-01")
    crm("segment", "--value", "--save")
    book.talk(ana, minutes=60)
    envelope = crm.json("segment", "--value", now="2026-11-23T09:00:00+00:00")
    assert rows(envelope)["Ana"]["was"] == "most_valuable"
    assert envelope["summary"]["movers"]["down"] == 1
