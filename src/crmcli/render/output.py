"""Where an answer leaves the program: the format is chosen here once, for every command.

stdout carries the result and nothing else; notes, errors and progress go to stderr. A closed pipe ends
quietly. No command prints, and no other file knows what `--json`, `--csv`, `--plain` or `--limit` mean.
"""

from __future__ import annotations

import errno
import io
import os
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO

from crmcli.domain.result import Result
from crmcli.errors import AmbiguousError, CrmError
from crmcli.render.terminal import Screen, is_terminal, one_line, safe
from crmcli.render.views import GENERIC, VIEWS

if TYPE_CHECKING:
    from crmcli.render.progress import Progress

Format = Literal["table", "json", "csv", "plain"]

TABLE_ROWS = 25
_MOST_CANDIDATES = 10
_MOST_OF_A_MESSAGE = 2000


class Output(NamedTuple):
    """One process's way out. `limit` cuts items in every format; without it a table shows `TABLE_ROWS`.

    `quiet` leaves out the human lines and notes; `live` allows a progress bar on stderr.
    """

    stdout: TextIO
    stderr: TextIO
    format: Format = "table"
    limit: int | None = None
    screen: Screen = Screen()
    quiet: bool = False
    live: bool = False

    @classmethod
    def of(
        cls,
        stdout: TextIO | None,
        stderr: TextIO | None,
        environ: Mapping[str, str],
        *,
        format: Format = "table",
        limit: int | None = None,
        colour: bool | None = None,
        quiet: bool = False,
    ) -> Output:
        """The output over these streams (None: closed before the program began) in this environment."""
        out = io.StringIO() if stdout is None else stdout
        err = io.StringIO() if stderr is None else stderr
        live = is_terminal(err) and environ.get("TERM") != "dumb" and not quiet
        return cls(out, err, format, limit, Screen.of(out, environ, colour), quiet, live)

    def emit(self, result: Result) -> int:
        """Writes `result` in the chosen format, its notes to stderr; gives back its exit code.

        Raises CrmError when the output cannot be written (a full disk), never when the reader went away.
        """
        self._write(self.stdout, self._chunks(result))
        if self.format != "json" and not self.quiet:
            self._write(self.stderr, (f"note: {one_line(note)}\n" for note in result.notes))
        return result.exit_code

    def say(self, line: str) -> None:
        """One line to stderr for somebody who waits."""
        self._write(self.stderr, [line + "\n"])

    def emit_error(self, error: CrmError) -> int:
        """Writes one line to stderr, under JSON an `{"error": ...}` object; gives back its exit code."""
        self._write(self.stderr, [self._error_json(error) if self.format == "json" else _error_line(error)])
        return error.exit_code

    def progress(self, total: int | None, label: str) -> Progress:
        """A context that yields `advance(steps)`; a bar on stderr when the work is slow and seen."""
        from crmcli.render.progress import Progress

        return Progress(self.stderr, total, label, live=self.live)

    def _chunks(self, result: Result) -> Iterable[str]:
        if self.format == "table":
            return (line + "\n" for line in self._table(result))
        from crmcli.render import formats

        shown = self._cut(result)
        if self.format == "json":
            return [formats.to_json(formats.envelope(shown), ascii_only=not self.screen.unicode) + "\n"]
        rows = shown.items if shown.items is not None else [shown.item] if shown.item is not None else []
        if self.format == "plain":
            return formats.to_plain(rows)
        lines = formats.to_csv(rows)
        return (safe(line, lines=True) for line in lines) if self.screen.tty else lines

    def _cut(self, result: Result) -> Result:
        return result if result.items is None else result.but(items=result.items[: self.limit])

    def _table(self, result: Result) -> list[str]:
        said = [] if self.quiet else [self.screen.text(line) for line in result.said]
        own = VIEWS.get(result.kind)
        if result.said and (own is None or result.items is None):
            return said
        module, _, function = (own or GENERIC).partition(":")
        limit = TABLE_ROWS if self.limit is None else self.limit
        lines: list[str] = getattr(import_module(module), function)(result, self.screen, limit)
        return [*said, *lines, *self._more(len(result.items or ()) - limit)]

    def _more(self, hidden: int) -> list[str]:
        if hidden <= 0:
            return []
        how = " (--limit N, --json or --csv for all)" if self.limit is None else ""
        return [self.screen.style(f"{self.screen.mark('…', '...')} and {hidden:,} more{how}", "dim")]

    def _error_json(self, error: CrmError) -> str:
        from crmcli.render.formats import json_line

        body: dict[str, object] = {"code": error.code, "message": error.message, "hint": error.hint}
        if isinstance(error, AmbiguousError):
            body["candidates"] = [{"ref": ref, "name": name} for ref, name in error.candidates]
        return json_line({"error": body}) + "\n"

    def _write(self, stream: TextIO, chunks: Iterable[str]) -> None:
        try:
            for chunk in chunks:
                _put(stream, chunk)
            stream.flush()
        except OSError as error:
            _abandon(stream)
            if error.errno not in (errno.EPIPE, errno.EINVAL, errno.EBADF):
                raise CrmError(f"The output cannot be written: {error.strerror}") from error


def _put(stream: TextIO, text: str) -> None:
    try:
        stream.write(text)
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        stream.write(text.encode(encoding, "backslashreplace").decode(encoding))


def _abandon(stream: TextIO) -> None:
    """Points a stream nobody reads at nothing, so that the flush at exit does not complain."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        return


def _error_line(error: CrmError) -> str:
    text = one_line(error.message[:_MOST_OF_A_MESSAGE]).rstrip(". ")
    if isinstance(error, AmbiguousError) and error.candidates:
        named = [f"{ref} {name}" for ref, name in error.candidates[:_MOST_CANDIDATES]]
        rest = len(error.candidates) - len(named)
        text += ": " + one_line(", ".join(named)) + (f" and {rest:,} more" if rest > 0 else "")
    hint = f" {one_line(error.hint[:_MOST_OF_A_MESSAGE])}" if error.hint else ""
    return f"crm: {text}{'' if text.endswith(('?', '!')) else '.'}{hint}\n"
