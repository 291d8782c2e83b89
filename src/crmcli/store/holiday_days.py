"""The public holidays kept in the book, so that no daily command has to work a calendar out.

They follow from the policy's country and the year alone: they stand outside the journal, and are made again when those
change.
"""

from __future__ import annotations

from crmcli.domain.policy import Policy
from crmcli.errors import BadValueError
from crmcli.store import kept
from crmcli.store.book import Book

NAME = "holidays"
BACK, AHEAD = 10, 5


def of_policy(book: Book, policy: Policy, year: int) -> list[str]:
    """The local dates of the holidays from ten years before `year` to five years after it; none where the policy keeps
    none, or names a country that is not known (`crm policy check` says so)."""
    if not policy["holidays"]:
        return []
    country, region = policy["country"], policy["region"]
    key = f"{country}/{region or ''}/{year}"
    found: list[str] | None = kept.get(book, NAME, key)
    if found is None:
        found = _worked_out(country, region, year)
        kept.put(book, NAME, key, found)
    return found


def _worked_out(country: str | None, region: str | None, year: int) -> list[str]:
    from crmcli.domain.public_holidays import public_holidays

    try:
        return public_holidays(country, region, range(year - BACK, year + AHEAD + 1))
    except BadValueError:
        return []


def forget(book: Book) -> None:
    """Drops what is kept, so that it is worked out anew. Call it inside a transaction."""
    kept.drop(book, NAME)
