"""The rows of the table: what is run, against what, and how much it may cost."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from benchmarks import books, material
from benchmarks.process import Call, crm, floor
from crmcli import clock

Make = Callable[[int], Call]
ORDERS, CONTACTS = 500_000, 10_000
MEMORY_LIMIT = 300_000_000
FIRST_RUN, NEXT_RUN = 67.0, 7.0


class Case(NamedTuple):
    """One row. `limit` is times the rival, which is the floor unless said otherwise; None where it is only reported.

    A rival with its `own_clock` prints its seconds; the limit is then `floors` times the floor and `limit` times those.
    """

    name: str
    command: Make
    limit: float | None
    rival: Make = floor
    rival_name: str = "floor"
    own_clock: bool = False
    floors: float = 1.0
    memory: int | None = None


class Books(NamedTuple):
    """The two books, and follow-ups of each to be done, one a run."""

    large: Path
    small: Path
    due: dict[Path, list[int]]


def daily(books_: Books, book: Path) -> dict[str, Make]:
    """The commands of a day on one book; a write is a different one each run."""
    due = books_.due[book]
    someone = f"c{books.best_customer(book)}"
    return {
        "log": lambda n: crm(book, "log", f"c{n * 37 + 11}", "asked about the price list", "--next", "fri"),
        "add": lambda n: crm(book, "add", f"Berta Mērītāja {n}", "--phone", f"+371 2999 {n:04}"),
        "done": lambda _: crm(book, "done", f"f{due.pop()}"),
        "followups today": lambda _: crm(book, "followups", "today"),
        "show (by number)": lambda _: crm(book, "show", someone),
        "find, a name": lambda _: crm(book, "find", "ozolina"),
        "find, a common word": lambda _: crm(book, "find", "price"),
        "find, a rare word": lambda _: crm(book, "find", material.vocabulary()[-1]),
    }


SERVICE = (
    "complaint list", "watch", "report complaints", "report response", "report experience", "report loyalty", "report reach",
)  # fmt: skip
LIMITS = {"log": 1.35, "add": 1.35, "done": 1.35}


def cases(books_: Books) -> list[Case]:
    """Every row, in the order of the table."""
    large, small = daily(books_, books_.large), daily(books_, books_.small)
    words = {"_CRM_COMPLETE": "complete_bash", "COMP_WORDS": "crm fo", "COMP_CWORD": "1"}
    return [
        Case("--version", lambda _: crm(books_.large, "--version"), 1.2),
        Case("completion of a command", lambda _: crm(books_.large, env=words), 1.2),
        *(Case(name, make, LIMITS.get(name, 1.8)) for name, make in large.items()),
        Case("find, a typo", lambda _: crm(books_.large, "find", "zvirbulkalsn"), 4.0),
        _month_end(books_.large),
        *(_graded(books_.large, question) for question in ("rfm", "value")),
        *(_served(books_.large, question) for question in SERVICE),
        *(Case(f"{name}: large to small", make, 1.2, small[name], "small book") for name, make in large.items()),
        *_warnings(),
        _first_of_the_day(books_.large),
        _import_orders(),
        _import_contacts(),
    ]


def _month_end(book: Path) -> Case:
    script = str(books.HERE / "month_end.py")
    spans = books.month_end_windows(book)
    return Case(
        "segment --abc",
        lambda _: crm(book, "segment", "--abc"),
        2.0,
        lambda _: Call((sys.executable, script, str(book), *spans), {}),
        "plain SQL",
        own_clock=True,
    )


def _warnings() -> list[Case]:
    """The analyses that fit models, on CDNOW's 23,570 customers: on a fresh copy of the book, and once more."""
    given = books.cdnow()
    if given is None:
        print(f"note: {books.CDNOW} is not here; lapsed, underbuying and forecast are left out", file=sys.stderr)
        return []
    rows = []
    for name in ("lapsed", "underbuying", "forecast"):
        for when, env, args in (
            ("today", {"CRM_NOW": books.CDNOW_NOW}, ()),
            ("a past day", {}, ("--as-of", books.CDNOW_DAY)),
        ):
            fresh, kept = (books.BENCH / f"cdnow-{name}-{used}.db" for used in ("first", "next"))
            first = partial(crm, fresh, name, *args, env=env, before=partial(books.copy, given, fresh))
            then = partial(crm, kept, name, *args, env=env, before=partial(books.copy_once, given, kept, args))
            rows.append(Case(f"{name}, {when}, first run", lambda _, call=first: call(), FIRST_RUN))
            rows.append(Case(f"{name}, {when}, next run", lambda _, call=then: call(), NEXT_RUN))
    return rows


def _first_of_the_day(book: Path) -> Case:
    """The morning list when the day is new: what depends on the calendar is carried over, warnings are worked out anew."""
    path, today = books.BENCH / "tomorrow.db", clock.now_utc()
    made: list[Path] = []

    def before() -> None:
        if not made:
            made.append(books.copy(book, path))

    def call(number: int) -> Call:
        day = today + timedelta(days=number + 1)
        return crm(path, "followups", "today", env={"CRM_NOW": day.isoformat(timespec="seconds")}, before=before)

    return Case("followups, first of the day", call, None)


def _graded(book: Path, question: str) -> Case:
    script, day = str(books.HERE / "grades.py"), books.month_end_windows(book)[1]
    return Case(
        f"segment --{question}",
        lambda _: crm(book, "segment", f"--{question}"),
        2.0,
        lambda _: Call((sys.executable, script, question, str(book), day), {}),
        "plain SQL",
        own_clock=True,
    )


def _served(book: Path, question: str) -> Case:
    """What is promised to customers and how they fare, as of now."""
    script = str(books.HERE / "service.py")
    return Case(
        question,
        lambda _: crm(book, *question.split()),
        2.0,
        lambda _: Call((sys.executable, script, question, str(book), clock.stamp(clock.now_utc())), {}),
        "plain SQL",
        own_clock=True,
        floors=2.5,
    )


def _import_orders() -> Case:
    file, book, bare = books.orders_file(ORDERS), books.BENCH / "import.db", books.BENCH / "bare.db"
    tool = str(Path(sys.executable).with_name("sqlite-utils"))
    return Case(
        "import of 500,000 orders",
        lambda _: crm(book, "import", str(file), "--as", "orders", "--create-contacts", before=_remover(book)),
        0.6,
        lambda _: Call((tool, "insert", str(bare), "orders", str(file), "--csv"), {}, _remover(bare)),
        "sqlite-utils",
        memory=MEMORY_LIMIT,
    )


def _import_contacts() -> Case:
    file, book = books.contacts_file(CONTACTS), books.BENCH / "import.db"
    return Case(
        "import of 10,000 contacts",
        lambda _: crm(book, "import", str(file), "--as", "contacts", before=_remover(book)),
        20.0,
    )


def _remover(path: Path) -> Callable[[], None]:
    return partial(books.remove, path)
