"""`crm wanted add`, `crm wanted remove`, `crm wanted list`."""

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result

Who = Annotated[
    str,
    typer.Argument(metavar="WHO", help="c12, an e-mail, a phone number or words of a name", show_default=False),
]


def add(
    ctx: typer.Context,
    who: Who,
    year: Annotated[str | None, typer.Option(metavar="YYYY", help="the fiscal year (default the next)")] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help="what makes them worth having")] = None,
) -> Result:
    """Put an account on the list of those wanted next year.

      crm wanted add kafija --why "three more shops in spring"
      crm wanted add c2 --year 2028

    A fiscal year has the number of the year it ends in.
    """
    from crmcli.actions import wanted

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return wanted.add(session, who, year=year, why=why)


def remove(
    ctx: typer.Context,
    who: Who,
    year: Annotated[str | None, typer.Option(metavar="YYYY", help="which, where they are wanted for several")] = None,
) -> Result:
    """Take an account off the list from today on.

    crm wanted remove kafija
    crm wanted remove c2 --year 2028
    """
    from crmcli.actions import wanted

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return wanted.remove(session, who, year=year)


def list_wanted(
    ctx: typer.Context,
    year: Annotated[
        str | None, typer.Option(metavar="YYYY", help="one fiscal year (default this one and all to come)")
    ] = None,
) -> Result:
    """Accounts wanted next year, and whether at least two people are known there.

    crm wanted list
    crm wanted list --year 2027
    """
    from crmcli.actions import wanted

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return wanted.list_wanted(session, year=year)
