"""How well under-buying is found where the truth is planted: `python benchmarks/accuracy_underbuying.py [--variations]`.

Nine cells (three paces, three as-of dates) of five logs each. In each cell the ranking by chance is held against the ranking
by the plain share of the customer's own usual over the same days, by the mean area under the ROC curve among the customers
tested; and for each pace the share of true under-buyers among those flagged by the strict test (p < 0.05) is pooled over
dates and logs. `--variations` adds other worlds, where it does better or worse.
"""

from __future__ import annotations

import sys
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import planted
from crmcli.analysis import lapsed, underbuying
from crmcli.analysis.history import History

Row = tuple[str, float, float, bool]
SEEDS = (1, 2, 3, 4, 5)
STRICT, SHARE, HORIZON_DAYS, THRESHOLD = 0.05, 0.40, 90, 0.80
PRECISION = {0.6: 0.50, 1.2: 0.60, 3.0: 0.70}
LISTED_ONLY: dict[str, Any] = {}
VARIATIONS: dict[str, dict[str, Any]] = {
    "as above": {},
    "the same, all tested but those listed": LISTED_ONLY,
    "nobody leaves": {"leaving": 0.0},
    "three in ten leave within a year": {"leaving": 0.3},
    "orders as irregular as chance": {"regular": 1.0},
    "the same, and nobody leaves": {"regular": 1.0, "leaving": 0.0},
    "very regular orders": {"regular": 4.0},
    "no season": {"season": 0.0},
    "twice the season": {"season": 2.0},
    "baskets that vary much": {"within": 1.0},
    "customers much alike": {"evenness": 20.0, "between": 0.2},
    "begun 30 to 90 days ago": {"began": (30, 90)},
    "a log of a year and a half": {"years": 1.5, "began": (60, 150)},
}


class Cell(NamedTuple):
    """One log: the two areas, and flagged, rightly flagged, tested and truly under-buying customers.

    `plain` is the rule alone: less than 40 % of their own usual.
    """

    auc: float
    auc_plain: float
    strict: int
    strict_right: int
    plain: int
    plain_right: int
    tested: int
    true: int


def rows(seeds: Sequence[int] = SEEDS) -> list[Row]:
    """(name, measured, target, passed) of the nine areas and the three precisions."""
    found: list[Row] = []
    pooled: list[Row] = []
    for rate in planted.RATES:
        right = flagged = 0
        for today in planted.AS_OF:
            cells = [cell(planted.make(planted.World(rate, today), seed)) for seed in seeds]
            auc, plain = fmean(each.auc for each in cells), fmean(each.auc_plain for each in cells)
            found.append((f"AUC, {rate:g} a month, {today}, above the plain ratio", auc, plain, auc > plain))
            right += sum(each.strict_right for each in cells)
            flagged += sum(each.strict for each in cells)
        share = right / max(flagged, 1)
        pooled.append((f"precision of --strict, {rate:g} a month", share, PRECISION[rate], share >= PRECISION[rate]))
    return found + pooled


def cell(log: planted.Log, *, listed_only: bool = False) -> Cell:
    """What the test and the plain rule make of one log; with `listed_only` nobody but those listed as lapsed is left out."""
    found = underbuying.test(
        log.histories,
        underbuying.fit(log.histories, today=log.today),
        today=log.today,
        ratio=SHARE,
        p=STRICT,
        lapsed=gone(log.histories, log.today, listed_only=listed_only),
    )
    by_id = {history.contact_id: history for history in log.histories}
    shares = [
        plain_share(by_id[who], log.today, window)
        for who, window in zip(found.contact_ids, found.window_days, strict=True)
    ]
    truth = [who in log.planted for who in found.contact_ids]
    strict = [underbuying.is_strict(p, twice, STRICT) for p, twice in zip(found.p_value, found.p_twice, strict=True)]
    return Cell(
        area(found.p_value, truth),
        area(shares, truth),
        sum(strict),
        sum(map(bool.__and__, strict, truth)),
        sum(share < SHARE for share in shares),
        sum(share < SHARE and true for share, true in zip(shares, truth, strict=True)),
        len(truth),
        sum(truth),
    )


def gone(histories: Sequence[History], today: int, *, listed_only: bool) -> Collection[int]:
    """Who is not tested, as the command leaves them out; with `listed_only`, only those listed as lapsed."""
    fitted = lapsed.fit(histories, today=today, horizon_days=HORIZON_DAYS)
    found = lapsed.score(histories, fitted, today=today, horizon_days=HORIZON_DAYS, threshold=THRESHOLD)
    if listed_only:
        return {who for who, group in zip(found.contact_ids, found.group, strict=True) if group == "lapsed"}
    return lapsed.given_up(
        found.contact_ids, found.group, found.p_no_order, found.silent_days, found.usual_gaps, THRESHOLD
    )


def plain_share(history: History, today: int, window: int) -> float:
    """The value of the last `window` days over what the same days brought before, the first order left out."""
    start = today - window
    before = bisect_right(history.days, start)
    recent = sum(history.amounts[before:]) + sum(amount for day, amount in history.others if day > start)
    usual = sum(history.amounts[1:before])
    usual += sum(amount for day, amount in history.others if history.days[0] < day <= start)
    return recent * (start - history.days[0]) / (usual * window)


def area(values: Sequence[float], truth: Sequence[bool]) -> float:
    """The chance that one of the true has a lower value than one of the others, equal values counting half."""
    others = sorted(value for value, true in zip(values, truth, strict=True) if not true)
    won = [
        len(others) - (bisect_left(others, value) + bisect_right(others, value)) / 2
        for value, true in zip(values, truth, strict=True)
        if true
    ]
    return sum(won) / (len(won) * len(others))


def variations(seed: int = 1) -> Iterator[tuple[str, float, float, float, float, int]]:
    """Other worlds, without targets: what is varied, orders a month, precision and recall of the strict test, precision of
    the plain rule, and in how many of the three logs the ranking by chance is the better one."""
    for name, change in VARIATIONS.items():
        for rate in planted.RATES:
            worlds = [planted.World(rate, today)._replace(**change) for today in planted.AS_OF]
            cells = [cell(planted.make(world, seed), listed_only=change is LISTED_ONLY) for world in worlds]
            right, true = sum(each.strict_right for each in cells), sum(each.true for each in cells)
            strict, plain = sum(each.strict for each in cells), sum(each.plain for each in cells)
            by_plain = sum(each.plain_right for each in cells) / max(plain, 1)
            better = sum(each.auc > each.auc_plain for each in cells)
            yield name, rate, right / max(strict, 1), right / max(true, 1), by_plain, better


def main() -> int:
    """Prints the table, with `--variations` other worlds too; 1 where a target is missed."""
    table = rows()
    for name, measured, target, passed in table:
        print(f"{name:<58} {measured:6.3f}  {target:6.3f}  {'ok' if passed else 'MISSED'}")
    if "--variations" in sys.argv:
        print(f"\n{'world':<40} a month  strict  recall   plain  better of 3")
        for world, rate, precision, recall, plain, better in variations():
            print(f"{world:<40} {rate:7g}  {precision:6.3f}  {recall:6.3f}  {plain:6.3f}  {better:11}")
    return 0 if all(passed for *_, passed in table) else 1


if __name__ == "__main__":
    sys.exit(main())
