"""Showing, checking and setting the policy: each value alone and all of them together, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmcli.actions.session import Session
from crmcli.domain.policy import KEYS, Policy, check_whole, parse_value
from crmcli.domain.result import Result
from crmcli.domain.text import quoted
from crmcli.errors import BadValueError, DeclinedError, NotFoundError
from crmcli.store import policy as policy_rows

DEFAULT = "default"


def show(session: Session, prefix: str | None) -> Result:
    """The policy in force as nested objects, or the part of it below a key's beginning. Raises NotFoundError."""
    stored = policy_rows.load(session.book)
    chosen = _below(prefix) if prefix else list(KEYS)
    changed = [name for name in chosen if name in stored and stored[name] != KEYS[name].default]
    return session.result(
        "policy", item=Policy(stored).nested(chosen), summary={"keys": len(chosen), "changed": changed}
    )


def check(session: Session) -> Result:
    """Tries every value that was set, alone and together; exit 1 where one does not hold."""
    stored = policy_rows.load(session.book)
    problems = [problem for name, value in stored.items() if (problem := _problem(name, value))]
    if not problems:
        try:
            check_whole(stored)
        except BadValueError as exc:
            problems.append(f"{exc.message}; {exc.hint}")
    known = [name for name in stored if name in KEYS]
    count = f"{len(KEYS)} values, {len(known)} of them set here"
    said = [f"The policy does not hold: {len(problems)} to mend" if problems else f"The policy holds: {count}"]
    return session.result(
        "policy_check", item=Policy(stored).nested(), notes=problems, said=said,
        summary={"keys": len(KEYS), "set": len(known), "problems": len(problems)}, exit_code=1 if problems else 0,
    )  # fmt: skip


def set_value(session: Session, name: str, words: Sequence[str]) -> Result:
    """Sets one value (`default` takes it back to the program's own).

    Raises NotFoundError for an unknown key, BadValueError for a value that is wrong alone or with the others,
    DeclinedError for another currency where amounts stand in the book.
    """
    text = (", " if name in KEYS and isinstance(KEYS[name].default, list) else " ").join(words)
    before = session.policy
    new = KEYS[name].default if name in KEYS and text.strip().lower() == DEFAULT else parse_value(name, text)
    check_whole({**before.stored, name: new})
    if name == "currency" and new != before.currency and session.exists and policy_rows.has_amounts(session.book):
        raise DeclinedError(
            f"there are amounts in {before.currency} in the book: in {new} they would mean something else",
            "start another book for another currency: --db FILE",
        )
    old = before[name]
    with session.operation() as op:
        if new != old:
            policy_rows.put(session.book, op, name, new)
    default = "" if new == KEYS[name].default else f" (default {written(KEYS[name].default)})"
    same = new == old
    line = f"{name} is {written(new)} already" if same else f"{name}: {written(old)} -> {written(new)}{default}"
    notes = ["what was entered before keeps its local dates"] if name == "zone" and not same else []
    item = session.policy.nested()
    return session.written(
        "policy", op, [line], item=item, notes=notes, summary={"key": name, "was": old, "value": new}
    )


def written(value: Any) -> str:
    """A value in words."""
    if value is None:
        return "not set"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return str(value)


def _below(prefix: str) -> list[str]:
    asked = prefix.strip().rstrip(".")
    found = [name for name in KEYS if name == asked or name.startswith(asked + ".")]
    found = found or [name for name in KEYS if asked and name.lower().startswith(asked.lower())]
    if not found:
        raise NotFoundError(
            f"the policy has no key that begins with {quoted(prefix)}", "`crm policy show` lists them all"
        )
    return found


def _problem(name: str, value: Any) -> str | None:
    if name not in KEYS:
        return f"{name} is no key of this program: another version set it"
    if value is None:
        return None
    try:
        parse_value(name, ", ".join(value) if isinstance(value, list) else str(value))
    except BadValueError as exc:
        return f"{exc.message}; {exc.hint}"
    return None
