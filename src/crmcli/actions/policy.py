"""Showing and checking the policy, setting one value of it, and what was changed in it so far."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from crmcli.actions.policy_edit import changed, told, try_out, write, written
from crmcli.actions.session import Session
from crmcli.domain.policy import KEYS, Policy, check_whole, parse_value
from crmcli.domain.result import Result
from crmcli.domain.text import quoted
from crmcli.errors import BadValueError, NotFoundError
from crmcli.store import policy as policy_rows

DEFAULT = "default"
LAST_DAY = "9999-12-31"


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
    if not problems and session.policy["holidays"]:
        problems += _holiday_problem(session)
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
    new = KEYS[name].default if name in KEYS and text.strip().lower() == DEFAULT else parse_value(name, text)
    old = session.policy[name]
    changes = changed(session, {name: new})
    notes = try_out(session, changes)
    with session.operation() as op:
        write(session, op, changes)
    line = told(name, old, new) if changes else f"{name} is {written(new)} already"
    return session.written(
        "policy", op, [line], item=session.policy.nested(), notes=notes, summary={"key": name, "was": old, "value": new}
    )


def history(session: Session, prefix: str | None) -> Result:
    """What was changed in the policy up to the day asked about, newest first. Raises NotFoundError for an unknown key."""
    chosen = set(_below(prefix)) if prefix else None
    last = session.as_of.isoformat() if session.as_of < session.today else LAST_DAY
    items = [
        {
            "key": row.key, "was": _value(row.key, row.was), "value": _value(row.key, row.value),
            "at": session.local(row.at), "by": row.by, "operation": row.operation, "command": row.command,
            "undone": row.undone,
        }
        for row in policy_rows.changes(session.book)
        if (chosen is None or row.key in chosen) and session.local(row.at)[:10] <= last
    ]  # fmt: skip
    return session.result("policy_history", items=items, summary={"changes": len(items), "key": prefix})


def _value(key: str, stored: str | None) -> Any:
    """A value of the journal; the program's own where the book kept none."""
    if stored is None:
        return KEYS[key].default if key in KEYS else None
    return json.loads(stored)


def _below(prefix: str) -> list[str]:
    asked = prefix.strip().rstrip(".")
    found = [name for name in KEYS if name == asked or name.startswith(asked + ".")]
    found = found or [name for name in KEYS if asked and name.lower().startswith(asked.lower())]
    if not found:
        raise NotFoundError(
            f"the policy has no key that begins with {quoted(prefix)}", "`crm policy show` lists them all"
        )
    return found


def _holiday_problem(session: Session) -> list[str]:
    from crmcli.domain.public_holidays import public_holidays

    try:
        public_holidays(session.policy["country"], session.policy["region"], [session.today.year])
    except BadValueError as exc:
        return [f"{exc.message}; {exc.hint}"]
    return []


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
