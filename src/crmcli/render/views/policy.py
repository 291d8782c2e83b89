"""The policy as a TOML file reads, each value with what it does; what differs from the default says so."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from crmcli.domain.policy import KEYS
from crmcli.domain.result import Result
from crmcli.render.terminal import Screen, width, wrap

ASIDE = 30


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Keys that stand alone first, then a table for each family of keys."""
    values = dict(_leaves(result.item or {}, ""))
    lines: list[str] = []
    section = ""
    for name in sorted((name for name in KEYS if name in values), key=lambda name: "." in name):
        family, _, rest = name.partition(".")
        if rest and family != section:
            lines += [*([""] if lines else []), screen.style(f"[{family}]", "bold")]
            section = family
        lines += _line(rest or name, name, values[name], screen)
    return lines


def _leaves(tree: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{path}{key}.")
        else:
            yield f"{path}{key}", value


def _line(shown: str, name: str, value: Any, screen: Screen) -> list[str]:
    key = KEYS[name]
    told = key.what if value == key.default else f"{key.what} (default {_toml(key.default)})"
    setting = screen.text(f"{shown} = {_toml(value)}" if value is not None else f"# {shown} = (not set)")
    text = screen.style(setting, "bold") if value != key.default else setting
    aside = f"# {screen.text(told)}"
    start = max(ASIDE, width(setting) + 2)
    if start + width(aside) <= screen.columns:
        return [text + " " * (start - width(setting)) + screen.style(aside, "dim")]
    return [*(screen.style(f"# {line}", "dim") for line in wrap(screen.text(told), screen.columns - 2)), text]


def _toml(value: Any) -> str:
    return "not set" if value is None else json.dumps(value, ensure_ascii=False)
