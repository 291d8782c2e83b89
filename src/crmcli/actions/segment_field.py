"""What `--by FIELD` may go by: which field a word means, and whom it gives which value.

Tags, columns and custom fields have no dates and are those of now; answers, classes and orders are those of the day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from crmcli.actions.session import Session
from crmcli.domain.period import class_period
from crmcli.errors import BadValueError, NotFoundError
from crmcli.store import attributes, segment_sums, segments
from crmcli.store.segments import Window

OWN = "field:"
GRADED = ("class", "stage")
BUILT_IN = tuple(dict.fromkeys((*attributes.NAMED, *attributes.COLUMNS, *GRADED, *segment_sums.PARTS)))
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
    return _stages(session, day) if field.name == "stage" else _classes(session, day)


def _classes(session: Session, day: date) -> attributes.Values:
    """Everybody's class as it stands everywhere else: their own, else their company's, else prospect."""
    own = _own_classes(session, day)
    firms = segments.accounts(session.book)
    return [
        (one, own.get(one) or own.get(firms.get(one, one), "prospect")) for one in attributes.people(session.book, day)
    ]


def _stages(session: Session, day: date) -> attributes.Values:
    own = _own_classes(session, day)
    return [(one, _stage(own, one)) for one in attributes.people(session.book, day)]


def _stage(own: Mapping[int, str], contact: int) -> str:
    if contact not in own:
        return "prospect"
    return "former" if own[contact] == "zero" else "customer"


def _own_classes(session: Session, day: date) -> dict[int, str]:
    """The class of whoever had ordered by that day, by sales over the 12 months to the end of the month before it."""
    from crmcli.analysis.value_class import classify

    book, period = session.book, class_period(day)
    sold = segments.sums(book, "sales", Window(period.start, period.end, period.end))
    amounts = [(one, sold.amounts.get(one) or 0) for one, _ in sold.customers]
    known = classify(amounts, a=session.policy["abc.a"], b=session.policy["abc.b"]).by_contact()
    return {one: known.get(one, "new") for one, _ in segments.customers(book, day)}
