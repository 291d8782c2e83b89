"""`crm lapsed`, `crm underbuying`, `crm winback`: who is slipping away, who buys less, who is worth winning back."""

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result

Class = Annotated[
    str | None, typer.Option("--class", metavar="CLASS", help="only who was A, B or C when they last bought")
]
TagAs = Annotated[str | None, typer.Option(metavar="TAG", help="tag everybody on the list")]
Followup = Annotated[str | None, typer.Option(metavar="TEXT", help="open a follow-up for each of those chosen ...")]
Due = Annotated[str | None, typer.Option(metavar="WHEN", help="... due then")]


def lapsed(
    ctx: typer.Context,
    horizon: Annotated[str | None, typer.Option(metavar="SPAN", help="no order within this (default 90d)")] = None,
    all_: Annotated[bool, typer.Option("--all", help="every customer with an order, listed or not")] = False,
    group: Annotated[str | None, typer.Option(metavar="GROUP", help="lapsed, one-time, fresh or active")] = None,
    class_: Class = None,
    accounts: Annotated[bool, typer.Option("--accounts", help="people counted under their company")] = False,
    tag_as: TagAs = None,
    followup: Followup = None,
    due: Due = None,
) -> Result:
    """Who is silent longer than their own rhythm explains, the most valuable first.

      crm lapsed
      crm lapsed --class A --followup "ask what has changed" --due fri

    The score is the chance of no order within the horizon. Who bought once and not again in the time that others
    come back is one-time, who has only begun is fresh: both stand apart.
    """
    from crmcli.actions.lapsed_list import lapsed as action
    from crmcli.actions.outreach import Wish
    from crmcli.actions.warning import Asked

    refuse_empty(ctx)
    asked = Asked(
        horizon=horizon, all_=all_, group=group, class_=class_, accounts=accounts,
        wish=Wish(tag_as, followup, due), rows_wanted=ctx.obj.rows_wanted,
    )  # fmt: skip
    with ctx.obj.session() as session:
        return action(session, asked)


def underbuying(
    ctx: typer.Context,
    strict: Annotated[bool, typer.Option("--strict", help="only where chance is less than 1 in 20")] = False,
    all_: Annotated[bool, typer.Option("--all", help="every customer tested, flagged or not")] = False,
    class_: Annotated[
        str | None, typer.Option("--class", metavar="CLASS", help="only A, B, C, zero or below-zero")
    ] = None,
    accounts: Annotated[bool, typer.Option("--accounts", help="people counted under their company")] = False,
    tag_as: TagAs = None,
    followup: Followup = None,
    due: Due = None,
) -> Result:
    """Who buys far less than their own usual, by more than chance, valued customers first.

      crm underbuying
      crm underbuying --strict --tag-as "buys elsewhere"

    Flagged: below 40 % of what their own past promises (policy underbuying.ratio), and so little less often than
    1 time in 10 by chance (underbuying.p; underbuying.strict). The season counts once there is a year of orders.
    """
    from crmcli.actions.outreach import Wish
    from crmcli.actions.underbuying import underbuying as action
    from crmcli.actions.warning import Asked

    refuse_empty(ctx)
    asked = Asked(
        strict=strict, all_=all_, class_=class_, accounts=accounts,
        wish=Wish(tag_as, followup, due), rows_wanted=ctx.obj.rows_wanted,
    )  # fmt: skip
    with ctx.obj.session() as session:
        return action(session, asked)


def winback(
    ctx: typer.Context, class_: Class = None, tag_as: TagAs = None, followup: Followup = None, due: Due = None
) -> Result:
    """Valued or growing customers who were lost, why they may have gone, and what to offer.

      crm winback
      crm winback --class A --followup "visit, and ask what went wrong" --due fri

    Lost is who is lapsed, or bought once and never again, and has not ordered for six months (policy winback.after);
    for two years after that they are worth winning back (winback.within). The likely reason is read from complaints,
    lost quotes, bad conversations and our own silence.
    """
    from crmcli.actions.outreach import Wish
    from crmcli.actions.warning import Asked
    from crmcli.actions.winback import winback as action

    refuse_empty(ctx)
    asked = Asked(class_=class_, wish=Wish(tag_as, followup, due), rows_wanted=ctx.obj.rows_wanted)
    with ctx.obj.session() as session:
        return action(session, asked)
