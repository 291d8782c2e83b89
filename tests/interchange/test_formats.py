"""Encodings x delimiters x line ends x marks x date orders: right or refused, never silently wrong."""

from __future__ import annotations

from itertools import product

import pytest

from crmcli.errors import CrmError

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252")
DELIMITERS = (",", ";", "\t", "|")
NEWLINES = ("\n", "\r\n", "\r")
DATES = {"dmy": "{d:02}/{m:02}/{y}", "mdy": "{m:02}/{d:02}/{y}", "ymd": "{y}-{m:02}-{d:02}"}
DAYS = [(2026, 4, 3), (2026, 5, 6), (2025, 12, 31)]
AMOUNTS = [("1", "00"), ("1234", "50"), ("0", "05")]
EXPECTED = [("José", "2026-04-03", 100), ("Zoë", "2026-05-06", 123450), ("Ana", "2025-12-31", 5)]


def table(delimiter: str, newline: str, mark: str, order: str, *, evidence: bool = True) -> str:
    rows = [delimiter.join(("Customer", "Date", "Amount"))]
    for (name, _, _), (y, m, d), (whole, cents) in zip(EXPECTED, DAYS, AMOUNTS, strict=True):
        if evidence or d <= 12:
            cells = (name, DATES[order].format(y=y, m=m, d=d), f"{whole}{mark}{cents}")
            rows.append(delimiter.join(f'"{cell}"' if delimiter in cell else cell for cell in cells))
    return newline.join(rows) + newline


@pytest.mark.parametrize(
    ("encoding", "delimiter", "newline", "mark", "order"),
    list(product(ENCODINGS, DELIMITERS, NEWLINES, (".", ","), DATES)),
)
def test_a_file_with_evidence_is_read_right(orders, encoding, delimiter, newline, mark, order):
    accepted, rejected, reading = orders(table(delimiter, newline, mark, order).encode(encoding))
    assert [(o.contact, o.on, o.amount_minor) for o in accepted] == EXPECTED
    assert rejected == []
    assert [o.line for o in accepted] == [2, 3, 4]
    assert (reading.delimiter, reading.tally.date_order, reading.tally.decimal) == (delimiter, order, mark)
    assert reading.encoding_guessed == (encoding == "cp1252")


@pytest.mark.parametrize(("delimiter", "mark", "order"), list(product(DELIMITERS, (".", ","), ("dmy", "mdy"))))
def test_a_file_without_evidence_is_refused_or_told(orders, delimiter, mark, order):
    data = table(delimiter, "\n", mark, order, evidence=False)
    with pytest.raises(CrmError, match="could be"):
        orders(data)
    accepted, _, _ = orders(data, date_order=order)
    assert [(o.contact, o.on, o.amount_minor) for o in accepted] == EXPECTED[:2]
