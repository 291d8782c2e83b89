"""`crm completion`: the script to give to the shell."""

from __future__ import annotations

from typing import Annotated

import typer

from crmcli.domain.result import Result


def completion(
    ctx: typer.Context,
    shell: Annotated[str, typer.Argument(metavar="SHELL", help="bash, zsh or fish", show_default=False)],
) -> Result:
    """Print the script that completes crm's commands and flags in your shell.

      crm completion bash
      crm completion fish

    Put eval "$(crm completion bash)" into ~/.bashrc; for zsh the same with zsh into
    ~/.zshrc, after compinit; for fish, write it to ~/.config/fish/completions/crm.fish.
    """
    from crmcli.cli.shell_scripts import HOW, SCRIPTS
    from crmcli.domain.words import pick

    name = pick(shell, tuple(SCRIPTS), "shell")
    script = SCRIPTS[name]
    with ctx.obj.session() as session:
        item = {"shell": name, "script": script, "how": HOW[name]}
        result: Result = session.result("completion", item=item, said=script.splitlines())
        return result
