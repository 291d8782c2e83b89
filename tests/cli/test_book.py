"""`crm init`, `crm demo` and `crm backup`: what they write, what they refuse, and that nothing else is lost."""

from __future__ import annotations

import hashlib
import shlex
import stat
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.conftest import Crm

DAYS = ("2026-11-20", "2027-02-01", "2027-06-20", "2028-02-29", "2027-01-02")


def test_init_sets_what_it_is_asked_for(crm: Crm) -> None:
    asked = (
        "--currency",
        "usd",
        "--country",
        "lv",
        "--fiscal-year-start",
        "04",
        "--date-order",
        "dmy",
        "--zone",
        "Asia/Tokyo",
    )
    item = crm.item("init", *asked)
    assert item["path"] == str(crm.path)
    policy = item["policy"]
    assert (policy["currency"], policy["country"], policy["zone"]) == ("USD", "LV", "Asia/Tokyo")
    assert (policy["fiscal_year_start"], policy["date_order"]) == (4, "dmy")
    assert policy["hours"]["mon"] == "09:00-17:00"
    assert crm.json("list")["currency"] == "USD"


def test_init_without_flags_starts_a_book(crm: Crm) -> None:
    assert crm.item("init")["policy"]["currency"] == "EUR"
    assert crm.items("list") == []


@pytest.mark.parametrize(
    ("flag", "value"),
    [
        ("currency", "XQQ"),
        ("country", "Latvia"),
        ("zone", "Nope"),
        ("date-order", "dym"),
        ("fiscal-year-start", "13"),
    ],
)
def test_init_refuses_and_makes_nothing(crm: Crm, flag: str, value: str) -> None:
    line = crm.fails(2, "init", f"--{flag}", value)
    assert flag.replace("-", "_") in line
    assert value in line
    assert not crm.path.exists()


def test_init_and_demo_leave_a_book_alone(crm: Crm) -> None:
    crm("add", "Ana")
    assert "policy set" in crm.fails(5, "init", "--currency", "USD")
    assert str(crm.path) in crm.fails(5, "demo")
    assert [item["name"] for item in crm.items("list")] == ["Ana"]


@pytest.mark.parametrize("day", DAYS)
def test_the_demo_has_a_morning_of_every_kind(crm: Crm, day: str) -> None:
    now = f"{day}T07:00:00+00:00"
    crm("demo", now=now)
    answer = crm.json("followups", now=now)
    kinds = {reason["kind"] for item in answer["items"] for reason in item["reasons"]}
    assert kinds == {
        "promise", "followup", "cadence", "quote", "unanswered", "attempt", "occasion", "lapsed", "underbuying", "winback",
        "complaint", "check_back", "conflict", "quality_call",
    }  # fmt: skip
    warned = [
        item for item in answer["items"] if {"lapsed", "underbuying", "winback"} & {r["kind"] for r in item["reasons"]}
    ]
    assert len(warned) <= len(answer["items"]) / 3, "a few warnings, no flood"
    summary = answer["summary"]
    assert 12 <= len(answer["items"]) <= 44
    assert summary["held"] >= 3
    cadence = [item for item in answer["items"] if [reason["kind"] for reason in item["reasons"]] == ["cadence"]]
    assert len(cadence) <= len(answer["items"]) / 3


def test_the_demo_holds_back_by_the_guard_and_by_do_not_contact(crm: Crm) -> None:
    crm("demo")
    held = crm.items("followups", "--held")
    assert len(held) >= 3
    tried = [item for item in held if any("4 attempts" in reason["text"] for reason in item["reasons"])]
    assert len(tried) == 1, "our own attempts are no reason for one more"
    nobody = [item for item in held if item["reach"]["channel"] is None]
    assert len(nobody) == 1
    assert "all" in crm.item("show", f"c{nobody[0]['contact']['id']}")["no_contact"]


def test_the_demo_has_every_class_and_movers(crm: Crm) -> None:
    crm("demo")
    summary = crm.json("segment", "--abc", "--compare", "2026-10-20")["summary"]
    for name in ("A", "B", "C", "zero", "below_zero"):
        assert summary[name]["customers"] > 0, name
    assert summary["movers"]["up"] > 0
    assert summary["movers"]["down"] > 0
    assert summary["A"]["customers"] < summary["C"]["customers"]


def test_the_demo_has_somebody_in_every_group_of_the_warnings(crm: Crm) -> None:
    crm("demo")
    lapsed = crm.json("lapsed")["summary"]
    assert lapsed["method"] == "model"
    assert min(lapsed[group] for group in ("lapsed", "one_time", "fresh", "active")) >= 5
    assert lapsed["lapsed"] < lapsed["active"] / 2
    low = crm.items("underbuying")
    assert 2 <= len(low) <= 4
    assert all(item["ratio"] < 0.4 for item in low)
    assert set(crm.json("winback")["summary"]["reasons"]) >= {"quote", "complaint", "unhappy", "silence"}
    assert crm.json("forecast")["summary"]["method"].endswith("bg-nbd")


def test_the_demo_has_complaints_at_every_stage(crm: Crm) -> None:
    crm("demo")
    every = crm.items("complaint", "list")
    assert {item["status"] for item in every} == {"open", "waiting", "resolved"}
    assert {item["severity"] for item in every} == {"low", "normal", "high"}
    assert {item["recovered"] for item in every} >= {None, "yes"}
    assert {item["on_time"] for item in every} == {None, True, False}
    for sign in ("solved_at_first_contact", "reopened", "escalated", "about", "waiting_since", "breaching"):
        assert any(item[sign] for item in every), sign
    assert all(item["owner"] != item["about"] for item in every)
    assert all(item["clocks"]["response"]["limit_minutes"] in (120, 240) for item in every)
    summary = crm.json("report", "complaints")["summary"]
    assert 0.3 < summary["first_contact_rate"] < 0.7
    assert 0.6 < summary["on_time_rate"] < 1


def test_the_demo_has_questions_suggestions_and_tiers(crm: Crm) -> None:
    crm("demo")
    questions = crm.items("question", "list")
    assert len(questions) >= 4
    assert sum(one["answers"] for one in questions) > 10
    statuses = {one["status"] for one in crm.items("suggestion", "list", "--status", "all")}
    assert statuses == {"open", "answered", "declined"}
    assert any(crm.item("show", f"c{number}")["tier"] == "A" for number in range(1, 120, 4))
    assert crm.items("ask", "c1")


def test_the_demo_has_every_tier_step_and_estimate(crm: Crm) -> None:
    crm("demo")
    value = crm.json("segment", "--value")["summary"]
    for tier in ("most_valuable", "most_growable", "steady", "low_maintenance", "below_zero"):
        assert value[tier]["customers"] > 0, tier
    assert value["worst"]["signs"]["shortlist"]["customers"] >= 3
    assert value["unknown"]["customers"] > 0
    ladder = crm.json("segment", "--ladder")["summary"]
    assert all(ladder[step]["customers"] > 0 for step in ("contact", "relationship", "closeness", "trust"))
    wallets = crm.items("wallet", "list")
    assert any(item["competitor"] for item in wallets)
    assert any(item["stale"] for item in wallets)
    assert any(item["few_people"] for item in crm.items("wanted", "list"))
    assert crm.json("segment", "--by", "need")["summary"]["espresso"]["customers"] > 10


def test_what_the_demo_says_to_try_works(crm: Crm) -> None:
    item = crm.item("demo", "--to", crm.folder / "a place" / "demo.db")
    export, *commands = item["try"]
    name, value = shlex.split(export)[1].split("=", 1)
    assert (name, value) == ("CRM_DB", str(crm.folder / "a place" / "demo.db"))
    for line in commands:
        words = shlex.split(line)
        assert words[0] == "crm"
        assert crm(*words[1:], env={name: value}).out


def test_the_demo_is_one_operation_that_undo_takes_back(crm: Crm) -> None:
    crm("demo")
    before = len(crm.items("list"))
    crm("undo")
    assert crm.items("list") == []
    crm("redo")
    assert len(crm.items("list")) == before


def test_the_demo_goes_beside_the_book_unless_told(crm: Crm) -> None:
    environment = {"CRM_DB": ""}
    path = Path(crm.item("demo", env=environment)["path"])
    assert path.name == "demo.db"
    assert crm.folder in path.parents
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    other = crm.folder / "other.db"
    assert crm.item("demo", "--db", other, env=environment)["path"] == str(other)
    assert crm("demo", "--to", "", code=2).out == ""


def test_the_same_day_gives_the_same_file_contents(crm: Crm) -> None:
    crm("demo", "--to", crm.folder / "one.db", now="2026-11-20T05:00:00+00:00")
    crm("demo", "--to", crm.folder / "two.db", now="2026-11-20T16:00:00+00:00")
    one, two = (crm.json("timeline", env={"CRM_DB": str(crm.folder / f"{n}.db")}) for n in ("one", "two"))
    assert one["items"] == two["items"]


def test_a_backup_is_whole_private_and_has_its_checksum(crm: Crm) -> None:
    crm("add", "Ana")
    item = crm.item("backup")
    path = Path(item["path"])
    assert path == crm.path.parent / "backups" / "crm-20261120-090000.db"
    data = path.read_bytes()
    assert item["verified"] is True
    assert item["bytes"] == len(data)
    assert item["sha256"] == hashlib.sha256(data).hexdigest()
    assert item["sha256"] in path.with_name(path.name + ".sha256").read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one["name"] for one in crm.items("list", env={"CRM_DB": str(path)})] == ["Ana"]


def test_a_backup_takes_its_name_from_the_zone_of_the_policy(crm: Crm) -> None:
    crm("init", "--zone", "Europe/Riga")
    assert crm.item("backup")["path"].endswith("crm-20261120-110000.db")


def test_two_backups_of_one_second_are_two_files(crm: Crm) -> None:
    crm("add", "Ana")
    assert crm.item("backup")["path"] != crm.item("backup")["path"]


def test_backups_keep_the_newest_and_touch_nothing_else(crm: Crm) -> None:
    crm("add", "Ana")
    folder = crm.path.parent / "backups"
    folder.mkdir(mode=0o700)
    strangers = [
        "crm-20200101-000000.txt",
        "other-20200101-000000.db",
        "crm-before-schema-2.db",
        "crm-2020.db",
        "notes.md",
    ]
    for name in strangers:
        (folder / name).write_text("mine")
    for day in range(1, 6):
        crm("backup", "--keep", 2, now=f"2026-12-0{day}T08:00:00+00:00")
    left = sorted(path.name for path in folder.iterdir())
    made = ["crm-20261204-080000.db", "crm-20261205-080000.db"]
    assert left == sorted([*strangers, *made, *(f"{name}.sha256" for name in made)])


def test_a_backup_made_with_a_clock_set_back_is_kept(crm: Crm) -> None:
    crm("add", "Ana")
    crm("backup", "--keep", 1)
    item = crm.item("backup", "--keep", 1, now="2020-01-01T08:00:00+00:00")
    assert Path(item["path"]).exists()
    assert len(item["pruned"]) == 1


def test_a_backup_to_a_named_file_never_overwrites_and_never_prunes(crm: Crm) -> None:
    crm("add", "Ana")
    crm("backup")
    target = crm.folder / "mine.db"
    assert crm.item("backup", "--to", target, "--keep", 1)["pruned"] == []
    assert "exists already" in crm.fails(1, "backup", "--to", target)
    inside = Path(crm.item("backup", "--to", f"{crm.folder}/stick/")["path"])
    assert inside.parent == crm.folder / "stick"
    assert len(list((crm.path.parent / "backups").glob("*.db"))) == 1


def test_there_is_nothing_to_back_up_before_there_is_a_book(crm: Crm) -> None:
    crm.fails(10, "backup")
    crm.fails(2, "backup", "--keep", 0)
    assert not (crm.path.parent / "backups").exists()
