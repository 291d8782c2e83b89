"""The records of complaints, suggestions and questions in the made-up book, each with the fields its table has."""

from __future__ import annotations

from typing import NamedTuple


class Complaint(NamedTuple):
    """A complaint as it was opened; its terms and what its clocks say come with the writing."""

    id: int
    contact_id: int
    opened_at: str
    opened_on: str
    channel: str
    severity: str
    line: str | None
    text: str
    owner: str
    about: str | None
    by_whom: str
    first_contact: int
    terms: str = ""
    status: str = "open"


class ComplaintStep(NamedTuple):
    """One thing that happened to a complaint."""

    contact_id: int
    complaint_id: int
    at: str
    on_date: str
    kind: str
    text: str | None
    by_whom: str
    recovered: str | None = None
    status: str = "open"


class Suggestion(NamedTuple):
    """What somebody proposed, and the answer."""

    contact_id: int
    at: str
    on_date: str
    text: str
    by_whom: str
    status: str
    answer: str | None
    answered_on: str | None
    answered_by: str | None


class Question(NamedTuple):
    """A question of the bank; `audience` is a JSON list of facet:value words."""

    key: str
    text: str
    audience: str
    fresh: str
    on_date: str
