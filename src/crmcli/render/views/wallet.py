"""The table of what customers spend in all and our share of it, the most room first."""

from __future__ import annotations

from typing import Any

from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.render.chart import percent
from crmcli.render.table import Cell, Column, Row, Text, table, title
from crmcli.render.terminal import Screen, wrap

NO_RATE = "no rate"


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Customers with an estimate; under a stale one, why."""
    rows = (result.items or [])[:limit]
    if not result.items:
        return ["No estimates. `crm wallet set WHO AMOUNT --source TEXT` keeps one."]
    columns = [
        Column("who", min=12, flex=3),
        Column("spend a year", align="r"),
        Column("ours", align="r"),
        Column("share", align="r"),
        Column("room", align="r", priority=1),
        Column("dated", priority=2, whole=True),
        Column("source", min=8, flex=2, priority=4),
        Column("also from", min=8, flex=2, priority=3),
    ]
    lines = [*title(f"Share of wallet, {result.currency}, as of {result.as_of}", screen), ""]
    lines += table(columns, [_row(one, result.currency) for one in rows], screen)
    return [*lines, "", *wrap(screen.text(_together(result)), screen.columns)]


def _row(one: dict[str, Any], currency: str) -> Row:
    known = one["wallet_minor"] is not None
    cells: list[Text] = [
        one["contact"]["name"],
        format_amount(one["wallet_minor"], currency) if known else Cell(NO_RATE, "dim"),
        format_amount(one["own_minor"], currency),
        f"{one['share'] * 100:.0f} %" if known else "",
        "" if one["room_minor"] is None else format_amount(one["room_minor"], currency),
        one["on"],
        one["source"] or "",
        one["competitor"] or "",
    ]
    return Row(cells, [Cell(f"stale: {one['why']}", "bold")] if one["stale"] else [])


def _together(result: Result) -> str:
    summary = result.summary
    cover = summary["coverage"]
    parts = []
    if summary["customers"]:
        ours = format_amount(summary["own_minor"], result.currency)
        of = format_amount(summary["wallet_minor"], result.currency, symbol=True)
        parts.append(
            f"Together ours is {ours} of {of}, {percent(summary['share'])}, from {summary['from']} to {summary['to']}"
        )
    if cover["of"]:
        buyers = counted(cover["of"], "customer")
        part = f"{cover['customers']:,} of {buyers} with sales have an estimate"
        parts.append(f"{part}, {percent(cover['value_share'])} of the sales")
    parts += [f"{counted(summary['stale'], 'estimate')} to ask about again"] if summary["stale"] else []
    return ". ".join(parts)
