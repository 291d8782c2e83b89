"""WHO: which contact a user means by `c12`, an e-mail, a phone number in any spelling, or words of a name.

The first of these that finds anybody decides: the whole name, whole words of it, beginnings of words. One match wins;
several are refused with the candidates (or asked about, where somebody sits there). A misspelt name finds nobody here.
"""

from __future__ import annotations

import shlex

from crmcli.actions.session import Session
from crmcli.domain.text import clean_email, fold, looks_like_email, looks_like_phone, phone_digits, quoted, words
from crmcli.errors import AmbiguousError, BadValueError, NotFoundError
from crmcli.store import contacts
from crmcli.store.contacts import Candidate, Named

LETTERS = {
    "c": "contact",
    "i": "interaction",
    "o": "order",
    "q": "quote",
    "f": "follow-up",
    "k": "complaint",
    "m": "remark",
    "s": "suggestion",
}


def find_one(session: Session, who: str) -> Named:
    """The one contact that `who` means.

    Raises NotFoundError or AmbiguousError (both exit 4); BadValueError for an empty WHO.
    """
    found = candidates(session, who)
    if not found:
        raise NotFoundError(f"nobody matches {quoted(who)}", _advice(session, who))
    if len(found) > 1:
        live = [one for one in found if not one.archived]
        found = live if live else found
    if len(found) > 1:
        return session.choose(f"{quoted(who)} could be", found) or _ambiguous(who, found)
    return Named(found[0].id, found[0].name)


def candidates(session: Session, who: str) -> list[Candidate]:
    """Everybody whom `who` may mean, by the strictest reading that finds anybody."""
    asked = who.strip()
    if not asked:
        raise BadValueError("WHO is empty", "name somebody: c12, an e-mail, a phone number or words of a name")
    if len(asked) > 500:
        raise BadValueError(f"WHO is {len(asked):,} characters long", "a few words of the name will do")
    if _is_number(asked):
        one = contacts.by_id(session.book, int(asked[1:]))
        return [one] if one else []
    if looks_like_email(asked):
        return contacts.by_point(session.book, "email", clean_email(asked)[1])
    found = contacts.by_full_name(session.book, name_key(asked)) or _by_phone(session, asked)
    if found or not (parts := words(asked)):
        return found
    return contacts.by_words(session.book, parts, whole=True) or contacts.by_words(session.book, parts, whole=False)


def is_reference(text: str) -> bool:
    """Whether the text has the form of a record's number, such as c12 or f9."""
    asked = text.strip().lower()
    return asked[:1] in LETTERS and asked[1:].isascii() and asked[1:].isdigit()


def _is_number(text: str) -> bool:
    return text[:1] in ("c", "C") and text[1:].isascii() and text[1:].isdigit() and len(text) < 17


def name_key(name: str) -> str:
    """A name as it is compared: its words folded, or the folded text where it has none."""
    return " ".join(words(name)) or fold(name)


def phone_key(text: str) -> str:
    """A phone number as it is compared: its digits backwards, for numbers agree from the end."""
    return phone_digits(text)[::-1]


def reference(text: str, kinds: str, *, bare: str | None = None) -> tuple[str, int]:
    """The letter and number of a reference such as f9; a bare number is of the kind `bare`.

    Raises BadValueError naming what may stand there.
    """
    asked = text.strip().lower()
    letter = asked[:1] if asked[:1].isalpha() else bare
    digits = asked[1:] if asked[:1].isalpha() else asked
    if letter and letter in kinds and digits.isascii() and digits.isdigit() and len(digits) < 16:
        return letter, int(digits)
    named = ", ".join(f"{letter}12 ({LETTERS.get(letter, 'operation')})" for letter in kinds)
    raise BadValueError(f"{quoted(text)} names no record here", f"write it as {named}")


def _by_phone(session: Session, asked: str) -> list[Candidate]:
    if not looks_like_phone(asked) or len(phone_digits(asked)) < contacts.PHONE_MATCH:
        return []
    return contacts.by_point(session.book, "phone", phone_key(asked))


def _ambiguous(who: str, found: list[Candidate]) -> Named:
    labelled = [(f"c{one.id}", f"{one.name} ({one.label})" if one.label else one.name) for one in found]
    raise AmbiguousError(f"{quoted(who)} matches {len(found)} contacts", "name one of them by its number", labelled)


def _advice(session: Session, who: str) -> str:
    close = _close_names(session, who)
    if close:
        return "did you mean " + " or ".join(close) + "?"
    if _is_number(who.strip()):
        return "`crm list` shows the numbers there are"
    name = who.strip()
    if not name.isprintable() or len(name) > 40 or looks_like_phone(name) or looks_like_email(name):
        return "`crm find` looks further"
    return f"`crm find` looks further; `crm add {shlex.quote(name)}` makes a new contact"


def _close_names(session: Session, who: str) -> list[str]:
    from rapidfuzz import process

    parts = words(who)
    if not parts or any(char.isdigit() for char in who):
        return []
    close = [process.extractOne(part, contacts.vocabulary(session.book), score_cutoff=75) for part in parts]
    if not all(close):
        return []
    found = contacts.by_words(session.book, [str(hit[0]) for hit in close if hit], whole=True)
    return [f"{one.name} (c{one.id})" for one in found[:3]]
