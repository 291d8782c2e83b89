from __future__ import annotations

import errno
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crmcli.domain.result import Result
from crmcli.errors import AmbiguousError, BadValueError, CrmError, NotFoundError
from crmcli.render import views
from crmcli.render.output import TABLE_ROWS, Output
from crmcli.render.terminal import Screen

SOURCE = Path(__file__).parents[2] / "src"


def output(**options: Any) -> Output:
    return Output(io.StringIO(), io.StringIO(), **options)


def out(made: Output) -> str:
    assert isinstance(made.stdout, io.StringIO)
    return made.stdout.getvalue()


def err(made: Output) -> str:
    assert isinstance(made.stderr, io.StringIO)
    return made.stderr.getvalue()


def many(count: int, **more: Any) -> Result:
    return Result("things", "2026-11-22", "EUR", items=[{"name": f"n{n}"} for n in range(count)], **more)


def test_a_table_shows_25_rows_and_says_how_many_more() -> None:
    made = output()
    made.emit(many(TABLE_ROWS + 1234))
    lines = out(made).splitlines()
    assert lines[-2:] == [f"n{TABLE_ROWS - 1}", "… and 1,234 more (--limit N, --json or --csv for all)"]
    exact = output()
    exact.emit(many(TABLE_ROWS))
    assert "more" not in out(exact)


@pytest.mark.parametrize("format", ["json", "csv", "plain"])
def test_machine_formats_give_all_unless_limited(format: Any) -> None:
    whole, cut = output(format=format), output(format=format, limit=3)
    whole.emit(many(100))
    cut.emit(many(100, summary={"count": 100}))
    assert out(whole).count("n9") == 11
    assert "n2" in out(cut)
    assert "n3" not in out(cut)
    if format == "json":
        assert json.loads(out(cut))["summary"] == {"count": 100}


def test_a_limit_cuts_the_table_to_any_size() -> None:
    made = output(limit=30)
    made.emit(many(40))
    assert "n29" in out(made)
    assert out(made).endswith("… and 10 more\n")
    none = output(limit=0)
    none.emit(many(2))
    assert "n0" not in out(none)


def test_notes_go_to_stderr_and_in_json_into_the_envelope_only() -> None:
    result = many(1, notes=["no rate for GBP\x1b[2J"])
    for format in ("table", "csv", "plain"):
        made = output(format=format)
        made.emit(result)
        assert err(made) == "note: no rate for GBP\\x1b[2J\n"
        assert "rate" not in out(made)
    made = output(format="json")
    made.emit(result)
    assert err(made) == ""
    assert json.loads(out(made))["notes"] == result.notes


def test_a_write_says_what_it_did_instead_of_the_record() -> None:
    result = Result("interaction", "2026-11-22", "EUR", item={"id": 5}, said=["Logged i5 with Ana\u202e."])
    made, quiet, machine = output(), output(quiet=True), output(format="json")
    for one in (made, quiet, machine):
        one.emit(result)
    assert out(made) == "Logged i5 with Ana\\u202e.\n"
    assert out(quiet) == ""
    assert json.loads(out(machine))["item"] == {"id": 5}


def test_what_was_said_comes_before_a_list_that_has_a_view(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(views.VIEWS, "things", views.GENERIC)
    made = output()
    made.emit(many(1, said=["Tagged 1."]))
    assert out(made).splitlines() == ["Tagged 1.", "name", "────", "n0"]


def test_a_view_gets_the_whole_result_and_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
        seen.append((len(result.items or ()), screen.columns, limit))
        return ["drawn"]

    module = type(sys)("a_view_for_this_test")
    module.view = view  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "a_view_for_this_test", module)
    monkeypatch.setitem(views.VIEWS, "things", "a_view_for_this_test:view")
    made = output(screen=Screen(44), limit=2)
    made.emit(many(5))
    assert seen == [(5, 44, 2)]
    assert out(made) == "drawn\n… and 3 more\n"


def test_every_registered_view_can_be_loaded() -> None:
    from importlib import import_module

    for place in [*views.VIEWS.values(), views.GENERIC]:
        module, _, function = place.partition(":")
        assert callable(getattr(import_module(module), function))


def test_a_kind_without_a_view_is_still_readable() -> None:
    items = [{"contact": {"id": 1, "name": "Ana"}, "amount_minor": 1200, "tags": ["a", "b"], "last": None}]
    made = output()
    made.emit(Result("things", "2026-11-22", "EUR", items=items, summary={"total_minor": 1200, "empty": {}}))
    assert out(made).splitlines() == [
        "contact  amount minor  tags  last",
        "───────  ────────────  ────  ────",
        "Ana              1200  a; b",
        "",
        "total minor  1200",
    ]
    empty = output()
    empty.emit(many(0))
    assert out(empty) == "Nothing to show.\n"


@pytest.mark.parametrize("format", ["table", "json", "csv", "plain"])
def test_no_format_lets_data_steer_a_terminal(format: Any, awkward: list[str], harmless: Callable[..., bool]) -> None:
    items = [{"name": text, text[:50]: text[:50]} for text in awkward]
    made = output(format=format, screen=Screen(80, tty=True), limit=100)
    result = Result("things", "2026-11-22", "EUR", items=items, notes=awkward, summary={"all": awkward})
    made.emit(result)
    if format == "plain":
        assert all(harmless(field) for field in out(made).replace("\n", "\t").split("\t"))
    else:
        assert harmless(out(made))
    assert harmless(err(made))


def test_csv_into_a_file_keeps_every_character() -> None:
    made = output(format="csv", screen=Screen(tty=False))
    made.emit(Result("things", "2026-11-22", "EUR", item={"name": "a\u200fb"}))
    assert out(made) == "name\na\u200fb\n"


def test_the_exit_code_is_given_back() -> None:
    assert output().emit(many(1, exit_code=3)) == 3
    assert output().emit_error(NotFoundError("x")) == 4


def test_an_error_is_one_line_what_where_and_what_to_do() -> None:
    made = output()
    made.emit_error(BadValueError("Cannot read the date\n'32 nov\x1b[2J'.", "Write it as 2026-11-30."))
    assert err(made) == "crm: Cannot read the date '32 nov\\x1b[2J'. Write it as 2026-11-30.\n"
    plain = output()
    plain.emit_error(CrmError("Really?"))
    assert err(plain) == "crm: Really?\n"


def test_candidates_stand_in_the_line_and_in_json() -> None:
    error = AmbiguousError("'ana' is 2 people", "Say which.", [("c12", "Ana Bērziņa"), ("c40", "Ana\nOzola")])
    made, machine = output(), output(format="json")
    made.emit_error(error)
    machine.emit_error(error)
    assert err(made) == "crm: 'ana' is 2 people: c12 Ana Bērziņa, c40 Ana Ozola. Say which.\n"
    assert json.loads(err(machine)) == {
        "error": {
            "code": "ambiguous",
            "message": "'ana' is 2 people",
            "hint": "Say which.",
            "candidates": [{"ref": "c12", "name": "Ana Bērziņa"}, {"ref": "c40", "name": "Ana\nOzola"}],
        }
    }
    crowd = output()
    crowd.emit_error(AmbiguousError("Many", None, [(f"c{n}", "x") for n in range(60)]))
    assert "c9 x and 50 more.\n" in err(crowd)
    assert "c10 x" not in err(crowd)


def test_an_error_with_a_megabyte_in_it_stays_a_line_one_can_read() -> None:
    made = output()
    made.emit_error(BadValueError("x" * 1_000_000, "y" * 1_000_000))
    assert len(err(made)) < 5000


class Broken(io.StringIO):
    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def write(self, text: str) -> int:
        raise OSError(self.number, os.strerror(self.number))


def test_a_closed_pipe_ends_quietly_and_a_full_disk_does_not() -> None:
    assert Output(Broken(errno.EPIPE), io.StringIO()).emit(many(1)) == 0
    with pytest.raises(CrmError, match="No space left"):
        Output(Broken(errno.ENOSPC), io.StringIO()).emit(many(1))


@pytest.mark.parametrize("count", [1, 5000])
def test_a_reader_that_leaves_early_sees_no_complaint(count: int) -> None:
    program = (
        "import os, sys\n"
        "from crmcli.domain.result import Result\n"
        "from crmcli.render.output import Output\n"
        "out = Output.of(sys.stdout, sys.stderr, os.environ, format='csv')\n"
        f"items = [{{'n': 'x' * 100}}] * {count}\n"
        "sys.exit(out.emit(Result('t', '2026-11-22', 'EUR', items=items)))\n"
    )
    env = {**os.environ, "PYTHONPATH": str(SOURCE), "PYTHONUNBUFFERED": ""}
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 0


def test_an_encoding_that_lacks_a_letter_spells_it_out() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    made = Output.of(stream, io.StringIO(), {}, format="json")
    made.emit(Result("things", "2026-11-22", "EUR", item={"name": "Bērziņa é"}))
    assert json.loads(raw.getvalue())["item"] == {"name": "Bērziņa é"}
    narrow = Output.of(io.TextIOWrapper(raw2 := io.BytesIO(), encoding="latin-1"), None, {}, format="csv")
    narrow.emit(Result("things", "2026-11-22", "EUR", item={"name": "ē é"}))
    assert raw2.getvalue() == b"name\n\\u0113 \xe9\n"


def test_streams_closed_before_the_start_are_no_reason_to_fail() -> None:
    made = Output.of(None, None, {})
    assert made.emit(many(1)) == 0
    assert made.emit_error(CrmError("x")) == 1


def test_the_hot_path_loads_nothing_heavy() -> None:
    program = (
        "import sys, os, typer\n"
        "before = set(sys.modules)\n"
        "from crmcli.render.output import Output\n"
        "from crmcli.render.table import Column, table\n"
        "from crmcli.render.terminal import Screen\n"
        "table([Column('Ana')], [['Bērziņa']], Screen())\n"
        "heavy = {'rich', 'json', 'csv', 'decimal', 'unicodedata', 'crmcli.render.formats'}\n"
        "print(sorted(heavy & (set(sys.modules) - before)))\n"
    )
    env = {**os.environ, "PYTHONPATH": str(SOURCE)}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env=env, check=True)
    assert done.stdout == "[]\n"
