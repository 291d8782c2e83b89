"""The policy as a TOML document: how it is written, each key with what it does, and how one is read.

Only the text: what a key may say is the table's business (`domain/policy`), what happens with it the action's.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from itertools import groupby
from typing import Any

from crmcli.domain.policy import KEYS
from crmcli.errors import BadValueError

LONGEST_LIST = 90
HEAD = (
    "# The service policy. Save and leave the editor to put it in force; `crm undo` takes it back.",
    "# A line that is taken out, or begins with #, is the program's own value.",
)


def toml_value(value: Any) -> str:
    """One value as TOML writes it, on one line."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _block(value: Any) -> str:
    """The same; a long list takes a line for each of its parts."""
    text = toml_value(value)
    if isinstance(value, list) and len(text) > LONGEST_LIST:
        return "[\n" + "".join(f"  {toml_value(one)},\n" for one in value) + "]"
    return text


def families(names: Collection[str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """(table, [(name within it, dotted key)]): the keys that stand alone first, under "", then each family's."""
    order = list(dict.fromkeys(_family(name) for name in KEYS))
    chosen = sorted((name for name in KEYS if name in names), key=lambda name: order.index(_family(name)))
    chosen.sort(key=lambda name: _family(name) != "")
    for family, members in groupby(chosen, key=_family):
        yield family, [(name[len(family) + 1 :] if family else name, name) for name in members]


def document(values: Mapping[str, Any]) -> str:
    """The whole policy to be edited: `values` is what is in force by dotted key."""
    lines = [*HEAD]
    for family, members in families(values):
        lines += ["", f"[{family}]"] if family else [""]
        for shown, name in members:
            key, value = KEYS[name], values[name]
            default = "" if value == key.default or key.default is None else f" (default {toml_value(key.default)})"
            lines.append(f"# {key.what}{default}")
            lines.append(f"# {shown} = (not set)" if value is None else f"{shown} = {_block(value)}")
    return "\n".join(lines) + "\n"


def read_document(text: str) -> dict[str, str]:
    """dotted key -> its value as words, such as `crm policy set` takes. Raises BadValueError where it is no TOML."""
    import tomllib

    try:
        tree = tomllib.loads(text.replace("\r\n", "\n").removeprefix("\ufeff"))
    except (ValueError, RecursionError) as exc:
        raise BadValueError(
            f"the policy is no TOML: {str(exc)[:200]}", 'lines such as A = "4w" below [cadence]; words stand in quotes'
        ) from None
    return dict(_leaves(tree, ""))


def _leaves(tree: Mapping[str, Any], path: str) -> Iterator[tuple[str, str]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{path}{name}.")
        else:
            yield f"{path}{name}", ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _family(name: str) -> str:
    return name.rpartition(".")[0].partition(".")[0]
