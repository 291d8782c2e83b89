"""`crm underbuying`: who is flagged, both numbers beside each other, the valued first, and what a small book is told."""

from __future__ import annotations

import re
from typing import Any

import pytest

from crmcli.actions.underbuying import _odds

KEYS = {
    "contact", "expected_minor", "actual_minor", "ratio", "p_value", "window_days", "p_twice", "flagged", "class",
    "why",
}  # fmt: skip
RANK = ["A", "B", "C", "zero", "below_zero"]


def faded(crm: Any, orders: Any) -> None:
    """The crowd, and somebody who bought weekly for a lot and of late for a trifle."""
    fading = [*orders.rhythm(7, 62, 600, 200.0), (34, 10.0), (3, 10.0)]
    orders.imported(crm, {**orders.crowd(), "Fading": fading})


def test_who_fades_is_flagged_with_both_numbers(crm: Any, orders: Any) -> None:
    faded(crm, orders)
    answer = crm.json("underbuying")
    [item] = [one for one in answer["items"] if one["contact"]["name"] == "Fading"]
    assert item.keys() == KEYS
    assert item["flagged"] is True
    assert item["class"] == "A"
    assert item["ratio"] == pytest.approx(item["actual_minor"] / item["expected_minor"], abs=1e-3)
    assert item["ratio"] < 0.4
    assert item["p_value"] < 0.1
    assert item["why"].startswith(f"in the last {item['window_days']} days ")
    assert "instead of the usual" in item["why"]
    assert "by chance" in item["why"]
    assert answer["summary"]["flagged"] == len(answer["items"])


def test_all_shows_every_customer_tested_and_strict_flags_fewer(crm: Any, orders: Any) -> None:
    faded(crm, orders)
    everybody, usual, strict = (crm.json("underbuying", *flags) for flags in (("--all",), (), ("--strict",)))
    assert everybody["summary"]["tested"] == len(everybody["items"]) > len(usual["items"])
    assert [item for item in everybody["items"] if item["flagged"]] == usual["items"]
    assert all(item["p_value"] < 0.05 for item in strict["items"])
    assert strict["items"] == [item for item in usual["items"] if item["p_value"] < 0.05]
    assert everybody["summary"]["missing_minor"] == sum(
        item["expected_minor"] - item["actual_minor"] for item in usual["items"]
    )


def test_the_valued_come_first_then_the_most_money_missing(crm: Any, orders: Any) -> None:
    faded(crm, orders)
    items = crm.items("underbuying", "--all")
    keys = [(RANK.index(item["class"]), item["actual_minor"] - item["expected_minor"]) for item in items]
    assert keys == sorted(keys)


def test_the_class_is_that_of_the_morning_list(crm: Any, orders: Any) -> None:
    faded(crm, orders)
    classes = {one["name"]: one["class"] for one in crm.items("list")}
    items = crm.items("underbuying", "--all")
    assert {item["contact"]["name"]: item["class"] for item in items}.items() <= classes.items()


def test_the_lapsed_are_not_tested(crm: Any, orders: Any) -> None:
    faded(crm, orders)
    lapsed = {item["contact"]["id"] for item in crm.items("lapsed")}
    assert lapsed
    assert not lapsed & {item["contact"]["id"] for item in crm.items("underbuying", "--all")}


def test_the_policy_moves_the_line(crm: Any, orders: Any) -> None:
    faded(crm, orders)
    crm("policy", "set", "underbuying.ratio", "0.01")
    assert crm.items("underbuying") == []
    crm("policy", "set", "underbuying.ratio", "1")
    crm("policy", "set", "underbuying.p", "1")
    answer = crm.json("underbuying")
    assert all(item["ratio"] < 1 for item in answer["items"])
    assert len(answer["items"]) > 10


def test_a_past_day_does_not_know_that_they_fade(crm: Any, orders: Any) -> None:
    faded(crm, orders)
    before = crm.items("underbuying", "--as-of", orders.day(62))
    assert "Fading" not in {item["contact"]["name"] for item in before}


def test_the_list_becomes_a_tag_and_leaves_out_the_archived(crm: Any, orders: Any) -> None:
    faded(crm, orders)
    crm("archive", "fading")
    answer = crm.json("underbuying", "--tag-as", "fading")
    assert "Fading" not in {item["contact"]["name"] for item in answer["items"]}
    assert answer["summary"]["archived"] == 1
    assert answer["summary"]["tagged"] == len(answer["items"])


@pytest.mark.parametrize("p", [0.999, 0.5, 0.336, 0.26, 0.15, 0.1499, 0.0953, 0.04, 0.0011])
def test_the_odds_in_words_are_the_chance(p: float) -> None:
    found = re.search(r"(\d+) (?:in|of) ([\d,]+)$", _odds(p))
    assert found
    said = [int(one.replace(",", "")) for one in found.groups()]
    assert said[0] / said[1] == pytest.approx(p, rel=0.06)


def test_odds_too_small_to_tell() -> None:
    assert _odds(0.00001) == "by chance less than 1 in 1,000"


def test_a_book_too_small_to_tell_says_so(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Ana": [(200, 10.0), (100, 10.0), (50, 10.0)]})
    answer = crm.json("underbuying", "--all")
    assert answer["items"] == []
    assert answer["summary"]["method"] == "none"
    assert "Too few" in answer["summary"]["words"]
    assert "Too few" in crm("underbuying").out
