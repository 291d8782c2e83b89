"""People and companies of a file become contacts: found again by number, e-mail, phone or name, and only ever added to.

What the user has is never overwritten; rows of one person are one contact. A file that says of somebody what it said the
last time says nothing new, whatever was done to them since.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from crmcli.actions.contact import clean_name
from crmcli.actions.import_additions import KEPT, Additions, Had
from crmcli.actions.import_desk import Desk
from crmcli.actions.import_draft import Draft
from crmcli.actions.import_people import Marks, People, UnclearError, compared, marks_of
from crmcli.actions.session import Session
from crmcli.domain.uid import uuid7
from crmcli.errors import BadValueError
from crmcli.interchange.delimited import Reading
from crmcli.interchange.records import ContactRecord

STEP = 200
CONTACT = (
    "id", "uid", "kind", "name", "name_key", *KEPT, "source_ref", "import_key", "import_content", "created_at", "created_on",
)  # fmt: skip


class ContactImport:
    """The contacts of one command: `take` one reading after the other, then `finish` writes them."""

    def __init__(self, session: Session, desk: Desk, source: str) -> None:
        self._desk = desk
        self._source = source
        self._now: datetime = session.now
        self._stamp = session.stamp()
        self._today = session.today.isoformat()
        self._people = People(desk.op.book, source)
        self._drafts: dict[int, Draft] = {}
        self._first_new = self._people.next_id
        self._rows: list[tuple[Any, ...]] = []
        self._additions = Additions(self._stamp, self._today, session.by)
        self._kept_ours = 0

    def take(self, name: str, reading: Reading, advance: Any) -> None:
        """All contacts of one file, put together by person. `advance(fraction)` is told how far the file has come."""
        for count, record in enumerate(reading.records):
            if isinstance(record, ContactRecord):
                self._draft(record)
            else:
                self._desk.reject(name, record)  # type: ignore[arg-type]
            if count % STEP == 0:
                advance(reading.fraction())
        self._desk.fetch_refused(name, reading)

    def finish(self) -> None:
        """Writes everybody who is new and all that is new of the others."""
        known = {one: draft for one, draft in self._drafts.items() if one < self._first_new}
        fresh = [draft for one, draft in known.items() if self._people.contents.get(one) != draft.content]
        self._desk.unchanged += sum(draft.count for draft in known.values()) - sum(draft.count for draft in fresh)
        had = Had.of(self._desk.op.book, [draft.id for draft in fresh])
        for draft in self._drafts.values():
            if draft.id >= self._first_new:
                self._add(draft)
        for draft in fresh:
            self._add_to(draft, had)
        self._write_rows()
        self._additions.write(self._desk)

    def notes(self) -> list[str]:
        """What is to be said of all the files together."""
        if not self._kept_ours:
            return []
        values = "1 value differs" if self._kept_ours == 1 else f"{self._kept_ours:,} values differ"
        return [f"{values} from what the book has; the book's was kept"]

    def _draft(self, record: ContactRecord) -> None:
        try:
            name = clean_name(record.name)
            marks = marks_of(record.ref, record.emails, record.phones, name, record.company)
            one = self._people.find(marks)
        except (BadValueError, UnclearError) as error:
            self._desk.refuse(record.line, getattr(error, "message", None) or str(error))
            return
        if one is None:
            one = self._people.add(marks, record.kind)
        else:
            self._people.learn(one, marks)
        if one not in self._drafts:
            self._drafts[one] = Draft(one, self._people.key_of(marks))
        self._drafts[one].take(record, name, marks)

    def _add(self, draft: Draft) -> None:
        """A contact that is new."""
        referrer = self._referrer(draft)
        columns = {"source": self._source, **draft.columns}
        if referrer is not None and referrer < draft.id:
            columns["referred_by"] = referrer
        elif referrer is not None:
            draft.referred_later = referrer
        origin = (draft.ref or None, draft.key, draft.content)
        self._row(draft.id, draft.kind or "person", (draft.name, draft.name_key), columns, origin)
        self._additions.all_of(draft, self._employers(draft))
        self._desk.created += 1
        self._desk.updated += draft.added_to
        self._desk.unchanged += draft.count - 1 - draft.added_to
        self._kept_ours += draft.differing

    def _add_to(self, draft: Draft, had: Had) -> None:
        """What a file knows more of somebody in the book."""
        row = had.contacts[draft.id]
        columns = {name: value for name, value in draft.columns.items() if row[name] is None}
        referrer = self._referrer(draft) if row["referred_by"] is None else None
        if referrer is not None:
            columns["referred_by"] = referrer
        if row["birth_month"] is not None:
            columns = {name: value for name, value in columns.items() if not name.startswith("birth_")}
        self._kept_ours += draft.differing + sum(
            row[name] not in (None, value) for name, value in draft.columns.items() if name != "source"
        )
        fields_differing, added = self._additions.of(draft, had, self._employers(draft))
        self._kept_ours += fields_differing
        if not columns and not added:
            self._desk.unchanged += draft.count
            return
        if row["import_key"] is None:
            columns.update(import_key=draft.key, source_ref=row["source_ref"] or draft.ref or None)
        self._desk.op.update("contacts", draft.id, **columns, import_content=draft.content)
        self._desk.updated += 1 + draft.added_to
        self._desk.unchanged += draft.count - 1 - draft.added_to

    def _row(
        self,
        one: int,
        kind: str,
        names: tuple[str, str],
        columns: dict[str, Any],
        origin: tuple[str | None, int, int | None],
    ) -> None:
        """A row of contacts. names: as kept and as compared; origin: number in the source, import key and content."""
        kept = map(columns.get, KEPT)
        self._rows.append((one, uuid7(self._now), kind, *names, *kept, *origin, self._stamp, self._today))

    def _employers(self, draft: Draft) -> Iterable[tuple[int, str | None]]:
        """(company id, role) of where they work; a company that the book does not have is made."""
        for key, (name, role) in draft.firms.items():
            company = self._people.company(key)
            if company is None:
                marks = Marks(name=key, firm="")
                company = self._people.add(marks, "company")
                origin = (None, self._people.key_of(marks), None)
                self._row(company, "company", (name, key), {"source": self._source}, origin)
                self._desk.contacts_made += 1
            if company != draft.id:
                yield company, role

    def _referrer(self, draft: Draft) -> int | None:
        """Who sent them, where that is somebody we know; else the name is kept as a field."""
        if not draft.referred_by:
            return None
        found = self._people.named(compared(draft.referred_by))
        if found is None or found == draft.id:
            draft.fields.setdefault("referred_by", draft.referred_by)
            return None
        return found

    def _write_rows(self) -> None:
        self._rows.sort()
        self._desk.write("contacts", CONTACT, self._rows)
        for draft in self._drafts.values():
            if draft.referred_later is not None:
                self._desk.op.update("contacts", draft.id, referred_by=draft.referred_later)
