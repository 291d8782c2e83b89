"""Undo, redo and the list of operations. What an operation did is the store's business; no command is known here."""

from __future__ import annotations

from typing import Any

from crmcli.actions.session import Session
from crmcli.actions.who import find_one, reference
from crmcli.domain.result import Result
from crmcli.errors import DeclinedError
from crmcli.store import undo as journal
from crmcli.store.undo import OperationRow


def undo(session: Session, which: str | None, *, with_later: bool, dry_run: bool) -> Result:
    """Takes back the operation named, or the last that stands. Raises NotFoundError, DeclinedError."""
    session.only_today()
    book = session.book
    number = reference(which, "n", bare="n")[1] if which is not None else journal.last_done(book)
    if number is None:
        raise DeclinedError("there is nothing to undo", "`crm history` shows what was done")
    with book.transaction():
        rows, touched = journal.undo(book, number, with_later=with_later, at=session.stamp())
        if dry_run:
            book.roll_back()
        else:
            session.settle(touched)
    if dry_run:
        return _told(session, rows, "Would undo", "")
    return _told(session, [row._replace(undone=True) for row in rows], "Undone", "`crm redo` does it again")


def redo(session: Session, *, dry_run: bool) -> Result:
    """Does again what the last undo took back. Raises DeclinedError."""
    session.only_today()
    book = session.book
    with book.transaction():
        rows, touched = journal.redo(book)
        if dry_run:
            book.roll_back()
        else:
            session.settle(touched)
    if dry_run:
        return _told(session, rows, "Would redo", "")
    return _told(session, [row._replace(undone=False) for row in rows], "Redone", "`crm undo` takes it back")


def history(session: Session, who: str | None) -> Result:
    """Operations up to the day asked about, newest first, of one contact where WHO is given."""
    one = find_one(session, who) if who else None
    rows = journal.history(session.book, one.id if one else None)
    if session.as_of < session.today:
        last = session.as_of.isoformat()
        rows = [row for row in rows if session.local(row.at)[:10] <= last]
    return session.result("history", items=[_item(session, row) for row in rows], summary={"operations": len(rows)})


def _told(session: Session, rows: list[OperationRow], verb: str, hint: str) -> Result:
    lines = [f"{verb} n{row.id}: crm {row.command} ({row.rows:,} {'row' if row.rows == 1 else 'rows'})" for row in rows]
    return session.result(
        "operations", items=[_item(session, row) for row in rows], said=[*lines, hint] if hint else lines
    )


def _item(session: Session, row: OperationRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "at": session.local(row.at),
        "by": row.by,
        "command": row.command,
        "rows": row.rows,
        "undone": row.undone,
    }
