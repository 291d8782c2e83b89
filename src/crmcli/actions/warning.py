"""What the lists of early warnings share: the flags as typed, whom they leave out, and what becomes of a list.

A warning is worked out by its own file; here it is dressed, cut, tagged and followed up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from crmcli.actions import buying, outreach
from crmcli.actions.record import NAMED, first_of, named
from crmcli.actions.rules import classes
from crmcli.actions.session import Session
from crmcli.analysis.history import History
from crmcli.analysis.standing import Limits, last_year, limits
from crmcli.domain.policy import Policy
from crmcli.domain.result import Result
from crmcli.domain.span import add, parse_span
from crmcli.domain.words import counted, pick
from crmcli.errors import BadValueError
from crmcli.store import segments, warning
from crmcli.store.book import Book
from crmcli.store.segments import Window

GRADES = ("A", "B", "C", "zero", "below_zero")
FARTHEST = 3653
SURE = 0.01


@dataclass(frozen=True, slots=True)
class Asked:
    """The flags of a list as they were typed; `rows_wanted`: how many items will be shown, None all."""

    horizon: str | None = None
    group: str | None = None
    class_: str | None = None
    all_: bool = False
    strict: bool = False
    accounts: bool = False
    wish: outreach.Wish = field(default_factory=outreach.Wish)
    rows_wanted: int | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """Who is on a list, in order; `dress` makes the items of some of them."""

    kind: str
    ids: Sequence[int]
    dress: Callable[[Sequence[int]], list[dict[str, Any]]]
    summary: dict[str, Any]
    notes: list[str]


def answer(session: Session, asked: Asked, plan: outreach.Plan, listing: Listing) -> Result:
    """The list, cut to what will be shown; then what was wished with all of it."""
    parts: dict[str, Any] = {
        "items": listing.dress(listing.ids[: asked.rows_wanted]),
        "summary": listing.summary,
        "notes": listing.notes,
    }
    if not plan:
        return session.result(listing.kind, **parts)
    with session.operation(of_list=True) as op:
        done = outreach.carry_out(session, op, plan, listing.ids)
    written = {"tagged": done.tagged, "opened": done.opened, "already_open": done.already}
    parts["summary"] = {**listing.summary, **written}
    return session.written(listing.kind, op, done.said, **parts)


def horizon_days(text: str | None, policy: Policy, key: str, as_of: date) -> int:
    """The days from `as_of` that --horizon, or the policy's key, looks ahead; months by the calendar. Raises BadValueError."""
    span = parse_span(policy[key] if text is None else text)
    if not 1 <= span.days() <= FARTHEST:
        raise BadValueError(f"--horizon {span} is too far ahead", "up to 10y, such as 90d or 12m")
    return (add(as_of, span) - as_of).days


def grade_asked(text: str | None, grades: Sequence[str] = GRADES) -> str | None:
    """The class among `grades` that --class names, in any case. Raises BadValueError."""
    if text is None:
        return None
    names = {name.lower().replace("_", "-"): name for name in grades}
    return names[pick("-".join(text.split()), tuple(names), "class")]


def set_aside(session: Session, as_of: date) -> set[int]:
    """Who was archived by the end of that day."""
    midnight = datetime.combine(as_of + timedelta(days=1), time(), session.policy.zone)
    return warning.archived(session.book, midnight.astimezone(UTC).isoformat(timespec="seconds"))


def standing_limits(
    book: Book, policy: Policy, as_of: date, today: date, histories: Sequence[History] | None, mark: str = ""
) -> Limits | None:
    """Where the classes of `standing` begin: the limits kept for that day, else, with everybody's histories, new ones."""
    a, b = policy["abc.a"], policy["abc.b"]
    variant = f"{a:g} {b:g} {mark}".strip()
    if histories is None:
        found = buying.last_fitted(book, policy, "standing", as_of, variant)
    else:
        everybody = histories
        found = buying.fitted(
            book, policy, "standing", as_of, today,
            lambda: limits(map(last_year, everybody), a=a, b=b)._asdict(), variant=variant,
        )  # fmt: skip
    return None if found is None else Limits(**found)


def classes_on(book: Book, policy: Policy, as_of: date, firms: Mapping[int, int] | None = None) -> dict[int, str]:
    """Everybody's class, by sales over the 12 months to the end of the month before that day; whoever first ordered since
    is new. `firms`: whose account is another contact's."""
    sums: dict[int, int] = {}
    everybody: dict[int, bool] = {}
    for one, minor, known in warning.class_sums(book, as_of):
        account = firms.get(one, one) if firms else one
        everybody[account] = everybody.get(account, False) or known
        sums[account] = sums.get(account, 0) + minor
    found = classes(policy, ((one, sums[one]) for one, known in everybody.items() if known))
    return {one: found.get(one, "new") for one in everybody}


def accounts(book: Book) -> tuple[Mapping[int, int], str]:
    """Whose account is whose, and a mark of just that, for answers that are kept."""
    from zlib import crc32

    firms = segments.accounts(book)
    return firms, f"accounts {crc32(repr(sorted(firms.items())).encode()):x}"


def contact(names: Mapping[int, str], contact_id: int) -> dict[str, Any]:
    """A contact inside an item."""
    return named(contact_id, names.get(contact_id, ""))


def chance(share: float) -> str:
    """A chance in words: "12 %", "less than 1 %"."""
    if share < SURE:
        return "less than 1 %"
    return "more than 99 %" if share > 1 - SURE else f"{share * 100:.0f} %"


def left_out(session: Session, as_of: date, without_rate: int) -> list[str]:
    """What the analyses did not see, by its first numbers, and how to mend it."""
    if not without_rate:
        return []
    first = segments.without_rate(session.book, Window(date.min, as_of, as_of), NAMED)
    mend = f"; `crm edit o{first[0]} --rate R{session.place_flag}` mends one" if first else ""
    named_first = f" ({first_of('o', first, without_rate)})" if first else ""
    return [f"{counted(without_rate, 'order')} without an exchange rate left out{named_first}{mend}"]


def following(session: Session, command: str, as_of: date) -> list[str]:
    """The commands that are likely next about a list, as they can be pasted into a shell."""
    again = f"crm {command}" + (f" --as-of {as_of}" if as_of != session.today else "") + session.place_flag
    return [f'{again} --followup "TEXT" --due fri', f"{again} --tag-as NAME"]
