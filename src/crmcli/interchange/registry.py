"""The import formats: a table of names. A new format is one module and one line here."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import NamedTuple

from crmcli.errors import BadValueError


class Format(NamedTuple):
    """module and function that read it; kinds of record it can produce."""

    module: str
    function: str
    kinds: tuple[str, ...]

    def reader(self) -> Callable[..., object]:
        """The function, its module imported only now."""
        function: Callable[..., object] = getattr(import_module(self.module), self.function)
        return function


FORMATS: dict[str, Format] = {
    "csv": Format("crmcli.interchange.delimited", "read", ("contacts", "orders")),
}


def find_format(name: str, kind: str) -> Format:
    """The format called `name`, if it can produce `kind`. Raises BadValueError otherwise."""
    found = FORMATS.get(name.casefold())
    if found is None:
        raise BadValueError(f"no format is called {name!r}", f"formats are {', '.join(FORMATS)}")
    if kind not in found.kinds:
        raise BadValueError(f"{name} cannot be imported as {kind!r}", f"it holds {', '.join(found.kinds)}")
    return found
