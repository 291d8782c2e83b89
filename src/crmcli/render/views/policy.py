"""The policy as a TOML file reads, each value with what it does; what differs from the default says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from crmcli.domain.policy import KEYS
from crmcli.domain.policy_text import families, toml_value
from crmcli.domain.result import Result
from crmcli.domain.when import format_date
from crmcli.render.table import Column, Row, Text, table
from crmcli.render.terminal import Screen, width, wrap

ASIDE = 30


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Keys that stand alone first, then a table for each family of keys."""
    values = dict(_leaves(result.item or {}, ""))
    lines: list[str] = []
    for family, members in families(values):
        if family:
            lines += [*([""] if lines else []), screen.style(f"[{family}]", "bold")]
        for shown, name in members:
            lines += _line(shown, name, values[name], screen)
    return lines


def history(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """What was changed, newest first."""
    rows = result.items or []
    if not rows:
        return ["Nothing was changed in the policy yet: it is as the book was begun with."]
    columns = [
        Column("", align="r"),
        Column("when", min=16),
        Column("by", priority=2),
        Column("key", min=12, style="bold"),
        Column("was", min=8, flex=1, wrap=True),
        Column("is", min=8, flex=1, wrap=True),
    ]
    undone = any(row["undone"] for row in rows)
    columns += [Column("")] if undone else []
    return table(columns, [_changed(row, undone) for row in rows[:limit]], screen)


def _changed(row: dict[str, Any], undone: bool) -> Row:
    at = datetime.fromisoformat(row["at"])
    cells: list[Text] = [
        f"n{row['operation']}", f"{format_date(at.date())[4:]} {at:%H:%M}", row["by"] or "", row["key"],
        _words(row["was"]), _words(row["value"]),
    ]  # fmt: skip
    return Row([*cells, "undone" if row["undone"] else ""] if undone else cells)


def _words(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "none"
    return "not set" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _leaves(tree: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def _line(shown: str, name: str, value: Any, screen: Screen) -> list[str]:
    key = KEYS[name]
    usual = "not set" if key.default is None else toml_value(key.default)
    told = key.what if value == key.default else f"{key.what} (default {usual})"
    setting = screen.text(f"{shown} = {toml_value(value)}" if value is not None else f"# {shown} = (not set)")
    text = screen.style(setting, "bold") if value != key.default else setting
    aside = f"# {screen.text(told)}"
    start = max(ASIDE, width(setting) + 2)
    if start + width(aside) <= screen.columns:
        return [text + " " * (start - width(setting)) + screen.style(aside, "dim")]
    return [*(screen.style(f"# {line}", "dim") for line in wrap(screen.text(told), screen.columns - 2)), text]
