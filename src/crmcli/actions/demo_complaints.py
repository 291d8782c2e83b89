"""The demo's complaints brought under the terms of its policy, and their columns written as every complaint's are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from crmcli.actions.complaint import escalate
from crmcli.actions.complaint_record import settle_columns
from crmcli.actions.complaint_terms import terms_as
from crmcli.actions.session import Session
from crmcli.domain.policy import Policy
from crmcli.store import policy as policy_rows
from crmcli.store.book import Operation

if TYPE_CHECKING:
    from crmcli.analysis.value_class import ClassedCustomer
    from crmcli.demo.rows import DemoBook


def settle_complaints(session: Session, op: Operation, made: DemoBook, classes: Iterable[ClassedCustomer]) -> None:
    """Gives each complaint its terms, as its customer is served, and settles what follows from its steps."""
    policy = Policy(policy_rows.load(session.book))
    served: dict[int, str] = {row.contact_id: row.class_ for row in classes}
    served |= {one.id: one.tier for one in made.contacts if one.tier}
    for row in made.complaints:
        terms = terms_as(policy, served.get(row.contact_id, "prospect"), row.opened_on)
        op.update("complaints", row.id, terms=terms)
        settle_columns(session, op, row.id)
    for contact in sorted({row.contact_id for row in made.complaints}):
        escalate(session, op, contact)
