"""Cells that hold ways to reach somebody, or labels: several values in one, in the many spellings exports
have.

A doubtful address is kept and said so, never dropped; what is no address at all is handed back as `odd`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from crmcli.domain.text import fold
from crmcli.interchange.cells import clean_line, is_nothing

_SEVERAL = re.compile(r" ::: |[;|\n\r]+")
_EMAIL_BREAK = re.compile(r" ::: |[;|,\s]+")
_BRACKETED = re.compile(r"<([^<>@\s]+@[^<>@\s]+)>")
_SHAPE = re.compile(r"[^@\s]+@[^@\s]+")
_USUAL = re.compile(
    r"[A-Za-z0-9_+-]+(?:[.'][A-Za-z0-9_+-]+)*@(?:[A-Za-z0-9]+(?:-+[A-Za-z0-9]+)*\.)+([A-Za-z]{2,24})",
    re.ASCII,
)
_RESERVED = frozenset({"arpa", "invalid", "local", "localhost", "onion", "test"})
_SHORTENED = re.compile(r"\d(?:[.,]\d+)?[Ee]\+?\d+", re.ASCII)
_GROUPS_OF_THE_SYSTEM = frozenset({"mycontacts", "my contacts", "imported"})


class Found(NamedTuple):
    """values: what was read, each once. odd: text that is none. warnings: (value, why) of all that was kept with doubts."""

    values: tuple[str, ...]
    odd: tuple[str, ...]
    warnings: tuple[tuple[str, str], ...]


def emails_of(cells: list[str]) -> Found:
    """E-mail addresses in cells; the library is asked only about those that are out of the ordinary."""
    values: dict[str, str] = {}
    odd: list[str] = []
    warnings: list[tuple[str, str]] = []
    for cell in cells:
        if _is_usual(cell):
            values.setdefault(cell.casefold(), cell)
            continue
        for text in _candidates(cell):
            address = text.removeprefix("mailto:").strip("<>\"'")
            if not _SHAPE.fullmatch(address):
                odd.append(text)
                warnings.append((text, "is no e-mail address; kept as a field"))
                continue
            if address.casefold() not in values:
                values[address.casefold()] = address
                doubt = _doubt(address)
                if doubt:
                    warnings.append((address, f"may be no e-mail address: {doubt}"))
    return Found(tuple(values.values()), tuple(odd), tuple(warnings))


def phones_of(cells: list[str]) -> Found:
    """Phone numbers in cells as they are written there."""
    values: dict[str, str] = {}
    odd: list[str] = []
    warnings: list[tuple[str, str]] = []
    for cell in cells:
        for part in _SEVERAL.split(cell):
            text = clean_line(part).removeprefix("tel:")
            digits = "".join(filter(str.isdecimal, text))
            if _SHORTENED.fullmatch(text):
                odd.append(text)
                warnings.append((text, "is a phone number a spreadsheet has shortened; kept as a field"))
            elif len(digits) >= 5:
                values.setdefault(digits, text)
            elif not is_nothing(text):
                odd.append(text)
                warnings.append((text, "is no phone number; kept as a field"))
    return Found(tuple(values.values()), tuple(odd), tuple(warnings))


def tags_of(cells: list[str]) -> tuple[str, ...]:
    """Labels in cells, split at comma, semicolon, bar and ` ::: `; groups every address book makes are left
    out.
    """
    found: dict[str, str] = {}
    for cell in cells:
        for part in re.split(r" ::: |[,;|\n\r]", cell):
            tag = clean_line(part).removeprefix("* ").strip()
            if tag and fold(tag) not in _GROUPS_OF_THE_SYSTEM:
                found.setdefault(fold(tag), tag)
    return tuple(found.values())


def _candidates(cell: str) -> list[str]:
    bracketed = _BRACKETED.findall(cell) if "<" in cell else []
    if bracketed:
        return [clean_line(text) for text in bracketed]
    text = clean_line(cell)
    if "@" not in text:
        return [] if is_nothing(text) else [text]
    return [part for part in _EMAIL_BREAK.split(text) if part and not is_nothing(part)]


def _is_usual(address: str) -> bool:
    """Whether this is one plain ASCII address in which nothing is out of the ordinary, as nearly all are."""
    usual = _USUAL.fullmatch(address)
    if usual is None or usual[1].lower() in _RESERVED:
        return False
    return address.index("@") <= 64 and len(address) <= 254


def _doubt(address: str) -> str:
    """Why an address is suspect, or empty text."""
    if len(address) > 254:
        return "it is too long"
    if _is_usual(address):
        return ""
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(address, check_deliverability=False)
    except (EmailNotValidError, ValueError) as error:
        return clean_line(str(error))[:120]
    return ""
