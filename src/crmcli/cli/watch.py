"""`crm watch`: who is about to be lost in a conflict."""

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result


def watch(
    ctx: typer.Context,
    all_: Annotated[bool, typer.Option("--all", help="also those spoken to or set aside since")] = False,
    owner: Annotated[str | None, typer.Option(metavar="STAFF", help="only the customers of one of us")] = None,
) -> Result:
    """Who is about to be lost in a conflict, and by what signs, the gravest first.

      crm watch
      crm watch --owner Ilze --all

    Signs: a falling mood, conversations that ended badly in a row, attempts without an answer, a complaint near its
    deadline, a promise of ours that is late (policy conflict.*). An attempt or a promise alone is low; a mood, bad
    endings or a complaint normal; several together, or a missed deadline, high. The rows are on the morning list too.
    """
    from crmcli.actions.watch import watch as action

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return action(session, all_=all_, owner=owner, rows_wanted=ctx.obj.rows_wanted)
