"""Which encoding a file is in, found by reading all of it once in blocks; never guessed from a sample.

Order: byte-order mark, NUL pattern of UTF-16, strict UTF-8, then Windows-1252, which is reported as a guess.
What fits none of them, or fits Windows-1252 only as gibberish, is refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from crmcli.errors import BadValueError

Blocks = Callable[[], Iterator[bytes]]

LONGEST_LINE = 16 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_UTF8_LETTER = re.compile(rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_HIGH = re.compile(rb"[\x80-\xff]")
_ALL_HIGH_WORD = re.compile(rb"[\xc0-\xff]{4}")
_SAVE_AS = "save it as CSV UTF-8 and import that"


class Survey(NamedTuple):
    """What the pass over the whole file found. guessed: the encoding is Windows-1252 for want of a better
    one.
    """

    encoding: str
    guessed: bool
    has_nul: bool
    odd_quotes: bool


def survey(name: str, head: bytes, blocks: Blocks, encoding: str | None = None) -> Survey:
    """Decide the encoding of a file whose first bytes are `head`; `blocks()` yields all of it from the start.

    Raises BadValueError when the bytes are text in no encoding we read, or a line is longer than 16 MB.
    """
    wanted = encoding or _marked(head) or _utf16_by_nuls(head)
    if wanted:
        return _told(name, blocks, wanted)
    try:
        return _decode_all(name, blocks, "utf-8", guessed=False)
    except UnicodeDecodeError:
        _refuse_gibberish(name, blocks)
    try:
        return _decode_all(name, blocks, "cp1252", guessed=True)
    except UnicodeDecodeError:
        raise BadValueError(f"{name}: neither UTF-8 nor Windows-1252 text", _SAVE_AS) from None


def _told(name: str, blocks: Blocks, encoding: str) -> Survey:
    try:
        return _decode_all(name, blocks, encoding, guessed=False)
    except LookupError:
        raise BadValueError(f"no encoding is called {encoding!r}", "try utf-8, cp1252, cp1257, cp1251") from None
    except UnicodeError:
        raise BadValueError(f"{name}: not sound {encoding} text", _SAVE_AS) from None


def _marked(head: bytes) -> str | None:
    return next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)


def _utf16_by_nuls(head: bytes) -> str | None:
    """UTF-16 without a mark: text in Latin letters has a NUL in every second place."""
    sample = head[: len(head) // 2 * 2]
    if len(sample) < 4 or b"\0" not in sample:
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    pairs = len(sample) // 2
    if odd > pairs * 0.4 and even < pairs * 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > pairs * 0.4 and odd < pairs * 0.05 else None


def _decode_all(name: str, blocks: Blocks, encoding: str, *, guessed: bool) -> Survey:
    decoder = codecs.getincrementaldecoder(encoding)()
    nul, quotes, tail = False, 0, 0
    for block in blocks():
        text = decoder.decode(block)
        nul = nul or "\0" in text
        quotes += text.count('"')
        first = max(text.find("\n"), text.find("\r"))
        tail = tail + len(text) if first < 0 else len(text) - 1 - max(text.rfind("\n"), text.rfind("\r"))
        if tail > LONGEST_LINE:
            raise BadValueError(f"{name}: a line of more than 16 MB", "this is no table; is it the right file?")
    decoder.decode(b"", final=True)
    return Survey(encoding, guessed, nul, quotes % 2 == 1)


def _refuse_gibberish(name: str, blocks: Blocks) -> None:
    """Refuse what would read as Windows-1252 but mean something else: damaged UTF-8, other alphabets."""
    high = utf8 = foreign = 0
    for block in blocks():
        high += len(_HIGH.findall(block))
        utf8 += sum(map(len, _UTF8_LETTER.findall(block)))
        foreign += len(_ALL_HIGH_WORD.findall(block)) * 4
    if utf8 * 2 > high:
        raise BadValueError(f"{name}: UTF-8 with damaged bytes in it", _SAVE_AS)
    if foreign * 3 > high:
        raise BadValueError(f"{name}: written in an encoding that cannot be told", _SAVE_AS)
