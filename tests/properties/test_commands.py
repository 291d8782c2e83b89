"""The same promises for commands as they are typed, in any order, refused ones among them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

WHO = st.sampled_from(["ana", "oskars", "kafija", "c1", "c2", "c3", "c4"])
DAY = st.sampled_from(["today", "+1d", "+9d", "+2m"])
PAST = st.sampled_from(["today", "yesterday", "2026-11-01", "2026-03-05", "2025-06-30"])
AMOUNT = st.sampled_from(["5", "120.50", "900", "-30"])


def words(*parts: Any) -> st.SearchStrategy[tuple[str, ...]]:
    return st.tuples(*(part if isinstance(part, st.SearchStrategy) else st.just(part) for part in parts))


COMPLAINT = st.sampled_from(["k1", "k2", "k3"])
COMMAND = st.one_of(
    words(
        "add",
        st.sampled_from(["Ana Ozola", "Zane", "Firma"]),
        "--company",
        "kafija",
        "--every",
        "2w",
        "--birthday",
        "1990-11-23",
    ),
    words("log", WHO, "a word", "--next", DAY),
    words("log", WHO, "a word", "--at", PAST, "--promise", "something"),
    words("log", WHO, "tried", "-o", st.sampled_from(["no-answer", "wrong-number", "do-not-call"])),
    words("log", WHO, "their mail", "--direction", "in", "-c", "email"),
    words("log", WHO, "meeting", "--with", WHO, "-c", "meeting"),
    words("order", "add", WHO, AMOUNT, "--on", PAST),
    words("order", "add", "--walk-in", AMOUNT),
    words("order", "add", WHO, "5", "--refund-of", st.sampled_from(["o1", "o2"])),
    words("quote", "add", WHO, "80", "--on", PAST),
    words("quote", st.sampled_from(["won", "lost", "expire"]), st.sampled_from(["q1", "q2"])),
    words("followup", "add", WHO, "call", "--due", DAY, "--every", "1m"),
    words(
        st.sampled_from(["done", "skip", "void"]),
        st.sampled_from(["f1", "f2", "q1", "c1", "c2", "i1", "o1", "c2/cadence"]),
    ),
    words("snooze", st.sampled_from(["f1", "q1", "c1", "c2/cadence", "c3/occasion"]), DAY),
    words(st.sampled_from(["archive", "unarchive"]), WHO),
    words("edit", WHO, "--owner", "Tom", "--every", "3w"),
    words("edit", st.sampled_from(["i1", "i2"]), "--at", PAST),
    words("edit", st.sampled_from(["o1", "o2"]), "--on", PAST),
    words("note", WHO, "a remark"),
    words("wallet", "set", WHO, AMOUNT, "--on", PAST),
    words("wanted", st.sampled_from(["add", "remove"]), WHO),
    words("edit", WHO, "--step", st.sampled_from(["trust", "rel"])),
    words("policy", "set", st.sampled_from(["guard.A.contacts", "guard.contacts"]), "1"),
    words("policy", "set", st.sampled_from(["guard.phone.contacts", "guard.email.contacts"]), "1"),
    words("edit", WHO, "--tier", st.sampled_from(["A", "C"]), "--guard", st.sampled_from(["1 in 9d", "off"])),
    words("edit", WHO, "--unset", st.sampled_from(["tier", "guard"])),
    words("policy", "set", "abc.a", "0.3"),
    words("segment", "--abc", "--save"),
    words("segment", "--abc", "--class", "A", "--tag-as", "best"),
    words("log", WHO, "repaired", "--nature", st.sampled_from(["service", "quality"]), "--at", PAST),
    words("snooze", st.sampled_from(["c1/quality_call", "c2/quality_call"]), DAY),
    words(st.sampled_from(["done", "skip"]), st.sampled_from(["c1/quality_call", "c2/quality_call"])),
    words("owner", WHO, st.sampled_from(["Tom", "Ilze"]), "--hand-over", "a word"),
    words("suggestion", "add", WHO, "a bag", "--at", PAST),
    words("suggestion", "answer", st.sampled_from(["s1", "s2"]), "yes"),
    words("question", "add", "need", "What for?"),
    words("question", "remove", "need"),
    words("fact", "set", WHO, "need", "espresso", "--at", PAST),
    words("complaint", "open", WHO, "it leaks", "--at", PAST, "--severity", st.sampled_from(["low", "high"])),
    words("log", WHO, "it leaks", "--complaint", "normal", "--solved", "mended"),
    words("complaint", st.sampled_from(["respond", "wait", "resume", "resolve", "reopen"]), COMPLAINT),
    words("complaint", "check", COMPLAINT, "--recovered", st.sampled_from(["yes", "no"])),
    words(st.sampled_from(["done", "skip", "void"]), COMPLAINT),
    words("snooze", COMPLAINT, DAY),
    words("edit", COMPLAINT, "--at", PAST, "--severity", "high"),
    words("policy", "set", "complaint.recovery_days", "3"),
    words("undo"),
    words("redo"),
)
STEPS = st.lists(st.tuples(st.sampled_from([0, 0, 0, 1, 5, 20]), COMMAND), min_size=1, max_size=12)


@settings(max_examples=max(10, settings().max_examples // 2))
@given(steps=STEPS)
def test_what_is_derived_stays_right_and_undoing_all_gives_the_empty_book(
    steps: list[tuple[int, tuple[str, ...]]], ledger: Callable[[], Any], worlds: Callable[[], Any]
) -> None:
    book, crm = ledger(), worlds()
    empty, taken_back = book.records(), 0
    crm.path, crm.env["TZ"] = book.path, "Europe/Riga"
    crm("add", "Kafija SIA", "--kind", "company", now=book.now)
    crm("add", "Ana Bērziņa", "--company", "c1", "--phone", "+371 29 123 456", now=book.now)
    crm("add", "Oskars Liepa", now=book.now)
    for days, command in steps:
        book.pass_days(days)
        answer = crm(*command, now=book.now, code=None)
        assert answer.code in (0, 2, 4, 5), f"{command}: {answer!r}"
        assert book.everything()[1] == book.rebuilt(), f"after {command}"
    while taken_back < 100 and not all(one["undone"] for one in crm.items("history", now=book.now)):
        crm("undo", now=book.now)
        taken_back += 1
    assert book.records() == empty
    assert book.everything()[1] == book.rebuilt()
