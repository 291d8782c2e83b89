"""`crm add`."""

from __future__ import annotations

from typing import Any


def test_everything_said_of_a_contact_is_kept(crm: Any) -> None:
    crm("add", "Kafija SIA", "--kind", "company")
    crm("add", "Oskars Liepa")
    item = crm.item(
        "add",
        "Ana Bērziņa",
        "--company",
        "kafija",
        "--role",
        "buyer",
        "--email",
        "ana@kafija.example",
        "--email",
        "a@b.example",
        "--phone",
        "+371 29 123 456",
        "--address",
        "Brīvības 1\nRīga",
        "--tag",
        "vip",
        "--tag",
        "horeca",
        "--field",
        "need=espresso",
        "--birthday",
        "1984-03-07",
        "--owner",
        "Ilze",
        "--source",
        "fair",
        "--referred-by",
        "oskars",
        "--prefers",
        "mail",
        "--no-contact",
        "phone",
        "--hours",
        "before noon",
        "--language",
        "lv",
        "--every",
        "6w",
        "--note",
        "likes chess",
    )
    expected = {
        "id": 3,
        "name": "Ana Bērziņa",
        "kind": "person",
        "emails": ["ana@kafija.example", "a@b.example"],
        "phones": ["+371 29 123 456"],
        "addresses": ["Brīvības 1\nRīga"],
        "company": {"id": 1, "name": "Kafija SIA"},
        "tags": ["vip", "horeca"],
        "fields": {"need": "espresso"},
        "birthday": "1984-03-07",
        "owner": "Ilze",
        "source": "fair",
        "referred_by": {"id": 2, "name": "Oskars Liepa"},
        "prefers": "email",
        "no_contact": ["phone"],
        "hours": "before noon",
        "language": "lv",
        "every": "6w",
        "stage": "prospect",
        "created_on": "2026-11-20",
    }
    assert {key: item[key] for key in expected} == expected
    assert item["roles"] == [{"company": {"id": 1, "name": "Kafija SIA"}, "role": "buyer"}]


def test_every_contact_has_a_uid_of_its_own(crm: Any) -> None:
    uids = [crm.item("add", name)["uid"] for name in ("Ana", "Oskars", "Zane")]
    assert len(set(uids)) == 3
    assert all(len(uid) == 36 and uid[14] == "7" for uid in uids)


def test_a_first_write_starts_a_book_and_says_so(crm: Any) -> None:
    assert str(crm.path) in crm("add", "Ana").out.splitlines()[0]
    assert str(crm.path) not in crm("add", "Oskars").out


def test_a_refused_first_write_leaves_no_book(crm: Any) -> None:
    crm.fails(2, "add", "Ana", "--email", "nonsense")
    crm.fails(2, "add", "Ana", "--note", " ", "--every", "6 moons")
    assert not crm.path.exists()


def test_a_likely_double_is_named_and_not_refused(crm: Any) -> None:
    crm("add", "Ana Bērziņa", "--phone", "+371 29 123 456")
    assert "c1" in crm("add", "Somebody", "--phone", "29123456").err
    assert "c1" in crm.json("add", "berzina ANA")["notes"][0]
    assert crm.json("add", "Zane")["notes"] == []


def test_a_name_is_one_line_and_composed(crm: Any) -> None:
    assert crm.item("add", "  Ana \t\n Be\u0304rzin\u0327a ")["name"] == "Ana Bērziņa"


def test_an_unknown_company_is_not_invented(crm: Any) -> None:
    crm("add", "Ana")
    crm.fails(4, "add", "Zane", "--company", "Nowhere")
    crm.fails(2, "add", "Zane", "--role", "buyer")
