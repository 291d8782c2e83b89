"""Every word of a search is quoted before FTS5 sees it; parts of words are found where words are not set apart."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmcli.store.search import expression


@given(text=st.text(max_size=60) | st.text(alphabet='"*^:()-+{}ANDORNTE ', max_size=30))
def test_no_text_is_a_syntax_error(text: str) -> None:
    query = expression(text)
    if query:
        with closing(sqlite3.connect(":memory:")) as db:
            db.execute("CREATE VIRTUAL TABLE t USING fts5(body)")
            db.execute("SELECT * FROM t WHERE t MATCH ?", (query,)).fetchall()


@pytest.mark.parametrize("text", ["", "   ", "!?.,", '"', "*", "()"])
def test_nothing_to_look_for_is_no_query(text: str) -> None:
    assert expression(text) == ""


def test_words_are_beginnings_and_all_must_occur() -> None:
    assert expression("Bērz AND x") == '"berz"* AND "and"* AND "x"*'
