"""Any command, then undo, gives the book that was; redo gives the book that became. No command is special."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crmcli.actions import history
from crmcli.errors import DeclinedError, NotFoundError

Ledger = Callable[[], Any]


def undo(book: Any, which: int | None = None, *, with_later: bool = False) -> int:
    """Undoes; how many operations it took back."""
    with book.session() as session:
        name = None if which is None else f"n{which}"
        return len(history.undo(session, name, with_later=with_later, dry_run=False).items or ())


def redo(book: Any) -> None:
    with book.session() as session:
        history.redo(session, dry_run=False)


@given(data=st.data())
def test_undo_gives_the_book_that_was_and_redo_the_one_that_became(
    data: st.DataObject, steps: st.SearchStrategy[list[Any]], ledger: Ledger
) -> None:
    book = ledger()
    for step in data.draw(steps):
        before = book.records()
        if book.write(step) is None:
            assert book.records() == before
            continue
        after = book.everything()
        undo(book)
        assert book.records() == before, f"undo of {step}"
        assert book.everything()[1] == book.rebuilt(), f"undo of {step}"
        redo(book)
        assert book.everything() == after, f"redo of {step}"


@given(data=st.data())
def test_undoing_everything_gives_the_empty_book_and_redoing_everything_the_full_one(
    data: st.DataObject, steps: st.SearchStrategy[list[Any]], ledger: Ledger
) -> None:
    book = ledger()
    empty = book.records()
    numbers = [number for step in data.draw(steps) if (number := book.write(step)) is not None]
    full = book.everything()
    for _ in numbers:
        undo(book)
    assert book.records() == empty
    assert book.everything()[1] == book.rebuilt()
    for _ in numbers:
        redo(book)
    assert book.everything() == full


@given(data=st.data())
def test_undoing_one_of_many_with_what_built_upon_it_and_redoing_gives_the_same_book(
    data: st.DataObject, steps: st.SearchStrategy[list[Any]], ledger: Ledger
) -> None:
    book = ledger()
    numbers = [number for step in data.draw(steps) if (number := book.write(step)) is not None]
    full = book.everything()
    target = data.draw(st.sampled_from(numbers))
    undo(book, target, with_later=True)
    assert book.everything()[1] == book.rebuilt()
    redo(book)
    assert book.everything() == full


@given(data=st.data())
def test_undoing_one_of_many_alone_is_refused_whole_or_leaves_the_rest_untouched(
    data: st.DataObject, steps: st.SearchStrategy[list[Any]], ledger: Ledger
) -> None:
    book = ledger()
    numbers = [number for step in data.draw(steps) if (number := book.write(step)) is not None]
    full = book.everything()
    target = data.draw(st.sampled_from(numbers))
    try:
        assert undo(book, target) == 1
    except DeclinedError:
        assert book.everything() == full
        return
    assert book.everything()[1] == book.rebuilt()
    redo(book)
    assert book.everything() == full


@given(data=st.data())
def test_no_mixture_of_writing_undoing_and_redoing_leaves_a_book_that_does_not_add_up(
    data: st.DataObject, steps: st.SearchStrategy[list[Any]], ledger: Ledger
) -> None:
    book = ledger()
    for step in data.draw(steps):
        book.write(step)
        before = book.everything()
        try:
            for move in data.draw(st.lists(st.sampled_from(["undo", "redo", 1, 2, 3, 4]), max_size=3)):
                before = book.everything()
                if move == "redo":
                    redo(book)
                elif move == "undo":
                    undo(book)
                else:
                    undo(book, move, with_later=True)
                assert book.everything()[1] == book.rebuilt(), f"{move} after {step}"
        except (DeclinedError, NotFoundError):
            assert book.everything() == before, "a refused undo or redo changed the book"
        with book.session() as session:
            assert session.book.rows("PRAGMA foreign_key_check") == []
