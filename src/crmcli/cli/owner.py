"""`crm owner`: whose customer it is, handing over, and who does what."""

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result


def owner(
    ctx: typer.Context,
    who: Annotated[
        str | None,
        typer.Argument(metavar="[WHO]", help="c12, an e-mail, a phone number or words of a name", show_default=False),
    ] = None,
    staff: Annotated[
        str | None, typer.Argument(metavar="[STAFF]", help="who of ours takes the customer", show_default=False)
    ] = None,
    hand_over: Annotated[
        str | None, typer.Option(metavar="TEXT", help="what the new owner has to know; kept as a remark")
    ] = None,
) -> Result:
    """Whose customer it is; with STAFF, hand them over with all that is open.

      crm owner
      crm owner ana Tom --hand-over "wants a price for ten kilos a month"

    Alone it tells who does what. With a company go its people, those of another owner aside; follow-ups, promises, open
    quotes and complaints move, but a complaint never to the one it is about. Who wrote a quote is kept.
    """
    from crmcli.actions import owner as actions

    refuse_empty(ctx)
    if who is None or staff is None:
        actions.refuse_words_alone(hand_over)
    with ctx.obj.session() as session:
        if who is None:
            from crmcli.actions import owner_list

            return owner_list.overview(session)
        return actions.show(session, who) if staff is None else actions.give(session, who, staff, text=hand_over)
