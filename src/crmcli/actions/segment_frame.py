"""What every kind of segment shares: choosing a group, comparing with an earlier day, saving, tagging, listing.

A kind only grades (`segment_kind`); only the rows that will be shown are dressed as records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from crmcli.actions import outreach
from crmcli.actions.record import named
from crmcli.actions.segment_choice import choosing, flags, group_named, word_for
from crmcli.actions.segment_class import class_named, members
from crmcli.actions.segment_kind import Graded, with_groups
from crmcli.actions.segment_moves import best_moves, movers_of, named_moves
from crmcli.actions.segment_window import beyond, compared_day, last_day
from crmcli.actions.session import Session
from crmcli.analysis.movers import Movers, movers
from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.store import segments
from crmcli.store.book import Operation
from crmcli.store.segments import Window

if TYPE_CHECKING:
    from crmcli.actions.segment import Asked

Grade = Callable[[Session, "Asked", date], Graded]


class Kind(NamedTuple):
    """A kind of segment: its flag without dashes, what a group is called in an item, what saved groups are called in words,
    and where it is graded."""

    name: str
    key: str
    what: str
    module: str

    @property
    def grade(self) -> Grade:
        found: Grade = import_module(f"crmcli.actions.{self.module}").grade
        return found


KINDS = {
    kind.name: kind
    for kind in (
        Kind("rfm", "segment", "groups", "segment_rfm"),
        Kind("value", "tier", "tiers", "segment_value"),
        Kind("ladder", "step", "steps", "segment_ladder"),
        Kind("by", "value", "values", "segment_by"),
    )
}


@dataclass(frozen=True, slots=True)
class Then:
    """The earlier day: each customer's group and value, and the days it looked at (local, YYYY-MM-DD)."""

    grades: Mapping[int, str]
    values: Mapping[int, int | None]
    on: str
    start: str
    end: str
    snapshot: bool


@dataclass(frozen=True, slots=True)
class Listed:
    """Which customers the answer is about: the group chosen, its members in order, and how many rows of it are shown."""

    group: str | None
    ids: Sequence[int]
    rows: int | None


def segment(session: Session, asked: Asked, name: str) -> Result:
    """A segment of the kind of this name, and what was wished with it.

    Raises BadValueError for flags that do not go together, a group there is not, a day that cannot be; NoDatabaseError.
    """
    kind = KINDS[name]
    word = word_for(asked, kind.name, kind.key)
    chosen = word is not None or asked.class_ is not None
    plan = outreach.plan(session, asked.wish, chosen=chosen, how=f"--{_flag(kind)} NAME")
    day = compared_day(session, asked.days.compare) if asked.days.compare else None
    graded = _graded(session, asked, kind, session.as_of)
    listed = _listed(graded, kind, word, asked.rows_wanted)
    then = _then(session, asked, kind, graded, day)
    parts = _parts(session, asked, kind, graded, listed, then)
    save = (lambda op: _save(session, op, kind, graded)) if asked.save else None
    result = finish(session, f"segment_{kind.name}", parts, plan, listed.ids, save)
    return result.but(summary=with_groups(result.summary, graded))


def _graded(session: Session, asked: Asked, kind: Kind, day: date) -> Graded:
    """Everybody's group on a day, or that of the class asked for as it was then."""
    if asked.class_ is None:
        return kind.grade(session, asked, day)
    name = class_named(asked.class_)
    within = members(session, name, day, accounts=asked.accounts)
    graded = kind.grade(session, replace(asked, within=within), day)
    return replace(graded, basis=f"{graded.basis}/class {name}", about={**graded.about, "class": name})


def finish(
    session: Session,
    kind: str,
    parts: dict[str, Any],
    plan: outreach.Plan,
    ids: Sequence[int],
    save: Callable[[Operation], tuple[int, str]] | None,
) -> Result:
    """The answer as it is, or with a snapshot kept and the wish carried out for `ids` in one operation; `save` gives the
    snapshot's number and what to say."""
    if save is None and not plan:
        return session.result(kind, **parts)
    with session.operation(of_list=True) as op:
        saved, said = save(op) if save else (None, "")
        done = outreach.carry_out(session, op, plan, ids)
    parts["summary"].update(snapshot=saved, tagged=done.tagged, opened=done.opened, already_open=done.already)
    return session.written(kind, op, [*([said] if said else []), *done.said], **parts)


def keep(
    session: Session,
    op: Operation,
    kind: str,
    basis: str,
    window: Window,
    rows: Iterable[tuple[int, str, int | None]],
    what: str,
) -> tuple[int, str]:
    """Keeps a snapshot; its number, and the line that says so."""
    listed = list(rows)
    saved = segments.save_snapshot(op, kind, basis, window, session.stamp(), listed)
    return saved, f"Saved the {what} of {counted(len(listed), 'customer')} as of {session.as_of}"


def _save(session: Session, op: Operation, kind: Kind, graded: Graded) -> tuple[int, str]:
    day = session.as_of
    start, end = (date.fromisoformat(graded.about.get(key) or day.isoformat()) for key in ("from", "to"))
    rows = [(one, grade, graded.values.get(one)) for one, grade in graded.grades.items()]
    return keep(session, op, kind.name, graded.basis, Window(start, end, day), rows, kind.what)


def _listed(graded: Graded, kind: Kind, word: str | None, rows: int | None) -> Listed:
    if word is None:
        return Listed(None, graded.ranked, rows)
    group = group_named(word, graded.names, kind.key)
    if graded.members is not None:
        return Listed(group, graded.members(group), rows)
    return Listed(group, [one for one in graded.ranked if graded.grades[one] == group], rows)


def _then(session: Session, asked: Asked, kind: Kind, graded: Graded, day: date | None) -> Then | None:
    """The day of --compare, worked out anew; else the last snapshot of the same basis; else None."""
    if day is not None:
        before = _graded(session, asked, kind, day)
        start, end = (before.about.get(key) or day.isoformat() for key in ("from", "to"))
        return Then(before.grades, before.values, day.isoformat(), start, end, snapshot=False)
    seen = session.as_of
    if graded.about.get("to"):
        window = Window(seen, date.fromisoformat(graded.about["to"]), seen)
        seen = last_day(graded.about.get("period", ""), window)
    kept = segments.last_snapshot(session.book, kind.name, graded.basis, seen)
    if kept is None:
        return None
    rows = segments.snapshot_rows(session.book, kept.id)
    grades, values = {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}
    return Then(grades, values, kept.as_of, kept.start, kept.end, snapshot=True)


def _parts(
    session: Session, asked: Asked, kind: Kind, graded: Graded, listed: Listed, then: Then | None
) -> dict[str, Any]:
    moved = None
    if then is not None:
        moved = movers(then.grades, graded.grades, graded.names, ordered=graded.ordered, nothing=None)
    before = then.values if then else {}
    best = best_moves(moved, graded.values, before) if moved else {}
    ids = listed.ids[: listed.rows]
    by_rows = listed.group is None and graded.rows is not None
    notes = [*beyond(session, asked.days), *graded.notes]
    names = segments.names(session.book, movers_of(best).union(() if by_rows else ids))
    summary = _summary(asked, kind, graded, listed)
    summary["compared_with"] = _compared(then)
    summary["movers"] = moved.counts() if moved else None
    summary["movers_named"] = named_moves(best, names, graded.values, before) if moved else None
    summary["next"] = _following(session, asked, kind, graded, listed)
    if by_rows and graded.rows is not None:
        items = [dict(row) for row in graded.rows[: listed.rows]]
    else:
        items = _items(kind, graded, ids, names, moved)
    return {"items": items, "summary": summary, "notes": notes}


def _items(
    kind: Kind, graded: Graded, ids: Sequence[int], names: Mapping[int, str], moved: Movers | None
) -> list[dict[str, Any]]:
    was = moved.was if moved else {}
    return [
        {"contact": named(one, names.get(one, "")), kind.key: graded.grades[one], **dressed, "was": was.get(one)}
        for one, dressed in zip(ids, graded.dress(ids), strict=True)
    ]


def _summary(asked: Asked, kind: Kind, graded: Graded, listed: Listed) -> dict[str, Any]:
    """What the kind says about itself, and every group in `groups` in order."""
    named_groups = [{"name": name, **graded.summary[name]} for name in graded.names]
    return {
        **graded.about,
        "accounts": asked.accounts,
        **({kind.key: listed.group} if listed.group is not None else {}),
        "customers": len(graded.grades),
        "listed": len(graded.rows if listed.group is None and graded.rows is not None else listed.ids),
        "groups": named_groups,
    }


def _compared(then: Then | None) -> dict[str, Any] | None:
    if then is None:
        return None
    return {"on": then.on, "from": then.start, "to": then.end, "snapshot": then.snapshot}


def _following(session: Session, asked: Asked, kind: Kind, graded: Graded, listed: Listed) -> list[str]:
    """The commands that are likely next about the same question, as they can be pasted into a shell."""
    again = f"crm segment{flags(session, asked, kind.name)}{session.place_flag}"
    own = graded.follow(listed.ids) if graded.follow else []
    group = listed.group
    if group is None:
        group = next((name for name in graded.names if graded.summary[name].get("customers")), None)
    if group is None:
        return own
    chosen = f"{again} {choosing(_flag(kind), group, graded.names)}"
    first = f'{chosen} --followup "TEXT" --due fri'
    return [*own, first, f"{chosen} --tag-as NAME" if listed.group is not None else f"{again} --save"]


def _flag(kind: Kind) -> str:
    return "segment" if kind.key == "value" else kind.key
