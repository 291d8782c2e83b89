"""`crm order add`, `crm order list`."""

from __future__ import annotations

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result
from crmcli.errors import UsageError

When = Annotated[str | None, typer.Option(metavar="WHEN", help="the day (default today)")]
Currency = Annotated[str | None, typer.Option(metavar="CODE", help="another currency than the book's")]
Rate = Annotated[str | None, typer.Option(metavar="R", help="the book's currency per one of the other: 1.08")]
OptionalWho = Annotated[
    str | None,
    typer.Argument(metavar="[WHO]", help="c12, an e-mail, a phone number or words of a name", show_default=False),
]


def add(
    ctx: typer.Context,
    who: OptionalWho = None,
    amount: Annotated[
        str | None,
        typer.Argument(metavar="AMOUNT", help="120 or 1234.50; below zero is a refund", show_default=False),
    ] = None,
    walk_in: Annotated[bool, typer.Option("--walk-in", help="a sale without a name: AMOUNT alone")] = False,
    on: When = None,
    refund: Annotated[bool, typer.Option("--refund", help="the AMOUNT goes back")] = False,
    refund_of: Annotated[str | None, typer.Option(metavar="o77", help="give back this order, or AMOUNT of it")] = None,
    cost: Annotated[str | None, typer.Option(metavar="AMOUNT", help="what the goods cost us")] = None,
    quantity: Annotated[str | None, typer.Option(metavar="N")] = None,
    line: Annotated[str | None, typer.Option(metavar="TEXT", help="the product line")] = None,
    site: Annotated[str | None, typer.Option(metavar="TEXT", help="the shop or branch")] = None,
    ref: Annotated[str | None, typer.Option(metavar="TEXT", help="the order's own number")] = None,
    currency: Currency = None,
    rate: Rate = None,
    by: Annotated[str | None, typer.Option(metavar="STAFF", help="who sold it")] = None,
) -> Result:
    """Enter an order, a walk-in sale or a refund.

      crm order add ana 120.50 --cost 70 --line espresso
      crm order add --refund-of o77 20

    A refund tied to its order lowers that order on its day; without an AMOUNT, all that is left goes back. It takes back its
    part of the goods' cost; --cost 0 says that the goods did not come back.
    """
    from crmcli.actions import order
    from crmcli.actions.order_entry import Flags

    refuse_empty(ctx)
    who, amount = sorted_words(who, amount, walk_in=walk_in, tied=refund_of is not None)
    flags = Flags(
        who=who, amount=amount, on=on, currency=currency, rate=rate, cost=cost, quantity=quantity, line=line,
        site=site, ref=ref, by=by, refund=refund, refund_of=refund_of, walk_in=walk_in,
    )  # fmt: skip
    with ctx.obj.session() as session:
        return order.add(session, flags)


def list_orders(
    ctx: typer.Context,
    who: OptionalWho = None,
    start: Annotated[str | None, typer.Option("--from", metavar="WHEN", help="the first day")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="WHEN", help="the last day (default today)")] = None,
) -> Result:
    """Orders and refunds, newest first, and their total.

      crm order list ana
      crm order list --from 2026-01-01 --to eom

    A refund tied to an order is listed with the day of that order.
    """
    from crmcli.actions import order

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return order.list_orders(session, who, start=start, end=end, wanted=ctx.obj.rows_read)


def sorted_words(who: str | None, amount: str | None, *, walk_in: bool, tied: bool) -> tuple[str | None, str | None]:
    """WHO and AMOUNT: a walk-in has no name, and a refund tied to an order may do without one.

    Raises UsageError for a word too many or too few.
    """
    if amount is not None:
        if walk_in:
            raise UsageError("a walk-in sale has no name: two words are one too many", "crm order add --walk-in 4.50")
        return who, amount
    if tied or (walk_in and who is not None):
        return None, who
    if walk_in:
        raise UsageError("there is no AMOUNT", "crm order add --walk-in 4.50")
    missing = "an AMOUNT" if who is not None and who.strip("-\u2212., 0123456789") else "WHO and AMOUNT"
    raise UsageError(
        f"an order needs {missing}", "crm order add ana 120.50; without a name: crm order add --walk-in 4.50"
    )
