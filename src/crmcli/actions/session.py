"""What every action works with: the book, the policy in force, the day, and who is working.

Opens the book only when asked for it, and as a reader unless an operation begins.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Any

from crmcli import clock
from crmcli.actions.rules import RULES, classes, tensions, warnings
from crmcli.domain.policy import Policy, stored_text
from crmcli.domain.result import Result
from crmcli.domain.text import clean_text
from crmcli.errors import BadValueError, UsageError
from crmcli.store import derived
from crmcli.store import policy as policy_rows
from crmcli.store.book import Book, Operation, Touched
from crmcli.store.contacts import Candidate, Named

WARNING_STEPS = 4
Progress = Callable[[int | None, str], AbstractContextManager[Callable[[int], None]]]


class Session:
    """One command's world. `as_of` is the day asked about, today unless the user says otherwise; `place` is the book's path
    where the command line named it, for commands that are printed."""

    def __init__(
        self,
        path: Path,
        command: str = "",
        by: str | None = None,
        as_of: str | None = None,
        on_wait: Callable[[], None] | None = None,
        ask: Callable[[str, list[str]], int | None] | None = None,
        place: str | None = None,
        progress: Progress | None = None,
        ask_words: Callable[[str], str | None] | None = None,
    ) -> None:
        self.path = path
        self.command = command
        self.by = by
        self.place = place
        self.created = False
        self.progress = progress or unseen
        self._as_of = as_of
        self._on_wait = on_wait
        self._ask = ask
        self._ask_words = ask_words
        self._book: Book | None = None
        self._policy: Policy | None = None

    def __enter__(self) -> Session:
        return self

    def __exit__(self, kind: type[BaseException] | None, exc: BaseException | None, tb: TracebackType | None) -> None:
        if self._book is not None:
            self._book.__exit__(kind, exc, tb)
            self._book = None

    @property
    def exists(self) -> bool:
        """Whether there is a book yet."""
        try:
            return self._book is not None or self.path.exists()
        except (OSError, ValueError):
            return False

    @property
    def book(self) -> Book:
        """The book, opened for reading; NoDatabaseError where there is none."""
        if self._book is None:
            self._book = Book(self.path, on_wait=self._on_wait)
        return self._book

    def start(self) -> Book:
        """The book, made if there is none yet (currency EUR, this machine's zone, no date order)."""
        if self._book is None:
            first = {key: stored_text(value) for key, value in first_policy().items()}
            self._book = Book(self.path, create=True, first=first, on_wait=self._on_wait)
            self.created = self._book.created
        return self._book

    def _abandon(self) -> None:
        """Removes a book that this command made and could not finish, unless somebody else has written to it by now."""
        if self._book is not None and self.created and not self._book.has_history:
            self._book.__exit__(None, None, None)
            self._book = None
            for suffix in ("", "-wal", "-shm"):
                self.path.with_name(self.path.name + suffix).unlink(missing_ok=True)

    @property
    def place_flag(self) -> str:
        """What a command that is printed needs to find the same book, with a space before it; mostly nothing."""
        if not self.place:
            return ""
        import shlex

        return f" --db {shlex.quote(self.place)}"

    @property
    def policy(self) -> Policy:
        """The policy in force."""
        if self._policy is None:
            self._policy = Policy(policy_rows.load(self.book) if self.exists else first_policy())
            if self._policy["holidays"] and self.exists:
                self._policy = self._with_holidays(self._policy)
        return self._policy

    def _with_holidays(self, policy: Policy) -> Policy:
        from crmcli.store import holiday_days

        year = clock.local_now(policy.zone).year
        return Policy(policy.stored, holiday_days.of_policy(self.book, policy, year))

    @property
    def now(self) -> datetime:
        """This instant in the policy's zone."""
        return clock.local_now(self.policy.zone)

    @property
    def today(self) -> date:
        """Today in the policy's zone."""
        return self.now.date()

    @property
    def as_of(self) -> date:
        """The day the answer is about."""
        return self.today if self._as_of is None else self.when(self._as_of, past=True)

    def when(self, text: str, *, past: bool = False) -> date:
        """The local date that WHEN means, counted from today."""
        from crmcli.domain.when import parse_when

        return parse_when(text, now=self.now, past=past, date_order=self.policy["date_order"]).on

    @contextmanager
    def operation(self, command: str | None = None, *, of_list: bool = False) -> Iterator[Operation]:
        """One journalled operation on the book, made if need be; what is derived is settled before it commits.

        Raises UsageError where another day than today is asked about, but for what is done `of_list`: with a list of that day.
        """
        if not of_list:
            self.only_today()
        book = self.start()
        try:
            with book.operation(command or self.command, self.by, self.stamp(), self.settle) as op:
                yield op
        except BaseException:
            self._abandon()
            raise

    def only_today(self) -> None:
        """Raises UsageError where another day than today is asked about: what writes does so as of today."""
        if self._as_of is not None and self.as_of != self.today:
            raise UsageError("--as-of is for lists and analyses; this writes, and as of today", "leave out --as-of")

    def settle(self, touched: Touched) -> None:
        """Brings what is derived up to date with what was touched."""
        if touched.any("policy"):
            self._policy = None
        derived.settle(self.book, self.policy, self.today, touched, RULES)

    def current(self) -> Book:
        """The book with what depends on the calendar brought to today (once a day; skipped where it cannot be written, or
        where another process keeps it: reading waits for nobody)."""
        if not derived.is_current(self.book, self.today) and self.book.writable:
            with self.progress(WARNING_STEPS, "Looking over the orders") as advance:
                rules = derived.Rules(classes, partial(warnings, advance=advance), tensions)
                self.book.when_free(lambda: derived.bring_to(self.book, self.policy, self.today, rules))
        return self.book

    @property
    def is_current(self) -> bool:
        """Whether what depends on the calendar has been brought to today."""
        return derived.is_current(self.book, self.today)

    @contextmanager
    def looking_back(self) -> Iterator[None]:
        """What is derived as it would have been on the day asked about, for as long as this lasts."""
        with self.book.transaction():
            derived.rebuild(self.book, self.policy, self.as_of, RULES)
            yield
            self.book.roll_back()

    def choose(self, question: str, found: list[Candidate]) -> Named | None:
        """The one of several that the user picks, where somebody can be asked."""
        if self._ask is None:
            return None
        picked = self._ask(question, [f"{one.name} ({one.label})" for one in found])
        return None if picked is None else Named(found[picked].id, found[picked].name)

    def words(self, question: str) -> str | None:
        """What the user answers to a question, where somebody can be asked; None where nothing is said."""
        return self._ask_words(question) if self._ask_words else None

    def stamp(self) -> str:
        """This instant as the book keeps it."""
        return clock.stamp(clock.now_utc())

    def local(self, instant: str) -> str:
        """An instant of the book with the offset of the policy's zone, as answers show it."""
        return datetime.fromisoformat(instant).astimezone(self.policy.zone).isoformat(timespec="seconds")

    def result(self, kind: str, **parts: Any) -> Result:
        """A Result with this session's day and currency filled in."""
        return Result(kind=kind, as_of=self.as_of.isoformat(), currency=self.policy.currency, **parts)

    def written(self, kind: str, op: Operation, said: list[str], **parts: Any) -> Result:
        """The Result of a write: what was said, its number, and how to take it back."""
        lines = [f"Started a new book at {self.path}"] if self.created else []
        lines += said
        if op.row_count:
            lines.append(f"n{op.id}; `crm undo` takes it back")
        summary = {"operation": op.id if op.row_count else None, **parts.pop("summary", {})}
        return self.result(kind, said=lines, summary=summary, **parts)


def unseen(total: int | None, label: str) -> AbstractContextManager[Callable[[int], None]]:
    """The progress of work that nobody watches."""
    return nullcontext(lambda steps: None)


def first_policy() -> dict[str, Any]:
    """What a book made by a first write begins with."""
    return {"zone": clock.system_zone_name()}


def one_line(text: str, most: int = 60) -> str:
    """The beginning of a text on one line, for messages."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1] + "…"


def require_text(text: str, what: str) -> str:
    """`text` cleaned, refused where nothing is left of it."""
    if not text.strip():
        raise BadValueError(f"the {what} is empty", "write it after the name, or - to read it from standard input")
    return clean_text(text, what=what)


def plain(text: str | None, what: str) -> str | None:
    """A short one-line value, cleaned; None stays None."""
    return None if text is None else clean_text(text, what=what, limit=200, lines=False)
