"""What the morning list asks of the early warnings after an order: a few customers, by the fits that are kept, are told the
same as when everybody is looked at."""

from __future__ import annotations

from typing import Any

import pytest

from crmcli.actions import lapsed, underbuying, winback
from crmcli.actions.session import Session

NOW = "2026-11-20T09:00:00+00:00"
CONTACTS = (1, 2, 3, 5, 6, 11, 21, 36)


@pytest.fixture
def session(crowded: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setenv("CRM_NOW", NOW)
    with Session(crowded.path) as opened:
        yield opened


def rows(found: Any) -> dict[int, tuple[Any, ...]]:
    """The columns as rows by contact."""
    columns = [part for part in found if isinstance(part, list)]
    return {row[0]: row for row in zip(*columns, strict=True)}


@pytest.mark.parametrize("analysis", [lapsed, underbuying])
def test_a_few_are_told_what_everybody_is(session: Any, analysis: Any) -> None:
    asked = (session.book, session.policy, session.today, session.today)
    if analysis is underbuying:
        lapsed.columns(*asked)
    whole = rows(analysis.columns(*asked))
    few = rows(analysis.columns(*asked, contacts=CONTACTS))
    assert few
    assert few == {one: row for one, row in whole.items() if one in CONTACTS}


def test_a_few_are_lost_as_they_are_among_all(session: Any) -> None:
    asked = (session.book, session.policy, session.today, session.today)
    whole = winback.found(*asked)
    assert whole
    ids = [*(one.contact_id for one in whole[:2]), 2, 3]
    assert winback.found(*asked, contacts=ids) == [one for one in whole if one.contact_id in ids]


@pytest.mark.parametrize("ask", [lapsed.columns, underbuying.columns, winback.found])
def test_without_a_fit_a_few_cannot_be_told(session: Any, ask: Any) -> None:
    session.book.db.execute("DELETE FROM kept")
    assert ask(session.book, session.policy, session.today, session.today, contacts=CONTACTS) is None
    assert session.book.rows("SELECT * FROM kept") == []
