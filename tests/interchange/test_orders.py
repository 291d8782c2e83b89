"""Files of orders: what is read is right, what cannot be read is rejected with line and reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from crmcli.errors import BadValueError
from crmcli.interchange.cells import AmbiguousFormatError

DATA = Path(__file__).parents[2].parent / "shared" / "data"


@pytest.mark.parametrize(
    ("name", "rows", "cents"),
    [
        ("cdnow_master.csv", 69_659, 250_031_563),
        ("cdnow_sample.csv", 6_919, 24_409_194),
        ("rfm_orders.csv", 4_906, None),
    ],
)
def test_real_order_logs_need_no_map(orders, name, rows, cents):
    if not (DATA / name).exists():
        pytest.skip("no shared data")
    accepted, rejected, _ = orders((DATA / name).read_bytes(), currency="USD")
    assert (len(accepted), rejected) == (rows, [])
    assert cents is None or sum(order.amount_minor for order in accepted) == cents
    assert all(order.contact for order in accepted)


def test_rfm_orders_have_name_and_email(orders):
    accepted, _, _ = orders(
        "customer_id,order_date,revenue,first_name,last_name,email\nBrion Stark,2004-12-20,32,Brion,Stark,b@rf.com\n"
    )
    order = accepted[0]
    assert (order.contact, order.name, order.email, order.on, order.amount_minor, order.line) == (
        "Brion Stark",
        "Brion Stark",
        "b@rf.com",
        "2004-12-20",
        3200,
        2,
    )


def test_identity_is_content_and_survives_another_spelling_of_the_file(orders):
    first, _, _ = orders("customer,date,amount\nAna,2026-11-24,1234.50\nAna,2026-11-24,1234.50\n")
    second, _, _ = orders("customer;date;amount\r\nAna ;24.11.2026;1 234,50\r\nAna;24.11.2026;1.234,50\r\n")
    assert len({order.key for order in first + second}) == 1


def test_identity_does_not_change_when_an_order_is_cancelled(orders):
    head = "customer,date,amount,status\n"
    before, _, _ = orders(head + "Ana,2026-01-02,10.00,paid\n")
    after, _, reading = orders(head + "Ana,2026-01-02,10.00,Cancelled\n")
    assert before[0].key == after[0].key
    assert (before[0].amount_minor, after[0].amount_minor, reading.tally.nothing_sold) == (1000, 0, 1)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("", "no date"),
        ("soon", "is no date"),
        ("2026-02-29", "no such day"),
        ("1800-01-01", "outside the years"),
        ("2999-01-01", "outside the years"),
        ("45231", "spreadsheet's day number"),
        ("2026-01-02 10:00 EST", "zone"),
    ],
)
def test_a_bad_date_is_rejected_by_column_and_value(orders, cell, reason):
    accepted, rejected, _ = orders(f"customer,date,amount\nAna,2026-01-01,1\nBo,{cell},5.00\n")
    assert [order.contact for order in accepted] == ["Ana"]
    assert rejected[0].line == 3
    assert "'date'" in rejected[0].reason
    assert reason in rejected[0].reason
    assert rejected[0].row == ["Bo", cell, "5.00"]


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "-",
        "free",
        "inf",
        "nan",
        "1e5",
        "12.345",
        "1 2",
        "1.2.2026",
        "GBP 5",
        "$5",
        "9" * 30,
        "12%",
        "--5",
    ],
)
def test_a_bad_amount_is_rejected(orders, cell):
    accepted, rejected, _ = orders(f'customer,date,amount\nAna,2026-01-01,1.50\nBo,2026-01-02,"{cell}"\n')
    assert (len(accepted), len(rejected)) == (1, 1)
    assert "'amount'" in rejected[0].reason


@pytest.mark.parametrize(
    ("cell", "minor"),
    [
        ("1.234,50", 123450),
        ("1 234,50", 123450),
        ("1\u00a0234,50", 123450),
        ("1'234.50", 123450),
        ("1,234,567", 123456700),
        ("1,23,456.50", 12345650),
        ("(5.00)", -500),
        ("-5", -500),
        ("−5,5", -550),
        ("5.00-", -500),
        ("-€3.00", -300),
        ("€ 3", 300),
        ("12 EUR", 1200),
        ("'12.00", 1200),
        ("১২.৫০", 1250),
        (".50", 50),
        ("0.125000", None),
        ("12.500", 1250),
        ("30.299999999999997", 3030),
        ("-0.00", 0),
    ],
)
def test_amounts_in_the_spellings_of_spreadsheets(orders, cell, minor):
    decimal = "." if cell == "12.500" else None
    accepted, rejected, _ = orders(f'customer,date,amount\nAna,2026-01-01,"{cell}"\n', decimal=decimal)
    assert [order.amount_minor for order in accepted] == ([minor] if minor is not None else [])
    assert len(accepted) + len(rejected) == 1


def test_a_thousand_or_one_and_a_bit_is_settled_by_the_rest_of_the_column(orders):
    head = "customer;date;amount\n"
    accepted, _, _ = orders(head + "A;2026-01-01;1,234\nB;2026-01-01;12.50\n")
    assert [order.amount_minor for order in accepted] == [123400, 1250]
    accepted, _, reading = orders(head + "A;2026-01-01;1.234\nB;2026-01-01;12,50\n")
    assert [order.amount_minor for order in accepted] == [123400, 1250]
    assert reading.tally.decimal == ","
    with pytest.raises(AmbiguousFormatError, match="decimal") as caught:
        orders(head + "A;2026-01-01;1,234\nB;2026-01-01;15\n")
    assert "--decimal" in caught.value.hint
    with pytest.raises(AmbiguousFormatError, match="mixes"):
        orders(head + "A;2026-01-01;1.50\nB;2026-01-01;12,50\n")
    assert [o.amount_minor for o in orders(head + "A;2026-01-01;1,234\n", decimal=".")[0]] == [123400]


def test_the_date_order_is_settled_by_the_rest_of_the_column(orders):
    head = "customer,date,amount\n"
    assert [o.on for o in orders(head + "A,03/04/2026,1\nB,24/11/2026,1\n")[0]] == [
        "2026-04-03",
        "2026-11-24",
    ]
    accepted, _, reading = orders(head + "A,03/04/2026,1\nB,11/24/2026,1\n")
    assert [o.on for o in accepted] == ["2026-03-04", "2026-11-24"]
    assert reading.tally.date_order == "mdy"
    with pytest.raises(AmbiguousFormatError, match="could be dmy or mdy") as caught:
        orders(head + "A,03/04/2026,1\n")
    assert "--date-order" in caught.value.hint
    with pytest.raises(AmbiguousFormatError, match="mixes"):
        orders(head + "A,24/11/2026,1\nB,11/24/2026,1\n")
    accepted, rejected, _ = orders(head + "A,03/04/2026,1\nB,11/24/2026,1\n", date_order="dmy")
    assert ([o.on for o in accepted], len(rejected)) == (["2026-04-03"], 1)


def test_evidence_far_down_the_file_counts(orders):
    rows = "".join(f"A,03/04/2026,{n}\n" for n in range(5000))
    accepted, _, _ = orders("customer,date,amount\n" + rows + "A,31/12/2025,1\n")
    assert {o.on for o in accepted} == {"2026-04-03", "2025-12-31"}


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-09-03 10:15:00 -0400", "2026-09-03"),
        ("2026-09-03T22:30:00Z", "2026-09-04"),
        ("2026-09-03T22:30:00.000+02:00", "2026-09-03"),
        ("2026/9/3", "2026-09-03"),
        ("20260903", "2026-09-03"),
        ("12 Mar 2024", "2024-03-12"),
        ("Mar 12, 2024", "2024-03-12"),
        ("7-Feb-22", "2022-02-07"),
        ("3/15/2024 2:30\u202fPM", "2024-03-15"),
        ("24.11.26", None),
        ("31.12.99", "1999-12-31"),
        ("Tue, 24 Nov 2026", "2026-11-24"),
        ("1. märz 2024", "2024-03-01"),
    ],
)
def test_dates_in_the_spellings_of_exports(orders, cell, day):
    data = f'customer,date,amount\nAna,"{cell}",1.00\n'
    if day is None:
        with pytest.raises(AmbiguousFormatError):
            orders(data)
    else:
        accepted, rejected, _ = orders(data)
        assert [o.on for o in accepted] == [day], rejected


def test_a_column_headed_utc_is_local_in_the_book(orders):
    accepted, _, _ = orders("id,Created date (UTC),Amount,Currency\nx1,2024-12-31 23:30,10.00,usd\n")
    assert (accepted[0].on, accepted[0].currency, accepted[0].ref) == ("2025-01-01", "USD", "x1")


def test_every_currency_has_its_own_decimals(orders):
    accepted, rejected, _ = orders(
        "customer,date,amount,currency\nA,2026-01-01,1200,JPY\nB,2026-01-01,12.50,EUR\nC,2026-01-01,1.5,KWD\n"
        "D,2026-01-01,1,XQX\nE,2026-01-01,7.00,\n"
    )
    assert [(o.amount_minor, o.currency) for o in accepted] == [
        (1200, "JPY"),
        (1250, "EUR"),
        (1500, "KWD"),
        (700, "EUR"),
    ]
    assert "XQX" in rejected[0].reason


def test_tax_shipping_and_refunds_are_taken_off_a_total(orders):
    accepted, _, _ = orders(
        "order id,date,customer,total,tax,shipping,refunded amount\n"
        "1,2026-01-01,A,121.00,21.00,10.00,\n2,2026-01-01,A,121.00,21.00,,60.50\n3,2026-01-01,A,50.00,,,50.00\n"
    )
    assert [o.amount_minor for o in accepted] == [9000, 5000, 0]


def test_a_net_amount_is_taken_as_it_is(orders):
    accepted, _, _ = orders("date,customer,net sales,tax\n2026-01-01,A,100.00,21.00\n")
    assert accepted[0].amount_minor == 10000


def test_an_order_number_a_spreadsheet_cut_off_is_rejected(orders):
    _, rejected, _ = orders("order id,date,customer,amount\n1.23457E+11,2026-01-01,A,1\n")
    assert "shortened" in rejected[0].reason


def test_an_order_without_customer_is_a_walk_in(orders):
    accepted, _, _ = orders("customer,date,amount\n,2026-01-01,3.00\n")
    assert (accepted[0].contact, accepted[0].name) == ("", "")


def test_missing_columns_say_what_there_is(orders):
    with pytest.raises(BadValueError, match=r"#1 customer, #2 when, #3 paid") as caught:
        orders("customer,when,paid\nA,2026-01-01,1\n")
    assert caught.value.hint == "say --map on=COLUMN"


def test_map_by_name_by_number_and_away(orders):
    data = "who,when,paid,date\nA,2026-01-01,1.00,x\n"
    accepted, rejected, _ = orders(data, "contact=WHO", "on=#2", "amount=Paid")
    assert ([(o.contact, o.on, o.amount_minor) for o in accepted], rejected) == (
        [("A", "2026-01-01", 100)],
        [],
    )
    accepted, _, _ = orders("customer,date,amount,qty\nA,2026-01-01,1,few\n", "quantity=")
    assert accepted[0].quantity is None


@pytest.mark.parametrize("text", ["amount", "colour=x", "amount=nowhere", "amount=#9", "amount=#0"])
def test_a_wrong_map_is_refused(orders, text):
    with pytest.raises(BadValueError):
        orders("customer,date,amount\nA,2026-01-01,1\n", text)


def test_a_file_without_headings_is_read_by_numbers(orders):
    accepted, _, reading = orders("Ana;2026-01-01;5,00\nBo;2026-01-02;6,00\n", "contact=#1", "on=#2", "amount=#3")
    assert ([o.line for o in accepted], reading.header_line) == ([1, 2], 0)
