"""Early warnings for the morning list: who lapses, who buys far less than their usual, who is worth winning back.

Each analysis is asked for its answer and nothing is judged here: whoever is worth winning back is not also warned of as
lapsed, that is all.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crmcli.actions import buying, lapsed, underbuying, winback
from crmcli.analysis.history import History
from crmcli.domain.policy import Policy
from crmcli.domain.span import Span, add
from crmcli.store import winback as record
from crmcli.store.book import Book
from crmcli.store.signals import Signal

if TYPE_CHECKING:
    from crmcli.analysis.lapsed import LapsedFit
    from crmcli.analysis.underbuying import UnderbuyingFit

NEVER = Span(0, "d")
Histories = Mapping[int, History]


def warn(
    book: Book, policy: Policy, today: date, contacts: Collection[int] | None, advance: Callable[[int], None]
) -> list[Signal] | None:
    """The warnings of some contacts or of all; None where the fits that are kept no longer hold for only some.

    `advance` is told of each of four steps.
    """
    histories = {one.contact_id: one for one in buying.histories(book, today, contacts)}
    advance(1)
    gone = lapsed.columns(book, policy, today, today, contacts=contacts)
    advance(1)
    low = underbuying.columns(book, policy, today, today, contacts=contacts)
    advance(1)
    lost = winback.found(book, policy, today, today, contacts=contacts)
    advance(1)
    if gone is None or low is None or lost is None:
        return None
    silence, usual = _fits(book, policy, today, contacts, gone.horizon_days, histories)
    if silence is None or usual is None:
        return None
    won_back = {one.contact_id for one in lost}
    return [
        *_lost(book, policy, today, lost),
        *(one for one in _lapsed(policy, today, gone, silence, histories) if one.contact_id not in won_back),
        *_low(policy, today, low, usual, histories),
    ]


def _fits(
    book: Book, policy: Policy, today: date, contacts: Collection[int] | None, horizon: int, histories: Histories
) -> tuple[LapsedFit | None, UnderbuyingFit | None]:
    """What the columns were judged by; for some contacts only what is kept and still holds."""
    if contacts is not None:
        return lapsed.kept_fit(book, policy, today, horizon), underbuying.kept_fit(book, policy, today)
    everybody = list(histories.values())
    return (
        lapsed.fit_of(book, policy, today, today, horizon, everybody),
        underbuying.fit_of(book, policy, today, today, everybody),
    )


def _lapsed(
    policy: Policy, today: date, found: lapsed.Columns, fit: LapsedFit, histories: Histories
) -> Iterator[Signal]:
    """Whoever lapsed too long ago to be won back is none of a morning's work."""
    from crmcli.analysis.lapsed import lapsed_since

    oldest = add(add(today, policy.span("winback.within") or NEVER, -1), policy.span("winback.after") or NEVER, -1)
    for place, contact in enumerate(found.contact_ids):
        if found.groups[place] != lapsed.NAME or found.last_days[place] < oldest.toordinal():
            continue
        since = lapsed_since(
            histories[contact], fit, today=today.toordinal(), horizon_days=found.horizon_days, threshold=found.threshold
        )
        yield Signal(
            contact,
            "lapsed",
            since=date.fromordinal(since).isoformat() if since else today.isoformat(),
            cause=date.fromordinal(found.last_days[place]).isoformat(),
            grade=found.standings[place],
            worth=found.values[place],
            text=lapsed.words(found, place, today),
        )


def _low(
    policy: Policy, today: date, found: underbuying.Columns, fit: UnderbuyingFit, histories: Histories
) -> Iterator[Signal]:
    """Whoever has just come back after a whole window of silence is to be thanked, not reproached."""
    from crmcli.analysis.underbuying import since

    ratio, p = policy["underbuying.ratio"], policy["underbuying.p"]
    for place, contact in enumerate(found.contact_ids):
        days = histories[contact].days
        if not found.flagged(place, ratio, p) or days[-1] - days[-2] >= found.window_days[place]:
            continue
        begun = since(histories[contact], fit, today=today.toordinal(), ratio=ratio, p=p) or today.toordinal()
        window = timedelta(days=found.window_days[place])
        yield Signal(
            contact,
            "underbuying",
            since=date.fromordinal(begun).isoformat(),
            cause=(date.fromordinal(begun) - window).isoformat(),
            grade=found.classes[place],
            worth=found.expected[place] - found.actual[place],
            text=underbuying.words(found, place, policy.currency),
        )


def _lost(book: Book, policy: Policy, today: date, found: list[winback.Lost]) -> Iterator[Signal]:
    reasons, _ = winback.likely(book, policy, found, today)
    said = record.said(book, {one.id for one in reasons.values() if one.id is not None and one.letter == "i"})
    for one in found:
        why = winback.reason_words(reasons[one.contact_id], said, today)
        yield Signal(
            one.contact_id,
            "winback",
            since=date.fromordinal(one.lost_on).isoformat(),
            cause=date.fromordinal(one.last_order_on).isoformat(),
            grade=one.standing,
            worth=one.value_minor,
            text=f"{winback.words(one, policy.currency, today)}; {why}",
        )
