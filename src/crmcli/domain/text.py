"""Text as it is kept, as it is matched, and as a phone number or an e-mail address.

One room for this, so that search, import and WHO agree on when two spellings are the same. It must not make
text safe to show (the renderer does), and it never raises on odd text except where a docstring says so.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from crmcli.errors import BadValueError

NAME_LIMIT = 10_000
TEXT_LIMIT = 1_000_000
EMAIL_LIMIT = 254
PHONE_DIGITS_LEAST = 5
PHONE_DIGITS_MOST = 17

# What no one can see: soft hyphen, grapheme joiner, zero-width and bidi controls, variation selectors.
_INVISIBLE = "\\u00ad\\u034f\\u061c\\u180b-\\u180e\\u200b-\\u200f\\u202a-\\u202e"
_INVISIBLE += "\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff"

# Every base below U+0530 is Latin, Greek, Cyrillic or common; the rest are their extensions.
_BASES = "\\u0000-\\u02ff\\u0370-\\u0482\\u048a-\\u052f\\u1c80-\\u1c8f\\u1d00-\\u1dbf\\u1e00-\\u1fff"
_BASES += "\\u2c60-\\u2c7f\\ua640-\\ua66e\\ua680-\\ua69d\\ua720-\\ua7ff\\uab30-\\uab6f"
_MARKS = "\\u0300-\\u036f\\u0483-\\u0489\\u1ab0-\\u1aff\\u1dc0-\\u1dff"
_MARKS += "\\u20d0-\\u20ff\\u2de0-\\u2dff\\ufe20-\\ufe2f"
# Hebrew points, and Arabic vowel signs with the tatweel: written or left out at will.
_POINTS = "\\u0591-\\u05bd\\u05bf\\u05c1\\u05c2\\u05c4\\u05c5\\u05c7\\u0640\\u064b-\\u0652\\u0670"
_LETTERS = {
    "ł": "l",
    "ø": "o",
    "đ": "d",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "þ": "th",
    "ð": "d",
    "ħ": "h",
    "ŧ": "t",
}
_RUN_LIMIT = 30
# Nothing in here has to do with the character beside it: what becomes of each is looked up.
_SIMPLE = "[\\u0000-\\u02ff\\u0370-\\u0482]*"


def quoted(text: str, limit: int = 40) -> str:
    """Return the user's text quoted for a one-line message: cut at `limit` characters, all printable."""
    cut = text if len(text) <= limit else text[: limit - 1] + "…"
    shown = (c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in cut)
    return "'" + "".join(shown) + "'"


def ascii_digits(text: str) -> str:
    """Return the text with the decimal digits of any script (Bengali, Arabic, full-width ...) written 0-9."""
    if text.isascii():
        return text
    return "".join(str(int(c)) if c.isdecimal() else c for c in text)


def clean_text(value: str, *, what: str, limit: int = TEXT_LIMIT, lines: bool = True) -> str:
    """Return the text as it is kept: NFC, stripped, NUL and lone surrogates as U+FFFD, all else left as data.

    `lines=False` is for names and other one-liners: any white space becomes one space, and `limit` is at most
    NAME_LIMIT characters. Raises BadValueError, naming `what`, when the text is too long or nothing visible
    is left.
    """
    limit = limit if lines else min(limit, NAME_LIMIT)
    text = re.sub("[\\x00\\ud800-\\udfff]", "\ufffd", value.strip())
    text = re.sub("\\r+\\n", "\n", text) if lines else " ".join(text.split())
    if len(text) <= limit:
        text = _normal("NFC", text)
    if len(text) > limit:
        hint = "put long text into a note" if limit <= NAME_LIMIT else "keep it in a file and write its gist"
        raise BadValueError(f"{what} is too long: {len(text):,} characters, at most {limit:,} fit", hint)
    if not text or (not text.isascii() and not re.search(f"[^\\s{_INVISIBLE}]", text)):
        raise BadValueError(f"{what} is empty", "write at least one visible character")
    return text


def fold(text: str) -> str:
    """Return the form in which spellings are compared: case, accents and invisible characters gone.

    Compatibility forms are unified (Unicode NFKC_Casefold), accents dropped on Latin, Greek and Cyrillic
    letters only: the vowel signs of Bengali, Thai or Devanagari are part of the word and stay.
    `fold(fold(t)) == fold(t)`.
    """
    if text.isascii():
        return text.lower()
    simple, folds, _ = _tables()
    return text.translate(folds) if simple(text) else _fold(text)


def words(text: str) -> list[str]:
    """Return the folded words: letters, digits and their signs; apostrophes vanish ("O'Brien" -> obrien)."""
    if text.isascii():
        return re.findall("[a-z0-9]+", text.lower().replace("'", "").replace("`", ""))
    simple, _, spaces = _tables()
    return (text.translate(spaces) if simple(text) else _spaced(text)).split()


def latin(text: str) -> str:
    """Return the folded text in ASCII letters (রহিম -> rhim): found from any keyboard."""
    folded = fold(text)
    if folded.isascii():
        return folded
    from anyascii import anyascii

    return anyascii(re.sub("[\\ud800-\\udfff]", "", folded)).lower()


def phone_digits(text: str) -> str:
    """Return the bare digits of a phone number, without prefix "+" or "00", trunk zero and extension.

    Two spellings are the same number when the digits of one end with those of the other (7 or more).
    Returns "" when fewer than 5 digits remain.
    """
    number = re.split("[xX,;]", ascii_digits(text), maxsplit=1)[0]
    if "(" in number:
        number = re.sub("(\\d\\D*?)\\(\\s*0\\s*\\)", "\\1", number, count=1)
    digits = "".join(filter(str.isdecimal, number)).lstrip("0")
    return digits if len(digits) >= PHONE_DIGITS_LEAST else ""


def looks_like_phone(text: str) -> bool:
    """Tell whether the text is written like a phone number: 5 to 17 digits, the usual marks, no words."""
    if len(text) > 60:
        return False
    number = re.sub(f"[{_INVISIBLE}]", "", ascii_digits(text)).strip()
    shape = "(?:tel:)?\\(?\\+?[\\d\\s()./\\u2010-\\u2015-]+(?:[,;]?\\s*(?:x|ext\\.?=?)\\s*\\d{1,6})?"
    return bool(re.fullmatch(shape, number, re.IGNORECASE)) and (
        PHONE_DIGITS_LEAST <= len(phone_digits(number)) <= PHONE_DIGITS_MOST
    )


def looks_like_email(text: str) -> bool:
    """Tell whether the text has the shape of an e-mail address: local@label.label, any script."""
    if len(text) > EMAIL_LIMIT or text.count("@") != 1 or not text.isprintable():
        return False
    local, _, domain = text.partition("@")
    if not local or re.search('[\\s<>()\\[\\]\\\\,;:"]', text):
        return False
    labels = domain.split(".")
    return len(labels) > 1 and all(label and label[0] != "-" and label[-1] != "-" for label in labels)


def clean_email(text: str) -> tuple[str, str]:
    """Return the address as kept and its form for comparing (case folded, NFC).

    `<ana@x.lv>`, `mailto:ana@x.lv` and invisible characters around it are accepted.
    Raises BadValueError on any other shape.
    """
    value = re.sub(f"[{_INVISIBLE}]", "", text[: EMAIL_LIMIT * 2]).strip()
    value = re.sub("^(?:<?mailto:|<)|>$", "", value, flags=re.IGNORECASE).strip()
    value = _normal("NFC", value)
    if len(text) > EMAIL_LIMIT * 2 or not looks_like_email(value):
        raise BadValueError(f"{quoted(text)} is no e-mail address", "write it like ana@example.com")
    return value, _normal("NFC", value.casefold())


@cache
def _fold_rules() -> tuple[re.Pattern[str], re.Pattern[str], dict[int, str]]:
    """Compile what only text beyond ASCII needs."""
    invisible = re.compile(f"[{_INVISIBLE}\\U000e0000-\\U000e0fff]")
    return invisible, re.compile(f"(?<=[{_BASES}])[{_MARKS}{_POINTS}]+|[{_POINTS}]+"), str.maketrans(_LETTERS)


def _fold(text: str) -> str:
    """`fold` of any text, character by character or not."""
    invisible, accents, letters = _fold_rules()
    text = _normal("NFKD", _normal("NFKD", invisible.sub("", text)).casefold())
    return _normal("NFC", accents.sub("", text).translate(letters))


def _spaced(text: str) -> str:
    """The folded text of any script with a space for whatever is in no word."""
    bare = re.sub("[\\u2018-\\u201b\\u00b4]", "", text)
    return re.sub(f"(?<!\\S)[{_MARKS}]+", "", _fold(bare).translate(_word_table()))


class _Lookup(dict[int, str]):
    """Characters to what `work` makes of each, worked out as they are met."""

    def __init__(self, work: Callable[[str], str]) -> None:
        super().__init__()
        self._work = work

    def __missing__(self, point: int) -> str:
        value = self[point] = self._work(chr(point))
        return value


@cache
def _tables() -> tuple[Callable[[str], re.Match[str] | None], _Lookup, _Lookup]:
    """Whether a text is simple, and then: its characters folded, and folded with spaces between the words."""
    return re.compile(_SIMPLE).fullmatch, _Lookup(_fold), _Lookup(_spaced)


def _normal(form: str, text: str) -> str:
    """Normalise; a run of accents longer than 30 is broken with U+034F first (UAX #15, stream-safe text).

    Sorting one long run takes quadratic time, and a megabyte of accents is a text someone will paste.
    """
    if text.isascii():
        return text
    import unicodedata

    if len(text) > 4096 and re.search("[^\\x00-\\u02ff]{4096}", text):
        pieces, run = [], 0
        for c in text:
            run = run + 1 if unicodedata.combining(c) else 0
            if run > _RUN_LIMIT:
                pieces.append("\u034f")
                run = 1
            pieces.append(c)
        text = "".join(pieces)
    return unicodedata.normalize(form, text)  # type: ignore[arg-type]


class _WordTable(dict[int, "int | str | None"]):
    """Characters to themselves or to a space, worked out as they are met."""

    def __missing__(self, point: int) -> int | str:
        import unicodedata

        category = unicodedata.category(chr(point))
        value = point if category[0] in "LN" or category in ("Mn", "Mc", "Co") else " "
        self[point] = value
        return value


@cache
def _word_table() -> _WordTable:
    return _WordTable(dict.fromkeys((ord(c) for c in "'`\u02bb\u02bc"), None))
