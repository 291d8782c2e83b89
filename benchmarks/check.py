"""One line of an accuracy table: what was measured beside what was wanted, and whether that is right."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

RELATIVE, LOG_LIKELIHOOD = 1e-3, 0.01
HEAD = ("what", "measured", "wanted", "off by", "")


class Check(NamedTuple):
    """`passed` is None where it could not be measured; `measured` then says why."""

    what: str
    measured: str
    wanted: str = ""
    off: str = ""
    passed: bool | None = None

    @property
    def cells(self) -> tuple[str, str, str, str, str]:
        """The line as it stands in the table."""
        said = "missing" if self.passed is None else "pass" if self.passed else "falls short"
        return (self.what, self.measured, self.wanted, self.off, said)


def near(what: str, measured: float, published: float, relative: float = RELATIVE) -> Check:
    """A published number, to a relative error; against 0 the error is absolute."""
    off = abs(measured - published) / (abs(published) or 1.0)
    return Check(what, f"{measured:.7g}", f"{published:.9g}", f"{off:.1e}", off <= relative)


def within(what: str, measured: float, published: float, absolute: float = LOG_LIKELIHOOD) -> Check:
    """A published log-likelihood, to so many of its units."""
    off = abs(measured - published)
    return Check(what, f"{measured:.4f}", f"{published:.9g}", f"{off:.4f}", off <= absolute)


def exact(what: str, measured: Sequence[int] | int, wanted: Sequence[int] | int) -> Check:
    """Counts, to the customer."""
    got, want = _counts(measured), _counts(wanted)
    wrong = sum(a != b for a, b in zip(got, want, strict=False)) + abs(len(got) - len(want))
    return Check(what, _said(got), _said(want), f"{wrong} of {len(want)}" if wrong else "0", not wrong)


def _counts(given: Sequence[int] | int) -> tuple[int, ...]:
    return (given,) if isinstance(given, int) else tuple(given)


def _said(counts: Sequence[int]) -> str:
    return " ".join(f"{number:,}" for number in counts)


def at_least(what: str, measured: float, wanted: float) -> Check:
    """A number that is to be so high."""
    return Check(what, f"{measured:.4f}", f"at least {wanted:g}", "", measured >= wanted)


def at_most(what: str, measured: float, wanted: float) -> Check:
    """A number that is to be so low."""
    return Check(what, f"{measured:.4f}", f"at most {wanted:g}", "", measured <= wanted)


def of_row(row: tuple[str, float, float, bool]) -> Check:
    """A row of the tables of `accuracy_lapsed` and `accuracy_underbuying`."""
    what, measured, wanted, passed = row
    return Check(what, f"{measured:.4f}", f"{wanted:.4f}", f"{measured - wanted:+.4f}", passed)


def missing(what: str, why: str) -> Check:
    """Something that could not be measured."""
    return Check(what, why)
