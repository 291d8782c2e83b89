"""What is measured on: two made-up books and two files, made once under .bench/ and kept while they fit."""

from __future__ import annotations

import csv
import hashlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from benchmarks import people
from benchmarks.process import crm, spend

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
BENCH = ROOT / ".bench"
MAKERS = (
    *(HERE / name for name in ("generate.py", "people.py", "trade.py", "complaints.py", "material.py", "words.txt")),
    *(
        ROOT / "src/crmcli/store" / name
        for name in ("migrations.py", "search.py", "state.py", "sales.py", "reasons.py", "tensions.py")
    ),
)
BUYERS = 20_000
CDNOW = ROOT.parent / "shared" / "data" / "cdnow_master.csv"
CDNOW_DAY, CDNOW_NOW = "1998-06-30", "1998-07-01T09:00:00+00:00"


def fingerprint() -> str:
    """Changes when what the files are made of changes: the generator, the schema, or what is derived."""
    return hashlib.sha256(b"".join(path.read_bytes() for path in MAKERS)).hexdigest()[:16]


def book(name: str, scale: float) -> Path:
    """The book .bench/NAME.db at this scale, made if it is missing or out of date (minutes at scale 1)."""
    path, stamp = BENCH / f"{name}.db", BENCH / f"{name}.stamp"
    wanted = f"{fingerprint()} {scale:g}"
    if path.exists() and stamp.exists() and stamp.read_text() == wanted:
        return path
    remove(path)
    BENCH.mkdir(exist_ok=True)
    command = [sys.executable, str(HERE / "generate.py"), str(path), "--scale", f"{scale:g}"]
    print(f"making {path} (once) ...", file=sys.stderr)
    subprocess.run(command, check=True, stdout=sys.stderr)
    stamp.write_text(wanted)
    return path


def cdnow() -> Path | None:
    """The book .bench/cdnow.db: the public order log of 23,570 customers, imported; None where the log is not at hand."""
    if not CDNOW.exists():
        return None
    path, stamp, wanted = BENCH / "cdnow.db", BENCH / "cdnow.stamp", fingerprint()
    if not (path.exists() and stamp.exists() and stamp.read_text() == wanted):
        BENCH.mkdir(exist_ok=True)
        remove(path)
        asked = crm(path, "import", str(CDNOW), "--as", "orders", "--create-contacts", env={"CRM_NOW": CDNOW_NOW})
        spend(asked)
        stamp.write_text(wanted)
    return path


def copy(book: Path, to: Path) -> Path:
    """A copy that nothing has been asked of yet."""
    remove(to)
    for suffix in ("", "-wal"):
        part = book.with_name(book.name + suffix)
        if part.exists():
            shutil.copyfile(part, to.with_name(to.name + suffix))
    return to


def copy_once(book: Path, to: Path, use: Sequence[str]) -> None:
    """The same, made anew only for another use."""
    stamp, wanted = to.with_suffix(".stamp"), f"{book.stat().st_mtime_ns} {os.getpid()} {' '.join(use)}"
    if not (to.exists() and stamp.exists() and stamp.read_text() == wanted):
        copy(book, to)
        stamp.write_text(wanted)


def remove(path: Path) -> None:
    """Takes a book away, with what SQLite keeps beside it."""
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def due_followups(path: Path, count: int) -> list[int]:
    """Numbers of open follow-ups of different contacts, earliest due first."""
    db = sqlite3.connect(path)
    sql = "SELECT min(id) FROM followups WHERE status = 'open' GROUP BY contact_id ORDER BY min(due_on) LIMIT ?"
    rows = db.execute(sql, (count,))
    found = [row[0] for row in rows]
    db.close()
    return found


def best_customer(path: Path) -> int:
    """The contact with the most orders: the longest briefing."""
    db = sqlite3.connect(path)
    found = int(db.execute("SELECT contact_id FROM sales ORDER BY orders DESC LIMIT 1").fetchone()[0])
    db.close()
    return found


def month_end_windows(path: Path) -> tuple[str, str, str, str]:
    """The twelve months up to the day of the newest order, and the same a month earlier."""
    db = sqlite3.connect(path)
    sql = """SELECT date(d, '-12 months', '+1 day'), d, date(d, '-13 months', '+1 day'), date(d, '-1 month')
      FROM (SELECT max(on_date) AS d FROM orders)"""
    found = db.execute(sql).fetchone()
    db.close()
    return tuple(found)


def orders_file(rows: int) -> Path:
    """A shop's export of `rows` orders by 20,000 customers, as a spreadsheet writes it."""
    path = BENCH / f"orders-{rows}.csv"
    if not path.exists():
        rng = random.Random(1)
        names = [f"{people.person_name(rng)} {number}" for number in range(BUYERS)]
        first = date(2024, 1, 1)
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("Order", "Date", "Customer", "Product", "Quantity", "Amount", "Cost"))
            for number in range(rows):
                day = first + timedelta(days=number * 700 // rows)
                cents = max(int(rng.lognormvariate(8.5, 0.9)), 50)
                line = ("Espresso", "Filter", "Tea, loose", "Machines")[number % 4]
                amounts = (f"{cents / 100:.2f}", f"{cents * 6 // 1000}.00")
                writer.writerow(
                    (f"W{number:07}", day.isoformat(), rng.choice(names), line, rng.randint(1, 20), *amounts)
                )
    return path


def contacts_file(rows: int) -> Path:
    """An address book of `rows` people."""
    path = BENCH / f"contacts-{rows}.csv"
    if not path.exists():
        rng = random.Random(2)
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("Name", "E-mail", "Phone", "Company", "Tags", "Birthday", "Notes"))
            for number in range(rows):
                birthday = (
                    (date(1950, 1, 1) + timedelta(days=rng.randint(0, 19_000))).isoformat() if number % 3 == 0 else ""
                )
                company = f"Firm {rng.randint(1, 800)} SIA" if number % 2 else ""
                phone = f"+371 2{rng.randint(1_000_000, 9_999_999)}"
                tags = "wholesale;fair" if number % 5 == 0 else ""
                writer.writerow(
                    (
                        people.person_name(rng),
                        f"p{number}@mail{number % 50}.example",
                        phone,
                        company,
                        tags,
                        birthday,
                        "met at the fair",
                    )
                )
    return path
