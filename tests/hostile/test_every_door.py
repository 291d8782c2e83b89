"""Whatever is typed or pasted, wherever it goes in: it is kept or refused in one line, and steers no terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from crmcli.domain.text import clean_text

Check = Callable[..., Any]


def test_as_a_name(crm: Any, nasty: str, harmless: Check) -> None:
    crm("add", "Target")
    added = harmless(crm("add", "--", nasty, code=None))
    if added.code == 0:
        item = crm.item("show", "c2")
        assert item["name"] == clean_text(nasty, what="name", lines=False)
    for words in (("show", "c2"), ("list",), ("find", "--", nasty), ("show", "--", nasty), ("timeline", "--", nasty)):
        harmless(crm(*words, code=None))
        json.loads(harmless(crm("--json", *words, code=None)).out or "{}")
    harmless(crm("log", "c2", "a word", "--next", "+1d", code=None))
    harmless(crm("log", "--next", "+1d", "--", nasty, "a word", code=None))
    harmless(crm("log", "--new", "--", nasty, "a word", code=None))
    for words in (("followups", "all"), ("timeline",), ("history",), ("segment",), ("undo",), ("redo",)):
        harmless(crm(*words, code=None))


def test_as_what_was_said(crm: Any, nasty: str, harmless: Check) -> None:
    crm("add", "Target")
    said = harmless(crm("--json", "log", "--", "c1", nasty, code=None))
    if said.code == 0 and nasty != "-":
        assert said.item["text"] == clean_text(nasty, what="text")
    harmless(crm("log", "c1", "-", code=None, input=nasty.encode("utf-8", "surrogatepass")))
    harmless(crm("note", "--", "c1", nasty, code=None))
    harmless(crm("followup", "add", "--due", "+1d", "--", "c1", nasty, code=None))
    for flag in (
        "--promise",
        "--line",
        "--override",
        "--by",
        "--at",
        "--next",
        "--channel",
        "--mood",
        "--with",
        "--done",
    ):
        harmless(crm("log", "c1", "a word", f"{flag}={nasty}", code=None))
    harmless(crm("log", "c1", "a word", f"--answer=need={nasty}", code=None))
    for words in (("show", "c1"), ("timeline", "c1"), ("followups", "all"), ("find", "--", nasty), ("history",)):
        harmless(crm(*words, code=None))
        json.loads(harmless(crm("--json", *words, code=None)).out or "{}")


def test_as_anything_kept_about_somebody(crm: Any, nasty_of_each_sort: str, harmless: Check) -> None:
    crm("add", "Kafija SIA", "--kind", "company")
    flags = (
        "--tag", "--role", "--owner", "--source", "--hours", "--language", "--note", "--address", "--email", "--phone",
        "--birthday", "--every", "--prefers", "--no-contact", "--company", "--referred-by", "--kind", "--field",
    )  # fmt: skip
    for flag in flags:
        firm = ("--company", "c1") if flag == "--role" else ()
        harmless(crm("add", "Somebody Else", *firm, f"{flag}={nasty_of_each_sort}", code=None))
    harmless(crm("add", "Somebody Else", f"--field=need={nasty_of_each_sort}", code=None))
    harmless(crm("add", "Somebody Else", f"--field={nasty_of_each_sort}=espresso", code=None))
    for flag in ("--tag", "--owner", "--field", "--kind", "--class", "--stage", "--since"):
        harmless(crm("list", f"{flag}={nasty_of_each_sort}", code=None))
    for words in (("list",), ("show", "c2"), ("find", "espresso")):
        harmless(crm(*words, code=None))
        json.loads(harmless(crm("--json", *words, code=None)).out or "{}")


def test_as_money_and_offers(crm: Any, nasty_of_each_sort: str, harmless: Check) -> None:
    crm("add", "Target")
    for flag in (
        "--line",
        "--site",
        "--ref",
        "--quantity",
        "--cost",
        "--currency",
        "--rate",
        "--on",
        "--by",
        "--refund-of",
    ):
        harmless(crm("order", "add", "c1", "10", f"{flag}={nasty_of_each_sort}", code=None))
    harmless(crm("order", "add", "--", "c1", nasty_of_each_sort, code=None))
    harmless(crm("quote", "add", "c1", "10", f"--for={nasty_of_each_sort}", code=None))
    harmless(crm("quote", "lost", "q1", f"--reason={nasty_of_each_sort}", code=None))
    for words in (("order", "list"), ("quote", "list"), ("timeline",), ("segment",)):
        harmless(crm(*words, code=None))
        json.loads(harmless(crm("--json", *words, code=None)).out or "{}")


def test_as_a_command_a_flag_or_a_reference(crm: Any, nasty_of_each_sort: str, harmless: Check) -> None:
    crm("add", "Target")
    codes = (0, 2, 4, 5, 10, 12)
    for words in (
        (nasty_of_each_sort,),
        ("order", nasty_of_each_sort),
        ("list", f"--{nasty_of_each_sort}"),
        ("list", nasty_of_each_sort),
        ("policy", "show", nasty_of_each_sort),
    ):
        harmless(crm(*words, code=None), codes=codes)
    for command in ("done", "skip", "void", "undo", "edit", "show", "archive", "history"):
        harmless(crm(command, "--", nasty_of_each_sort, code=None), codes=codes)
    harmless(crm("snooze", "--", "c1", nasty_of_each_sort, code=None), codes=codes)
    harmless(crm("list", f"--as-of={nasty_of_each_sort}", code=None), codes=codes)
    harmless(crm("list", f"--limit={nasty_of_each_sort}", code=None), codes=codes)
    harmless(crm("policy", "set", "--", "staff", nasty_of_each_sort, code=None), codes=codes)
    harmless(crm("policy", "set", "--", nasty_of_each_sort, "x", code=None), codes=codes)


def test_in_the_dialogue(crm: Any, nasty_of_each_sort: str, harmless: Check) -> None:
    nasty = nasty_of_each_sort
    crm("add", "Target", "--owner", "Tom")
    for words in (
        ("question", "add", "--", "need", nasty), ("question", "add", "--", nasty, "What for?"),
        ("question", "add", "other", "Why?", f"--for=tag:{nasty}"), ("question", "add", "third", "Why?", f"--fresh={nasty}"),
        ("fact", "set", f"--source={nasty}", "--", "c1", "need", nasty), ("fact", "set", "--", "c1", nasty, "x"),
        ("suggestion", "add", "--", "c1", nasty), ("suggestion", "answer", "--", "s1", nasty), ("suggestion", "answer", "--", nasty, "x"),
        ("owner", f"--hand-over={nasty}", "c1", "Ilze"), ("owner", "--", "c1", nasty), ("question", "remove", "--", nasty),
        ("fact", "--", nasty),
    ):  # fmt: skip
        harmless(crm(*words, code=None))
    for words in (("ask", "c1"), ("question", "list"), ("fact", "c1"), ("fact",), ("owner",), ("owner", "c1"),
                  ("suggestion", "list", "--status", "all"), ("show", "c1"), ("followups", "all")):  # fmt: skip
        harmless(crm(*words, code=None))
        json.loads(harmless(crm("--json", *words, code=None)).out or "{}")
