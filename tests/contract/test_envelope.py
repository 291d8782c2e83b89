"""Every command answers --json with the one envelope; a new command is not done until it has its line here."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from typing import Any

import pytest

from crmcli.cli.registry import COMMANDS

CONTACTS_CSV = "name,email\nZane Ozola,zane@example.org\n"
SAMPLES: dict[str, tuple[str, ...]] = {
    "log": ("log", "ana", "called again", "--next", "+3d"),
    "followups": ("followups", "all"),
    "show": ("show", "ana"),
    "find": ("find", "price"),
    "done": ("done", "f1"),
    "snooze": ("snooze", "f1", "+3d"),
    "skip": ("skip", "f1"),
    "timeline": ("timeline",),
    "undo": ("undo",),
    "redo": ("redo",),
    "history": ("history",),
    "add": ("add", "Zane Ozola", "--tag", "office"),
    "edit": ("edit", "ana", "--owner", "Tom"),
    "void": ("void", "i1"),
    "note": ("note", "ana", "plays chess"),
    "list": ("list",),
    "archive": ("archive", "oskars"),
    "unarchive": ("unarchive", "friend"),
    "followup add": ("followup", "add", "ana", "call", "--due", "fri"),
    "order add": ("order", "add", "ana", "99.90"),
    "order list": ("order", "list"),
    "quote add": ("quote", "add", "oskars", "100"),
    "quote won": ("quote", "won", "q1"),
    "quote lost": ("quote", "lost", "q1", "--reason", "price"),
    "quote expire": ("quote", "expire", "q1"),
    "quote list": ("quote", "list"),
    "wallet set": ("wallet", "set", "oskars", "1200", "--source", "Oskars"),
    "wallet list": ("wallet", "list"),
    "wanted add": ("wanted", "add", "oskars"),
    "wanted remove": ("wanted", "remove", "kafija"),
    "wanted list": ("wanted", "list"),
    "segment": ("segment", "--abc"),
    "profit": ("profit",),
    "suppress": ("suppress", "ana", "--channel", "letter"),
    "lapsed": ("lapsed", "--all"),
    "underbuying": ("underbuying", "--all"),
    "winback": ("winback",),
    "forecast": ("forecast",),
    "complaint open": ("complaint", "open", "ana", "the cups are chipped", "--line", "cups"),
    "complaint respond": ("complaint", "respond", "k1", "called"),
    "complaint wait": ("complaint", "wait", "k1"),
    "complaint resume": ("complaint", "resume", "k2"),
    "complaint resolve": ("complaint", "resolve", "k1", "a new one sent"),
    "complaint reopen": ("complaint", "reopen", "k3"),
    "complaint check": ("complaint", "check", "k3", "--recovered", "yes"),
    "complaint show": ("complaint", "show", "k1"),
    "complaint list": ("complaint", "list"),
    "ask": ("ask", "kafija"),
    "question add": ("question", "add", "roast", "How dark do they like it?", "--for", "tag:horeca"),
    "question list": ("question", "list"),
    "question remove": ("question", "remove", "machine"),
    "fact list": ("fact", "list", "ana"),
    "fact set": ("fact", "set", "ana", "seats", "40", "--source", "her card"),
    "owner": ("owner", "ana", "Tom", "--hand-over", "careful with prices"),
    "suggestion add": ("suggestion", "add", "ana", "deliver before eight"),
    "suggestion answer": ("suggestion", "answer", "s1", "from January on"),
    "suggestion list": ("suggestion", "list"),
    "watch": ("watch",),
    "report complaints": ("report", "complaints"),
    "report response": ("report", "response"),
    "report experience": ("report", "experience"),
    "report loyalty": ("report", "loyalty"),
    "report reach": ("report", "reach"),
    "policy show": ("policy", "show"),
    "policy check": ("policy", "check"),
    "policy set": ("policy", "set", "cadence.A", "3w"),
    "policy edit": ("policy", "edit", "--file", "{folder}/policy.toml"),
    "policy history": ("policy", "history"),
    "init": ("init", "--db", "{folder}/new.db", "--currency", "EUR", "--zone", "Europe/Riga"),
    "demo": ("demo", "--to", "{folder}/demo.db"),
    "import": ("import", "{folder}/people.csv", "--as", "contacts"),
    "backup": ("backup",),
    "completion": ("completion", "bash"),
}
LISTS = {
    "followups", "find", "timeline", "history", "list", "order list", "quote list", "segment", "profit", "wallet list", "wanted list",
    "lapsed", "forecast", "complaint list", "ask", "question list", "fact list", "suggestion list",
    "report complaints", "report response", "report experience", "report loyalty", "report reach",
}  # fmt: skip
RECORDS = {
    "log", "show", "add", "edit", "void", "note", "archive", "unarchive", "followup add", "order add", "quote add",
    "quote won", "quote lost", "quote expire", "policy show", "policy set", "policy edit", "init", "backup", "suppress", "wallet set", "wanted add",
    "complaint open", "complaint respond", "complaint wait", "complaint resume", "complaint resolve", "complaint reopen",
    "complaint check", "complaint show", "wanted remove", "question add", "question remove", "fact set", "owner", "suggestion add", "suggestion answer",
}  # fmt: skip
REGISTERED = sorted(f"{name} {verb}".strip() for name, entry in COMMANDS.items() for verb in entry.functions)
OFFSET = re.compile(r"[+-]\d\d:\d\d$")


def argv(crm: Any, command: str) -> list[str]:
    """The sample's words, with the files it needs in place."""
    (crm.folder / "people.csv").write_text(CONTACTS_CSV, encoding="utf-8")
    (crm.folder / "policy.toml").write_text('[cadence]\nA = "3w"\n', encoding="utf-8")
    if command == "redo":
        crm("undo")
    return [word.replace("{folder}", str(crm.folder)) for word in SAMPLES[command]]


def test_every_registered_command_has_a_sample() -> None:
    assert sorted(SAMPLES) == REGISTERED


@pytest.mark.parametrize("command", REGISTERED)
def test_the_envelope_has_its_keys_in_order(shop: Any, command: str) -> None:
    answer = shop(*argv(shop, command), "--json", code=None)
    assert answer.code in (0, 3), answer
    envelope = answer.json
    body = "items" if "items" in envelope else "item"
    assert list(envelope) == ["schema", "kind", "as_of", "currency", body, "summary", "notes"]
    assert envelope["schema"] == 1
    assert envelope["currency"] == "EUR"
    assert date.fromisoformat(envelope["as_of"])
    assert isinstance(envelope["summary"], dict)
    assert all(isinstance(note, str) for note in envelope["notes"])
    if command in LISTS:
        assert isinstance(envelope["items"], list)
        assert envelope["items"], "the sample shows nothing"
    if command in RECORDS:
        assert isinstance(envelope["item"], dict)
    check_values(envelope, command)


def check_values(value: Any, where: str) -> None:
    """Contacts, money, dates and instants look the same wherever they stand."""
    if isinstance(value, list):
        for one in value:
            check_values(one, where)
    if not isinstance(value, dict):
        return
    for key, one in value.items():
        place = f"{where}.{key}"
        if key == "contact" and one is not None:
            assert list(one) == ["id", "name"], place
            assert isinstance(one["id"], int), place
        elif key.endswith("_minor") and not isinstance(one, dict):
            assert one is None or type(one) is int, place
        elif key.endswith("_on") and isinstance(one, str):
            assert date.fromisoformat(one).isoformat() == one, place
        elif (key.endswith("_at") or key == "at") and isinstance(one, str):
            assert datetime.fromisoformat(one), place
            assert OFFSET.search(one) or len(one) == 10, f"{place}: {one} has no offset"
        elif key == "id":
            assert type(one) is int or (one is None and "ref" in value), place
        check_values(one, place)


@pytest.mark.parametrize("command", REGISTERED)
def test_every_format_is_written_and_well_formed(shop: Any, command: str) -> None:
    words = argv(shop, command)
    table = shop(*words, code=None)
    assert table.code in (0, 3), table
    assert table.out.strip(), "a command that says nothing"
    assert "\x1b" not in table.out


@pytest.mark.parametrize("command", sorted(LISTS))
def test_csv_and_plain_have_a_line_for_every_item(shop: Any, command: str) -> None:
    words = argv(shop, command)
    items = shop.items(*words)
    rows = list(csv.reader(io.StringIO(shop(*words, "--csv").out, newline="")))
    assert len(rows) == len(items) + 1
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(shop(*words, "--plain").out.splitlines()) == len(items)


@pytest.mark.parametrize("command", sorted(LISTS))
def test_a_limit_cuts_the_items_and_not_the_summary(shop: Any, command: str) -> None:
    words = argv(shop, command)
    whole, cut = shop.json(*words), shop.json(*words, "--limit", "1")
    assert cut["items"] == whole["items"][:1]
    spoken = {key: value for key, value in whole["summary"].items() if key not in ("shown", "more")}
    assert {key: cut["summary"][key] for key in spoken} == spoken


@pytest.mark.parametrize("command", sorted(LISTS | {"show"}))
def test_a_list_answers_for_another_day(shop: Any, command: str) -> None:
    assert shop.json(*argv(shop, command), "--as-of", "2026-11-01")["as_of"] == "2026-11-01"


@pytest.mark.parametrize("command", ["list", "followups", "history"])
def test_flags_may_stand_before_the_command(shop: Any, command: str) -> None:
    assert shop("--json", "--limit", "1", command).json == shop(command, "--json", "--limit", "1").json


def test_a_bare_crm_is_the_morning_list(shop: Any) -> None:
    assert shop("--json").json == shop("followups", "today", "--json").json
