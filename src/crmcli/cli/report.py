"""`crm report`: complaints, response, experience, loyalty, reach; each beside the period before."""

from typing import Annotated, Any

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result

Start = Annotated[str | None, typer.Option("--from", metavar="WHEN", help="the first day")]
End = Annotated[str | None, typer.Option("--to", metavar="WHEN", help="the last day (default today)")]
Period = Annotated[
    str | None, typer.Option(metavar="NAME", help="last-12-months (default) fiscal-year quarter last-month all ...")
]


def complaints(
    ctx: typer.Context,
    start: Start = None,
    end: End = None,
    period: Period = None,
    by: Annotated[
        str | None, typer.Option(metavar="WAY", help="month (default) staff channel nature line class severity")
    ] = None,
) -> Result:
    """Complaints solved at first contact and on time, by number and by value; who came back.

      crm report complaints
      crm report complaints --period quarter --by staff

    At first contact: solved in the contact in which it was opened and not reopened since, of all resolved; by value,
    each counts with what the customer bought in 12 months. On time: by the deadline, of all resolved or open past it.
    Times are medians in working hours; an open complaint counts for as long as it has waited.
    Any period is judged by what is known today; --as-of asks what was known on an earlier day.
    """
    return _report(ctx, "complaints", start, end, period, by)


def response(
    ctx: typer.Context,
    start: Start = None,
    end: End = None,
    period: Period = None,
    by: Annotated[
        str | None, typer.Option(metavar="WAY", help="split each step: month staff channel nature line class")
    ] = None,
) -> Result:
    """How long a customer waits at each step, and where the time is lost.

      crm report response
      crm report response --by staff --period quarter

    Steps: their message to our answer, a promise to its keeping, a quote to their decision, a complaint to its answer and
    to its solution. Medians; whoever still waits counts for as long as they have waited.
    """
    return _report(ctx, "response", start, end, period, by)


def experience(
    ctx: typer.Context,
    start: Start = None,
    end: End = None,
    period: Period = None,
    by: Annotated[
        str | None, typer.Option(metavar="WAY", help="nature (default) channel staff line class month")
    ] = None,
) -> Result:
    """Which contacts please and which do not: mood and outcome, the worst first.

      crm report experience
      crm report experience --by staff --from 2026-01-01

    The balance is the share that ended well less the share that ended badly. Attempts that reached nobody are left out.
    """
    return _report(ctx, "experience", start, end, period, by)


def loyalty(
    ctx: typer.Context,
    start: Start = None,
    end: End = None,
    period: Period = None,
    by: Annotated[
        str | None, typer.Option(metavar="WAY", help="month (default) cohort class staff line channel nature")
    ] = None,
) -> Result:
    """Customers new, repeating, retained, lost and won back; by cohort how many still buy.

      crm report loyalty
      crm report loyalty --by cohort

    Held against the period before: retained bought in both, lost only in that one, new never before, won back before
    that one. In a month, lost is who had not bought for as long as the period is.
    """
    return _report(ctx, "loyalty", start, end, period, by)


def reach(
    ctx: typer.Context,
    start: Start = None,
    end: End = None,
    period: Period = None,
    by: Annotated[
        str | None, typer.Option(metavar="WAY", help="channel (default) class staff month nature line")
    ] = None,
    missing: Annotated[
        str | None,
        typer.Option(
            metavar="CHANNEL", help="list who has no usable phone, email or letter address (or any), by value"
        ),
    ] = None,
) -> Result:
    """How many can be reached on each channel, by value; whose address is missing.

      crm report reach
      crm report reach --missing email --limit 50

    Usable: known, not marked bad, and the channel not closed by them or by us. Archived contacts are left out.
    """
    return _report(ctx, "reach", start, end, period, by, missing=missing)


def _report(
    ctx: typer.Context, name: str, start: str | None, end: str | None, period: str | None, by: str | None, **more: Any
) -> Result:
    from importlib import import_module

    from crmcli.actions.report_frame import Asked
    from crmcli.actions.segment_window import Days

    refuse_empty(ctx)
    asked = Asked(Days(start, end, period), by, ctx.obj.rows_wanted)
    with ctx.obj.session() as session:
        found: Result = import_module(f"crmcli.actions.report_{name}").report(session, asked, **more)
        return found
