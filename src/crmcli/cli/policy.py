"""`crm policy show`, `crm policy set`, `crm policy check`."""

from typing import Annotated

import typer

from crmcli.domain.result import Result


def show(
    ctx: typer.Context,
    prefix: Annotated[
        str | None,
        typer.Argument(metavar="[KEY]", help="a key or its beginning: cadence", show_default=False),
    ] = None,
) -> Result:
    """Every number the program uses, with what it does.

    crm policy show
    crm policy show cadence
    """
    from crmcli.actions import policy

    with ctx.obj.session() as session:
        return policy.show(session, prefix)


def set_value(
    ctx: typer.Context,
    key: Annotated[str, typer.Argument(metavar="KEY", help="a dotted key: cadence.A", show_default=False)],
    value: Annotated[
        list[str],
        typer.Argument(metavar="VALUE", help="the new value; `default` for the program's own", show_default=False),
    ],
) -> Result:
    """Set one value; it is tried alone and with all the others first.

    crm policy set cadence.A 3w
    crm policy set hours.sat 10:00-14:00
    """
    from crmcli.actions import policy

    with ctx.obj.session() as session:
        return policy.set_value(session, key, value)


def check(ctx: typer.Context) -> Result:
    """Try every value, alone and together.

    crm policy check
    crm policy check --json
    """
    from crmcli.actions import policy

    with ctx.obj.session() as session:
        return policy.check(session)
