"""What every kind of segment shares: saving, comparing, days past, choosing a group, tags, follow-ups, what is shown."""

from __future__ import annotations

from typing import Any

import pytest

KINDS = {
    "rfm": (("--rfm",), "segment"),
    "value": (("--value",), "tier"),
    "ladder": (("--ladder",), "step"),
    "by": (("--by", "need"), "value"),
}
EVERY = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture
def book(crm: Any) -> Any:
    """Three customers of quite different worth, entered in spring."""
    spring = "2026-03-01T09:00:00+00:00"
    crm("init", "--zone", "Europe/Riga", now=spring)
    for name, need in (("Ana", "espresso"), ("Bo", "tea"), ("Cy", "tea")):
        crm("add", name, "--field", f"need={need}", now=spring)
    for who, amount, on in (
        ("ana", 900, "2026-01-10"), ("ana", 900, "2026-02-10"), ("bo", 50, "2026-01-20"), ("cy", 5, "2025-06-01"),
    ):  # fmt: skip
        crm("order", "add", who, amount, "--cost", 1, "--on", on, now=spring)
    return crm


def groups(crm: Any, kind: str, *flags: str, **how: Any) -> dict[str, str]:
    """name -> group; of --by all values in turn."""
    words, key = KINDS[kind]
    if kind != "by":
        return {item["contact"]["name"]: item[key] for item in crm.items("segment", *words, *flags, **how)}
    values = [item["value"] for item in crm.items("segment", *words, *flags, **how)]
    return {
        item["contact"]["name"]: item[key]
        for value in values
        for item in crm.items("segment", *words, "--segment", value, *flags, **how)
    }


def change(crm: Any) -> None:
    """What puts somebody into another group of every kind."""
    crm("order", "add", "bo", 100, "--refund", "--on", "2026-11-05")
    for day in range(1, 20, 2):
        crm("order", "add", "cy", 5000, "--cost", 1, "--on", f"2026-11-{day:02}")
        crm("log", "cy", "spoke", "--keep", "--at", f"2026-10-{day:02} 10:00")
    crm("edit", "cy", "--field", "need=espresso")


@EVERY
def test_the_envelope_and_the_summary_by_group(book: Any, kind: str) -> None:
    words, key = KINDS[kind]
    answer = book.json("segment", *words)
    summary = answer["summary"]
    assert answer["kind"] == f"segment_{kind}"
    assert summary["customers"] == sum(group["customers"] for group in summary["groups"]) == 3
    assert all(summary[group["name"]]["customers"] == group["customers"] for group in summary["groups"])
    assert all(key in item for item in answer["items"])
    assert (summary["compared_with"], summary["movers"]) == (None, None)
    assert summary["listed"] == len(answer["items"])


@EVERY
def test_saved_changed_and_compared(book: Any, kind: str) -> None:
    words, _ = KINDS[kind]
    before = groups(book, kind, now="2026-03-01T10:00:00+00:00")
    saved = book.json("segment", *words, "--save", now="2026-03-01T10:00:00+00:00")
    assert saved["summary"]["snapshot"] == 1
    change(book)
    book("add", "Di", "--field", "need=tea")
    book("order", "add", "di", 1, "--cost", 0)
    answer = book.json("segment", *words)
    summary = answer["summary"]
    assert summary["compared_with"]["on"] == "2026-03-01"
    assert summary["compared_with"]["snapshot"] is True
    ordered = "up" in summary["movers"]
    assert list(summary["movers"]) == (["up", "down", "new", "gone"] if ordered else ["moved", "new", "gone"])
    assert summary["movers"]["new"] == 1
    assert summary["movers_named"]["new"][0]["contact"]["name"] == "Di"
    moves = [move for name in summary["movers"] if name != "new" for move in summary["movers_named"][name]]
    assert moves
    now = groups(book, kind)
    for move in moves:
        assert before[move["contact"]["name"]] == move["was"] != move["now"] == now[move["contact"]["name"]]
    if kind != "by":
        was = {item["contact"]["name"]: item["was"] for item in answer["items"]}
        assert was == {**before, "Di": None}
    assert before.keys() == {"Ana", "Bo", "Cy"}
    shown = book("segment", *words).out
    assert "Moved since the snapshot of 2026-03-01" in shown
    assert "Di" in shown


@EVERY
def test_a_past_day_is_compared_without_a_snapshot(book: Any, kind: str) -> None:
    words, _ = KINDS[kind]
    change(book)
    summary = book.json("segment", *words, "--compare", "2026-03-01")["summary"]
    assert (summary["compared_with"]["on"], summary["compared_with"]["snapshot"]) == ("2026-03-01", False)
    changed = sum(count for name, count in summary["movers"].items() if name not in ("new", "gone"))
    assert changed >= (0 if kind == "by" else 1)


@EVERY
def test_a_past_day_answers_from_what_was_dated_by_then(book: Any, kind: str) -> None:
    then = groups(book, kind, "--as-of", "2026-03-01")
    change(book)
    if kind == "by":
        book("edit", "cy", "--field", "need=tea")
    assert groups(book, kind, "--as-of", "2026-03-01") == then


@EVERY
def test_a_snapshot_of_another_basis_or_day_is_no_comparison(book: Any, kind: str) -> None:
    words, _ = KINDS[kind]
    book("segment", *words, "--accounts", "--save", now="2026-03-01T10:00:00+00:00")
    book("segment", *words, "--save")
    assert book.json("segment", *words)["summary"]["compared_with"] is None
    assert book.json("segment", *words, "--accounts")["summary"]["compared_with"]["on"] == "2026-03-01"
    assert "--save keeps this" in book("segment", *words).out


@EVERY
def test_a_group_becomes_a_tag_and_follow_ups_in_one_operation(book: Any, kind: str, dump: Any) -> None:
    words, _ = KINDS[kind]
    group = groups(book, kind)["Ana"]
    members = {name for name, one in groups(book, kind).items() if one == group}
    before = dump(book.path)
    answer = book.json("segment", *words, "--segment", group, "--tag-as", "them", "--followup", "call", "--due", "fri")
    summary = answer["summary"]
    assert (summary["tagged"], summary["opened"]) == (len(members), len(members))
    assert {item["contact"]["name"] for item in answer["items"]} == members
    assert {item["name"] for item in book.items("list", "--tag", "them")} == members
    assert summary["operation"] is not None
    book("undo")
    assert dump(book.path) == before


@EVERY
def test_nobody_is_followed_up_unchosen_and_a_wrong_name_lists_the_groups(book: Any, kind: str) -> None:
    words, _ = KINDS[kind]
    said = book.fails(2, "segment", *words, "--followup", "call", "--due", "fri")
    assert "choose whom" in said
    said = book.fails(2, "segment", *words, "--segment", "no such thing")
    assert "one of " in said
    other = "--step" if kind == "value" else "--tier"
    assert "does not go with" in book.fails(2, "segment", *words, other, "x")
    assert "below-zero" in book.fails(2, "segment", *words, "--class", "D")


@EVERY
def test_a_class_narrows_any_segment_to_its_customers(book: Any, kind: str) -> None:
    words, _ = KINDS[kind]
    everybody = groups(book, kind)
    answer = book.json("segment", *words, "--class", "a")
    summary = answer["summary"]
    assert groups(book, kind, "--class", "A") == {"Ana": everybody["Ana"]}
    assert (summary["class"], summary["customers"]) == ("A", 1)
    assert {group["name"] for group in summary["groups"] if group["customers"]} == {everybody["Ana"]}
    assert all("--class a" in line for line in summary["next"] if line.startswith("crm segment"))
    assert "only class A" in book("segment", *words, "--class", "A").out
    chosen = ("segment", *words, "--class", "zero", "--segment", everybody["Cy"])
    assert [item["contact"]["name"] for item in book.items(*chosen)] == ["Cy"]
    assert book.json(*chosen, "--followup", "call", "--due", "fri")["summary"]["opened"] == 1
    assert book.json("segment", *words, "--class", "zero", "--tag-as", "asleep")["summary"]["tagged"] == 1
    assert [item["name"] for item in book.items("list", "--tag", "asleep")] == ["Cy"]
    assert "Nobody of class below zero" in book("segment", *words, "--class", "below-zero").out


@EVERY
def test_a_class_is_that_of_the_day_and_of_accounts_and_has_snapshots_of_its_own(book: Any, kind: str) -> None:
    words, _ = KINDS[kind]
    # Up to February Ana and Bo had bought; Cy's one order is of a year that counted still.
    assert book.json("segment", *words, "--class", "zero", "--as-of", "2026-03-01")["summary"]["customers"] == 0
    book("segment", *words, "--class", "A", "--save", now="2026-03-01T10:00:00+00:00")
    assert book.json("segment", *words)["summary"]["compared_with"] is None
    assert book.json("segment", *words, "--class", "A")["summary"]["compared_with"]["on"] == "2026-03-01"
    book("add", "Firm", "--kind", "company", "--field", "need=tea")
    book("edit", "ana", "--company", "firm")
    assert list(groups(book, kind, "--class", "A", "--accounts")) == ["Firm"]


@EVERY
def test_the_archived_are_neither_tagged_nor_followed_up(book: Any, kind: str) -> None:
    words, _ = KINDS[kind]
    group = groups(book, kind)["Ana"]
    book("archive", "ana")
    there = [item["contact"]["name"] for item in book.items("segment", *words, "--segment", group)]
    assert ("Ana" in there) == (kind != "ladder")
    said = book("segment", *words, "--segment", group, "--tag-as", "them", "--followup", "call", "--due", "fri").out
    assert said.count("1 archived left out") == (0 if kind == "ladder" else 2)
    assert "them" not in book.item("show", "ana")["tags"]


@EVERY
def test_the_title_keeps_its_end_on_a_narrow_screen(book: Any, kind: str) -> None:
    words, _ = KINDS[kind]
    out = book("segment", *words, "--accounts", "--class", "A", env={"COLUMNS": "40"}).out
    assert "as of 2026-11-20" in " ".join(out.split())


@EVERY
def test_the_commands_that_are_printed_work(book: Any, kind: str) -> None:
    words, _ = KINDS[kind]
    commands = book.json("segment", *words)["summary"]["next"]
    assert commands
    for line in commands:
        import shlex

        book(*shlex.split(line)[1:], code=None)
        assert book(*shlex.split(line)[1:], code=None).code == 0, line


@EVERY
@pytest.mark.parametrize("columns", [20, 40, 80, 120])
def test_the_view_fits_the_screen(book: Any, kind: str, columns: int) -> None:
    words, _ = KINDS[kind]
    book("add", "B\u0113rzi\u0146a \x1b[31m" + "x" * 150, "--field", "need=y" + "z" * 90)
    book("order", "add", "b\u0113rzi\u0146a", 777777)
    out = book("segment", *words, env={"COLUMNS": str(columns)}).out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= columns
    chosen = book("segment", *words, "--segment", groups(book, kind)["Ana"], env={"COLUMNS": str(columns)}).out
    assert max(map(len, chosen.splitlines())) <= columns
    assert "Ana" in chosen


@EVERY
def test_only_so_many_rows_and_the_summary_of_the_whole(book: Any, kind: str) -> None:
    words, _ = KINDS[kind]
    whole = book.json("segment", *words)
    some = book.json("segment", *words, "--limit", 1)
    assert some["items"] == whole["items"][:1]
    assert some["summary"] == whole["summary"]
    assert book("segment", *words, "--csv").out.count("\n") == len(whole["items"]) + 1
    assert f"and {len(whole['items']) - 1} more" in book("segment", *words, "--limit", 1).out


@pytest.mark.parametrize("kind", ["value", "ladder"])
def test_kinds_with_days_of_their_own_refuse_others(book: Any, kind: str) -> None:
    assert "--as-of" in book.fails(2, "segment", f"--{kind}", "--period", "all")
