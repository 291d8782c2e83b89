"""`crm profit`: what each customer leaves, the whale curve, what is unknown or outside; and who to look at first."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.fixture
def shop(crm: Any) -> Any:
    """Good leaves 80, Fair 20; Bad takes 30 back; nobody knows what Dark leaves; Zed never bought."""
    for name in ("Good", "Fair", "Bad", "Dark", "Zed"):
        crm("add", name)
    crm("order", "add", "good", "100.00", "--cost", "20", "--on", "2026-06-01")
    crm("order", "add", "fair", "50.00", "--cost", "25", "--on", "2026-06-01")
    crm("order", "add", "bad", "40.00", "--cost", "30", "--on", "2026-06-01")
    crm("order", "add", "dark", "500.00", "--on", "2026-06-01")
    crm("order", "add", "dark", "1.00", "--cost", "1", "--on", "2026-06-01")
    crm("quote", "add", "fair", "70", "--on", "2026-06-02")
    crm("log", "bad", "showed samples", "-c", "visit", "--minutes", "30", "--at", "2026-06-03 10:00")
    crm("log", "zed", "called", "--minutes", "10", "--at", "2026-06-03 10:00")
    return crm


def by_name(envelope: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {item["contact"]["name"]: item for item in envelope["items"]}


def test_profit_is_margin_less_the_cost_to_serve_and_adds_up(shop: Any) -> None:
    envelope = shop.json("profit")
    assert [item["contact"]["name"] for item in envelope["items"]] == ["Good", "Fair", "Bad", "Dark"]
    assert [item["profit_minor"] for item in envelope["items"]] == [8000, 2000, -3000, None]
    assert [item["cumulative_share"] for item in envelope["items"]] == [8 / 7, 10 / 7, 1.0, None]
    bad = by_name(envelope)["Bad"]
    assert (bad["sales_minor"], bad["margin_minor"], bad["cost_to_serve_minor"]) == (4000, 1000, 4000)
    assert (bad["minutes"], bad["visits"], bad["quotes"], bad["letters"], bad["complaints"]) == (30, 1, 0, 0, 0)
    dark = by_name(envelope)["Dark"]
    assert (dark["sales_minor"], dark["margin_minor"], dark["cost_to_serve_minor"]) == (50100, None, 0)


def test_the_summary_speaks_of_the_whole(shop: Any) -> None:
    summary = shop.json("profit", "--limit", "1")["summary"]
    assert (summary["from"], summary["to"], summary["customers"]) == ("2025-11-21", "2026-11-20", 4)
    assert summary["total"] == {
        "sales_minor": 19000, "margin_minor": 11500, "cost_to_serve_minor": 4500, "profit_minor": 7000,
    }  # fmt: skip
    assert summary["peak_share"] == 10 / 7
    assert summary["peak"] == {"customers": 2, "profit_minor": 10000}
    assert summary["below_zero"] == {"customers": 1, "amount_minor": -3000}
    assert summary["unknown"] == {
        "customers": 1,
        "orders": 1,
        "without_rate": 0,
        "sales_minor": 50100,
        "cost_to_serve_minor": 0,
    }
    assert summary["outside"] == {"contacts": 1, "cost_to_serve_minor": 500}
    assert [point["profit_minor"] for point in summary["curve"]] == [0, 8000, 10000, 7000]


def test_the_screen_reads_the_curve(shop: Any) -> None:
    shown = " ".join(shop("profit").out.split())
    assert "The best 2 customers of 3 (67 %) bring 100.00 EUR, 143 % of the profit; 1 takes back 30.00 EUR." in shown
    for columns in (80, 120):
        lines = shop("profit", env={"COLUMNS": str(columns)}).out.splitlines()
        assert max(map(len, lines)) <= columns


def test_a_margin_of_the_policy_makes_unknown_profit_known(shop: Any) -> None:
    shop("policy", "set", "margin.default", "0.1")
    envelope = shop.json("profit")
    assert by_name(envelope)["Dark"]["profit_minor"] == 5000
    assert envelope["summary"]["unknown"]["customers"] == 0


def test_only_those_below_zero_with_what_to_do(shop: Any) -> None:
    envelope = shop.json("profit", "--below-zero")
    assert [item["contact"]["name"] for item in envelope["items"]] == ["Bad"]
    assert envelope["summary"]["next"][0].startswith("crm suppress c3 ")
    assert shop.json("profit", "--below-zero", "--tag-as", "dear")["summary"]["tagged"] == 1
    assert [one["name"] for one in shop.items("list", "--tag", "dear")] == ["Bad"]


def test_a_period_of_its_own(shop: Any) -> None:
    summary = shop.json("profit", "--from", "2026-06-02", "--to", "2026-06-30")["summary"]
    assert summary["total"]["sales_minor"] == 0
    assert summary["below_zero"] == {"customers": 2, "amount_minor": -4500}
    assert summary["peak_share"] is None
    assert shop.json("profit", "--period", "all")["summary"]["from"] == "2026-06-01"
    assert shop.items("profit", "--as-of", "2026-05-31") == []


def test_accounts_bring_the_work_for_people_to_their_company(crm: Any) -> None:
    crm("add", "Kafija SIA", "--kind", "company")
    crm("add", "Ana", "--company", "kafija")
    crm("order", "add", "kafija", "100", "--cost", "50", "--on", "2026-06-01")
    crm("log", "ana", "called", "--minutes", "20", "--at", "2026-06-03 10:00")
    apart = crm.json("profit")
    assert by_name(apart)["Kafija SIA"]["profit_minor"] == 5000
    assert "--accounts" in apart["notes"][-1]
    assert by_name(crm.json("profit", "--accounts"))["Kafija SIA"]["profit_minor"] == 4000


def test_the_worst_in_full_with_why(shop: Any) -> None:
    shop("policy", "set", "value.worst", "0.5")
    envelope = shop.json("profit", "--worst")
    assert envelope["kind"] == "worst"
    first = envelope["items"][0]
    assert (first["contact"]["name"], first["tier"], first["cost_to_serve_minor"]) == ("Bad", "below_zero", 4000)
    assert "1 visit and 30 minutes" in first["why"]
    assert envelope["summary"]["next"][0].startswith("crm suppress c3 ")
    assert "Who to look at first" in shop("profit", "--worst").out


@pytest.mark.parametrize(
    "words",
    [
        ("--worst", "--below-zero"),
        ("--worst", "--period", "all"),
        ("--followup", "call", "--due", "fri"),
        ("--period", "x"),
    ],
)
def test_flags_that_do_not_go_together_are_refused(shop: Any, words: tuple[str, ...]) -> None:
    shop.fails(2, "profit", *words)


def test_nobody_at_all(crm: Any) -> None:
    crm.fails(10, "profit")
    crm("add", "Ana")
    envelope = crm.json("profit")
    assert envelope["items"] == []
    assert envelope["summary"]["peak_share"] is None
    assert "Nobody bought" in crm("profit").out
    assert "Nobody" in crm("profit", "--worst").out


def test_everybody_loses(crm: Any) -> None:
    crm("add", "Ana")
    crm("order", "add", "ana", "5", "--cost", "9")
    assert crm.json("profit")["summary"]["below_zero"] == {"customers": 1, "amount_minor": -400}
    assert "Nobody brings a profit; 1 customer cost" in crm("profit").out


def test_the_header_adds_up_and_leaves_out_whose_margin_is_unknown(shop: Any) -> None:
    shop("log", "dark", "called", "--minutes", "20", "--at", "2026-06-03 10:00")
    summary = shop.json("profit")["summary"]
    total = summary["total"]
    assert total["margin_minor"] - total["cost_to_serve_minor"] == total["profit_minor"] == 7000
    assert summary["unknown"]["cost_to_serve_minor"] == 1000
    shown = " ".join(shop("profit").out.split())
    assert "Sales 190.00, margin 115.00, cost to serve 45.00" in shown
    assert "profit 70.00; without 1 customer of unknown margin" in shown


def test_a_margin_that_nobody_knows_is_no_zero(crm: Any) -> None:
    crm("add", "Ana")
    crm("order", "add", "ana", "100")
    total = crm.json("profit")["summary"]["total"]
    assert (total["margin_minor"], total["profit_minor"]) == (None, None)
    shown = " ".join(crm("profit").out.split())
    assert "Sales 100.00, margin unknown" in shown
    assert "profit unknown" in shown
    group = crm.json("segment", "--value")["summary"]["steady"]
    assert (group["customers"], group["actual_minor"]) == (1, None)
    assert "unknown" in crm("segment", "--value").out


def test_a_refund_takes_back_its_part_of_the_cost(crm: Any) -> None:
    crm("add", "Ana")
    crm("order", "add", "ana", "400", "--cost", "100", "--on", "2026-06-01")
    crm("order", "add", "ana", "390", "--refund-of", "o1", "--on", "2026-06-10")
    item = crm.items("profit")[0]
    assert (item["sales_minor"], item["margin_minor"], item["profit_minor"]) == (1000, 750, 750)
    crm("policy", "set", "margin.default", "0.3")
    assert crm.items("profit")[0]["margin_minor"] == 750
    crm("edit", "o1", "--cost", "200")
    assert crm.items("profit")[0]["margin_minor"] == -500 + 1000
    crm("order", "add", "--refund-of", "o1")
    assert crm.items("profit")[0]["margin_minor"] == 0
    assert crm.json("segment", "--abc", "--by", "margin")["summary"]["excluded_unknown_cost"] == 0
    crm("edit", "o2", "--cost", "0")
    assert crm.items("profit")[0]["margin_minor"] == -19500
    assert crm.items("order", "list")[0]["cost_minor"] is None


def test_the_thirds_of_a_cost_add_up(crm: Any) -> None:
    crm("add", "Ana")
    crm("order", "add", "ana", "9", "--cost", "1", "--on", "2026-06-01")
    for _ in range(3):
        crm("order", "add", "ana", "3", "--refund-of", "o1")
    assert crm.items("profit")[0]["margin_minor"] == 0


def test_only_the_order_is_asked_for_the_cost_of_itself_and_its_refunds(crm: Any) -> None:
    crm("add", "Ana")
    crm("order", "add", "ana", "400", "--on", "2026-06-01")
    crm("order", "add", "ana", "100", "--refund-of", "o1", "--on", "2026-06-10")
    envelope = crm.json("profit")
    assert envelope["summary"]["unknown"]["orders"] == 1
    assert "the cost of 1 order (o1)" in envelope["notes"][0]
    crm("edit", "o1", "--cost", "100")
    assert crm.items("profit")[0]["margin_minor"] == 40000 - 10000 - 10000 + 2500


def test_the_worst_of_the_same_day_and_accounts_come_next(shop: Any) -> None:
    for words in (("profit",), ("segment", "--value")):
        envelope = shop.json(*words, "--accounts", "--as-of", "2026-10-01")
        assert "crm profit --worst --accounts --as-of 2026-10-01" in envelope["summary"]["next"]


def test_what_was_done_is_a_column_only_where_anything_was(crm: Any) -> None:
    crm("add", "Ana")
    crm("order", "add", "ana", "100", "--cost", "20")
    wide = {"COLUMNS": "160"}
    assert "done for them" not in crm("profit", env=wide).out
    crm("log", "ana", "called", "--minutes", "30")
    assert "done for them" in crm("profit", env=wide).out


def test_the_worst_say_of_how_many_and_in_which_order(shop: Any) -> None:
    shown = " ".join(shop("profit", "--worst").out.split())
    assert "the worst 15 % of 4 customers, rounded up" in shown
    shop("policy", "set", "value.worst", "0.5")
    shop("quote", "add", "zed", "10", "--shortlist")
    assert "Who leaves least stands first" in " ".join(shop("profit", "--worst").out.split())


def test_a_sign_displaces_nobody_who_loses_more(crm: Any) -> None:
    for name, cost in (("Much", 330), ("More", 233), ("Some", 115)):
        crm("add", name)
        crm("order", "add", name, "100", "--cost", str(cost), "--on", "2026-01-10")
    crm("quote", "add", "some", "10", "--shortlist")
    for name in ("Fine", "Good", "Best"):
        crm("add", name)
        crm("order", "add", name, "100", "--cost", "20", "--on", "2026-01-10")
    crm("policy", "set", "value.worst", "0.3")
    assert [item["contact"]["name"] for item in crm.items("profit", "--worst")] == ["Much", "More"]
    crm("policy", "set", "value.worst", "0.5")
    items = crm.items("profit", "--worst")
    assert [item["contact"]["name"] for item in items] == ["Much", "More", "Some"]
    assert [item["actual_minor"] for item in items] == sorted(item["actual_minor"] for item in items)


def test_only_who_costs_something_to_serve_is_taken_off_costly_channels(crm: Any) -> None:
    crm("policy", "set", "value.worst", "0.5")
    for name in ("Served", "Plain"):
        crm("add", name)
        crm("order", "add", name, "10", "--cost", "40", "--on", "2026-01-10")
    loss = ("profit", "--worst"), ("profit", "--below-zero"), ("segment", "--value", "--tier", "below-zero")
    for words in loss:
        assert not any("suppress" in one for one in crm.json(*words)["summary"]["next"])
    crm("log", "served", "showed samples", "-c", "visit")
    for words in loss:
        offered = [one for one in crm.json(*words)["summary"]["next"] if "suppress" in one]
        assert offered == ['crm suppress c1 --why "costs more than it brings"']


@pytest.mark.parametrize("words", [("profit",), ("segment",), ("segment", "--rfm"), ("lapsed", "--all")])
def test_everybody_may_be_tagged_and_nobody_is_followed_up_unchosen(shop: Any, words: tuple[str, ...]) -> None:
    assert shop.json(*words, "--tag-as", "seen")["summary"]["tagged"] > 1
    before = shop.items("history")
    assert "would be for everybody" in shop.fails(2, *words, "--followup", "call", "--due", "fri")
    assert shop.items("history") == before
