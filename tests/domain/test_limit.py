"""How often one may be contacted, as one says it."""

from __future__ import annotations

import pytest

from crmcli.domain.limit import Limit, clean_limit, read_limit
from crmcli.errors import BadValueError


@pytest.mark.parametrize(
    ("text", "kept", "limit"),
    [
        ("2 in 30d", "2 in 30d", Limit(2, 30)),
        ("1 a week", "1 in 1w", Limit(1, 7)),
        ("02/3 weeks", "2 in 3w", Limit(2, 21)),
        ("٢ in ٣d", "2 in 3d", Limit(2, 3)),
        ("1 per month", "1 in 1m", Limit(1, 30)),
        ("Never", "off", None),
    ],
)
def test_a_limit_is_kept_in_one_form_and_read_back(text: str, kept: str, limit: Limit | None) -> None:
    assert clean_limit(text) == kept
    assert clean_limit(kept) == kept
    assert read_limit(kept) == limit


@pytest.mark.parametrize(
    "text", ["", "2", "in 3d", "2 in", "0 in 3d", "1001 in 3d", "2 in 0d", "2 in 5h", "x" * 1000, "2 in \x00d"]
)
def test_what_is_no_limit_is_refused(text: str) -> None:
    with pytest.raises(BadValueError):
        clean_limit(text)
