"""Writes the large book: `python benchmarks/generate.py PATH --scale 1`.

Scale 1 is 50,000 contacts, 500,000 orders, 1,000,000 interactions and 100,000 complaints over the two years that
end on `--today`. Rows go in through the store in one operation, as an import's would, so everything that is derived
stands as the program itself leaves it. The same scale and day give the same rows.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import time
from datetime import date
from pathlib import Path

if __package__ in (None, ""):
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import complaints, people, trade
from crmcli import clock
from crmcli.actions.session import Session
from crmcli.store.book import Operation

SEED = 20_240_229
CONTACTS, ORDERS, INTERACTIONS, COMPLAINTS = 50_000, 500_000, 1_000_000, 100_000
POLICY = {"zone": '"Europe/Riga"', "country": '"LV"', "date_order": '"dmy"', "margin.default": "0.35"}


def write_book(path: Path, scale: float, today: date) -> dict[str, int]:
    """Makes the book at `path`, which must not exist; returns rows by table.

    Sets CRM_NOW to noon UTC of `today` for this process, for what is derived depends on the day.
    """
    os.environ["CRM_NOW"] = f"{today.isoformat()}T12:00:00+00:00"
    rng = random.Random(SEED)
    counts: dict[str, int] = {}
    with Session(path, command=f"made for measuring, scale {scale:g}", by="bench") as session:
        with session.operation("crm init") as op:
            _set_policy(op)
        with session.operation() as op:
            firms, total = people.write(op, rng, int(CONTACTS * scale), today, counts)
            buyers = trade.Buyers(rng, firms, total)
            trade.write_orders(op, rng, int(ORDERS * scale), buyers, today, counts)
            trade.write_estimates(op, rng, buyers, today, counts)
            trade.write_talk(op, rng, int(INTERACTIONS * scale), buyers, today, counts)
            trade.write_plans(op, rng, int(INTERACTIONS * scale), buyers, today, counts)
            complaints.write(session, op, rng, int(COMPLAINTS * scale), buyers, today, counts)
    return counts


def _set_policy(op: Operation) -> None:
    for key, value in POLICY.items():
        found = op.book.row("SELECT id FROM policy WHERE key = ?", (key,))
        if found is None:
            op.insert("policy", key=key, value=value)
        else:
            op.update("policy", found[0], value=value)


def main() -> int:
    """The command line; refuses a file that is there."""
    parser = argparse.ArgumentParser(description="Writes a large made-up book for measuring.")
    parser.add_argument("path", type=Path)
    parser.add_argument(
        "--scale", type=float, default=1.0, help="1 = 50,000 contacts, 1,000,000 talks, 100,000 complaints"
    )
    parser.add_argument("--today", type=date.fromisoformat, help="the day the two years end on (default: today)")
    given = parser.parse_args()
    if given.path.exists():
        print(f"{given.path} is there already; remove it first", file=sys.stderr)
        return 1
    begun = time.perf_counter()
    counts = write_book(given.path, given.scale, given.today or clock.now_utc().date())
    rows = ", ".join(f"{count:,} {table}" for table, count in counts.items())
    size = given.path.stat().st_size / 1e6
    print(f"{given.path}: {rows}; {size:,.0f} MB in {time.perf_counter() - begun:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
