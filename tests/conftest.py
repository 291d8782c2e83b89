"""The world every test runs in: its own book, a fixed clock, no home, no network, commands in this process.

`crm("add", "Ana")` runs a command, `crm.json(...)` gives its envelope, `crm.fails(4, ...)` wants a refusal.
"""

from __future__ import annotations

import io
import json
import os
import socket
import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from crmcli.store import connection
from crmcli.store.book import JOURNALLED

NOW = "2026-11-20T09:00:00+00:00"  # a Friday
BOOKKEEPING = ("operations", "journal", "journal_images")
KEPT_ELSEWHERE = ("sqlite_sequence", "sqlite_stat1", "sqlite_stat4", "kept")
Dump = dict[str, list[tuple[Any, ...]]]

UNHURRIED = {"deadline": None, "print_blob": True, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("default", max_examples=40, stateful_step_count=12, **UNHURRIED)
settings.register_profile("torture", max_examples=2000, stateful_step_count=30, **UNHURRIED)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


class Answer:
    """What one command gave: the text on both streams and the exit code."""

    def __init__(self, out: bytes, err: bytes, code: int) -> None:
        self.raw_out, self.raw_err, self.code = out, err, code
        self.out = out.decode("utf-8")
        self.err = err.decode("utf-8")

    def __repr__(self) -> str:
        return f"exit {self.code}\nstdout: {self.out[:2000]}\nstderr: {self.err[:2000]}"

    @property
    def json(self) -> dict[str, Any]:
        """stdout as the one JSON object that it has to be."""
        parsed = json.loads(self.out)
        assert isinstance(parsed, dict), self
        return parsed

    @property
    def items(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.json["items"]
        return found

    @property
    def item(self) -> dict[str, Any]:
        found: dict[str, Any] = self.json["item"]
        return found

    @property
    def summary(self) -> dict[str, Any]:
        found: dict[str, Any] = self.json["summary"]
        return found


class Crm:
    """The program over one book in one folder. `env` adds to the environment of every command to come."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "book" / "crm.db"
        self.env: dict[str, str] = {}

    def __call__(
        self,
        *args: object,
        now: str | None = None,
        code: int | None = 0,
        input: str | bytes | None = None,
        env: dict[str, str] | None = None,
        tty: bool = False,
    ) -> Answer:
        """Runs one command; `code` is what it must end with (None: anything). With `tty` both outputs are terminals."""
        given = {**self.environment(), **({"CRM_NOW": now} if now else {}), **(env or {})}
        data = input.encode() if isinstance(input, str) else input or b""
        answer = run([str(arg) for arg in args], given, data, tty=tty)
        assert code is None or answer.code == code, f"crm {args!r} was to end with {code}\n{answer!r}"
        return answer

    def environment(self) -> dict[str, str]:
        """Everything a command may know of its surroundings, and nothing of this machine's."""
        home = self.folder / "home"
        return {
            "PATH": os.environ.get("PATH", ""),
            "LANG": "C.UTF-8",
            "HOME": str(home),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_CACHE_HOME": str(home / "cache"),
            "XDG_STATE_HOME": str(home / "state"),
            "CRM_DB": str(self.path),
            "CRM_NOW": NOW,
            "NO_COLOR": "1",
            "COLUMNS": "100",
            "LINES": "40",
            "TERM": "xterm",
            "TZ": "Etc/UTC",
            **self.env,
        }

    def json(self, *args: object, **how: Any) -> dict[str, Any]:
        """The parsed envelope of a command run with --json."""
        return self(*args, "--json", **how).json

    def items(self, *args: object, **how: Any) -> list[dict[str, Any]]:
        """The items of a command run with --json."""
        found: list[dict[str, Any]] = self.json(*args, **how)["items"]
        return found

    def item(self, *args: object, **how: Any) -> dict[str, Any]:
        """The item of a command run with --json."""
        found: dict[str, Any] = self.json(*args, **how)["item"]
        return found

    def fails(self, code: int, *args: object, **how: Any) -> str:
        """Demands a clean refusal: this exit code, one line on stderr, nothing on stdout, the book as it was.

        Returns the line (under --json the message with its hint).
        """
        before = self.records()
        answer = self(*args, code=code, **how)
        assert answer.out == "", answer
        assert "Traceback" not in answer.err, answer
        lines = answer.err.splitlines()
        assert len(lines) == 1, answer
        assert self.records() == before, "a refused command changed the book"
        if "--json" in args:
            error = json.loads(lines[0])["error"]
            assert {"code", "message", "hint"} <= error.keys(), answer
            return f"{error['message']} {error['hint']}"
        assert lines[0].startswith("crm: "), answer
        return lines[0]

    def records(self) -> Dump | None:
        """The journalled tables and the journal itself, or None while there is no sound book."""
        if not self.path.is_file():
            return None
        try:
            return {**dump_of(self.path), **dump_of(self.path, "bookkeeping")}
        except sqlite3.Error:
            return None


class Stream(io.TextIOWrapper):
    """A text stream over bytes that may pass for a terminal."""

    terminal = False

    def isatty(self) -> bool:
        return self.terminal


def run(args: list[str], environment: dict[str, str], data: bytes = b"", *, tty: bool = False) -> Answer:
    """One command line in this process, over real text streams; what it changes outside is put back."""
    from crmcli.cli.root import main

    out, err = io.BytesIO(), io.BytesIO()
    kept = sys.stdin, sys.stdout, sys.stderr, dict(os.environ), os.getcwd()
    sys.stdin = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", errors="surrogateescape")
    sys.stdout, sys.stderr = Stream(out, "utf-8", "strict"), Stream(err, "utf-8", "backslashreplace")
    sys.stdout.terminal = sys.stderr.terminal = tty
    os.environ.clear()
    os.environ.update(environment)
    try:
        code = main(args)
        sys.stdout.flush()
        sys.stderr.flush()
        return Answer(out.getvalue(), err.getvalue(), code)
    finally:
        sys.stdin, sys.stdout, sys.stderr = kept[:3]
        os.environ.clear()
        os.environ.update(kept[3])
        os.chdir(kept[4])


def dump_of(path: Path, which: str = "journalled") -> Dump:
    """Table -> sorted rows of a book: `journalled` tables, `derived` ones, or the `bookkeeping` of undo."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as db:
        return dump_open(db, which)


def dump_open(db: sqlite3.Connection, which: str = "journalled") -> Dump:
    """`dump_of` over an open connection. The numbers of reasons are left out, for they mean nothing, and so are the marks
    of when something was last worked out."""
    tables = {"journalled": JOURNALLED, "bookkeeping": BOOKKEEPING}.get(which) or _derived_tables(db)
    found: Dump = {}
    for table in tables:
        columns = [row[1] for row in db.execute(f"PRAGMA table_xinfo({table})") if not row[6]]
        shown = ["rowid", "body"] if table == "search" else [c for c in columns if (table, c) != ("reasons", "id")]
        marks = " WHERE key NOT IN ('orders_stamp', 'signals_on')" if table == "meta" else ""
        rows = db.execute(f"SELECT {', '.join(shown)} FROM {table}{marks}").fetchall()
        found[table] = sorted(rows, key=repr)
    return found


def _derived_tables(db: sqlite3.Connection) -> list[str]:
    names = [row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    known = {*JOURNALLED, *BOOKKEEPING, *KEPT_ELSEWHERE}
    return [name for name in names if name not in known and not name.startswith("search_")]


@pytest.fixture
def crm(tmp_path: Path) -> Crm:
    """The program over a book that does not exist yet."""
    return Crm(tmp_path)


@pytest.fixture(scope="session")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Crm]:
    """Makes the program over a new book each time it is called; for tests that need many."""
    return lambda: Crm(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="session")
def dump() -> Callable[..., Dump]:
    """dump(path, which="journalled" | "derived" | "bookkeeping") -> table -> sorted rows."""
    return dump_of


@pytest.fixture(scope="session")
def dump_connection() -> Callable[..., Dump]:
    """The same over an open connection."""
    return dump_open


@pytest.fixture(scope="session", autouse=True)
def no_waiting_for_the_disk() -> Iterator[None]:
    """Commits in this process do not wait for the disk; tests that care start processes of their own."""
    settings_of_ours = connection._settings

    def hasty(db: sqlite3.Connection) -> None:
        settings_of_ours(db)
        db.execute("PRAGMA synchronous = OFF")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "_settings", hasty)
        yield


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Whoever reaches for the network fails, whichever test it is."""

    def refuse(sock: socket.socket, *args: Any, **more: Any) -> Any:
        raise AssertionError(f"a test reached for the network: {args!r}")

    def refuse_name(*args: Any, **more: Any) -> Any:
        raise AssertionError(f"a test asked for an address: {args!r}")

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex", "sendto", "bind"):
            patch.setattr(socket.socket, name, refuse)
        patch.setattr(socket, "getaddrinfo", refuse_name)
        yield
