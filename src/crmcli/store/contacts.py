"""Contacts and what hangs on them: points (e-mail, phone, address), roles, tags, fields, closed channels; who WHO is.

Reads only; every write goes through an Operation.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from crmcli.domain.reach import Reach, choose, open_ways
from crmcli.store.book import Book, only
from crmcli.store.sales import UNPRICED

HIGHEST = chr(0x10FFFF)
PHONE_MATCH = 7
STAGES = {"zero": "former"}


class Named(NamedTuple):
    """A contact as other records show it."""

    id: int
    name: str


class Candidate(NamedTuple):
    """Somebody whom a WHO may mean; `label` tells two of one name apart."""

    id: int
    name: str
    label: str
    archived: bool


class Closed(NamedTuple):
    """A channel on which somebody is not to be contacted: for good where they asked for it (`until` is None), else by our own
    choice until a local date, from which on it is open again."""

    channel: str
    until: str | None
    why: str | None


def get(book: Book, contact_id: int) -> dict[str, Any] | None:
    """The contact's own row by column."""
    return book.record("contacts", contact_id)


def names(book: Book, ids: Collection[int]) -> dict[int, str]:
    """id -> name."""
    return dict(book.rows(f"SELECT id, name FROM contacts WHERE 1 = 1{only('id', ids)}")) if ids else {}


def uids(book: Book, ids: Collection[int]) -> dict[int, str]:
    """id -> the stable uid that leaves the file."""
    return dict(book.rows(f"SELECT id, uid FROM contacts WHERE 1 = 1{only('id', ids)}"))


def owners(book: Book) -> list[str]:
    """Everybody who owns a customer, by name."""
    return [row[0] for row in book.rows("SELECT DISTINCT owner FROM contacts WHERE owner IS NOT NULL ORDER BY owner")]


def entered_by(book: Book, ids: Collection[int], day: str) -> set[int]:
    """Those of them who were in the book on a local date."""
    sql = f"SELECT id FROM contacts WHERE created_on <= ?{only('id', ids)}"
    return {row[0] for row in book.rows(sql, (day,))}


def count(book: Book) -> int:
    """How many contacts the book has, archived ones aside."""
    found = book.row("SELECT count(*) FROM contacts WHERE archived_at IS NULL")
    return int(found[0]) if found else 0


def children(book: Book, table: str, contact_id: int) -> list[dict[str, Any]]:
    """The contact's rows of a table that hangs on contacts (points, tags, fields, roles, ...), in order of entry."""
    cursor = book.db.execute(f"SELECT * FROM {table} WHERE contact_id = ? ORDER BY id", (contact_id,))
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]


def employers(book: Book, contact_id: int) -> list[tuple[int, str, str | None]]:
    """(company id, company name, role) where somebody works, the first entered first."""
    return book.rows(
        "SELECT c.id, c.name, r.role FROM roles r JOIN contacts c ON c.id = r.company_id WHERE r.contact_id = ? ORDER BY r.id",
        (contact_id,),
    )


def people(book: Book, company_id: int) -> list[tuple[int, str, str | None]]:
    """(contact id, name, role) of those who work there."""
    return book.rows(
        "SELECT c.id, c.name, r.role FROM roles r JOIN contacts c ON c.id = r.contact_id WHERE r.company_id = ? ORDER BY r.id",
        (company_id,),
    )


def closed(book: Book, ids: Collection[int] | None, day: date) -> dict[int, list[Closed]]:
    """The channels closed for these contacts (None: for all) on a local date, in order of entry; who has none is left out.
    A term counts from the day it was set to the day before it ends."""
    rows = book.rows(
        "SELECT contact_id, channel, until, why FROM closed_channels WHERE (since IS NULL OR since <= :day)"
        f" AND (until IS NULL OR until > :day){only('contact_id', ids)} ORDER BY id",
        {"day": day.isoformat()},
    )
    found: dict[int, list[Closed]] = {}
    for contact, *row in rows:
        found.setdefault(contact, []).append(Closed(*row))
    return found


def habits(book: Book, ids: Collection[int]) -> dict[int, dict[str, str]]:
    """contact -> when they like to be reached (`hours`) and in which `language`, as far as it is known."""
    rows = book.rows(
        f"SELECT id, hours, language FROM contacts WHERE (hours IS NOT NULL OR language IS NOT NULL){only('id', ids)}"
    )
    return {
        row[0]: {name: value for name, value in zip(("hours", "language"), row[1:], strict=True) if value}
        for row in rows
    }


def suppressed(book: Book, day: date) -> list[tuple[int, str, bool, str, str, str | None]]:
    """(contact, name, archived, channel, until, why) of every term of ours that holds on a local date, the first to end first."""
    rows = book.rows(
        "SELECT c.id, c.name, c.archived_at IS NOT NULL, x.channel, x.until, x.why FROM closed_channels x"
        " JOIN contacts c ON c.id = x.contact_id"
        " WHERE (x.since IS NULL OR x.since <= :day) AND x.until > :day ORDER BY x.until, c.name_key, c.id, x.id",
        {"day": day.isoformat()},
    )
    return [(one, name, bool(archived), *rest) for one, name, archived, *rest in rows]


def closed_for_good(book: Book, contact_id: int) -> set[str]:
    """The channels on which this contact asked not to be contacted; `all` stands for every one."""
    rows = book.rows("SELECT channel FROM closed_channels WHERE contact_id = ? AND until IS NULL", (contact_id,))
    return {row[0] for row in rows}


class Ways(NamedTuple):
    """What there is to reach somebody by: the channel they like, their points by kind, the channels closed on a day."""

    prefers: str | None
    points: dict[str, list[str]]
    closed: Sequence[Closed]

    def best(self, worn: Collection[str] = ()) -> Reach:
        """The way to take, on a channel that is not worn if there is one.

        A channel that we closed ourselves leaves nobody out of reach of whom we knew no way before.
        """
        way = choose(self.prefers, self.points, {row.channel for row in self.closed}, worn)
        if way.none_left and all(row.until for row in self.closed) and not open_ways(self.prefers, self.points, ()):
            return way._replace(none_left=False)
        return way

    def channels(self) -> list[str]:
        """The channels of every way that is open."""
        found = open_ways(self.prefers, self.points, {row.channel for row in self.closed})
        return [way.channel for way in found if way.channel]


def all_ways(book: Book, ids: Collection[int], day: date) -> dict[int, Ways]:
    """What there is to reach each contact by on a local date; bad numbers left out."""
    points: dict[int, dict[str, list[str]]] = {}
    for contact, kind, value in book.rows(
        f"SELECT contact_id, kind, value FROM points WHERE bad = 0{only('contact_id', ids)} ORDER BY id"
    ):
        points.setdefault(contact, {}).setdefault(kind, []).append(value)
    shut = closed(book, ids, day)
    rows = book.rows(f"SELECT id, prefers FROM contacts WHERE 1 = 1{only('id', ids)}")
    return {contact: Ways(prefers, points.get(contact, {}), shut.get(contact, ())) for contact, prefers in rows}


def ways(
    book: Book, ids: Collection[int], day: date, worn: Mapping[int, Collection[str]] | None = None
) -> dict[int, Reach]:
    """How each contact is best reached on a local date: its own points, else none; closed channels and bad numbers left out,
    `worn` channels taken last."""
    found = all_ways(book, ids, day).items()
    return {contact: way.best(worn.get(contact, ()) if worn else ()) for contact, way in found}


def by_point(book: Book, kind: str, match_key: str) -> list[Candidate]:
    """Contacts with this e-mail address or phone number. Phone keys are reversed digits: one number, spelled with more or
    less of its prefix, ends the other's key."""
    if kind == "email":
        condition, parameters = "p.match_key = ?", [kind, match_key]
    else:
        stem = match_key[:PHONE_MATCH]
        condition = "p.match_key >= ? AND p.match_key < ?"
        parameters = [kind, stem, stem + HIGHEST]
    rows = book.rows(
        f"SELECT c.id, c.name, p.value, c.archived_at IS NOT NULL, p.match_key FROM points p"
        f" JOIN contacts c ON c.id = p.contact_id WHERE p.kind = ? AND {condition} ORDER BY c.id",
        parameters,
    )
    found = {
        row[0]: Candidate(row[0], row[1], row[2], bool(row[3]))
        for row in rows
        if kind == "email" or row[4].startswith(match_key) or match_key.startswith(row[4])
    }
    return list(found.values())


def by_id(book: Book, contact_id: int) -> Candidate | None:
    """The contact with this number."""
    row = book.row("SELECT id, name, archived_at IS NOT NULL FROM contacts WHERE id = ?", (contact_id,))
    return Candidate(row[0], row[1], "", bool(row[2])) if row else None


def by_full_name(book: Book, name_key: str) -> list[Candidate]:
    """Contacts whose whole name, folded, is this."""
    return _labelled(book, "SELECT id FROM contacts WHERE name_key = ?", (name_key,))


def by_words(book: Book, words: Sequence[str], *, whole: bool) -> list[Candidate]:
    """Contacts in whose names, or whose company's, every word occurs, as a whole word or as the beginning of one.

    At least one of the words has to be in the contact's own name.
    """
    own = " UNION ".join([_holders(whole)] * len(words))
    every = " AND ".join(
        f"(c.id IN ({_holders(whole)}) OR EXISTS (SELECT 1 FROM roles r WHERE r.contact_id = c.id"
        f" AND r.company_id IN ({_holders(whole)})))"
        for _ in words
    )
    bounds = [(word, word if whole else word + HIGHEST) for word in words]
    parameters = [bound for pair in bounds for bound in pair]
    parameters += [bound for pair in bounds for bound in (*pair, *pair)]
    return _labelled(book, f"SELECT c.id FROM contacts c WHERE c.id IN ({own}) AND {every}", parameters)


def _holders(whole: bool) -> str:
    return f"SELECT contact_id FROM name_words WHERE word {'BETWEEN ? AND ?' if whole else '>= ? AND word < ?'}"


def _labelled(book: Book, ids: str, parameters: Sequence[Any]) -> list[Candidate]:
    """At most a handful of candidates, each with what tells it apart: company, e-mail, phone or kind."""
    rows = book.rows(
        "SELECT c.id, c.name, coalesce((SELECT f.name FROM roles r JOIN contacts f ON f.id = r.company_id"
        " WHERE r.contact_id = c.id ORDER BY r.id LIMIT 1),"
        " (SELECT value FROM points p WHERE p.contact_id = c.id ORDER BY p.id LIMIT 1), c.kind),"
        f" c.archived_at IS NOT NULL FROM contacts c WHERE c.id IN ({ids}) ORDER BY c.archived_at IS NOT NULL, c.id LIMIT 50",
        parameters,
    )
    return [Candidate(row[0], row[1], row[2], bool(row[3])) for row in rows]


def vocabulary(book: Book) -> list[str]:
    """Every word that occurs in a name."""
    return [row[0] for row in book.rows("SELECT DISTINCT word FROM name_words")]


def stage(book: Book, contact_id: int) -> str:
    """prospect (never ordered), customer (an order in the class's twelve months or since), or former."""
    row = book.row(
        f"SELECT a.grade, a.grade = 'zero' AND {UNPRICED} FROM contacts c JOIN sales a ON a.contact_id = c.id WHERE c.id = ?",
        (contact_id,),
    )
    if row is None:
        return "prospect"
    return "customer" if row[1] else STAGES.get(row[0], "customer")
