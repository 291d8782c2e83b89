"""The table of who is suppressed: on which channels, until when, why. Reads the result and nothing else."""

from __future__ import annotations

from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.render.table import Column, Row, heading, table
from crmcli.render.terminal import Screen


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm suppress` alone, the first to be open again first."""
    if not result.items:
        return ["Nobody is suppressed. `crm suppress WHO` takes somebody off costly channels."]
    columns = [
        Column("customer", min=12, flex=2),
        Column("not by"),
        Column("open again"),
        Column("why", min=10, flex=3, wrap=True, priority=1),
    ]
    rows = [
        Row([
            one["contact"]["name"] + (" (archived)" if one["archived"] else ""),
            ", ".join(one["channels"]),
            one["until"],
            one["why"] or "",
        ])
        for one in result.items[:limit]
    ]  # fmt: skip
    people = counted(result.summary["customers"], "customer")
    title = heading(f"Suppressed: {people}, as of {result.as_of}", screen)
    return [title, "", *table(columns, rows, screen)]
