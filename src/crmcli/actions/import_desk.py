"""What an import keeps count of: records by what became of them, the rejects, and what is to be said.

Knows nothing of contacts or orders.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from crmcli.interchange.delimited import Reading
from crmcli.interchange.records import Reject
from crmcli.interchange.rejects import RejectsFile
from crmcli.store.book import Operation

BULK_BYTES = 32 * 1024


class Desk:
    """The counts and rejects of one command. `kept`: how many rejects the answer shows, None for all; `bulk`: the input is so
    large that rows are journalled in ranges."""

    def __init__(self, op: Operation, rejects: RejectsFile | None, kept: int | None, *, bulk: bool) -> None:
        self.op = op
        self.bulk = bulk
        self.created = self.updated = self.unchanged = self.rejected = 0
        self.contacts_made = 0
        self.items: list[dict[str, Any]] = []
        self._rejects = rejects
        self._kept = kept
        self._late: dict[int, str] = {}

    @property
    def read(self) -> int:
        """Every record there was."""
        return self.created + self.updated + self.unchanged + self.rejected

    def reject(self, name: str, reject: Reject) -> None:
        """A record that could not be read, of the file `name`."""
        self.rejected += 1
        if self._kept is None or len(self.items) < self._kept:
            self.items.append({"file": name, "line": reject.line, "reason": reject.reason, "row": reject.row})
        if self._rejects is not None:
            self._rejects.write(reject)

    def refuse(self, line: int, reason: str) -> None:
        """A record that was read and has no place in the book; its cells are fetched at the end of its file."""
        self._late[line] = reason

    def fetch_refused(self, name: str, reading: Reading) -> None:
        """Turns the refused records of a file that has been read into rejects, with their cells."""
        if self._late:
            for line, cells in reading.rows():
                reason = self._late.pop(line, None)
                if reason is not None:
                    self.reject(name, Reject(line, reason, cells))
        self._late.clear()

    def write(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
        """Adds rows, one by one or, in bulk, as one range of the journal; returns how many."""
        if self.bulk:
            first, end = self.op.insert_many(table, columns, rows)
            return end - first
        count = 0
        for row in rows:
            self.op.insert(table, **dict(zip(columns, row, strict=True)))
            count += 1
        return count


def in_batches(records: Iterable[Any], size: int = 1000) -> Iterable[list[Any]]:
    """The records in lists of `size`."""
    stream = iter(records)
    while batch := list(islice(stream, size)):
        yield batch
