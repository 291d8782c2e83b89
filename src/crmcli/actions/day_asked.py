"""The book as it stood on the day asked about: today as it is kept, a past day worked out anew and forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from crmcli.actions.session import Session


@contextmanager
def day_asked(session: Session) -> Iterator[str]:
    """For as long as it lasts, classes, states and reasons are those of `session.as_of`; yields that day as text."""
    if session.as_of >= session.today:
        session.current()
        yield session.as_of.isoformat()
    else:
        with session.looking_back():
            yield session.as_of.isoformat()


def behind(session: Session) -> list[str]:
    """What is said where the book could not be brought to today, for it cannot be written."""
    if session.as_of < session.today or session.is_current:
        return []
    return ["what depends on the day stands as it was last worked out: this book cannot be written now"]
