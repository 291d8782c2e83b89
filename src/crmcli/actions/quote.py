"""Quotes: sending one, closing it as won, lost or expired with the reason, listing, correcting, striking out.

A won quote is no order yet: `crm quote won q5 --order` enters that too, else the line to type is shown.
"""

from __future__ import annotations

from typing import Any

from crmcli.actions import order, pricing, refund
from crmcli.actions.order_entry import Flags as OrderFlags
from crmcli.actions.order_entry import blank, understand
from crmcli.actions.quote_entry import Flags, check, flags_of, put_over
from crmcli.actions.record import NAMED, first_of, names
from crmcli.actions.session import Session, one_line, plain
from crmcli.actions.who import find_one, reference
from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.domain.when import format_iso
from crmcli.domain.words import counted, pick
from crmcli.errors import DeclinedError, NotFoundError
from crmcli.store import quotes

SAID = {
    "contact_id": "contact", "amount_minor": "amount", "currency": "currency", "rate": "rate", "text": "for",
    "on_date": "on", "valid_until": "valid_until", "status": "status", "reason": "reason",
    "shortlist": "shortlist", "by_whom": "by",
}  # fmt: skip
TOLD = {"on": "date", "for": "what it is for", "valid_until": "validity", "by": "seller"}


def add(session: Session, flags: Flags) -> Result:
    """Keeps a quote that was sent. Raises BadValueError, NotFoundError, AmbiguousError."""
    row = put_over(session, _blank(session), flags)
    check(session, row)
    with session.operation() as op:
        quote_id = op.insert("quotes", **row)
    kept = quote_row(session, quote_id)
    notes = pricing.rate_notes(session, kept, f"q{quote_id}")
    if kept["valid_until"] and kept["valid_until"] < session.today.isoformat():
        notes.append(
            f"its validity ended on {format_iso(kept['valid_until'])}; `crm quote expire q{quote_id}` closes it"
        )
    return session.written("quote", op, [said(session, kept)], item=quote_item(session, kept), notes=notes)


def close(
    session: Session,
    ref: str,
    status: str,
    *,
    reason: str | None = None,
    on: str | None = None,
    with_order: bool = False,
) -> Result:
    """Closes an open quote as won, lost or expired; `with_order` enters the order in the same operation.

    Raises NotFoundError, DeclinedError for a quote that is closed already, BadValueError for a day outside its life.
    """
    row = quote_row(session, reference(ref, "q", bare="q")[1])
    if row["status"] != "open":
        hint = f"`crm edit q{row['id']} --status open` opens it again"
        since = format_iso(row["closed_on"])
        raise DeclinedError(f"q{row['id']} is {row['status']} already, since {since}", hint)
    day = session.when(on, past=True) if on else session.today
    after = {"status": status, "closed_on": day.isoformat(), "reason": plain(reason, "--reason")}
    check(session, {**row, **after})
    order_row = _as_order(session, row, day.isoformat()) if with_order else None
    with session.operation() as op:
        op.update("quotes", row["id"], **after)
        order_id = order.enter(session, op, order_row) if order_row else None
    kept = quote_row(session, row["id"])
    item = {**quote_item(session, kept), "order": order_id}
    lines = [said(session, kept)]
    if order_id is not None:
        lines.append(order.said(session, refund.order_row(session, order_id)))
    elif status == "won":
        lines.append(f"The order: `{_order_command(session, kept)}`")
    return session.written("quote", op, lines, item=item, notes=_unexplained(kept))


def revise(session: Session, quote_id: int, **typed: Any) -> Result:
    """Corrects a quote. `typed` are the fields of Flags, None for what stays; status `open` opens it again.

    Raises NotFoundError, BadValueError.
    """
    old = quote_row(session, quote_id)
    new = put_over(session, old, flags_of(typed))
    check(session, {**old, **new})
    with session.operation() as op:
        before = op.update("quotes", quote_id, **new)
    kept = quote_row(session, quote_id)
    changed = [SAID[column] for column in before if column in SAID]
    verb = f"Changed {', '.join(TOLD.get(one, one) for one in changed)}" if changed else "Nothing to change"
    notes = pricing.rate_notes(session, kept, f"q{quote_id}")
    parts = {"item": {**quote_item(session, kept), "changed": changed}, "summary": {"changed": changed}, "notes": notes}
    return session.written("quote", op, [f"{verb}. {said(session, kept)}"], **parts)


def void(session: Session, quote_id: int) -> Result:
    """Strikes out a quote. Raises NotFoundError."""
    row = quote_row(session, quote_id)
    with session.operation() as op:
        op.update("quotes", quote_id, voided_at=session.stamp())
    item = quote_item(session, {**row, "voided_at": session.stamp()})
    return session.written("quote", op, [f"Struck out: {said(session, row)}"], item=item)


def list_quotes(
    session: Session, who: str | None = None, *, status: str | None = None, wanted: int | None = None
) -> Result:
    """Quotes as they stood on the day asked about: the open ones, then the newest, at most `wanted`."""
    contact = find_one(session, who).id if who is not None else None
    which = pick(status, quotes.STATUSES, "status") if status is not None else None
    scope = {"as_of": session.as_of.isoformat(), "contact": contact, "status": which}
    items = quotes.listed(session.book, scope, wanted)
    summary = quotes.totals(session.book, scope)
    return session.result("quotes", items=items, summary=summary, notes=_to_mend(session, scope, summary))


def _to_mend(session: Session, scope: dict[str, Any], summary: dict[str, int]) -> list[str]:
    """What is wrong with the open ones, by their first numbers, and how to mend it."""
    notes = []
    if summary["excluded"]:
        first = quotes.without_rate(session.book, scope, NAMED)
        named = first_of("q", first, summary["excluded"])
        mends = f"`crm edit q{first[0]} --rate R{session.place_flag}` puts one in"
        notes.append(f"{counted(summary['excluded'], 'quote')} without a rate not in the total ({named}); {mends}")
    if summary["overdue"]:
        first = quotes.overdue(session.book, scope, NAMED)
        named = first_of("q", first, summary["overdue"])
        closes = f"`crm quote expire q{first[0]}{session.place_flag}` closes one"
        notes.append(f"{counted(summary['overdue'], 'quote')} open past the last day of validity ({named}); {closes}")
    return notes


def quote_row(session: Session, quote_id: int) -> dict[str, Any]:
    """A quote that stands. Raises NotFoundError, DeclinedError for one that is struck out."""
    row = quotes.get(session.book, quote_id)
    if row is None:
        raise NotFoundError(f"there is no quote q{quote_id}", "`crm quote list` shows them")
    if row["voided_at"] is not None:
        raise DeclinedError(f"q{quote_id} is struck out", "`crm history` shows when; `crm undo` can take that back")
    return row


def quote_item(session: Session, row: dict[str, Any]) -> dict[str, Any]:
    """A quote as scripts see it."""
    return quotes.shown(row, names(session, [row["contact_id"]])[row["contact_id"]]["name"])


def said(session: Session, row: dict[str, Any]) -> str:
    """A quote on one line."""
    contact = quote_item(session, row)["contact"]
    parts = [f"{contact['name']} (c{contact['id']})", pricing.told(session, row)]
    parts += [f"for {one_line(row['text'])}"] if row["text"] else []
    parts.append("sent " + format_iso(row["on_date"]))
    if row["closed_on"]:
        parts.append(f"{row['status']} {format_iso(row['closed_on'])}")
        parts += [one_line(row["reason"])] if row["reason"] else []
    elif row["valid_until"]:
        parts.append("valid until " + format_iso(row["valid_until"]))
    return f"Quote q{row['id']}: {', '.join(parts)}"


def _blank(session: Session) -> dict[str, Any]:
    nothing = dict.fromkeys(("contact_id", "amount_minor", "rate", "text", "valid_until", "closed_on", "reason"))
    today = session.today.isoformat()
    begun = {"currency": session.policy.currency, "on_date": today, "by_whom": session.by}
    return {**nothing, **begun, "status": "open", "shortlist": 0}


def _as_order(session: Session, row: dict[str, Any], on: str) -> dict[str, Any]:
    """The order that a won quote becomes."""
    start = blank(session, None)
    kept = {name: row[name] for name in ("contact_id", "amount_minor", "currency", "rate")}
    by_whom = start["by_whom"] or row["by_whom"]
    return understand(
        session,
        {**start, **kept, "on_date": on, "ref": f"q{row['id']}", "by_whom": by_whom},
        OrderFlags(),
        None,
    )


def _order_command(session: Session, row: dict[str, Any]) -> str:
    """The command that enters a won quote as an order."""
    amount = format_amount(row["amount_minor"], row["currency"]).replace(",", "")
    parts = [f"crm order add c{row['contact_id']} {amount} --ref q{row['id']}"]
    parts += [f"--currency {row['currency']}"] if row["currency"] != session.policy.currency else []
    parts += [f"--rate {row['rate']}"] if row["rate"] else []
    parts += [f"--on {row['closed_on']}"] if row["closed_on"] != session.today.isoformat() else []
    return " ".join(parts)


def _unexplained(row: dict[str, Any]) -> list[str]:
    if row["status"] != "lost" or row["reason"]:
        return []
    return [f"why it was lost is not kept yet: `crm edit q{row['id']} --reason TEXT`"]
