"""`crm ask`, and `crm question add`, `list`, `remove`."""

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result

Key = Annotated[str, typer.Argument(metavar="KEY", help="one word, as in --answer KEY=VALUE", show_default=False)]


def ask(
    ctx: typer.Context,
    who: Annotated[
        str, typer.Argument(metavar="WHO", help="c12, an e-mail, a phone number or words of a name", show_default=False)
    ],
) -> Result:
    """One or two questions worth asking next, none whose answer is known.

    crm ask ana
    crm ask c12 --json
    """
    from crmcli.actions import asking

    with ctx.obj.session() as session:
        return asking.ask(session, who)


def add(
    ctx: typer.Context,
    key: Key,
    text: Annotated[str, typer.Argument(metavar="TEXT", help="the question, as it is asked", show_default=False)],
    for_: Annotated[
        list[str] | None, typer.Option("--for", metavar="WHOM", help="tag:horeca, class:A or kind:company")
    ] = None,
    fresh: Annotated[
        str | None, typer.Option(metavar="SPAN", help="how long an answer is known: 180d, or never to ask again")
    ] = None,
) -> Result:
    """Put a question into the bank.

      crm question add machine "What machine do you brew with?" --for tag:horeca
      crm question add staff "How many work there now?" --for kind:company --fresh 1y

    Of several --for of one sort any will do; of different sorts all must hold. Tags of their company count as theirs.
    """
    from crmcli.actions import question

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return question.add(session, key, text, audience=for_ or (), fresh=fresh)


def list_questions(ctx: typer.Context) -> Result:
    """The bank of questions, whom each is for, and how many have answered.

    crm question list
    crm question list --as-of 2026-10-31
    """
    from crmcli.actions import question

    with ctx.obj.session() as session:
        return question.list_questions(session)


def remove(ctx: typer.Context, key: Key) -> Result:
    """Take a question off the bank; its answers stay.

    crm question remove machine
    crm question remove staff
    """
    from crmcli.actions import question

    with ctx.obj.session() as session:
        return question.remove(session, key)
