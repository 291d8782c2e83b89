"""Taking operations back and doing them again, from the journal alone.

No command is known here: whatever wrote rows through an Operation can be undone. An inserted row is its own
after-image while it stands; when it is taken out its image moves into `journal_images`, whence redo brings it back.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any, NamedTuple

from crmcli.errors import DeclinedError, NotFoundError
from crmcli.store.book import JOURNALLED, Book, Touched, change_row, contact_of, contacts_of_span, image


class OperationRow(NamedTuple):
    """One line of the history. `at` is UTC text; `undone` says it is taken back at present."""

    id: int
    at: str
    by: str | None
    command: str
    rows: int
    undone: bool


class Entry(NamedTuple):
    """One journal entry: action I, U or D on the rows lo..hi of a table."""

    operation_id: int
    seq: int
    table: str
    action: str
    lo: int
    hi: int
    contact_id: int | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None


SELECT_OPERATION = "SELECT id, at, by_whom, command, row_count, undone_batch IS NOT NULL FROM operations"


def operation(book: Book, operation_id: int) -> OperationRow | None:
    """One operation by its number."""
    found = book.row(f"{SELECT_OPERATION} WHERE id = ?", (operation_id,))
    return OperationRow(found[0], found[1], found[2], found[3], found[4], bool(found[5])) if found else None


def history(book: Book, contact_id: int | None = None, limit: int | None = None) -> list[OperationRow]:
    """Operations, newest first; of one contact where an id is given."""
    where, parameters = "", {"c": contact_id, "n": -1 if limit is None else limit}
    if contact_id is not None:
        spans = " UNION ".join(
            f"SELECT j.operation_id FROM {table} t JOIN journal j ON j.tbl = '{table}' AND j.hi > j.lo"
            f" AND t.id BETWEEN j.lo AND j.hi WHERE t.{'id' if table == 'contacts' else 'contact_id'} = :c"
            for table in JOURNALLED
            if table not in ("policy", "snapshots", "questions")
        )
        where = (
            "WHERE id IN (SELECT operation_id FROM journal WHERE contact_id = :c UNION"
            f" SELECT operation_id FROM journal_images WHERE contact_id = :c UNION {spans})"
        )
    found = book.rows(f"{SELECT_OPERATION} {where} ORDER BY id DESC LIMIT :n", parameters)
    return [OperationRow(r[0], r[1], r[2], r[3], r[4], bool(r[5])) for r in found]


def last_done(book: Book) -> int | None:
    """The newest operation that stands."""
    found = book.row("SELECT max(id) FROM operations WHERE undone_batch IS NULL")
    return found[0] if found else None


def last_undone(book: Book) -> list[int]:
    """The operations that the latest undo took back, oldest first."""
    found = book.rows(
        "SELECT id FROM operations WHERE undone_batch = (SELECT max(undone_batch) FROM operations) ORDER BY id"
    )
    return [row[0] for row in found]


def undo(book: Book, operation_id: int, *, with_later: bool, at: str) -> tuple[list[OperationRow], Touched]:
    """Takes one operation back, inside a transaction; with `with_later` also all that built upon it.

    Returns the operations undone, newest first, and what was touched. Raises NotFoundError for a number that was never
    given, DeclinedError where it is undone already or later operations stand on it.
    """
    target = operation(book, operation_id)
    if target is None:
        raise NotFoundError(f"there is no operation n{operation_id}", "`crm history` lists them")
    if target.undone:
        raise DeclinedError(f"n{operation_id} is undone already", "`crm redo` brings back what was undone last")
    chain = _dependents(book, operation_id)
    if len(chain) > 1 and not with_later:
        raise DeclinedError(
            _refusal(book, operation_id, chain), f"`crm undo n{operation_id} --with-later` takes all back"
        )
    batch = (book.row("SELECT coalesce(max(undone_batch), 0) + 1 FROM operations") or (1,))[0]
    touched = Touched()
    undone = []
    while chain:
        number = max(chain)
        row = operation(book, number)
        if row is not None:
            undone.append(row)
        _guarded(book, number, touched, back=True)
        book.db.execute("UPDATE operations SET undone_batch = ?, undone_at = ? WHERE id = ?", (batch, at, number))
        # What was taken back may have hidden a link: a record that pointed at the target until a later operation cut it.
        chain = _dependents(book, operation_id) if number != operation_id else set()
    return undone, touched


def redo(book: Book) -> tuple[list[OperationRow], Touched]:
    """Does again what the latest undo took back, inside a transaction; oldest first.

    Raises DeclinedError where there is nothing to redo or later changes stand in the way.
    """
    numbers = last_undone(book)
    if not numbers:
        raise DeclinedError("nothing to redo", "`crm history` shows what was done and undone")
    touched = Touched()
    again = []
    for number in numbers:
        row = operation(book, number)
        if row is not None:
            again.append(row)
        _guarded(book, number, touched, back=False)
        book.db.execute("UPDATE operations SET undone_batch = NULL, undone_at = NULL WHERE id = ?", (number,))
    return again, touched


def _entries(book: Book, operation_id: int) -> list[Entry]:
    found = book.rows("SELECT * FROM journal WHERE operation_id = ? ORDER BY seq", (operation_id,))
    return [Entry(r[0], r[1], r[2], r[3], r[4], r[5], r[6], _values(r[7]), _values(r[8])) for r in found]


def _values(image: str | None) -> dict[str, Any] | None:
    return json.loads(image) if image else None


def _guarded(book: Book, number: int, touched: Touched, *, back: bool) -> None:
    step = _back if back else _forth
    entries = _entries(book, number)
    try:
        for entry in reversed(entries) if back else entries:
            _note_firm(book, touched, entry)
            _note_span(book, touched, entry)
            step(book, entry)
            _note_firm(book, touched, entry)
            _note_span(book, touched, entry)
            _note(touched, entry)
    except sqlite3.IntegrityError as exc:
        word = "undone" if back else "redone"
        raise DeclinedError(
            f"n{number} cannot be {word}: later changes stand in the way",
            "`crm history` shows them; nothing was changed",
        ) from exc


def _note_firm(book: Book, touched: Touched, entry: Entry) -> None:
    if entry.table == "roles" and entry.hi == entry.lo:
        touched.add_firm(book.record("roles", entry.lo) or {})


def _note_span(book: Book, touched: Touched, entry: Entry) -> None:
    """A bulk entry's rows and whom they belong to; they are in their table before the step or after it."""
    if entry.hi > entry.lo:
        owners = contacts_of_span(book, entry.table, entry.lo, entry.hi)
        if owners or entry.table not in touched.spans:
            touched.add_span(entry.table, entry.lo, entry.hi, owners)


def _note(touched: Touched, entry: Entry) -> None:
    if entry.hi > entry.lo:
        return
    touched.add(entry.table, entry.lo, entry.contact_id)
    for part in (entry.before, entry.after):
        if part and part.get("contact_id") is not None:
            touched.add(entry.table, entry.lo, part["contact_id"])


def _back(book: Book, entry: Entry) -> None:
    if entry.action == "U":
        change_row(book.db, entry.table, entry.lo, entry.before or {})
    elif entry.action == "D":
        _put(book, entry.table, entry.before or {})
    else:
        _take_out(book, entry)


def _forth(book: Book, entry: Entry) -> None:
    if entry.action != "I":
        _refuse_changed(book, entry)
    if entry.action == "U":
        change_row(book.db, entry.table, entry.lo, entry.after or {})
    elif entry.action == "D":
        book.db.execute(f"DELETE FROM {entry.table} WHERE id = ?", (entry.lo,))
    else:
        _bring_back(book, entry)


def _put(book: Book, table: str, values: dict[str, Any]) -> None:
    marks = ", ".join("?" * len(values))
    book.db.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))


def _columns(book: Book, table: str) -> list[str]:
    return [row[1] for row in book.rows(f"PRAGMA table_info({table})")]


def _take_out(book: Book, entry: Entry) -> None:
    names = _columns(book, entry.table)
    cursor = book.db.execute(f"SELECT * FROM {entry.table} WHERE id BETWEEN ? AND ? ORDER BY id", (entry.lo, entry.hi))
    images = (
        (entry.operation_id, entry.seq, values["id"], contact_of(entry.table, values["id"], values), image(values))
        for values in (dict(zip(names, row, strict=True)) for row in cursor)
    )
    book.db.executemany("INSERT INTO journal_images VALUES (?, ?, ?, ?, ?)", images)
    book.db.execute(f"DELETE FROM {entry.table} WHERE id BETWEEN ? AND ?", (entry.lo, entry.hi))


def _bring_back(book: Book, entry: Entry) -> None:
    key = (entry.operation_id, entry.seq)
    cursor = book.db.execute("SELECT image FROM journal_images WHERE operation_id = ? AND seq = ? ORDER BY row_id", key)
    for (text,) in cursor:
        _put(book, entry.table, json.loads(text))
    book.db.execute("DELETE FROM journal_images WHERE operation_id = ? AND seq = ?", key)


def _refuse_changed(book: Book, entry: Entry) -> None:
    row, number = book.record(entry.table, entry.lo), entry.operation_id
    if row is None or any(row[name] != value for name, value in (entry.before or {}).items()):
        later = [n for n in _touching(book, entry) if n > number]
        blame = f" (n{later[-1]} changed the same record)" if later else ""
        raise DeclinedError(f"n{number} cannot be redone: its records have changed since{blame}", "nothing was changed")


def _dependents(book: Book, operation_id: int) -> set[int]:
    chain, todo = {operation_id}, [operation_id]
    while todo:
        number = todo.pop()
        for entry in _entries(book, number):
            later = {n for n in _touching(book, entry) if n > number}
            if entry.action == "I":
                later |= {n for n in _referring(book, entry) if n > number}
            else:
                later |= {n for n in _deleting(book, entry) if n > number}
            todo.extend(later - chain)
            chain |= later
    return chain


def _touching(book: Book, entry: Entry) -> list[int]:
    """The standing operations that wrote any of the entry's rows, oldest first."""
    found = book.rows(
        "SELECT j.operation_id FROM journal j JOIN operations o ON o.id = j.operation_id AND o.undone_batch IS NULL"
        " WHERE j.tbl = :t AND j.lo BETWEEN :lo AND :hi"
        " UNION SELECT j.operation_id FROM journal j JOIN operations o ON o.id = j.operation_id AND o.undone_batch IS NULL"
        " WHERE j.tbl = :t AND j.hi > j.lo AND j.lo <= :hi AND j.hi >= :lo ORDER BY 1",
        {"t": entry.table, "lo": entry.lo, "hi": entry.hi},
    )
    return [row[0] for row in found]


def _referring(book: Book, entry: Entry) -> set[int]:
    """The standing operations whose rows point at the rows that this entry inserted."""
    found: set[int] = set()
    for table in JOURNALLED:
        for column in (row[3] for row in book.rows(f"PRAGMA foreign_key_list({table})") if row[2] == entry.table):
            found |= _writers(book, table, column, entry)
    return found


def _deleting(book: Book, entry: Entry) -> set[int]:
    """The standing operations that took away a row which the entry's own row pointed at before."""
    found: set[int] = set()
    for link in book.rows(f"PRAGMA foreign_key_list({entry.table})"):
        target = (entry.before or {}).get(link[3])
        if target is not None:
            rows = book.rows(
                "SELECT j.operation_id FROM journal j JOIN operations o ON o.id = j.operation_id"
                " WHERE j.tbl = ? AND j.lo = ? AND j.action = 'D' AND o.undone_batch IS NULL",
                (link[2], target),
            )
            found.update(row[0] for row in rows)
    return found


def _writers(book: Book, table: str, column: str, entry: Entry) -> set[int]:
    rows = book.rows(
        f"SELECT DISTINCT j.operation_id FROM {table} t JOIN journal j ON j.tbl = :tbl AND j.lo = t.id"
        f" JOIN operations o ON o.id = j.operation_id AND o.undone_batch IS NULL"
        f" WHERE t.{column} BETWEEN :lo AND :hi AND j.operation_id <> :own"
        f" UNION SELECT DISTINCT j.operation_id FROM journal j"
        f" JOIN operations o ON o.id = j.operation_id AND o.undone_batch IS NULL"
        f" WHERE j.tbl = :tbl AND j.hi > j.lo AND j.operation_id <> :own AND EXISTS"
        f" (SELECT 1 FROM {table} t WHERE t.id BETWEEN j.lo AND j.hi AND t.{column} BETWEEN :lo AND :hi)",
        {"tbl": table, "lo": entry.lo, "hi": entry.hi, "own": entry.operation_id},
    )
    return {row[0] for row in rows}


def _refusal(book: Book, operation_id: int, chain: set[int]) -> str:
    later = sorted(chain - {operation_id})
    first = operation(book, later[0])
    named = f"n{later[0]} ({first.command[:60]})" if first else f"n{later[0]}"
    more = f" and {len(later) - 1} more" if len(later) > 1 else ""
    return f"n{operation_id} cannot be undone alone: {named}{more} came later and built upon it"
