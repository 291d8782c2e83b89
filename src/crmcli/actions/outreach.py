"""What a list of contacts becomes: a tag on each, a follow-up for each. Any segment may end here."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from crmcli.actions.session import Session, one_line, require_text
from crmcli.domain.text import clean_text, quoted
from crmcli.domain.when import When, format_when, parse_when
from crmcli.domain.words import counted
from crmcli.errors import BadValueError
from crmcli.store import segments
from crmcli.store.book import Operation

FOLLOWUP_COLUMNS = (
    "contact_id", "kind", "text", "due_on", "due_time", "owner", "status", "created_at", "created_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wish:
    """The flags as they were typed; None means nothing was said."""

    tag_as: str | None = None
    followup: str | None = None
    due: str | None = None


class Plan(NamedTuple):
    """The same, checked."""

    tag: str | None
    text: str | None
    due: When | None

    def __bool__(self) -> bool:
        return self.tag is not None or self.text is not None


class Done(NamedTuple):
    """How many were tagged, how many follow-ups were opened, how many had the very one, and the lines that say so."""

    tagged: int
    opened: int
    already: int
    said: list[str]


def plan(session: Session, wish: Wish, *, chosen: bool, how: str = "--class A") -> Plan:
    """Checks the wish before anything is written; `chosen` is whether the list was narrowed down, `how` the flag that does.

    Raises BadValueError where a flag lacks its other half, a day is past, or everybody would be followed up.
    """
    tag = None if wish.tag_as is None else clean_text(wish.tag_as, what="tag", limit=200, lines=False)
    if wish.followup is None:
        if wish.due is not None:
            raise BadValueError(
                "--due needs --followup", "say what is to be done: --followup 'call about autumn prices'"
            )
        return Plan(tag, None, None)
    if wish.due is None:
        raise BadValueError("--followup needs --due", "say when: --due fri, --due +3d, --due 24 nov")
    if not chosen:
        raise BadValueError("--followup here would be for everybody", f"choose whom: {how}, say")
    due = parse_when(wish.due, now=session.now, date_order=session.policy["date_order"])
    if due.on < session.today:
        raise BadValueError(
            f"--due {quoted(wish.due)} is {format_when(due)}, in the past", "a day to come: fri, +3d, eom"
        )
    return Plan(tag, require_text(wish.followup, "--followup"), due)


def carry_out(session: Session, op: Operation, planned: Plan, ids: Collection[int]) -> Done:
    """Tags the contacts that lack the tag; opens a follow-up for each, in order, but not for those who have the very same
    one open. The archived are left out of both, and it is said."""
    tagged = opened = waiting = 0
    said = []
    owners = segments.owners(session.book) if planned else {}
    here = [one for one in ids if one in owners]
    archived = [f"{len(ids) - len(here):,} archived left out"] if len(here) < len(ids) else []
    if planned.tag is not None:
        have = segments.tagged(session.book, planned.tag)
        fresh = [(one, planned.tag) for one in here if one not in have]
        tagged = len(fresh)
        op.insert_many("tags", ("contact_id", "tag"), fresh)
        left = [f"{len(here) - tagged:,} had it already"] if tagged < len(here) else []
        said.append(f"Tagged {counted(tagged, 'contact')} as {quoted(planned.tag)}{_aside(left + archived)}")
    if planned.text is not None and planned.due is not None:
        due_on, due_time = planned.due.on.isoformat(), planned.due.at.strftime("%H:%M") if planned.due.at else None
        have = segments.waiting(session.book, planned.text, due_on, due_time)
        rows = _followups(
            session, (planned.text, due_on, due_time), {one: owners[one] for one in here if one not in have}
        )
        opened, waiting = len(rows), len(here) - len(rows)
        op.insert_many("followups", FOLLOWUP_COLUMNS, rows)
        left = [f"{waiting:,} had it open already"] if waiting else []
        what = f"{counted(opened, 'follow-up')} for {format_when(planned.due)}: {one_line(planned.text)}"
        said.append(f"Opened {what}{_aside(left + archived)}")
    return Done(tagged, opened, waiting, said)


def _aside(parts: list[str]) -> str:
    return f" ({', '.join(parts)})" if parts else ""


def _followups(
    session: Session, what: tuple[str, str, str | None], owners: dict[int, str | None]
) -> list[tuple[Any, ...]]:
    """One row each for those with their owner; `what` is the text, the due date and the time."""
    at, on = session.stamp(), session.today.isoformat()
    return [(one, "followup", *what, owner or session.by, "open", at, on) for one, owner in owners.items()]
