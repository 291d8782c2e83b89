"""The machine formats: JSON, CSV and plain lines, as text.

Pure: results in, strings out. JSON keeps every character (the dangerous ones as JSON escapes), CSV keeps
every character but defuses what a spreadsheet would run, plain is for `cut` and `awk` and shows hostile
characters.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from crmcli.domain.result import Result
from crmcli.interchange.formula import defuse
from crmcli.render.terminal import one_line

Record = Mapping[str, Any]
Path = tuple[str, ...]

_JSON_ESCAPED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_NEEDS_QUOTES = re.compile(r'[",\r\n]|^\s|\s$')


def envelope(result: Result) -> dict[str, Any]:
    """The one shape of every answer, keys always in this order; a result with neither has `item` null."""
    head: dict[str, Any] = {
        "schema": 1,
        "kind": result.kind,
        "as_of": result.as_of,
        "currency": result.currency,
    }
    if result.item is not None or result.items is None:
        head["item"] = result.item
    if result.items is not None:
        head["items"] = result.items
    return head | {"summary": result.summary, "notes": result.notes}


def to_json(document: Record, *, ascii_only: bool = False) -> str:
    r"""One JSON object, indented by 2, each element of a top-level list of records on a line of its own.

    C1, bidi controls and lone surrogates are `\uXXXX`; a number that is not finite becomes null.
    """
    compact = json.JSONEncoder(ensure_ascii=ascii_only, allow_nan=False)
    indented = json.JSONEncoder(ensure_ascii=ascii_only, allow_nan=False, indent=2)
    members = [f"  {_encode(key, compact)}: {_member(one, compact, indented)}" for key, one in document.items()]
    text = "{\n" + ",\n".join(members) + "\n}"
    return _JSON_ESCAPED.sub(_json_escape, text)


def json_line(document: Record) -> str:
    """One JSON object on one line, in ASCII: what goes to stderr."""
    return _JSON_ESCAPED.sub(_json_escape, json.dumps(document))


def _member(value: Any, compact: json.JSONEncoder, indented: json.JSONEncoder) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join("    " + _encode(one, compact) for one in value) + "\n  ]"
    return _encode(value, indented).replace("\n", "\n  ")


def _encode(value: Any, encoder: json.JSONEncoder) -> str:
    try:
        return encoder.encode(value)
    except ValueError:  # a number JSON has no word for
        return encoder.encode(_finite(value))


def _finite(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return value


def _json_escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def paths(rows: Iterable[Record]) -> list[Path]:
    """The columns of nested records in first-seen order; null where others have a record adds no column."""
    shape: dict[str | None, Any] = {}
    for row in rows:
        _learn(row, shape)
    return list(_walk(shape, ()))


def _learn(row: Record, shape: dict[str | None, Any]) -> None:
    for key, value in row.items():
        if isinstance(value, dict):
            _learn(value, shape.setdefault(key, {}))
        else:
            leaf = shape.setdefault(key, {})
            if value is not None:
                leaf[None] = {}


def _walk(shape: dict[str | None, Any], path: Path) -> Iterator[Path]:
    for key, below in shape.items():
        if key is None:
            yield path
        elif below:
            yield from _walk(below, (*path, key))
        else:
            yield (*path, key)


def at(row: Record, path: Path) -> Any:
    """What stands at `path` in a nested record; None where nothing or a whole record stands there."""
    value: Any = row
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return None if isinstance(value, dict) else value


def cell(value: Any) -> str:
    """A leaf as text: null empty, true/false, lists joined by `; ` (records by name or text, their own or their
    contact's; what is due with ref and day)."""
    if isinstance(value, str):
        return value
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list | tuple):
        return "; ".join(map(_element, value))
    return str(value)


def _element(value: Any) -> str:
    if isinstance(value, dict) and "ref" in value and "text" in value:
        parts = (value["ref"], value.get("kind"), value.get("due_on"), value.get("due_time"))
        return f"{' '.join(str(part) for part in parts if part)}: {value['text']}"
    if isinstance(value, dict):
        whose = value["contact"] if isinstance(value.get("contact"), dict) else value
        named = next((whose[key] for key in ("name", "text") if whose.get(key) is not None), None)
        return json.dumps(_finite(value), ensure_ascii=False) if named is None else cell(named)
    return cell(value)


def to_csv(rows: Iterable[Record], columns: Sequence[Path] | None = None, *, raw: bool = False) -> Iterator[str]:
    """Header and records as CSV lines ending in a newline; nested keys joined by `_`, formulas defused.

    `columns` fixes the header, also of an empty list; else it is the union of the keys, and no rows give
    no line.
    `raw` leaves formulas as they are; numbers that are numbers are never touched.
    """
    listed = list(rows)
    chosen = paths(listed) if columns is None else list(columns)
    if chosen:
        yield _csv_line(["_".join(path) for path in chosen], raw)
    for row in listed:
        yield _csv_line([at(row, path) for path in chosen], raw)


def _csv_line(values: Sequence[Any], raw: bool) -> str:
    texts = [
        str(value) if type(value) is int else _quoted(cell(value) if raw or _is_number(value) else defuse(cell(value)))
        for value in values
    ]
    return (",".join(texts) if len(texts) != 1 or texts[0] else '""') + "\n"


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def to_plain(rows: Iterable[Record], columns: Sequence[Path] | None = None) -> Iterator[str]:
    """One record a line, tab separated, no header; tabs and line breaks inside a value become spaces."""
    listed = list(rows)
    chosen = paths(listed) if columns is None else list(columns)
    for row in listed:
        yield "\t".join(one_line(cell(at(row, path))) for path in chosen) + "\n"
