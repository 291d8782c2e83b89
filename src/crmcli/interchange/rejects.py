"""The file of rejects: the rows that could not be read, as they stood, to be corrected and imported again.

It has the headings of the file plus `line` and `reason`, which a later import passes over. Private, never
overwriting.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from typing import TextIO

from crmcli.errors import BadValueError, CrmError
from crmcli.interchange.cells import shown
from crmcli.interchange.columns import REJECT_HEADINGS, ColumnMap
from crmcli.interchange.formula import defuse, undefuse
from crmcli.interchange.records import Reject


class RejectsFile:
    """Writes rejects to `path` (UTF-8 with a mark, mode 0600), created with the first of them.

    Use as a context manager: after an exception the half-written file is taken away. count: rejects written.
    """

    def __init__(self, path: str, columns: ColumnMap) -> None:
        """Raises BadValueError when the path is taken."""
        if "\0" in path or os.path.lexists(path):
            raise BadValueError(f"{shown(path)} exists already", "give --rejects another name")
        self.path = path
        self.count = 0
        self._places = [place for place in range(len(columns.header)) if place not in columns.ignored]
        self._header = columns.header
        self._file: TextIO | None = None

    def write(self, reject: Reject) -> None:
        """Add one reject. Raises CrmError when the file cannot be written."""
        try:
            if self._file is None:
                self._file = self._create()
                self._put([*(self._header[place] for place in self._places), *REJECT_HEADINGS])
            row = [*reject.row, *[""] * (len(self._header) - len(reject.row))]
            cells = [defuse(undefuse(row[place])) for place in self._places]
            beyond = [defuse(undefuse(cell)) for cell in row[len(self._header) :]]
            self._put([*cells, str(reject.line), reject.reason, *beyond])
        except OSError as error:
            raise CrmError(f"cannot write {shown(self.path)}: {error.strerror}") from None
        self.count += 1

    def close(self) -> None:
        """Finish the file. Raises CrmError when it cannot be written."""
        if self._file is not None:
            try:
                self._file.close()
            except OSError as error:
                raise CrmError(f"cannot write {shown(self.path)}: {error.strerror}") from None

    def discard(self) -> None:
        """Take the file away again."""
        if self._file is not None:
            self._file.close()
            os.unlink(self.path)
            self._file = None

    def __enter__(self) -> RejectsFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is None:
            self.close()
        else:
            self.discard()

    def _create(self) -> TextIO:
        flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_NOFOLLOW", 0)
        return open(os.open(self.path, flags, 0o600), "w", encoding="utf-8-sig", errors="replace", newline="")

    def _put(self, cells: Sequence[str]) -> None:
        assert self._file is not None
        csv.writer(self._file).writerow(cells)
