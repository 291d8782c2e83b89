"""The table of a kind that has no view of its own: one column per key, or a block of keys and values.

Amounts are shown as the integers they are (minor units): this view does not know what a key means.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmcli.domain.result import Result
from crmcli.render.formats import Path, at, cell, paths
from crmcli.render.table import Column, pairs, table
from crmcli.render.terminal import Screen


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for any result: its list or its record, and the summary below."""
    lines = []
    if result.items is not None:
        lines += _list([_named(one) for one in result.items[:limit]], screen)
    if result.item is not None:
        lines += _block(result.item, screen)
    if result.summary:
        lines += [*([""] if lines else []), *_block(result.summary, screen)]
    return lines


def _list(rows: list[dict[str, Any]], screen: Screen) -> list[str]:
    if not rows:
        return ["Nothing to show."]
    chosen = paths(rows)
    columns = [_column(path, [at(row, path) for row in rows], place) for place, path in enumerate(chosen)]
    return table(columns, [[cell(at(row, path)) for path in chosen] for row in rows], screen)


def _column(path: Path, values: list[Any], place: int) -> Column:
    figures = all(value is None or isinstance(value, int | float) for value in values)
    return Column(_title(path), align="r" if figures else "l", min=8, flex=0 if figures else 1, priority=place)


def _block(record: Mapping[str, Any], screen: Screen) -> list[str]:
    named = _named(record)
    entries = [(_title(path), cell(at(named, path))) for path in paths([named])]
    return pairs([(title, text) for title, text in entries if text], screen)


def _title(path: Path) -> str:
    return " ".join(path).replace("_", " ")


def _named(record: Mapping[str, Any]) -> dict[str, Any]:
    """`record` with every `{"id", "name"}` inside it reduced to the name."""
    return {key: value["name"] if _is_reference(value) else value for key, value in record.items()}


def _is_reference(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() == {"id", "name"} and value["name"] is not None
