"""Working minutes by table are those counted minute by minute."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from crmcli.analysis.elapsed import Elapsed
from crmcli.domain.working_time import WorkingTime

FIRST, LAST = 29_000_000, 29_200_000
HOURS = {0: (540, 1020), 1: (540, 1020), 2: (0, 1440), 4: (1320, 1440), 6: (60, 240)}
TIME = WorkingTime(HOURS, {"2025-03-03"}, ZoneInfo("Europe/Riga"))
TABLE = Elapsed(TIME, FIRST, LAST)


@given(st.integers(FIRST, LAST), st.integers(FIRST, LAST))
def test_the_table_says_what_counting_says(start: int, end: int) -> None:
    assert TABLE.between(start, end) == TIME.between(start, end)
