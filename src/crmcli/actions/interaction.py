"""Logging a contact: one line that keeps what was said, closes what it settles and opens what it promises."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Any, NamedTuple

from crmcli import clock
from crmcli.actions import agenda
from crmcli.actions.contact import insert, split_pair
from crmcli.actions.log_warnings import warned
from crmcli.actions.outcome import Consequences, consequences
from crmcli.actions.participants import participants
from crmcli.actions.record import named
from crmcli.actions.session import Session, one_line, plain, require_text
from crmcli.domain import words
from crmcli.domain.money import format_amount, parse_amount
from crmcli.domain.result import Result
from crmcli.domain.span import Span
from crmcli.domain.span import add as add_span
from crmcli.domain.text import ascii_digits, quoted
from crmcli.domain.when import When, format_when, local_instant, parse_when
from crmcli.errors import BadValueError, UsageError
from crmcli.store import complaints
from crmcli.store.book import Operation
from crmcli.store.contacts import Named

NOON = time(12)


class Said(NamedTuple):
    """What `crm log` was told, as it was typed; None means the default."""

    text: str
    channel: str | None = None
    direction: str | None = None
    nature: str | None = None
    outcome: str | None = None
    mood: str | None = None
    minutes: str | None = None
    at: str | None = None
    next: str | None = None
    promise: str | None = None
    opportunity: str | None = None
    answer: Sequence[str] = ()
    line: str | None = None
    with_whom: Sequence[str] = ()
    new: bool = False
    done: Sequence[str] = ()
    keep: bool = False
    override: str | None = None
    complaint: str | None = None
    solved: str | None = None
    about: str | None = None


class Entry(NamedTuple):
    """The same, understood: what goes into the book."""

    columns: dict[str, Any]
    on: date
    next: When | None
    promise: str | None
    answers: list[tuple[str, str]]

    @property
    def reached(self) -> bool:
        """Whether anybody was spoken to."""
        return self.columns["outcome"] not in words.FAILED

    @property
    def settles(self) -> bool:
        """Whether it closes what was due: a real contact, but not a message of theirs that awaits our answer."""
        one_way_in = self.columns["direction"] == "in" and self.columns["channel"] in words.ONE_WAY
        return self.reached and not one_way_in


class Written(NamedTuple):
    """A logged contact: its number, the follow-ups it closed and opened, what its outcome did."""

    id: int
    closed: list[dict[str, Any]]
    opened: list[dict[str, Any]]
    told: Consequences


def log(session: Session, who: str, said: Said) -> Result:
    """Keeps one contact. Raises BadValueError, NotFoundError, AmbiguousError; each leaves the book as it was."""
    if said.keep and said.done:
        raise UsageError(
            "--done and --keep say the opposite", "--done closes only what it names, --keep closes nothing"
        )
    to_answer = [ref for ref in said.done if ref.strip().lower().startswith("k")]
    if to_answer or any(one is not None for one in (said.complaint, said.solved, said.about)):
        from crmcli.actions import complaint_logged

        said = (
            said if said == said._replace(complaint=None, solved=None, about=None) else complaint_logged.defaults(said)
        )
    entry = understand(session, said)
    people = participants(session, who, said.with_whom, new=said.new)
    answers = complaint_logged.to_answer(session, people, to_answer, entry.columns) if to_answer else []
    named_rows = _to_close(session, people, said.done)
    columns, notes = warned(session, people, entry.columns, entry.on)
    entry = entry._replace(columns=columns)
    draft = complaint_logged.draft(session, people[0], said, entry.columns) if said.complaint else None
    with session.operation() as op:
        if people[0].id == 0:
            people[0] = Named(insert(session, op, people[0].name), people[0].name)
        written = _write(session, op, people, entry, named_rows, said.keep)
        answered = complaint_logged.answered_by(session, op, answers, entry.columns) if answers else []
        complaint_id = complaint_logged.enter(session, op, draft, people[0].id, written.id) if draft else None
    item = {
        "id": written.id,
        "contact": named(*people[0]),
        "with": [named(*one) for one in people[1:]],
        **_shown(session, entry.columns),
        "closed": written.closed,
        "opened": written.opened,
    }
    lines = _lines(session, people, entry, written, dated=said.at is not None) + answered
    if draft and complaint_id:
        item["complaint"] = complaint_logged.one_item(session, complaint_id)
        lines += complaint_logged.opened_lines(session, item["complaint"], draft.why)
    return session.written(
        "interaction",
        op,
        lines,
        item=item,
        notes=notes + written.told.notes + ([] if draft else _unanswered(session, people, entry)),
    )


def _unanswered(session: Session, people: Sequence[Named], entry: Entry) -> list[str]:
    """What is said where we spoke with somebody whose complaint nobody has answered."""
    if entry.columns["direction"] != "out" or not entry.reached:
        return []
    ids = complaints.unanswered(session.book, [one.id for one in people])
    return [f"k{one} waits for an answer: `crm complaint respond k{one}`" for one in ids]


def understand(session: Session, said: Said) -> Entry:
    """What the words of a log line mean. Raises BadValueError naming the flag and the value."""
    when = past_instant(session, said.at)
    columns = {
        "at": clock.stamp(when),
        "on_date": when.date().isoformat(),
        "channel": words.channel(said.channel) if said.channel else "phone",
        "direction": words.pick(said.direction, words.DIRECTIONS, "direction") if said.direction else "out",
        "nature": words.pick(said.nature, words.NATURES, "nature") if said.nature else "sales",
        "outcome": words.pick(said.outcome, words.OUTCOMES, "outcome") if said.outcome else "neutral",
        "mood": _whole(said.mood, "mood", -2, 2),
        "minutes": _whole(said.minutes, "minutes", 0, 1440),
        "by_whom": session.by,
        "text": require_text(said.text, "text"),
        "line": plain(said.line, "line"),
        "opportunity_minor": _opportunity(session, said.opportunity),
        "override": plain(said.override, "override"),
    }
    follow = agenda.ahead(session, said.next, "--next") if said.next else None
    promise = require_text(said.promise, "promise") if said.promise is not None else None
    return Entry(columns, when.date(), follow, promise, [split_pair(text, "--answer") for text in said.answer])


def past_instant(session: Session, at: str | None, hint: str = "log what happened; --next plans") -> datetime:
    """When something was, by --at; now where nothing is said. Raises BadValueError for a moment to come, with the hint."""
    now = session.now
    if not at:
        return now
    when = parse_when(at, now=now, past=True, date_order=session.policy["date_order"])
    instant = local_instant(when, session.policy.zone, now.time() if when.on == now.date() else NOON)
    if instant > now and (when.at is not None or when.on > now.date()):
        raise BadValueError(f"--at {quoted(at)} is {format_when(when)}, still to come", hint)
    return min(instant, now)


def _opportunity(session: Session, text: str | None) -> int | None:
    if text is None:
        return None
    minor = parse_amount(text, session.policy.currency)
    if minor <= 0:
        raise BadValueError(f"--opportunity {quoted(text)} is not above zero", "what the sale may bring: 500")
    return minor


def _whole(text: str | None, what: str, low: int, high: int) -> int | None:
    if text is None:
        return None
    try:
        digits = ascii_digits(text.strip()).replace("\u2212", "-")
        number = low - 1 if "_" in digits else int(digits)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        raise BadValueError(f"--{what} {quoted(text)} is not right", f"a whole number from {low} to {high}")
    return number


def _to_close(session: Session, people: list[Named], refs: Sequence[str]) -> list[dict[str, Any]] | None:
    """The follow-ups that --done names, all of them of somebody who was there; None where it names none."""
    if not refs:
        return None
    rows = agenda.named_open(session, [ref for ref in refs if not ref.strip().lower().startswith("k")])
    for row in rows:
        if row["contact_id"] not in {one.id for one in people}:
            raise BadValueError(
                f"f{row['id']} is not a follow-up of {people[0].name}", f"`crm done f{row['id']}` closes it"
            )
    return rows


def _settled(
    session: Session, one: Named, entry: Entry, only: list[dict[str, Any]] | None, keep: bool
) -> list[dict[str, Any]]:
    if only is not None:
        return [row for row in only if row["contact_id"] == one.id]
    return agenda.settled_by(session, one.id, entry.on) if entry.settles and not keep else []


def _write(
    session: Session, op: Operation, people: list[Named], entry: Entry, only: list[dict[str, Any]] | None, keep: bool
) -> Written:
    closed: list[dict[str, Any]] = []
    opened: list[dict[str, Any]] = []
    told = Consequences([], [])
    first = 0
    for one in people:
        extra = {"meeting_id": first} if first else {}
        columns = {**entry.columns, **({"minutes": None, "opportunity_minor": None} if first else {}), **extra}
        interaction_id = op.insert("interactions", contact_id=one.id, **columns)
        first = first or interaction_id
        consequences(op, session, one, entry.columns, told)
        done, again = agenda.close(
            session, op, one, _settled(session, one, entry, only, keep), entry.on, interaction_id
        )
        closed += done
        opened += again
    opened += _open(session, op, people[0], entry, first)
    if entry.answers:
        from crmcli.actions.fact import keep_answers

        told.notes.extend(keep_answers(session, op, people[0].id, entry.answers, entry.columns["on_date"], first))
    return Written(first, closed, opened, told)


def _open(session: Session, op: Operation, one: Named, entry: Entry, interaction_id: int) -> list[dict[str, Any]]:
    opened = []
    amount = entry.columns["opportunity_minor"]
    text = one_line(entry.columns["text"], 200)
    if amount is not None:
        currency = session.policy.currency
        text = f"opportunity {format_amount(amount, currency)} {currency}: {text}"
    if entry.promise is not None:
        due = entry.next or When(agenda.next_working_day(session), None)
        opened.append(agenda.open_followup(session, op, one, "promise", entry.promise, due, opened_by=interaction_id))
    if amount is not None or (entry.next is not None and entry.promise is None):
        due = entry.next or When(_chance_on(session), None)
        opened.append(agenda.open_followup(session, op, one, "followup", text, due, opened_by=interaction_id))
    return opened


def _chance_on(session: Session) -> date:
    """The day on which a sale that may come, noted without a day, comes up."""
    return add_span(session.today, session.policy.span("opportunity.after") or Span(7, "d"))


def _shown(session: Session, columns: dict[str, Any]) -> dict[str, Any]:
    shown = {key: value for key, value in columns.items() if key not in ("on_date", "by_whom")}
    return {**shown, "at": session.local(columns["at"]), "by": columns["by_whom"]}


def _lines(session: Session, people: list[Named], entry: Entry, written: Written, *, dated: bool) -> list[str]:
    columns = entry.columns
    names = ", ".join(one.name for one in people)
    mood = f", mood {columns['mood'] and format(columns['mood'], '+d')}" if columns["mood"] is not None else ""
    attempt = "" if entry.reached else " (an attempt, no contact)"
    direction = "" if columns["direction"] == "out" else " from them"
    day = f", {told_instant(session, columns['at'])}" if dated else ""
    how = f"{columns['channel']}{direction}, {columns['outcome']}{mood}{attempt}"
    lines = [f"Logged i{written.id}: {names} (c{people[0].id}){day}, {how}", *written.told.said]
    lines += [f"Closed f{item['id']}: {one_line(item['text'])}" for item in written.closed]
    lines += [
        f"{'Promised' if item['kind'] == 'promise' else 'Next'} f{item['id']}: "
        f"{format_when(When(date.fromisoformat(item['due_on']), agenda.clock_time(item['due_time'])))} - {one_line(item['text'])}"
        for item in written.opened
    ]
    return lines


def told_instant(session: Session, instant: str) -> str:
    """An instant of the book as lines say it: its local date and time."""
    local = datetime.fromisoformat(session.local(instant))
    return format_when(When(local.date(), local.time()))
