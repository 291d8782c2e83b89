"""How a segment by value looks: the picture of the classes, the customers, who moved, and what to do with it.

Reads the result and nothing else. Arrows and bars have words and figures beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.render.chart import Share, pareto, percent
from crmcli.render.table import Column, Row, pairs, table, title
from crmcli.render.terminal import Screen
from crmcli.render.views.segment_parts import dim_lines, group_cell, in_words, more_line, moved_lines, next_lines

CLASSES = ("A", "B", "C", "zero", "below_zero")
STYLES = {"A": "green", "B": "cyan", "C": None, "zero": "dim", "below_zero": "red"}


def abc(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm segment --abc`; says itself how many customers more there are: the items come cut."""
    summary = result.summary
    lines = [""] if result.said else []
    lines += title(_title(result), screen)
    lines += dim_lines(_about(result), screen)
    if not summary["customers"]:
        unknown = summary["customers_unknown"]
        if unknown:
            return [
                *lines,
                "",
                f"What {counted(unknown, 'customer')} brought is not known: no rate, or no cost, and no class.",
            ]
        return [*lines, "", "Nobody has ordered yet; `crm order add WHO AMOUNT` keeps an order."]
    lines += ["", *pareto(_shares(summary), screen), ""]
    lines += _customers(result, screen, limit)
    lines += ["", *moved_lines(result, screen)]
    lines += _aside(result, screen)
    return [*lines, *next_lines(summary, screen)]


def _title(result: Result) -> str:
    summary = result.summary
    what = ("Margin" if summary["by"] == "margin" else "Sales") + (
        " by account" if summary["accounts"] else " by customer"
    )
    return f"{what}, {summary['from']} to {summary['to']}, {result.currency}, as of {result.as_of}"


def _about(result: Result) -> str:
    summary = result.summary
    limits = summary["thresholds"]
    if summary["total_minor"] <= 0:
        known = " that is known" if summary["customers_unknown"] or summary["excluded"] else ""
        return (
            f"nobody brought anything{known} in these days: no A, B or C; {counted(summary['customers'], 'customer')}"
        )
    return (
        f"A to {_limit(limits['a'])} of {format_amount(summary['total_minor'], result.currency)},"
        f" B to {_limit(limits['b'])}, C the rest; {counted(summary['customers'], 'customer')}"
        + (f"; effort is {counted(summary['effort_minutes'], 'minute')}" if summary["effort_minutes"] else "")
    )


def _limit(share: float) -> str:
    return f"{share * 100:g} %"


def _shares(summary: Mapping[str, Any]) -> list[Share]:
    """The classes anybody is in; effort only where any was kept."""
    return [
        Share(
            label=in_words(name),
            customers=summary[name]["customers"] / summary["customers"],
            value=summary[name]["share"] if name in CLASSES[:3] else None,
            effort=summary[name]["effort_share"] if summary["effort_minutes"] else None,
            style=STYLES[name],
        )
        for name in CLASSES
        if summary[name]["customers"]
    ]


def _customers(result: Result, screen: Screen, limit: int | None) -> list[str]:
    shown = (result.items or [])[:limit]
    chosen = result.summary.get("class")
    whole = result.summary[chosen]["customers"] if chosen else result.summary["customers"]
    if not whole:
        return [f"Nobody is in {in_words(chosen or '')}."]
    columns = [
        Column("rank", "r"),
        Column("customer", min=12, flex=1),
        Column("class", priority=1),
        Column(f"{result.summary['by']} {result.currency}", "r"),
        Column("share", "r", priority=2),
        Column("cumulative", "r", priority=3),
        Column("effort min", "r", priority=4),
    ]
    lines = table(columns, [_row(item, result.currency, screen) for item in shown], screen) if shown else []
    return [*lines, *more_line(whole - len(shown), screen)]


def _row(item: Mapping[str, Any], currency: str, screen: Screen) -> Row:
    return Row(
        [
            f"{item['rank']:,}",
            item["contact"]["name"],
            group_cell(item, "class", screen, CLASSES, STYLES),
            format_amount(item["amount_minor"], currency),
            percent(item["share"]),
            percent(item["cumulative_share"]),
            f"{item['effort_minutes']:,}" if item["effort_minutes"] else "-",
        ]
    )


def _aside(result: Result, screen: Screen) -> list[str]:
    """Walk-ins and what was left out, so that the sums can be checked."""
    summary = result.summary
    walk_in = summary["walk_in"]
    entries = []
    if walk_in["count"]:
        amount = format_amount(walk_in["amount_minor"], result.currency)
        entries.append(("walk-in sales", f"{amount} in {counted(walk_in['count'], 'order')}, in no class"))
    left_out = [
        f"{counted(summary[key], 'order')} {what}"
        for key, what in (("excluded", "without a rate"), ("excluded_unknown_cost", "of unknown cost"))
        if summary[key]
    ]
    if left_out:
        entries.append(("left out", ", ".join(left_out)))
    if summary["effort_outside_minutes"]:
        entries.append(
            ("other effort", f"{counted(summary['effort_outside_minutes'], 'minute')} for people without a class")
        )
    return ["", *pairs(entries, screen)] if entries else []
