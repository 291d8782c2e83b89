"""What the views of reports share: the heading with both periods, bars with their figure and the one before, trends."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from crmcli.domain.result import Result
from crmcli.render.chart import bar, percent, spark
from crmcli.render.table import heading
from crmcli.render.terminal import Screen, width

LABEL, SHORTEST, LONGEST = 26, 8, 40
SAME = 0.0005
MOST_SPARKS = 120


class Line(NamedTuple):
    """A share to be drawn: what it is, the fraction now and before, what is said after it."""

    label: str
    now: float | None
    before: float | None
    after: str = ""
    style: str | None = None


def head(title: str, result: Result, screen: Screen) -> list[str]:
    """The title with its days, and the days it is compared with."""
    summary, previous = result.summary, result.summary["previous"]
    days = "to" if summary["from"] == "0001-01-01" else f"{summary['from']} to"
    lines = [heading(f"{title}, {days} {summary['to']}", screen)]
    if previous:
        lines.append(screen.style(f"compared with {previous['from']} to {previous['to']}", "dim"))
    return lines


def bars(lines: Sequence[Line], screen: Screen) -> list[str]:
    """A bar for each share, its figure, the change in points and what is said of it."""
    room = min(max(screen.columns - LABEL - 34, SHORTEST), LONGEST)
    drawn = []
    for line in lines:
        label = screen.fit(screen.text(line.label), LABEL)
        if line.now is None:
            drawn.append(f"{label}  {' ' * room}  {'-':>7}{' ' + line.after if line.after else ''}".rstrip())
            continue
        shown = bar(line.now, room, screen)
        styled = screen.style(shown, line.style) if line.style else shown
        said = f"  {change(line.now, line.before, screen)}" + (f" {line.after}" if line.after else "")
        drawn.append(screen.text(f"{label}  ") + styled + f"  {percent(line.now):>7}{said}".rstrip())
    return drawn


def change(now: float | None, before: float | None, screen: Screen) -> str:
    """ "▲ 3.2 points", "▼ 1.0 points", "as before"; nothing where there is nothing to compare."""
    if now is None or before is None:
        return ""
    if abs(now - before) < SAME:
        return "as before"
    mark = screen.mark("▲", "^") if now > before else screen.mark("▼", "v")
    return f"{mark} {abs(now - before) * 100:.1f} points"


def was(now: float | int | None, before: float | int | None, unit: str = "") -> str:
    """A figure and the one before: "12 h (was 15 h)"."""
    own = "-" if now is None else f"{now:,g}{unit}" if isinstance(now, float) else f"{now:,}{unit}"
    if before is None:
        return own
    return f"{own} (was {before:,g}{unit})" if isinstance(before, float) else f"{own} (was {before:,}{unit})"


def figure(value: float | int | None, unit: str = "") -> str:
    """A plain figure, - for none."""
    return "-" if value is None else f"{value:,g}{unit}" if isinstance(value, float) else f"{value:,}{unit}"


def trends(entries: Sequence[tuple[str, Sequence[float | None], str]], screen: Screen) -> list[str]:
    """(label, one value a month, what the ends are) each as a line of blocks."""
    size = max((width(label) for label, _, _ in entries), default=0)
    return [
        f"{screen.fit(label, size)}  {spark(list(values)[-MOST_SPARKS:], screen)}  {said}".rstrip()
        for label, values, said in entries
        if any(value for value in values)
    ]


def ends(values: Sequence[float | None], said: Callable[[float], str] | None = None) -> str:
    """The first and the last of a trend as it is drawn, and the lowest and the highest where they are others."""
    known = [value for value in values[-MOST_SPARKS:] if value is not None]
    if not known:
        return ""
    first, last, low, high = ((said or figure)(one) for one in (known[0], known[-1], min(known), max(known)))
    more = [f"{word} {one}" for word, one in (("lowest", low), ("highest", high)) if one not in (first, last)]
    return f"{first} to {last}" + (f" ({', '.join(more)})" if more else "")


def own(summary: Mapping[str, Any]) -> Mapping[str, Any]:
    """The figures of the period before, or none."""
    found: Mapping[str, Any] = summary["previous"] or {}
    return found
