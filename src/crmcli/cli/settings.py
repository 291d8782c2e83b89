"""What the flags that every command knows say, and the session and output made from them."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from typer.core import TyperOption

from crmcli.actions.session import Session
from crmcli.cli.prompts import asked_words, pick_one
from crmcli.errors import BadValueError, UsageError
from crmcli.render.output import TABLE_ROWS, Format, Output

COMMAND_LENGTH = 200
FORMATS = ("json", "csv", "plain")


class Settings:
    """One command line's common flags. Flags may stand before or after the command; the last word wins."""

    def __init__(self, arguments: list[str]) -> None:
        self.arguments = arguments
        self.values: dict[str, Any] = {}

    def take(self, name: str, value: Any) -> None:
        """Keeps a flag that was given."""
        if value is not None and value is not False:
            self.values[name] = value

    @property
    def format(self) -> Format:
        """The format asked for; a table where none was."""
        asked = [name for name in FORMATS if self.values.get(name)]
        if len(asked) > 1:
            raise UsageError(f"--{asked[0]} and --{asked[1]} exclude each other", "choose one")
        return asked[0] if asked else "table"  # type: ignore[return-value]

    def output(self) -> Output:
        """Where the answer goes."""
        limit = self.values.get("limit")
        return Output.of(
            sys.stdout, sys.stderr, os.environ, format=self.format, limit=limit, colour=self.values.get("color")
        )

    def session(self) -> Session:
        """The session for this command."""
        return Session(
            self.path(),
            command=self.command,
            by=self.by,
            as_of=self.values.get("as_of"),
            on_wait=self._say_waiting,
            ask=pick_one if self.may_ask else None,
            ask_words=asked_words if self.may_ask else None,
            place=self.values.get("db"),
            progress=lambda total, label: self.output().progress(total, label),
        )

    @property
    def rows_wanted(self) -> int | None:
        """How many rows the answer will show: the limit, a tableful, or None for all."""
        return TABLE_ROWS if self.limit is None and self.format == "table" else self.limit

    @property
    def rows_read(self) -> int | None:
        """The same, at least one, so that a list of which none is to be shown is not taken for an empty one."""
        return None if self.rows_wanted is None else max(1, self.rows_wanted)

    def _say_waiting(self) -> None:
        self.output().say("another crm is writing; waiting up to ten seconds ...")

    @property
    def limit(self) -> int | None:
        """How many rows are wanted, None for the format's own number."""
        asked = self.values.get("limit")
        return None if asked is None else int(asked)

    @property
    def may_ask(self) -> bool:
        """Whether somebody sits there to be asked."""
        return not self.values.get("no_input") and self.format == "table" and sys.stdin.isatty() and sys.stderr.isatty()

    @property
    def by(self) -> str | None:
        """Who is working: --by, CRM_BY, or config.toml."""
        named = self.values.get("by") or os.environ.get("CRM_BY") or _config().get("by")
        return str(named) if named else None

    @property
    def command(self) -> str:
        """The command line as the history shows it."""
        import shlex

        line = " ".join(
            shlex.quote(word) if len(word) < 60 else shlex.quote(word[:59] + "…") for word in self.arguments
        )
        return line if len(line) <= COMMAND_LENGTH else line[: COMMAND_LENGTH - 1] + "…"

    def path(self) -> Path:
        """The book's file: --db, CRM_DB, config.toml, or the user's data folder."""
        if self.values.get("db") == "":
            raise BadValueError("--db is empty", "name the book's file, or leave it out")
        named = self.values.get("db") or os.environ.get("CRM_DB") or _config().get("db")
        if named:
            if "\0" in str(named):
                raise BadValueError("the path of the book has a NUL in it", "name another file with --db")
            if str(named).startswith((":", "file:")) or "://" in str(named):
                raise BadValueError(f"{str(named)[:40]} is no file", "this crm keeps its book in one file; name it")
            return Path(str(named)).expanduser()
        from platformdirs import user_data_path

        return user_data_path("crm", appauthor=False) / "crm.db"


def _config() -> dict[str, Any]:
    path = _config_folder() / "config.toml"
    if not path.is_file():
        return {}
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError) as exc:
        raise BadValueError(
            f"{path} cannot be read ({exc})", 'lines such as by = "Ilze" or db = "/path/book.db"'
        ) from None


def _config_folder() -> Path:
    """Where config.toml lies. Every command looks there, so on Linux the rule is applied here: what platformdirs does takes
    it five milliseconds to load.
    """
    if sys.platform == "linux":
        named = os.environ.get("XDG_CONFIG_HOME", "").strip()
        return (Path(named) if named else Path("~/.config").expanduser()) / "crm"
    from platformdirs import user_config_path

    return user_config_path("crm", appauthor=False)


def common_options(*, lists: bool) -> list[TyperOption]:
    """The options every command has; with `lists`, those of lists too."""
    options = [
        _option("--json", "the answer as JSON", flag=True),
        _option("--db", "the book's file (also CRM_DB)", metavar="FILE"),
        _option("--as-of", "answer as of this day", metavar="DATE"),
        _option("--no-input", "never ask anything", flag=True, hidden=True),
        _option("--color/--no-color", "colour or none", flag=True, hidden=True),
        _option("--debug", "show the traceback of an error", flag=True, hidden=True),
    ]
    if lists:
        options[1:1] = [
            _option("--csv", "as CSV", flag=True),
            _option("--plain", "one record a line, tab separated", flag=True),
            _option("--limit", "show so many rows (25 in a table)", metavar="N"),
        ]
    return options


def _option(
    name_on_line: str,
    what: str,
    *,
    metavar: str | None = None,
    hidden: bool = False,
    flag: bool = False,
) -> TyperOption:
    name = name_on_line.split("/")[0].lstrip("-").replace("-", "_")
    return TyperOption(
        param_decls=[name_on_line, name],
        type=bool if flag else str,
        is_flag=flag,
        default=None,
        help=what,
        metavar=metavar,
        hidden=hidden,
        expose_value=False,
        callback=_taker(name),
    )


def _rows(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        shown = text[:40].replace("\u2212", "-")
        raise BadValueError(f"--limit {shown!r} is no number of rows", "0 or more, such as 50")
    return min(int(text[:19]), sys.maxsize)


def _taker(name: str) -> Callable[..., None]:
    def take(ctx: Any, param: Any, value: Any) -> None:
        ctx.obj.take(name, _rows(value) if name == "limit" and value is not None else value)

    return take
