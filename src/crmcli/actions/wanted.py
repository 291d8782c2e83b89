"""`crm wanted`: the accounts one wants in a year, and whether enough people are known there by name.

A year is a fiscal year and has the number of the year it ends in. What is taken off the list stays on it for the days before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from crmcli.actions.day_asked import day_asked
from crmcli.actions.record import named
from crmcli.actions.segment_class import account_classes
from crmcli.actions.session import Session
from crmcli.actions.who import find_one
from crmcli.domain.period import DEFAULT_PERIOD, named_period
from crmcli.domain.result import Result
from crmcli.domain.text import clean_text, quoted
from crmcli.domain.when import format_iso
from crmcli.domain.words import counted
from crmcli.errors import BadValueError, DeclinedError, NotFoundError
from crmcli.store import contacts, wallets, wanted
from crmcli.store.wanted import Account, Person, Wanted

LAST_YEAR = 2200
SHOWN = 2


def add(session: Session, who: str, *, year: str | None = None, why: str | None = None) -> Result:
    """Puts an account on the list. Raises BadValueError, NotFoundError, AmbiguousError; DeclinedError where it is on it."""
    one = find_one(session, who)
    meant = _next_year(session) if year is None else _year(session, year)
    day = session.today.isoformat()
    for row in wanted.standing(session.book, day, one.id):
        if row.year == meant:
            raise DeclinedError(
                f"{one.name} (c{one.id}) is wanted for {meant} already, since {format_iso(row.on)}",
                f"`crm wanted remove c{one.id} --year {meant}` takes it off the list",
            )
    reason = None if why is None else clean_text(why, what="--why", limit=1000)
    with session.operation() as op:
        op.insert("wanted", contact_id=one.id, year=meant, on_date=day, why=reason)
    item = next(row for row in _items(session, session.today, one.id) if row["year"] == meant)
    said = [f"{one.name} (c{one.id}) is wanted for {meant}", item["why"]]
    return session.written("wanted", op, said, item=item, notes=_advice(session, one.id, item))


def remove(session: Session, who: str, *, year: str | None = None) -> Result:
    """Takes an account off the list from today on. Raises BadValueError, NotFoundError, AmbiguousError."""
    one = find_one(session, who)
    rows = wanted.standing(session.book, session.today.isoformat(), one.id)
    meant = None if year is None else _number(year)
    found = [row for row in rows if meant in (None, row.year)]
    if not found:
        when = "" if meant is None else f" for {meant}"
        raise NotFoundError(f"{one.name} (c{one.id}) is not wanted{when}", "`crm wanted list` shows who is")
    if len(found) > 1:
        years = " and ".join(str(row.year) for row in found)
        raise BadValueError(f"{one.name} (c{one.id}) is wanted for {years}", f"say which: --year {found[0].year}")
    item = next(row for row in _items(session, session.today, one.id) if row["year"] == found[0].year)
    ended = session.today.isoformat()
    with session.operation() as op:
        op.update("wanted", found[0].id, ended_on=ended)
    said = [f"{one.name} (c{one.id}) is no longer wanted for {found[0].year}"]
    return session.written("wanted", op, said, item={**item, "ended_on": ended})


def list_wanted(session: Session, *, year: str | None = None) -> Result:
    """The accounts wanted for a year, or for this fiscal year and all to come, on the day asked about."""
    meant = None if year is None else _number(year)
    day = session.as_of
    rows = _items(session, day)
    rows = [row for row in rows if row["year"] == meant or (meant is None and row["year"] >= _fiscal(session, day))]
    items = [row for row in rows if not row["archived"]]
    notes = []
    if len(items) < len(rows):
        notes.append(f"{counted(len(rows) - len(items), 'archived account')} left out")
    few = sorted((row for row in items if row["few_people"]), key=lambda row: row["kind"] == "person")
    summary = {
        "accounts": len(items),
        "few_people": len(few),
        "reached": sum(row["reached"] for row in items),
        "customers": sum(row["sales_minor"] > 0 for row in items),
        "people_needed": session.policy["wanted.people"],
        "years": {str(one): count for one, count in sorted(Counter(row["year"] for row in items).items())},
        "next": _command(session, few[0]["contact"]["id"]) if few else None,
    }
    return session.result("wanted", items=items, summary=summary, notes=notes)


def _items(session: Session, day: date, contact_id: int | None = None) -> list[dict[str, Any]]:
    with day_asked(session):
        rows = wanted.standing(session.book, day.isoformat(), contact_id)
        ids = {row.contact_id for row in rows}
        people = wanted.people(session.book, ids, day.isoformat())
        accounts = wanted.accounts(session.book, ids)
        sales = _sales(session, day, ids, people)
        pooled = account_classes(session, day) if rows else {}
    needed = session.policy["wanted.people"]
    return [
        _item(
            row,
            people.get(row.contact_id, []),
            _graded(accounts, row.contact_id, pooled),
            sales[row.contact_id],
            needed,
        )
        for row in rows
    ]


def _graded(accounts: Mapping[int, Account], one: int, pooled: Mapping[int, str]) -> Account:
    """How things stand with an account, of the class that it has with its people's orders; who is no account keeps their own."""
    return accounts[one]._replace(grade=pooled.get(one, accounts[one].grade))


def _item(row: Wanted, people: list[Person], account: Account, sales: int, needed: int) -> dict[str, Any]:
    known = [Person(row.contact_id, row.name, None), *people] if row.kind == "person" else people
    reached = account.last_on is not None and account.last_on >= row.on
    return {
        "contact": named(row.contact_id, row.name),
        "kind": row.kind,
        "year": row.year,
        "since": row.on,
        "people": [{"contact": named(one.id, one.name), "role": one.role} for one in known],
        "few_people": len(known) < needed,
        "class": account.grade,
        "last_contact": None if account.last_on is None else {"on": account.last_on},
        "reached": reached,
        "sales_minor": sales,
        "owner": row.owner,
        "reason": row.why,
        "why": _why(row, known, account, needed, reached=reached),
        "archived": row.archived,
    }


def _why(row: Wanted, known: list[Person], account: Account, needed: int, *, reached: bool) -> str:
    said = [row.why] if row.why else []
    people = (
        f"{len(known)} of {needed} named people"
        if len(known) < needed
        else counted(len(known), "named person", "named people")
    )
    said.append(people if known else "nobody known by name")
    if account.last_on is None:
        said.append("never spoken to")
    elif reached:
        said.append(f"last spoken to on {format_iso(account.last_on)}")
    else:
        said.append(f"not spoken to since it was put on the list (last on {format_iso(account.last_on)})")
    return "; ".join(said)


def _sales(session: Session, day: date, ids: set[int], people: dict[int, list[Person]]) -> dict[int, int]:
    """Net sales of the 12 months to a day, to each account and to whoever works there."""
    everyone = ids.union(*([one.id for one in known] for known in people.values()))
    sold = wallets.sold(session.book, named_period(DEFAULT_PERIOD, day), day.isoformat(), everyone).amounts
    return {one: sum(sold.get(who, 0) for who in {one, *(p.id for p in people.get(one, ()))}) for one in ids}


def _advice(session: Session, contact_id: int, item: dict[str, Any]) -> list[str]:
    firms = contacts.employers(session.book, contact_id)
    if firms:
        return [f"{item['contact']['name']} works at {firms[0][1]}: `crm wanted add c{firms[0][0]}` wants the company"]
    return [f"`{_command(session, contact_id)}` names one more"] if item["few_people"] else []


def _command(session: Session, contact_id: int) -> str:
    return f'crm add "NAME" --company c{contact_id} --role buyer{session.place_flag}'


def _fiscal(session: Session, day: date) -> int:
    """The number of the fiscal year that a day is in: that of the year it ends in."""
    first: int = session.policy["fiscal_year_start"]
    return day.year + (1 < first <= day.month)


def _next_year(session: Session) -> int:
    return _fiscal(session, session.today) + 1


def _year(session: Session, text: str) -> int:
    year, present = _number(text), _fiscal(session, session.today)
    if year < present:
        raise BadValueError(f"--year {year} is over", f"this one, {present}, or one to come")
    return year


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4 and 1900 <= int(text) <= LAST_YEAR):
        raise BadValueError(f"--year {quoted(text)} is no year", "such as 2027")
    return int(text)
