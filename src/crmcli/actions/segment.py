"""`crm segment`: who brings the money, what effort they got for it, who moved; and the list made of it.

Only the rows that will be shown are dressed as records: a book of 50,000 shows 25.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crmcli.actions import outreach, segment_record
from crmcli.actions.segment_find import Found, Question, find
from crmcli.actions.segment_window import Days, compared_with, looked_at
from crmcli.actions.session import Session
from crmcli.analysis.value_class import CLASSES, ValueClass, ValueClasses
from crmcli.domain.result import Result
from crmcli.domain.words import counted, pick
from crmcli.store import segments
from crmcli.store.book import Operation
from crmcli.store.segments import By

KIND = "abc"
BASES: dict[str, By] = {"sales": "sales", "margin": "margin"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What `crm segment --abc` was told, as typed; `rows_wanted`: how many items will be shown, None all."""

    by: str | None = None
    days: Days = field(default_factory=Days)
    accounts: bool = False
    class_: str | None = None
    save: bool = False
    wish: outreach.Wish = field(default_factory=outreach.Wish)
    rows_wanted: int | None = None


def abc(session: Session, asked: Asked) -> Result:
    """Customers by class with shares, effort and movers; then what was wished with them.

    Raises BadValueError; NoDatabaseError where there is no book.
    """
    question = understand(session, asked)
    plan = outreach.plan(session, asked.wish, chosen=question.chosen is not None)
    found = find(session, question)
    start, stop = _places(found.classes, question.chosen)
    parts = _parts(session, question, found, start, stop, asked.rows_wanted)
    if not asked.save and not plan:
        return session.result("segment_abc", **parts)
    with session.operation() as op:
        said, saved = [], None
        if asked.save:
            saved = _save(session, op, question, found)
            said.append(f"Saved the classes of {counted(len(found.amounts), 'customer')} as of {session.as_of}")
        done = outreach.carry_out(session, op, plan, found.classes.contact_ids[start:stop])
    written = {"snapshot": saved, "tagged": done.tagged, "opened": done.opened, "already_open": done.already}
    parts["summary"].update(written)
    return session.written("segment_abc", op, [*said, *done.said], **parts)


def understand(session: Session, asked: Asked) -> Question:
    """What the flags mean, checked before anything is summed. Raises BadValueError naming the flag."""
    by = BASES[pick(asked.by or "sales", tuple(BASES), "--by")]
    chosen = None if asked.class_ is None else value_class(asked.class_)
    looked = looked_at(session, asked.days)
    basis = f"{by}/{looked.period}" + ("/accounts" if asked.accounts else "")
    earlier = compared_with(session, looked, asked.days.compare, KIND, basis)
    return Question(by, looked, earlier, asked.accounts, basis, chosen)


def value_class(text: str) -> ValueClass:
    """The class that --class names, in any case. Raises BadValueError."""
    names: dict[str, ValueClass] = {name.lower().replace("_", "-"): name for name in CLASSES}
    return names[pick("-".join(text.split()), tuple(names), "class")]


def _places(classes: ValueClasses, chosen: ValueClass | None) -> tuple[int, int]:
    """Where the chosen class stands in the ranking: its first place and the place after its last."""
    if chosen is None:
        return 0, len(classes.contact_ids)
    start = sum(classes.totals[name].customers for name in CLASSES[: CLASSES.index(chosen)])
    return start, start + classes.totals[chosen].customers


def _parts(
    session: Session, question: Question, found: Found, start: int, stop: int, rows_wanted: int | None
) -> dict[str, Any]:
    ranked = found.classes.rows(start, stop if rows_wanted is None else min(stop, start + rows_wanted))
    best = segment_record.best_moves(found)
    moved = {move.contact_id for moves in best.values() for move in moves}
    names = segments.names(session.book, moved.union(row.contact_id for row in ranked))
    summary = segment_record.summary(question, found)
    summary["movers_named"] = segment_record.named_moves(best, names, found)
    summary["next"] = segment_record.following(session, question)
    items = [segment_record.item(row, names, found) for row in ranked]
    return {"items": items, "summary": summary, "notes": segment_record.notes(session, question, found)}


def _save(session: Session, op: Operation, question: Question, found: Found) -> int:
    rows = [(one, grade, found.amounts[one]) for one, grade in found.classes.by_contact().items()]
    return segments.save_snapshot(op, KIND, question.basis, question.looked.window, session.stamp(), rows)
