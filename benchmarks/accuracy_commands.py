"""The same once more from end to end: real order logs through `crm import` into a book, and the answers as JSON.

What the commands say is held against the file itself: who did come back, what was bought in the window.
"""

from __future__ import annotations

import json
import tempfile
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from benchmarks import logs, planted
from benchmarks.accuracy_exact import CLASSES, FITS, NAMES, R_DAY, R_TABLE, SCORES
from benchmarks.accuracy_lapsed import area
from benchmarks.accuracy_underbuying import PRECISION, plain_share
from benchmarks.accuracy_underbuying import area as low_area
from benchmarks.check import RELATIVE, Check, at_least, at_most, exact, missing, near, within
from benchmarks.process import FailedError, crm, spend
from crmcli.analysis.history import History

NOW = "1998-07-01T09:00:00+00:00"
SPLIT = logs.SPLIT.isoformat()
LIMITS = {"AUC, all": 0.768, "AUC, repeat": 0.730, "Brier, all": 0.17, "precision": 0.567}
RULE_DAYS, RATE = 60, 1.2
Items = list[dict[str, Any]]


class Asking:
    """The program over a book of its own, at one hour of one day."""

    def __init__(self, folder: Path, now: str) -> None:
        self.book, self.now = folder / "book.db", now

    def __call__(self, *args: str) -> dict[str, Any]:
        """The envelope of a command. Raises FailedError with its last line."""
        call = crm(self.book, *args, "--json", env={"CRM_NOW": self.now, "TZ": "UTC"})
        found: dict[str, Any] = json.loads(spend(call).out)
        return found


def checks() -> Iterator[Check]:
    """Every part in turn; one that fails is a line of its own and hides no other."""
    for part in (_cdnow, _as_r, _planted):
        try:
            yield from part()
        except FailedError as exc:
            yield Check(f"{part.__name__.strip('_')}, through the commands", f"failed: {exc}", passed=False)


def _cdnow() -> Iterator[Check]:
    name = logs.CDNOW["full"]
    if not logs.here(name):
        yield missing("CDNOW full, through the commands", f"../shared/data/{name} is not here")
        return
    log, _ = logs.cdnow(name)
    with tempfile.TemporaryDirectory() as folder:
        ask = Asking(Path(folder), NOW)
        read = ask("import", str(logs.DATA / name), "--as", "orders", "--create-contacts")["summary"]
        yield exact("import: rows, customers", (read["created"], read["contacts_created"]), (69_659, 23_570))
        yield from _segments(ask)
        yield from _forecast(ask)
        found = ask("lapsed", "--all", "--as-of", SPLIT, "--horizon", f"{logs.HORIZON_DAYS}d")
        yield from lapsed_checks(found["items"], log)
        yield from _underbuying(ask("underbuying", "--all", "--as-of", SPLIT)["items"], log)


def _segments(ask: Asking) -> Iterator[Check]:
    end = logs.END.isoformat()
    summary = ask("segment", "--abc", "--period", "all", "--as-of", end)["summary"]
    counts = [summary[grade]["customers"] for grade in ("A", "B", "C", "zero")]
    yield exact("segment --abc: A, B, C, zero", counts, CLASSES["full"])
    items = ask("segment", "--rfm", "--as-of", end)["items"]
    for letter, published in zip("rfm", SCORES["full"], strict=True):
        found = Counter(item[letter] for item in items)
        yield exact(f"segment --rfm: {letter} 1 ... 5", [found[score] for score in range(1, 6)], published)


def _forecast(ask: Asking) -> Iterator[Check]:
    found = ask("forecast", "--as-of", SPLIT, "--model", "bg-nbd", "--horizon", f"{logs.HORIZON_DAYS}d")
    summary, (parameters, likelihood, orders) = found["summary"], FITS[2][3:]
    for name, published in zip(NAMES, parameters, strict=True):
        yield near(f"forecast --model bg-nbd: {name}", summary["parameters"][name], published)
    yield within("forecast --model bg-nbd: log-likelihood", summary["log_likelihood"], likelihood)
    yield near("forecast: orders in 273 days", summary["expected_orders"], orders)
    summed = sum(item["expected_orders"] for item in found["items"])
    yield near("forecast: the rows add up to the total", summed, summary["expected_orders"], RELATIVE / 10)


def lapsed_checks(items: Items, log: Mapping[str, History]) -> Iterator[Check]:
    """The scores of `crm lapsed --all` as of 1997-09-30 against who did order in the 39 weeks after."""
    names = [item["contact"]["name"] for item in items]
    away = [log[name].days[-1] <= logs.SPLIT.toordinal() for name in names]
    scores = [item["score"] for item in items]
    twice = [place for place, name in enumerate(names) if len(logs.until(log[name], logs.SPLIT).days) > 1]
    flags = sum(items[place]["silent_days"] >= RULE_DAYS for place in twice)
    best = sorted(twice, key=scores.__getitem__, reverse=True)[:flags]
    yield exact("lapsed --all: customers", len(items), 23_570)
    for what, measured in (
        ("AUC, all", area(scores, away)),
        ("AUC, repeat", area([scores[place] for place in twice], [away[place] for place in twice])),
        ("precision", sum(away[place] for place in best) / max(len(best), 1)),
    ):
        yield at_least(f"lapsed, 273 days: {what}", measured, LIMITS[what])
    yield at_most("lapsed, 273 days: Brier, all", brier(scores, away), LIMITS["Brier, all"])


def brier(scores: Sequence[float], truth: Sequence[bool]) -> float:
    """The mean squared distance of chances from what came to be."""
    return sum((score - true) ** 2 for score, true in zip(scores, truth, strict=True)) / max(len(scores), 1)


def _underbuying(items: Items, log: Mapping[str, History]) -> Iterator[Check]:
    wrong = sum(item["actual_minor"] != bought(log[item["contact"]["name"]], item["window_days"]) for item in items)
    yield exact("underbuying --all: rows whose actual sum is not the file's", wrong, 0)
    odd = sum(item["flagged"] != (item["ratio"] < 0.40 and item["p_value"] < 0.10) for item in items)
    yield exact("underbuying --all: rows flagged against the rule", odd, 0)


def bought(history: History, window: int) -> int:
    """What was bought in the `window` days to 1997-09-30, in minor units."""
    first = bisect_right(history.days, (logs.SPLIT - timedelta(days=window)).toordinal())
    last = bisect_right(history.days, logs.SPLIT.toordinal())
    return sum(history.amounts[first:last])


def _as_r() -> Iterator[Check]:
    if not logs.here(logs.RFM_ORDERS):
        yield missing("segment --rfm --compat r", f"../shared/data/{logs.RFM_ORDERS} is not here")
        return
    with tempfile.TemporaryDirectory() as folder:
        ask = Asking(Path(folder), f"{R_DAY}T20:00:00+00:00")
        ask("import", str(logs.DATA / logs.RFM_ORDERS), "--as", "orders", "--create-contacts")
        items = ask("segment", "--rfm", "--compat", "r")["items"]
    for name, published in R_TABLE.items():
        own = [item for item in items if item["segment"] == name]
        revenue = sum(item["amount_minor"] for item in own) // 100
        measured = (len(own), sum(item["frequency"] for item in own), revenue)
        yield exact(f"segment --rfm --compat r: {name}", measured, published)


def _planted() -> Iterator[Check]:
    """The planted logs of one pace through import and command: the ranking and the strict flags against the planted truth."""
    flagged: list[bool] = []
    for day in planted.AS_OF:
        log = planted.make(planted.World(RATE, day))
        with tempfile.TemporaryDirectory() as folder:
            orders = Path(folder) / "orders.csv"
            planted.write(log, orders)
            ask = Asking(Path(folder), f"{day}T20:00:00+00:00")
            ask("import", str(orders), "--as", "orders", "--create-contacts")
            items = ask("underbuying", "--strict", "--all")["items"]
        numbers = [int(item["contact"]["name"]) for item in items]
        truth = [number in log.planted for number in numbers]
        by_number = {history.contact_id: history for history in log.histories}
        plain = [
            plain_share(by_number[number], log.today, item["window_days"])
            for number, item in zip(numbers, items, strict=True)
        ]
        what = f"underbuying, planted, {RATE:g} a month, {day}: AUC above the plain ratio's"
        yield at_least(what, low_area([item["p_value"] for item in items], truth), low_area(plain, truth))
        flagged += [true for item, true in zip(items, truth, strict=True) if item["flagged"]]
    what = f"underbuying --strict, planted, {RATE:g} a month: precision"
    yield at_least(what, sum(flagged) / max(len(flagged), 1), PRECISION[RATE])
