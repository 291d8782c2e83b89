"""Beginning a book, filling one with a made-up business, and keeping copies of it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from crmcli import clock
from crmcli.actions.session import Session
from crmcli.actions.who import name_key, phone_key
from crmcli.domain.period import named_period
from crmcli.domain.policy import parse_value
from crmcli.domain.result import Result
from crmcli.domain.span import Span, add
from crmcli.domain.text import clean_email
from crmcli.errors import CrmError, DeclinedError
from crmcli.store import backups
from crmcli.store import policy as policy_rows
from crmcli.store.book import Operation

if TYPE_CHECKING:
    from crmcli.analysis.value_class import ClassedCustomer
    from crmcli.demo.rows import DemoBook, Order, Point

SHOWN = ("currency", "country", "zone", "date_order", "fiscal_year_start")
COUNTED = ("contacts", "interactions", "orders", "quotes", "followups")
LOOKS = {
    "crm followups": "whom to reach today",
    "crm find grinder": "any word, anywhere",
    "crm segment --abc": "who brings the money",
    "crm segment --value": "what each leaves, and could",
    "crm lapsed": "silent for longer than their rhythm explains",
    "crm underbuying": "far below their own usual",
    "crm winback": "lost, why, and what to offer",
    "crm forecast": "orders and money to come",
    "crm profit": "margin less what they cost us",
    "crm wallet": "our share of what they spend",
    "crm complaint list": "two clocks, most pressing first",
    "crm watch": "who is about to be lost, and why",
    "crm report complaints": "solved at once, on time, come back",
}
DEMO_ZONE = ZoneInfo("Europe/Riga")
MONTH = Span(1, "m")


def init(session: Session, asked: Mapping[str, str]) -> Result:
    """Starts a book with the policy values asked for (key -> as typed).

    Raises DeclinedError where the file exists, BadValueError naming the key and the value.
    """
    _refuse_existing(session.path, "`crm policy set KEY VALUE` changes what a book was begun with")
    values = {key: parse_value(key, text) for key, text in asked.items()}
    with session.operation() as op:
        for key, value in values.items():
            policy_rows.put(session.book, op, key, value)
    policy = session.policy.nested()
    shown = ", ".join(f"{key.replace('_', ' ')} {policy[key]}" for key in SHOWN if policy[key] is not None)
    said = [f"{shown[:1].upper()}{shown[1:]}; `crm policy set KEY VALUE` changes any of it"]
    return session.written("book", op, said, item={"path": str(session.path), "policy": policy})


def demo(session: Session) -> Result:
    """Writes the made-up coffee roaster of today into a new book, in one operation.

    Raises DeclinedError where the file exists.
    """
    from crmcli.actions.demo_complaints import settle_complaints
    from crmcli.demo.book import make

    _refuse_existing(session.path, "name another file with --to, or remove this one first")
    made = make(clock.local_now(DEMO_ZONE).date())
    with session.operation() as op:
        for key, value in made.policy.items():
            policy_rows.put(session.book, op, key, value)
        for table, rows in made.tables():
            if rows:
                op.insert_many(table, *_written(table, rows))
        _keep_classes(op, made.orders, add(session.today, MONTH, -1))
        settle_complaints(session, op, made, _classes(made.orders, session.today))
    counts = {table: len(rows) for table, rows in made.tables() if table in COUNTED}
    attempts = _to_try(session.path, made)
    summed = ", ".join(f"{counts[table]:,} {table}" for table in COUNTED)
    said = [
        f"A made-up coffee roaster in {session.path}: {summed}",
        "Try:",
        f"  {attempts[0]}",
        *(f"  {command:<22} # {what}" for command, what in LOOKS.items()),
        *(f"  {line}" for line in attempts[-4:]),
    ]
    item = {"path": str(session.path), **counts, "try": attempts}
    return session.result("demo", item=item, summary={"operation": op.id}, said=said)


def backup(session: Session, to: str | None, keep: int | None) -> Result:
    """Writes a checked copy to a file, or to a folder (`backups` beside the book) that keeps the newest.

    Only copies that carry the name this command gives are removed.
    Raises NoDatabaseError, CrmError, DamagedError.
    """
    stem = session.path.stem
    kept = keep or session.policy["backup.keep"]
    target = _target(session, to)
    copy = backups.copy_to(session.book.db, target)
    own = _own_copies(target.parent, stem) if _is_own(target.name, stem) else []
    old = [path for path in own if path != target]
    pruned = [path for path in old[: max(0, len(old) + 1 - kept)] if _remove(path)]
    said = [f"Copied to {copy.path} ({copy.bytes:,} bytes, checked)", f"SHA-256 {copy.sha256}"]
    said += [f"Removed {path.name}, older than the {kept} kept" for path in pruned]
    item = {**copy._asdict(), "path": str(copy.path), "pruned": [str(path) for path in pruned]}
    return session.result("backup", item=item, said=said)


def _refuse_existing(path: Path, hint: str) -> None:
    if path.exists() or path.is_symlink():
        raise DeclinedError(f"{path} exists already", hint)


def _written(table: str, rows: Sequence[Any]) -> tuple[tuple[str, ...], Iterator[tuple[Any, ...]]]:
    """The columns of a table and its rows, with the keys by which names and addresses are found."""
    columns = rows[0]._fields
    if table == "contacts":
        return (*columns, "name_key"), ((*row, name_key(row.name)) for row in rows)
    if table == "points":
        return (*columns, "match_key"), ((*row, _match_key(row)) for row in rows)
    return columns, iter(rows)


def _match_key(point: Point) -> str:
    if point.kind == "email":
        return clean_email(point.value)[1]
    return phone_key(point.value) if point.kind == "phone" else name_key(point.value)


def _keep_classes(op: Operation, orders: Iterable[Order], as_of: date) -> None:
    """Keeps the classes of a month ago, as `crm segment --abc --save` would have done on that day."""
    period = named_period("last-12-months", as_of)
    start, end = period.start.isoformat(), period.end.isoformat()
    snapshot = op.insert(
        "snapshots",
        kind="abc",
        as_of=end,
        from_date=start,
        to_date=end,
        basis="sales",
        taken_at=f"{end}T15:00:00+00:00",
    )
    columns = ("snapshot_id", "contact_id", "grade", "value_minor")
    rows = ((snapshot, row.contact_id, row.class_, row.amount_minor) for row in _classes(orders, as_of))
    op.insert_many("snapshot_rows", columns, rows)


def _classes(orders: Iterable[Order], as_of: date) -> list[ClassedCustomer]:
    """Everybody's class by the sales of the twelve months up to a day."""
    from crmcli.analysis.value_class import classify

    period = named_period("last-12-months", as_of)
    start, end = period.start.isoformat(), period.end.isoformat()
    worth: dict[int, int] = {}
    for order in orders:
        if order.contact_id is not None and order.on_date <= end:
            value = order.base_minor or 0 if order.counts_on >= start else 0
            worth[order.contact_id] = worth.get(order.contact_id, 0) + value
    return list(classify(worth.items()).rows())


def _to_try(path: Path, made: DemoBook) -> list[str]:
    """Commands that show something on the demo's own day."""
    due = next(step for step in made.followups if step.status == "open" and step.kind == "promise")
    name = next(one.name for one in made.contacts if one.id == due.contact_id)
    said = f"brought the samples, {name} is happy"
    return [
        f"export CRM_DB={shlex.quote(str(path.absolute()))}",
        *LOOKS,
        f"crm ask c{due.contact_id}",
        f"crm show c{due.contact_id}",
        f"crm log c{due.contact_id} {shlex.quote(said)} --next +2w",
        "crm undo",
    ]


def _target(session: Session, to: str | None) -> Path:
    """The file named, or one in the folder named, called after the book and this instant."""
    folder = session.path.parent / "backups" if to is None else Path(to).expanduser()
    if to is not None and not folder.is_dir() and not to.endswith(("/", "\\")):
        return folder
    base = f"{session.path.stem}-{session.now:%Y%m%d-%H%M%S}"
    for more in range(1, 100):
        target = folder / (f"{base}.db" if more == 1 else f"{base}-{more}.db")
        if not target.exists():
            return target
    raise CrmError(f"{folder} has a hundred copies of this second already", "wait a second")


def _is_own(name: str, stem: str) -> bool:
    return re.fullmatch(rf"{re.escape(stem)}-\d{{8}}-\d{{6}}(-\d+)?\.db", name) is not None


def _own_copies(folder: Path, stem: str) -> list[Path]:
    """The copies of a book in a folder that carry the name this command gives, oldest first."""
    found = [path for path in folder.iterdir() if _is_own(path.name, stem) and path.is_file() and not path.is_symlink()]
    return sorted(found, key=lambda path: [int(part) for part in re.findall(r"\d+", path.name[len(stem) :])])


def _remove(path: Path) -> bool:
    try:
        path.unlink()
        backups.checksum_path(path).unlink(missing_ok=True)
    except OSError:
        return False
    return True
