"""Changing the policy, one value or the whole document: tried value by value and all together before anything is written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmcli.actions.session import Session
from crmcli.domain.policy import KEYS, Policy, check_whole, parse_value
from crmcli.domain.policy_text import document, read_document
from crmcli.domain.public_holidays import public_holidays
from crmcli.domain.result import Result
from crmcli.errors import BadValueError, CrmError, DeclinedError
from crmcli.store import holiday_days
from crmcli.store import policy as policy_rows

OF_HOLIDAYS = ("holidays", "country", "region")
MOST_TOLD = 5


class RefusedDocumentError(BadValueError):
    """A document some of whose values do not hold; `problems` says of each what is wrong and what would be right."""

    def __init__(self, problems: list[str]) -> None:
        more = f"; and {len(problems) - MOST_TOLD} more" if len(problems) > MOST_TOLD else ""
        super().__init__("; ".join(problems[:MOST_TOLD]) + more, "nothing was changed")
        self.problems = problems


def text_of(session: Session) -> str:
    """The policy in force as the document to edit."""
    return document({name: session.policy[name] for name in KEYS})


def apply(session: Session, text: str, *, whole: bool) -> Result:
    """Puts a document in force. With `whole`, what it leaves out goes back to the program's own value; else it stays.

    Raises BadValueError for what is no TOML or names nothing, RefusedDocumentError for values that do not hold, DeclinedError
    for another currency where amounts stand in the book; each leaves the policy as it was.
    """
    said = read_document(text)
    if not said:
        raise BadValueError("the policy names no key", "`crm policy show` prints one that does; nothing was changed")
    values = _values(said)
    if whole:
        values = {**{name: key.default for name, key in KEYS.items()}, **values}
    changes = changed(session, values)
    notes = try_out(session, changes)
    with session.operation() as op:
        write(session, op, changes)
    lines = [told(name, was, value) for name, (was, value) in changes.items()] or [
        "Nothing to change: the policy is so"
    ]
    listed = [{"key": name, "was": was, "value": value} for name, (was, value) in changes.items()]
    return session.written("policy", op, lines, item=session.policy.nested(), notes=notes, summary={"changes": listed})


def unchanged(session: Session) -> Result:
    """What is said where the document came back as it was."""
    return session.result(
        "policy", item=session.policy.nested(), said=["Nothing was changed"], summary={"operation": None, "changes": []}
    )


def problems(exc: BadValueError) -> list[str]:
    """What does not hold in a document, one line for each."""
    return exc.problems if isinstance(exc, RefusedDocumentError) else [f"{exc.message}: {exc.hint}"]


def changed(session: Session, values: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """key -> (value before, value after) of what is another than in force."""
    before = session.policy
    return {name: (before[name], value) for name, value in values.items() if before[name] != value}


def try_out(session: Session, changes: Mapping[str, tuple[Any, Any]]) -> list[str]:
    """Refuses changes that are right alone and wrong with the others or with the book; returns what is to be said of them.

    Raises BadValueError, DeclinedError.
    """
    after = Policy({**session.policy.stored, **{name: value for name, (_, value) in changes.items()}})
    check_whole(after.stored)
    if after["holidays"] and any(name in changes for name in OF_HOLIDAYS):
        public_holidays(after["country"], after["region"], [session.today.year])
    if "currency" in changes and session.exists and policy_rows.has_amounts(session.book):
        was, new = changes["currency"]
        raise DeclinedError(
            f"there are amounts in {was} in the book: in {new} they would mean something else",
            "start another book for another currency: --db FILE",
        )
    return ["what was entered before keeps its local dates"] if "zone" in changes else []


def write(session: Session, op: Any, changes: Mapping[str, tuple[Any, Any]]) -> None:
    """Keeps the new values."""
    for name, (_, value) in changes.items():
        policy_rows.put(session.book, op, name, value)
    if any(name in changes for name in OF_HOLIDAYS):
        holiday_days.forget(session.book)


def told(name: str, was: Any, value: Any) -> str:
    """One change in words."""
    default = "" if value == KEYS[name].default else f" (default {written(KEYS[name].default)})"
    return f"{name}: {written(was)} -> {written(value)}{default}"


def written(value: Any) -> str:
    """A value in words."""
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value)


def _values(said: Mapping[str, str]) -> dict[str, Any]:
    values, problems = {}, []
    for name, text in said.items():
        try:
            values[name] = parse_value(name, text)
        except CrmError as exc:
            problems.append(f"{exc.message}: {exc.hint}")
    if problems:
        raise RefusedDocumentError(problems)
    return values
