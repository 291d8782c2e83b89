"""Tables, key/value blocks and headings as lines of text, for any screen from 20 columns up.

Cells are sanitised here, at the door: a view may hand over what the customer typed. Nothing here prints,
and no column says anything by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import NamedTuple

from crmcli.render.terminal import Screen, cut, width, wrap

_GUTTER = "  "
_SQUEEZED = 4


class Cell(NamedTuple):
    """Text with styles of its own, space separated ("bold red"); what the style says, the text says too."""

    text: str
    style: str | None = None


Text = str | Cell


class Row(NamedTuple):
    """A record and the lines that belong under it (the command that clears it, the last words spoken)."""

    cells: Sequence[Text]
    below: Sequence[Text] = ()


class Column(NamedTuple):
    """How one column behaves when the screen is narrow.

    `min` columns is what a `flex` column may shrink to; `flex` its share of free room (0: its natural
    width); `priority` says when it is dropped: the highest number first, 0 never while another can go;
    `wrap` breaks long text over several lines instead of cutting it; `whole` (which wants a priority) is shown
    uncut or, where it does not fit, not at all.
    """

    title: str
    align: str = "l"
    min: int = 4
    flex: int = 0
    priority: int = 0
    style: str | None = None
    wrap: bool = False
    whole: bool = False


def table(
    columns: Sequence[Column], rows: Iterable[Row | Sequence[Text]], screen: Screen, *, indent: int = 0
) -> list[str]:
    """Lines no wider than the screen: header, a thin rule, and each row with what belongs below it.

    Raises ValueError when a row has not as many cells as there are columns.
    """
    if not columns:
        return []
    titles = [screen.text(column.title) for column in columns]
    body = [_admit(row, columns, screen) for row in rows]
    natural = [
        max(width(title), max((_natural(row.cells[index]) for row in body), default=0))
        for index, title in enumerate(titles)
    ]
    layout = _layout(columns, natural, screen.columns - indent)
    lines = _header(columns, titles, layout, screen)
    for row in body:
        lines.extend(_row_lines(row, columns, layout, screen))
        for below in row.below:
            lines.extend(_below_lines(below, screen, screen.columns - indent - len(_GUTTER)))
    return [" " * indent + line if line else "" for line in lines]


def pairs(entries: Iterable[tuple[str, Text]], screen: Screen, *, indent: int = 0) -> list[str]:
    """An aligned label/value block; long values wrap under themselves and keep their own line breaks."""
    ready = [(screen.text(label), _door(value, None, screen, lines=True)) for label, value in entries]
    room = screen.columns - indent
    label_columns = min(max((width(label) for label, _ in ready), default=0), room * 2 // 5)
    lines = []
    for label, value in ready:
        head = screen.style(screen.fit(label, label_columns), "dim")
        for text in wrap(value.text, room - label_columns - len(_GUTTER)):
            lines.append((" " * indent + head + _GUTTER + _styled(text, value.style, screen)).rstrip())
            head = " " * label_columns
    return lines


def heading(text: str, screen: Screen) -> str:
    """One bold line, cut to the screen."""
    return screen.style(screen.fit(screen.text(text), screen.columns).rstrip(), "bold")


def title(text: str, screen: Screen) -> list[str]:
    """Bold lines as wide as the screen, for a heading that must not lose its end."""
    return [screen.style(line, "bold") for line in wrap(screen.text(text), screen.columns)]


def _admit(row: Row | Sequence[Text], columns: Sequence[Column], screen: Screen) -> _Admitted:
    given = row if isinstance(row, Row) else Row(row)
    cells = [
        _door(text, column.style, screen, lines=column.wrap) for text, column in zip(given.cells, columns, strict=True)
    ]
    return _Admitted(cells, [_door(text, None, screen, lines=True) for text in given.below])


class _Admitted(NamedTuple):
    """A row whose cells have passed the sanitiser."""

    cells: list[Cell]
    below: list[Cell]


def _door(value: Text, style: str | None, screen: Screen, *, lines: bool) -> Cell:
    text, own = value if isinstance(value, Cell) else (value, None)
    most = screen.columns * 8
    if not lines and len(text) > most:  # a megabyte in one cell is not worth measuring
        text = text[:most] + "…"
    return Cell(screen.text(text, lines=lines), own or style)


def _natural(cell: Cell) -> int:
    return max(map(width, cell.text.split("\n"))) if "\n" in cell.text else width(cell.text)


def _layout(columns: Sequence[Column], natural: Sequence[int], room: int) -> list[tuple[int, int]]:
    """(column index, width) of the columns that stay, together with gutters no wider than `room`."""
    size = {i: _least(column, natural[i], room) for i, column in enumerate(columns)}
    while _total(size) > room and any(columns[i].priority for i in size) and len(size) > 1:
        del size[max(size, key=lambda i: (columns[i].priority, i))]
    while _total(size) > room:
        widest = max(size, key=lambda i: size[i])
        if size[widest] > _SQUEEZED or len(size) == 1:
            size[widest] -= 1
        else:
            del size[max(size)]
    _grow(size, columns, natural, room - _total(size))
    return sorted(size.items())


def _least(column: Column, natural: int, room: int) -> int:
    """What a column insists on: whole ones and figures all of it, other fixed ones up to half the room, flexible ones
    `min`."""
    if column.whole:
        return natural
    if column.flex:
        return min(natural, column.min)
    return min(natural, room if column.align == "r" else max(column.min, room // 2))


def _total(size: dict[int, int]) -> int:
    return sum(size.values()) + len(_GUTTER) * (len(size) - 1)


def _grow(size: dict[int, int], columns: Sequence[Column], natural: Sequence[int], free: int) -> None:
    """Hands the free room to flexible columns by their shares until it is gone or all have what they need."""
    while free > 0:
        hungry = [i for i in size if columns[i].flex and size[i] < natural[i]]
        if not hungry:
            return
        shares, round_free = sum(columns[i].flex for i in hungry), free
        for i in hungry:
            given = min(max(round_free * columns[i].flex // shares, 1), natural[i] - size[i], free)
            size[i] += given
            free -= given


def _header(
    columns: Sequence[Column], titles: Sequence[str], layout: list[tuple[int, int]], screen: Screen
) -> list[str]:
    names = _GUTTER.join(screen.fit(titles[i], size, columns[i].align) for i, size in layout)
    rule = _GUTTER.join(screen.mark("─", "-") * size for _, size in layout)
    return [screen.style(names.rstrip(), "dim"), screen.style(rule, "dim")]


def _row_lines(row: _Admitted, columns: Sequence[Column], layout: list[tuple[int, int]], screen: Screen) -> list[str]:
    stacks = [wrap(row.cells[i].text, size) if columns[i].wrap else [row.cells[i].text] for i, size in layout]
    lines = []
    for texts in zip_longest(*stacks, fillvalue=""):
        pieces = []
        for (i, size), text in zip(layout, texts, strict=True):
            piece = screen.fit(text, size, columns[i].align)
            pieces.append(_styled(piece, row.cells[i].style, screen))
        lines.append(_GUTTER.join(pieces).rstrip(" "))
    return lines


def _below_lines(cell: Cell, screen: Screen, room: int) -> list[str]:
    return [_GUTTER + _styled(cut(text, room), cell.style, screen) for text in wrap(cell.text, room)]


def _styled(text: str, style: str | None, screen: Screen) -> str:
    return screen.style(text, *style.split()) if style and text.strip() else text
