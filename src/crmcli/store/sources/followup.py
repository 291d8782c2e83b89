"""Promises given and follow-ups dated: what was agreed, on the day it falls due."""

from __future__ import annotations

from collections.abc import Iterator

from crmcli.store.sources.base import Reason, Scope


def reasons(scope: Scope) -> Iterator[Reason]:
    """One reason for every open follow-up and promise."""
    sql = (
        "SELECT contact_id, kind, id, due_on, due_time, text FROM followups"
        " WHERE created_on <= :today AND (status = 'open' OR (closed_on > :today AND status <> 'void'))"
    )
    for contact, kind, row_id, due_on, due_time, text in scope.rows(sql + scope.only("contact_id")):
        yield Reason(contact, kind, f"f{row_id}", row_id, due_on, due_time, text)
