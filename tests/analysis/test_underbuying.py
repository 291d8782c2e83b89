"""Under-buying: the sums by hand, calibration on customers who changed nothing, who is tested, and logs of every odd shape."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date
from math import exp, lgamma, log
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis import season, underbuying, underbuying_fit
from crmcli.analysis.history import History
from crmcli.analysis.incomplete_gamma import lower_tail
from crmcli.analysis.underbuying import Shortfalls, UnderbuyingFit, is_strict

TODAY = date(2026, 11, 20).toordinal()
CDNOW = Path(__file__).parents[3] / "shared" / "data" / "cdnow_master.csv"
EVEN = [1.0] * 12
FIT = UnderbuyingFit("shrunk", "", 2.0, 60.0, 4.0, 3.0, 9_000.0, 0.25, EVEN, 100, 90)


def regular(contact_id: int, every: int, *, since: int = 720, until: int = 0, amount: int = 5_000) -> History:
    """Orders of one amount `every` so many days, from `since` to `until` days ago."""
    days = list(range(TODAY - since, TODAY - until + 1, every))
    return History(contact_id, days, [amount] * len(days))


def run(
    histories: Sequence[History], fit: UnderbuyingFit = FIT, *, today: int = TODAY, lapsed: tuple[int, ...] = ()
) -> Shortfalls:
    return underbuying.test(histories, fit, today=today, ratio=0.40, p=0.10, lapsed=lapsed)


def shop(customers: int, seed: int = 1, *, months: Sequence[float] = EVEN, years: int = 2) -> list[History]:
    """Customers of gamma paces and lognormal baskets who never change, buying with the months."""
    rng = random.Random(seed)
    histories = []
    for number in range(1, customers + 1):
        first = TODAY - 365 * years + rng.randrange(60)
        pace, basket = rng.gammavariate(2.0, 1 / 60), rng.lognormvariate(8.5, 0.6)
        days = [first]
        at = float(first + 1)
        while (at := at + rng.expovariate(pace * max(months))) < TODAY + 1:
            if rng.random() * max(months) < months[date.fromordinal(int(at)).month - 1] and int(at) > days[-1]:
                days.append(int(at))
        histories.append(History(number, days, [round(basket * rng.lognormvariate(0, 0.5)) + 1 for _ in days]))
    return histories


@pytest.fixture(scope="module")
def steady() -> list[History]:
    return shop(1_500)


@pytest.fixture(scope="module")
def learnt(steady: list[History]) -> UnderbuyingFit:
    return underbuying.fit(steady, today=TODAY)


def test_the_sums_by_hand() -> None:
    """24 repeat orders of 50.00 in 720 days, the last of them 120 days ago."""
    found = run([regular(7, 25, until=120)])
    window = 90
    assert found.window_days == [round(3 * (60 + 720) / (2 + 24))] == [window]
    past = 60 + 720 - window
    orders = (2 + 24) * window / past
    basket = (24 * 5_000 + 9_000) / (24 + (3 - 1) / 4)
    assert found.expected_minor == [round(orders * basket)]
    assert (found.actual_minor, found.ratio, found.flagged) == ([0], [0.0], [True])
    assert found.p_value == [pytest.approx((past / (past + window)) ** 26)]


def test_a_small_order_leaves_the_tail_of_the_compound_sum() -> None:
    quiet = regular(7, 25, until=120)
    found = run([History(7, [*quiet.days, TODAY - 10], [*quiet.amounts, 1_000])])
    window = round(3 * 780 / 27)
    past = 780 - window
    odds, known = window / past, 24 + 0.5
    orders, spread = 26 * odds, exp(0.25) - 1
    count = (1 + odds) / orders
    variance = count + spread / orders + spread / known * (1 + count)
    nothing = (1 + odds) ** -26
    shape = 1 / ((1 - nothing) * (1 + variance) - 1)
    tail = lower_tail(shape, found.ratio[0] * shape * (1 - nothing))
    assert found.p_value == [pytest.approx(nothing + (1 - nothing) * tail)]
    assert found.ratio[0] == pytest.approx(1_000 / (orders * (24 * 5_000 + 9_000) / known))


def test_both_the_share_and_the_chance_must_be_low() -> None:
    few = History(1, [TODAY - day for day in (700, 640, 600, 560, 30)], [5_000] * 5)
    loose = underbuying.test([few, regular(7, 25, until=120)], FIT, today=TODAY, ratio=9.0, p=0.0, lapsed=())
    assert not any(loose.flagged)
    hard = underbuying.test([few, regular(7, 25, until=120)], FIT, today=TODAY, ratio=0.0, p=1.1, lapsed=())
    assert not any(hard.flagged)


def test_who_is_not_tested() -> None:
    three_outside = History(1, [TODAY - day for day in (700, 650, 600, 550)], [5_000] * 4)
    two_outside = History(2, [TODAY - day for day in (700, 650, 600, 5)], [5_000] * 4)
    young = regular(3, 5, since=89)
    old_enough = regular(4, 5, since=90)
    assert run([three_outside, two_outside, young, old_enough]).contact_ids == [1, 4]
    assert run([three_outside, old_enough], lapsed=(1,)).contact_ids == [4]


def test_the_window_stays_within_its_bounds() -> None:
    often, seldom, young = regular(1, 2), regular(2, 400, since=4_000), regular(3, 14, since=100, until=46)
    assert run([often, seldom, young]).window_days == [30, 365, 50]


def test_a_refund_without_an_order_counts_in_value_and_is_no_purchase() -> None:
    plain = regular(7, 25)
    before = plain._replace(others=[(TODAY - 400, -30_000)])
    within = plain._replace(others=[(TODAY - 3, -30_000)])
    with_first = plain._replace(others=[(plain.days[0], -30_000)])
    usual, less_usual, less_now, same = (run([each]) for each in (plain, before, within, with_first))
    assert less_usual.expected_minor[0] < usual.expected_minor[0]
    assert less_usual.actual_minor == usual.actual_minor
    assert less_now.actual_minor[0] == usual.actual_minor[0] - 30_000
    assert less_now.p_value[0] < usual.p_value[0]
    assert same == usual


def test_a_window_of_refunds_only_is_as_improbable_as_no_order() -> None:
    quiet = regular(7, 25, until=120)
    assert run([quiet._replace(others=[(TODAY - 3, -500)])]).p_value == run([quiet]).p_value


def test_the_season_makes_a_quiet_month_expected() -> None:
    low_autumn = [1.15] * 8 + [0.2] * 3 + [1.15]
    quiet = regular(7, 25, until=80)
    even, known = run([quiet]), run([quiet], FIT._replace(season=low_autumn))
    assert known.expected_minor[0] < 0.5 * even.expected_minor[0]
    assert known.p_value[0] > even.p_value[0]


def test_the_fit_goes_through_json(learnt: UnderbuyingFit) -> None:
    assert UnderbuyingFit(**json.loads(json.dumps(learnt._asdict()))) == learnt


def test_the_fit_finds_what_the_shop_was_made_of(learnt: UnderbuyingFit) -> None:
    assert learnt.method == "shrunk"
    assert learnt.r == pytest.approx(2.0, rel=0.15)
    assert learnt.alpha / learnt.r == pytest.approx(30.0, rel=0.1)
    assert learnt.log_variance == pytest.approx(0.25, rel=0.05)


def test_improbable_is_as_rare_as_it_says_among_those_who_changed_nothing(
    steady: list[History], learnt: UnderbuyingFit
) -> None:
    """5 % within 2.5 points, 10 % within 3, half within 6: the window has few orders, so the chances are coarse."""
    found = run(steady, learnt)
    assert len(found.p_value) > 1_000
    for level, slack in ((0.05, 0.025), (0.10, 0.03), (0.50, 0.06)):
        assert sum(p < level for p in found.p_value) / len(found.p_value) == pytest.approx(level, abs=slack)


def test_the_season_index_is_found_from_a_year_on() -> None:
    months = [0.6, 0.6, 0.8, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.2, 1.4, 1.4]
    fitted = underbuying.fit(shop(800, months=months), today=TODAY)
    assert fitted.season == pytest.approx(months, abs=0.15)
    first_year = [each for each in shop(800, months=months, years=1) if each.days[0] > TODAY - 365]
    assert underbuying.fit(first_year, today=TODAY).season == EVEN


def test_no_season_is_seen_in_chance(learnt: UnderbuyingFit) -> None:
    assert learnt.season == pytest.approx(EVEN, abs=0.05)


def test_a_small_shop_is_held_against_each_ones_own_past() -> None:
    fitted = underbuying.fit(shop(30), today=TODAY)
    assert fitted.method == "own"
    assert "own past alone: 30 have come back" in fitted.words
    steady = regular(99, 30, amount=4_000)
    found = run([steady], fitted._replace(season=EVEN))
    assert found.window_days == [90]
    assert found.expected_minor == [round(21 * 4_000 * 90 / 630)]


def test_a_shop_that_says_too_little_tests_nobody() -> None:
    fitted = underbuying.fit([regular(1, 100)], today=TODAY)
    assert fitted.method == "none"
    assert fitted.words.startswith("Too few repeat orders")
    assert run([regular(1, 30)], fitted) == Shortfalls([], [], [], [], [], [], [], [])
    assert underbuying.since(regular(1, 30), fitted, today=TODAY, ratio=0.4, p=0.1) is None


def test_customers_all_alike_are_said_to_be() -> None:
    fitted = underbuying.fit([regular(number, 30) for number in range(80)], today=TODAY)
    assert fitted.method == "shrunk"
    assert "differ by little more than chance" in fitted.words
    assert fitted.alpha / fitted.r == pytest.approx(30.0, rel=0.01)


def flagged_on(history: History, day: int) -> bool:
    known = [each for each in history.days if each <= day]
    return run([History(history.contact_id, known, history.amounts[: len(known)])], today=day).flagged == [True]


@pytest.mark.parametrize("today", range(TODAY, TODAY + 7))
def test_since_is_the_day_after_the_last_monday_that_did_not_flag(today: int) -> None:
    quiet = regular(7, 25, until=120)
    begun = underbuying.since(quiet, FIT, today=today, ratio=0.4, p=0.1)
    assert begun is not None
    assert date.fromordinal(begun - 1).isoweekday() == 1
    assert not flagged_on(quiet, begun - 1)
    assert all(flagged_on(quiet, day) for day in [*range(begun + 6, today, 7), today])


def test_since_is_nothing_for_who_is_not_flagged() -> None:
    assert underbuying.since(regular(7, 25), FIT, today=TODAY, ratio=0.4, p=0.1) is None


def test_since_looks_back_half_a_year_at_most() -> None:
    begun = underbuying.since(regular(7, 10, since=2_000, until=700), FIT, today=TODAY, ratio=0.4, p=0.1)
    assert begun is not None
    assert 26 * 7 <= TODAY - begun < 27 * 7


def day_of_all(customers: int) -> list[History]:
    return [History(number, [TODAY], [100]) for number in range(customers)]


ODD: dict[str, list[History]] = {
    "nobody": [],
    "one customer": [regular(1, 20)],
    "one order": [History(1, [TODAY - 500], [100])],
    "all on one day": day_of_all(300),
    "all twice on two days": [History(number, [TODAY - 400, TODAY], [100, 100]) for number in range(300)],
    "refunds only": [History(number, [], [], [(TODAY - 5, -100)]) for number in range(100)],
    "nothing paid": [regular(number, 20, amount=0) for number in range(100)],
    "negative days": [regular(number, 20, amount=-100) for number in range(100)],
    "no days between": [History(number, range(TODAY - 400, TODAY + 1), [100] * 401) for number in range(100)],
    "from year 1": [History(number, [1, 2, TODAY - 300, TODAY - 200], [100] * 4) for number in range(100)],
    "enormous": [regular(number, 20 + number % 7, amount=9 * 10**18 - number) for number in range(100)],
    "amounts far apart": [
        History(number, days := range(TODAY - 400, TODAY, 20), [1, 10**15] * (len(days) // 2)) for number in range(100)
    ],
}


@pytest.mark.parametrize("name", ODD)
def test_odd_logs_have_an_answer(name: str) -> None:
    fitted = underbuying.fit(ODD[name], today=TODAY)
    assert fitted.method in {"shrunk", "own", "none"}
    assert "NaN" not in json.dumps(fitted)
    assert "Infinity" not in json.dumps(fitted)
    check(run(ODD[name], fitted))
    check(run(ODD[name]))
    for history in ODD[name][:2]:
        underbuying.since(history, fitted, today=TODAY, ratio=0.4, p=0.1)


def check(found: Shortfalls) -> None:
    assert len({len(column) for column in found}) == 1
    assert all(0.0 <= p <= 1.0 for p in found.p_value)
    assert all(expected >= 0 for expected in found.expected_minor)
    assert all(1 <= window <= 365 for window in found.window_days)


def test_a_hundred_thousand_orders_of_one_customer() -> None:
    days = range(TODAY - 99_999, TODAY + 1)
    busy = [History(1, days, [100] * len(days)), *shop(60)]
    fitted = underbuying.fit(busy, today=TODAY)
    found = run(busy, fitted)
    check(found)
    assert (found.contact_ids[0], found.window_days[0]) == (1, 30)
    assert found.ratio[0] == pytest.approx(1.0, abs=0.2)


@st.composite
def logs(draw: st.DrawFn) -> list[History]:
    amounts = st.integers(-(10**6), 10**9)
    histories = []
    for number in range(draw(st.integers(0, 8))):
        ago = draw(st.lists(st.integers(0, 3_000), max_size=30, unique=True))
        days = sorted(TODAY - each for each in ago)
        paid = draw(st.lists(amounts, min_size=len(days), max_size=len(days)))
        others = [(TODAY - each, -100) for each in draw(st.lists(st.integers(0, 3_000), max_size=2))]
        histories.append(History(number, days, paid, others))
    return histories * draw(st.sampled_from([1, 20]))


@given(logs())
def test_any_log_has_an_answer(histories: list[History]) -> None:
    check(run(histories, underbuying.fit(histories, today=TODAY)))


@given(st.integers(10**2, 10**6), st.integers(0, 10**6))
def test_more_money_in_the_window_is_never_less_probable(paid: int, more: int) -> None:
    quiet = regular(7, 25, until=120)
    lower, higher = (
        run([History(7, [*quiet.days, TODAY], [*quiet.amounts, amount])]).p_value[0] for amount in (paid, paid + more)
    )
    assert lower <= higher + 1e-12


def test_the_negative_binomial_is_at_its_summit() -> None:
    rng = random.Random(3)
    counts = []
    for _ in range(400):
        days, pace, at, orders = rng.choice([200.0, 400.0, 700.0]), rng.gammavariate(1.2, 1 / 50), 0.0, -1
        while at < days:
            at, orders = at + rng.expovariate(pace), orders + 1
        counts.append((orders, days))

    def likelihood(r: float, alpha: float) -> float:
        return sum(
            lgamma(r + x) - lgamma(r) + r * log(alpha / (alpha + days)) - x * log(alpha + days) for x, days in counts
        )

    found = underbuying_fit._negative_binomial(counts)
    assert found is not None
    best = likelihood(*found)
    assert all(
        likelihood(found[0] * up, found[1] * over) <= best + 1e-6 for up in (0.99, 1.01) for over in (0.99, 1, 1.01)
    )


def test_weighted_days_run_with_the_months() -> None:
    weights = [float(month) for month in range(1, 13)]
    first = date(2026, 1, 30).toordinal()
    assert list(season.running_days(weights, first, first + 4)) == [0.0, 1.0, 3.0, 5.0, 7.0]
    assert list(season.running_days(EVEN, first, first + 2)) == [0, 1, 2]


def test_cdnow_in_a_fraction_of_what_a_command_may_take() -> None:
    """The real log: a fit without complaint, everybody with a past tested, few flags by chance."""
    if not CDNOW.exists():
        pytest.skip("the CDNOW log is not here")
    paid: dict[int, Counter[int]] = defaultdict(Counter)
    with CDNOW.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            day = date.fromisoformat(row["date"]).toordinal()
            paid[int(row["customer_id"])][day] += round(float(row["dollar_value"]) * 100)
    histories = [History(who, sorted(days), [days[day] for day in sorted(days)]) for who, days in paid.items()]
    today = date(1998, 6, 30).toordinal()
    fitted = underbuying.fit(histories, today=today)
    assert (fitted.method, fitted.words, fitted.customers) == ("shrunk", "", 23_570)
    found = run(histories, fitted, today=today)
    check(found)
    assert len(found.contact_ids) > 3_000


def test_strict_asks_the_same_of_twice_the_window() -> None:
    assert is_strict(0.04, 0.04, 0.05)
    assert not is_strict(0.04, 0.06, 0.05)
    assert not is_strict(0.06, 0.01, 0.05)
    assert not is_strict(0.04, None, 0.05)


def test_who_stopped_within_the_window_is_flagged_and_who_stopped_before_it_strictly(steady: list[History]) -> None:
    fit = underbuying.fit(steady, today=TODAY)
    found = underbuying.test(
        [regular(1, 10, until=36), regular(2, 10, until=75)], fit, today=TODAY, ratio=0.4, p=0.1, lapsed=()
    )
    assert found.flagged == [True, True]
    strict = [is_strict(*pair, 0.05) for pair in zip(found.p_value, found.p_twice, strict=True)]
    assert strict == [False, True]
