"""`crm suppress`."""

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result


def suppress(
    ctx: typer.Context,
    who: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WHO]...", help="c12, an e-mail, words of a name (default: list them)", show_default=False
        ),
    ] = None,
    channel: Annotated[
        list[str] | None,
        typer.Option(metavar="CHANNEL", help="which (default: policy suppress.channels, letter and visit)"),
    ] = None,
    until: Annotated[
        str | None, typer.Option(metavar="WHEN", help="open again from then on (default: policy suppress.term, a year)")
    ] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help="why")] = None,
    lift: Annotated[bool, typer.Option("--lift", help="open again what was closed so")] = False,
) -> Result:
    """Take customers off costly channels for a while; the term ends by itself. Alone, list who is off them.

      crm suppress oskars --why "costs more than it brings"
      crm suppress c12 c40 --channel letter --until +6m
      crm suppress

    Who asked not to be contacted stays out of reach, with or without a term of ours (`crm edit --no-contact`).
    """
    from crmcli.actions import suppress as actions

    refuse_empty(ctx)
    asked = actions.Asked(channel or (), until, why, lift)
    with ctx.obj.session() as session:
        return actions.suppress(session, who or (), asked)
