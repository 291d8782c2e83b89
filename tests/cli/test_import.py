"""`crm import`: what is in the file is in the book, once, and can be taken back."""

from __future__ import annotations

import shlex
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
ORDERS = "date,customer,amount\n2026-01-05,Ana,10.00\n2026-01-05,Ana,10.00\n2026-02-01,Bo,5.50\n"


def given(crm: Any, text: str | bytes, name: str = "in.csv") -> Path:
    path: Path = crm.folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def orders(crm: Any, text: str | bytes, *flags: str, name: str = "in.csv", **how: Any) -> dict[str, Any]:
    found: dict[str, Any] = crm.json(
        "import", given(crm, text, name), "--as", "orders", "--create-contacts", *flags, **how
    )
    return found


def contacts(crm: Any, text: str | bytes, *flags: str, name: str = "in.csv", **how: Any) -> dict[str, Any]:
    found: dict[str, Any] = crm.json("import", given(crm, text, name), "--as", "contacts", *flags, **how)
    return found


def counts(answer: dict[str, Any]) -> tuple[int, ...]:
    """(created, updated, unchanged, rejected), which add up to read."""
    summary = answer["summary"]
    found = tuple(summary[name] for name in ("created", "updated", "unchanged", "rejected"))
    assert sum(found) == summary["read"]
    return found


def ask(crm: Any, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(crm.path)) as db:
        return db.execute(sql).fetchall()


# Orders: once and only once


def test_equal_rows_of_one_file_are_two_orders_and_the_file_again_changes_nothing(crm: Any, dump: Any) -> None:
    assert counts(orders(crm, ORDERS)) == (3, 0, 0, 0)
    before = dump(crm.path), dump(crm.path, "bookkeeping")
    again = orders(crm, ORDERS, name="renamed.csv")
    assert counts(again) == (0, 0, 3, 0)
    assert again["summary"]["operation"] is None
    assert (dump(crm.path), dump(crm.path, "bookkeeping")) == before


def test_a_longer_file_adds_only_what_is_new_wherever_it_stands(crm: Any) -> None:
    orders(crm, ORDERS)
    longer = "date,customer,amount\n2026-02-01,Bo,5.50\n2026-03-01,Bo,7\n" + "2026-01-05,Ana,10.00\n" * 3
    assert counts(orders(crm, longer)) == (2, 0, 3, 0)
    assert ask(crm, "SELECT count(*), sum(base_minor) FROM orders") == [(5, 4250)]


def test_two_files_of_one_command_are_counted_like_two_commands(crm: Any) -> None:
    first, second = given(crm, ORDERS, "a.csv"), given(crm, ORDERS + "2026-03-01,Bo,1.00\n", "b.csv")
    answer = crm.json("import", first, second, "--as", "orders", "--create-contacts")
    assert counts(answer) == (4, 0, 3, 0)
    assert len(crm.items("history")) == 1


def test_another_source_is_another_set_of_orders(crm: Any) -> None:
    orders(crm, ORDERS)
    assert counts(orders(crm, ORDERS, "--source", "till")) == (3, 0, 0, 0)


def test_an_order_number_finds_the_order_whatever_its_content_became(crm: Any) -> None:
    orders(crm, "order id,date,customer,amount,line\n7,2026-01-05,Ana,10.00,beans\n")
    answer = orders(crm, "order id,date,customer,amount,line\n7,2026-01-06,Ana,12.50,\n")
    assert counts(answer) == (0, 1, 0, 0)
    assert ask(crm, "SELECT on_date, counts_on, base_minor, line FROM orders") == [
        ("2026-01-06", "2026-01-06", 1250, "beans")
    ]
    crm("undo")
    assert ask(crm, "SELECT on_date, base_minor FROM orders") == [("2026-01-05", 1000)]


def test_a_number_twice_in_a_file_is_one_order_or_a_reject_never_a_lost_sum(crm: Any) -> None:
    answer = orders(
        crm, "order id,date,customer,amount\n7,2026-01-05,Ana,10\n7,2026-01-05,Ana,10\n7,2026-01-05,Ana,3\n", code=3
    )
    assert counts(answer) == (1, 0, 1, 1)
    assert answer["items"][0]["line"] == 4
    assert answer["items"][0]["row"] == ["7", "2026-01-05", "Ana", "3"]


def test_a_refund_under_the_number_of_its_order_is_kept_beside_it(crm: Any) -> None:
    text = "order id,date,customer,amount\n7,2026-01-05,Ana,10\n7,2026-01-09,Ana,-4\n"
    assert counts(orders(crm, text)) == (2, 0, 0, 0)
    assert counts(orders(crm, text)) == (0, 0, 2, 0)


def test_what_was_changed_or_struck_out_by_hand_is_not_brought_back(crm: Any) -> None:
    text = "order id,date,customer,amount\n7,2026-01-05,Ana,10\n8,2026-01-05,Ana,20\n"
    orders(crm, text)
    with closing(sqlite3.connect(crm.path)) as db, db:
        db.execute("UPDATE orders SET amount_minor = 1111, base_minor = 1111 WHERE ref = '7'")
        db.execute("UPDATE orders SET voided_at = '2026-11-20T09:00:00+00:00' WHERE ref = '8'")
    assert counts(orders(crm, text)) == (0, 0, 2, 0)
    assert counts(orders(crm, text.replace("Ana,20", "Ana,21"))) == (0, 0, 2, 0)
    assert ask(crm, "SELECT amount_minor, voided_at IS NULL FROM orders ORDER BY ref") == [(1111, 1), (2000, 0)]


def test_an_order_cancelled_later_becomes_nothing_sold_and_no_second_order(crm: Any) -> None:
    orders(crm, "date,customer,amount,status\n2026-01-05,Ana,10,paid\n")
    answer = orders(crm, "date,customer,amount,status\n2026-01-05,Ana,10,cancelled\n")
    assert counts(answer) == (0, 1, 0, 0)
    assert ask(crm, "SELECT amount_minor, cancelled FROM orders") == [(0, 1)]
    assert any("nothing sold" in note for note in answer["notes"])


def test_an_order_of_no_value_is_not_a_cancelled_one(crm: Any) -> None:
    orders(crm, "date,customer,amount\n2026-01-05,Ana,0.00\n")
    assert ask(crm, "SELECT amount_minor, cancelled FROM orders") == [(0, 0)]


# Orders: whose


def test_customers_known_by_a_number_are_made_once_and_are_no_contact_numbers(crm: Any) -> None:
    crm("add", "Somebody else")
    answer = orders(crm, "customer_id,date,amount\n1,2026-01-05,10\n00001,2026-01-05,10\n1,2026-02-05,10\n")
    assert answer["summary"]["contacts_created"] == 2
    assert ask(crm, "SELECT contact_id, count(*) FROM orders GROUP BY 1") == [(2, 2), (3, 1)]


def test_a_customer_is_found_by_number_email_phone_and_name(crm: Any) -> None:
    crm("add", "Ana Bērziņa", "--email", "Ana@X.lv", "--phone", "+371 29 123 456")
    text = (
        "date,customer id,customer name,email,phone,amount\n"
        "2026-01-01,,,ana@x.lv,,1\n"
        "2026-01-02,,Ana,,29123456,2\n"
        "2026-01-03,,ANA BERZINA,,,3\n"
        "2026-01-04,K-9,Ana Berzina,,,4\n"
        "2026-01-05,K-9,,,,5\n"
    )
    answer = orders(crm, text)
    assert answer["summary"]["contacts_created"] == 0
    assert ask(crm, "SELECT contact_id, count(*) FROM orders GROUP BY 1") == [(1, 5)]


def test_one_name_in_two_spellings_is_one_customer_and_two_numbers_are_two(crm: Any) -> None:
    answer = orders(crm, "date,customer,amount\n2026-01-01,Ana Bērziņa,1\n2026-01-02,ANA BERZINA,2\n")
    assert answer["summary"]["contacts_created"] == 1
    text = (
        "date,customer id,name,amount\n2026-01-01,41,Jo Smith,1\n2026-01-02,42,Jo Smith,2\n2026-01-02,41,Jo Smith,2\n"
    )
    assert orders(crm, text)["summary"]["contacts_created"] == 2


def test_two_of_one_name_are_told_apart_by_email(crm: Any) -> None:
    text = "date,name,email,amount\n2026-01-01,Jo Smith,a@x.lv,1\n2026-01-02,Jo Smith,b@x.lv,2\n"
    assert orders(crm, text)["summary"]["contacts_created"] == 2


def test_a_name_that_two_contacts_have_is_a_reject(crm: Any) -> None:
    crm("add", "Jo Smith")
    crm("add", "Jo Smith")
    answer = orders(crm, "date,customer,amount\n2026-01-01,Jo Smith,1\n", code=3)
    assert counts(answer) == (0, 0, 0, 1)
    assert "c1, c2" in answer["items"][0]["reason"]


def test_unknown_customers_are_rejects_unless_they_are_to_be_made(crm: Any) -> None:
    crm("add", "Ana")
    answer = crm.json("import", given(crm, ORDERS), "--as", "orders", code=3)
    assert counts(answer) == (2, 0, 0, 1)
    assert answer["items"] == [
        {"file": answer["items"][0]["file"], "line": 4, "reason": "no contact 'Bo'; --create-contacts makes them",
         "row": ["2026-02-01", "Bo", "5.50"]}
    ]  # fmt: skip
    assert len([note for note in answer["notes"] if "--create-contacts" in note]) == 1
    assert counts(orders(crm, ORDERS)) == (1, 0, 2, 0)


def test_an_order_without_a_customer_is_a_walk_in(crm: Any) -> None:
    orders(crm, "date,customer,amount\n2026-01-05,,10\n")
    assert ask(crm, "SELECT contact_id, base_minor FROM orders") == [(None, 1000)]


def test_another_currency_without_a_rate_is_kept_and_said(crm: Any) -> None:
    answer = orders(crm, "date,customer,amount,currency\n2026-01-05,Ana,10,USD\n2026-01-06,Ana,5,EUR\n")
    assert ask(crm, "SELECT currency, amount_minor, base_minor FROM orders") == [("USD", 1000, None), ("EUR", 500, 500)]
    assert any("rate" in note for note in answer["notes"])


# One operation


def test_an_import_is_one_operation_that_goes_and_comes_back(crm: Any, dump: Any) -> None:
    crm("add", "Zoe")
    before = dump(crm.path)
    number = orders(crm, ORDERS)["summary"]["operation"]
    after, derived = dump(crm.path), dump(crm.path, "derived")
    assert len(crm.items("history")) == 2
    assert number == 2
    crm("undo")
    assert dump(crm.path) == before
    crm("redo")
    assert dump(crm.path) == after
    assert dump(crm.path, "derived") == derived


@pytest.mark.parametrize("rows", [10, 3000])
def test_a_small_and_a_large_file_leave_the_same_kind_of_book(crm: Any, rows: int) -> None:
    text = "date,customer id,amount\n" + "".join(f"2026-01-05,K{n % 50:03},{n}.25\n" for n in range(rows))
    assert counts(orders(crm, text)) == (rows, 0, 0, 0)
    assert counts(orders(crm, text)) == (0, 0, rows, 0)
    assert ask(crm, "SELECT sum(total_minor), sum(orders) FROM sales") == [
        (sum(n * 100 + 25 for n in range(rows)), rows)
    ]
    indexes = {
        row[0] for row in ask(crm, "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'orders'")
    }
    assert {"orders_sales", "orders_on", "orders_key", "orders_refund"} <= indexes


def test_a_trial_says_what_would_happen_and_leaves_no_book(crm: Any) -> None:
    answer = orders(crm, ORDERS, "--dry-run")
    assert counts(answer) == (3, 0, 0, 0)
    assert answer["summary"]["operation"] is None
    assert not crm.path.exists()


def test_a_trial_on_a_book_changes_nothing(crm: Any, dump: Any) -> None:
    orders(crm, ORDERS)
    before = dump(crm.path), dump(crm.path, "bookkeeping"), dump(crm.path, "derived")
    assert counts(orders(crm, ORDERS + "2026-05-05,Cy,1\n", "--dry-run")) == (1, 0, 3, 0)
    assert (dump(crm.path), dump(crm.path, "bookkeeping"), dump(crm.path, "derived")) == before


def test_a_failure_half_way_changes_nothing(crm: Any) -> None:
    crm("add", "Zoe")
    good = given(crm, ORDERS, "good.csv")
    doubtful = given(
        crm, "date,customer,amount\n" + "2026-01-05,Ana,1\n" * 1500 + '2026-01-05,Ana,"1,234"\n', "doubtful.csv"
    )
    crm.fails(2, "import", good, doubtful, "--as", "orders", "--create-contacts")
    assert ask(crm, "SELECT count(*) FROM orders") == [(0,)]


def test_nothing_imported_makes_no_book(crm: Any) -> None:
    assert counts(orders(crm, "date,customer,amount\n")) == (0, 0, 0, 0)
    assert not crm.path.exists()


# Rejects


def test_rejects_are_written_mended_and_imported_again(crm: Any) -> None:
    rejects = crm.folder / "rejects.csv"
    text = "date,customer,amount\n2026-01-05,Ana,10\nsoon,Bo,5\n2026-01-07,Cy,much\n"
    answer = orders(crm, text, "--rejects", str(rejects), code=3)
    assert counts(answer) == (1, 0, 0, 2)
    assert [item["line"] for item in answer["items"]] == [3, 4]
    mended = rejects.read_text("utf-8-sig").replace("soon", "2026-01-06").replace("much", "7")
    assert counts(orders(crm, mended)) == (2, 0, 0, 0)


def test_rejects_never_overwrite_a_file(crm: Any) -> None:
    crm.fails(2, "import", given(crm, ORDERS), "--as", "orders", "--rejects", given(crm, "mine", "taken.csv"))
    assert (crm.folder / "taken.csv").read_text() == "mine"


def test_people_see_the_counts_the_first_rejects_and_the_way_back(crm: Any) -> None:
    text = "date,customer,amount\n2026-01-05,Ana,10\n" + "soon,Bo,5\n" * 8
    answer = crm("import", given(crm, text), "--as", "orders", "--create-contacts", code=3)
    assert "1 new" in answer.out
    assert "crm undo" in answer.out
    assert answer.out.count("'soon'") == 5
    assert "3 more" in answer.out
    assert "--rejects" in answer.out


# Contacts


PEOPLE = (
    "name,email,phone,company,role,tags,birthday,notes,city,referred by\n"
    "Ana Bērziņa,ana@x.lv,+371 29 123 456,Kafija SIA,buyer,vip;lv,1984-03-07,likes tea,Rīga,Bo Ek\n"
    "Bo Ek,bo@x.lv,,Kafija SIA,,vip,,,,\n"
)


def test_contacts_arrive_whole(crm: Any) -> None:
    answer = contacts(crm, PEOPLE)
    assert counts(answer) == (2, 0, 0, 0)
    assert answer["summary"]["contacts_created"] == 1
    ana = crm.item("show", "ana")
    assert (ana["name"], ana["emails"], ana["phones"], ana["tags"]) == (
        "Ana Bērziņa", ["ana@x.lv"], ["+371 29 123 456"], ["vip", "lv"],
    )  # fmt: skip
    assert ana["fields"] == {"city": "Rīga"}
    works = "SELECT c.name, f.name, role FROM roles JOIN contacts c ON c.id = contact_id JOIN contacts f ON f.id = company_id"
    assert ask(crm, works) == [
        ("Ana Bērziņa", "Kafija SIA", "buyer"), ("Bo Ek", "Kafija SIA", None),
    ]  # fmt: skip
    assert ask(crm, "SELECT birth_year, birth_month, birth_day, referred_by FROM contacts WHERE id = 1") == [
        (1984, 3, 7, 2)
    ]
    assert ask(crm, "SELECT contact_id, text FROM remarks") == [(1, "likes tea")]
    assert ask(crm, "SELECT kind FROM contacts WHERE name = 'Kafija SIA'") == [("company",)]


def test_contacts_again_change_nothing_whatever_was_done_to_them_since(crm: Any, dump: Any) -> None:
    contacts(crm, PEOPLE)
    with closing(sqlite3.connect(crm.path)) as db, db:
        db.execute("DELETE FROM tags WHERE contact_id = 1")
        db.execute("UPDATE contacts SET name = 'Anna', name_key = 'anna' WHERE id = 1")
    before = dump(crm.path)
    assert counts(contacts(crm, PEOPLE, name="renamed.csv")) == (0, 0, 2, 0)
    assert dump(crm.path) == before


def test_a_known_contact_is_added_to_and_never_overwritten(crm: Any) -> None:
    crm("add", "Ana", "--email", "ana@x.lv", "--owner", "Ilze", "--field", "city=Cēsis", "--tag", "VIP")
    answer = contacts(
        crm, "name,email,phone,owner,language,tags,city\nAna Bērziņa,ANA@x.lv,29123456,Juris,lv,vip;new,Rīga\n"
    )
    assert counts(answer) == (0, 1, 0, 0)
    ana = crm.item("show", "c1")
    assert (ana["name"], ana["owner"], ana["language"]) == ("Ana", "Ilze", "lv")
    assert (ana["tags"], ana["fields"], ana["phones"]) == (["VIP", "new"], {"city": "Cēsis"}, ["29123456"])
    assert any("2 values differ" in note for note in answer["notes"])
    assert ask(crm, "SELECT count(*) FROM points WHERE kind = 'email'") == [(1,)]


def test_rows_of_one_person_are_one_contact(crm: Any) -> None:
    text = "name,email,phone,tags\nAna,ana@x.lv,,a\nAna,ana@x.lv,29123456,b\nAna,ana@x.lv,,a\n"
    assert counts(contacts(crm, text)) == (1, 1, 1, 0)
    assert counts(contacts(crm, text)) == (0, 0, 3, 0)
    assert ask(crm, "SELECT tag FROM tags ORDER BY id") == [("a",), ("b",)]


def test_two_people_at_one_telephone_stay_two(crm: Any) -> None:
    assert counts(contacts(crm, "name,phone\nAna Kalns,67123456\nBo Ek,67123456\n")) == (2, 0, 0, 0)
    assert counts(contacts(crm, "name,phone\nAna Kalns,67123456\nBo Ek,67123456\n")) == (0, 0, 2, 0)


def test_a_number_of_the_source_leads_orders_to_the_contact(crm: Any) -> None:
    contacts(crm, "customer id,name,email\n007,Ana,family@x.lv\n008,Bo,family@x.lv\n")
    answer = orders(crm, "customer id,date,amount\n008,2026-01-05,10\n")
    assert answer["summary"]["contacts_created"] == 0
    assert ask(crm, "SELECT c.name FROM orders o JOIN contacts c ON c.id = o.contact_id") == [("Bo",)]


def test_a_company_of_the_file_is_where_its_people_work(crm: Any) -> None:
    contacts(crm, "name,company,kind\nAna,Kafija SIA,\nKafija SIA,,company\n")
    assert ask(crm, "SELECT name, kind FROM contacts ORDER BY id") == [("Ana", "person"), ("Kafija SIA", "company")]
    assert ask(crm, "SELECT contact_id, company_id FROM roles") == [(1, 2)]


def test_who_has_no_name_goes_by_an_address_until_a_row_names_them(crm: Any) -> None:
    contacts(crm, "name,email\n,ana@x.lv\nAna,ana@x.lv\n,bo@x.lv\n")
    assert ask(crm, "SELECT name FROM contacts ORDER BY id") == [("Ana",), ("bo@x.lv",)]


def test_contacts_go_and_come_back(crm: Any, dump: Any) -> None:
    contacts(crm, PEOPLE)
    after, derived = dump(crm.path), dump(crm.path, "derived")
    crm("undo")
    assert ask(crm, "SELECT count(*) FROM contacts") == [(0,)]
    assert ask(crm, "SELECT count(*) FROM points") == [(0,)]
    crm("redo")
    assert (dump(crm.path), dump(crm.path, "derived")) == (after, derived)


# What cannot be read


@pytest.mark.parametrize(
    ("content", "flags", "code"),
    [
        (b"", (), 2),
        (b"PK\x03\x04[Content_Types].xml xl/", (), 2),
        (b"%PDF-1.7", (), 2),
        (b"just words\nand more\n", (), 2),
        (b"customer,amount\nAna,1\n", (), 2),
        (ORDERS.encode(), ("--map", "amount=nothing"), 2),
        (ORDERS.encode(), ("--map", "nonsense=amount"), 2),
        (ORDERS.encode(), ("--currency", "XYZW"), 2),
        (ORDERS.encode(), ("--date-order", "ydm"), 2),
        (ORDERS.encode(), ("--decimal", "x"), 2),
        (ORDERS.encode(), ("--encoding", "klingon"), 2),
        (ORDERS.encode(), ("--format", "xls"), 2),
        (b"date,customer,amount\n03/04/2026,Ana,1\n", (), 2),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(
    crm: Any, content: bytes, flags: tuple[str, ...], code: int
) -> None:
    crm("add", "Zoe")
    crm.fails(code, "import", given(crm, content), "--as", "orders", "--create-contacts", *flags)


def test_missing_files_folders_and_kinds_are_refused(crm: Any) -> None:
    crm.fails(4, "import", crm.folder / "none.csv", "--as", "orders")
    crm.fails(2, "import", crm.folder, "--as", "orders")
    assert "--as" in crm.fails(2, "import", given(crm, ORDERS))
    for kind in ("interactions", "quotes", "complaints", "cats"):
        crm.fails(2, "import", given(crm, ORDERS), "--as", kind)


@pytest.mark.parametrize(
    "text",
    [
        'name,note\nAna,"' + "x" * 2_000_000 + '"\n',
        "name,note\nAna,a\0b\n",
        'name,note\nAna,"never closed\nBo,x\n',
        'name\n=HYPERLINK("http://x")\n\x1b[31mred\n\u202egnol\n',
        ",".join(["name", *(f"c{n}" for n in range(300))]) + "\n" + ",".join(["Ana"] + ["x"] * 300) + "\n",
        "name,email\n\u200b\u200b,\n",
    ],
)
def test_hostile_files_end_in_contacts_or_rejects(crm: Any, text: str) -> None:
    answer = contacts(crm, text, code=None)
    assert sum(counts(answer)) >= 1
    assert (answer["summary"]["rejected"] > 0) == bool(answer["items"])


def test_standard_input_is_a_file_too(crm: Any) -> None:
    answer = crm.json("import", "-", "--as", "orders", "--create-contacts", input=ORDERS)
    assert counts(answer) == (3, 0, 0, 0)


# Real files


@pytest.mark.parametrize(
    ("name", "rows", "people", "total"),
    [
        ("cdnow_master.csv", 69_659, 23_570, 250_031_563),
        ("cdnow_sample.csv", 6_919, 2_357, 24_409_194),
        ("rfm_orders.csv", 4_906, 995, None),
    ],
)
def test_real_order_logs(crm: Any, dump: Any, name: str, rows: int, people: int, total: int | None) -> None:
    if not (DATA / name).exists():
        pytest.skip("the shared data are not here")
    first = crm.json("import", DATA / name, "--as", "orders", "--create-contacts")
    assert counts(first) == (rows, 0, 0, 0)
    assert first["summary"]["contacts_created"] == people
    found = ask(crm, "SELECT count(*), count(DISTINCT contact_id), sum(base_minor) FROM orders")[0]
    assert found[:2] == (rows, people)
    assert total is None or found[2] == total
    renamed = crm.folder / "other.csv"
    renamed.write_bytes((DATA / name).read_bytes())
    assert counts(crm.json("import", renamed, "--as", "orders")) == (0, 0, rows, 0)
    assert len(crm.items("history")) == 1
    after = dump(crm.path)
    crm("undo")
    assert ask(crm, "SELECT (SELECT count(*) FROM orders) + (SELECT count(*) FROM contacts)") == [(0,)]
    crm("redo")
    assert dump(crm.path) == after


def test_one_order_and_one_customer_are_said_as_one(crm: Any) -> None:
    crm("add", "Ana")
    text = "date,customer,amount,currency\n2026-01-05,Ana,10.00,USD\n2026-01-06,Bo,5.50,EUR\n"
    rate, unknown = crm.json("import", given(crm, text), "--as", "orders", code=3)["notes"]
    assert rate.startswith("1 order is not in EUR")
    assert unknown.startswith("1 customer is not in the book")


def test_doubtful_values_are_named_by_line_column_and_value(crm: Any) -> None:
    text = "name,E-mail,birthday\nAna Kalna,foo@,1980-02-31\nBo,bo@x.lv,1980-02-01\n"
    notes = contacts(crm, text)["notes"]
    assert "line 2, Ana Kalna: column 'E-mail': 'foo@'" in notes[0]
    assert "line 2, Ana Kalna: column 'birthday': " in notes[1]
    assert "1980-02-31" in notes[1]
    assert "2 values" in notes[2]
    shown = crm.item(*shlex.split(notes[2].split("`")[1])[1:])
    assert shown["fields"] == {"email": "foo@", "birthday": "1980-02-31"}


def test_a_file_is_named_as_it_was_typed(crm: Any) -> None:
    answer = orders(crm, "date,customer,amount\n2026-01-05,Ana,much\n", name="o.csv", code=3)
    assert answer["items"][0]["file"] == str(crm.folder / "o.csv")


@pytest.mark.parametrize(
    "text", ["colour\nred\n", "date,amount\n01/02/2026,5\n", 'date,amount\n2026-02-01,"1,234"\n', ""]
)
def test_what_is_wrong_with_one_of_several_files_names_it(crm: Any, text: str) -> None:
    good, bad = given(crm, "date,amount\n2026-02-01,5.00\n", "good.csv"), given(crm, text, "bad.csv")
    line = crm.fails(2, "import", good, bad, "--as", "orders")
    assert "bad.csv: " in line
    assert line.partition("bad.csv: ")[2].count(". ") >= 1


def test_a_cancelled_order_in_another_currency_needs_no_rate(crm: Any) -> None:
    answer = orders(crm, "date,customer,amount,currency,status\n2026-01-05,Ana,10,USD,cancelled\n")
    assert ask(crm, "SELECT amount_minor, base_minor, cancelled FROM orders") == [(0, 0, 1)]
    assert not any("rate" in note for note in answer["notes"])


def test_a_refund_follows_what_the_file_says_of_its_order(crm: Any) -> None:
    crm("init", "--currency", "EUR")
    path = crm.folder / "orders.csv"
    path.write_text("customer,date,amount,cost,ref\nAna,2026-06-01,400.00,100.00,A1\n")
    crm("import", path, "--as", "orders", "--create-contacts")
    crm("order", "add", "200", "--refund-of", "o1")
    assert crm.items("profit")[0]["margin_minor"] == 15000
    path.write_text("customer,date,amount,cost,ref\nAna,2026-06-02,500.00,200.00,A1\n")
    crm("import", path, "--as", "orders")
    assert crm.items("profit")[0]["margin_minor"] == 50000 - 20000 - 20000 + 8000
