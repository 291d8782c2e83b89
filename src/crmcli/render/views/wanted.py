"""The table of accounts wanted: who is known there, how it stands, and what to do where too few people are known."""

from __future__ import annotations

from typing import Any

from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.render.table import Cell, Column, Text, table, title
from crmcli.render.terminal import Screen, wrap

PEOPLE = 3


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """The accounts by year and name, those with too few named people marked."""
    if not result.items:
        return ["No account is wanted. `crm wanted add WHO` puts one on the list."]
    rows = result.items[:limit]
    columns = [
        Column("account", min=12, flex=3),
        Column("year"),
        Column("class", priority=3),
        Column("known", align="r"),
        Column("people", min=12, flex=4),
        Column("last contact", priority=1, whole=True),
        Column("sold in 12 months", align="r", priority=2),
        Column("owner", priority=4, whole=True),
        Column("why", min=8, flex=3, priority=5),
    ]
    lines = [*title(f"Accounts wanted, {result.currency}, as of {result.as_of}", screen), ""]
    lines += table(columns, [_row(one, result) for one in rows], screen)
    said = [*lines, "", *wrap(screen.text(_summary(result.summary)), screen.columns)]
    return [*said, screen.style(screen.text(result.summary["next"]), "cyan")] if result.summary["next"] else said


def _row(one: dict[str, Any], result: Result) -> list[Text]:
    return [
        one["contact"]["name"],
        str(one["year"]),
        one["class"].replace("_", " "),
        _known(one, result.summary["people_needed"]),
        _people(one),
        one["last_contact"]["on"] if one["last_contact"] else Cell("never", "dim"),
        format_amount(one["sales_minor"], result.currency),
        one["owner"] or "",
        one["reason"] or "",
    ]


def _known(one: dict[str, Any], needed: int) -> Text:
    count = len(one["people"])
    return Cell(f"{count} of {needed}", "bold") if one["few_people"] else str(count)


def _people(one: dict[str, Any]) -> str:
    names = [person["contact"]["name"] for person in one["people"]]
    return ", ".join(names[:PEOPLE]) + (f" and {len(names) - PEOPLE} more" if len(names) > PEOPLE else "")


def _summary(summary: dict[str, Any]) -> str:
    years = ", ".join(f"{count:,} for {year}" for year, count in summary["years"].items())
    parts = [
        f"{counted(summary['accounts'], 'account')} wanted ({years})",
        f"{summary['reached']:,} spoken to since",
        f"{summary['customers']:,} bought in the last 12 months",
    ]
    few = summary["few_people"]
    if few:
        verb = "has" if few == 1 else "have"
        parts.append(f"{few:,} {verb} fewer than {summary['people_needed']} named people; to add one")
    return ", ".join(parts) + (":" if few else "")
