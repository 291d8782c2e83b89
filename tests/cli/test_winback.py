"""`crm winback`: who is lost and worth it, since when, why they may have gone, their last words, what to offer."""

from __future__ import annotations

from typing import Any

import pytest

KEYS = {
    "contact", "lost_on", "last_order_on", "value_minor", "standing", "growing", "likely_reason", "evidence", "last_words",
    "offer", "why", "clear",
}  # fmt: skip


@pytest.fixture
def left(crm: Any, orders: Any) -> Any:
    """A book in which Gone (class A) and Grown (growing) left eight months ago, and the others stayed."""
    log = {f"Buyer {n}": orders.rhythm(20 + n, n, 700, 60.0) for n in range(10)}
    log["Gone"] = orders.rhythm(21, 240, 1000, 300.0)
    log["Grown"] = [(1000, 2.0), (700, 2.0), (500, 4.0), (260, 6.0), (245, 6.0)]
    orders.imported(crm, log)
    return crm


def one(crm: Any, name: str = "Gone", *flags: str) -> dict[str, Any]:
    [found] = [item for item in crm.items("winback", *flags) if item["contact"]["name"] == name]
    assert isinstance(found, dict)
    return found


def test_valued_and_growing_customers_are_listed_with_all_there_is_to_say(left: Any, orders: Any) -> None:
    items = left.items("winback")
    assert [item["contact"]["name"] for item in items] == ["Gone", "Grown"]
    gone, grown = items
    assert gone.keys() == KEYS
    assert (gone["standing"], gone["growing"]) == ("A", False)
    assert (grown["standing"], grown["growing"]) == ("C", True)
    assert gone["last_order_on"] == orders.day(240)
    assert gone["lost_on"] == "2026-09-25"  # six months by the calendar after 25 March
    assert gone["clear"] == f"crm done c{gone['contact']['id']}/winback"
    assert gone["likely_reason"] == "not known: ask"
    assert gone["last_words"] is None
    assert gone["why"].startswith("was class A: ")
    assert grown["why"].startswith("was growing: ")


def test_the_offer_is_the_policys(left: Any) -> None:
    left("policy", "set", "winback.offer.A", "dinner with the owner")
    assert one(left)["offer"] == "dinner with the owner"
    assert one(left, "Grown")["offer"] != "dinner with the owner"


def test_a_complaint_is_the_likely_reason_and_its_words_stand_there(left: Any, orders: Any) -> None:
    logged = left.item(
        "log", "gone", "stale twice in a row", "--nature", "quality", "--mood", "-2", "--at", f"{orders.day(245)} 10:00"
    )
    left("log", "gone", "thank you, no", "--channel", "email", "--direction", "in", "--at", f"{orders.day(30)} 10:00")
    found = one(left)
    assert found["likely_reason"].startswith("a complaint about quality on ")
    assert "stale twice in a row" in found["likely_reason"]
    assert found["evidence"] == {"kind": "complaint", "ref": f"i{logged['id']}", "on": orders.day(245)}
    assert found["last_words"]["text"] == "thank you, no"
    assert found["last_words"]["channel"] == "email"
    assert left.json("winback")["summary"]["reasons"] == {"complaint": 1, "unknown": 1}
    assert one(left, "Gone", "--as-of", orders.day(35))["last_words"]["text"] == "stale twice in a row"


def test_a_complaint_of_somebody_who_works_there_is_the_companys(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Firm": orders.rhythm(21, 240, 900, 300.0), "Other": orders.rhythm(20, 3, 500)})
    crm("add", "Eva", "--company", "firm")
    crm(
        "log",
        "eva",
        "came late again",
        "--nature",
        "delivery",
        "--outcome",
        "negative",
        "--at",
        f"{orders.day(242)} 10:00",
    )
    assert one(crm, "Firm")["likely_reason"].startswith("a complaint about delivery")
    assert one(crm, "Firm")["last_words"]["text"] == "came late again"


def test_a_lost_quote_tells_its_reason(left: Any, orders: Any) -> None:
    quote = left.item("quote", "add", "gone", "900", "--on", orders.day(250))
    left("quote", "lost", f"q{quote['id']}", "--reason", "price", "--on", orders.day(230))
    found = one(left)
    assert found["likely_reason"].startswith(f"quote q{quote['id']} lost on ")
    assert found["likely_reason"].endswith(": price")
    assert found["evidence"]["ref"] == f"q{quote['id']}"


def test_a_quote_closed_only_after_the_loss_is_named_by_the_day_it_was_sent(left: Any) -> None:
    quote = left.item("quote", "add", "gone", "900", "--on", "2026-06-06")
    left("quote", "lost", f"q{quote['id']}", "--reason", "price")
    found = one(left)
    assert found["lost_on"] == "2026-09-25"
    assert found["likely_reason"] == f"quote q{quote['id']} sent on 6 Jun, lost since: price"
    assert found["evidence"]["on"] == "2026-06-06"


def test_a_quote_sent_after_the_loss_drove_nobody_away(left: Any) -> None:
    quote = left.item("quote", "add", "gone", "900", "--on", "2026-10-06")
    left("quote", "lost", f"q{quote['id']}", "--reason", "price")
    assert one(left)["likely_reason"] == "not known: ask"


def test_a_span_past_the_end_of_the_calendar_loses_nobody_for_ever(left: Any) -> None:
    left("policy", "set", "winback.within", "9999y")
    assert one(left)
    left("policy", "set", "winback.after", "9999y")
    assert left.items("winback") == []


def test_our_silence_is_a_reason(left: Any, orders: Any) -> None:
    left("log", "gone", "talked about spring", "--at", f"{orders.day(260)} 10:00")
    assert one(left)["likely_reason"].startswith("nobody had spoken to them for 7 months, since ")


def test_do_not_contact_is_a_reason(left: Any) -> None:
    left("edit", "gone", "--no-contact", "all")
    assert one(left)["likely_reason"] == "they asked not to be contacted"


def test_lost_counts_from_half_a_year_and_for_two_years(left: Any, orders: Any) -> None:
    assert left.items("winback", "--as-of", "2026-09-24") == []
    assert one(left, "Gone", "--as-of", "2026-09-25")
    left("policy", "set", "winback.within", "1m")
    assert [item["contact"]["name"] for item in left.items("winback")] == ["Grown"]


def test_who_ordered_again_is_not_lost(left: Any) -> None:
    left("order", "add", "gone", "10")
    assert [item["contact"]["name"] for item in left.items("winback")] == ["Grown"]


def test_a_valued_customer_of_one_old_order_is_lost_and_a_small_one_is_not(crm: Any, orders: Any) -> None:
    log = {f"Buyer {n}": orders.rhythm(20 + n, n, 700, 60.0) for n in range(10)}
    orders.imported(crm, {**log, "Once Big": [(300, 5000.0)], "Once Small": [(300, 1.0)]})
    found = one(crm, "Once Big")
    assert "bought once, for 5,000.00" in found["why"]
    assert len(crm.items("winback")) == 1


def test_the_list_becomes_followups_and_leaves_out_the_archived(left: Any) -> None:
    left("archive", "grown")
    answer = left.json("winback", "--followup", "visit them", "--due", "mon", "--tag-as", "lost")
    assert answer["summary"]["opened"] == answer["summary"]["tagged"] == 1
    assert answer["summary"]["archived"] == 1


def test_a_class_narrows_it(left: Any) -> None:
    assert [item["contact"]["name"] for item in left.items("winback", "--class", "C")] == ["Grown"]
    for no_class in ("D", "zero", "below-zero"):
        told = left.fails(2, "winback", "--class", no_class)
        assert "class" in told
        assert "one of a, b, c" in told


def test_hostile_words_do_no_harm(left: Any, orders: Any) -> None:
    left(
        "log",
        "gone",
        "bad\x1b[31m " + "x" * 5000,
        "--nature",
        "quality",
        "--mood",
        "-1",
        "--at",
        f"{orders.day(241)} 9:00",
    )
    shown = left("winback").out
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 100
