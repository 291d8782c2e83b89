"""`crm segment --rfm`: how lately, how often and for how much each customer bought, scored from 1 to 5, and the named groups
that the policy makes of the scores.

Whoever has a purchase day up to the day asked about is scored; of the period are the purchases and the money. `--compat r`
scores as the R package rfm does, with its table and with orders for purchase days.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any

from crmcli.actions.segment_kind import Graded
from crmcli.actions.segment_left import left_out
from crmcli.actions.segment_window import Looked, looked_at_from
from crmcli.actions.session import Session
from crmcli.analysis.rfm import Scores, ranges, scores, scores_as_r
from crmcli.domain.money import exponent
from crmcli.domain.policy import RFM_GROUPS
from crmcli.domain.rfm_group import OTHER, RfmGroup, parse_groups, table
from crmcli.domain.words import counted
from crmcli.errors import BadValueError
from crmcli.store import segment_sums, segments
from crmcli.store.segment_sums import Bought

if TYPE_CHECKING:
    from crmcli.actions.segment import Asked

PERIOD = "all"
FEWEST = 25
MEASURES = {"r": "how lately", "f": "how often", "m": "for how much"}
AS_R = "r"


@dataclass(frozen=True, slots=True)
class Columns:
    """The customers who are scored, in columns by place: days since the last purchase, purchases, net minor units, orders."""

    ids: list[int]
    recency: list[int]
    frequency: list[int]
    money: list[int]
    orders: list[int]


def grade(session: Session, asked: Asked, as_of: date) -> Graded:
    """Everybody's scores and group as of a day. Raises BadValueError for a --compat there is not."""
    as_r = _as_r(asked.compat)
    looked = looked_at_from(session, asked.days, as_of, PERIOD)
    bought = segment_sums.by_customer(session.book, looked.window, accounts=asked.accounts)
    columns = _columns(bought, as_of, as_r)
    scored = _scored(session, columns, as_r)
    groups = parse_groups(RFM_GROUPS if as_r else session.policy["rfm.groups"])
    names = [*[group.name for group in groups], OTHER]
    places = scored.groups(table(groups), len(groups))
    scale, doubts = _scale(columns, scored), _doubts(columns, scored)
    if asked.within is not None:
        bought = [one for one in bought if one.contact_id in asked.within]
        columns, scored, places = _narrowed(columns, scored, places, asked.within)
    order = _order(columns, places)
    at = {columns.ids[place]: place for place in order}
    excluded, notes = left_out(session, looked.window)
    about = _about(session, looked, bought, excluded, as_r) | _whole(columns, groups) | {"scores": scale}
    return Graded(
        ranked=list(at),
        grades={columns.ids[place]: names[places[place]] for place in order},
        values=dict(zip(columns.ids, columns.money, strict=True)),
        names=names,
        dress=lambda ids: [_item(columns, scored, at[one]) for one in ids],
        summary=_summary(names, columns, places),
        about=about,
        basis=_basis(asked, looked, as_r),
        ordered=False,
        notes=[*notes, *doubts],
    )


def _as_r(compat: str | None) -> bool:
    if compat is not None and compat.strip().lower() != AS_R:
        raise BadValueError(f"there is no --compat {compat[:40]!r}", "the one there is: --compat r")
    return compat is not None


def _columns(bought: Sequence[Bought], as_of: date, as_r: bool) -> Columns:
    today = as_of.toordinal()
    known: dict[str, int] = {}
    columns = Columns([], [], [], [], [])
    for one in bought:
        if one.last_on is None:
            continue
        days = known.get(one.last_on)
        if days is None:
            days = known[one.last_on] = today - date.fromisoformat(one.last_on).toordinal()
        columns.ids.append(one.contact_id)
        columns.recency.append(days)
        columns.frequency.append(one.orders if as_r else one.days)
        columns.money.append(one.amount_minor or 0)
        columns.orders.append(one.orders)
    return columns


def _scored(session: Session, columns: Columns, as_r: bool) -> Scores:
    if not as_r:
        return scores(columns.recency, columns.frequency, columns.money)
    unit = 10 ** exponent(session.policy.currency)
    return scores_as_r(columns.recency, columns.frequency, [amount / unit for amount in columns.money])


def _order(columns: Columns, places: Sequence[int]) -> list[int]:
    """The customers' places by group, and within one by money, the most first."""
    order = sorted(range(len(columns.ids)), key=columns.money.__getitem__, reverse=True)
    order.sort(key=places.__getitem__)
    return order


def _item(columns: Columns, scored: Scores, at: int) -> dict[str, Any]:
    return {
        "r": scored.r[at],
        "f": scored.f[at],
        "m": scored.m[at],
        "recency_days": columns.recency[at],
        "frequency": columns.frequency[at],
        "amount_minor": columns.money[at],
    }


def _summary(names: Sequence[str], columns: Columns, places: Sequence[int]) -> dict[str, dict[str, Any]]:
    """Every group's customers, orders and money; shares are of all who are scored and of all they brought."""
    sums = [[0, 0, 0] for _ in names]
    for place, orders, money in zip(places, columns.orders, columns.money, strict=True):
        one = sums[place]
        one[0] += 1
        one[1] += orders
        one[2] += money
    everybody, total = len(columns.ids), sum(columns.money)
    return {
        name: {
            "customers": customers,
            "customer_share": customers / everybody if everybody else 0.0,
            "orders": orders,
            "amount_minor": money,
            "share": money / total if total > 0 and money > 0 else 0.0,
        }
        for name, (customers, orders, money) in zip(names, sums, strict=True)
    }


def _about(session: Session, looked: Looked, bought: Sequence[Bought], excluded: int, as_r: bool) -> dict[str, Any]:
    window = looked.window
    walk_in = segments.walk_ins(session.book, "sales", window)
    never = [one for one in bought if one.last_on is None]
    first = min((one.first_on for one in bought if one.first_on), default=window.end.isoformat())
    return {
        "from": first if looked.period == PERIOD else window.start.isoformat(),
        "to": window.end.isoformat(),
        "period": looked.period,
        "compat": AS_R if as_r else None,
        "excluded": excluded,
        "walk_in": {"count": walk_in.orders, "amount_minor": walk_in.amount_minor},
        "no_purchase": {"customers": len(never), "amount_minor": sum([one.amount_minor or 0 for one in never])},
    }


def _narrowed(
    columns: Columns, scored: Scores, places: Sequence[int], within: Container[int]
) -> tuple[Columns, Scores, list[int]]:
    """The same of those customers alone, with the scores they have among everybody."""
    kept = [at for at, one in enumerate(columns.ids) if one in within]

    def picked(values: Sequence[int]) -> list[int]:
        return [values[at] for at in kept]

    return (
        Columns(*(picked(getattr(columns, one.name)) for one in fields(Columns))),
        Scores(picked(scored.r), picked(scored.f), picked(scored.m)),
        picked(places),
    )


def _doubts(columns: Columns, scored: Scores) -> list[str]:
    """What the names of the groups are not worth, in a book too small for fifths or too much alike."""
    customers, found = len(columns.ids), []
    if not customers:
        return []
    if customers < FEWEST:
        few = counted(customers, "customer is", "customers are")
        found.append(f"{few} few for scores by fifths: with fewer than {FEWEST} a group's name says little")
    alike = [MEASURES[name] for name in MEASURES if len(set(getattr(scored, name))) == 1]
    if alike and customers > 1:
        found.append(f"all have the same score for {' and '.join(alike)}: it does not tell them apart")
    return found


def _scale(columns: Columns, scored: Scores) -> dict[str, list[dict[str, Any]]]:
    """What each score stands for: customers, lowest and highest."""
    measured = {"r": (scored.r, columns.recency), "f": (scored.f, columns.frequency), "m": (scored.m, columns.money)}
    return {
        name: [
            {"score": one.score, "customers": one.customers, "from": one.low, "to": one.high}
            for one in ranges(found, values)
        ]
        for name, (found, values) in measured.items()
    }


def _whole(columns: Columns, groups: Sequence[RfmGroup]) -> dict[str, Any]:
    """The sums of everybody, and the table of the groups."""
    return {
        "total_minor": sum(columns.money),
        "orders": sum(columns.orders),
        "table": [
            {"segment": one.name, **{name: list(getattr(one, name)) for name in ("r", "f", "m")}} for one in groups
        ],
    }


def _basis(asked: Asked, looked: Looked, as_r: bool) -> str:
    return looked.period + ("/r" if as_r else "") + ("/accounts" if asked.accounts else "")
