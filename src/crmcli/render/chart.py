"""Charts as lines of text: bars, a stacked bar, a sparkline, the ABC picture, a curve.

Pure text in block characters, `#` and its kin where the output is not UTF-8. Every chart can be read without
colour: parts differ in their fill and the figures stand beside the bars. Shares are fractions (0.8 is 80 %).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import NamedTuple

from crmcli.render.terminal import Screen, width

_EIGHTHS = " ▏▎▍▌▋▊▉█"
_LEVELS = "▁▂▃▄▅▆▇█"
_FILLS = ("█▓▒░▚", "#=+-.")
_SHORTEST_BAR, _LONGEST_BAR = 4, 60
_MOST = 1e100  # past this a chart says nothing more, and differences stay finite
_MEASURES = ("customers", "value", "effort")
_AROUND_A_BAR = 23  # three gutters, the measure's name, the figure


class Share(NamedTuple):
    """One class of the ABC picture: its share of customers, value and effort; None where nothing is known."""

    label: str
    customers: float | None
    value: float | None
    effort: float | None
    style: str | None = None


def percent(share: float) -> str:
    """A fraction as "80.0 %", "-" where there is no number."""
    return f"{share * 100:.1f} %" if math.isfinite(share) else "-"


def bar(share: float, columns: int, screen: Screen) -> str:
    """A bar of `share` (cut to 0..1), padded to exactly `columns`; anything above zero leaves a trace."""
    columns = max(columns, 0)
    share = _within(share)
    if not screen.unicode:
        return ("#" * _cells(share, columns)).ljust(columns)
    whole, rest = divmod(_cells(share, columns * 8), 8)
    return ("█" * whole + (_EIGHTHS[rest] if rest else "")).ljust(columns)


def stacked(parts: Sequence[tuple[str, float, str | None]], columns: int, screen: Screen) -> list[str]:
    """One bar of `columns` made of (label, share, style) parts, each with its own fill, and its legend.

    Shares below zero take no room; shares that sum to more than 1 are scaled to fill the bar.
    """
    fills = _FILLS[0 if screen.unicode else 1]
    shares = [max(share, 0.0) if math.isfinite(share) else 0.0 for _, share, _ in parts]
    counts = _apportion(shares, columns)
    line, legend = [], []
    for index, ((label, share, style), count) in enumerate(zip(parts, counts, strict=True)):
        fill = fills[index % len(fills)]
        line.append(_styled(fill * count, style, screen))
        legend.append((_styled(fill, style, screen), f" {screen.text(label)} {percent(share)}"))
    return ["".join(line), *_legend(legend, columns)]


def spark(values: Sequence[float | None], screen: Screen) -> str:
    """One character a value, from zero (or the lowest value below it) to the highest; a gap is a space."""
    levels = _LEVELS if screen.unicode else "_.:-=+*#"
    drawn = [None if value is None or not math.isfinite(value) else _clamped(value) for value in values]
    known = [0.0, *(value for value in drawn if value is not None)]
    low, span = min(known), max(known) - min(known)
    return "".join(" " if value is None else _level(value - low, span, levels) for value in drawn)


def pareto(classes: Sequence[Share], screen: Screen, *, columns: int | None = None) -> list[str]:
    """The ABC picture: per class three labelled bars, its share of customers, of value and of our effort.

    A measure nobody has figures for is left out; a share below zero has no bar but its figure.
    """
    room = min(columns or screen.columns, screen.columns)
    names = [name for name in _MEASURES if any(getattr(one, name) is not None for one in classes)]
    label_columns = min(max((width(screen.text(one.label)) for one in classes), default=0), room // 4)
    bar_columns = min(room - label_columns - _AROUND_A_BAR, _LONGEST_BAR)
    lines = []
    for one in classes:
        if bar_columns < _SHORTEST_BAR:
            lines.append(screen.fit(screen.text(one.label), room).rstrip())
            lines.extend(f"  {name:<9}  {_figure(one, name):>7}" for name in names)
            continue
        label = screen.fit(screen.text(one.label), label_columns)
        for name in names:
            drawn = _styled(bar(getattr(one, name) or 0.0, bar_columns, screen), one.style, screen)
            lines.append(f"{label}  {name:<9}  {drawn}  {_figure(one, name):>8}")
            label = " " * label_columns
    return lines


def _figure(share: Share, name: str) -> str:
    value: float | None = getattr(share, name)
    return "-" if value is None else percent(value)


def curve(
    points: Sequence[tuple[float, float]],
    columns: int,
    rows: int,
    screen: Screen,
    *,
    label: Callable[[float], str] = percent,
) -> list[str]:
    """The area under a line through (x, y) points sorted by x, `columns` wide with its axis, `rows` high.

    The axis runs from zero (or the lowest y below it) to the highest y; `label` writes its two ends.
    """
    known = [(_clamped(x), _clamped(y)) for x, y in points if math.isfinite(x) and math.isfinite(y)]
    if not known:
        return []
    low, high = min(0.0, *(y for _, y in known)), max(0.0, *(y for _, y in known))
    ends = [label(high), label(low)]
    margin = max(map(width, ends))
    heights = _heights(known, max(columns - margin - 1, 1), low, high, rows)
    lines = []
    for row in range(rows):
        end = ends[0] if row == 0 else ends[1] if row == rows - 1 else ""
        ground = (rows - 1 - row) * 8
        area = "".join(_slice(height - ground, screen) for height in heights)
        lines.append(f"{end:>{margin}}{screen.mark('│', '|')}{area}".rstrip())
    return lines


def _clamped(value: float) -> float:
    return min(max(value, -_MOST), _MOST)


def _within(share: float) -> float:
    return min(max(share, 0.0), 1.0) if share == share else 0.0


def _cells(share: float, cells: int) -> int:
    return max(round(share * cells), 1) if share > 0 and cells else 0


def _styled(text: str, style: str | None, screen: Screen) -> str:
    return screen.style(text, *style.split()) if style else text


def _apportion(shares: Sequence[float], columns: int) -> list[int]:
    """Whole columns for each share by largest remainder, so that the parts fill what they should together."""
    total = sum(shares)
    exact = [share / max(total, 1.0) * columns for share in shares]
    counts = [int(one) for one in exact]
    missing = round(sum(exact)) - sum(counts)
    by_remainder = sorted(range(len(exact)), key=lambda i: counts[i] - exact[i])
    for index in by_remainder[:missing]:
        counts[index] += 1
    return counts


def _legend(entries: Sequence[tuple[str, str]], columns: int) -> list[str]:
    """(mark, text) entries two spaces apart, on as many lines as they need; a mark is one column."""
    lines: list[str] = []
    used = columns + 1
    for mark, text in entries:
        size = 1 + width(text)
        if used + 2 + size > columns:
            lines.append(mark + text)
            used = size
        else:
            lines[-1] += "  " + mark + text
            used += 2 + size
    return lines


def _level(above: float, span: float, levels: str) -> str:
    return levels[min(int(above / span * len(levels)), len(levels) - 1)] if span else levels[0]


def _heights(points: Sequence[tuple[float, float]], columns: int, low: float, high: float, rows: int) -> list[int]:
    """The height in eighths of a row of each column, by straight lines between the points."""
    first, span = points[0][0], points[-1][0] - points[0][0]
    span_y = (high - low) or 1.0
    heights, place = [], 0
    for column in range(columns):
        x = first + span * (column / max(columns - 1, 1))
        while place < len(points) - 2 and points[place + 1][0] < x:
            place += 1
        y = _between(points[place], points[min(place + 1, len(points) - 1)], x)
        heights.append(round((y - low) / span_y * rows * 8))
    return heights


def _between(left: tuple[float, float], right: tuple[float, float], x: float) -> float:
    if right[0] <= left[0]:
        return right[1]
    return left[1] + (right[1] - left[1]) * _within((x - left[0]) / (right[0] - left[0]))


def _slice(eighths: int, screen: Screen) -> str:
    filled = min(max(eighths, 0), 8)
    if not screen.unicode:
        return "#" if filled >= 4 else " "
    return _LEVELS[filled - 1] if filled else " "
