"""Text on its way to a terminal: the one sanitiser, display widths, and what the screen can show.

Everything a customer, a file or a colleague typed is hostile until it has passed `safe`. Nothing here prints,
and nothing here imports a library: the daily lists go through this file on every start.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TextIO

# Patterns stay strings until one is needed: a list of plain ASCII names starts without compiling any.
_STEERING = "\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
_HOSTILE = f"[\x00-\x1f{_STEERING}]"
_HOSTILE_BUT_NEWLINE = f"[\x00-\x09\x0b-\x1f{_STEERING}]"
_LINE_BREAKS = r"\r?\n|\t"

# Latin, Greek, Cyrillic, Armenian and common punctuation: one column each, and no need to load unicodedata.
_NARROW = "[\x20-\x7e\xa0-\u02ff\u0370-\u0482\u048a-\u0558\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u20a0-\u20bf]*"
_SGR = {"bold": 1, "dim": 2, "red": 31, "green": 32, "yellow": 33, "blue": 34, "magenta": 35, "cyan": 36}
_PIPED_COLUMNS, _FALLBACK_COLUMNS, _LEAST_COLUMNS, _MOST_COLUMNS = 100, 80, 20, 500


def safe(text: str, *, lines: bool = False) -> str:
    r"""`text` with every character that could steer a terminal shown as `\x1b`-style text.

    Covers C0, DEL, C1, bidi controls, line and paragraph separators, lone surrogates; `lines` keeps "\n".
    """
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_HOSTILE_BUT_NEWLINE if lines else _HOSTILE, _visible, text)


def one_line(text: str) -> str:
    """`text` sanitised onto one line: line breaks and tabs become spaces, all else as in `safe`."""
    if text.isascii() and text.isprintable():
        return text
    return safe(re.sub(_LINE_BREAKS, " ", text))


def _visible(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


def width(text: str) -> int:
    """Display columns of sanitised text: wide characters 2, marks and joiners 0, an emoji sequence 2."""
    if text.isascii() or re.fullmatch(_NARROW, text):
        return len(text)
    return sum(size for _, size in _clusters(text))


def fit(text: str, columns: int, align: str = "l", ellipsis: str = "…") -> str:
    """`text` in exactly `columns` columns: cut between graphemes with an ellipsis, or padded (align l, r)."""
    if columns <= 0:
        return ""
    size = width(text)
    if size > columns:
        text = cut(text, columns - len(ellipsis)) + ellipsis
        size = width(text)
    pad = " " * (columns - size)
    fitted = pad + text if align == "r" else text + pad
    # A mark at the beginning joins the padding before it, which may make both narrower.
    return fitted if text.isascii() else " " * (columns - width(fitted)) + fitted


def cut(text: str, columns: int) -> str:
    """The longest beginning of `text` that takes at most `columns` columns, never splitting a grapheme."""
    if text.isascii():
        return text[: max(columns, 0)]
    kept: list[str] = []
    for cluster, size in _clusters(text):
        columns -= size
        if columns < 0:
            break
        kept.append(cluster)
    return "".join(kept)


def wrap(text: str, columns: int) -> list[str]:
    """`text` in lines of at most `columns` columns (no fewer than 2), broken at spaces, else at graphemes."""
    columns = max(columns, 2)
    return [line for paragraph in text.split("\n") for line in _wrap_paragraph(paragraph, columns)]


def _wrap_paragraph(text: str, columns: int) -> list[str]:
    lines, line, used = [], "", 0
    for word in text.split(" "):
        if not word:
            continue
        size = width(word)
        gap = 1 if line else 0
        if used + gap + size <= columns:
            line, used = line + " " * gap + word, used + gap + size
        elif size <= columns:
            lines.append(line)
            line, used = word, size
        else:
            *full, line = _break_word(line + " " if line else "", word, columns)
            lines.extend(full)
            used = width(line)
    return [*lines, line]


def _break_word(line: str, word: str, columns: int) -> list[str]:
    lines, used = [], width(line)
    for cluster, size in _clusters(word):
        if used + size > columns:
            lines.append(line.rstrip(" "))
            line, used = "", 0
        line, used = line + cluster, used + size
    return [*[one for one in lines if one], line]


def _clusters(text: str) -> Iterator[tuple[str, int]]:
    """Graphemes of `text` with their columns: what an ellipsis or a line break must not split."""
    start, size, before = 0, 0, ""
    for index, char in enumerate(text):
        own = _columns_of(char)
        if index and (own == 0 or _sticks(before, char, text[start], index - start)):
            size = _joined(size, own, before, char, text[start])
        else:
            if index:
                yield text[start:index], size
            start, size = index, own
        before = char
    if text:
        yield text[start:], size


def _sticks(before: str, char: str, base: str, length: int) -> bool:
    """Whether a character with columns of its own belongs to the grapheme of `length` that `base` began."""
    if before == "\u200d":
        return _is_picture(char) or char.isalpha()
    if char in "\u0e33\u0eb3":  # Thai and Lao AM: a mark in all but its width
        return True
    if "\U0001f3fb" <= char <= "\U0001f3ff":
        return _columns_of(base) == 2
    if "\U0001f1e6" <= char <= "\U0001f1ff":
        return length == 1 and "\U0001f1e6" <= base <= "\U0001f1ff"
    return _is_virama(before) and char.isalpha()


def _joined(size: int, own: int, before: str, char: str, base: str) -> int:
    if char == "\ufe0f":  # emoji presentation widens a text symbol
        return 2 if size == 1 and (base >= "\u203c" or base in "#*0123456789©®") else size
    merged = size == 2 and _is_picture(base) and _is_picture(char)
    return size if merged and not "\U0001f1e6" <= char <= "\U0001f1ff" else size + own


def _is_picture(char: str) -> bool:
    return "\u2190" <= char < "\u2e80" or "\U0001f000" <= char < "\U00020000"


@lru_cache(maxsize=4096)
def _columns_of(char: str) -> int:
    from unicodedata import category, east_asian_width

    if char.isascii():
        return 1
    kind = category(char)
    if kind[0] == "M" or "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff":
        return 0
    if kind == "Cf":
        return 1 if char == "\xad" or "\u0600" <= char <= "\u0605" else 0
    return 2 if east_asian_width(char) in "WF" else 1


@lru_cache(maxsize=512)
def _is_virama(char: str) -> bool:
    from unicodedata import combining

    return combining(char) == 9 if char else False


class Screen(NamedTuple):
    """What the output can show: columns to lay out for, colour, UTF-8, and whether a person looks at it."""

    columns: int = _FALLBACK_COLUMNS
    colour: bool = False
    unicode: bool = True
    tty: bool = False

    @classmethod
    def of(cls, stream: TextIO, environ: Mapping[str, str], colour_flag: bool | None = None) -> Screen:
        """The screen behind `stream`; a flag beats NO_COLOR, that FORCE_COLOR, that TERM=dumb."""
        tty = is_terminal(stream)
        encoding = (getattr(stream, "encoding", None) or "utf-8").lower().replace("_", "-")
        return cls(
            columns=_columns(stream, environ, tty),
            colour=_wants_colour(environ, tty) if colour_flag is None else colour_flag,
            unicode=encoding in ("utf-8", "utf8", "utf-8-sig", "cp65001") or encoding.startswith("utf-16"),
            tty=tty,
        )

    def style(self, text: str, *names: str) -> str:
        """`text` in the named styles (bold dim red green yellow blue magenta cyan), if there is colour."""
        if not (self.colour and names and text):
            return text
        return f"\x1b[{';'.join(str(_SGR[name]) for name in names)}m{text}\x1b[0m"

    def text(self, value: str, *, lines: bool = False) -> str:
        """Data made fit for this screen: sanitised, and spelt in ASCII where the output has nothing else."""
        clean = safe(value, lines=True) if lines else one_line(value)
        return clean if self.unicode or clean.isascii() else clean.encode("ascii", "backslashreplace").decode()

    def mark(self, pretty: str, plain: str) -> str:
        """The decoration this screen can show: `pretty`, or its ASCII stand-in."""
        return pretty if self.unicode else plain

    def fit(self, text: str, columns: int, align: str = "l") -> str:
        """`fit` with the ellipsis this screen can show."""
        return fit(text, columns, align, self.mark("…", "~"))


def is_terminal(stream: TextIO) -> bool:
    """Whether a person sits at the other end; a closed or home-made stream is no terminal."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError, OSError):
        return False


def _wants_colour(environ: Mapping[str, str], tty: bool) -> bool:
    if environ.get("NO_COLOR"):
        return False
    if any(environ.get(name, "0") not in ("", "0") for name in ("FORCE_COLOR", "CLICOLOR_FORCE")):
        return True
    return tty and environ.get("TERM") != "dumb" and environ.get("CLICOLOR") != "0"


def _columns(stream: TextIO, environ: Mapping[str, str], tty: bool) -> int:
    said = environ.get("COLUMNS", "")
    columns = int(said) if said.isdecimal() and len(said) < 6 else 0
    if not columns and tty:
        try:
            columns = os.get_terminal_size(stream.fileno()).columns
        except (OSError, ValueError):
            columns = 0
    fallback = _FALLBACK_COLUMNS if tty else _PIPED_COLUMNS
    return min(max(columns or fallback, _LEAST_COLUMNS), _MOST_COLUMNS)
