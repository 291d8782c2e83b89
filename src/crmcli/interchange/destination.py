"""Where a file that crm writes ends up: private, whole or not at all, never over somebody else's file."""

from __future__ import annotations

import os
from pathlib import Path

from crmcli.errors import BadValueError, CrmError


def write_private(path: Path, data: bytes, *, ours: bytes | None = None) -> None:
    """Writes `data` to `path`, mode 0600, by way of a temporary file beside it.

    An existing file is replaced only where it begins with `ours`. Raises BadValueError or CrmError, and leaves no part.
    """
    if path.is_symlink() or (path.exists() and not _begins(path, ours)):
        raise BadValueError(f"{path} exists already", "name another file; this one is not overwritten")
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        with open(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(part, path)
    except (OSError, ValueError) as exc:
        raise CrmError(f"cannot write {path} ({getattr(exc, 'strerror', None) or exc})", "name another place") from exc
    finally:
        part.unlink(missing_ok=True)


def _begins(path: Path, ours: bytes | None) -> bool:
    if ours is None or not path.is_file():
        return False
    with open(path, "rb") as stream:
        return stream.read(len(ours)) == ours
