"""Opens what is to be imported: a file or standard input, checked, bounded, and readable more than once.

Refuses in one line what is no table (an Excel workbook, a PDF, a database) before anything tries to parse it.
"""

from __future__ import annotations

import io
import os
import stat
import tempfile
from collections.abc import Iterator
from typing import Any, BinaryIO, TextIO

from crmcli.errors import BadValueError, CrmError, NotFoundError
from crmcli.interchange.cells import shown
from crmcli.interchange.encoding import survey

SIZE_LIMIT = 500 * 1024 * 1024
_BLOCK = 1024 * 1024
_HEAD = 8192
_AS_CSV = "save it as CSV and import that"
_MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an Excel or Office file, not CSV", _AS_CSV),
    (b"%PDF", "a PDF, not CSV", _AS_CSV),
    (b"SQLite format 3\0", "a database, not CSV", "to work with it: crm --db FILE"),
    (b"\x1f\x8b", "a gzip archive, not CSV", "unpack it first"),
    (b"BZh", "a bzip2 archive, not CSV", "unpack it first"),
    (b"\xfd7zXZ", "an xz archive, not CSV", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive, not CSV", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive, not CSV", "unpack it first"),
    (b"\x89PNG", "a picture, not CSV", _AS_CSV),
    (b"\xff\xd8\xff", "a picture, not CSV", _AS_CSV),
    (b"{\\rtf", "a word-processor file, not CSV", _AS_CSV),
)
_MARKUP = ((b"<html", b"<!doctype", b"<table"), (b"<?xml",), (b"begin:vcard",), (b"begin:vcalendar",))
_MARKUP_NAMES = ("a web page", "XML", "a vCard file", "a calendar")


class _Window(io.RawIOBase):
    """Reads a shared descriptor from an offset of its own, so that two passes may be under way at once."""

    def __init__(self, fd: int) -> None:
        super().__init__()
        self._fd = fd
        self.offset = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        os.lseek(self._fd, self.offset, os.SEEK_SET)
        data = os.read(self._fd, len(buffer))
        buffer[: len(data)] = data
        self.offset += len(data)
        return len(data)


class Source:
    """A checked input. encoding: as Python names it; guessed: it is Windows-1252 only for want of a better
    one.

    has_nul, odd_quotes: the text holds NUL characters, an odd number of quotes. size in bytes.
    """

    def __init__(self, name: str, file: BinaryIO, encoding: str | None = None) -> None:
        self.name = name
        self._file = file
        self._main: _Window | None = None
        self.size = os.fstat(file.fileno()).st_size
        if self.size == 0:
            raise BadValueError(
                f"{name}: empty file", "export it again: headings on the first line, then a line for each record"
            )
        if self.size > SIZE_LIMIT:
            raise BadValueError(f"{name}: larger than {SIZE_LIMIT // 1048576} MB", "split it and import the parts")
        head = next(self.blocks())[:_HEAD]
        _refuse_other_formats(name, head)
        self.encoding, self.guessed, self.has_nul, self.odd_quotes = survey(name, head, self.blocks, encoding)

    def blocks(self) -> Iterator[bytes]:
        """All bytes from the start, a megabyte at a time."""
        window = _Window(self._file.fileno())
        while block := window.read(_BLOCK):
            yield block

    def text(self, *, tracked: bool = False) -> TextIO:
        """A fresh stream over the whole text, line ends untouched (as the csv module wants them).

        `tracked`: this is the pass whose progress `fraction` tells."""
        window = _Window(self._file.fileno())
        if tracked:
            self._main = window
        return io.TextIOWrapper(io.BufferedReader(window, _BLOCK), encoding=self.encoding, newline="")

    def fraction(self) -> float:
        """How far the tracked stream has come, 0..1, for a progress bar."""
        return self._main.offset / self.size if self._main else 0.0

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_source(path: str, stdin: BinaryIO | None = None, *, encoding: str | None = None) -> Source:
    """Open `path`, or `stdin` when the path is "-" (kept in a private temporary file, for it is read twice).

    Raises NotFoundError (no such file) and BadValueError (directory, pipe, empty, too large, not text).
    """
    if path == "-":
        if stdin is None:
            raise BadValueError("standard input is not open", "name a file")
        file, name = _spooled(stdin), "standard input"
    else:
        file, name = _opened(path), path
    try:
        return Source(name, file, encoding)
    except BaseException:
        file.close()
        raise


def _opened(path: str) -> BinaryIO:
    try:
        fd = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        raise NotFoundError(f"no file {shown(path)}", "check the name; - reads standard input") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a file name"
        raise CrmError(f"cannot read {shown(path)}: {reason}", "check its name and rights") from None
    mode = os.fstat(fd).st_mode
    if stat.S_ISREG(mode):
        return os.fdopen(fd, "rb")
    os.close(fd)
    what = "a directory" if stat.S_ISDIR(mode) else "a pipe or device"
    raise BadValueError(f"{shown(path)} is {what}, not a file", "to read a pipe, import - from standard input")


def _spooled(stdin: BinaryIO) -> BinaryIO:
    """A copy of standard input on disk, seen by nobody else and gone when closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the Source closes it
    written = 0
    while block := stdin.read(_BLOCK):
        written += len(block)
        if written > SIZE_LIMIT:
            file.close()
            raise BadValueError(f"standard input: more than {SIZE_LIMIT // 1048576} MB", "import it in parts")
        file.write(block)
    file.flush()
    return file


def _refuse_other_formats(name: str, head: bytes) -> None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _refuse_zip(name, head)
    for magic, what, hint in _MAGIC:
        if head.startswith(magic):
            raise BadValueError(f"{name}: {what}", hint)
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:16].lower()
    for marks, what in zip(_MARKUP, _MARKUP_NAMES, strict=True):
        if start.startswith(marks):
            raise BadValueError(f"{name}: {what}, not CSV", _AS_CSV)
    nuls = head.count(0)
    if nuls and nuls * 10 > len(head) and not _even_nuls(head):
        raise BadValueError(f"{name}: binary data, not CSV", _AS_CSV)


def _even_nuls(head: bytes) -> bool:
    """NULs at regular places mean UTF-16 or UTF-32, which is text."""
    places = [head[start::4].count(0) * 4 / len(head) for start in range(4)]
    return head.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or max(places) - min(places) > 0.35


def _refuse_zip(name: str, head: bytes) -> None:
    if b"opendocument" in head:
        raise BadValueError(f"{name}: an OpenDocument spreadsheet, not CSV", _AS_CSV)
    if b"[Content_Types]" in head or b"xl/" in head or b"docProps/" in head:
        raise BadValueError(f"{name}: an Excel workbook, not CSV", _AS_CSV)
    raise BadValueError(f"{name}: a zip archive, not CSV", "unpack it first")
