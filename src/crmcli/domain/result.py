"""What an action hands to the renderer: the answer as plain data, before anybody chose a format.

Lives in the domain so that actions and render share it without knowing each other. It must stay plain:
strings, numbers, lists and dicts only, nothing that needs a connection or a clock.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """One answer. A list result has `items`, a single record `item`; totals of the whole stand in `summary`.

    `as_of` is a local date "YYYY-MM-DD", `currency` an ISO code, money inside is `..._minor` integers.
    `notes` are warnings and remarks; `said` are the human lines of a write; `exit_code` is what the process
    ends with.
    """

    kind: str
    as_of: str
    currency: str
    item: dict[str, Any] | None = None
    items: list[dict[str, Any]] | None = None
    summary: dict[str, Any] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    exit_code: int = 0
