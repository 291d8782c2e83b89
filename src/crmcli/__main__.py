"""The program's door: answers what needs no Typer at once, hands everything else to the root command."""

from __future__ import annotations

import gc
import io
import os
import sys


def run() -> None:
    """The `crm` command."""
    try:
        _run()
    except KeyboardInterrupt:
        leave(130)


def _run() -> None:
    gc.set_threshold(100_000, 50, 50)
    if sys.stdin is None:
        sys.stdin = io.StringIO()
    if sys.argv[1:] in (["--version"], ["-V"]):
        from crmcli import __version__

        sys.stdout.write(f"crm {__version__}\n")
        return
    if "_CRM_COMPLETE" in os.environ:
        from crmcli.cli.completion import answer

        if answer(os.environ, sys.stdout):
            return
    from crmcli.cli.root import main

    code = main(sys.argv[1:])
    leave(code)


def leave(code: int) -> None:
    """Ends the process at once: everything is written and closed by now, and taking the interpreter apart takes longer
    than logging a call.
    """
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, AttributeError):
            continue
    os._exit(code)


if __name__ == "__main__":
    run()
