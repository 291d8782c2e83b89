"""Everybody's class and stage as of a day, as they stand everywhere outside `crm segment --abc`: by sales over the 12 months to
the end of the month before; and who is of a class, which narrows any other kind of segment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from crmcli.actions.segment_find import by_account
from crmcli.actions.session import Session
from crmcli.analysis.value_class import CLASSES, classify
from crmcli.domain.period import class_period
from crmcli.domain.words import pick
from crmcli.store import attributes, segments
from crmcli.store.segments import Window

NAMES = (*CLASSES, "new", "prospect")


def class_named(text: str) -> str:
    """The class that --class names, in any case. Raises BadValueError."""
    names = {name.lower().replace("_", "-"): name for name in NAMES}
    return names[pick("-".join(text.split()), tuple(names), "class")]


def members(session: Session, name: str, day: date, *, accounts: bool) -> frozenset[int]:
    """Whoever is of the class on a day; where accounts are asked for, the companies that are, with their people's orders."""
    if not accounts:
        return frozenset(one for one, grade in classes(session, day) if grade == name)
    firms = segments.accounts(session.book)
    own = _own_classes(session, day, firms)
    here = {firms.get(one, one) for one in attributes.people(session.book, day)} | own.keys()
    return frozenset(one for one in here if own.get(one, "prospect") == name)


def classes(session: Session, day: date) -> attributes.Values:
    """Everybody's class: their own, else their company's, else prospect; of the archived, their own."""
    own = _own_classes(session, day)
    firms = segments.accounts(session.book)
    here = attributes.people(session.book, day) | own.keys()
    return [(one, own.get(one) or own.get(firms.get(one, one), "prospect")) for one in sorted(here)]


def account_classes(session: Session, day: date) -> dict[int, str]:
    """The class of every account that ordered by a day, its people's orders counted as its own."""
    return _own_classes(session, day, segments.accounts(session.book))


def stages(session: Session, day: date) -> attributes.Values:
    """Everybody's stage: prospect, customer or former."""
    own = _own_classes(session, day)
    window = Window(class_period(day).start, day, day)
    unpriced = {one for one, minor in segments.sums(session.book, "sales", window).amounts.items() if minor is None}
    own |= dict.fromkeys(unpriced.intersection(own), "unpriced")
    return [(one, _stage(own, one)) for one in sorted(attributes.people(session.book, day) | own.keys())]


def _stage(own: Mapping[int, str], contact: int) -> str:
    if contact not in own:
        return "prospect"
    return "former" if own[contact] == "zero" else "customer"


def _own_classes(session: Session, day: date, firms: Mapping[int, int] | None = None) -> dict[int, str]:
    """The class of whoever had ordered by that day; with `firms`, people's orders are their company's."""
    book, period = session.book, class_period(day)
    sold = segments.sums(book, "sales", Window(period.start, period.end, period.end))
    first = segments.customers(book, day)
    if firms:
        sold = by_account(sold, firms)
        first = [(firms.get(one, one), on) for one, on in first]
    amounts = [(one, sold.amounts.get(one) or 0) for one, _ in sold.customers]
    known = classify(amounts, a=session.policy["abc.a"], b=session.policy["abc.b"]).by_contact()
    return {one: known.get(one, "new") for one, _ in first}
