"""Correcting and striking out, whatever the record: finds what kind is meant and which flags fit it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from crmcli.actions.record import names
from crmcli.actions.session import Session, one_line, require_text
from crmcli.domain.result import Result
from crmcli.domain.text import quoted
from crmcli.errors import DeclinedError, NotFoundError, UsageError

RECORD = re.compile(r"([ioqfmksIOQFMKS])(\d{1,15})")
CONTACT = (
    "name", "kind", "company", "role", "email", "phone", "address", "tag", "remove_tag", "field", "birthday", "owner",
    "source", "referred_by", "prefers", "no_contact", "hours", "language", "every", "tier", "guard", "note", "step",
        "step_wanted",
    "unset",
)  # fmt: skip
FITS: Mapping[str, Sequence[str]] = {
    "c": CONTACT,
    "i": (
        "text", "channel", "direction", "nature", "outcome", "mood", "minutes", "at", "line", "opportunity", "override",
        "next", "promise", "answer", "by", "unset",
    ),
    "o": (
        "amount", "on", "currency", "rate", "cost", "quantity", "line", "site", "ref", "by", "refund_of", "who",
        "unset",
    ),
    "q": (
        "amount", "on", "currency", "rate", "for", "valid_until", "reason", "shortlist", "by", "who", "status", "unset",
    ),
    "f": ("text", "due", "every", "owner", "unset"),
    "m": ("text",),
    "k": ("text", "channel", "severity", "line", "at", "owner", "about", "unset"),
    "s": ("text",),
}  # fmt: skip
KINDS = {
    "c": "contact",
    "i": "interaction",
    "o": "order",
    "q": "quote",
    "f": "follow-up",
    "m": "remark",
    "k": "complaint",
    "s": "suggestion",
}


def edit(session: Session, target: str, words: str | None, flags: Mapping[str, Any]) -> Result:
    """Corrects the record that `target` names (WHO, or i5 o77 q5 f9 m3).

    `flags` holds only what was said; `words` is the positional text, or the amount of an order or quote. Raises
    UsageError where a flag does not fit the record, and whatever the record's own correction raises.
    """
    letter, number = _meant(target)
    said = dict(flags)
    if words is not None:
        if letter == "c":
            raise UsageError(
                f"{quoted(words)} is one word too many to edit a contact",
                "say what it is: --name, --note, --phone ...",
            )
        name = "amount" if letter in "oq" else "text"
        if name in said:
            raise UsageError(f"{quoted(words)} and --{name} {quoted(said[name])} both say the {name}", "say it once")
        said[name] = words
    for name in said:
        if name not in FITS[letter]:
            raise UsageError(f"--{name.replace('_', '-')} does not fit {_article(letter)}", _fitting(letter))
    if not said:
        raise UsageError("nothing to change was named", _fitting(letter))
    return _edit(session, letter, number, target, said)


def _edit(session: Session, letter: str, number: int, target: str, said: dict[str, Any]) -> Result:
    unset = said.pop("unset", ())
    if letter == "c":
        from crmcli.actions.contact import Details
        from crmcli.actions.contact_edit import Changes
        from crmcli.actions.contact_edit import edit as edit_contact

        own = {name: said.pop(name) for name in ("name", "remove_tag", "step", "step_wanted") if name in said}
        return edit_contact(session, target, Changes(Details(**said), unset=unset, **own))
    if letter == "i":
        from crmcli.actions.interaction_edit import edit as edit_interaction

        return edit_interaction(session, number, said, unset)
    if letter == "f":
        from crmcli.actions.followup_edit import edit as edit_followup

        return edit_followup(session, number, said, unset)
    if letter == "m":
        return _edit_remark(session, number, said["text"])
    if letter == "k":
        from crmcli.actions.complaint_edit import edit as edit_complaint

        return edit_complaint(session, number, said, unset)
    if letter == "s":
        from crmcli.actions import suggestion

        return suggestion.edit(session, number, said["text"])
    said |= dict.fromkeys((name.strip().lower().replace("-", "_") for name in unset), "")
    if letter == "o":
        from crmcli.actions import order

        return order.revise(session, number, **said)
    from crmcli.actions import quote

    return quote.revise(session, number, **{"for_" if name == "for" else name: value for name, value in said.items()})


def void(session: Session, target: str) -> Result:
    """Strikes out the record that `target` names. Raises UsageError for a contact, NotFoundError."""
    letter, number = _meant(target)
    if letter == "c":
        raise UsageError(
            f"{quoted(target)} is no record: void takes i5, o77, q5, f9 or m3",
            "`crm archive WHO` sets a contact aside",
        )
    if letter == "i":
        from crmcli.actions.conversation import void as void_interaction

        return void_interaction(session, number)
    if letter == "f":
        from crmcli.actions.followup_edit import void as void_followup

        return void_followup(session, number)
    if letter == "m":
        return _void_remark(session, number)
    if letter == "k":
        from crmcli.actions.complaint_edit import void as void_complaint

        return void_complaint(session, number)
    if letter == "s":
        from crmcli.actions import suggestion

        return suggestion.void(session, number)
    if letter == "o":
        from crmcli.actions import order

        return order.void(session, number)
    from crmcli.actions import quote

    return quote.void(session, number)


def _meant(target: str) -> tuple[str, int]:
    match = RECORD.fullmatch(target.strip())
    return (match[1].lower(), int(match[2])) if match else ("c", 0)


def _article(letter: str) -> str:
    return f"{'an' if KINDS[letter][0] in 'aeio' else 'a'} {KINDS[letter]}"


def _fitting(letter: str) -> str:
    return f"{_article(letter)} takes " + ", ".join(f"--{name.replace('_', '-')}" for name in FITS[letter])


def _remark(session: Session, number: int) -> dict[str, Any]:
    row = session.book.record("remarks", number)
    if row is None:
        raise NotFoundError(f"there is no remark m{number}", "`crm timeline` shows their numbers")
    if row["voided_at"] is not None:
        raise DeclinedError(
            f"m{number} is struck out already", "`crm undo` brings it back, if that was the last thing done"
        )
    return row


def _edit_remark(session: Session, number: int, text: str) -> Result:
    row = _remark(session, number)
    what = require_text(text, "text")
    with session.operation() as op:
        changed = list(op.update("remarks", number, text=what))
    return _told(session, op, row | {"text": what}, "Changed" if changed else "Nothing to change in", changed)


def _void_remark(session: Session, number: int) -> Result:
    row = _remark(session, number)
    with session.operation() as op:
        op.update("remarks", number, voided_at=session.stamp())
    return _told(session, op, row | {"voided_at": session.stamp()}, "Struck out", [])


def _told(session: Session, op: Any, row: dict[str, Any], verb: str, changed: list[str]) -> Result:
    contact = names(session, [row["contact_id"]])[row["contact_id"]]
    item = {
        "id": row["id"], "ref": f"m{row['id']}", "contact": contact, "at": session.local(row["at"]),
        "text": row["text"], "by": row["by_whom"], "voided": row["voided_at"] is not None, "changed": changed,
    }  # fmt: skip
    line = f"{verb} m{row['id']}: {contact['name']} (c{contact['id']}) - {one_line(row['text'])}"
    return session.written("remark", op, [line], item=item, summary={"changed": changed})
