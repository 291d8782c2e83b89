"""`crm owner`: one person of ours for each customer, and handing over with what is open."""

from __future__ import annotations

from typing import Any

from crmcli.actions.record import named
from crmcli.actions.session import Session, one_line
from crmcli.actions.staff import same, staff
from crmcli.actions.who import find_one
from crmcli.domain.result import Result
from crmcli.domain.text import clean_text
from crmcli.errors import UsageError
from crmcli.store import contacts, owners
from crmcli.store.book import Operation
from crmcli.store.contacts import Named
from crmcli.store.owners import Thread

LETTERS = {"followup": "f", "promise": "f", "quote": "q", "complaint": "k", "check_back": "k"}
TABLES = {"followup": "followups", "promise": "followups", "complaint": "complaints", "check_back": "complaints"}
Moved = list[dict[str, Any]]


def show(session: Session, who: str) -> Result:
    """Whose customer this is and what is open with them. Raises NotFoundError, AmbiguousError."""
    session.current()
    one = find_one(session, who)
    row = contacts.get(session.book, one.id) or {}
    open_now = [_thread(thread, one.name) for thread in owners.threads(session.book, [one.id])]
    item = {"contact": named(*one), "owner": row["owner"], "was": row["owner"], "open": open_now, "moved": []}
    return session.result("owner", item=item, summary={"moved": []})


def give(session: Session, who: str, name: str, *, text: str | None = None) -> Result:
    """Makes somebody of ours the owner of a customer; what is open goes with it, and a remark stays.

    A company's people go along, those of another owner aside; a complaint never goes to the one it is about. Raises
    BadValueError, NotFoundError, AmbiguousError.
    """
    one = find_one(session, who)
    new, note = staff(session, name)
    said = clean_text(text, what="--hand-over", limit=10_000) if text is not None else None
    was = (contacts.get(session.book, one.id) or {})["owner"]
    going, notes = _circle(session, one, new, was)
    open_now = owners.threads(session.book, [contact.id for contact in going])
    with session.operation() as op:
        op.update("contacts", one.id, owner=new)
        moved = _people(op, going[1:], new) + _threads(op, open_now, going, new, notes)
        if said is not None or (was and not same(was, new)):
            _remark(session, op, one, was, new, said)
    item = {"contact": named(*one), "owner": new, "was": was, "text": said, "moved": moved}
    notes = ([note] if note else []) + notes
    return session.written("owner", op, _lines(item), item=item, summary={"moved": item["moved"]}, notes=notes)


def refuse_words_alone(text: str | None) -> None:
    """Raises UsageError where a hand-over names nobody who takes it."""
    if text is not None:
        raise UsageError("--hand-over needs STAFF", 'say to whom: crm owner WHO STAFF --hand-over "TEXT"')


def _circle(session: Session, one: Named, new: str, was: str | None) -> tuple[list[Named], list[str]]:
    """The customer and those who go along: who works there and is nobody's, or the same one's; and who does not, in words."""
    going, staying = [one], []
    for contact, name, owner in owners.of_firm(session.book, one.id):
        if owner is None or same(owner, was):
            going.append(Named(contact, name))
        elif not same(owner, new):
            staying.append(f"{name} (c{contact}) stays with {owner}; `crm owner c{contact}` hands over one by one")
    return going, staying


def _people(op: Operation, going: list[Named], new: str) -> Moved:
    moved = []
    for contact in going:
        before = op.update("contacts", contact.id, owner=new)
        if before:
            moved.append({
                "ref": f"c{contact.id}", "id": contact.id, "kind": "contact", "contact": named(*contact),
                "text": contact.name, "from": before["owner"],
            })  # fmt: skip
    return moved


def _threads(op: Operation, open_now: list[Thread], going: list[Named], new: str, notes: list[str]) -> Moved:
    names = dict(going)
    moved = []
    for thread in open_now:
        if thread.owner is not None and same(thread.owner, new):
            continue
        if thread.about is not None and same(thread.about, new):
            notes.append(f"k{thread.id} stays with {thread.owner}: it is about {thread.about}")
            continue
        if thread.kind in TABLES:
            op.update(TABLES[thread.kind], thread.id, owner=new)
        moved.append({**_thread(thread, names[thread.contact_id]), "from": thread.owner})
    return moved


def _thread(thread: Thread, name: str) -> dict[str, Any]:
    return {
        "ref": f"{LETTERS[thread.kind]}{thread.id}", "id": thread.id, "kind": thread.kind,
        "contact": named(thread.contact_id, name), "text": thread.text, "owner": thread.owner,
    }  # fmt: skip


def _remark(session: Session, op: Operation, one: Named, was: str | None, new: str, said: str | None) -> None:
    """The note that a hand-over leaves with the customer."""
    begun = f"Handed over from {was} to {new}" if was and not same(was, new) else f"Handed over to {new}"
    op.insert(
        "remarks", contact_id=one.id, at=session.stamp(), on_date=session.today.isoformat(), by_whom=session.by,
        text=f"{begun}: {said}" if said else begun,
    )  # fmt: skip


def _lines(item: dict[str, Any]) -> list[str]:
    who = f"{item['contact']['name']} (c{item['contact']['id']})"
    new, was, moved = item["owner"], item["was"], item["moved"]
    if same(was, new):
        lines = [f"{who} is {new}'s already" + ("" if moved or item["text"] else "; nothing was changed")]
    else:
        lines = [f"{who} goes from {was} to {new}" if was else f"{who} is {new}'s now"]
    lines += [f"With it {one['ref']}: {one_line(one['text']) or one['kind']}" for one in moved]
    return lines
