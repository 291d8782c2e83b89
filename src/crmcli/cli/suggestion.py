"""`crm suggestion add`, `answer`, `list`."""

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty, written_text
from crmcli.domain.result import Result

WHO = "c12, an e-mail, a phone number or words of a name"
By = Annotated[str | None, typer.Option(metavar="STAFF", help="who on our side")]


def add(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", help=WHO, show_default=False)],
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="what they propose; - reads standard input", show_default=False)
    ],
    at: Annotated[str | None, typer.Option(metavar="WHEN", help="when they said it (default now)")] = None,
    by: By = None,
) -> Result:
    """Keep what a customer proposes.

    crm suggestion add ana "deliver before eight, when the street is free"
    crm suggestion add kafija "a bag with a valve" --at yesterday
    """
    from crmcli.actions import suggestion

    refuse_empty(ctx)
    ctx.obj.take("by", by)
    with ctx.obj.session() as session:
        return suggestion.add(session, who, written_text(text), at=at)


def answer(
    ctx: typer.Context,
    suggestion_id: Annotated[str, typer.Argument(metavar="ID", help="s4 or 4", show_default=False)],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="what becomes of it", show_default=False)],
    declined: Annotated[bool, typer.Option("--declined", help="it will not be done")] = False,
    told: Annotated[bool, typer.Option("--told", help="they know already: promise nothing")] = False,
    by: By = None,
) -> Result:
    """Answer a suggestion; a promise to tell them opens, unless they were told.

    crm suggestion answer s1 "from January on, by seven"
    crm suggestion answer 1 "too dear for now" --declined --told
    """
    from crmcli.actions import suggestion

    refuse_empty(ctx)
    ctx.obj.take("by", by)
    with ctx.obj.session() as session:
        return suggestion.answer(session, suggestion_id, written_text(text), declined=declined, told=told)


def list_suggestions(
    ctx: typer.Context,
    who: Annotated[str | None, typer.Argument(metavar="[WHO]", help="only theirs", show_default=False)] = None,
    status: Annotated[str | None, typer.Option(help="open (default), answered, declined or all")] = None,
) -> Result:
    """What customers propose: the most valued class first, of one class the oldest.

    crm suggestion list
    crm suggestion list ana --status all
    """
    from crmcli.actions import suggestion

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return suggestion.list_suggestions(session, who, status=status)
