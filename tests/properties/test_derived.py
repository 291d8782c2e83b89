"""What is kept so that no morning has to work it out is always what working it out anew would give."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st


@given(data=st.data())
def test_settling_what_was_touched_equals_working_everything_out_anew(
    data: st.DataObject, steps: st.SearchStrategy[list[Any]], ledger: Callable[[], Any]
) -> None:
    book = ledger()
    for step in data.draw(steps):
        book.write(step)
        assert book.everything()[1] == book.rebuilt(), f"after {step}"
