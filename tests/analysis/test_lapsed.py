"""Lapsed: better than the plain rules on a real log, the groups as defined, and a sensible answer for any log however odd."""

from __future__ import annotations

import csv
import json
import random
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis.history import History, quantile
from crmcli.analysis.lapsed import LapsedFit, Scores, fit, from_plain, lapsed_since, score, to_plain

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
TODAY = 1000
ASKED: dict[str, Any] = {"today": TODAY, "horizon_days": 90, "threshold": 0.80}


def history(contact_id: int, *days: int) -> History:
    return History(contact_id, days, (0,) * len(days))


def learn(histories: Sequence[History], **other: int) -> LapsedFit:
    return fit(histories, **{"today": TODAY, "horizon_days": 90, **other})


def judge(histories: Sequence[History], learnt: LapsedFit | None = None) -> Scores:
    return score(histories, learnt or learn(histories), **ASKED)


def shop(customers: int, seed: int = 1, *, first: int = 0, last: int = TODAY, pace: float = 25.0) -> list[History]:
    """Regular buyers at paces of their own, a tenth of whom stop at each order, and a third who come once."""
    drawn = random.Random(seed)
    found = []
    for number in range(1, customers + 1):
        at, gap = first + drawn.random() * (last - first), pace * drawn.gammavariate(3, 1 / 3)
        days = [int(at)]
        while drawn.random() > (0.33 if len(days) == 1 else 0.1) and (at := at + drawn.gammavariate(2, gap / 2)) < last:
            if int(at) > days[-1]:
                days.append(int(at))
        found.append(history(number, *days))
    return found


def group(histories: Sequence[History], learnt: LapsedFit | None = None) -> dict[int, str]:
    found = judge(histories, learnt)
    return dict(zip(found.contact_ids, found.group, strict=True))


LOG = shop(500)
LONG = learn(LOG)


# On a real log


def area(values: Sequence[float], truth: Sequence[bool]) -> float:
    """The chance that one of the true has a higher value than one of the others, equal values counting half."""
    pairs = list(zip(values, truth, strict=True))
    others = sorted(value for value, true in pairs if not true)
    won = sum(bisect_left(others, value) + bisect_right(others, value) for value, true in pairs if true)
    return won / 2 / (len(others) * sum(truth))


def test_cdnow_is_told_better_than_by_silence_or_by_own_gaps() -> None:
    """Features to 1997-09-30, "no order in the next 273 days": the published targets and both plain rules."""
    if not (DATA / "cdnow_master.csv").exists():
        pytest.skip("the shared data are not here")
    today = date(1997, 9, 30).toordinal()
    whole: dict[str, set[int]] = {}
    with (DATA / "cdnow_master.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            whole.setdefault(row["customer_id"], set()).add(date.fromisoformat(row["date"]).toordinal())
    away = [not any(today < day <= today + 273 for day in days) for days in whole.values()]
    seen = [history(number, *sorted(day for day in days if day <= today)) for number, days in enumerate(whole.values())]
    learnt = fit(seen, today=today, horizon_days=273)
    found = score(seen, learnt, today=today, horizon_days=273, threshold=0.80)
    twice = [place for place, usual in enumerate(found.usual_gaps) if usual is not None]
    stayed = [away[place] for place in twice]
    silence = [found.silent_days[place] for place in twice]
    own = [found.silent_days[place] / (found.usual_gaps[place] or 1) for place in twice]
    scores = [found.scores[place] for place in twice]

    assert (learnt.method, learnt.why, learnt.trained_days) == ("blend", None, 136)
    assert area(found.scores, away) >= 0.768 > 0.7595 > area(found.silent_days, away)
    assert area(scores, stayed) >= 0.730 > 0.712 > area(silence, stayed) > area(own, stayed)
    assert sum((told - true) ** 2 for told, true in zip(found.scores, away, strict=True)) / len(away) <= 0.17
    flags = [true for days, true in zip(silence, stayed, strict=True) if days >= 60]
    best = sorted(zip(scores, stayed, strict=True), reverse=True)[: len(flags)]
    assert sum(true for _, true in best) / len(best) >= 0.567
    assert sum(true for _, true in best) > sum(flags)


# The methods


def test_a_long_log_is_scored_by_the_mean_of_model_and_regression() -> None:
    assert (LONG.method, LONG.why, LONG.trained_days) == ("blend", None, 90)
    alone = judge(LOG, LONG._replace(logistic=None))
    both = judge(LOG, LONG)
    assert both.p_no_order == alone.p_no_order == alone.scores
    assert both.scores != alone.scores
    assert all(abs(2 * mean - one) <= 1 for mean, one in zip(both.scores, alone.scores, strict=True))


@pytest.mark.parametrize(
    ("log", "why"),
    [
        (shop(190), "customers bought before the last 90 days, 200 are needed"),
        (shop(500, last=600), "0 customers bought again in the last 90 days, 30 are needed"),
    ],
)
def test_without_an_earlier_split_to_learn_from_the_model_stands_alone(log: list[History], why: str) -> None:
    learnt = learn(log)
    assert learnt.method == "model"
    assert why in (learnt.why or "")
    assert (learnt.logistic, learnt.trained_days) == (None, 0)
    found = judge(log, learnt)
    assert found.scores == found.p_no_order
    assert "lapsed" in found.group


def test_without_fifty_repeaters_the_rule_stands_alone() -> None:
    """90 % of all gaps are 70 days and less: lapsed from the 71st silent day, not before, and never by a chance."""
    log = [history(number, 700, 770) for number in range(1, 19)]
    log += [history(20, 500, 929), history(21, 860, TODAY - 71 + 1), history(22, 860, TODAY - 71)]
    learnt = learn(log)
    assert (learnt.method, learnt.why) == ("rule", "21 customers have bought more than once, 50 are needed")
    assert learnt.rule_days == 70.0
    found = judge(log, learnt)
    assert dict(zip(found.contact_ids, found.group, strict=True)) == {
        **dict.fromkeys(range(1, 19), "lapsed"),
        20: "active",
        21: "active",
        22: "lapsed",
    }
    assert set(found.p_no_order) == {None}
    assert found.scores[0] == 0.97


def test_the_rule_gives_sixty_days_to_a_fast_trade() -> None:
    log = [history(1, 900, 910, 920, TODAY - 60), history(2, 900, 910, 920, TODAY - 61)]
    found = judge(log)
    assert found.group == ["active", "lapsed"]
    assert found.scores == [0.0, 1.0]


def test_a_model_at_its_edge_is_not_used_alone() -> None:
    """Sixty customers who come every ten days for ever: nothing says how anybody stops."""
    log = [history(number, *range(number % 10, TODAY, 10)) for number in range(60)]
    learnt = learn(log)
    assert learnt.method == "rule"
    assert learnt.why in ("nobody can be told to have stopped buying", "all customers buy at one and the same rate")
    assert set(judge(log, learnt).group) == {"active"}


def test_a_short_log_teaches_over_half_its_length() -> None:
    """120 days of orders and a horizon of 90: learnt over the last 60."""
    log = shop(900, first=TODAY - 119, last=TODAY, pace=9.0)
    learnt = learn([history(0, TODAY - 119), *log])
    assert (learnt.method, learnt.trained_days) == ("blend", 60)


# The groups


def by_rule(*days: int) -> str:
    """The group of one customer in a shop where second orders come after 20 to 100 days, 60 as a rule, and gaps are no longer."""
    log = [history(number, 500, 500 + gap, 800) for number, gap in enumerate(range(20, 101, 2), 2)]
    log = [history(one.contact_id, *one.days[:2], *range(one.days[1] + 50, 951, 50)) for one in log]
    return group([history(1, *days)], learn(log))[1]


def test_fresh_is_younger_than_the_median_second_order() -> None:
    assert by_rule(TODAY - 59) == "fresh"
    assert by_rule(TODAY - 60) == "active"
    assert by_rule(TODAY - 59, TODAY - 58) == "fresh", "never lapsed, however short the own gap"


def test_one_time_is_a_single_order_past_the_ninetieth_percentile_of_second_orders() -> None:
    assert by_rule(TODAY - 92) == "active"
    assert by_rule(TODAY - 93) == "one_time"
    assert by_rule(TODAY - 400) == "one_time"


def test_lapsed_is_silent_for_longer_than_the_own_median_gap() -> None:
    assert by_rule(TODAY - 400, TODAY - 300) == "lapsed"
    assert by_rule(TODAY - 600, TODAY - 300) == "active"
    assert by_rule(TODAY - 601, TODAY - 300) == "active"
    assert by_rule(TODAY - 599, TODAY - 300) == "lapsed"


def test_fresh_lasts_thirty_days_in_a_fast_trade() -> None:
    log = [history(number, 900, 903, 906) for number in range(1, 5)]
    learnt = learn(log)
    assert learnt.second_median == 3.0
    assert group([history(1, TODAY - 29), history(2, TODAY - 30)], learnt) == {1: "fresh", 2: "one_time"}


def test_listed_are_those_at_the_threshold_and_above() -> None:
    strict, mild = (score(LOG, LONG, **{**ASKED, "threshold": share}) for share in (0.95, 0.50))
    listed = [
        {who for who, name in zip(each.contact_ids, each.group, strict=True) if name == "lapsed"}
        for each in (strict, mild)
    ]
    assert 0 < len(listed[0]) < len(listed[1])
    assert listed[0] < listed[1]
    told = dict(zip(strict.contact_ids, strict.scores, strict=True))
    assert min(told[who] for who in listed[0]) >= 0.95


def test_the_columns() -> None:
    found = judge([history(7, 900, 920, 950), history(0), history(3, 960)])
    assert found.contact_ids == [7, 3], "who never bought has no entry"
    assert (found.last_days, found.silent_days, found.usual_gaps) == ([950, 960], [50, 40], [25.0, None])


# Since when


@pytest.mark.parametrize("method", ["blend", "model", "rule"])
def test_since_is_the_first_day_on_which_the_list_would_have_named_them(method: str) -> None:
    learnt = {
        "blend": LONG,
        "model": LONG._replace(method="model", logistic=None),
        "rule": LONG._replace(method="rule", logistic=None, regular=None),
    }[method]
    names = group(LOG, learnt)
    days = {one.contact_id: lapsed_since(one, learnt, **ASKED) for one in LOG}
    assert {who for who, day in days.items() if day is not None} == {
        who for who, name in names.items() if name == "lapsed"
    }
    for one in LOG:
        if (day := days[one.contact_id]) is None:
            continue
        assert one.days[-1] < day <= TODAY
        on_the_day = score([one], learnt, **{**ASKED, "today": day})
        day_before = score([one], learnt, **{**ASKED, "today": day - 1})
        assert (on_the_day.group, day_before.group != ["lapsed"]) == (["lapsed"], True)


def test_since_of_nobody() -> None:
    assert lapsed_since(history(1), learn([]), **ASKED) is None


# Odd logs


def test_nobody() -> None:
    learnt = learn([])
    assert learnt == LapsedFit(
        "rule", "0 customers have bought more than once, 50 are needed", None, None, 0, (), None, None
    )
    assert judge([], learnt) == Scores([], [], [], [], [], [], [])


def test_one_customer() -> None:
    assert group([history(1, 400, 450, 500)]) == {1: "lapsed"}
    assert group([history(1, 400, 450, 990)]) == {1: "active"}


def test_one_order() -> None:
    assert group([history(1, TODAY)]) == {1: "fresh"}
    assert group([history(1, TODAY - 61)]) == {1: "one_time"}
    assert group([history(1, TODAY - 60)]) == {1: "active"}


@pytest.mark.parametrize("day", [TODAY, TODAY - 300])
def test_all_on_one_day(day: int) -> None:
    assert set(group([history(number, day) for number in range(500)]).values()) == {
        "fresh" if day == TODAY else "one_time"
    }


def test_only_one_time_buyers() -> None:
    log = [history(number, number % TODAY) for number in range(3000)]
    learnt = learn(log)
    assert (learnt.method, learnt.second_late) == ("rule", None)
    assert set(judge(log, learnt).scores) == {0.0, 1.0}
    assert "lapsed" not in group(log, learnt).values()


def test_a_hundred_thousand_orders_of_one_customer() -> None:
    many = History(9999, range(TODAY - 100_000, TODAY), (0,) * 100_000)
    assert group([many]) == {9999: "active"}
    log = [many, *LOG]
    learnt = learn(log)
    assert learnt.method == "blend"
    assert group(log, learnt)[9999] == "active"
    assert group([many._replace(days=range(TODAY - 100_200, TODAY - 200))], learnt) == {9999: "lapsed"}


def test_what_comes_after_today_is_not_looked_at() -> None:
    """The regression's features stop a horizon ago: orders since then change what it learns only by there being any."""
    moved = [
        history(
            one.contact_id,
            *[day for day in one.days if day <= TODAY - 90],
            *sorted({TODAY - 5 for day in one.days if day > TODAY - 90}),
        )
        for one in LOG
    ]
    assert LONG.logistic == learn(moved).logistic
    assert LONG.logistic != learn(shop(500, seed=2)).logistic


def test_a_fit_survives_json() -> None:
    for learnt in (LONG, learn(shop(190)), learn([])):
        assert from_plain(json.loads(json.dumps(to_plain(learnt)))) == learnt


def test_the_percentiles_are_those_of_all_gaps() -> None:
    learnt = learn([history(1, 10, 15, 25), history(2, 100, 103), history(3, 7)])
    assert len(learnt.gap_steps) == 101
    assert (learnt.gap_steps[0], learnt.gap_steps[50], learnt.gap_steps[100]) == (3.0, 5.0, 10.0)
    assert learnt.gap_steps[90] == quantile([5, 10, 3], 0.9)
    assert (learnt.second_median, learnt.second_late) == (4.0, 4.8)


DAYS = st.sets(st.integers(TODAY - 400, TODAY), max_size=12).map(sorted)


@given(st.lists(DAYS, max_size=20), st.sampled_from([None, LONG, LONG._replace(method="model", logistic=None)]))
def test_any_log_is_scored(rows: list[list[int]], learnt: LapsedFit | None) -> None:
    log = [history(number, *days) for number, days in enumerate(rows)]
    found = judge(log, learnt)
    assert len(found.contact_ids) == sum(map(bool, rows))
    assert all(0 <= value <= 1 for value in found.scores)
    for who, name, usual, silent in zip(
        found.contact_ids, found.group, found.usual_gaps, found.silent_days, strict=True
    ):
        assert (name == "one_time") <= (usual is None)
        assert name != "lapsed" or (usual is not None and silent > usual)
        day = lapsed_since(log[who], learnt or learn(log), **ASKED)
        assert (day is not None) == (name == "lapsed")


def test_equal_customers_score_equally_in_any_order() -> None:
    there = judge(LOG, LONG)
    back = judge(LOG[::-1], LONG)
    assert dict(zip(there.contact_ids, there.scores, strict=True)) == dict(
        zip(back.contact_ids, back.scores, strict=True)
    )
