"""Money as integers: minor units and an ISO 4217 code, read from what people write and written back.

A misread amount is worse than a refused one: whatever could mean two amounts is refused. It must not use
floats or the locale, and what a currency is worth on a day is the caller's to know.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from crmcli.domain.text import ascii_digits, quoted
from crmcli.errors import BadValueError

AMOUNT_LIMIT = 10**15
_TWO = (
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE "
    "CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD "
    "HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK "
    "MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD "
    "RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH "
    "USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG"
)
_GONE = "ANG BGN CUC EEK HRK LTL LVL MRO SKK SLL STD VEF ZMK ZWL"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_EXPONENTS: dict[str, int] = {
    **dict.fromkeys((_TWO + " " + _GONE).split(), 2),
    **dict.fromkeys(_NONE.split(), 0),
    **dict.fromkeys(_THREE.split(), 3),
    "CLF": 4,
    "UYW": 4,
}
_DOLLARS = "AUD BBD BMD BND BSD BZD CAD CLP COP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD USD XCD ARS"
_SYMBOLS = {
    "€": "EUR",
    "£": "GBP EGP FKP GIP SHP LBP SYP",
    "$": _DOLLARS,
    "us$": "USD",
    "a$": "AUD",
    "c$": "CAD",
    "r$": "BRL",
    "¥": "JPY CNY",
    "₹": "INR",
    "rs": "INR LKR MUR NPR PKR SCR",
    "৳": "BDT",
    "₽": "RUB",
    "₴": "UAH",
    "₩": "KRW KPW",
    "₫": "VND",
    "₺": "TRY",
    "₪": "ILS",
    "₦": "NGN",
    "₱": "PHP",
    "₸": "KZT",
    "₼": "AZN",
    "₾": "GEL",
    "฿": "THB",
    "zł": "PLN",
    "kč": "CZK",
    "ft": "HUF",
    "kr": "SEK NOK DKK ISK",
    "fr": "CHF",
    "лв": "BGN",
    "ls": "LVL",
}
_LOOKALIKES = str.maketrans("−–—﹣－٫٬．，’‘＇＋（）﹩＄￥", "-----.,.,'''+()$$¥")


def currency_code(text: str) -> str:
    """Return the ISO 4217 code a person wrote (" eur " -> "EUR"). Raises BadValueError for an unknown one."""
    code = text.strip().upper()
    if code not in _EXPONENTS:
        meant = _SYMBOLS.get(text.strip().lower(), "")
        hint = f"write {meant[:3]}" if len(meant) == 3 else "use an ISO 4217 code such as EUR, USD or JPY"
        raise BadValueError(f"{quoted(text)} is no currency code", hint)
    return code


def exponent(code: str) -> int:
    """Return how many decimals the currency has (EUR 2, JPY 0, KWD 3). Raises BadValueError where unknown."""
    known = _EXPONENTS.get(code)
    return _EXPONENTS[currency_code(code)] if known is None else known


def parse_amount(text: str, currency: str, *, decimal: str | None = None) -> int:
    """Return the amount in minor units of `currency`.

    Accepts grouping by comma, point, space or apostrophe, a leading or trailing sign, parentheses for minus,
    the currency's code or symbol, and digits of any script. `decimal` ("." or ",") names the decimal mark;
    while it is None the marks must speak for themselves: "1,234.50" does, "1,234" is refused for a currency
    with decimals (save "1.234" where there are three, as in KWD). Zeros beyond the decimals are accepted.
    Raises BadValueError on anything else, another currency's name, or 10**15 minor units and more.
    """
    places = exponent(currency)
    number, negative = _bare_number(text, currency_code(currency))
    whole, fraction = _split(number, text, places, decimal)
    fraction = fraction.rstrip("0") if len(fraction) > places else fraction
    if len(fraction) > places:
        allowed = f"at most {places} decimals" if places else "no decimals"
        raise BadValueError(f"{quoted(text)} has too many decimals", f"{currency_code(currency)} has {allowed}")
    minor = _bounded(int(whole + fraction.ljust(places, "0")), text)
    return -minor if negative else minor


def format_amount(minor: int, currency: str, *, symbol: bool = False) -> str:
    """Return minor units as the same text in every locale: "-1,234.50", with `symbol` "-1,234.50 EUR"."""
    places = exponent(currency)
    whole, part = divmod(abs(minor), 10**places)
    text = f"{'-' if minor < 0 else ''}{whole:,}" + (f".{part:0{places}d}" if places else "")
    return f"{text} {currency}" if symbol else text


def parse_rate(text: str) -> str:
    """Return an exchange rate (units of base per unit of foreign) as plain decimal text: "1,0850" -> "1.085".

    Raises BadValueError when it is no positive number below 10**9 with at most 12 decimals, or could be two.
    """
    plain = ascii_digits(text[:60]).strip().translate(_LOOKALIKES)
    shape = re.fullmatch("(\\d*)(?:([.,])(\\d*))?", plain)
    if len(text) > 60 or not shape or not plain.strip("0.,"):
        raise BadValueError(f"{quoted(text)} is no exchange rate", "write it as a positive number such as 1.0845")
    whole, mark, part = shape.group(1).lstrip("0"), shape.group(2), (shape.group(3) or "")
    if mark == "," and len(part) == 3 and 1 <= len(whole) <= 3:
        raise BadValueError(f"{quoted(text)} could be {whole}{part} or {whole}.{part}", "write it with a point")
    part = part.rstrip("0")
    if len(whole) > 9 or len(part) > 12:
        raise BadValueError(f"{quoted(text)} is out of range", "a rate has up to 9 digits and 12 decimals")
    return (whole or "0") + ("." + part if part else "")


def convert(minor: int, from_cur: str, to_cur: str, rate: str | float) -> int:
    """Return the amount in minor units of `to_cur`, rounded half to even.

    `rate` is units of `to_cur` per unit of `from_cur`, best as the text of parse_rate; a float counts to
    12 decimals. Raises BadValueError as parse_rate does, or when the result reaches 10**15.
    """
    rate = rate if isinstance(rate, str) else f"{rate:.12f}"
    whole, _, part = parse_rate(rate).partition(".")
    top = abs(minor) * int(whole + part) * 10 ** exponent(to_cur)
    bottom = 10 ** (len(part) + exponent(from_cur))
    count, rest = divmod(top, bottom)
    count += 2 * rest > bottom or (2 * rest == bottom and count % 2)
    return _bounded(count, rate) * (-1 if minor < 0 else 1)


def portions(whole: int, parts: Sequence[int], of: int) -> list[int]:
    """What each part, of `of` in all, takes of a whole: in proportion, in integers, so that parts that come to `of` take just
    the whole. Each is off by less than one; `of` is above zero."""
    ends = [(2 * whole * done + of) // (2 * of) for done in accumulate(parts, initial=0)]
    return [end - start for start, end in pairwise(ends)]


def _bounded(minor: int, text: str) -> int:
    if minor >= AMOUNT_LIMIT:
        raise BadValueError(f"{quoted(text)} is too large an amount", "the book holds up to 10**15 minor units")
    return minor


def _no_amount(text: str) -> BadValueError:
    return BadValueError(f"{quoted(text)} is no amount", "write it like 1234.50")


def _bare_number(text: str, code: str) -> tuple[str, bool]:
    """Return digits and marks alone, and whether the amount is negative."""
    if len(text) > 60:
        raise _no_amount(text)
    plain = " ".join(ascii_digits(text).translate(_LOOKALIKES).split())
    plain = re.sub("(?<=\\d)[.,]--?(?!\\d)", "", plain)  # "5,-" is how many write a round price
    negative = plain.startswith("(") and plain.endswith(")")
    plain = plain[1:-1] if negative else plain
    shape = re.fullmatch(
        "([-+]?)([^-+\\d.,']*)(?:(?<=\\w)\\.)? ?([-+]?) ?([\\d., ']*?)([-+]?)([^-+\\d,']*)([-+]?)",
        plain.strip(),
    )
    if not shape:
        raise _no_amount(text)
    sign = shape.group(1) + shape.group(3) + shape.group(5) + shape.group(7)
    if len(sign) + negative > 1 or not re.search("\\d", shape.group(4)):
        raise _no_amount(text)
    for name in (shape.group(2).strip(" ."), shape.group(6).strip(" .")):
        _check_currency(name, code, text)
    return shape.group(4).strip(), negative or sign == "-"


def _check_currency(name: str, code: str, text: str) -> None:
    if not name or name.upper() == code or code in _SYMBOLS.get(name.lower(), "").split():
        return
    if name.upper() in _EXPONENTS or name.lower() in _SYMBOLS:
        raise BadValueError(f"{quoted(text)} is not in {code}", "name the currency of the amount")
    raise _no_amount(text)


def _split(number: str, text: str, places: int, decimal: str | None) -> tuple[str, str]:
    """Return the digits before and after the decimal mark, grouping checked and removed."""
    mark = _decimal_mark(number, text, places) if decimal is None else decimal
    whole, fraction = number.rsplit(mark, 1) if mark and mark in number else (number, "")
    if (mark and mark in whole) or not re.fullmatch("\\d*", fraction):
        raise _no_amount(text)
    group = next((c for c in whole if not c.isdigit()), "")
    groups = f"[1-9]\\d{{0,2}}(?:{re.escape(group)}\\d{{3}})+|[1-9]\\d?(?:,\\d\\d)*,\\d{{3}}"
    if (group and not re.fullmatch(groups, whole)) or not whole + fraction:
        raise _no_amount(text)
    return (whole.replace(group, "") if group else whole) or "0", fraction


def _decimal_mark(number: str, text: str, places: int) -> str:
    """Return the mark that must be the decimal one, or "" for none. Raises where it could be either."""
    marks = [c for c in number if c in ".,"]
    if not marks or (len(marks) > 1 and len(set(marks)) == 1):
        return ""
    mark = marks[-1]
    whole, _, fraction = number.rpartition(mark)
    if len(set(marks)) == 2 or not re.fullmatch("[1-9]\\d{0,2}", whole) or len(fraction) != 3:
        return mark
    if not places:
        return ""
    if places == 3 and mark == ".":
        return mark
    short = (fraction + "0")[:places]
    raise BadValueError(
        f"{quoted(text)} could be {whole}{fraction} or {whole}.{fraction}",
        f"write {whole}{fraction} or {whole}.{short}",
    )
