"""People's purchases counted under the company they work at: several histories made one. Days on which two of them bought are
one purchase day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crmcli.analysis.history import History


def by_account(histories: Iterable[History], firms: Mapping[int, int]) -> list[History]:
    """Histories by account, in order of its contact id; `firms` says whose account is another contact's."""
    parts: dict[int, list[History]] = {}
    for history in histories:
        parts.setdefault(firms.get(history.contact_id, history.contact_id), []).append(history)
    return [
        found[0]._replace(contact_id=account) if len(found) == 1 else _one(account, found)
        for account, found in sorted(parts.items())
    ]


def _one(account: int, found: list[History]) -> History:
    bought: dict[int, int] = {}
    for history in found:
        for day, amount in zip(history.days, history.amounts, strict=True):
            bought[day] = bought.get(day, 0) + amount
    days = sorted(bought)
    return History(account, days, [bought[day] for day in days], sorted(pair for each in found for pair in each.others))
