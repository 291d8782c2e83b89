"""`crm winback`: valued or growing customers who were lost, why they may have gone, their last words, what to offer.

Who is lost follows from the orders and is kept until one changes; why is read from what was said, for all of them at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import cache
from shlex import quote as shell_word
from typing import TYPE_CHECKING, Any, NamedTuple

from crmcli.actions import buying, lapsed, outreach, warning
from crmcli.actions.session import Session, one_line
from crmcli.actions.warning import Asked, Listing
from crmcli.analysis import winback as analysis
from crmcli.analysis.history import History
from crmcli.analysis.standing import Limits, is_growing
from crmcli.analysis.winback import Likely
from crmcli.domain import pace
from crmcli.domain.money import format_amount
from crmcli.domain.policy import Policy
from crmcli.domain.result import Result
from crmcli.domain.span import Span, add
from crmcli.errors import BadValueError
from crmcli.store import segments
from crmcli.store import winback as record
from crmcli.store.book import Book

if TYPE_CHECKING:
    from crmcli.analysis.lapsed import LapsedFit

NAME = "winback"
LONGEST_QUOTE = 80
WORTH = ("A", "B", "C")
"""Whose standing may be worth winning back: who was growing may be a C."""


class Lost(NamedTuple):
    """A customer worth winning back. Days are ordinals; `value_minor` is the net value of the year to their last order,
    `standing` the class which that makes, `worth` why they are worth it: A, B or growing."""

    contact_id: int
    lost_on: int
    last_order_on: int
    value_minor: int
    standing: str
    worth: str
    growing: bool
    one_time: bool


def found(
    book: Book,
    policy: Policy,
    as_of: date,
    today: date,
    histories: Sequence[History] | None = None,
    *,
    contacts: Collection[int] | None = None,
) -> list[Lost] | None:
    """Everybody who is lost and worth winning back on a day, the most valuable first, archived or not; kept until orders or
    policy change.

    With `contacts` only they are looked at, by the fits that are kept, keeping nothing; None where no fit is kept.
    """
    if contacts is not None:
        columns = lapsed.columns(book, policy, as_of, today, contacts=contacts)
        fit = None if columns is None else lapsed.kept_fit(book, policy, as_of, columns.horizon_days)
        bounds = warning.standing_limits(book, policy, as_of, today, None)
        if columns is None or fit is None or bounds is None:
            return None
        return _lost(policy, as_of, columns, fit, bounds, buying.histories(book, as_of, contacts))

    def make() -> list[Lost]:
        everybody = buying.histories(book, as_of) if histories is None else histories
        columns = lapsed.columns(book, policy, as_of, today, histories=everybody)
        bounds = warning.standing_limits(book, policy, as_of, today, everybody)
        assert columns is not None
        assert bounds is not None
        fit = lapsed.fit_of(book, policy, as_of, today, columns.horizon_days, everybody)
        return _lost(policy, as_of, columns, fit, bounds, everybody)

    return [Lost._make(row) for row in buying.answered(book, NAME, as_of, "", make)]


def _lost(
    policy: Policy, as_of: date, columns: lapsed.Columns, fit: LapsedFit, bounds: Limits, histories: Sequence[History]
) -> list[Lost]:
    from crmcli.analysis.lapsed import lapsed_since

    today = as_of.toordinal()
    after, within = _calendar(policy, "winback.after"), _calendar(policy, "winback.within")
    lost = []
    for place, history in enumerate(histories):
        group, last = columns.groups[place], columns.last_days[place]
        if group not in ("lapsed", "one_time") or after(last) > today:
            continue
        growing = is_growing(history, policy["winback.growth"])
        value = columns.values[place]
        worth = analysis.worth(value, bounds, growing=growing)
        if worth is None:
            continue
        if group == "one_time":
            slipped: int | None = last + int(fit.one_time_days) + 1
        else:
            slipped = lapsed_since(
                history, fit, today=today, horizon_days=columns.horizon_days, threshold=columns.threshold
            )
        since = analysis.lost_on(last if slipped is None else slipped, after(last))
        if since <= today <= within(since):
            standing = columns.standings[place]
            lost.append(Lost(history.contact_id, since, last, value, standing, worth, growing, group == "one_time"))
    return sorted(lost, key=lambda one: (-one.value_minor, one.contact_id))


def _calendar(policy: Policy, key: str) -> Callable[[int], int]:
    """Moves an ordinal on by a span of the policy, months by the calendar; past its end is the last day there is."""
    span = policy.span(key) or Span(0, "d")

    @cache
    def later(day: int) -> int:
        try:
            return add(date.fromordinal(day), span).toordinal()
        except BadValueError:
            return date.max.toordinal()

    return later


def words(one: Lost, currency: str, as_of: date) -> str:
    """Why somebody is worth winning back, from their orders alone."""
    value = format_amount(one.value_minor, currency)
    last, since = (pace.day(date.fromordinal(on), as_of) for on in (one.last_order_on, one.lost_on))
    bought = f"bought once, for {value}, on {last}" if one.one_time else f"{value} in their last year, to {last}"
    worth = "was growing" if one.worth == "growing" else f"was class {one.worth}"
    return f"{worth}: {bought}; lost since {since}"


def likely(book: Book, policy: Policy, lost: Sequence[Lost], as_of: date) -> tuple[dict[int, Likely], dict[int, int]]:
    """contact id -> the likely reason, and contact id -> the interaction of their last words."""
    ids, until = [one.contact_id for one in lost], as_of.isoformat()
    spoken, quotes = record.spoken(book, ids, until), record.lost_quotes(book, ids, until)
    near, silence = ((policy.span(f"winback.{name}") or Span(0, "d")).days() for name in ("near", "silence"))
    closed, register = record.closed(book, ids, until), record.complaints(book, ids, until)
    reasons = {
        one.contact_id: analysis.likely(
            analysis.Case(
                one.last_order_on,
                one.lost_on,
                [analysis.Spoken(w.id, _ordinal(w.on), *w[2:]) for w in spoken.get(one.contact_id, ())],
                [_lost_quote(quote) for quote in quotes.get(one.contact_id, ())],
                one.contact_id in closed,
                [analysis.Complaint(k, _ordinal(on), text) for k, on, text in register.get(one.contact_id, ())],
                near,
                silence,
            )
        )
        for one in lost
    }
    last = {one: found for one, said in spoken.items() if (found := record.last_real(said)) is not None}
    return reasons, last


def _lost_quote(quote: record.Quote) -> analysis.LostQuote:
    return analysis.LostQuote(quote.id, _ordinal(quote.sent_on), _ordinal(quote.on), quote.reason)


def winback(session: Session, asked: Asked) -> Result:
    """Who is lost and worth winning back, the most valuable first; then what was wished with them.

    Raises BadValueError; NoDatabaseError where there is no book.
    """
    policy, as_of, book = session.policy, session.as_of, session.book
    grade = warning.grade_asked(asked.class_, WORTH)
    plan = outreach.plan(session, asked.wish, chosen=True)
    everybody = found(book, policy, as_of, session.today)
    columns = lapsed.columns(book, policy, as_of, session.today)
    assert everybody is not None
    assert columns is not None
    aside = warning.set_aside(session, as_of)
    lost = [one for one in everybody if one.contact_id not in aside]
    reasons, last_words = likely(book, policy, lost, as_of)
    shown = {one.contact_id: one for one in lost if grade in (None, one.standing)}

    def dress(ids: Sequence[int]) -> list[dict[str, Any]]:
        names = segments.names(book, ids)
        evidence = {number for one in ids if (number := _interaction(reasons[one])) is not None}
        said = record.said(book, evidence.union(last_words[one] for one in ids if one in last_words))
        return [_item(session, shown[one], names, reasons[one], said, last_words.get(one), as_of) for one in ids]

    again = NAME + (f" --class {shell_word(asked.class_)}" if asked.class_ else "")
    summary = {
        "customers": len(columns.contact_ids),
        **_summary(policy, lost, reasons),
        "method": columns.method,
        "words": lapsed.method_words(columns, as_of),
        "archived": len(everybody) - len(lost),
        "excluded": columns.without_rate,
        **({"class": grade} if grade else {}),
        "listed": len(shown),
        "next": warning.following(session, again, as_of),
    }
    notes = warning.left_out(session, as_of, columns.without_rate)
    return warning.answer(session, asked, plan, Listing(NAME, list(shown), dress, summary, notes))


def _summary(policy: Policy, lost: Sequence[Lost], reasons: Mapping[int, Likely]) -> dict[str, Any]:
    """The whole, whichever rows are shown: how many, worth what a year, and how often each reason is the likely one."""
    by_worth = {worth: [one.value_minor for one in lost if one.worth == worth] for worth in ("A", "B", "growing")}
    return {
        "lost": len(lost),
        "value_minor": sum(one.value_minor for one in lost),
        "after": policy["winback.after"],
        "within": policy["winback.within"],
        "growth": policy["winback.growth"],
        **{worth: {"customers": len(values), "value_minor": sum(values)} for worth, values in by_worth.items()},
        "reasons": dict(Counter(one.kind for one in reasons.values()).most_common()),
    }


def reason_words(found: Likely, said: Mapping[int, record.Said], as_of: date) -> str:
    """The likely reason with what points to it."""
    on = "" if found.on is None else f" on {pace.day(date.fromordinal(found.on), as_of)}"
    spoken = said.get(found.id) if found.id is not None and found.letter == "i" else None
    quote = f": “{one_line(spoken.text, LONGEST_QUOTE)}”" if spoken is not None and spoken.text.strip() else ""
    if found.letter == "k":
        return f"complaint k{found.id}{on}: “{one_line(found.detail or '', LONGEST_QUOTE)}”"
    if found.kind == "complaint":
        return f"a complaint about {found.detail}{on}{quote}"
    if found.kind == "quote":
        why = one_line(found.detail, LONGEST_QUOTE) if found.detail else "no reason noted"
        sent = f" sent{on}, lost since" if found.closed_later else f" lost{on}"
        return f"quote q{found.id}{sent}: {why}"
    if found.kind == "unhappy":
        return f"a conversation that went badly{on}{quote}"
    if found.kind == "do_not_contact":
        return f"they asked not to be contacted{on}{quote}"
    if found.kind == "silence":
        return f"nobody had spoken to them for {pace.length(found.days or 0)}, since{on.removeprefix(' on')}"
    return "not known: ask"


def _interaction(found: Likely) -> int | None:
    """The interaction that points to a reason."""
    return found.id if found.letter == "i" else None


def _item(
    session: Session, one: Lost, names: Mapping[int, str], reason: Likely, said: Mapping[int, record.Said],
    last: int | None, as_of: date,
) -> dict[str, Any]:  # fmt: skip
    text = reason_words(reason, said, as_of)
    words_of = said[last] if last is not None else None
    return {
        "contact": warning.contact(names, one.contact_id),
        "lost_on": date.fromordinal(one.lost_on).isoformat(),
        "last_order_on": date.fromordinal(one.last_order_on).isoformat(),
        "value_minor": one.value_minor,
        "standing": one.standing,
        "growing": one.growing,
        "likely_reason": text,
        "evidence": {
            "kind": reason.kind,
            "ref": None if reason.id is None else f"{reason.letter}{reason.id}",
            "on": None if reason.on is None else date.fromordinal(reason.on).isoformat(),
        },
        "last_words": None
        if words_of is None
        else {"at": session.local(words_of.at), "text": words_of.text, "channel": words_of.channel},
        "offer": session.policy[f"winback.offer.{one.worth}"],
        "why": f"{words(one, session.policy.currency, as_of)}; {text}",
        "clear": f"crm done c{one.contact_id}/{NAME}{session.place_flag}",
    }


def _ordinal(day: str) -> int:
    return date.fromisoformat(day).toordinal()
