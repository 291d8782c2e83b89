"""`crm policy show`, `set`, `edit`, `check`, `history`."""

from typing import Annotated

import typer

from crmcli.domain.result import Result
from crmcli.errors import BadValueError


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


def edit(
    ctx: typer.Context,
    file: Annotated[
        str | None, typer.Option(metavar="FILE", help="take what this TOML file names instead; - reads standard input")
    ] = None,
) -> Result:
    """The whole policy in your editor, as TOML; tried as a whole before anything is changed.

      crm policy edit
      crm policy edit --file policy.toml

    In the editor a line that is taken out goes back to the program's own value; a file leaves alone what it does not name.
    """
    from crmcli.actions import policy_edit
    from crmcli.cli import prompts

    prompts.refuse_empty(ctx)
    with ctx.obj.session() as session:
        if file is not None:
            return policy_edit.apply(session, prompts.file_text(file), whole=False)
        text = before = policy_edit.text_of(session)
        while True:
            text = prompts.edited(
                text,
                "policy.toml",
                "nothing was changed",
                "`crm policy set KEY VALUE`, or `crm policy edit --file FILE`",
            )
            if text == before:
                return policy_edit.unchanged(session)
            try:
                return policy_edit.apply(session, text, whole=True)
            except BadValueError as exc:
                if not (ctx.obj.may_ask and prompts.go_on(policy_edit.problems(exc), "Go on editing")):
                    raise


def history(
    ctx: typer.Context,
    prefix: Annotated[
        str | None,
        typer.Argument(metavar="[KEY]", help="a key or its beginning: cadence", show_default=False),
    ] = None,
) -> Result:
    """What was changed in the policy, when and by whom, newest first.

    crm policy history
    crm policy history cadence.A
    """
    from crmcli.actions import policy

    with ctx.obj.session() as session:
        return policy.history(session, prefix)
