"""Files of customers: what address books export becomes contacts, doubts are kept and said."""

from __future__ import annotations

import pytest

from crmcli.interchange.cells import AmbiguousFormatError


def test_google_contacts(contacts):
    accepted, rejected, _ = contacts(
        "First Name,Last Name,Organization Name,Organization Title,Birthday,Notes,Labels,E-mail 1 - Label,"
        "E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Street,Address 1 - City,"
        "Address 1 - Postal Code\n"
        'Ana,Bērziņa,SIA Rīts,Owner,--03-07,"two\nlines",* myContacts ::: VIP,* Work,a@rits.lv ::: b@rits.lv,'
        "Mobile,+371 29 123 456,Brīvības 1,Rīga,LV-1010\n"
    )
    ana = accepted[0]
    assert rejected == []
    assert (ana.name, ana.company, ana.role, ana.birthday) == (
        "Ana Bērziņa",
        "SIA Rīts",
        "Owner",
        (None, 3, 7),
    )
    assert (ana.emails, ana.phones, ana.tags) == (("a@rits.lv", "b@rits.lv"), ("+371 29 123 456",), ("VIP",))
    assert (ana.note, ana.addresses) == ("two\nlines", ("Brīvības 1, LV-1010 Rīga",))
    assert ana.fields == {"E-mail 1 - Label": "* Work", "Phone 1 - Label": "Mobile"}


def test_outlook_title_is_a_prefix_and_zero_is_no_birthday(contacts):
    accepted, _, _ = contacts(
        "Title,First Name,Last Name,Company,Job Title,E-mail Address,E-mail 2 Address,Birthday,"
        "Business Street,Business City,Categories\n"
        "Dr.,Jo,Doe,Acme,CEO,jo@acme.com,/o=ExchangeLabs/x,0/0/00,1 Main St,Leeds,a;b\n"
    )
    jo = accepted[0]
    assert (jo.name, jo.role, jo.birthday, jo.tags) == ("Dr. Jo Doe", "CEO", None, ("a", "b"))
    assert (jo.emails, jo.addresses) == (("jo@acme.com",), ("1 Main St, Leeds",))
    assert jo.fields["email"] == "/o=ExchangeLabs/x"
    assert jo.warnings


def test_a_preamble_is_passed_over_and_lines_are_counted_in_the_file(contacts):
    accepted, _, reading = contacts(
        '\ufeffNotes:\r\n"When exporting, some\nmails are missing."\r\n\r\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n"
        "Li,Wu,https://x.y/z,,Acme,CTO,12 Mar 2024\r\n,,,,,,\r\nBo,Ek,,,,,\r\n"
    )
    assert [(c.name, c.line) for c in accepted] == [("Li Wu", 6), ("Bo Ek", 8)]
    assert (reading.header_line, reading.encoding) == (5, "utf-8-sig")
    assert accepted[0].fields == {"URL": "https://x.y/z", "Connected On": "12 Mar 2024"}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Vārds,Uzvārds,E-pasts,Tālrunis", "Ana,Kalns,a@b.lv,29123456"),
        ("Vorname,Nachname,E-Mail,Telefon", "Ana,Kalns,a@b.lv,29123456"),
        ("Vorname,Name,E-Mail,Telefon", "Ana,Kalns,a@b.lv,29123456"),
        ("Prénom,Nom,Courriel,Téléphone", "Ana,Kalns,a@b.lv,29123456"),
        ("Nombre,Apellidos,Correo electrónico,Teléfono", "Ana,Kalns,a@b.lv,29123456"),
        ("Имя,Фамилия,Почта,Телефон", "Ana,Kalns,a@b.lv,29123456"),
        ("নাম,ইমেইল,ফোন", "Ana Kalns,a@b.lv,29123456"),
        ("Nom,Courriel,Téléphone", "Ana Kalns,a@b.lv,29123456"),
        ("FULL_NAME,EMAIL_ADDRESS,PhoneNumber", "Ana Kalns,a@b.lv,29123456"),
    ],
)
def test_headings_of_several_languages(contacts, header, row):
    accepted, _, _ = contacts(f"{header}\n{row}\n")
    ana = accepted[0]
    assert (ana.name, ana.emails, ana.phones, ana.fields) == ("Ana Kalns", ("a@b.lv",), ("29123456",), {})


@pytest.mark.parametrize("address", ["x@localhost", "a..b@x.lv", "x@y.invalid", "ü@", "a@b@c", "anna@bērziņš.lv"])
def test_a_doubtful_address_never_costs_the_row(contacts, address):
    accepted, rejected, _ = contacts(f"name,email\nAna,{address}\n")
    assert rejected == []
    assert accepted[0].emails == (address,) or accepted[0].fields["email"] == address


def test_a_doubtful_address_is_said_and_a_sound_one_is_not(contacts):
    accepted, _, reading = contacts("name,email\nA,x@localhost\nB,b.o'neil+x@sub.example.com\nC,=cmd@x.lv\n")
    assert [bool(c.warnings) for c in accepted] == [True, False, False]
    assert reading.tally.odd_values == 1


def test_a_company_alone_is_a_company_and_an_empty_row_is_rejected(contacts):
    accepted, rejected, _ = contacts("name,company,email,tags\n,Acme,,\n,,,vip\n,,only@mail.lv,\n")
    assert [(c.name, c.kind, c.company) for c in accepted] == [
        ("Acme", "company", ""),
        ("only@mail.lv", "", ""),
    ]
    assert [r.line for r in rejected] == [3]


def test_birthdays_of_an_open_order_are_refused_and_bad_ones_kept_as_text(contacts):
    with pytest.raises(AmbiguousFormatError):
        contacts("name,birthday\nA,3/4/1984\n")
    accepted, _, _ = contacts("name,birthday\nA,3/4/1984\nB,24/4/84\nC,someday\n")
    assert [c.birthday for c in accepted] == [(1984, 4, 3), (1984, 4, 24), None]
    assert accepted[2].fields["birthday"] == "someday"


def test_thunderbird_birthday_in_three_columns(contacts):
    accepted, _, _ = contacts(
        "Display Name,Primary Email,Birth Year,Birth Month,Birth Day\nA,a@x.lv,,2,29\nB,b@x.lv,1990,2,30\n"
    )
    assert accepted[0].birthday == (None, 2, 29)
    assert accepted[1].birthday is None
    assert accepted[1].warnings


def test_an_apostrophe_of_a_disarmed_formula_comes_off_and_a_name_keeps_his(contacts):
    accepted, _, _ = contacts("name,phone,note\n'=1+1,'+371 29123456,'-x\n't Hooft,,\n")
    assert [(c.name, c.phones, c.note) for c in accepted] == [
        ("=1+1", ("+371 29123456",), "-x"),
        ("'t Hooft", (), ""),
    ]
