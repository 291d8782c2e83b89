"""The rejects file can be corrected and fed back, is private, and overwrites nothing."""

from __future__ import annotations

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.errors import BadValueError
from crmcli.interchange.delimited import read
from crmcli.interchange.formula import defuse, undefuse
from crmcli.interchange.records import OrderRecord, Reject
from crmcli.interchange.registry import FORMATS, find_format
from crmcli.interchange.rejects import RejectsFile
from crmcli.interchange.source import open_source


def test_rejects_are_corrected_and_fed_back(orders, tmp_path):
    data = "line,date,customer,amount\n=Tea,soon,'=A,5.00\nCake,2026-01-01,B\nBun,2026-01-02,C,6.00,x\n"
    _, rejected, reading = orders(data)
    path = tmp_path / "rejects.csv"
    with RejectsFile(str(path), reading.columns) as file:
        for reject in rejected:
            file.write(reject)
    assert file.count == 3
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    text = path.read_text("utf-8-sig")
    assert text.splitlines()[0] == "line,date,customer,amount,line,reason"
    fixed = text.replace("soon", "2026-01-03").replace("Cake,2026-01-01,B,,", "Cake,2026-01-01,B,7.00,")
    accepted, again, reading = orders(fixed)
    assert [(o.product_line, o.contact, o.amount_minor) for o in accepted] == [
        ("=Tea", "=A", 500),
        ("Cake", "B", 700),
    ]
    assert len(again) == 1
    with RejectsFile(str(tmp_path / "again.csv"), reading.columns) as file:
        file.write(again[0])
    assert (tmp_path / "again.csv").read_text("utf-8-sig").splitlines()[0] == "line,date,customer,amount,line,reason"


def test_nothing_is_overwritten_and_nothing_left_behind(orders, tmp_path):
    _, _, reading = orders("customer,date,amount\nA,2026-01-01,1\n")
    path = tmp_path / "rejects.csv"
    with RejectsFile(str(path), reading.columns):
        pass
    assert not path.exists()
    file = RejectsFile(str(path), reading.columns)
    file.write(Reject(2, "why", ["a"]))
    file.__exit__(RuntimeError, RuntimeError(), None)
    assert not path.exists()
    path.write_text("mine")
    with pytest.raises(BadValueError, match="exists"):
        RejectsFile(str(path), reading.columns)
    assert path.read_text() == "mine"


@given(st.text() | st.text(alphabet="'=+-@ \t\r\n5x＝"))
def test_disarming_a_formula_is_undone_exactly(text):
    assert undefuse(defuse(text)) == text
    assert not defuse(text).lstrip().startswith(("=", "@"))


def test_the_registry_leads_to_the_reader(tmp_path, options):
    assert find_format("CSV", "orders").reader() is read
    for name, kind in (("xlsx", "orders"), ("csv", "quotes")):
        with pytest.raises(BadValueError):
            find_format(name, kind)
    assert set(FORMATS) == {"csv"}
    path = tmp_path / "x.csv"
    path.write_text("customer,date,amount\nA,2026-01-01,1\n")
    with open_source(str(path)) as source:
        assert isinstance(next(read(source, "orders", (), options).records), OrderRecord)
