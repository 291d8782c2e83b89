"""`crm forecast`: what is to come, from everybody or from one customer."""

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result


def forecast(
    ctx: typer.Context,
    who: Annotated[str | None, typer.Argument(metavar="[WHO]", help="only theirs", show_default=False)] = None,
    horizon: Annotated[str | None, typer.Option(metavar="SPAN", help="so far ahead (default 12m)")] = None,
    model: Annotated[str | None, typer.Option(metavar="MODEL", help="auto (default), bg-nbd or mbg-nbd")] = None,
) -> Result:
    """Orders and value to come, the chance of still being active, and the next order.

      crm forecast
      crm forecast ana --horizon 6m

    By a buying model fitted to this book's orders (auto: the one that explains them better) and one of spending
    (Gamma-Gamma). Too few orders for a model are forecast from each customer's own rate, and it is said.
    """
    from crmcli.actions.forecast import Asked
    from crmcli.actions.forecast import forecast as action

    refuse_empty(ctx)
    asked = Asked(who=who, horizon=horizon, model=model, rows_wanted=ctx.obj.rows_wanted)
    with ctx.obj.session() as session:
        return action(session, asked)
