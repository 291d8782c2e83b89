"""Orders of a file become orders of the book: each found again by its number, or by its content and how often it occurred.

Two rows that are equal to the cent are two orders; a row that an earlier import brought is the same order, whatever the file
is called. What has been changed by hand since stays as it is until the file itself says something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from crmcli.actions import refund
from crmcli.actions.contact import clean_name
from crmcli.actions.fingerprint import checksum, fingerprint
from crmcli.actions.import_desk import Desk, in_batches
from crmcli.actions.import_people import Marks, People, UnclearError, marks_of
from crmcli.actions.pricing import in_base
from crmcli.actions.session import Session
from crmcli.actions.who import name_key, phone_key
from crmcli.domain.text import clean_email, looks_like_email, quoted
from crmcli.domain.uid import uuid7
from crmcli.domain.words import counted
from crmcli.errors import BadValueError
from crmcli.interchange.delimited import Reading
from crmcli.interchange.records import OrderRecord
from crmcli.store import importing
from crmcli.store.importing import Imported

ORDER = (
    "contact_id", "on_date", "counts_on", "amount_minor", "cost_minor", "currency", "base_minor", "base_cost_minor",
    "quantity", "line", "site", "ref", "by_whom", "cancelled", "source", "import_key", "import_content", "created_at",
)  # fmt: skip
CONTACT = ("id", "uid", "kind", "name", "name_key", "source", "source_ref", "import_key", "created_at", "created_on")
POINT = ("contact_id", "kind", "value", "match_key")
Customer = tuple[str, ...]
Keyed = tuple[OrderRecord, int, int]


class OrderImport:
    """The orders of one command: `take` one reading after the other."""

    def __init__(self, session: Session, desk: Desk, source: str, *, create: bool) -> None:
        self._session = session
        self._desk = desk
        self._book = desk.op.book
        self._source = source
        self._create = create
        self._base = session.policy.currency
        self._now: datetime = session.now
        self._stamp = session.stamp()
        self._today = session.today.isoformat()
        self._people = People(self._book, source)
        self._customers: dict[Customer, int | str | None] = {("", "", "", ""): None}
        self._new_people: list[tuple[Any, ...]] = []
        self._new_points: list[tuple[Any, ...]] = []
        self.without_rate = 0
        self.unknown: dict[str, None] = {}

    def take(self, name: str, reading: Reading, advance: Any) -> None:
        """All orders of one file, as they are read. `advance(fraction)` is told how far the file has come."""
        self._occurred: dict[int, int] = {}
        self._numbered: dict[int, int] = {}
        self._known_before = importing.has_imported_orders(self._book)
        rows = self._rows(name, reading, advance)
        with importing.indexed_afterwards(self._book, "orders", unless=self._known_before or not self._desk.bulk):
            self._desk.created += self._desk.write("orders", ORDER, rows)
        self._desk.fetch_refused(name, reading)

    def finish(self) -> None:
        """Nothing is left to do after the last file."""

    def notes(self) -> list[str]:
        """What is to be said of all the files together."""
        notes = []
        if self.without_rate:
            left_out = f"not in {self._base}, and left out of totals until there is a rate"
            notes.append(f"{counted(self.without_rate, 'order is', 'orders are')} {left_out}")
        if self.unknown:
            some = ", ".join(list(self.unknown)[:3]) + (", …" if len(self.unknown) > 3 else "")
            unknown = counted(len(self.unknown), "customer is", "customers are")
            notes.append(f"{unknown} not in the book ({some}); --create-contacts makes them")
        return notes

    def _rows(self, name: str, reading: Reading, advance: Any) -> Iterator[tuple[Any, ...]]:
        for batch in in_batches(reading.records, importing.AT_ONCE):
            orders = [record for record in batch if type(record) is OrderRecord]
            if len(orders) < len(batch):
                for record in batch:
                    if type(record) is not OrderRecord:
                        self._desk.reject(name, record)
            yield from self._new(self._keyed(orders))
            advance(reading.fraction())

    def _keyed(self, orders: list[OrderRecord]) -> list[Keyed]:
        """(order, key, content) of each; a number that comes twice in one file is one order if the rows agree."""
        keyed = []
        for record in orders:
            content = checksum(f"{record.key}\x1f{record.amount_minor}\x1f{record.currency}")
            ref = record.ref
            if not ref:
                keyed.append((record, self._by_content(record.key), content))
                continue
            key = fingerprint(self._source, "refund" if record.amount_minor < 0 else "order", "ref", ref)
            before = self._numbered.setdefault(key, ~content)
            if before < 0:
                self._numbered[key] = content
                keyed.append((record, key, content))
            elif before == content:
                self._desk.unchanged += 1
            else:
                self._desk.refuse(record.line, f"order {quoted(ref)} stands in this file before, and differs there")
        return keyed

    def _by_content(self, key: str) -> int:
        first = fingerprint(self._source, "order", key)
        times = self._occurred.get(first, 0)
        self._occurred[first] = times + 1
        return fingerprint(self._source, "order", key, str(times)) if times else first

    def _new(self, keyed: list[Keyed]) -> list[tuple[Any, ...]]:
        """The rows of those that are not in the book yet; those that are, are brought up to date."""
        known = importing.orders_by_key(self._book, [one[1] for one in keyed]) if self._known_before else {}
        rows = []
        for record, key, content in keyed:
            found = known.get(key)
            if found is not None and (found.voided or found.content == content):
                self._desk.unchanged += 1
                continue
            try:
                contact = self._customers[record[1:5]]
            except KeyError:
                contact = self._look_up(record)
            if isinstance(contact, str):
                self._desk.refuse(record.line, contact)
            elif found is None:
                rows.append(self._row(record, key, content, contact))
            else:
                self._update(found, record, self._row(record, key, content, contact))
        self._write_people()
        return rows

    def _row(self, record: OrderRecord, key: int, content: int, contact: int | None) -> tuple[Any, ...]:
        _, _, _, _, _, on, amount, cost, currency, quantity, line, site, ref, by, _ = record
        base, base_cost = amount, cost
        if currency != self._base:
            self.without_rate += amount != 0
            base = 0 if amount == 0 else None  # type: ignore[assignment]
            base_cost = 0 if cost == 0 else None
        cancelled = 1 if amount == 0 and record.nothing_left else 0
        return (
            contact, on, on, amount, cost, currency, base, base_cost, quantity, line or None, site or None, ref or None,
            by or None, cancelled, self._source, key, content, self._stamp,
        )  # fmt: skip

    def _update(self, found: Imported, record: OrderRecord, row: tuple[Any, ...]) -> None:
        """The file says something else of this order than it did: so does the book now. What the file leaves open stays."""
        self._write_people()
        old = importing.order(self._book, found.id)
        values = {column: value for column, value in zip(ORDER[:-1], row, strict=False) if value is not None}
        rate = old["rate"] if record.currency == old["currency"] else None
        cost = values.get("cost_minor", old["cost_minor"])
        values.update(
            rate=rate,
            base_minor=in_base(self._session, record.amount_minor, record.currency, rate),
            base_cost_minor=in_base(self._session, cost, record.currency, rate),
        )
        if old["refund_of"] is not None:
            del values["counts_on"]
        self._desk.op.update("orders", found.id, **values)
        refund.follow(self._session, self._desk.op, old["refund_of"] or found.id)
        self._desk.updated += 1

    def _look_up(self, record: OrderRecord) -> int | str:
        """Whose order it is, remembered; or why that cannot be told."""
        contact, name, email, phone = customer = record[1:5]
        emails = [email] if email else [contact] if looks_like_email(contact) else []
        phones = [phone] if phone else [contact] if contact.startswith("+") else []
        found: int | str
        try:
            found = self._find(contact, name, emails, phones)
        except UnclearError as error:
            found = str(error)
        except BadValueError as error:
            found = error.message
        self._customers[customer] = found
        return found

    def _find(self, contact: str, name: str, emails: list[str], phones: list[str]) -> int:
        marks = marks_of(contact, emails, phones, name or contact)
        found = self._people.find(marks)
        if found is not None:
            self._adopt(found, marks)
            return found
        shown = contact or name or next(iter([*emails, *phones]))
        if not self._create:
            self.unknown.setdefault(shown)
            raise UnclearError(f"no contact {quoted(shown)}; --create-contacts makes them")
        return self._make(marks, clean_name(name or shown), emails, phones)

    def _adopt(self, found: int, marks: Marks) -> None:
        """Somebody found by another mark is known by their number in the source from here on."""
        if marks.ref and found in self._people.unmarked:
            self._people.unmarked.discard(found)
            self._people.learn(found, Marks(ref=marks.ref))
            self._desk.op.update("contacts", found, import_key=self._people.key_of(marks), source_ref=marks.ref)

    def _make(self, marks: Marks, name: str, emails: list[str], phones: list[str]) -> int:
        if not marks.name:
            marks = marks._replace(name=name_key(name))
        one = self._people.add(marks)
        self._new_people.append(
            (one, uuid7(self._now), "person", name, marks.name, self._source, marks.ref or None, self._people.key_of(marks),
             self._stamp, self._today)
        )  # fmt: skip
        for value, key in zip(emails, marks.emails, strict=True):
            self._new_points.append((one, "email", value if value == key else clean_or_same(value), key))
        self._new_points += [(one, "phone", value, phone_key(value)) for value in phones if phone_key(value)]
        return one

    def _write_people(self) -> None:
        if self._new_people:
            self._desk.contacts_made += self._desk.write("contacts", CONTACT, self._new_people)
            self._desk.write("points", POINT, self._new_points)
            self._new_people, self._new_points = [], []


def clean_or_same(address: str) -> str:
    """An e-mail address as it is kept; one of an odd shape as it came."""
    try:
        return clean_email(address)[0]
    except BadValueError:
        return address
