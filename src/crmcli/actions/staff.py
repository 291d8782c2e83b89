"""Who works here: a name as the policy or the book spells it, so that one person is not two by a letter."""

from __future__ import annotations

from typing import NamedTuple

from crmcli.actions.session import Session, plain
from crmcli.domain.text import fold, quoted
from crmcli.errors import BadValueError
from crmcli.store import contacts


class Staff(NamedTuple):
    """One of ours, and what is to be said of how the name was typed (None: nothing)."""

    name: str
    note: str | None = None


def staff(session: Session, typed: str, flag: str = "STAFF") -> Staff:
    """The one of ours that a name means: one of the policy's `staff` where that list is set, else any name.

    Raises BadValueError for a name that is not on the list.
    """
    name = plain(typed, flag) or ""
    known = session.policy["staff"]
    if known:
        return Staff(_listed(name, known, flag))
    there = contacts.owners(session.book)
    same = next((one for one in there if fold(one) == fold(name)), None)
    if same is not None:
        return Staff(same)
    close = _close(name, there)
    return Staff(name, f"{name} owned nobody so far; did you mean {close}?" if close else None)


def same(one: str | None, other: str | None) -> bool:
    """Whether two names, or two absences of one, are the same."""
    return fold(one or "") == fold(other or "")


def _listed(name: str, known: list[str], flag: str) -> str:
    for one in known:
        if fold(one) == fold(name):
            return one
    begun = [one for one in known if fold(one).startswith(fold(name))]
    if len(begun) == 1:
        return begun[0]
    close = _close(name, known)
    hint = f"did you mean {close}? " if close else ""
    raise BadValueError(
        f"{flag} {quoted(name)} does not work here",
        f"{hint}the policy's staff are {', '.join(known[:10])}; `crm policy set staff` changes them",
    )


def _close(name: str, known: list[str]) -> str | None:
    from difflib import get_close_matches

    folded = {fold(one): one for one in known}
    found = get_close_matches(fold(name), folded, n=1, cutoff=0.7)
    return folded[found[0]] if found else None
