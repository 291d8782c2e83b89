"""The errors a user can cause, each carrying its exit code and a string code.

Nothing here prints: the root command group catches these once and shows one line.
"""

from __future__ import annotations

from collections.abc import Sequence


class CrmError(Exception):
    """One line for the user: what is wrong and where (`message`), and what to do (`hint`)."""

    exit_code = 1
    code = "failed"

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(CrmError):
    """The command line itself is wrong: an unknown word, a missing argument, flags that exclude each other."""

    exit_code = 2
    code = "usage"


class BadValueError(UsageError):
    """A value that cannot be understood or is out of range: a date, an amount, a name, an e-mail."""

    code = "bad_value"


class NotFoundError(CrmError):
    """Nothing matches what was asked for."""

    exit_code = 4
    code = "not_found"


class AmbiguousError(CrmError):
    """Several things match. `candidates` are (reference, label) pairs to choose from."""

    exit_code = 4
    code = "ambiguous"

    def __init__(self, message: str, hint: str | None = None, candidates: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(message, hint)
        self.candidates = list(candidates)


class DeclinedError(CrmError):
    """The user said no, or a rule of the book refuses (an undo that later work stands on)."""

    exit_code = 5
    code = "declined"


class NoDatabaseError(CrmError):
    """There is no book to read yet."""

    exit_code = 10
    code = "no_database"


class BusyError(CrmError):
    """Another process holds the book."""

    exit_code = 11
    code = "busy"


class DamagedError(CrmError):
    """The file is not a sound book."""

    exit_code = 12
    code = "damaged"


class NewerDatabaseError(CrmError):
    """The book was written by a newer program."""

    exit_code = 12
    code = "newer_database"
