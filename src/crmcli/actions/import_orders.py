"""Orders of a file become orders of the book: each found again by its number, or by its content and how often it occurred.

Two rows that are equal to the cent are two orders; a row that an earlier import brought is the same order, whatever the file
is called. What has been changed by hand since stays as it is until the file itself says something else.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from crmcli.actions.contact import clean_name
from crmcli.actions.fingerprint import checksum, fingerprint
from crmcli.actions.import_desk import Desk, in_batches
from crmcli.actions.import_people import Marks, People, UnclearError, marks_of
from crmcli.actions.pricing import in_base
from crmcli.actions.session import Session
from crmcli.actions.who import name_key, phone_key
from crmcli.domain.text import clean_email, looks_like_email, quoted
from crmcli.domain.uid import uuid7
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
Customer = tuple[str, str, str, str]


class _Keyed(NamedTuple):
    """An order of the file with the numbers it is known by."""

    record: OrderRecord
    key: int
    content: int


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
        self._customers: dict[Customer, int | UnclearError | None] = {("", "", "", ""): None}
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
            notes.append(f"{self.without_rate:,} orders are in another currency than {self._base} and left out of totals until they have a rate")
        if self.unknown:
            some = ", ".join(list(self.unknown)[:3]) + (", …" if len(self.unknown) > 3 else "")
            notes.append(f"{len(self.unknown):,} customers are not in the book ({some}); --create-contacts makes them")
        return notes

    def _rows(self, name: str, reading: Reading, advance: Any) -> Iterator[tuple[Any, ...]]:
        for batch in in_batches(reading.records, importing.AT_ONCE):
            orders = []
            for record in batch:
                if type(record) is OrderRecord:
                    orders.append(record)
                else:
                    self._desk.reject(name, record)
            yield from self._new(self._keyed(orders))
            advance(reading.fraction())

    def _keyed(self, orders: list[OrderRecord]) -> Iterator[_Keyed]:
        """The orders with their keys; a number that comes twice in one file is one order if the rows agree."""
        for record in orders:
            content = checksum(record[1:-1])
            if not record.ref:
                yield _Keyed(record, self._by_content(record), content)
                continue
            sign = "refund" if record.amount_minor < 0 else "order"
            key = fingerprint(self._source, sign, "ref", record.ref)
            before = self._numbered.get(key)
            if before is None:
                self._numbered[key] = content
                yield _Keyed(record, key, content)
            elif before == content:
                self._desk.unchanged += 1
            else:
                self._desk.refuse(record.line, f"{sign} {quoted(record.ref)} stands in this file before, and differs there")

    def _by_content(self, record: OrderRecord) -> int:
        first = fingerprint(self._source, "order", record.key)
        times = self._occurred.get(first, 0)
        self._occurred[first] = times + 1
        return fingerprint(self._source, "order", record.key, str(times)) if times else first

    def _new(self, keyed: Iterator[_Keyed]) -> list[tuple[Any, ...]]:
        """The rows of those that are not in the book yet; those that are, are brought up to date."""
        orders = list(keyed)
        known = importing.orders_by_key(self._book, [one.key for one in orders]) if self._known_before else {}
        rows = []
        for one in orders:
            found = known.get(one.key)
            if found is not None and (found.voided or found.content == one.content):
                self._desk.unchanged += 1
                continue
            try:
                contact = self._contact(one.record)
            except UnclearError as error:
                self._desk.refuse(one.record.line, str(error))
                continue
            if found is not None:
                self._update(found, one, contact)
                continue
            rows.append(self._row(one, contact))
        self._write_people()
        return rows

    def _row(self, one: _Keyed, contact: int | None) -> tuple[Any, ...]:
        record = one.record
        amount, cost, currency = record.amount_minor, record.cost_minor, record.currency
        known = currency == self._base
        if not known:
            self.without_rate += 1
        return (
            contact, record.on, record.on, amount, cost, currency, amount if known else None, cost if known else None,
            record.quantity, record.product_line or None, record.site or None, record.ref or None, record.by or None,
            int(amount == 0 and record.nothing_left), self._source, one.key, one.content, self._stamp,
        )  # fmt: skip

    def _update(self, found: Imported, one: _Keyed, contact: int | None) -> None:
        """The file says something else of this order than it did: so does the book now. What the file leaves open stays."""
        self._write_people()
        old = importing.order(self._book, found.id)
        values = {column: value for column, value in zip(ORDER, self._row(one, contact), strict=True) if value is not None}
        del values["created_at"]
        currency = values["currency"]
        rate = old["rate"] if currency == old["currency"] else None
        cost = values.get("cost_minor", old["cost_minor"])
        values.update(
            rate=rate,
            base_minor=in_base(self._session, values["amount_minor"], currency, rate),
            base_cost_minor=in_base(self._session, cost, currency, rate),
        )
        if old["refund_of"] is not None:
            del values["counts_on"]
        self._desk.op.update("orders", found.id, **values)
        for refund in importing.tied_refunds(self._book, found.id):
            self._desk.op.update("orders", refund, counts_on=one.record.on)
        self._desk.updated += 1

    def _contact(self, record: OrderRecord) -> int | None:
        """Whose order it is: an id, or None for a walk-in. Raises UnclearError with the reason where that cannot be told."""
        customer = record[1:5]
        try:
            found = self._customers[customer]
        except KeyError:
            found = self._customers[customer] = self._look_up(*customer)
        if isinstance(found, UnclearError):
            raise found
        return found

    def _look_up(self, contact: str, name: str, email: str, phone: str) -> int | UnclearError:
        emails = [email] if email else [contact] if looks_like_email(contact) else []
        phones = [phone] if phone else [contact] if contact.startswith("+") else []
        marks = marks_of(contact, emails, phones, name or contact)
        try:
            found = self._people.find(marks)
        except UnclearError as error:
            return error
        shown = contact or name or email or phone
        if found is not None:
            self._adopt(found, marks)
            return found
        if not self._create:
            self.unknown.setdefault(shown)
            return UnclearError(f"no contact {quoted(shown)}; --create-contacts makes them")
        try:
            return self._make(marks, clean_name(name or shown), emails, phones)
        except BadValueError as error:
            return UnclearError(error.message)

    def _adopt(self, found: int, marks: Marks) -> None:
        """Somebody found by another mark is known by their number in the source from here on."""
        if marks.ref and found in self._people.unmarked:
            self._people.unmarked.discard(found)
            self._people.learn(found, Marks(ref=marks.ref))
            self._desk.op.update("contacts", found, import_key=self._people.key_of(marks), source_ref=marks.ref)

    def _make(self, marks: Marks, name: str, emails: list[str], phones: list[str]) -> int:
        marks = marks._replace(name=name_key(name))
        one = self._people.add(marks)
        self._new_people.append(
            (one, uuid7(self._now), "person", name, marks.name, self._source, marks.ref or None, self._people.key_of(marks),
             self._stamp, self._today)
        )  # fmt: skip
        self._new_points += [(one, "email", clean_or_same(value), key) for value, key in zip(emails, marks.emails, strict=True)]
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
