"""`crm undo`, `crm redo`, `crm history`."""

from typing import Annotated

import typer

from crmcli.domain.result import Result

DryRun = Annotated[bool, typer.Option("--dry-run", help="say what would be done, and do nothing")]


def undo(
    ctx: typer.Context,
    operation: Annotated[
        str | None, typer.Argument(metavar="[n17]", help="which one (default: the last)", show_default=False)
    ] = None,
    with_later: Annotated[bool, typer.Option("--with-later", help="and all that later built upon it")] = False,
    dry_run: DryRun = False,
) -> Result:
    """Take back the last operation, whatever it was; again, and one further back.

    crm undo
    crm undo n17 --with-later
    """
    from crmcli.actions import history

    with ctx.obj.session() as session:
        return history.undo(session, operation, with_later=with_later, dry_run=dry_run)


def redo(ctx: typer.Context, dry_run: DryRun = False) -> Result:
    """Do again what the last undo took back.

    crm redo
    crm redo --dry-run
    """
    from crmcli.actions import history

    with ctx.obj.session() as session:
        return history.redo(session, dry_run=dry_run)


def history(
    ctx: typer.Context,
    who: Annotated[
        str | None, typer.Argument(metavar="[WHO]", help="only what concerns them", show_default=False)
    ] = None,
) -> Result:
    """Every operation, newest first.

    crm history
    crm history ana
    """
    from crmcli.actions import history as actions

    with ctx.obj.session() as session:
        return actions.history(session, who)
