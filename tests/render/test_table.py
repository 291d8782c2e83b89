from __future__ import annotations

from collections.abc import Callable

import pytest

from crmcli.render.table import Cell, Column, Row, heading, pairs, table
from crmcli.render.terminal import Screen, width

COLUMNS = [
    Column("Who", min=6, flex=1),
    Column("Amount", align="r"),
    Column("Why", min=10, flex=2, priority=1, wrap=True),
    Column("Tag", priority=2),
]
ROWS: list[Row | list[str | Cell]] = [
    Row(["Ana Bērziņa", "1,234.50", "promised the new price list", Cell("vip", "bold")], ["crm done c12"]),
    ["山田太郎山田太郎", "12.00", "x\x1b[2J", "eu"],
]

GOLDEN = {
    20: """\
Who           Amount
──────────  ────────
Ana Bērzi…  1,234.50
  crm done c12
山田太郎…      12.00""",
    40: """\
Who          Amount  Why             Tag
─────────  ────────  ──────────────  ───
Ana Bērz…  1,234.50  promised the    vip
                     new price list
  crm done c12
山田太郎…     12.00  x\\x1b[2J        eu""",
    80: """\
Who                 Amount  Why                          Tag
────────────────  ────────  ───────────────────────────  ───
Ana Bērziņa       1,234.50  promised the new price list  vip
  crm done c12
山田太郎山田太郎     12.00  x\\x1b[2J                     eu""",
}
GOLDEN[120] = GOLDEN[80]


@pytest.mark.parametrize("columns", [20, 40, 80, 120])
def test_a_table_drops_and_shrinks_to_the_screen_and_never_stretches(columns: int) -> None:
    assert table(COLUMNS, ROWS, Screen(columns)) == GOLDEN[columns].splitlines()


@pytest.mark.parametrize("unicode", [True, False])
@pytest.mark.parametrize("columns", [20, 21, 33, 40, 80, 120])
def test_every_line_fits_and_is_harmless_whatever_the_data(
    columns: int, unicode: bool, awkward: list[str], harmless: Callable[..., bool]
) -> None:
    rows = [Row([text, text, text[:5000], Cell(text, "red")], [text[:5000]]) for text in awkward]
    for indent in (0, 4):
        lines = table(COLUMNS, rows, Screen(columns, unicode=unicode), indent=indent)
        assert max(map(width, lines)) <= columns
        assert all(harmless(line) and "\n" not in line for line in lines)
        assert unicode or all(line.isascii() for line in lines)


def test_with_colour_the_only_escapes_are_ours(awkward: list[str], harmless: Callable[..., bool]) -> None:
    screen = Screen(60, colour=True)
    styled = [Column("A\x1b[5m", style="bold cyan", flex=1), Column("B", wrap=True, flex=1, style="dim")]
    rows = [Row([text, text[:500]], [Cell(text[:500], "green")]) for text in awkward]
    lines = [*table(styled, rows, screen), *pairs([(t[:500], t[:500]) for t in awkward], screen)]
    assert all(harmless(line, colour=True) for line in [*lines, *[heading(t, screen) for t in awkward]])
    assert any("\x1b[1;36m" in line for line in lines)


def test_many_fixed_columns_still_fit_twenty_columns_and_keep_the_first() -> None:
    columns = [Column(f"Title {n}") for n in range(9)]
    lines = table(columns, [[f"value {n}" for n in range(9)]], Screen(20))
    assert max(map(width, lines)) <= 20
    assert lines[0].startswith("Ti")


def test_the_highest_priority_number_goes_first() -> None:
    columns = [Column("Keep"), Column("Second", priority=1), Column("First", priority=2)]
    row = ["k" * 8, "s" * 8, "f" * 8]
    assert table(columns, [row], Screen(24))[0].split() == ["Keep", "Second"]
    assert table(columns, [row], Screen(28))[0].split() == ["Keep", "Second", "First"]


def test_figures_stay_whole_where_names_give_way() -> None:
    columns = [Column("Who", flex=1, min=4), Column("Amount", align="r")]
    line = table(columns, [["A very long customer name", "1,234,567.89"]], Screen(20))[2]
    assert line.endswith("1,234,567.89")
    assert "…" in line


def test_a_line_break_in_a_cell_is_a_space_or_a_wrapped_line() -> None:
    assert table([Column("A")], [["x\ny"]], Screen(40))[2] == "x y"
    assert table([Column("A", flex=1, wrap=True)], [["x\ny"]], Screen(40))[2:] == ["x", "y"]


def test_a_row_of_the_wrong_length_is_refused() -> None:
    with pytest.raises(ValueError):
        table([Column("A")], [["x", "y"]], Screen(40))


def test_no_columns_make_no_lines_and_no_rows_leave_the_header() -> None:
    assert table([], [], Screen(40)) == []
    assert table([Column("A")], [], Screen(40)) == ["A", "─"]


def test_pairs_align_wrap_under_themselves_and_keep_line_breaks() -> None:
    lines = pairs([("name", "Ana"), ("last words", "wants the new price list\nand a call")], Screen(30), indent=2)
    assert lines == [
        "  name        Ana",
        "  last words  wants the new",
        "              price list",
        "              and a call",
    ]


@pytest.mark.parametrize("columns", [20, 50])
def test_pairs_and_headings_fit_and_are_harmless(
    columns: int, awkward: list[str], harmless: Callable[..., bool]
) -> None:
    screen = Screen(columns)
    lines = pairs([(text[:3000], text[:3000]) for text in awkward], screen)
    lines += [heading(text, screen) for text in awkward]
    assert max(map(width, lines)) <= columns
    assert all(harmless(line) and "\n" not in line for line in lines)
