"""`crm followups`, `crm followup add`, `crm done`, `crm snooze`, `crm skip`."""

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result

Refs = Annotated[
    list[str],
    typer.Argument(
        metavar="REF...", help="f9, q5, c12/cadence, or c12 for all that is due for them", show_default=False
    ),
]
Why = Annotated[str | None, typer.Option(metavar="TEXT", help="why")]


def followups(
    ctx: typer.Context,
    which: Annotated[str, typer.Argument(metavar="[today|week|overdue|all]", show_default=False)] = "today",
    owner: Annotated[str | None, typer.Option(metavar="STAFF", help="only their customers")] = None,
    held: Annotated[bool, typer.Option("--held", help="what is held back, and why")] = False,
    explain: Annotated[bool, typer.Option("--explain", help="the parts of each score")] = False,
    ics: Annotated[str | None, typer.Option(metavar="FILE", help="write them as a calendar")] = None,
) -> Result:
    """Whom to reach, why, how, and the command that clears the row.

    crm followups today
    crm followups week --owner Ilze --ics week.ics
    """
    from crmcli.actions import followups as actions

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        wanted = None if ics else ctx.obj.rows_wanted
        result = actions.followups(session, which, owner=owner, held=held, explain=explain, wanted=wanted)
        if ics:
            from crmcli.actions.calendar_file import write_calendar

            return write_calendar(session, result, ics)
        return result


def add(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", show_default=False)],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="what to do; - reads standard input", show_default=False)],
    due: Annotated[str | None, typer.Option(metavar="WHEN", help="when (default: the next working day)")] = None,
    every: Annotated[
        str | None, typer.Option(metavar="SPAN", help="again so long after each time it is done: 3m")
    ] = None,
    owner: Annotated[str | None, typer.Option(metavar="STAFF", help="who does it")] = None,
) -> Result:
    """Add a dated next step.

    crm followup add ana "send samples" --due "fri 10:00"
    crm followup add c12 "service visit" --due eom --every 3m
    """
    from crmcli.actions import agenda
    from crmcli.cli.prompts import written_text

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return agenda.add(session, who, written_text(text), due=due, every=every, owner=owner)


def done(ctx: typer.Context, refs: Refs, why: Why = None) -> Result:
    """Clear what is due. Logging the contact does this by itself.

    crm done f9
    crm done c12 --why "met her at the fair"
    """
    from crmcli.actions import settling

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return settling.settle_refs(session, refs, "done", why=why)


def snooze(
    ctx: typer.Context,
    ref: Annotated[
        str,
        typer.Argument(
            metavar="REF", help="f9, q5, c12/cadence, or c12 for all that is due for them", show_default=False
        ),
    ],
    when: Annotated[str, typer.Argument(metavar="WHEN", help="a day to come: fri, +3d, eom", show_default=False)],
    why: Why = None,
) -> Result:
    """Put it off to another day.

    crm snooze f9 fri
    crm snooze c12 +2w --why "on holiday"
    """
    from crmcli.actions import settling

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return settling.settle_refs(session, [ref], "snooze", when=when, why=why)


def skip(ctx: typer.Context, refs: Refs, why: Why = None) -> Result:
    """Let it go this time; what recurs comes again in its turn.

    crm skip f9
    crm skip c12/occasion
    """
    from crmcli.actions import settling

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return settling.settle_refs(session, refs, "skip", why=why)
