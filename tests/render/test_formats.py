from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crmcli.domain.result import Result
from crmcli.interchange.formula import undefuse
from crmcli.render.formats import cell, envelope, json_line, paths, to_csv, to_json, to_plain

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
DATA = st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4))
RECORDS = st.lists(st.dictionaries(st.text(), DATA, max_size=4), max_size=4)


def read(lines: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(lines), newline="")))


def test_the_envelope_has_the_same_keys_in_the_same_order_always() -> None:
    listed = envelope(Result("contacts", "2026-11-22", "EUR", items=[]))
    single = envelope(Result("contact", "2026-11-22", "EUR", item={"id": 1}, notes=["n"], said=["s"]))
    empty = envelope(Result("nothing", "2026-11-22", "EUR"))
    assert list(listed) == ["schema", "kind", "as_of", "currency", "items", "summary", "notes"]
    assert list(single) == ["schema", "kind", "as_of", "currency", "item", "summary", "notes"]
    assert empty["item"] is None
    assert (listed["schema"], listed["summary"], single["notes"]) == (1, {}, ["n"])


@given(st.dictionaries(st.text(), DATA | RECORDS, max_size=5), st.booleans())
def test_json_loads_back_identical(document: dict[str, Any], ascii_only: bool) -> None:
    text = to_json(document, ascii_only=ascii_only)
    assert json.loads(text) == document
    assert text.isascii() or not ascii_only


def test_json_escapes_what_steers_a_terminal_and_keeps_it(awkward: list[str], harmless: Callable[..., bool]) -> None:
    document = {"items": [{"name": text} for text in awkward], "summary": {"all": awkward}}
    text = to_json(document)
    assert harmless(text)
    assert json.loads(text) == document
    assert "Bērziņa" in text
    assert harmless(json_line(document))


def test_json_is_one_item_a_line_under_indented_keys() -> None:
    assert to_json({"schema": 1, "items": [{"id": 1, "tags": ["a"]}, {"id": 2}], "summary": {"n": 2}}) == (
        '{\n  "schema": 1,\n  "items": [\n    {"id": 1, "tags": ["a"]},\n    {"id": 2}\n  ],\n'
        '  "summary": {\n    "n": 2\n  }\n}'
    )


def test_json_writes_null_for_a_number_that_is_not_finite() -> None:
    document = {"items": [{"x": float("nan"), "y": [float("inf"), 1.5]}], "z": float("-inf")}
    assert json.loads(to_json(document)) == {"items": [{"x": None, "y": [None, 1.5]}], "z": None}


def test_csv_joins_nested_keys_in_place_and_lists_with_semicolons() -> None:
    rows = [
        {"contact": {"id": 1, "name": "Ana"}, "last": None, "tags": ["a", "b"], "ok": True},
        {"contact": {"id": 2, "name": "Bo"}, "last": {"at": "x", "text": "hi"}, "tags": [], "new": 1.5},
        {"contact": {"id": 3, "name": "Cy"}, "reasons": [{"text": "one"}, {"name": "two"}, {"k": 1}]},
    ]
    assert read(to_csv(rows)) == [
        ["contact_id", "contact_name", "last_at", "last_text", "tags", "ok", "new", "reasons"],
        ["1", "Ana", "", "", "a; b", "true", "", ""],
        ["2", "Bo", "x", "hi", "", "", "1.5", ""],
        ["3", "Cy", "", "", "", "", "", 'one; two; {"k": 1}'],
    ]


def test_csv_columns_can_be_fixed_and_then_stand_even_without_rows() -> None:
    assert list(to_csv([], [("a",), ("b", "c")])) == ["a,b_c\n"]
    assert list(to_csv([{"b": {"c": 1}, "x": 2}], [("a",), ("b", "c")])) == ["a,b_c\n", ",1\n"]
    assert list(to_csv([])) == []


def test_csv_lines_end_in_a_newline_and_one_empty_cell_is_quoted() -> None:
    assert list(to_csv([{"a": "x,y"}, {"a": None}])) == ["a\n", '"x,y"\n', '""\n']


def test_csv_defuses_text_and_headers_but_no_numbers() -> None:
    rows = [{"=h": "=1+1", "n": -5, "f": -0.5, "phone": "+371 29 123", "at": "@x", "list": ["-x", "y"]}]
    header, values = read(to_csv(rows))
    assert header[0] == "'=h"
    assert values == ["'=1+1", "-5", "-0.5", "+371 29 123", "'@x", "'-x; y"]
    assert read(to_csv(rows, raw=True))[1][0] == "=1+1"


@given(st.lists(st.text(st.sampled_from("'=+-@＝ \t\r\n\ufeff,\"a1é;") | st.characters(), max_size=8), min_size=1))
def test_csv_read_back_and_undefused_is_what_went_in(texts: list[str]) -> None:
    rows = read(to_csv([{"a": text, "b": 1} for text in texts]))
    assert [undefuse(row[0]) for row in rows[1:]] == texts


def test_plain_is_one_record_a_line_tab_separated_and_harmless(
    awkward: list[str], harmless: Callable[..., bool]
) -> None:
    lines = list(to_plain([{"id": 1, "text": text, "end": "e"} for text in awkward]))
    assert len(lines) == len(awkward)
    for line in lines:
        first, text, last = line.removesuffix("\n").split("\t")
        assert (first, last) == ("1", "e")
        assert harmless(text)
        assert "\n" not in text
    assert list(to_plain([{"a": "x\ty\nz", "b": None}])) == ["x y z\t\n"]


def test_paths_follow_the_first_record_that_knows_a_key() -> None:
    assert paths([{"a": None, "b": 1}, {"a": {"x": {"y": 1}, "z": 2}}]) == [
        ("a", "x", "y"),
        ("a", "z"),
        ("b",),
    ]
    assert paths([{"": {"": 1}}, {"a": {}}]) == [("", ""), ("a",)]


def test_a_number_that_is_not_finite_is_an_empty_cell() -> None:
    assert [cell(float("nan")), cell(float("inf")), cell(False), cell(None)] == ["", "", "false", ""]
