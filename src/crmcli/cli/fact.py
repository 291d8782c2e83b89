"""`crm fact WHO` and `crm fact set`."""

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty, written_text
from crmcli.domain.result import Result

WHO = "c12, an e-mail, a phone number or words of a name"


def list_facts(
    ctx: typer.Context,
    who: Annotated[str | None, typer.Argument(metavar="[WHO]", help=WHO, show_default=False)] = None,
) -> Result:
    """What they answered: the latest word on each key, its day, its source, and whether it is to be asked again.

      crm fact list ana
      crm fact list --csv

    `crm fact ana` is the same.
    """
    from crmcli.actions import fact

    with ctx.obj.session() as session:
        return fact.list_facts(session, who)


def set_fact(
    ctx: typer.Context,
    who: Annotated[str, typer.Argument(metavar="WHO", help=WHO, show_default=False)],
    key: Annotated[str, typer.Argument(metavar="KEY", help="one word: machine, need", show_default=False)],
    value: Annotated[
        str, typer.Argument(metavar="VALUE", help="the answer; - reads standard input", show_default=False)
    ],
    source: Annotated[str | None, typer.Option(metavar="TEXT", help="who says so, or what it is read from")] = None,
    at: Annotated[str | None, typer.Option(metavar="WHEN", help="the day it was said (default today)")] = None,
) -> Result:
    """Keep something learnt about them; earlier answers stay.

    crm fact set ana machine "La Marzocco, two groups" --source "her card of the fair"
    crm fact set kafija staff 14 --at 2026-10-02
    """
    from crmcli.actions import fact

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return fact.set_fact(session, who, key, written_text(value), source=source, at=at)
