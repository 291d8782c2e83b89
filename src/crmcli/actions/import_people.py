"""Who a row of a file is: found in the book, or among those whom the same import has made, by every mark they have.

The first of these that names anybody decides: the mark they were imported under (the source and its own number), an e-mail
address, a phone number, the whole name. A number of the source, or an e-mail address, that differs keeps two of one name
apart. Nothing is written here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property, lru_cache
from typing import NamedTuple

from crmcli.actions.fingerprint import fingerprint
from crmcli.actions.who import name_key, phone_key
from crmcli.domain.text import clean_email
from crmcli.errors import BadValueError
from crmcli.store import importing
from crmcli.store.book import Book
from crmcli.store.contacts import PHONE_MATCH

_USUAL = re.compile(r"[a-z0-9_+.-]{1,64}@(?:[a-z0-9]{1,63}(?:-[a-z0-9]{1,63}){0,9}\.){1,9}[a-z]{2,24}")
COMPANIES = ("company", "partner")


@lru_cache(maxsize=4096)
def compared(name: str) -> str:
    """A name as it is compared, remembered: companies repeat, and every name is asked for more than once."""
    return name_key(name)


class UnclearError(Exception):
    """A row may mean several contacts; the text becomes the reason of a reject."""


class Marks(NamedTuple):
    """By what somebody can be known. ref: their number in the source; emails, phones, name: as they are compared;
    firm: the company's name as it is compared, None where it does not matter."""

    ref: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    name: str = ""
    firm: str | None = None


def marks_of(ref: str, emails: Iterable[str], phones: Iterable[str], name: str, firm: str | None = None) -> Marks:
    """The marks of somebody whose addresses, numbers and names are written like this."""
    return Marks(
        ref,
        tuple(map(email_key, emails)),
        tuple(filter(None, map(number_key, phones))),
        compared(name) if name else "",
        None if firm is None else compared(firm) if firm else "",
    )


@lru_cache(maxsize=1024)
def number_key(number: str) -> str:
    """A phone number as it is compared, remembered: it is asked for twice."""
    return phone_key(number)


def email_key(address: str) -> str:
    """An e-mail address as it is compared; one of an odd shape is compared as it is."""
    if _USUAL.fullmatch(address):
        return address
    try:
        return clean_email(address)[1]
    except BadValueError:
        return address.casefold()


class People:
    """Everybody in the book and everybody added since, for imports from one source."""

    def __init__(self, book: Book, source: str) -> None:
        self._book = book
        self._source = source
        self._last: tuple[Marks | None, int] = (None, 0)
        self._by_key: dict[int, int] = {}
        self._by_name: dict[str, list[int]] = {}
        self._names: dict[int, str] = {}
        self._refs: dict[int, str] = {}
        self.kinds: dict[int, str] = {}
        self.contents: dict[int, int] = {}
        self.unmarked: set[int] = set()
        for row in importing.contact_marks(book):
            self._know(*row)
        self.next_id = importing.next_id(book, "contacts")

    def _know(
        self, one: int, kind: str, name: str, source: str | None, ref: str | None, key: int | None, content: int | None
    ) -> None:
        if ref is not None:
            by_ref = fingerprint(self._source, "ref", ref)
            if key == by_ref or (key is None and source == self._source):
                key = by_ref
                self._refs[one] = ref
        if key is None:
            self.unmarked.add(one)
        else:
            self._by_key.setdefault(key, one)
        if content is not None:
            self.contents[one] = content
        if kind in COMPANIES:
            self.kinds[one] = kind
        self._names[one] = name
        self._by_name.setdefault(name, []).append(one)

    @cached_property
    def _points(self) -> tuple[dict[str, list[int]], dict[str, list[tuple[str, int]]], dict[int, set[str]]]:
        """E-mail -> contacts, the end of a number -> (whole number, contact), contact -> e-mails."""
        points: tuple[dict[str, list[int]], dict[str, list[tuple[str, int]]], dict[int, set[str]]] = ({}, {}, {})
        for one, kind, key in importing.point_marks(self._book):
            _add_point(points, one, kind, key)
        return points

    @cached_property
    def _firms(self) -> dict[int, set[str]]:
        """Contact -> the names of the companies they work at, as they are compared."""
        found: dict[int, set[str]] = {}
        for one, company in importing.firms(self._book):
            found.setdefault(one, set()).add(self._names.get(company, ""))
        return found

    def key_of(self, marks: Marks) -> int:
        """The mark under which an import knows them again, whatever becomes of their name."""
        if marks is not self._last[0]:
            self._last = (marks, self._new_key(marks))
        return self._last[1]

    def _new_key(self, marks: Marks) -> int:
        if marks.ref:
            return fingerprint(self._source, "ref", marks.ref)
        if marks.emails:
            return fingerprint(self._source, "email", marks.emails[0])
        if marks.phones:
            return fingerprint(self._source, "phone", marks.phones[0], marks.name)
        return fingerprint(self._source, "name", marks.name, marks.firm or "")

    def add(self, marks: Marks, kind: str = "person") -> int:
        """Takes somebody new in; returns the id they are to have."""
        one = self.next_id
        self.next_id += 1
        self._by_key.setdefault(self.key_of(marks), one)
        self._names[one] = marks.name
        self._by_name.setdefault(marks.name, []).append(one)
        if kind in COMPANIES:
            self.kinds[one] = kind
        if marks.firm:
            self._firms.setdefault(one, set()).add(marks.firm)
        self.learn(one, marks)
        return one

    def learn(self, one: int, marks: Marks) -> None:
        """Remembers by what else somebody can be known from here on."""
        if marks.ref:
            self._refs.setdefault(one, marks.ref)
            self._by_key.setdefault(self.key_of(marks), one)
        for kind, keys in (("email", marks.emails), ("phone", marks.phones)):
            for key in keys:
                _add_point(self._points, one, kind, key)

    def find(self, marks: Marks) -> int | None:
        """Who has these marks, None where nobody does. Raises UnclearError where several may."""
        found = self._by_key.get(self.key_of(marks))
        if found is not None:
            return found
        return self._by_email(marks) or self._by_phone(marks) or self._by_full_name(marks)

    def company(self, name: str) -> int | None:
        """The company or partner of this name (as it is compared), the first entered of several."""
        return next((one for one in self._by_name.get(name, ()) if one in self.kinds), None)

    def named(self, name: str) -> int | None:
        """The only contact of this name (as it is compared)."""
        found = self._by_name.get(name, [])
        return found[0] if len(found) == 1 else None

    def _by_email(self, marks: Marks) -> int | None:
        for key in marks.emails:
            found = [one for one in self._points[0].get(key, ()) if not self._other_number(one, marks)]
            if found:
                return self._only(found, marks, f"the e-mail address {key}")
        return None

    def _by_phone(self, marks: Marks) -> int | None:
        for key in marks.phones:
            near = self._points[1].get(key[:PHONE_MATCH], ()) if len(key) >= PHONE_MATCH else ()
            found = [
                one
                for number, one in near
                if (number.startswith(key) or key.startswith(number))
                and not self._other_number(one, marks)
                and self._shares_a_word(one, marks.name)
            ]
            if found:
                return self._only(list(dict.fromkeys(found)), marks, f"the phone number {key[::-1]}")
        return None

    def _by_full_name(self, marks: Marks) -> int | None:
        found = [one for one in self._by_name.get(marks.name, ()) if marks.name and not self._contradicts(one, marks)]
        return self._only(found, marks, "this name") if found else None

    def _contradicts(self, one: int, marks: Marks) -> bool:
        if self._other_number(one, marks):
            return True
        if marks.firm is not None and self._firms.get(one, set()) != ({marks.firm} if marks.firm else set()):
            return not (marks.firm and marks.firm in self._firms.get(one, ()))
        own = self._points[2].get(one, set()) if marks.emails else set()
        return bool(own) and own.isdisjoint(marks.emails)

    def _other_number(self, one: int, marks: Marks) -> bool:
        """Whether the source knows them by another number; a mark without a digit is a name and proves nothing."""
        own = self._refs.get(one)
        return bool(own) and own != marks.ref and _has_digit(marks.ref) and _has_digit(own)

    def _shares_a_word(self, one: int, name: str) -> bool:
        return not name or not set(name.split()).isdisjoint(self._names.get(one, "").split())

    def _only(self, found: list[int], marks: Marks, what: str) -> int:
        if len(found) > 1:
            found = [one for one in found if self._names.get(one) == marks.name] or found
        if len(found) > 1:
            listed = ", ".join(f"c{one}" for one in found[:5])
            raise UnclearError(f"{len(found)} contacts have {what} ({listed})")
        return found[0]


def _has_digit(text: str | None) -> bool:
    return any(character.isdigit() for character in text or "")


def _add_point(
    points: tuple[dict[str, list[int]], dict[str, list[tuple[str, int]]], dict[int, set[str]]],
    one: int,
    kind: str,
    key: str,
) -> None:
    by_email, by_phone, emails = points
    if kind == "email":
        holders = by_email.setdefault(key, [])
        if one not in holders:
            holders.append(one)
        emails.setdefault(one, set()).add(key)
    elif len(key) >= PHONE_MATCH:
        by_phone.setdefault(key[:PHONE_MATCH], []).append((key, one))
