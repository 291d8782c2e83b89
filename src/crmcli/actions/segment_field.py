"""What `--by FIELD` may go by: which field a word means, and whom it gives which value.

Tags, columns and custom fields have no dates and are those of now; answers, classes and orders are those of the day.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from crmcli.actions.segment_class import classes, stages
from crmcli.actions.session import Session
from crmcli.errors import BadValueError, NotFoundError
from crmcli.store import attributes, segment_sums

OWN = "field:"
GRADED = ("class", "stage")
BUILT_IN = tuple(dict.fromkeys((*attributes.NAMED, *attributes.COLUMNS, *GRADED, *segment_sums.PARTS)))
OTHER_WORDS = {"prefers": "channel"}
SHOWN = 12


class Field(NamedTuple):
    """One field: what it is called, whether its values have dates, and whether it is of orders and not of contacts."""

    name: str
    custom: bool
    dated: bool
    of_orders: bool

    @property
    def basis(self) -> str:
        """What snapshots of it share."""
        return f"{OWN}{self.name}" if self.custom else self.name


def field_named(session: Session, text: str) -> Field:
    """The field that a word means: one of the book's own, a custom one, or the beginning of either; `field:owner` is a custom
    field that is called as one of the book's own. Raises NotFoundError naming the fields there are, BadValueError."""
    asked = text.strip().casefold().replace("_", "-")
    keys = {key.casefold(): key for key in attributes.custom_keys(session.book)}
    plain_keys = {key.replace("_", "-"): name for key, name in keys.items()}
    own = asked.removeprefix(OWN)
    built: tuple[str, ...] = BUILT_IN if own == asked else ()
    if own in built:
        return _built_in(own)
    if own in plain_keys:
        return Field(plain_keys[own], custom=True, dated=False, of_orders=False)
    found = [name for name in (*built, *plain_keys) if own and name.startswith(own)]
    if not found and own == asked:
        found = [name for word, name in OTHER_WORDS.items() if own and word.startswith(own)]
    if len(found) == 1:
        return _built_in(found[0]) if found[0] in built else Field(plain_keys[found[0]], True, False, False)
    if found:
        raise BadValueError(f"--by {text[:40]!r} could be {' or '.join(found[:SHOWN])}", "write a letter more")
    yours = ", ".join(list(keys.values())[:SHOWN])
    raise NotFoundError(
        f"there is no field {text[:40]!r}",
        f"--by sales or margin, {', '.join(BUILT_IN)}" + (f", or a field of yours: {yours}" if yours else ""),
    )


def _built_in(name: str) -> Field:
    of_orders = name in segment_sums.PARTS
    return Field(name, custom=False, dated=of_orders or name in GRADED, of_orders=of_orders)


def values_of(session: Session, field: Field, day: date) -> attributes.Values:
    """(contact, value) of a field of contacts as of a day; several for who has several, none for who has none."""
    book = session.book
    if field.custom:
        return attributes.custom(book, field.name, day)
    if field.name in attributes.NAMED:
        return attributes.NAMED[field.name](book)
    if field.name in attributes.COLUMNS:
        return attributes.of_column(book, field.name)
    return stages(session, day) if field.name == "stage" else classes(session, day)
