"""`crm profit`."""

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result


def profit(
    ctx: typer.Context,
    start: Annotated[str | None, typer.Option("--from", metavar="WHEN", help="the first day")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="WHEN", help="the last day (default today)")] = None,
    period: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="last-12-months (default) fiscal-year last-fiscal-year quarter all ..."),
    ] = None,
    accounts: Annotated[bool, typer.Option("--accounts", help="people counted under their company")] = False,
    below_zero: Annotated[
        bool, typer.Option("--below-zero", help="only those who cost more than they bring, the worst first")
    ] = False,
    worst: Annotated[
        bool,
        typer.Option("--worst", help="who to look at first: below zero, or showing signs of it; why, and the cost"),
    ] = False,
    tag_as: Annotated[str | None, typer.Option(metavar="TAG", help="tag everybody in it")] = None,
    followup: Annotated[
        str | None, typer.Option(metavar="TEXT", help="open a follow-up for each of those chosen ...")
    ] = None,
    due: Annotated[str | None, typer.Option(metavar="WHEN", help="... due then")] = None,
) -> Result:
    """What each customer leaves, once the goods are paid and our work for them is counted.

      crm profit
      crm profit --worst --tag-as "look at"
      crm profit --period last-fiscal-year --below-zero

    Profit is net margin less the cost to serve: minutes, visits, quotes, letters and complaints at the policy's
    rates (`crm policy show` lists cost.minute and the others). An order of unknown cost makes the margin unknown, unless
    the policy's margin.default stands in for it.
    """
    from crmcli.actions import profit as actions
    from crmcli.actions.outreach import Wish
    from crmcli.actions.segment_window import Days

    refuse_empty(ctx)
    asked = actions.Asked(
        days=Days(start, end, period), accounts=accounts, below_zero=below_zero, worst=worst,
        wish=Wish(tag_as, followup, due), rows_wanted=ctx.obj.rows_wanted,
    )  # fmt: skip
    with ctx.obj.session() as session:
        return actions.profit(session, asked)
