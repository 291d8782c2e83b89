"""Rows that are no rows are rejected where they stand, and the count of records always comes out."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crmcli.errors import CrmError
from crmcli.interchange.table import FIELD_LIMIT

HEAD = "customer,date,amount\n"


def test_ragged_rows_are_rejected_and_blank_ones_skipped(orders):
    accepted, rejected, _ = orders(
        HEAD + "A,2026-01-01,1.00\nB,2026-01-01\n\n,,\nC,2026-01-01,2.00,x\nD,2026-01-01,3.00,\n"
    )
    assert [(o.contact, o.line) for o in accepted] == [("A", 2), ("D", 7)]
    assert [(r.line, r.reason.split(" where")[0]) for r in rejected] == [(3, "2 cells"), (6, "4 cells")]


def test_lines_inside_cells_are_counted(orders):
    accepted, rejected, _ = orders(HEAD + '"A\nB\r\nC",2026-01-01,1.00\nD,2026-01-01,1.00\nE,x,1.00\n')
    assert [(o.contact, o.line) for o in accepted] == [("A B C", 2), ("D", 5)]
    assert [r.line for r in rejected] == [6]


def test_a_quote_that_never_closes_is_one_reject(orders):
    accepted, rejected, _ = orders(HEAD + 'A,2026-01-01,1.00\n"B,2026-01-01,2.00\nC,2026-01-01,3.00\n')
    assert ([o.contact for o in accepted], [r.line for r in rejected]) == (["A"], [3])
    assert "never closed" in rejected[0].reason


def test_a_cell_beyond_a_megabyte_is_one_reject(orders):
    big = "x" * (FIELD_LIMIT + 1)
    accepted, rejected, _ = orders(HEAD + f"A,2026-01-01,1.00\n{big},2026-01-01,2.00\nC,2026-01-01,3.00\n")
    assert ([(o.contact, o.line) for o in accepted], [r.line for r in rejected]) == (
        [("A", 2), ("C", 4)],
        [3],
    )
    assert "1 MB" in rejected[0].reason


def test_nul_is_rejected(orders):
    accepted, rejected, _ = orders(HEAD + "A,2026-01-01,1.00\nB\0,2026-01-01,1.00\n")
    assert (len(accepted), [r.line for r in rejected]) == (1, [3])


def test_sep_line_and_footer(orders):
    accepted, rejected, reading = orders("sep=;\r\ncustomer;date;amount\r\nA;2026-01-01;1,00\r\nTotal;;1,00\r\n")
    assert ([o.line for o in accepted], [r.line for r in rejected], reading.delimiter) == ([3], [4], ";")


def test_many_chunks_keep_their_lines(orders):
    rows = "".join(f"C{n},2026-01-01,{n}\n" for n in range(5000))
    accepted, _, _ = orders(HEAD + rows)
    assert [(o.line, o.amount_minor) for o in accepted] == [(n + 2, n * 100) for n in range(5000)]


CELL = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters='\r\n",\0'), max_size=12)
ODD = st.sampled_from(["2026-01-01", "3/4/26", "13.1.2026", "1,5", "1.234", "-5", "(3)", "inf", "'=x", "9" * 400])
ROWS = st.lists(st.tuples(CELL | ODD, CELL | ODD, CELL | ODD), max_size=12)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=ROWS, order=st.sampled_from(["dmy", "mdy", "ymd"]), kind=st.sampled_from(["orders", "contacts"]))
def test_accepted_and_rejected_are_all_records(read_as, rows, order, kind):
    head = "customer,date,amount" if kind == "orders" else "name,birthday,email"
    data = head + "\n" + "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)
    accepted, rejected, _ = read_as(data, kind, date_order=order, decimal=".")
    assert len(accepted) + len(rejected) == sum(1 for row in rows if any(map(str.strip, row)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)
@given(
    data=st.binary(max_size=300) | st.text(max_size=200).map(lambda t: t.encode("utf-8", "surrogatepass")),
    head=st.sampled_from([b"", b"customer,date,amount\n", b"name;email;birthday\n", b"sep=\t\n", b"\xff\xfe"]),
    kind=st.sampled_from(["orders", "contacts"]),
)
def test_nothing_but_our_errors_escapes(read_as, data, head, kind):
    message = ""
    try:
        read_as(head + data, kind)
    except CrmError as error:
        message = error.message
    assert message.isprintable()


@pytest.mark.parametrize("kind", ["orders", "contacts"])
def test_hostile_cells_do_no_harm(read_as, kind):
    evil = [
        "\x1b]0;x\x07",
        "[/oops]",
        "\u202eevil",
        "x" * 20_000,
        "=cmd|' /C calc'!A0",
        "<script>",
        "'; DROP TABLE",
    ]
    head = "customer,date,amount" if kind == "orders" else "name,role,company"
    data = head + "\n" + "".join(f'"{text}",2026-01-01,1.00\n' for text in evil)
    accepted, rejected, _ = read_as(data, kind)
    assert len(accepted) + len(rejected) == len(evil)
    assert [r.line for r in rejected] == [5]
    assert all(r.reason.isprintable() for r in rejected)
