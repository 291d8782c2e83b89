"""`crm quote add`, `won`, `lost`, `expire`, `list`."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result

Who = Annotated[
    str,
    typer.Argument(metavar="WHO", help="c12, an e-mail, a phone number or words of a name", show_default=False),
]
Id = Annotated[str, typer.Argument(metavar="ID", help="q5 or 5", show_default=False)]
Reason = Annotated[str | None, typer.Option(metavar="TEXT", help="why")]
On = Annotated[str | None, typer.Option(metavar="WHEN", help="the day (default today)")]


def add(
    ctx: typer.Context,
    who: Who,
    amount: Annotated[str, typer.Argument(metavar="AMOUNT", help="500 or 1234.50", show_default=False)],
    for_: Annotated[str | None, typer.Option("--for", metavar="TEXT", help="what was offered")] = None,
    on: On = None,
    valid_until: Annotated[str | None, typer.Option(metavar="WHEN", help="how long it holds")] = None,
    shortlist: Annotated[
        bool, typer.Option("--shortlist", help="asked for only to fill a list; no real chance")
    ] = False,
    currency: Annotated[str | None, typer.Option(metavar="CODE", help="another currency than the book's")] = None,
    rate: Annotated[
        str | None, typer.Option(metavar="R", help="the book's currency per one of the other: 1.08")
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="STAFF", help="who sent it")] = None,
) -> Result:
    """Keep a quote that was sent.

    crm quote add ana 500 --for "ten kilos a month"
    crm quote add kafija 12400 --valid-until eom --shortlist
    """
    from crmcli.actions import quote
    from crmcli.actions.quote_entry import Flags

    refuse_empty(ctx)
    flags = Flags(
        who=who, amount=amount, for_=for_, on=on, valid_until=valid_until, shortlist=shortlist,
        currency=currency, rate=rate, by=by,
    )  # fmt: skip
    with ctx.obj.session() as session:
        return quote.add(session, flags)


def won(
    ctx: typer.Context,
    quote_id: Id,
    reason: Reason = None,
    on: On = None,
    order: Annotated[bool, typer.Option("--order", help="enter the order, too")] = False,
) -> Result:
    """They took it.

    crm quote won q5 --order
    crm quote won 5 --reason "the tasting"
    """
    refuse_empty(ctx)
    return _close(ctx, quote_id, "won", reason=reason, on=on, with_order=order)


def lost(ctx: typer.Context, quote_id: Id, reason: Reason = None, on: On = None) -> Result:
    """They went elsewhere; keep why.

    crm quote lost q5 --reason "price"
    crm quote lost 5 --reason "no answer" --on fri
    """
    refuse_empty(ctx)
    return _close(ctx, quote_id, "lost", reason=reason, on=on)


def expire(ctx: typer.Context, quote_id: Id, reason: Reason = None, on: On = None) -> Result:
    """Nobody decided, and it holds no longer.

    crm quote expire q5
    crm quote expire 5 --on 2026-10-31
    """
    refuse_empty(ctx)
    return _close(ctx, quote_id, "expired", reason=reason, on=on)


def list_quotes(
    ctx: typer.Context,
    who: Annotated[str | None, typer.Argument(metavar="[WHO]", help="only theirs", show_default=False)] = None,
    status: Annotated[str | None, typer.Option(help="open, won, lost or expired")] = None,
) -> Result:
    """Quotes: the open ones, then the newest.

    crm quote list
    crm quote list ana --status lost
    """
    from crmcli.actions import quote

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return quote.list_quotes(session, who, status=status, wanted=ctx.obj.rows_read)


def _close(ctx: typer.Context, quote_id: str, status: str, **how: Any) -> Result:
    from crmcli.actions import quote

    with ctx.obj.session() as session:
        return quote.close(session, quote_id, status, **how)
