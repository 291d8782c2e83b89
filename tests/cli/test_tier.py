"""Service tiers: the class a contact is served by, whatever they buy."""

from __future__ import annotations

from typing import Any

import pytest

NEXT_DAY = "2026-11-21T09:00:00+00:00"


@pytest.fixture
def ana(crm: Any) -> Any:
    crm("add", "Ana", "--phone", "29123456")
    crm("log", "ana", "spoke", "--at", "2026-11-10")
    return crm


def due(crm: Any, name: str = "Ana") -> list[str]:
    rows = crm.items("followups", "all")
    return [reason["due_on"] for row in rows if row["contact"]["name"] == name for reason in row["reasons"]]


def test_a_tier_takes_the_place_of_the_class_where_service_is_decided(ana: Any) -> None:
    assert due(ana) == ["2026-12-22"]
    item = ana.item("edit", "ana", "--tier", "a")
    assert (item["tier"], item["served_as"], item["class"]) == ("A", "A", "prospect")
    assert due(ana) == ["2026-12-08"]
    ana("policy", "set", "guard.A.contacts", "1")
    assert "at most 1" in ana.json("log", "ana", "again")["notes"][0]
    assert [row["class"] for row in ana.items("list")] == ["prospect"]
    item = ana.item("edit", "ana", "--unset", "tier")
    assert (item["tier"], item["served_as"]) == (None, "prospect")


def test_a_change_of_tier_changes_what_the_guard_holds(ana: Any) -> None:
    ana("policy", "set", "guard.A.contacts", "1")
    ana("edit", "ana", "--every", "1d")
    ana("log", "ana", "spoke")
    assert ana.json("followups", now=NEXT_DAY)["summary"]["held"] == 0
    ana("edit", "ana", "--tier", "A")
    assert ana.json("followups", now=NEXT_DAY)["summary"]["held"] == 1
    ana("undo")
    assert ana.json("followups", now=NEXT_DAY)["summary"]["held"] == 0


def test_people_are_served_as_their_company_is(crm: Any) -> None:
    crm("add", "Kafija SIA", "--kind", "company")
    crm("add", "Oskars", "--company", "kafija")
    crm("edit", "kafija", "--tier", "B")
    assert crm.item("show", "oskars")["served_as"] == "B"
    crm("edit", "oskars", "--tier", "C")
    assert crm.item("show", "oskars")["served_as"] == "C"


def test_privileges_are_shown_before_a_call(crm: Any) -> None:
    crm("add", "Ana", "--tier", "A")
    crm("policy", "set", "privileges.A", "a call back within the hour")
    assert crm.item("show", "ana")["privileges"] == "a call back within the hour"
    out = crm("show", "ana").out
    assert "served as A (prospect)" in out
    assert "a call back within the hour" in out


def test_what_is_no_tier_is_refused(ana: Any) -> None:
    assert "one of A, B, C" in ana.fails(2, "edit", "ana", "--tier", "gold")
