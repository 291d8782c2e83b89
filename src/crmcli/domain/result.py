"""What an action hands to the renderer: the answer as plain data, before anybody chose a format.

Lives in the domain so that actions and render share it without knowing each other. It must stay plain:
strings, numbers, lists and dicts only, nothing that needs a connection or a clock.
"""

from __future__ import annotations

from typing import Any

WHOLE = "(all)"


class Result:
    """One answer. A list result has `items`, a single record `item`; totals of the whole stand in `summary`.

    `as_of` is a local date "YYYY-MM-DD", `currency` an ISO code, money inside is `..._minor` integers.
    `notes` are warnings and remarks; `said` are the human lines of a write; `exit_code` is what the process
    ends with.
    """

    __slots__ = ("as_of", "currency", "exit_code", "item", "items", "kind", "notes", "said", "summary")

    def __init__(
        self,
        kind: str,
        as_of: str,
        currency: str,
        item: dict[str, Any] | None = None,
        items: list[dict[str, Any]] | None = None,
        summary: dict[str, Any] | None = None,
        notes: list[str] | None = None,
        said: list[str] | None = None,
        exit_code: int = 0,
    ) -> None:
        self.kind = kind
        self.as_of = as_of
        self.currency = currency
        self.item = item
        self.items = items
        self.summary = {} if summary is None else summary
        self.notes = [] if notes is None else notes
        self.said = [] if said is None else said
        self.exit_code = exit_code

    @property
    def totals(self) -> dict[str, Any]:
        """The summary's own totals: where a group has the name of one, the total stands apart in WHOLE."""
        return {**self.summary, **self.summary.get(WHOLE, {})}

    def but(self, **parts: Any) -> Result:
        """The same answer with some parts exchanged."""
        return Result(**{**{name: getattr(self, name) for name in self.__slots__}, **parts})
