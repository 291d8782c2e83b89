"""Opening the one file: private, checked, with the settings that keep it whole.

Here live the pragmas and every SQLite error's translation; nothing here knows what the tables mean.
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from crmcli.errors import BusyError, CrmError, DamagedError, NewerDatabaseError, NoDatabaseError
from crmcli.store.migrations import MIGRATIONS

APPLICATION_ID = 0x63726D31
NOTICE_MS = 1_000
PATIENCE_MS = 9_000
RESTORE_HINT = "put the newest sound copy from the folder `backups` beside it in its place"


def connect(path: Path) -> sqlite3.Connection:
    """An open connection to the book at `path`, every pragma set.

    Raises NoDatabaseError (exit 10), DamagedError or NewerDatabaseError (12), CrmError (1).
    """
    with translated(path):
        _refuse_what_is_no_book(path)
        db = _open(path)
        try:
            _settings(db)
            _check(db, path)
        except BaseException:
            db.close()
            raise
        return db


def make(path: Path, policy: Mapping[str, str]) -> bool:
    """Makes a new, private book at `path` with these policy rows; False where something stands there already.

    It is finished under another name first, so that nobody ever meets half a book, not after a power cut either.
    Raises CrmError where it cannot be made.
    """
    with translated(path):
        if _found(path) is not None:
            return False
        part = path.with_name(f".crm-{os.getpid()}.new")
        _make_private(part, path)
        try:
            db = _open(part)
            try:
                _settings(db)
                db.execute("PRAGMA journal_mode = WAL")
                _create(db, policy)
            finally:
                db.close()
            return _put_in_place(part, path)
        finally:
            part.unlink(missing_ok=True)


def schema_version(db: sqlite3.Connection) -> int:
    """How many migration steps this file has taken."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turns what SQLite or the system raises about the file into one of our errors."""
    try:
        yield
    except sqlite3.Error as exc:
        raise _meaning(exc, path) from exc
    except PermissionError as exc:
        raise CrmError(f"not allowed to open {path}", "check who owns the file and its folder") from exc


def _meaning(exc: sqlite3.Error, path: Path) -> CrmError:
    name = getattr(exc, "sqlite_errorname", "") or ""
    if name.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
        return BusyError(f"another crm has been writing to {path} for ten seconds", "try again in a moment")
    if name.startswith(("SQLITE_CORRUPT", "SQLITE_NOTADB", "SQLITE_FORMAT")) or "malformed" in str(exc):
        return DamagedError(f"{path} is damaged or is not a book ({exc})", RESTORE_HINT)
    if name.startswith("SQLITE_FULL"):
        return CrmError(f"the disk is full; nothing was written to {path}", "free some space and repeat the command")
    if name.startswith("SQLITE_READONLY"):
        return CrmError(f"{path} or its folder is read-only", "make it writable, or name another file with --db")
    if name.startswith("SQLITE_CANTOPEN"):
        return CrmError(f"cannot open {path}", "check that the folder exists and is yours")
    if name.startswith("SQLITE_IOERR"):
        return CrmError(
            f"the disk failed while using {path} ({exc}); nothing was changed", "check the disk and space left"
        )
    if str(exc).startswith(("no such table", "no such column")):
        return DamagedError(f"{path} lacks a part of a book ({exc})", RESTORE_HINT)
    if name.startswith("SQLITE_TOOBIG"):
        return CrmError("that text is too large to keep", "shorten it")
    return CrmError(f"the book at {path} refused this ({exc})", "run with --debug to see where")


def _found(path: Path) -> os.stat_result | None:
    """What stands at the path, or None."""
    try:
        return path.stat()
    except FileNotFoundError:
        if path.is_symlink():
            raise CrmError(f"{path} is a link to {os.readlink(path)}, which does not exist", "mend the link") from None
        return None
    except PermissionError:
        raise
    except (OSError, ValueError) as exc:
        raise CrmError(f"cannot use {str(path)[:200]!r} as a book", "name another file with --db") from exc


def _refuse_what_is_no_book(path: Path) -> None:
    found = _found(path)
    if found is None:
        raise NoDatabaseError(
            f"no book at {path} yet",
            "`crm add NAME` starts one (or `crm init` to choose currency and country); `crm demo` makes one to try",
        )
    if not stat.S_ISREG(found.st_mode):
        raise DamagedError(f"{path} is not a file", "name the book's file with --db")
    if found.st_size == 0:
        raise DamagedError(f"{path} is empty, not a book", "restore a backup, or remove it to start anew")
    if _says_it_is_longer(path, found.st_size):
        raise DamagedError(f"{path} has lost its end", RESTORE_HINT)


def _says_it_is_longer(path: Path, size: int) -> bool:
    """Whether the file's own header counts more pages than it has (SQLite file format, 1.3), where no WAL may hold them."""
    try:
        with open(path, "rb") as stream:
            head = stream.read(100)
    except OSError:
        return False
    wal = path.with_name(path.name + "-wal")
    if len(head) < 100 or head[24:28] != head[92:96] or (wal.exists() and wal.stat().st_size):
        return False
    page = int.from_bytes(head[16:18], "big")
    return int.from_bytes(head[28:32], "big") * (65536 if page == 1 else page) > size


def _make_private(part: Path, path: Path) -> None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except PermissionError:
        raise
    except OSError as exc:
        raise CrmError(f"cannot make {path} ({exc.strerror})", "name another file with --db") from exc


def _put_in_place(part: Path, path: Path) -> bool:
    """Gives the finished file its name; False where somebody else was quicker."""
    try:
        os.link(part, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        if path.exists():
            return False
        os.rename(part, path)
    return True


def _open(path: Path) -> sqlite3.Connection:
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return sqlite3.connect(path, timeout=NOTICE_MS / 1000, isolation_level=None, cached_statements=256)
    frozen = "" if path.with_name(path.name + "-wal").exists() else "&immutable=1"
    uri = f"file:{quote(str(path.resolve()))}?mode=ro{frozen}"
    return sqlite3.connect(uri, uri=True, isolation_level=None)


def _settings(db: sqlite3.Connection) -> None:
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA temp_store = MEMORY")


def _create(db: sqlite3.Connection, policy: Mapping[str, str]) -> None:
    db.execute("BEGIN IMMEDIATE")
    for step in MIGRATIONS:
        step(db)
    db.executemany("INSERT INTO policy (key, value) VALUES (?, ?)", policy.items())
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
    db.execute("COMMIT")


def _check(db: sqlite3.Connection, path: Path) -> None:
    application = db.execute("PRAGMA application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise DamagedError(f"{path} is not a crm book", "name the book's file with --db or CRM_DB")
    version = schema_version(db)
    if version < 1:
        raise DamagedError(f"{path} has no schema version", RESTORE_HINT)
    if version > len(MIGRATIONS):
        raise NewerDatabaseError(
            f"{path} was written by a newer crm (schema {version}, this one knows {len(MIGRATIONS)})",
            "update crm; the book was left as it is",
        )
