"""A book that any mixture of writes can be made to, each drawn as small numbers so that failures shrink well."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import strategies as st

from crmcli.actions.rules import RULES
from crmcli.actions.session import Session
from crmcli.domain.words import CHANNELS, OUTCOMES
from crmcli.store import derived, search
from crmcli.store import policy as policy_rows
from crmcli.store.book import Book, Operation

FIRST_DAY = date(2026, 11, 20)
NAMES = ("Ana Bērziņa", "Kafija SIA", "রহিম উদ্দিন", "山田 太郎", "O'Brien & Sons", "x")
POLICY = (
    ("guard.A.contacts", 2),
    ("cadence.A", "1w"),
    ("cadence.prospect", "3d"),
    ("guard.contacts", 1),
    ("guard.days", 30),
    ("guard.phone.contacts", 1),
    ("guard.email.contacts", 2),
    ("attempt.max", 1),
    ("abc.a", 0.5),
    ("abc.b", 0.9),
    ("quote.chase_after", "2d"),
    ("unanswered.after", "3d"),
    ("occasion.lead", "9d"),
)
CHILDREN = (
    "points", "roles", "tags", "fields", "closed_channels", "remarks", "facts", "quotes", "followups", "pauses", "wallets",
    "wanted",
)  # fmt: skip


class Write(NamedTuple):
    """One write: what to do, and numbers that say to which row and how."""

    verb: str
    who: int
    what: int
    how: int


class Step(NamedTuple):
    """One command: the days that passed since the last, and what it writes."""

    days: int
    writes: list[Write]


class Ledger:
    """A book under test with its clock."""

    def __init__(self, folder: Path, read: Callable[..., Any]) -> None:
        self.path = folder / "book.db"
        self.today = FIRST_DAY
        self._read = read
        with self.session() as session:
            session.start()
            session.current()

    @property
    def now(self) -> str:
        """The instant that the clock stands at."""
        return f"{self.today.isoformat()}T09:00:00+00:00"

    def pass_days(self, days: int) -> None:
        """Moves the clock."""
        self.today += timedelta(days=days)

    @contextmanager
    def session(self) -> Iterator[Session]:
        before = os.environ.get("CRM_NOW"), os.environ.get("TZ")
        os.environ["CRM_NOW"] = self.now
        os.environ["TZ"] = "Europe/Riga"
        try:
            with Session(self.path, command="test", by="Ilze") as session:
                yield session
        finally:
            for name, value in zip(("CRM_NOW", "TZ"), before, strict=True):
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value

    def write(self, step: Step) -> int | None:
        """Carries out one step as one operation; its number, or None where it wrote nothing."""
        self.pass_days(step.days)
        with self.session() as session:
            with session.operation() as op:
                for write in step.writes:
                    WRITERS[write.verb](Pen(session, op, self.today), write)
            return op.id if op.row_count else None

    def records(self) -> Any:
        """The journalled tables."""
        with self.session() as session:
            return self._read(session.book.db)

    def everything(self) -> tuple[Any, Any]:
        """The journalled tables and the derived ones, brought to today."""
        with self.session() as session:
            db = session.current().db
            return self._read(db), self._read(db, "derived")

    def rebuilt(self) -> Any:
        """The derived tables as they come out when all is worked out anew; the book stays as it is."""
        with self.session() as session:
            book = session.current()
            book.db.execute("BEGIN IMMEDIATE")
            derived.rebuild(book, session.policy, session.today, RULES)
            search.rebuild(book)
            found = self._read(book.db, "derived")
            book.db.execute("ROLLBACK")
            return found


class Pen(NamedTuple):
    """What a writer works with."""

    session: Session
    op: Operation
    today: date

    @property
    def book(self) -> Book:
        return self.op.book

    def day(self, ahead: int) -> str:
        return (self.today + timedelta(days=ahead)).isoformat()

    def at(self, ahead: int, hour: int = 8) -> str:
        midnight = datetime(self.today.year, self.today.month, self.today.day, tzinfo=UTC)
        return (midnight + timedelta(days=ahead, hours=hour)).isoformat(timespec="seconds")

    def one(self, table: str, number: int) -> int | None:
        """The id of some row of a table, or None where it is empty."""
        ids = [row[0] for row in self.book.rows(f"SELECT id FROM {table} ORDER BY id")]
        return ids[number % len(ids)] if ids else None


def contact(pen: Pen, write: Write) -> None:
    name = NAMES[write.what % len(NAMES)]
    birthday = pen.today + timedelta(days=write.how - 10)
    known = {"birth_month": birthday.month, "birth_day": birthday.day} if write.what % 2 else {}
    pen.op.insert(
        "contacts",
        uid=f"u{pen.op.id}-{pen.op.seq}",
        kind="company" if write.how % 3 == 0 else "person",
        name=name,
        name_key=name.lower(),
        every="5d" if write.how % 5 == 0 else None,
        created_at=pen.at(0),
        created_on=pen.day(0),
        referred_by=pen.one("contacts", write.who) if write.how % 7 == 0 else None,
        **known,
    )


def contacts_in_bulk(pen: Pen, write: Write) -> None:
    rows = [
        (f"b{pen.op.id}-{pen.op.seq}-{i}", "person", f"Bulk {i}", f"bulk {i}", pen.at(0), pen.day(0))
        for i in range(write.how % 4)
    ]
    first, end = pen.op.insert_many("contacts", ("uid", "kind", "name", "name_key", "created_at", "created_on"), rows)
    said = [
        (i, pen.at(-2), pen.day(-2), "phone", "out", "sales", "neutral", "met at the fair") for i in range(first, end)
    ]
    columns = ("contact_id", "at", "on_date", "channel", "direction", "nature", "outcome", "text")
    pen.op.insert_many("interactions", columns, said)


def contact_changed(pen: Pen, write: Write) -> None:
    one = pen.one("contacts", write.who)
    if one is not None:
        values = (
            {"archived_at": pen.at(0)},
            {"archived_at": None},
            {"name": NAMES[write.how % len(NAMES)]},
            {"every": "2d"},
            {"every": None},
            {"birth_month": 11, "birth_day": 25},
            {"prefers": "email"},
            {"owner": "Tom"},
        )
        pen.op.update("contacts", one, **values[write.what % len(values)])


def talk(pen: Pen, write: Write) -> None:
    one = pen.one("contacts", write.who)
    if one is not None:
        ahead = 6 - write.how
        pen.op.insert(
            "interactions",
            contact_id=one,
            at=pen.at(ahead, write.what % 20),
            on_date=pen.day(ahead),
            channel=CHANNELS[write.what % len(CHANNELS)],
            direction="in" if write.what % 3 == 0 else "out",
            nature="sales",
            outcome=OUTCOMES[(write.how + write.what) % len(OUTCOMES)],
            text=f"said {write.how}",
        )


def talk_changed(pen: Pen, write: Write) -> None:
    row = pen.one("interactions", write.what)
    if row is not None:
        values = (
            {"voided_at": pen.at(0)},
            {"voided_at": None},
            {"outcome": "no-answer"},
            {"text": "another word"},
            {"at": pen.at(-30), "on_date": pen.day(-30)},
            {"contact_id": pen.one("contacts", write.who)},
        )
        pen.op.update("interactions", row, **values[write.how % len(values)])


def remark(pen: Pen, write: Write) -> None:
    one = pen.one("contacts", write.who)
    if one is not None:
        pen.op.insert("remarks", contact_id=one, at=pen.at(0), on_date=pen.day(0), text=f"remark {write.what}")


def remark_voided(pen: Pen, write: Write) -> None:
    row = pen.one("remarks", write.what)
    if row is not None:
        pen.op.update("remarks", row, voided_at=pen.at(0))


def hang(pen: Pen, write: Write) -> None:
    one = pen.one("contacts", write.who)
    if one is None:
        return
    if write.how % 4 == 0:
        kind, value = ("phone", "+371 2912 3456") if write.what % 2 else ("email", "ana@example.com")
        pen.op.insert("points", contact_id=one, kind=kind, value=value, match_key=value, bad=write.what % 3 == 0)
    elif write.how % 4 == 1:
        pen.op.insert("tags", contact_id=one, tag=f"tag{write.what % 3}")
    elif write.how % 4 == 2:
        pen.op.insert("fields", contact_id=one, key="need", value=f"espresso {write.what}")
    else:
        channel = ("all", "phone", "email")[write.what % 3]
        pen.op.insert("closed_channels", contact_id=one, channel=channel, until=pen.day(3) if write.what % 2 else None)


def unhang(pen: Pen, write: Write) -> None:
    table = ("points", "tags", "fields", "closed_channels", "roles", "pauses")[write.what % 6]
    row = pen.one(table, write.how)
    if row is not None:
        pen.op.delete(table, row)


def point_changed(pen: Pen, write: Write) -> None:
    row = pen.one("points", write.what)
    if row is not None:
        pen.op.update("points", row, bad=write.how % 2)


def role(pen: Pen, write: Write) -> None:
    one, firm = pen.one("contacts", write.who), pen.one("contacts", write.what)
    row = pen.one("roles", write.who)
    if row is not None and write.how % 3 == 0:
        pen.op.update("roles", row, company_id=firm)
    elif one is not None and one != firm:
        pen.op.insert("roles", contact_id=one, company_id=firm, role="buyer")


def order(pen: Pen, write: Write) -> None:
    ahead = (5, 1, 0, -3, -25, -60, -200, -360, -380, -500)[write.how % 10]
    who = None if write.what % 7 == 0 else pen.one("contacts", write.who)
    amount = (write.what - 3) * 10_000
    pen.op.insert(
        "orders",
        contact_id=who,
        on_date=pen.day(ahead),
        counts_on=pen.day(ahead),
        amount_minor=amount,
        currency="EUR",
        base_minor=None if write.what % 11 == 10 else amount,
        created_at=pen.at(0),
    )


def order_changed(pen: Pen, write: Write) -> None:
    row = pen.one("orders", write.what)
    if row is not None:
        values = (
            {"voided_at": pen.at(0)},
            {"voided_at": None},
            {"base_minor": 990_000, "amount_minor": 990_000},
            {"contact_id": pen.one("contacts", write.who)},
            {"counts_on": pen.day(-40), "on_date": pen.day(-40)},
        )
        pen.op.update("orders", row, **values[write.how % len(values)])


def quote(pen: Pen, write: Write) -> None:
    one, row = pen.one("contacts", write.who), pen.one("quotes", write.what)
    if row is not None and write.how % 3 == 0:
        status = ("won", "lost", "open")[write.what % 3]
        pen.op.update("quotes", row, status=status, closed_on=None if status == "open" else pen.day(0))
    elif row is not None and write.how % 7 == 0:
        pen.op.update("quotes", row, voided_at=pen.at(0))
    elif one is not None:
        ends = pen.day(write.how - 4) if write.what % 2 else None
        pen.op.insert(
            "quotes",
            contact_id=one,
            amount_minor=50_000,
            currency="EUR",
            base_minor=50_000,
            text="beans",
            on_date=pen.day(2 - write.how),
            valid_until=ends,
            status="open",
        )


def followup(pen: Pen, write: Write) -> None:
    one, row = pen.one("contacts", write.who), pen.one("followups", write.what)
    if row is not None and write.how % 3 == 0:
        status = ("done", "open", "skipped", "void")[write.what % 4]
        pen.op.update("followups", row, status=status, closed_on=None if status == "open" else pen.day(0))
    elif row is not None and write.how % 7 == 0:
        pen.op.update("followups", row, due_on=pen.day(write.what))
    elif one is not None:
        pen.op.insert(
            "followups",
            contact_id=one,
            kind=("followup", "promise")[write.what % 2],
            text="call back",
            due_on=pen.day(write.how - 6),
            status="open",
            created_at=pen.at(0),
            created_on=pen.day(0),
        )


def pause(pen: Pen, write: Write) -> None:
    one = pen.one("contacts", write.who)
    if one is not None:
        kind = ("cadence", "unanswered", "attempt", "occasion")[write.what % 4]
        pen.op.insert(
            "pauses",
            contact_id=one,
            ref=f"c{one}/{kind}",
            until=pen.day(write.how),
            made_at=pen.at(0),
            made_on=pen.day(0),
        )


def quote_paused(pen: Pen, write: Write) -> None:
    row = pen.one("quotes", write.what)
    if row is not None:
        one = pen.book.rows("SELECT contact_id FROM quotes WHERE id = ?", (row,))[0][0]
        pen.op.insert(
            "pauses", contact_id=one, ref=f"q{row}", until=pen.day(write.how), made_at=pen.at(0), made_on=pen.day(0)
        )


def wallet(pen: Pen, write: Write) -> None:
    one = pen.one("contacts", write.who)
    if one is not None:
        amount = 10_000 * (write.what + 1)
        base = None if write.how % 5 == 0 else amount
        pen.op.insert(
            "wallets", contact_id=one, amount_minor=amount, currency="EUR" if base else "USD", base_minor=base,
            on_date=pen.day(-write.how), source="their word",
        )  # fmt: skip


def want(pen: Pen, write: Write) -> None:
    one, row = pen.one("contacts", write.who), pen.one("wanted", write.what)
    if row is not None and write.how % 3 == 0:
        pen.op.update("wanted", row, ended_on=pen.day(0) if write.what % 2 else None)
    elif one is not None:
        pen.op.insert("wanted", contact_id=one, year=2027 + write.how % 2, on_date=pen.day(0), why="growing")


def policy(pen: Pen, write: Write) -> None:
    key, value = POLICY[write.what % len(POLICY)]
    policy_rows.put(pen.book, pen.op, key, value)


def erased(pen: Pen, write: Write) -> None:
    """A contact goes with all that hangs on it, as where one is forgotten."""
    one = pen.one("contacts", write.who)
    if one is None:
        return
    for row in pen.book.rows("SELECT id FROM contacts WHERE referred_by = ?", (one,)):
        pen.op.update("contacts", row[0], referred_by=None)
    for table in (*CHILDREN, "orders", "interactions"):
        column = "contact_id = ? OR company_id" if table == "roles" else "contact_id"
        parameters = (one, one) if table == "roles" else (one,)
        for row in pen.book.rows(f"SELECT id FROM {table} WHERE {column} = ?", parameters):
            pen.op.delete(table, row[0])
    pen.op.delete("contacts", one)


WRITERS: dict[str, Callable[[Pen, Write], None]] = {
    function.__name__: function
    for function in (
        contact,
        contacts_in_bulk,
        contact_changed,
        talk,
        talk_changed,
        remark,
        remark_voided,
        hang,
        unhang,
        point_changed,
        role,
        order,
        order_changed,
        quote,
        followup,
        pause,
        quote_paused,
        wallet,
        want,
        policy,
        erased,
    )
}

SMALL = st.integers(0, 11)
WRITE = st.builds(Write, st.sampled_from(sorted(WRITERS)), SMALL, SMALL, SMALL)
DAYS = st.one_of(st.just(0), st.just(0), st.integers(0, 40))
STEP = st.builds(Step, DAYS, st.lists(WRITE, min_size=1, max_size=3))
START = [Step(0, [Write("contact", 0, n, n) for n in range(1, 5)])]
STEPS = st.lists(STEP, min_size=1, max_size=10).map(lambda steps: START + steps)


@pytest.fixture(scope="session")
def steps() -> st.SearchStrategy[list[Step]]:
    """Several commands over a book with a few contacts in it."""
    return STEPS


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory, dump_connection: Callable[..., Any]) -> Callable[[], Ledger]:
    """Makes a new book each time it is called."""
    return lambda: Ledger(tmp_path_factory.mktemp("ledger"), dump_connection)
