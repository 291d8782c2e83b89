"""The program's door: answers what needs no Typer at once, hands everything else to the root command."""

from __future__ import annotations

import os
import sys


def run() -> None:
    """The `crm` command."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from crmcli import __version__

        sys.stdout.write(f"crm {__version__}\n")
        return
    if "_CRM_COMPLETE" in os.environ:
        from crmcli.cli.completion import answer

        if answer(os.environ, sys.stdout):
            return
    from crmcli.cli.root import main

    sys.exit(main(sys.argv[1:]))


if __name__ == "__main__":
    run()
