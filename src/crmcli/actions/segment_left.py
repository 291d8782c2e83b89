"""What a segment leaves out for want of an exchange rate: how many orders, and how to mend it."""

from __future__ import annotations

from crmcli.actions.record import NAMED, first_of
from crmcli.actions.session import Session
from crmcli.domain.words import counted
from crmcli.store import segment_sums, segments
from crmcli.store.segments import Window


def left_out(session: Session, window: Window) -> tuple[int, list[str]]:
    """The number of orders of the window, walk-ins included, that have no value, and a note where there are any."""
    count = segment_sums.without_rate(session.book, window)
    return count, [rate_note(session, window, count)] if count else []


def rate_note(session: Session, window: Window, count: int) -> str:
    """The note about `count` orders without a rate."""
    first = segments.without_rate(session.book, window, NAMED)
    return (
        f"{counted(count, 'order')} without an exchange rate left out ({first_of('o', first, count)});"
        f" `crm edit o{first[0]} --rate R{session.place_flag}` mends one"
    )
