"""The records of the made-up book, each with the fields its table has; what is derived from them is left out.

Numbers of records are the ones they have in a new book, counted from 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from crmcli.demo.service_rows import Complaint, ComplaintStep, Question, Suggestion


class Contact(NamedTuple):
    """A person, company or partner."""

    id: int
    uid: str
    kind: str
    name: str
    owner: str | None
    source: str | None
    referred_by: int | None
    birth_year: int | None
    birth_month: int | None
    birth_day: int | None
    language: str | None
    hours: str | None
    prefers: str | None
    every: str | None
    created_at: str
    created_on: str
    archived_at: str | None
    step: str | None = None
    step_wanted: str | None = None
    tier: str | None = None


class Point(NamedTuple):
    """An e-mail address, phone number or postal address."""

    contact_id: int
    kind: str
    value: str
    bad: int = 0


class Role(NamedTuple):
    """Who works where, as what."""

    contact_id: int
    company_id: int
    role: str


class Tag(NamedTuple):
    """A word on a contact."""

    contact_id: int
    tag: str


class Field(NamedTuple):
    """A named value on a contact."""

    contact_id: int
    key: str
    value: str


class ClosedChannel(NamedTuple):
    """A way on which somebody does not want to be reached; `all` closes every one."""

    contact_id: int
    channel: str
    why: str


class Remark(NamedTuple):
    """A note that is no contact."""

    contact_id: int
    at: str
    on_date: str
    by_whom: str
    text: str


class Fact(NamedTuple):
    """Something learnt, with the day and the conversation it came from."""

    contact_id: int
    key: str
    value: str
    on_date: str
    source: str | None


class Interaction(NamedTuple):
    """One contact, one attempt, or one message."""

    id: int
    contact_id: int
    at: str
    on_date: str
    channel: str
    direction: str
    nature: str
    outcome: str
    mood: int | None
    minutes: int | None
    by_whom: str
    text: str
    line: str | None
    opportunity_minor: int | None
    meeting_id: int | None


class Order(NamedTuple):
    """A sale or a refund; no contact is a walk-in. Amounts in minor units."""

    id: int
    contact_id: int | None
    on_date: str
    counts_on: str
    amount_minor: int
    cost_minor: int | None
    currency: str
    rate: str | None
    base_minor: int | None
    base_cost_minor: int | None
    quantity: str | None
    line: str
    site: str | None
    ref: str
    by_whom: str
    refund_of: int | None
    created_at: str


class Quote(NamedTuple):
    """An offer in euros."""

    contact_id: int
    amount_minor: int
    currency: str
    base_minor: int
    text: str
    on_date: str
    valid_until: str | None
    status: str
    closed_on: str | None
    reason: str | None
    shortlist: int
    by_whom: str
    interaction_id: int | None


class Followup(NamedTuple):
    """A dated next step or a promise."""

    id: int
    contact_id: int
    kind: str
    text: str
    due_on: str
    due_time: str | None
    every: str | None
    owner: str
    status: str
    created_at: str
    created_on: str
    opened_by: int | None
    closed_on: str | None
    closed_by: int | None
    repeats: int | None


class Wallet(NamedTuple):
    """An estimate of what somebody spends in a year on what we sell, with us and with others, in euros."""

    contact_id: int
    amount_minor: int
    currency: str
    base_minor: int
    on_date: str
    source: str
    competitor: str | None
    by_whom: str


class Wanted(NamedTuple):
    """An account wanted in a fiscal year."""

    contact_id: int
    year: int
    on_date: str
    why: str


class DemoBook(NamedTuple):
    """The whole book. Tables stand in the order in which they can be written."""

    policy: dict[str, Any]
    contacts: Sequence[Contact]
    points: Sequence[Point]
    roles: Sequence[Role]
    tags: Sequence[Tag]
    fields: Sequence[Field]
    closed_channels: Sequence[ClosedChannel]
    remarks: Sequence[Remark]
    interactions: Sequence[Interaction]
    facts: Sequence[Fact]
    orders: Sequence[Order]
    quotes: Sequence[Quote]
    followups: Sequence[Followup]
    wallets: Sequence[Wallet]
    wanted: Sequence[Wanted]
    complaints: Sequence[Complaint]
    complaint_steps: Sequence[ComplaintStep]
    suggestions: Sequence[Suggestion]
    questions: Sequence[Question]

    def tables(self) -> list[tuple[str, Sequence[Any]]]:
        """(table, its records), in the order in which they can be written."""
        return [(name, getattr(self, name)) for name in self._fields if name != "policy"]
