"""Which group of a segment the flags name, and the flags that ask the same question again."""

from __future__ import annotations

import shlex
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from crmcli.actions.session import Session
from crmcli.errors import BadValueError

if TYPE_CHECKING:
    from crmcli.actions.segment import Asked

SHOWN = 10


def word_for(asked: Asked, kind: str, key: str) -> str | None:
    """What the user typed to choose a group: --segment goes with every kind, --class, --tier and --step with their own; with
    other kinds --class narrows the customers (`segment_class`) and chooses no group.

    Raises BadValueError for a flag of another kind, or two of them.
    """
    given = {"class": asked.class_, "segment": asked.segment, "tier": asked.tier, "step": asked.step}
    said = [name for name, word in given.items() if word is not None and (name != "class" or kind == "abc")]
    wrong = [name for name in said if name not in ("segment", key)]
    if wrong:
        right = key if key in given else "segment"
        raise BadValueError(f"--{wrong[0]} does not go with --{kind}", f"choose a group with --{right}")
    if len(said) > 1:
        raise BadValueError(f"--{said[0]} and --{said[1]} both choose a group", "give one of them")
    return given[said[0]] if said else None


def group_named(text: str, names: Sequence[str], what: str) -> str:
    """The group that `text` names: as it is written, in any case and with or without marks, or by its first letters.

    Raises BadValueError naming the groups there are, or those it could be.
    """
    if text in names:
        return text
    asked = plain(text)
    for found in (
        [name for name in names if plain(name) == asked],
        [name for name in names if asked and plain(name).startswith(asked)],
    ):
        if len(found) == 1:
            return found[0]
        if found:
            shown = " or ".join(repr(name[:40]) for name in found[:SHOWN])
            raise BadValueError(f"{what} {text[:40]!r} could be {shown}", "write it out, as it is shown")
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    listed = ", ".join(name[:40] for name in names[:SHOWN]) + more
    raise BadValueError(
        f"there is no {what} {text[:40]!r}", f"one of {listed}" if names else "there is none at all yet"
    )


def plain(text: str) -> str:
    """Letters and digits without case and accents, one hyphen for what is between them: Can't Lose Them is cant-lose-them."""
    bare = unicodedata.normalize("NFKD", text.casefold()).replace("'", "").replace("\u2019", "")
    kept = "".join(mark if mark.isalnum() else " " for mark in bare if not unicodedata.combining(mark))
    return "-".join(kept.split())


def choosing(flag: str, name: str, names: Sequence[str]) -> str:
    """The words on a command line that choose this group of them."""
    short = plain(name)
    if short and short.isascii() and short not in names and [plain(one) for one in names].count(short) == 1:
        return f"--{flag} {short}"
    return f"--{flag}{'=' if name.startswith('-') else ' '}{shlex.quote(name)}"


def flags(session: Session, asked: Asked, kind: str) -> str:
    """The flags that ask the same question again, each with a space before it."""
    days = asked.days
    said = [f"--by {shlex.quote(asked.by or '')}" if kind == "by" else f"--{kind}"]
    said += [f"--compat {asked.compat}"] if asked.compat else []
    said += [f"--period {shlex.quote(days.period)}"] if days.period else []
    said += [f"--from {session.when(days.start, past=True)}"] if days.start else []
    said += [f"--to {session.when(days.end, past=True)}"] if days.end else []
    said += ["--accounts"] if asked.accounts else []
    said += [f"--class {plain(asked.class_)}"] if asked.class_ and kind != "abc" else []
    said += [f"--as-of {session.as_of}"] if session.as_of != session.today else []
    return "".join(f" {one}" for one in said)
