"""How well the lapsed are told from the rest: `python benchmarks/accuracy_lapsed.py`.

A log is cut at a day, scored, and what happened in the horizon after is held against the scores: the area under the ROC curve
over all customers and over those who bought twice, beside that of the plain silence in days and of the silence in own median
gaps; the Brier score; and, among as many repeat customers as "60 days silent" flags, the share who did stay away. The logs are
CDNOW (three cuts; skipped where the file is not at hand) and four made-up trades. The trades are a check that nothing
is lost where people buy otherwise: by the clock, by the season, once, or slower and slower.
"""

from __future__ import annotations

import csv
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from math import pi, sin
from pathlib import Path
from random import Random
from typing import NamedTuple

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from crmcli.analysis import lapsed
from crmcli.analysis.history import History

Row = tuple[str, float, float, bool]
Log = Mapping[int, Sequence[int]]
CDNOW = Path(__file__).resolve().parents[1].parent / "shared" / "data" / "cdnow_master.csv"
RULE_DAYS, THRESHOLD, START = 60, 0.80, date(2024, 1, 1).toordinal()


class Cut(NamedTuple):
    """A log, the ordinal of the last day that is seen, the days after it that are to be foretold, and limits to reach:
    areas (all, repeat), Brier score and precision; None where only the plain baselines are to be beaten."""

    name: str
    log: Log
    today: int
    horizon_days: int
    limits: tuple[float, float, float, float] | None = None


class Trade(NamedTuple):
    """A made-up trade: `pace` days a gap on average, gaps Erlang-`order`, gamma(`alike`) paces, beta(`stop`) chances to stop
    at each order, `season` 0 to 1 (two waves a year), each gap longer than the last by `tire`."""

    pace: float
    order: int
    alike: float
    stop: tuple[float, float]
    season: float = 0.0
    tire: float = 1.0


TRADES = {
    "grocer, by the clock": (Trade(8, 3, 2.0, (0.6, 12.0)), 2000, 730, 60),
    "clothing, by the season": (Trade(80, 1, 0.9, (0.8, 1.6), season=0.6), 3000, 900, 120),
    "gifts, mostly once": (Trade(60, 2, 1.2, (2.0, 1.2)), 4000, 700, 90),
    "salon, slower and slower": (Trade(25, 4, 1.5, (0.5, 10.0), tire=1.12), 1500, 800, 90),
}


class Measured(NamedTuple):
    """Areas over (all, repeat) customers of the score and of the two plain baselines; Brier score over all; precision of the
    score and of the rule at the rule's number of flags."""

    score: tuple[float, float]
    silence: tuple[float, float]
    own_gap: tuple[float, float]
    brier: float
    precision: float
    rule: float


def rows() -> list[Row]:
    """(name, measured, target, passed), smaller is better in the Brier rows alone."""
    return [row for cut in cuts() for row in judged(cut, measure(cut))]


def cuts() -> Iterator[Cut]:
    """Every log with the day it is cut at."""
    if CDNOW.exists():
        log = cdnow()
        autumn, winter = date(1997, 9, 30).toordinal(), date(1997, 12, 31).toordinal()
        yield Cut("CDNOW 1997-09-30, 273 d", log, autumn, 273, (0.768, 0.730, 0.17, 0.567))
        yield Cut("CDNOW 1997-09-30, 90 d", log, autumn, 90)
        yield Cut("CDNOW 1997-12-31, 90 d", log, winter, 90)
    for name, (trade, customers, span, horizon_days) in TRADES.items():
        yield Cut(
            f"{name}, {horizon_days} d", made_up(trade, customers, span), START + span - horizon_days - 1, horizon_days
        )


def cdnow() -> Log:
    """The purchase days, as ordinals, of CDNOW's 23,570 customers."""
    found: dict[str, set[int]] = {}
    with CDNOW.open(newline="") as file:
        for line in csv.DictReader(file):
            found.setdefault(line["customer_id"], set()).add(date.fromisoformat(line["date"]).toordinal())
    return {number: sorted(days) for number, days in enumerate(found.values(), 1)}


def made_up(trade: Trade, customers: int, span: int, seed: int = 7) -> Log:
    """A log of `span` days that customers join over its first four fifths; the same seed gives the same log."""
    chance = Random(seed)
    clock = [0.0]
    for day in range(span):
        clock.append(clock[-1] + 1 + trade.season * sin(4 * pi * day / 365))
    return {number: life(trade, clock, chance) for number in range(1, customers + 1)}


def life(trade: Trade, clock: Sequence[float], chance: Random) -> list[int]:
    """One customer's days; `clock` says how much buying time has passed by each day."""
    pace = trade.pace / max(chance.gammavariate(trade.alike, 1 / trade.alike), 1e-3)
    stop = chance.betavariate(*trade.stop)
    days = [int(chance.random() * (len(clock) - 1) * 0.8)]
    at = clock[days[0]]
    while chance.random() >= stop:
        at += chance.gammavariate(trade.order, pace / trade.order)
        pace *= trade.tire
        if at >= clock[-1]:
            break
        day = bisect_left(clock, at)
        if days[-1] < day < len(clock) - 1:
            days.append(day)
    return [START + day for day in days]


def measure(cut: Cut) -> Measured:
    """What the score and the plain baselines make of a cut."""
    seen = [
        History(number, days[:known], (0,) * known)
        for number, days in cut.log.items()
        if (known := bisect_right(days, cut.today))
    ]
    fit = lapsed.fit(seen, today=cut.today, horizon_days=cut.horizon_days)
    found = lapsed.score(seen, fit, today=cut.today, horizon_days=cut.horizon_days, threshold=THRESHOLD)
    end = cut.today + cut.horizon_days
    away = [
        bisect_right(cut.log[who], end) == len(history.days)
        for who, history in zip(found.contact_ids, seen, strict=True)
    ]
    gaps = [silent / (usual or RULE_DAYS) for silent, usual in zip(found.silent_days, found.usual_gaps, strict=True)]
    twice = [place for place, usual in enumerate(found.usual_gaps) if usual is not None]
    flags = [place for place in twice if found.silent_days[place] >= RULE_DAYS]
    best = sorted(twice, key=found.scores.__getitem__, reverse=True)[: len(flags)]
    return Measured(
        areas(found.scores, away, twice),
        areas(found.silent_days, away, twice),
        areas(gaps, away, twice),
        sum((score - true) ** 2 for score, true in zip(found.scores, away, strict=True)) / len(away),
        sum(away[place] for place in best) / max(len(best), 1),
        sum(away[place] for place in flags) / max(len(flags), 1),
    )


def areas(values: Sequence[float], truth: Sequence[bool], twice: Sequence[int]) -> tuple[float, float]:
    """`area` over everybody and over the places `twice`."""
    return area(values, truth), area([values[place] for place in twice], [truth[place] for place in twice])


def area(values: Sequence[float], truth: Sequence[bool]) -> float:
    """The chance that one of the true has a higher value than one of the others, equal values counting half."""
    others = sorted(value for value, true in zip(values, truth, strict=True) if not true)
    won = sum(
        bisect_left(others, value) + bisect_right(others, value)
        for value, true in zip(values, truth, strict=True)
        if true
    )
    return won / 2 / max(len(others) * sum(truth), 1)


def judged(cut: Cut, found: Measured) -> Iterator[Row]:
    """The rows of one cut."""
    if cut.limits:
        everybody, twice, brier, precision = cut.limits
        yield f"{cut.name}: AUC, all", found.score[0], everybody, found.score[0] >= everybody
        yield f"{cut.name}: AUC, repeat", found.score[1], twice, found.score[1] >= twice
        yield f"{cut.name}: Brier, all", found.brier, brier, found.brier <= brier
        yield f"{cut.name}: precision", found.precision, precision, found.precision >= precision
    for place, who in enumerate(("all", "repeat")):
        for plain, words in ((found.silence, "silence"), (found.own_gap, "own gaps")):
            yield (
                f"{cut.name}: AUC, {who}, above {words}",
                found.score[place],
                plain[place],
                found.score[place] > plain[place],
            )
    yield f"{cut.name}: precision, 60-day rule's", found.precision, found.rule, found.precision >= found.rule


def main() -> int:
    """Prints the table; 1 where a target is missed."""
    table = rows()
    for name, measured, target, passed in table:
        print(f"{name:<62} {measured:6.3f}  {target:6.3f}  {'ok' if passed else 'MISSED'}")
    return 0 if all(passed for *_, passed in table) else 1


if __name__ == "__main__":
    raise SystemExit(main())
