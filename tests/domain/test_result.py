from __future__ import annotations

from crmcli.domain.result import Result


def test_a_result_starts_empty_and_shares_nothing() -> None:
    one, other = Result("contact", "2026-11-22", "EUR"), Result("contact", "2026-11-22", "EUR")
    one.notes.append("x")
    assert (other.notes, other.summary, other.said, other.item, other.items, other.exit_code) == (
        [], {}, [], None, None, 0,
    )  # fmt: skip
