"""`crm forecast`: the published numbers through the command, the sums, the words for one customer and for no model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crmcli.actions.forecast import _percent_off

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
KEYS = {
    "contact", "expected_orders", "expected_minor", "p_active", "next_order_on", "lifetime_value_minor", "class", "lapsed",
}  # fmt: skip


def test_cdnow_gives_the_published_fits(crm: Any) -> None:
    if not (DATA / "cdnow_sample.csv").exists():
        pytest.skip("the shared data are not here")
    crm("import", DATA / "cdnow_sample.csv", "--as", "orders", "--create-contacts")
    answer = crm.json("forecast", "--as-of", "1997-09-30", "--model", "bg-nbd", "--horizon", "273d")
    summary = answer["summary"]
    assert summary["model"] == summary["method"] == "bg-nbd"
    wanted = {"r": 0.2425945, "alpha": 4.4136019, "a": 0.7929199, "b": 2.4258881}
    assert summary["parameters"] == pytest.approx(wanted, rel=1e-3)
    assert summary["log_likelihood"] == pytest.approx(-9582.429, abs=0.01)
    assert summary["expected_orders"] == pytest.approx(1653.4, rel=1e-3)
    money = summary["gamma_gamma"]
    assert [money[name] for name in "pqv"] == pytest.approx([6.24957, 3.74422, 15.44353], rel=1e-3)
    assert money["log_likelihood"] == pytest.approx(-4055.9177, abs=0.01)
    assert money["customers"] == 946
    assert len(answer["items"]) == 2357
    auto = crm.json("forecast", "--as-of", "1997-09-30", "--limit", "1")["summary"]
    assert auto["model"] == "mbg-nbd"
    assert auto["log_likelihood"] == pytest.approx(-9582.136, abs=0.01)
    later = crm.json("forecast", "--horizon", "9m", "--as-of", "1998-06-30", "--limit", "1")["summary"]
    assert later["judged"]["actual_orders"] > 700
    assert abs(later["judged"]["error"]) < 0.3


def test_everybody_with_an_order_is_there_and_the_sums_are_theirs(crowded: Any) -> None:
    answer = crowded.json("forecast")
    items, summary = answer["items"], answer["summary"]
    assert len(items) == 70
    assert all(item.keys() == KEYS for item in items)
    assert summary["expected_minor"] == sum(item["expected_minor"] for item in items)
    assert summary["expected_orders"] == pytest.approx(sum(item["expected_orders"] for item in items), abs=1e-3)
    assert [item["expected_minor"] for item in items] == sorted((i["expected_minor"] for i in items), reverse=True)
    assert all(item["next_order_on"] is None or item["next_order_on"] > "2026-11-20" for item in items)


def test_a_longer_horizon_expects_more(crowded: Any) -> None:
    near, far = (crowded.json("forecast", "--horizon", span)["summary"] for span in ("3m", "12m"))
    assert (near["horizon_days"], far["horizon_days"]) == (92, 365)
    assert near["until"] == "2027-02-20"
    assert 0 < near["expected_orders"] < far["expected_orders"]
    assert far["until"] == "2027-11-20"


def test_one_customer_is_answered_in_words(crowded: Any) -> None:
    answer = crowded.json("forecast", "Buyer 001")
    [item] = answer["items"]
    assert item == next(one for one in crowded.items("forecast") if one["contact"] == item["contact"])
    assert f"{item['expected_orders']:.1f} orders worth " in answer["summary"]["words"]
    assert answer["summary"]["words"] in " ".join(crowded("forecast", "Buyer 001").out.split())


def test_one_who_never_ordered_is_told_apart_from_one_who_is_not_there(crowded: Any) -> None:
    crowded("add", "Zane")
    answer = crowded.json("forecast", "zane")
    assert answer["items"] == []
    assert "Zane had not ordered" in answer["notes"][0]
    assert crowded("forecast", "zane").out
    crowded.fails(4, "forecast", "nobody of that name")


def test_too_few_for_a_model_get_their_own_rate_and_are_told(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Ana": [(365, 10.0), (180, 20.0), (0, 30.0)], "Once": [(90, 7.0)]})
    answer = crm.json("forecast", "--horizon", "365d")
    assert answer["summary"]["method"] == "own rate"
    assert answer["summary"]["parameters"] == {"r": None, "alpha": None, "a": None, "b": None}
    assert "a fit needs at least 50" in answer["summary"]["problem"]
    assert "used instead" in answer["notes"][0]
    by_name = {item["contact"]["name"]: item for item in answer["items"]}
    assert by_name["Ana"]["expected_orders"] == 2
    assert by_name["Ana"]["expected_minor"] == 5000
    assert by_name["Ana"]["p_active"] is None
    assert by_name["Once"]["next_order_on"] is None


def test_without_a_model_one_day_of_orders_says_nothing_yet_which_is_not_nothing(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Ana": [(365, 10.0), (180, 20.0), (0, 30.0)], "Once": [(90, 7.0)]})
    crm("policy", "set", "margin.default", "0.5")
    answer = crm.json("forecast", "--horizon", "365d")
    ana, once = answer["items"]
    assert once["contact"]["name"] == "Once"
    assert {once[key] for key in ("expected_orders", "expected_minor", "lifetime_value_minor", "p_active")} == {None}
    summary = answer["summary"]
    assert (summary["expected_orders"], summary["expected_minor"], summary["unknown"]) == (2, ana["expected_minor"], 1)
    assert summary["lifetime"]["unknown_margin"] == 0
    assert crm.json("forecast", "once")["summary"]["words"].startswith("not known yet")
    shown = crm("forecast").out
    assert "not known yet" in shown
    assert "from 1 customer who bought on one day only; left out of the total" in " ".join(shown.split())


def test_where_nothing_is_known_of_anybody_the_total_is_not_zero(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Once": [(90, 7.0)]})
    summary = crm.json("forecast")["summary"]
    assert (summary["expected_orders"], summary["expected_minor"], summary["unknown"]) == (None, None, 1)
    assert "0 orders" not in crm("forecast").out


def test_whom_lapsed_lists_is_marked_and_how_much_of_the_total_is_theirs(crowded: Any) -> None:
    answer, listed = crowded.json("forecast"), {item["contact"]["id"] for item in crowded.items("lapsed")}
    theirs = [item for item in answer["items"] if item["lapsed"]]
    assert listed
    assert {item["contact"]["id"] for item in theirs} == listed
    part = answer["summary"]["lapsed"]
    assert part["customers"] == len(theirs)
    assert part["expected_minor"] == sum(item["expected_minor"] for item in theirs)
    assert part["expected_orders"] == pytest.approx(sum(item["expected_orders"] for item in theirs), abs=1e-4)
    shown = crowded("forecast", "--limit", "100").out
    assert shown.count("listed as lapsed") == len(theirs) + 1
    assert f"from {len(theirs)} customers listed as lapsed" in " ".join(shown.split())
    one = f"c{theirs[0]['contact']['id']}"
    assert "listed as lapsed" in crowded.json("forecast", one)["summary"]["words"]
    crowded("archive", one)
    assert crowded.json("forecast")["summary"]["lapsed"]["customers"] == part["customers"] - 1
    kept = next(item for item in answer["items"] if not item["lapsed"])
    assert "lapsed" not in crowded.json("forecast", f"c{kept['contact']['id']}")["summary"]["words"]


def test_few_orders_in_all_are_told_to_the_tenth_like_the_rows(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Ana": [(300, 10.0), (0, 20.0)]})
    crm_says = " ".join(crm("forecast", "--horizon", "360d").out.split())
    assert "1.2 orders worth" in crm_says
    assert "1 customer has ordered again" in crm.json("forecast")["summary"]["problem"]


def test_a_forecast_of_back_then_that_had_no_model_says_it_was_the_orders_of_then(crm: Any, orders: Any) -> None:
    late = {name: [one for one in log if one[0] < 360] for name, log in orders.crowd().items()}
    orders.imported(crm, {**late, "Early": [(800, 10.0)]})
    words = crm.json("forecast")["summary"]["judged_words"]
    assert "cannot be told: the orders known then gave no model (0 customers have ordered again" in words


def test_the_lifetime_value_needs_a_margin_and_an_unknown_one_is_not_nothing(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Ana": [(365, 10.0), (180, 20.0)], "Bo": [(365, 10.0), (180, 20.0)]})
    assert crm.json("forecast")["summary"]["lifetime"]["value_minor"] is None
    assert "no margin is known" in crm("forecast").out
    crm("order", "add", "ana", "40", "--cost", "10", "--on", orders.day(0))
    by_name = {item["contact"]["name"]: item["lifetime_value_minor"] for item in crm.items("forecast")}
    assert by_name["Ana"] > 0
    assert by_name["Bo"] is None
    crm("policy", "set", "margin.default", "0.5")
    crm("policy", "set", "forecast.discount", "0")
    bo = next(item for item in crm.items("forecast") if item["contact"]["name"] == "Bo")
    assert bo["lifetime_value_minor"] == pytest.approx(bo["expected_minor"] * 0.5, abs=3)
    crm("log", "bo", "an hour on the phone", "--minutes", "60")
    crm("policy", "set", "cost.minute", "1")
    [served] = crm.items("forecast", "bo")
    assert served["lifetime_value_minor"] == bo["lifetime_value_minor"] - 6000
    assert crm.json("forecast")["summary"]["lifetime"]["cost_to_serve_minor"] == 6000


def test_the_archived_are_in_no_row_and_no_total_and_are_counted(crowded: Any) -> None:
    crowded("policy", "set", "margin.default", "0.5")
    answer = crowded.json("forecast")
    gone = next(item for item in answer["items"] if item["contact"]["name"] == "Buyer 001")
    crowded("archive", "Buyer 001")
    after = crowded.json("forecast")
    assert after["items"] == [item for item in answer["items"] if item is not gone]
    then, now = answer["summary"], after["summary"]
    assert (then["archived"], now["archived"]) == (0, 1)
    assert now["listed"] == then["listed"] - 1
    assert now["expected_minor"] == then["expected_minor"] - gone["expected_minor"]
    assert now["expected_orders"] == pytest.approx(then["expected_orders"] - gone["expected_orders"], abs=1e-5)
    assert now["active"] == pytest.approx(then["active"] - gone["p_active"], abs=1e-5)
    assert now["lifetime"]["value_minor"] == then["lifetime"]["value_minor"] - gone["lifetime_value_minor"]
    assert now["judged"] == then["judged"]
    assert "1 customer left out" in crowded("forecast").out
    alone = crowded.json("forecast", "Buyer 001")
    assert alone["items"] == [gone]
    assert "Buyer 001 is archived, and so in no total" in alone["notes"]


def test_where_everybody_who_ordered_is_archived_it_is_said(crm: Any) -> None:
    crm("add", "Ana")
    crm("order", "add", "ana", "10")
    crm("archive", "ana")
    assert crm.items("forecast") == []
    assert "Everybody who ordered is archived" in crm("forecast").out


@pytest.mark.parametrize(
    ("error", "words"), [(-0.004, "0 %"), (0.004, "0 %"), (-0.07, "-7 %"), (0.066, "+7 %"), (12.5, "+1,250 %")]
)
def test_an_error_that_rounds_to_nothing_has_no_sign(error: float, words: str) -> None:
    assert _percent_off(error) == words


def test_a_past_day_answers_the_same_whenever_it_is_asked(crowded: Any, orders: Any) -> None:
    before = crowded.json("forecast", "--as-of", orders.day(100))
    crowded("order", "add", "Buyer 001", "99")
    assert crowded.json("forecast", "--as-of", orders.day(100)) == before


@pytest.mark.parametrize(
    ("flags", "word"),
    [(("--model", "arima"), "model"), (("--horizon", "11y"), "--horizon"), (("--horizon", "x"), "'x'")],
)
def test_what_cannot_be_is_refused(crowded: Any, flags: tuple[str, ...], word: str) -> None:
    assert word in crowded.fails(2, "forecast", *flags)
