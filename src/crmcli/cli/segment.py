"""`crm segment`: one function for every kind of segment; the flag that names the kind decides."""

from __future__ import annotations

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result
from crmcli.errors import UsageError

FIXED_DAYS = ("value", "ladder")


def segment(
    ctx: typer.Context,
    abc: Annotated[
        bool, typer.Option("--abc", help="by value: who brings 80 %, the next 15 %, the rest (default)")
    ] = False,
    rfm: Annotated[bool, typer.Option("--rfm", help="by how lately, how often, for how much they bought")] = False,
    value: Annotated[bool, typer.Option("--value", help="by what they leave now and could leave")] = False,
    ladder: Annotated[bool, typer.Option("--ladder", help="by how close they are to us")] = False,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="FIELD",
            help="by a field: tag company referred-by kind owner source language channel (preferred) step class stage, of"
            " orders line site seller order-source, or one of yours; with --abc sales (default) or margin",
        ),
    ] = None,
    compat: Annotated[
        str | None, typer.Option(metavar="r", help="--rfm scored and grouped as R's rfm package does")
    ] = None,
    start: Annotated[str | None, typer.Option("--from", metavar="WHEN", help="the first day")] = None,
    end: Annotated[str | None, typer.Option("--to", metavar="WHEN", help="the last day (default today)")] = None,
    period: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="last-12-months (default; all with --rfm) fiscal-year last-fiscal-year quarter this-month all ...",
        ),
    ] = None,
    compare: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="who moved since then (default: the last snapshot of an earlier day; with --abc else a month ago)",
        ),
    ] = None,
    save: Annotated[bool, typer.Option("--save", help="keep a snapshot to compare with")] = False,
    accounts: Annotated[bool, typer.Option("--accounts", help="people counted under their company")] = False,
    class_: Annotated[
        str | None,
        typer.Option(
            "--class",
            metavar="CLASS",
            help="only A, B, C, zero or below-zero; with other kinds the class `crm show` says",
        ),
    ] = None,
    group: Annotated[
        str | None, typer.Option("--segment", metavar="NAME", help="only this group, of any kind of segment")
    ] = None,
    tier: Annotated[str | None, typer.Option("--tier", metavar="TIER", help="only this tier of --value")] = None,
    step: Annotated[str | None, typer.Option("--step", metavar="STEP", help="only this step of --ladder")] = None,
    tag_as: Annotated[str | None, typer.Option(metavar="TAG", help="tag everybody in it")] = None,
    followup: Annotated[
        str | None, typer.Option(metavar="TEXT", help="open a follow-up for each of those chosen ...")
    ] = None,
    due: Annotated[str | None, typer.Option(metavar="WHEN", help="... due then")] = None,
) -> Result:
    """Who brings the money, what effort they got for it, and who moved.

      crm segment --abc
      crm segment --abc --class A --followup "thank them for the year" --due fri
      crm segment --rfm --segment at-risk --tag-as "win back"
      crm segment --by need --save

    A are those who bring the first 80 % of net sales, B the next 15 %, C the rest (policy abc.a, abc.b);
    equal values share a class. Who ordered once and nothing net in the period is zero; whose refunds
    outweigh their orders, below zero.

    --rfm scores days since the last purchase, purchase days and money from 1 to 5, equal customers alike; the
    policy's rfm.groups name the groups. Its period is all unless said.
    """
    from crmcli.actions import segment as actions
    from crmcli.actions.outreach import Wish
    from crmcli.actions.segment_window import Days

    refuse_empty(ctx)
    kind = _kind({"abc": abc, "rfm": rfm, "value": value, "ladder": ladder}, by)
    if compat is not None and kind != "rfm":
        raise UsageError("--compat goes with --rfm", "crm segment --rfm --compat r")
    if kind in FIXED_DAYS and (start or end or period):
        raise UsageError(f"--{kind} has days of its own", "leave out --from, --to and --period; --as-of names the day")
    asked = actions.Asked(
        by=by, days=Days(start, end, period, compare), accounts=accounts, class_=class_, segment=group, tier=tier,
        step=step, compat=compat, save=save, wish=Wish(tag_as, followup, due), rows_wanted=ctx.obj.rows_wanted,
    )  # fmt: skip
    with ctx.obj.session() as session:
        return actions.segment(session, asked, kind)


def _kind(flags: dict[str, bool], by: str | None) -> str:
    """The kind of segment that the flags name. Raises UsageError where they name two."""
    named = [name for name, given in flags.items() if given]
    if len(named) > 1:
        raise UsageError(f"--{named[0]} and --{named[1]} are two kinds of segment", "ask for one of them")
    kind = named[0] if named else "by" if by is not None else "abc"
    if by is not None and kind not in ("abc", "by"):
        raise UsageError(f"--by does not go with --{kind}", "ask for one of them")
    return kind
