"""Published numbers that a right implementation gives: the fits on CDNOW, single values of BG/NBD, R's rfm, classes.

Sources: Fader, Hardie & Lee 2005 and their notes 025 and 027; R's BTYD, CLVTools and rfm; the tests of lifetimes. Where only the
program that wrote these definitions has a number (the whole log, MBG/NBD's likelihood), it stands as wanted all the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from benchmarks import logs
from benchmarks.check import Check, exact, missing, near, within
from crmcli.analysis import bg_nbd, gamma_gamma, mbg_nbd, rfm, value_class
from crmcli.analysis.buying_fit import BuyingFit, BuyingModel
from crmcli.analysis.history import History, Rhythm, rhythm
from crmcli.domain.policy import RFM_GROUPS
from crmcli.domain.rfm_group import parse_groups, table

WEEKS_39, YEAR = logs.HORIZON_DAYS, 52 * 7
NAMES = ("r", "alpha", "a", "b")
FITS = (
    ("1/10", "BG/NBD", bg_nbd.MODEL, (0.2425945, 4.4136019, 0.7929199, 2.4258881), -9582.429, 1653.4),
    ("1/10", "MBG/NBD", mbg_nbd.MODEL, (0.5248, 6.1831, 0.8914, 1.6140), -9582.136, 1576.7),
    ("full", "BG/NBD", bg_nbd.MODEL, (0.25162, 4.78894, 0.72343, 2.16109), -95368.444, 16873.7),
    ("full", "MBG/NBD", mbg_nbd.MODEL, (0.63714, 7.31029, 0.80747, 1.22839), -95336.958, 15933.6),
)
SPENDING = (
    ("1/10", (6.24957, 3.74422, 15.44353), -4055.9177, 946),
    ("full", (6.27537, 3.62445, 14.98369), -40763.476, 9450),
)
BY_X = (0.2251, 0.5231, 1.0441, 1.5203, 2.1638, 2.6538, 3.5040, 6.1570)
CLASSES = {"1/10": (777, 804, 768, 8), "full": (7695, 8067, 7740, 68)}
SCORES = {
    "1/10": ((482, 471, 463, 470, 471), (1218, 0, 403, 358, 378), (481, 462, 472, 471, 471)),
    "full": ((4735, 4712, 4702, 4720, 4701), (12054, 0, 4040, 3641, 3835), (4817, 4615, 4710, 4715, 4713)),
}
HELD = {"1/10": (6919, 2357, 24_409_194, 8, 223), "full": (69_659, 23_570, 250_031_563, 80, 2068)}
R_DAY = date(2006, 12, 31)
R_SCORES = ((197, 200, 199, 199, 200), (268, 187, 176, 244, 120), (200, 200, 198, 202, 195))
R_TABLE = {
    "Champions": (35, 316, 31_646), "Potential Loyalist": (342, 2211, 204_856), "Loyal Customers": (170, 799, 76_562),
    "Promising": (9, 28, 4249), "New Customers": (104, 329, 28_837), "Can't Lose Them": (47, 274, 32_446),
    "At Risk": (28, 216, 22_227), "Need Attention": (10, 57, 4562), "About To Sleep": (102, 283, 23_449),
    "Lost": (148, 393, 35_324),
}  # fmt: skip


def fits() -> Iterator[Check]:
    """Parameters, likelihoods and foreseen orders of the buying models on CDNOW to 1997-09-30, time in weeks."""
    for size, name, model, parameters, likelihood, orders in FITS:
        if not logs.here(logs.CDNOW[size]):
            yield missing(f"{name}, CDNOW {size}", _not_here(logs.CDNOW[size]))
            continue
        rhythms = _rhythms(size)
        fit = model.fit(rhythms)
        for label, measured, published in zip(NAMES, fit[1:5], parameters, strict=True):
            yield near(f"{name}, CDNOW {size}: {label}", measured, published)
        yield within(f"{name}, CDNOW {size}: log-likelihood", fit.log_likelihood, likelihood)
        yield near(f"{name}, CDNOW {size}: orders foreseen in 39 weeks", _sum(model, fit, rhythms), orders)
        if (size, name) == ("1/10", "BG/NBD"):
            yield from _of_the_sample(fit, rhythms)


def _of_the_sample(fit: BuyingFit, rhythms: Sequence[Rhythm]) -> Iterator[Check]:
    yield near("BG/NBD, 1/10: E[X(52)] of a new customer", bg_nbd.expected_new(fit, YEAR), 1.444)
    one = _weeks(26, 30.857, 31)
    yield near("BG/NBD, 1/10: E[X(52)] of customer 1516", bg_nbd.expected(fit, one, YEAR), 25.757)
    yield near("BG/NBD, 1/10: P(active) of customer 1516", bg_nbd.p_active(fit, one), 0.96885)
    groups: dict[int, list[float]] = {x: [] for x in range(8)}
    for each in rhythms:
        groups[min(each.x, 7)].append(bg_nbd.expected(fit, each, WEEKS_39))
    yield exact("CDNOW 1/10: customers by x = 0 ... 7+", [len(groups[x]) for x in groups],
                (1411, 439, 214, 100, 62, 38, 29, 64))  # fmt: skip
    for x, published in enumerate(BY_X):
        label = f"BG/NBD, 1/10: orders foreseen, x = {x}{'+' * (x == 7)}"
        yield near(label, sum(groups[x]) / max(len(groups[x]), 1), published)


def single() -> Iterator[Check]:
    """Published values of one customer, which need no log."""
    fit = _parameters(0.243, 4.414, 0.793, 2.426)
    yield near("E[X(39)], x 2, tx 30.43, T 38.86", bg_nbd.expected(fit, _weeks(2, 30.43, 38.86), WEEKS_39), 1.226)
    yield near("P(no order in 39 weeks), new customer", bg_nbd.p_no_order(fit, Rhythm(0, 0, 0), WEEKS_39), 0.5737864)
    for x, published in ((10, 0.34746), (15, 0.04283), (20, 0.004159), (25, 0.000358)):
        yield near(f"E[X(52)], x {x}, tx 20, T 39", bg_nbd.expected(fit, _weeks(x, 20, 39), YEAR), published)
    other = _parameters(0.25, 4.0, 0.80, 2.50)
    for customer, published in (((0, 0, 40), -0.59947382), ((200, 38, 40), 100.7957)):
        likelihood = bg_nbd.log_likelihood(other, [_weeks(*customer)])
        yield near(f"log-likelihood of x {customer[0]}, tx {customer[1]}, T {customer[2]}", likelihood, published)
    yield near("P(active), x 1000, tx 10, T 100", bg_nbd.p_active(fit, _weeks(1000, 10, 100)), 0.0)
    short = _parameters(0.11, 2.24, 0.31, 0.50)
    yield near("E[X(30)], x 0, T 1, a + b below 1", bg_nbd.expected(short, _weeks(0, 0, 1), 30 * 7), 0.5646)


def spending() -> Iterator[Check]:
    """Gamma-Gamma on CDNOW's repeat purchase days to 1997-09-30, in dollars."""
    for size, parameters, likelihood, customers in SPENDING:
        if not logs.here(logs.CDNOW[size]):
            yield missing(f"Gamma-Gamma, CDNOW {size}", _not_here(logs.CDNOW[size]))
            continue
        fit = gamma_gamma.fit(_repeats(history) for history in _early(size))
        for label, measured, published in zip("pqv", fit[:3], parameters, strict=True):
            yield near(f"Gamma-Gamma, CDNOW {size}: {label}", measured, published)
        yield within(f"Gamma-Gamma, CDNOW {size}: log-likelihood", fit.log_likelihood, likelihood)
        yield exact(f"Gamma-Gamma, CDNOW {size}: customers", fit.customers, customers)
        if size == "1/10":
            yield near(
                "Gamma-Gamma, CDNOW 1/10: mean of a new customer", gamma_gamma.expected_value(fit, 0, 0.0), 35.17
            )


def classes_and_scores() -> Iterator[Check]:
    """ABC and RFM of CDNOW as of 1998-06-30, to the customer, ties included."""
    for size, name in logs.CDNOW.items():
        if not logs.here(name):
            yield missing(f"ABC and RFM, CDNOW {size}", _not_here(name))
            continue
        found, facts = _log(size)
        yield exact(f"CDNOW {size}: rows, customers, cents, zero rows, same-day rows", facts, HELD[size])
        everybody = list(found.values())
        classed = value_class.classify((one.contact_id, sum(one.amounts)) for one in everybody)
        counts = [classed.totals[grade].customers for grade in ("A", "B", "C", "zero")]
        yield exact(f"CDNOW {size}: A, B, C, zero", counts, CLASSES[size])
        silent = [logs.END.toordinal() - one.days[-1] for one in everybody]
        scored = rfm.scores(silent, [len(one.days) for one in everybody], [sum(one.amounts) for one in everybody])
        for label, column, published in zip("RFM", (scored.r, scored.f, scored.m), SCORES[size], strict=True):
            yield exact(f"CDNOW {size}: {label} 1 ... 5", _counts(column), published)


def as_r_does() -> Iterator[Check]:
    """R's rfm 0.3.0 on its own orders: scores, and table B with customers, orders and revenue."""
    if not logs.here(logs.RFM_ORDERS):
        yield missing("R's rfm", _not_here(logs.RFM_ORDERS))
        return
    orders = list(logs.rfm_orders().values())
    money = [sum(paid for _, paid in own) for own in orders]
    silent = [(R_DAY - max(day for day, _ in own)).days for own in orders]
    scored = rfm.scores_as_r(silent, [len(own) for own in orders], money)
    for label, column, published in zip("RFM", (scored.r, scored.f, scored.m), R_SCORES, strict=True):
        yield exact(f"R's rfm: {label} 1 ... 5", _counts(column), published)
    groups = parse_groups(RFM_GROUPS)
    placed = scored.groups(table(groups), len(groups))
    for place, name in enumerate([group.name for group in groups]):
        here = [number for number, found in enumerate(placed) if found == place]
        measured = (len(here), sum(len(orders[n]) for n in here), round(sum(money[n] for n in here)))
        yield exact(f"R's rfm: {name}: customers, orders, revenue", measured, R_TABLE[name])
    yield exact("R's rfm: Other", sum(place == len(groups) for place in placed), 0)


def _not_here(name: str) -> str:
    return f"../shared/data/{name} is not here"


@cache
def _log(size: str) -> tuple[dict[str, History], logs.Facts]:
    return logs.cdnow(logs.CDNOW[size])


@cache
def _early(size: str) -> tuple[History, ...]:
    known = (logs.until(history, logs.SPLIT) for history in _log(size)[0].values())
    return tuple(history for history in known if history.days)


def _rhythms(size: str) -> list[Rhythm]:
    return [rhythm(history, logs.SPLIT.toordinal()) for history in _early(size)]


def _repeats(history: History) -> tuple[int, float]:
    paid = history.amounts[1:]
    return len(paid), sum(paid) / len(paid) / 100 if paid else 0.0


def _sum(model: BuyingModel, fit: BuyingFit, rhythms: Sequence[Rhythm]) -> float:
    return sum(count * model.expected(fit, each, WEEKS_39) for each, count in Counter(rhythms).items())


def _weeks(x: int, tx: float, t: float) -> Rhythm:
    return Rhythm(x, round(tx * 7), round(t * 7))


def _parameters(r: float, alpha: float, a: float, b: float) -> BuyingFit:
    return BuyingFit("bg-nbd", r, alpha, a, b, 0.0, 0, 0)


def _counts(scored: Sequence[int]) -> list[int]:
    counts = Counter(scored)
    return [counts[score] for score in range(1, 6)]
