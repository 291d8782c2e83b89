"""What every source of follow-ups is given and gives back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from crmcli.domain.policy import Policy
from crmcli.domain.words import GUARDED
from crmcli.store.book import Book, only

FOREVER = "9999-12-31"


class Reason(NamedTuple):
    """Why somebody is to be reached, from `due_on` (local date) on. `ref` is what done, snooze and skip take.

    Among equals the one of more `worth` (minor units) comes first; below zero the over-contact guard holds it back whatever its
    kind. `grade` is the class it counts for, `owner` the one of ours whose it is; None: the contact's.
    """

    contact_id: int
    kind: str
    ref: str
    row_id: int | None
    due_on: str
    due_time: str | None
    text: str
    worth: int = 0
    grade: str | None = None
    owner: str | None = None

    @property
    def guarded(self) -> bool:
        """Whether the over-contact guard holds it back."""
        return self.kind in GUARDED or self.worth < 0


class Scope:
    """Whose reasons are asked for, on which day, under which policy.

    `contacts` is None for everybody. `as_of` leaves out what happened or was entered for a later day.
    """

    def __init__(self, book: Book, policy: Policy, today: date, contacts: Collection[int] | None = None) -> None:
        self.book = book
        self.policy = policy
        self.today = today
        self.contacts = contacts
        self._pauses: dict[str, list[tuple[str, str, str]]] | None = None

    def only(self, column: str) -> str:
        """An SQL condition that keeps the query to the contacts in scope."""
        return only(column, self.contacts)

    def rows(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """The rows of a query; `:today` is always bound."""
        return self.book.rows(sql, {"today": self.today.isoformat(), **parameters})

    def after_pause(self, ref: str, due_on: str, since: str) -> str:
        """The due date once snoozes and skips of `ref` are obeyed, those made since its cause (a local date or an instant)."""
        for until, made_on, made_at in self.pauses.get(ref, ()):
            if (made_on if len(since) == 10 else made_at) >= since and until > due_on:
                due_on = until
        return due_on

    @property
    def pauses(self) -> dict[str, list[tuple[str, str, str]]]:
        """ref -> [(until, local date made, instant made)] of everybody in scope."""
        if self._pauses is None:
            self._pauses = {}
            sql = f"SELECT ref, until, made_on, made_at FROM pauses WHERE made_on <= :today{self.only('contact_id')}"
            for ref, *pause in self.rows(sql):
                self._pauses.setdefault(ref, []).append((pause[0], pause[1], pause[2]))
        return self._pauses
