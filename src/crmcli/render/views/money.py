"""Tables of orders and quotes: what came in and what is out, in the book's currency.

An amount paid in another currency stands beside it in that currency; a missing rate says so in words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.render.table import Cell, Column, Text, table
from crmcli.render.terminal import Screen

NO_RATE = "no rate"


def orders(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Orders newest first, and their net total."""
    rows = (result.items or [])[:limit]
    if not result.summary["count"]:
        return ["No orders. `crm order add WHO AMOUNT` enters one."]
    foreign = any(one["currency"] != result.currency for one in rows)
    columns = [
        Column("order"),
        Column("on"),
        Column("who", min=12, flex=2),
        Column(result.currency, align="r"),
        *([Column("paid", align="r", priority=1)] if foreign else []),
        Column("what", min=8, flex=3, priority=2),
        Column("by", flex=1, priority=3),
    ]
    lines = table(columns, [_order(one, result.currency, foreign) for one in rows], screen)
    total = format_amount(result.summary["total_minor"], result.currency, symbol=True)
    net = f"{result.summary['count']:,} in all, {total} net of refunds"
    return [*lines, *_more(result, rows, screen), "", net]


def quotes(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Quotes, the open ones first, and how many ended how."""
    rows = (result.items or [])[:limit]
    if not result.summary["count"]:
        return ["No quotes. `crm quote add WHO AMOUNT` keeps one."]
    columns = [
        Column("quote"),
        Column("on", priority=3),
        Column("who", min=12, flex=2),
        Column(result.currency, align="r"),
        Column("stands", min=10),
        Column("what", min=8, flex=3, priority=1),
        Column("why", min=6, flex=2, priority=2),
    ]
    if not any(one["reason"] for one in rows):
        columns.pop()
    cells = [_quote(one, result)[: len(columns)] for one in rows]
    summary = result.summary
    value = format_amount(summary["open_minor"], result.currency, symbol=True)
    ends = [
        f"{summary['open']:,} open ({value})",
        *(f"{summary[how]:,} {how}" for how in ("won", "lost", "expired")),
    ]
    return [*table(columns, cells, screen), *_more(result, rows, screen), "", ", ".join(ends)]


def _order(one: dict[str, Any], base: str, foreign: bool) -> list[Text]:
    paid = "" if one["currency"] == base else format_amount(one["amount_minor"], one["currency"], symbol=True)
    what = [
        f"refund of o{one['refund_of']}" if one["refund_of"] else "refund" if one["amount_minor"] < 0 else "",
        f"{one['quantity']} x" if one["quantity"] else "",
        one["line"],
        one["site"],
        one["ref"],
    ]
    who: Text = one["contact"]["name"] if one["contact"] else Cell("walk-in", "dim")
    return [
        f"o{one['id']}",
        one["on"],
        who,
        _money(one["base_minor"], base),
        *([paid] if foreign else []),
        ", ".join(part for part in what if part),
        one["by"] or "",
    ]


def _quote(one: dict[str, Any], result: Result) -> list[Text]:
    stands = one["status"]
    if one["status"] == "open" and one["valid_until"]:
        ended = one["valid_until"] < result.as_of
        stands = Cell(
            f"ended {one['valid_until']}" if ended else f"until {one['valid_until']}",
            "bold" if ended else None,
        )
    elif one["closed_on"]:
        stands = f"{stands} {one['closed_on']}"
    foreign = one["currency"] != result.currency
    offered = format_amount(one["amount_minor"], one["currency"], symbol=True) if foreign else ""
    what = [one["for"] or "", offered, "shortlist only" if one["shortlist"] else ""]
    return [
        f"q{one['id']}",
        one["on"],
        one["contact"]["name"],
        _money(one["base_minor"], result.currency),
        stands,
        ", ".join(part for part in what if part),
        one["reason"] or "",
    ]


def _money(minor: int | None, currency: str) -> Text:
    return Cell(NO_RATE, "dim") if minor is None else format_amount(minor, currency)


def _more(result: Result, rows: Sequence[Any], screen: Screen) -> list[str]:
    """How many rows of the whole the action was not asked for."""
    hidden = result.summary["count"] - max(len(rows), len(result.items or ()))
    if hidden <= 0:
        return []
    text = f"{screen.mark('…', '...')} and {hidden:,} more (--limit N, --json or --csv for all)"
    return [screen.style(text, "dim")]
