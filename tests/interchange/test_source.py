"""What is no table is refused in one line; what is one is decoded right or refused."""

from __future__ import annotations

import io
import os

import pytest

from crmcli.errors import CrmError, NotFoundError
from crmcli.interchange.source import open_source


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (b"PK\x03\x04....[Content_Types].xml", "Excel workbook"),
        (b"PK\x03\x04\x14\0plain.txt", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "Excel"),
        (b"%PDF-1.7\n", "PDF"),
        (b"SQLite format 3\0" + b"\0" * 99, "database"),
        (b"\x1f\x8b\x08", "gzip"),
        (b"<!DOCTYPE html><table>", "web page"),
        (b"\xef\xbb\xbfBEGIN:VCARD\r\n", "vCard"),
        (bytes(range(256)) * 4 + b"\0" * 900, "binary"),
        ("name\nBērziņš Šķēle\n".encode()[:-3] + b"\xff\n", "damaged"),
        ("имя\nВладимир Петров\n".encode("cp1251"), "cannot be told"),
        (b"name\n\x81\x8d\x8f\n", "neither"),
        (b"\xff\xfea", "not sound utf-16"),
    ],
)
def test_what_is_no_text_table_is_refused(tmp_path, data, says):
    path = tmp_path / "in.csv"
    path.write_bytes(data)
    with pytest.raises(CrmError, match=says) as caught:
        open_source(str(path))
    assert "\n" not in caught.value.message


def test_missing_directory_and_pipe(tmp_path):
    with pytest.raises(NotFoundError):
        open_source(str(tmp_path / "none.csv"))
    with pytest.raises(CrmError, match="directory"):
        open_source(str(tmp_path))
    with pytest.raises(CrmError):
        open_source("a\0b")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CrmError, match="pipe"):
        open_source(str(tmp_path / "pipe"))


def test_a_line_without_end_is_refused(tmp_path):
    path = tmp_path / "in.csv"
    path.write_bytes(b"x" * 17_000_000)
    with pytest.raises(CrmError, match="16 MB"):
        open_source(str(path))


def test_standard_input_can_be_read_twice():
    with open_source("-", io.BytesIO(b"name\nAna\n")) as source:
        first, second = source.text(), source.text()
        assert (first.readline(), second.read(), first.read()) == ("name\n", "name\nAna\n", "Ana\n")


def test_an_encoding_can_be_told(tmp_path):
    path = tmp_path / "in.csv"
    path.write_bytes("имя\nВладимир\n".encode("cp1251"))
    with open_source(str(path), encoding="cp1251") as source:
        assert source.text().read() == "имя\nВладимир\n"
    with pytest.raises(CrmError, match="no encoding"):
        open_source(str(path), encoding="klingon")
