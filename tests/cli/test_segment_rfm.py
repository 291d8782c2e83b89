"""`crm segment --rfm`: what counts as a purchase, the window, the named groups, and R's numbers through the whole program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
TABLE_B = {
    "Champions": (35, 316, 31_646), "Potential Loyalist": (342, 2_211, 204_856), "Loyal Customers": (170, 799, 76_562),
    "Promising": (9, 28, 4_249), "New Customers": (104, 329, 28_837), "Can't Lose Them": (47, 274, 32_446),
    "At Risk": (28, 216, 22_227), "Need Attention": (10, 57, 4_562), "About To Sleep": (102, 283, 23_449),
    "Lost": (148, 393, 35_324), "Other": (0, 0, 0),
}  # fmt: skip


def order(crm: Any, who: str, amount: str, on: str, *flags: str, now: str | None = None) -> str:
    made = crm.item("order", "add", who, amount, "--on", on, *flags, now=now)
    return f"o{made['id']}"


def rfm(crm: Any, *flags: str) -> dict[str, dict[str, Any]]:
    return {item["contact"]["name"]: item for item in crm.items("segment", "--rfm", *flags)}


def measured(crm: Any, *flags: str) -> dict[str, tuple[int, int, int]]:
    found = rfm(crm, *flags).items()
    return {name: (one["recency_days"], one["frequency"], one["amount_minor"]) for name, one in found}


@pytest.fixture
def three(crm: Any) -> Any:
    for name in ("Ana", "Bo", "Cy"):
        crm("add", name)
    return crm


def test_days_purchases_and_money(three: Any) -> None:
    order(three, "ana", "10", "2026-11-18")
    order(three, "ana", "5", "2026-11-18")
    order(three, "ana", "1", "2026-10-01")
    order(three, "bo", "100", "2025-01-01")
    envelope = three.json("segment", "--rfm")
    assert envelope["kind"] == "segment_rfm"
    assert measured(three) == {"Ana": (2, 2, 1600), "Bo": (688, 1, 10000)}
    first = envelope["items"][0]
    assert first.keys() >= {"contact", "r", "f", "m", "recency_days", "frequency", "amount_minor", "segment", "was"}
    assert {name: (one["r"], one["f"], one["m"]) for name, one in rfm(three).items()} == {
        "Ana": (3, 3, 1),
        "Bo": (1, 1, 3),
    }
    summary = envelope["summary"]
    assert (summary["from"], summary["to"], summary["period"]) == ("2025-01-01", "2026-11-20", "all")
    assert (summary["customers"], summary["orders"], summary["total_minor"]) == (2, 4, 11600)


def test_every_group_is_shown_and_the_groups_add_up_to_the_whole(three: Any) -> None:
    order(three, "ana", "10", "2026-11-18")
    order(three, "bo", "20", "2026-11-01")
    summary = three.json("segment", "--rfm")["summary"]
    names = [group["name"] for group in summary["groups"]]
    assert names == list(TABLE_B)
    assert sum(group["customers"] for group in summary["groups"]) == 2
    assert sum(group["amount_minor"] for group in summary["groups"]) == 3000
    assert sum(group["share"] for group in summary["groups"]) == pytest.approx(1)
    assert all(summary[group["name"]]["customers"] == group["customers"] for group in summary["groups"])
    assert summary["Other"]["customers"] == 0


def test_refunds_and_orders_given_back(three: Any) -> None:
    whole = order(three, "ana", "10", "2026-11-10")
    order(three, "ana", "30", "2026-10-10")
    part = order(three, "bo", "10", "2026-11-10")
    three("order", "add", "ana", "10", "--refund-of", whole, "--on", "2026-11-15")
    three("order", "add", "bo", "4", "--refund-of", part, "--on", "2026-11-15")
    three("order", "add", "bo", "1", "--refund", "--on", "2026-11-16")
    assert measured(three) == {"Ana": (41, 1, 3000), "Bo": (10, 1, 500)}
    assert measured(three, "--as-of", "2026-11-12") == {"Ana": (2, 2, 4000), "Bo": (2, 1, 1000)}


def test_who_only_gave_back_is_in_no_group_but_in_the_sums(three: Any) -> None:
    three("order", "add", "ana", "7", "--refund", "--on", "2026-11-10")
    answer = three.json("segment", "--rfm")
    assert answer["items"] == []
    assert answer["summary"]["no_purchase"] == {"customers": 1, "amount_minor": -700}
    order(three, "bo", "3", "2026-11-10")
    three("order", "add", "bo", "9", "--refund", "--on", "2026-11-11")
    assert measured(three) == {"Bo": (10, 1, -600)}
    assert three.json("segment", "--rfm")["summary"]["total_minor"] == -600
    assert "no purchase" in three("segment", "--rfm").out


def test_with_refunds_alone_nobody_is_said_not_to_have_ordered(three: Any) -> None:
    three("order", "add", "ana", "50", "--refund", "--on", "2026-11-10")
    out = three("segment", "--rfm").out
    assert "Nobody has ordered yet" not in out
    assert "1 customer with -50.00 of refunds, in no group" in out


def test_few_customers_and_scores_that_tell_nothing_apart_are_said(three: Any) -> None:
    order(three, "ana", "10", "2026-10-30")
    assert three.json("segment", "--rfm")["notes"] == [
        "1 customer is few for scores by fifths: with fewer than 25 a group's name says little"
    ]
    order(three, "bo", "20", "2026-10-30")
    few, alike = three.json("segment", "--rfm")["notes"]
    assert few.startswith("2 customers are few")
    assert alike == "all have the same score for how lately and how often: it does not tell them apart"


def test_enough_customers_of_many_kinds_need_no_word(crm: Any) -> None:
    lines = [f"2026-{1 + n % 10:02}-{1 + d:02},Buyer {n:02},{n + 1}\n" for n in range(25) for d in range(1 + n % 5)]
    path = crm.folder / "orders.csv"
    path.write_text("date,customer,amount\n" + "".join(lines), encoding="utf-8")
    crm("import", path, "--as", "orders", "--create-contacts")
    assert crm.json("segment", "--rfm")["notes"] == []


def test_a_last_day_to_come_is_said_to_be_drawn_in(three: Any) -> None:
    order(three, "ana", "10", "2026-10-30")
    for flags in (("segment", "--rfm"), ("segment", "--abc"), ("segment", "--by", "kind"), ("profit",)):
        note = "--to 2026-12-31 is after 2026-11-20, the last day that counts: the answer ends there"
        assert note in three.json(*flags, "--to", "2026-12-31")["notes"], flags
        assert note not in three.json(*flags, "--to", "2026-11-20")["notes"], flags


def test_an_order_to_come_is_none_yet_and_a_past_day_knows_what_was_dated_by_then(three: Any) -> None:
    order(three, "ana", "10", "2026-12-01")
    order(three, "bo", "10", "2024-03-01")
    assert measured(three) == {"Bo": (994, 1, 1000)}
    assert measured(three, "--as-of", "2024-03-11") == {"Bo": (10, 1, 1000)}
    assert three.items("segment", "--rfm", "--as-of", "2024-02-28") == []


def test_the_window_is_for_purchases_and_money_and_not_for_the_last_day(three: Any) -> None:
    order(three, "ana", "10", "2026-11-10")
    order(three, "ana", "20", "2025-06-01")
    order(three, "bo", "40", "2025-05-01")
    assert measured(three, "--from", "2025-01-01", "--to", "2025-12-31") == {"Ana": (10, 1, 2000), "Bo": (568, 1, 4000)}
    assert measured(three, "--period", "last-12-months") == {"Ana": (10, 1, 1000), "Bo": (568, 0, 0)}


def test_people_count_under_their_company_each_day_once(crm: Any) -> None:
    crm("add", "Kafija SIA", "--kind", "company")
    crm("add", "Ana", "--company", "kafija")
    crm("add", "Bo")
    for who, on in (("ana", "2026-11-10"), ("kafija", "2026-11-10"), ("ana", "2026-11-12"), ("bo", "2026-11-01")):
        order(crm, who, "10", on)
    assert measured(crm, "--accounts") == {"Kafija SIA": (8, 2, 3000), "Bo": (19, 1, 1000)}
    assert len(measured(crm)) == 3


def test_archived_customers_count_walk_ins_and_orders_without_a_rate_stand_apart(three: Any) -> None:
    order(three, "ana", "10", "2026-11-10")
    three("archive", "ana")
    three("order", "add", "--walk-in", "5")
    three("order", "add", "bo", "50", "--currency", "USD", code=None)
    answer = three.json("segment", "--rfm")
    assert [item["contact"]["name"] for item in answer["items"]] == ["Ana"]
    assert answer["summary"]["walk_in"] == {"count": 1, "amount_minor": 500}
    assert answer["summary"]["excluded"] == 1
    assert "without an exchange rate" in answer["notes"][0]


def test_the_groups_are_the_policys(three: Any) -> None:
    order(three, "ana", "10", "2026-11-10")
    order(three, "bo", "5", "2026-10-10")
    three("policy", "set", "rfm.groups", "Fresh 3-5 1-5 1-5; Stale 1-2 1-5 1-5")
    assert {name: one["segment"] for name, one in rfm(three).items()} == {"Ana": "Fresh", "Bo": "Stale"}
    assert three.items("segment", "--rfm", "--segment", "fr")[0]["contact"]["name"] == "Ana"
    assert [g["name"] for g in three.json("segment", "--rfm", "--compat", "r")["summary"]["groups"]] == list(TABLE_B)
    assert "never be reached" in three.fails(2, "policy", "set", "rfm.groups", "All 1-5 1-5 1-5; Few 1 1 1")


def test_r_to_the_customer(crm: Any) -> None:
    if not (DATA / "rfm_orders.csv").exists():
        pytest.skip("the shared data are not here")
    crm("import", DATA / "rfm_orders.csv", "--as", "orders", "--create-contacts")
    summary = crm.json("segment", "--rfm", "--compat", "r", "--as-of", "2006-12-31", "--limit", 1)["summary"]
    found = {
        group["name"]: (group["customers"], group["orders"], group["amount_minor"] / 100) for group in summary["groups"]
    }
    assert found == TABLE_B
    assert {name: [one["customers"] for one in reversed(scores)] for name, scores in summary["scores"].items()} == {
        "r": [197, 200, 199, 199, 200], "f": [268, 187, 176, 244, 120], "m": [200, 200, 198, 202, 195],
    }  # fmt: skip


def test_a_shops_log_to_the_customer(crm: Any) -> None:
    if not (DATA / "cdnow_sample.csv").exists():
        pytest.skip("the shared data are not here")
    crm("import", DATA / "cdnow_sample.csv", "--as", "orders", "--create-contacts")
    summary = crm.json("segment", "--rfm", "--as-of", "1998-06-30", "--limit", 1)["summary"]
    assert {name: [one["customers"] for one in reversed(scores)] for name, scores in summary["scores"].items()} == {
        "r": [482, 471, 463, 470, 471], "f": [1218, 0, 403, 358, 378], "m": [481, 462, 472, 471, 471],
    }  # fmt: skip
    assert (summary["customers"], summary["total_minor"]) == (2357, 24_409_194)


@pytest.mark.parametrize(
    ("flags", "says"),
    [
        (("--rfm", "--abc"), "two kinds"),
        (("--rfm", "--by", "tag"), "--by"),
        (("--rfm", "--compat", "python"), "--compat r"),
        (("--abc", "--compat", "r"), "--rfm"),
        (("--rfm", "--class", "D"), "below-zero"),
        (("--rfm", "--segment", "nobody"), "Champions"),
        (("--rfm", "--segment", "l"), "Lost"),
        (("--rfm", "--followup", "call", "--due", "fri"), "--segment"),
        (("--rfm", "--compare", "2026-11-20"), "earlier"),
        (("--rfm", "--segment", " "), "empty"),
    ],
)
def test_what_cannot_be_meant_is_refused(three: Any, flags: tuple[str, ...], says: str) -> None:
    order(three, "ana", "10", "2026-11-10")
    assert says in three.fails(2, "segment", *flags)


def test_without_a_book_and_without_orders(crm: Any) -> None:
    crm.fails(10, "segment", "--rfm")
    crm("add", "Ana")
    assert crm.items("segment", "--rfm") == []
    assert "order add" in crm("segment", "--rfm").out


@pytest.mark.parametrize("columns", ["80", "120"])
def test_what_a_score_stands_for_is_read_in_full_beside_huge_amounts(crm: Any, columns: str) -> None:
    for number in range(1, 6):
        crm("add", f"Buyer {number}")
        crm("order", "add", f"c{number}", f"{number}000000000000", "--on", f"2026-10-0{number}")
    shown = crm("segment", "--rfm", env={"COLUMNS": columns}).out
    for words in ("days since, at most", "purchase days, at least", "EUR, at least", "5,000,000,000,000.00"):
        assert words in shown
    assert max(map(len, shown.splitlines())) <= int(columns)
