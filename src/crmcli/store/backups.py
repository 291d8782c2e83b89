"""Private, checked copies of the book, and the one taken before every migration."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import NamedTuple

from crmcli.errors import CrmError, DamagedError
from crmcli.store.migrations import MIGRATIONS

KEPT_BEFORE_MIGRATION = "before-schema-"


class Copy(NamedTuple):
    """A finished copy: its size in bytes, its SHA-256, and that SQLite found it whole."""

    path: Path
    bytes: int
    sha256: str
    verified: bool


def copy_to(db: sqlite3.Connection, target: Path) -> Copy:
    """Writes a consistent copy of the open book to `target` (which must not exist), 0600, with its checksum beside it.

    Raises CrmError where the place cannot be written, DamagedError where the copy does not check out; neither leaves a
    partial file behind.
    """
    _refuse_existing(target)
    part = target.with_name(target.name + ".part")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        db.execute("VACUUM INTO ?", (str(part),))
        _verify(part)
        digest = sha256(part)
        with open(part, "rb+") as stream:
            os.fsync(stream.fileno())
        _write_checksum(target, digest)
        os.rename(part, target)
    except OSError as exc:
        raise CrmError(f"cannot write the copy {target} ({exc.strerror})", "choose another place with --to") from exc
    finally:
        part.unlink(missing_ok=True)
    return Copy(target, target.stat().st_size, digest, True)


def sha256(path: Path) -> str:
    """The SHA-256 of a file, as hex."""
    import hashlib

    with open(path, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def checksum_path(path: Path) -> Path:
    """Where the checksum of a copy is kept."""
    return path.with_name(path.name + ".sha256")


def _refuse_existing(target: Path) -> None:
    if target.exists() or target.is_symlink():
        raise CrmError(f"{target} exists already", "a copy never overwrites; name another file with --to")


def _write_checksum(target: Path, digest: str) -> None:
    path = checksum_path(target)
    path.unlink(missing_ok=True)
    name = os.fsencode(target.name).replace(b"\\", b"\\\\").replace(b"\n", b"\\n")
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
        stream.write(b"\\" * (name != os.fsencode(target.name)) + f"{digest}  ".encode() + name + b"\n")


def _verify(path: Path) -> None:
    copy = sqlite3.connect(path)
    try:
        copy.execute("PRAGMA cell_size_check = ON")
        verdict = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        orphan = copy.execute("PRAGMA foreign_key_check").fetchone()
    finally:
        copy.close()
    if verdict != "ok" or orphan is not None:
        raise DamagedError(
            f"the copy did not check out ({verdict})", "the book itself is damaged; restore the newest sound copy"
        )


def migrate(db: sqlite3.Connection, path: Path) -> None:
    """Brings an older book up to this program's schema, after a copy; all steps in one transaction."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    target = path.parent / "backups" / f"{path.stem}-{KEPT_BEFORE_MIGRATION}{version + 1}.db"
    if not target.exists():
        copy_to(db, target)
    db.execute("BEGIN IMMEDIATE")
    try:
        for step in MIGRATIONS[int(db.execute("PRAGMA user_version").fetchone()[0]) :]:
            step(db)
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
