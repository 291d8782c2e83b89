"""Public holidays and own closing days: nobody works on them, and no daily command works a calendar out."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

EVE = "2026-11-17T09:00:00+00:00"  # the day before Latvia's Independence Day
NEXT = "2026-11-19"


@pytest.fixture
def riga(crm: Any) -> Any:
    crm("init", "--country", "LV", "--zone", "Europe/Riga")
    crm("add", "Ana", "--phone", "29123456", now=EVE)
    return crm


def again_on(crm: Any, now: str = EVE) -> str:
    """The day on which a call that fails now comes up again."""
    crm("log", "ana", "nobody there", "--outcome", "no-answer", now=now)
    rows = crm.items("followups", "all", now=now)
    found = [reason["due_on"] for row in rows for reason in row["reasons"] if reason["kind"] == "attempt"]
    crm("undo", now=now)
    assert len(found) == 1
    return str(found[0])


def test_a_public_holiday_is_no_working_day(riga: Any) -> None:
    assert again_on(riga) == "2026-11-18"
    riga("policy", "set", "holidays", "true")
    assert again_on(riga) == NEXT
    riga("policy", "set", "closed_days", NEXT)
    assert again_on(riga) == "2026-11-20"
    riga("undo")
    riga("undo")
    assert again_on(riga) == "2026-11-18"


def test_another_country_has_other_holidays(riga: Any) -> None:
    riga("policy", "set", "holidays", "true")
    riga("policy", "set", "country", "EE")
    assert again_on(riga) == "2026-11-18"
    riga("policy", "set", "country", "LV")
    assert again_on(riga) == NEXT


def test_parts_of_a_country_have_holidays_of_their_own(riga: Any) -> None:
    riga("policy", "set", "country", "DE")
    riga("policy", "set", "holidays", "true")
    before_all_saints = "2027-10-29T09:00:00+00:00"
    assert again_on(riga, before_all_saints) == "2027-11-01"
    riga("policy", "set", "region", "BY")
    assert again_on(riga, before_all_saints) == "2027-11-02"


def test_the_new_year_is_worked_out_when_it_comes(riga: Any) -> None:
    riga("policy", "set", "holidays", "true")
    assert again_on(riga, "2037-11-17T09:00:00+00:00") == NEXT.replace("2026", "2037")
    assert again_on(riga, "2043-11-17T09:00:00+00:00") == NEXT.replace("2026", "2043")


def test_what_is_not_known_is_said_in_words(riga: Any) -> None:
    riga("policy", "set", "holidays", "true")
    assert "XX are not known" in riga.fails(2, "policy", "set", "country", "XX")
    assert "LV has no part BY" in riga.fails(2, "policy", "set", "region", "BY")
    riga("policy", "set", "holidays", "false")
    riga("policy", "set", "country", "XX")
    refused = riga.fails(2, "policy", "set", "holidays", "true")
    assert "country: the public holidays of XX are not known" in refused
    assert "policy set country" in refused
    riga("policy", "set", "country", "default")
    assert "policy set country" in riga.fails(2, "policy", "set", "holidays", "true")


def test_no_daily_command_loads_a_calendar(riga: Any) -> None:
    riga("policy", "set", "holidays", "true")
    code = (
        "import os, sys\n"
        "leave = os._exit\n"
        "def end(code): sys.stderr.write('LOADED' if 'holidays' in sys.modules else ''); sys.stderr.flush(); leave(code)\n"
        "os._exit = end\n"
        "from crmcli.__main__ import run\n"
        "run()\n"
        "end(0)\n"
    )
    for words in (("log", "ana", "no answer", "-o", "no"), ("followups",)):
        done = subprocess.run(
            [sys.executable, "-c", code, *words], env={**riga.environment(), "PYTHONPATH": ":".join(sys.path)},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "LOADED" not in done.stderr
