"""The public order logs beside the repository (../shared/data), read as the analyses see them. They are never copied here."""

from __future__ import annotations

import csv
from bisect import bisect_right
from datetime import date
from pathlib import Path
from typing import NamedTuple

from crmcli.analysis.history import History

DATA = Path(__file__).resolve().parents[1].parent / "shared" / "data"
CDNOW = {"1/10": "cdnow_sample.csv", "full": "cdnow_master.csv"}
RFM_ORDERS = "rfm_orders.csv"
SPLIT, END = date(1997, 9, 30), date(1998, 6, 30)
HORIZON_DAYS = (END - SPLIT).days


class Facts(NamedTuple):
    """Rows of a log, customers, net value in minor units, rows of no value, rows that share customer and day with another."""

    rows: int
    customers: int
    minor: int
    zero: int
    merged: int


def here(name: str) -> bool:
    """Whether a log is at hand."""
    return (DATA / name).exists()


def cdnow(name: str) -> tuple[dict[str, History], Facts]:
    """customer -> what they bought on which day, in cents; and what the file holds."""
    paid: dict[str, dict[int, int]] = {}
    rows = zero = minor = 0
    with (DATA / name).open(newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            cents = round(float(line["dollar_value"]) * 100)
            own, day = paid.setdefault(line["customer_id"], {}), date.fromisoformat(line["date"]).toordinal()
            own[day] = own.get(day, 0) + cents
            rows, zero, minor = rows + 1, zero + (cents == 0), minor + cents
    found = {
        customer: History(number, sorted(days), [days[day] for day in sorted(days)])
        for number, (customer, days) in enumerate(paid.items(), 1)
    }
    return found, Facts(rows, len(found), minor, zero, rows - sum(len(one.days) for one in found.values()))


def until(history: History, day: date) -> History:
    """A history as it was known at the end of a day."""
    known = bisect_right(history.days, day.toordinal())
    return History(history.contact_id, history.days[:known], history.amounts[:known])


def rfm_orders() -> dict[str, list[tuple[date, float]]]:
    """customer -> the day and the revenue of each order of R's rfm_data_orders."""
    found: dict[str, list[tuple[date, float]]] = {}
    with (DATA / RFM_ORDERS).open(newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            order = (date.fromisoformat(line["order_date"]), float(line["revenue"]))
            found.setdefault(line["customer_id"], []).append(order)
    return found
