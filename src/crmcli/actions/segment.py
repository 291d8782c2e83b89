"""`crm segment`: who brings the money, what effort they got for it, who moved; and the list made of it.

Only the rows that will be shown are dressed as records: a book of 50,000 shows 25.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from crmcli.actions import outreach, segment_frame, segment_record
from crmcli.actions.segment_choice import word_for
from crmcli.actions.segment_find import Found, Question, find
from crmcli.actions.segment_moves import best_moves, movers_of, named_moves
from crmcli.actions.segment_window import Days, beyond, compared_with, looked_at
from crmcli.actions.session import Session
from crmcli.analysis.value_class import CLASSES, ValueClass, ValueClasses
from crmcli.domain.result import Result
from crmcli.domain.words import pick
from crmcli.store import segments
from crmcli.store.book import Operation
from crmcli.store.segments import By

KIND = "abc"
SHORTEST_BASIS = 3
BASES: dict[str, By] = {"sales": "sales", "margin": "margin"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What `crm segment` was told, as typed; `rows_wanted`: how many items will be shown, None all.

    `by` is the basis of --abc, or the field of --by; a group is chosen by `class_`, `segment`, `tier` or `step`. With other
    kinds than --abc `class_` narrows the customers instead: those left are `within`, worked out for the day graded.
    """

    by: str | None = None
    days: Days = field(default_factory=Days)
    accounts: bool = False
    class_: str | None = None
    segment: str | None = None
    tier: str | None = None
    step: str | None = None
    compat: str | None = None
    save: bool = False
    wish: outreach.Wish = field(default_factory=outreach.Wish)
    rows_wanted: int | None = None
    within: frozenset[int] | None = None


def segment(session: Session, asked: Asked, kind: str) -> Result:
    """A segment of the kind abc, rfm, value, ladder or by. Raises BadValueError, NotFoundError; NoDatabaseError."""
    if kind == KIND or (kind == "by" and _is_basis(asked.by or "")):
        return abc(session, asked)
    return segment_frame.segment(session, asked, kind)


def _is_basis(by: str) -> bool:
    """Whether --by names what --abc goes by, in whole or by its first letters, and no field."""
    word = by.strip().lower()
    return len(word) >= SHORTEST_BASIS and any(basis.startswith(word) for basis in BASES)


def abc(session: Session, asked: Asked) -> Result:
    """Customers by class with shares, effort and movers; then what was wished with them.

    Raises BadValueError; NoDatabaseError where there is no book.
    """
    question = understand(session, asked)
    plan = outreach.plan(session, asked.wish, chosen=question.chosen is not None)
    found = find(session, question)
    start, stop = _places(found.classes, question.chosen)
    parts = _parts(session, asked, question, found, start, stop)
    save = (lambda op: _save(session, op, question, found)) if asked.save else None
    return segment_frame.finish(session, "segment_abc", parts, plan, found.classes.contact_ids[start:stop], save)


def understand(session: Session, asked: Asked) -> Question:
    """What the flags mean, checked before anything is summed. Raises BadValueError naming the flag."""
    by = BASES[pick(asked.by or "sales", tuple(BASES), "--by")]
    word = word_for(asked, KIND, "class")
    chosen = None if word is None else value_class(word)
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


def _parts(session: Session, asked: Asked, question: Question, found: Found, start: int, stop: int) -> dict[str, Any]:
    most = stop if asked.rows_wanted is None else start + asked.rows_wanted
    ranked = found.classes.rows(start, min(stop, most))
    now, before = found.amounts, found.before.amounts
    best = best_moves(found.moved, now, before)
    names = segments.names(session.book, movers_of(best).union(row.contact_id for row in ranked))
    summary = segment_record.summary(question, found)
    summary["movers_named"] = named_moves(best, names, now, before, absent=0)
    summary["next"] = segment_record.following(session, question, found)
    items = [segment_record.item(row, names, found) for row in ranked]
    notes = [*beyond(session, asked.days), *segment_record.notes(session, question, found)]
    return {"items": items, "summary": summary, "notes": notes}


def _save(session: Session, op: Operation, question: Question, found: Found) -> tuple[int, str]:
    rows = [(one, grade, found.amounts[one]) for one, grade in found.classes.by_contact().items()]
    return segment_frame.keep(session, op, KIND, question.basis, question.looked.window, rows, "classes")
