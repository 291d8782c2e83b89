"""How the reports on our service look: complaints, which one can hang on the wall, and how long customers wait.

Reads the result and nothing else. Every bar has its figure beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmcli.domain.result import Result
from crmcli.domain.words import counted
from crmcli.render.chart import bar, percent
from crmcli.render.table import Cell, Column, Row, pairs, table
from crmcli.render.terminal import Screen, wrap
from crmcli.render.views.report_parts import Line, bars, ends, figure, head, own, trends, was
from crmcli.render.views.segment_parts import dim_lines, more_line

STEPS = {
    "answer": "their message to our answer", "promise": "a promise to its keeping", "quote": "a quote to their decision",
    "complaint_response": "a complaint to its answer", "complaint_resolution": "a complaint to its solution",
}  # fmt: skip
SHORT = {"hours": "h", "days": "d", "working hours": "working h"}
BAR = 12


def complaints(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm report complaints`; the items come cut."""
    summary, before = result.summary, own(result.summary)
    lines = head("Complaints", result, screen)
    if not any(summary[key] for key in ("complaints", "resolved", "pending", "past_due")):
        return [*lines, "", "There was no complaint; `crm complaint open WHO TEXT` keeps one."]
    lines += ["", *bars(_shares(summary, before), screen), "", *pairs(_counts(summary, before), screen)]
    if summary["by"] == "month":
        lines += ["", *_trend(result.items or [], screen)]
    rows = (result.items or [])[:limit]
    lines += ["", *table(_columns(summary["by"]), [_row(item) for item in rows], screen)]
    about = (
        f"At first contact: solved when it was opened and not reopened, of all resolved. By value: each counts with the "
        f"customer's purchases of 12 months. On time: of all resolved or open past the deadline. Came back: resolved within "
        f"{summary['recovery_days']} days and ordered again; the {summary['recovery_days']} days are our policy, no law."
    )
    return [*lines, *more_line(summary["listed"] - len(rows), screen), "", *dim_lines(about, screen)]


def _shares(summary: Mapping[str, Any], before: Mapping[str, Any]) -> list[Line]:
    high, high_before = summary["high"], before.get("high", {})
    value = "first_contact_rate_by_value"
    resolved = f"of {summary['resolved']:,}"
    return [
        Line("solved at first contact", summary["first_contact_rate"], before.get("first_contact_rate"), resolved, "green"),
        Line("  by value of the customer", summary[value], before.get(value), "", "green"),
        Line(
            "  of high severity", high["first_contact_rate"], high_before.get("first_contact_rate"),
            f"of {high['resolved']:,}", "green",
        ),
        Line(
            "on time", summary["on_time_rate"], before.get("on_time_rate"),
            f"of {summary['resolved'] + summary['past_due']:,}", "cyan",
        ),
        Line(
            "  of high severity", high["on_time_rate"], high_before.get("on_time_rate"),
            f"of {high['resolved'] + high['past_due']:,}", "cyan",
        ),
        Line(
            "customer came back", summary["recovered"]["rate"], before.get("recovered", {}).get("rate"),
            f"of {summary['recovered']['yes'] + summary['recovered']['no']:,}", "magenta",
        ),
    ]  # fmt: skip


def _counts(summary: Mapping[str, Any], before: Mapping[str, Any]) -> list[tuple[str, str]]:
    median, median_before = summary["median_hours"], before.get("median_hours", {})
    high = f"{summary['high']['complaints']:,} of high severity"
    more = f", {summary['escalated']:,} a second one of a customer" if summary["escalated"] else ""
    reopened = f", {summary['reopened']:,} of them reopened before" if summary["reopened"] else ""
    unseen = summary["recovered"]["pending"]
    hours = " working hours"
    return [
        ("complaints", f"{was(summary['complaints'], before.get('complaints'))}; {high}{more}"),
        ("resolved", was(summary["resolved"], before.get("resolved")) + reopened),
        ("still open", f"{summary['past_due']:,} past the deadline, {summary['pending']:,} not yet due"),
        ("median to the answer", was(median["response"], median_before.get("response"), hours)),
        ("median to the solution", was(median["resolution"], median_before.get("resolution"), hours)),
        *([("came back or not", f"not to be seen yet of {unseen:,}")] if unseen else []),
    ]


def _trend(items: list[dict[str, Any]], screen: Screen) -> list[str]:
    numbers = [float(item["complaints"]) for item in items]
    first, on_time = ([item[key] for item in items] for key in ("first_contact_rate", "on_time_rate"))
    return trends(
        [
            ("complaints by month", numbers, ends([int(one) for one in numbers])),
            ("solved at first contact", first, ends(first, percent)),
            ("on time", on_time, ends(on_time, percent)),
        ],
        screen,
    )


def _columns(by: str) -> list[Column]:
    return [
        Column(by, min=8, flex=1),
        Column("complaints", "r"),
        Column("high", "r", priority=4),
        Column("first contact", "r"),
        Column("by value", "r", priority=1),
        Column("on time", "r"),
        Column("past due", "r", priority=2),
        Column("answer h", "r", priority=5),
        Column("solution h", "r", priority=3),
    ]


def _row(item: Mapping[str, Any]) -> Row:
    late = item["past_due"]
    return Row([
        item["name"],
        f"{item['complaints']:,}",
        f"{item['high']['complaints']:,}",
        _percent(item["first_contact_rate"]),
        _percent(item["first_contact_rate_by_value"]),
        _percent(item["on_time_rate"]),
        Cell(f"{late:,}", "red" if late else None),
        figure(item["median_hours"]["response"]),
        figure(item["median_hours"]["resolution"]),
    ])  # fmt: skip


def _percent(share: float | None) -> str:
    return "-" if share is None else percent(share)


def response(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm report response`; the items come cut."""
    summary = result.summary
    lines = head("How long they wait", result, screen)
    steps = summary["steps"]
    if not any(step["count"] for step in steps.values()):
        return [*lines, "", "Nobody had to wait for anything."]
    if summary["lost_in"]:
        lost = steps[summary["lost_in"]]
        said = f"Most time is lost from {STEPS[summary['lost_in']]}: {percent(lost['share'] or 0)} of all waiting."
        lines += ["", *wrap(said, screen.columns)]
    shown = (result.items or [])[:limit]
    alone = summary["by"] == "step"
    columns = [
        Column("step", min=18, flex=2, wrap=True),
        *([] if alone else [Column(summary["by"], min=8, flex=1)]),
        Column("median", "r"),
        Column("was", "r", priority=3),
        Column("number", "r", priority=1),
        Column("waiting", "r"),
        Column("longest", "r", priority=4),
        Column("share of the waiting", whole=True, priority=2),
    ]
    lines += ["", *table(columns, [_step(item, screen, alone) for item in shown], screen)]
    late = steps["promise"]
    if late["count"]:
        lines += [
            "",
            *wrap(f"{late['late']:,} of {counted(late['count'], 'promise')} were or are late.", screen.columns),
        ]
    about = (
        "Complaints in working hours, all else by the calendar; who still waits counts for as long as they have waited."
    )
    return [*lines, *more_line(summary["listed"] - len(shown), screen), "", *dim_lines(about, screen)]


def _step(item: Mapping[str, Any], screen: Screen, alone: bool) -> Row:
    unit = f" {SHORT[item['unit']]}"
    before = item["previous"] or {}
    part = "" if item["share"] is None else f"{bar(item['share'], BAR, screen)} {item['share'] * 100:3.0f} %"
    return Row([
        STEPS[item["step"]],
        *([] if alone else [item["name"]]),
        figure(item["median"], unit if item["median"] is not None else ""),
        figure(before.get("median")),
        f"{item['count']:,}",
        f"{item['waiting']:,}",
        figure(item["longest_waiting"]),
        part,
    ])  # fmt: skip
