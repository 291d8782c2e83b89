"""`crm lapsed`: who is listed, why in words, what a small book is told, and what becomes of the list."""

from __future__ import annotations

from typing import Any

import pytest

KEYS = {
    "contact", "score", "p_no_order", "last_order_on", "silent_days", "usual_gap_days", "value_minor", "group", "why",
}  # fmt: skip
GROUPS = ("lapsed", "one_time", "fresh", "active")


def names(items: list[dict[str, Any]]) -> list[str]:
    return [item["contact"]["name"] for item in items]


def small(crm: Any, orders: Any, **more: Any) -> None:
    """A book too small for a model: one who lapsed, one active, one of a single old order, one new."""
    log = {
        "Gone": orders.rhythm(21, 200, 500, 100.0),
        "Here": orders.rhythm(21, 5, 500, 90.0),
        "Once": [(400, 70.0)],
        "New": [(3, 60.0)],
        **more,
    }
    orders.imported(crm, log)


def test_the_lapsed_alone_are_listed_the_most_valuable_first(crowded: Any) -> None:
    answer = crowded.json("lapsed")
    assert answer["items"]
    assert all(item.keys() >= KEYS for item in answer["items"])
    assert {item["group"] for item in answer["items"]} == {"lapsed"}
    order = [(-item["value_minor"], -item["score"]) for item in answer["items"]]
    assert order == sorted(order)
    assert len(answer["items"]) == answer["summary"]["lapsed"]
    assert sum(item["value_minor"] for item in answer["items"]) == answer["summary"]["value_minor"]


def test_listed_are_those_over_the_threshold_and_silent_longer_than_their_own_gap(crowded: Any) -> None:
    everybody = crowded.items("lapsed", "--all")
    for item in everybody:
        late = item["usual_gap_days"] is not None and item["silent_days"] > item["usual_gap_days"]
        listed = late and item["score"] >= 0.8 and item["group"] != "fresh"
        assert (item["group"] == "lapsed") == listed, item
        assert 0 <= item["score"] <= 1
        assert 0 <= item["p_no_order"] <= 1


def test_all_is_every_customer_with_an_order_and_the_summary_counts_them(crowded: Any) -> None:
    crowded("add", "Nobody's Customer")
    answer = crowded.json("lapsed", "--all")
    assert len(answer["items"]) == answer["summary"]["customers"] == 70
    counts = {group: sum(item["group"] == group for item in answer["items"]) for group in GROUPS}
    assert {group: answer["summary"][group] for group in GROUPS} == counts
    assert counts["one_time"] == 10


@pytest.mark.parametrize("group", ["one-time", "fresh", "active", "lapsed"])
def test_a_group_can_be_asked_for(crowded: Any, group: str) -> None:
    everybody = crowded.items("lapsed", "--all")
    word = group.replace("-", "_")
    shown = crowded.items("lapsed", "--group", group)
    assert shown == [item for item in everybody if item["group"] == word]


def test_a_longer_horizon_leaves_less_chance_of_none(crowded: Any) -> None:
    near = {item["contact"]["id"]: item["p_no_order"] for item in crowded.items("lapsed", "--all", "--horizon", "30d")}
    answer = crowded.json("lapsed", "--all", "--horizon", "1y")
    assert answer["summary"]["horizon_days"] == 365
    assert answer["summary"]["until"] == "2027-11-20"
    assert all(item["p_no_order"] <= near[item["contact"]["id"]] + 1e-6 for item in answer["items"])


def test_the_reason_says_the_rhythm_the_silence_and_the_chance(crowded: Any) -> None:
    for item in crowded.items("lapsed"):
        assert item["why"].startswith("usually orders every "), item
        assert "silent for " in item["why"]
        assert item["why"].endswith(" % chance of an order by 18 Feb 2027"), item


def test_a_small_book_is_judged_by_the_rule_and_told_so(crm: Any, orders: Any) -> None:
    small(crm, orders)
    answer = crm.json("lapsed")
    assert answer["summary"]["method"] == "rule"
    assert "60 days" in answer["summary"]["words"]
    assert "50 are needed" in answer["summary"]["words"]
    assert names(answer["items"]) == ["Gone"]
    [gone] = answer["items"]
    assert gone["p_no_order"] is None
    assert gone["silent_days"] == 200
    assert gone["usual_gap_days"] == 21
    assert gone["why"].startswith("usually orders every 3 weeks, silent for 7 months")
    groups = {item["contact"]["name"]: item["group"] for item in crm.items("lapsed", "--all")}
    assert groups == {"Gone": "lapsed", "Here": "active", "Once": "one_time", "New": "fresh"}
    assert names(answer["summary"]["one_time_named"]) == ["Once"]
    assert names(answer["summary"]["fresh_named"]) == ["New"]


def test_the_value_is_that_of_the_year_to_the_last_order_and_makes_the_standing(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Gone": [(700, 1000.0), (300, 40.0), (280, 60.0)], "Here": [(40, 5.0), (2, 1.0)]})
    by_name = {item["contact"]["name"]: item for item in crm.items("lapsed", "--all")}
    assert by_name["Gone"]["value_minor"] == 10_000
    assert by_name["Gone"]["standing"] == "A"
    assert by_name["Here"]["value_minor"] == 600


def test_a_past_day_knows_only_what_was_dated_up_to_it(crm: Any, orders: Any) -> None:
    small(crm, orders)
    before = crm.json("lapsed", "--all", "--as-of", orders.day(150))
    crm("order", "add", "gone", "500", "--on", orders.day(100))
    assert names(crm.items("lapsed")) == ["Gone"]
    assert crm.json("lapsed", "--all", "--as-of", orders.day(150)) == before
    [gone] = [item for item in crm.items("lapsed", "--all") if item["contact"]["name"] == "Gone"]
    assert gone["silent_days"] == 100
    crm("order", "add", "gone", "20")
    assert crm.items("lapsed") == []


def test_an_order_entered_late_for_a_past_day_counts_there(crm: Any, orders: Any) -> None:
    small(crm, orders)
    assert names(crm.items("lapsed", "--as-of", orders.day(100))) == ["Gone"]
    crm("order", "add", "gone", "20", "--on", orders.day(110))
    assert crm.items("lapsed", "--as-of", orders.day(100)) == []


def test_the_archived_are_left_out_counted_and_shown_with_all(crm: Any, orders: Any) -> None:
    small(crm, orders)
    crm("archive", "gone")
    answer = crm.json("lapsed")
    assert answer["items"] == []
    assert answer["summary"]["archived"] == 1
    assert answer["summary"]["lapsed"] == 0
    everybody = crm.items("lapsed", "--all")
    assert {item["contact"]["name"]: item["archived"] for item in everybody}["Gone"] is True
    assert names(crm.items("lapsed", "--as-of", orders.day(1))) == ["Gone"]


def test_all_marks_the_archived_in_the_table(crm: Any, orders: Any) -> None:
    small(crm, orders)
    crm("archive", "gone")
    lines = crm("lapsed", "--all", env={"COLUMNS": "150"}).out.splitlines()
    assert [line.strip() for line in lines if line.strip().startswith("archived; ")] == [
        next(f"archived; {one['why']}" for one in crm.items("lapsed", "--all") if one["archived"])
    ]


def test_where_the_rule_lists_nobody_it_is_the_rule_that_is_said(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Fortnightly": orders.rhythm(14, 52, 400)})
    assert crm.items("lapsed") == []
    shown = " ".join(crm("lapsed").out.split())
    assert "Nobody is listed by the rule: silent for more than 60 days, and longer than usual for them." in shown
    assert "own rhythm explains" not in shown
    assert "1 customer has bought more than once, 50 are needed" in shown


def test_by_the_rule_a_share_of_pauses_is_shown_only_where_there_are_pauses(crm: Any, orders: Any) -> None:
    small(crm, orders)
    shown = {line.split()[0]: line for line in crm("lapsed", "--all", env={"COLUMNS": "100"}).out.splitlines() if line}
    assert "silent longer than" in shown["customer"]
    assert shown["Gone"].endswith("% of pauses")
    assert all(shown[name].endswith(" -") for name in ("Here", "Once", "New"))


def test_nobody_bought_twice_and_no_share_is_shown(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Once": [(400, 70.0)]})
    assert "100 %" not in crm("lapsed", "--all").out


def test_two_orders_of_one_day_are_not_told_as_one(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Twice": [(400, 70.0), (400, 30.0)], "Lately": [(40, 1.0), (40, 1.0)]})
    for item in crm.items("lapsed", "--all"):
        assert item["why"].startswith("bought on one day only, ")


def test_a_horizon_in_months_ends_on_the_day_of_the_calendar(crm: Any, orders: Any) -> None:
    small(crm, orders)
    assert crm.json("lapsed", "--horizon", "3m")["summary"]["until"] == "2027-02-20"


def test_people_count_under_their_company(crm: Any, orders: Any) -> None:
    small(crm, orders)
    crm("add", "Firm", "--kind", "company")
    crm("edit", "gone", "--company", "firm")
    crm("edit", "here", "--company", "firm")
    by_name = {item["contact"]["name"]: item for item in crm.items("lapsed", "--all", "--accounts")}
    assert set(by_name) == {"Firm", "Once", "New"}
    assert by_name["Firm"]["group"] == "active"
    assert by_name["Firm"]["silent_days"] == 5
    assert {"Gone", "Here"} < set(names(crm.items("lapsed", "--all")))


def test_the_list_becomes_a_tag_and_followups(crowded: Any) -> None:
    listed = names(crowded.items("lapsed"))
    answer = crowded.json("lapsed", "--tag-as", "slipping", "--followup", "ask why", "--due", "mon")
    assert answer["summary"]["tagged"] == answer["summary"]["opened"] == len(listed)
    assert sorted(names([{"contact": one} for one in crowded.items("list", "--tag", "slipping")])) == sorted(listed)


def test_a_class_is_the_one_they_had_when_they_last_bought(crowded: Any) -> None:
    everybody = crowded.items("lapsed")
    chosen = crowded.items("lapsed", "--class", "a")
    assert chosen
    assert chosen == [item for item in everybody if item["standing"] == "A"]


@pytest.mark.parametrize(
    ("flags", "word"),
    [
        (("--horizon", "soon"), "soon"),
        (("--horizon", "50y"), "--horizon"),
        (("--horizon", "2h"), "2h"),
        (("--group", "dead"), "group"),
        (("--class", "D"), "class"),
        (("--due", "fri"), "--followup"),
        (("--all", "--followup", "x", "--due", "fri"), "everybody"),
    ],
)
def test_what_cannot_be_is_refused(crowded: Any, flags: tuple[str, ...], word: str) -> None:
    assert word in crowded.fails(2, "lapsed", *flags)


def test_orders_without_a_rate_are_left_out_and_named(crm: Any, orders: Any) -> None:
    small(crm, orders)
    crm("order", "add", "gone", "20", "--currency", "USD")
    answer = crm.json("lapsed")
    assert names(answer["items"]) == ["Gone"]
    assert answer["summary"]["excluded"] == 1
    assert "without an exchange rate" in answer["notes"][0]


@pytest.mark.parametrize(
    "log",
    [
        {"One": [(10, 5.0)]},
        {"One": [(10, 5.0)], "Two": [(10, 5.0)], "Three": [(10, 7.0)]},
        {"Old": [(24_000, 5.0), (23_000, 6.0)]},
        {"Ahead": [(-30, 5.0)]},
        {"Free": [(400, 0.0), (300, 0.0), (290, 0.0)]},
    ],
    ids=["one order", "all on one day", "before 1970", "future", "worth nothing"],
)
def test_odd_logs_are_answered(crm: Any, orders: Any, log: dict[str, list[tuple[int, float]]]) -> None:
    orders.imported(crm, log)
    for command in ("lapsed", "underbuying", "winback"):
        answer = crm.json(command)
        assert answer["summary"]["customers"] == (0 if "Ahead" in log else len(log))
        crm(command)
    assert len(crm.items("forecast")) == (0 if "Ahead" in log else len(log))


def test_only_refunds_make_no_customer(crm: Any) -> None:
    crm("add", "Ana")
    crm("order", "add", "ana", "50", "--refund")
    for command in ("lapsed", "underbuying", "winback", "forecast"):
        answer = crm.json(command)
        assert answer["items"] == []
        assert crm(command).out


def test_a_refund_below_zero_shows_below_zero(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Ana": [(300, 20.0), (250, 20.0)]})
    crm("order", "add", "ana", "100", "--refund", "--on", orders.day(250))
    [ana] = crm.items("lapsed")
    assert ana["value_minor"] == -6000
    assert ana["standing"] == "below_zero"


def test_a_hundred_thousand_orders_of_one_customer(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Big": [(100 + number % 900, 1.0) for number in range(100_000)]})
    for command in ("lapsed", "underbuying", "winback", "forecast"):
        assert crm.json(command)["summary"]
    [big] = crm.items("lapsed", "--all")
    assert big["usual_gap_days"] == 1


def test_nobody_at_all_is_said(crm: Any) -> None:
    crm("add", "Ana")
    for command in ("lapsed", "underbuying", "winback", "forecast"):
        assert "Nobody has ordered yet" in crm(command).out


@pytest.mark.parametrize("columns", ["60", "80", "120"])
def test_no_line_is_wider_than_the_screen(crowded: Any, columns: str) -> None:
    for words in (("lapsed",), ("underbuying", "--all"), ("winback",), ("forecast",), ("forecast", "c1")):
        shown = crowded(*words, env={"COLUMNS": columns}).out
        assert max(map(len, shown.splitlines())) <= int(columns), words


def test_the_second_answer_is_the_first_and_a_read_only_book_answers(crowded: Any) -> None:
    first = crowded.json("lapsed", "--all")
    assert crowded.json("lapsed", "--all") == first
    crowded("policy", "set", "lapsed.threshold", "0.99")
    assert crowded.json("lapsed")["summary"]["lapsed"] <= first["summary"]["lapsed"]
    assert crowded.json("lapsed")["summary"]["threshold"] == 0.99


def test_all_and_a_group_are_refused_for_one_would_win(crm: Any, orders: Any) -> None:
    small(crm, orders)
    assert "--all and --group" in crm.fails(2, "lapsed", "--group", "lapsed", "--all")


def test_where_nobody_came_back_the_rule_is_said_and_no_share_of_them(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Ana": [(400, 70.0)], "Bo": [(90, 20.0)]})
    for item in crm.items("lapsed", "--group", "one-time"):
        assert item["why"].endswith("; nobody has come back yet; silent for more than 60 days (the rule)")
    assert len(crm.items("lapsed", "--group", "one-time")) == 2


def test_pauses_shorter_than_the_rule_are_not_said_to_be_as_long(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Gone": orders.rhythm(30, 200, 500), "Here": orders.rhythm(30, 5, 500), "Once": [(400, 7.0)]})
    [gone] = crm.items("lapsed")
    assert gone["why"].endswith("; silent for more than 60 days (the rule)")
    [once] = crm.items("lapsed", "--group", "one-time")
    assert "nine in ten of those who came back did within 1 month" in once["why"]


def test_pauses_longer_than_the_rule_are_said(crm: Any, orders: Any) -> None:
    orders.imported(crm, {"Gone": orders.rhythm(90, 400, 900), "Here": orders.rhythm(90, 5, 900)})
    [gone] = crm.items("lapsed")
    assert "nine pauses in ten here end within 13 weeks" in gone["why"]
