"""`crm wallet set`, `crm wallet list`."""

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result

Who = Annotated[
    str,
    typer.Argument(metavar="WHO", help="c12, an e-mail, a phone number or words of a name", show_default=False),
]
Amount = Annotated[
    str | None, typer.Argument(metavar="AMOUNT", help="what they spend a year, with us and others", show_default=False)
]


def set_wallet(
    ctx: typer.Context,
    who: Who,
    amount: Amount = None,
    source: Annotated[str | None, typer.Option(metavar="TEXT", help="who says so, or what it is read from")] = None,
    on: Annotated[str | None, typer.Option(metavar="WHEN", help="the day of the estimate (default today)")] = None,
    competitor: Annotated[str | None, typer.Option(metavar="TEXT", help="who gets the rest")] = None,
    currency: Annotated[str | None, typer.Option(metavar="CODE", help="another currency than the book's")] = None,
    rate: Annotated[
        str | None, typer.Option(metavar="R", help="the book's currency per one of the other: 1.08")
    ] = None,
    rank: Annotated[str | None, typer.Option(metavar="N", help="no amount known: our rank among ...")] = None,
    brands: Annotated[str | None, typer.Option(metavar="N", help="... so many brands that they buy")] = None,
) -> Result:
    """Keep an estimate of what they spend in a year on what we sell.

      crm wallet set ana 12000 --source "Ana, on the phone" --competitor "Beans Ltd"
      crm wallet set kafija --rank 1 --brands 2

    Earlier estimates stay. A rank gives our share by the Wallet Allocation Rule, and so the whole from our own sales.
    """
    from crmcli.actions import wallet

    refuse_empty(ctx)
    flags = wallet.Flags(
        who=who, amount=amount, source=source, on=on, competitor=competitor, currency=currency, rate=rate, rank=rank,
        brands=brands,
    )  # fmt: skip
    with ctx.obj.session() as session:
        return wallet.set_wallet(session, flags)


def list_wallets(
    ctx: typer.Context,
    accounts: Annotated[bool, typer.Option("--accounts", help="people counted under their company")] = False,
) -> Result:
    """What customers spend in all, our share of it, and where there is most room.

    crm wallet list
    crm wallet list --accounts --as-of 2026-10-31
    """
    from crmcli.actions import wallet_list

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return wallet_list.list_wallets(session, accounts=accounts)
