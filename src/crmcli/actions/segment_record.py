"""How an ABC segment looks in an answer: items, summary of the whole, movers by name, what was left out."""

from __future__ import annotations

from typing import Any

from crmcli.actions.record import NAMED, first_of, named
from crmcli.actions.segment_find import Found, Question
from crmcli.actions.segment_left import rate_note
from crmcli.actions.segment_window import OWN_DATES
from crmcli.actions.session import Session
from crmcli.analysis.value_class import CLASSES, ClassedCustomer, ValueClass
from crmcli.domain.period import DEFAULT_PERIOD
from crmcli.domain.words import counted
from crmcli.store import segments


def item(row: ClassedCustomer, names: dict[int, str], found: Found) -> dict[str, Any]:
    """One customer as scripts see it."""
    return {
        "contact": named(row.contact_id, names.get(row.contact_id, "")),
        "class": row.class_,
        "amount_minor": row.amount_minor,
        "share": row.share,
        "cumulative_share": row.cumulative_share,
        "rank": row.rank,
        "effort_minutes": found.minutes.get(row.contact_id, 0),
        "was": found.moved.was.get(row.contact_id),
    }


def summary(question: Question, found: Found) -> dict[str, Any]:
    """The whole, whichever rows are shown; `from` of the period `all` is the first day there was anything."""
    window, earlier, classes = question.looked.window, question.earlier, found.classes
    return {
        "from": _first_day(question, found),
        "to": window.end.isoformat(),
        "period": question.looked.period,
        "by": question.by,
        "accounts": question.accounts,
        **({"class": question.chosen} if question.chosen else {}),
        "thresholds": {"a": classes.a, "b": classes.b},
        "total_minor": classes.total_minor,
        "net_minor": sum(total.amount_minor for total in classes.totals.values()),
        "customers": len(classes.contact_ids),
        "excluded": found.excluded,
        "excluded_unknown_cost": found.unknown_cost,
        "customers_unknown": found.unknown,
        "walk_in": {"count": found.walk_in.orders, "amount_minor": found.walk_in.amount_minor},
        **{name: _class_summary(name, found) for name in CLASSES},
        "effort_minutes": sum(part.minutes for part in found.effort.by_class.values()),
        "effort_outside_minutes": found.effort.outside_minutes,
        "compared_with": {
            "on": earlier.window.as_of.isoformat(),
            "from": earlier.window.start.isoformat(),
            "to": earlier.window.end.isoformat(),
            "snapshot": earlier.snapshot_id is not None,
        },
        "movers": found.moved.counts(),
    }


def _class_summary(name: ValueClass, found: Found) -> dict[str, Any]:
    total, spent = found.classes.totals[name], found.effort.by_class[name]
    return {
        "customers": total.customers,
        "amount_minor": total.amount_minor,
        "share": total.share,
        "effort_minutes": spent.minutes,
        "effort_share": spent.share,
    }


def notes(session: Session, question: Question, found: Found) -> list[str]:
    """What was left out, by its first numbers, and how to mend it."""
    lines = []
    window = question.looked.window
    if found.excluded:
        lines.append(rate_note(session, window, found.excluded))
        if found.unknown and not found.unknown_cost:
            who = counted(found.unknown, "customer has", "customers have")
            lines.append(f"{who} nothing but orders without a rate in these days, and no class")
    if found.unknown_cost:
        first = segments.without_cost(session.book, window, NAMED)
        named = first_of("o", first, found.unknown_cost)
        nobody = f", and {counted(found.unknown, 'customer')} with them" if found.unknown else ""
        lines.append(
            f"{counted(found.unknown_cost, 'order')} of unknown cost left out{nobody} ({named});"
            f" `crm edit o{first[0]} --cost A{session.place_flag}` mends one"
        )
    return lines


def following(session: Session, question: Question, found: Found) -> list[str]:
    """The commands that are likely next about the same question, as they can be pasted into a shell; of a class only where
    somebody is in it."""
    again = f"crm segment --abc{_flags(session, question)}{session.place_flag}"
    having = [name for name in CLASSES if found.classes.totals[name].customers]
    chosen = question.chosen or next(iter(having), None)
    if chosen not in having:
        return []
    listed = f"{again} --class {chosen.replace('_', '-')}"
    return [
        f'{listed} --followup "TEXT" --due fri',
        f"{listed} --tag-as NAME" if question.chosen else f"{again} --save",
    ]


def _flags(session: Session, question: Question) -> str:
    """The flags that ask the same again, each with a space before it."""
    looked = question.looked
    own = looked.period == OWN_DATES
    said = [f"--from {looked.window.start}"] if own else []
    said += [f"--period {looked.period}"] if not own and looked.period != DEFAULT_PERIOD else []
    said += [f"--to {looked.window.end}"] if looked.ended else []
    said += ["--by margin"] if question.by == "margin" else []
    said += ["--accounts"] if question.accounts else []
    said += [f"--as-of {session.as_of}"] if session.as_of != session.today else []
    return "".join(f" {one}" for one in said)


def _first_day(question: Question, found: Found) -> str:
    start, as_of = question.looked.window.start.isoformat(), question.looked.window.as_of.isoformat()
    return max(start, found.first_on or as_of) if question.looked.period == "all" else start
