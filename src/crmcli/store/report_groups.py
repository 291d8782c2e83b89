"""How reports split their rows, as SQL: whose, by which way, of which kind, of which class of customer, in which month."""

from __future__ import annotations

from crmcli.store.sales import GRADE

NONE = "'(none)'"


def klass(contact: str) -> str:
    """The class of a contact whose id is in a column."""
    grade = GRADE.replace("c.id", contact).replace("a.grade", "own.grade")
    return f"(SELECT {grade} FROM (SELECT 1) LEFT JOIN sales own ON own.contact_id = {contact})"


def word(column: str) -> str:
    """A column that may say nothing."""
    return f"coalesce(nullif({column}, ''), {NONE})"


def month(column: str) -> str:
    """The month of a local date, as 2026-11."""
    return f"substr({column}, 1, 7)"
