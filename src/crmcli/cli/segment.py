"""`crm segment`: one function for every kind of segment; the flag that names the kind decides."""

from __future__ import annotations

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result


def segment(
    ctx: typer.Context,
    abc: Annotated[
        bool, typer.Option("--abc", help="by value: who brings 80 %, the next 15 %, the rest (default)")
    ] = False,
    by: Annotated[str | None, typer.Option(metavar="BASIS", help="sales (default) or margin")] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="WHEN", help="the first day")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="WHEN", help="the last day (default today)")] = None,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="last-12-months (default) fiscal-year last-fiscal-year quarter this-month all ...",
        ),
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="who moved since then (default: the last snapshot, or a month ago)"),
    ] = None,
    save: Annotated[bool, typer.Option("--save", help="keep a snapshot to compare with")] = False,
    accounts: Annotated[bool, typer.Option("--accounts", help="people counted under their company")] = False,
    class_: Annotated[
        str | None, typer.Option("--class", metavar="CLASS", help="only A, B, C, zero or below-zero")
    ] = None,
    tag_as: Annotated[str | None, typer.Option(metavar="TAG", help="tag everybody in it")] = None,
    followup: Annotated[str | None, typer.Option(metavar="TEXT", help="open a follow-up for each of them ...")] = None,
    due: Annotated[str | None, typer.Option(metavar="WHEN", help="... due then")] = None,
) -> Result:
    """Who brings the money, what effort they got for it, and who moved.

      crm segment --abc
      crm segment --abc --class A --followup "thank them for the year" --due fri

    A are those who bring the first 80 % of net sales, B the next 15 %, C the rest (policy abc.a, abc.b);
    equal values share a class. Who ordered once and nothing net in the period is zero; whose refunds
    outweigh their orders, below zero.
    """
    from crmcli.actions import segment as actions
    from crmcli.actions.outreach import Wish
    from crmcli.actions.segment_window import Days
    from crmcli.render.output import TABLE_ROWS

    refuse_empty(ctx)
    settings = ctx.obj
    rows = TABLE_ROWS if settings.limit is None and settings.format == "table" else settings.limit
    asked = actions.Asked(
        by=by, days=Days(start, end, period, compare), accounts=accounts, class_=class_, save=save,
        wish=Wish(tag_as, followup, due), rows_wanted=rows,
    )  # fmt: skip
    with settings.session() as session:
        return actions.abc(session, asked)
