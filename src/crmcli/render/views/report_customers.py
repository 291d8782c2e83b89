"""How the reports on customers look: which contacts please, who stays, who can be reached.

Reads the result and nothing else. Every bar has its figure beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.render.chart import percent, spark
from crmcli.render.table import Cell, Column, Row, heading, pairs, table
from crmcli.render.terminal import Screen
from crmcli.render.views.report_parts import Line, bars, change, ends, figure, head, own, trends, was
from crmcli.render.views.segment_parts import dim_lines, in_words, more_line

COHORT_MONTHS = (1, 2, 3, 6, 9, 12, 18, 24)


def experience(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm report experience`; the items come cut."""
    summary, before = result.summary, own(result.summary)
    lines = head("Which contacts please", result, screen)
    if not summary["contacts"]:
        return [*lines, "", "Nobody was spoken to in these days."]
    lines += ["", *pairs(_felt(summary, before, screen), screen)]
    items = result.items or []
    if summary["by"] == "month":
        balance = [item["balance"] for item in items]
        lines += ["", *trends([("balance by month", balance, ends(balance, _points))], screen)]
    rows = items[:limit]
    columns = [
        Column(summary["by"], min=8, flex=1),
        Column("balance", "r"),
        Column("was", "r", priority=1),
        Column("well", "r", priority=3),
        Column("badly", "r"),
        Column("mood", "r"),
        Column("contacts", "r"),
        Column("by month", whole=True, priority=2),
        Column("", priority=4, whole=True),
    ]
    lines += ["", *table(columns, [_contact(item, screen) for item in rows], screen)]
    about = (
        "Balance: the share that ended well less the share that ended badly; the worst first. "
        f"Few: fewer than {summary['few_below']} contacts, so little can be said."
    )
    return [*lines, *more_line(summary["listed"] - len(rows), screen), "", *dim_lines(about, screen)]


def _felt(summary: Mapping[str, Any], before: Mapping[str, Any], screen: Screen) -> list[tuple[str, str]]:
    return [
        ("contacts", was(summary["contacts"], before.get("contacts"))),
        (
            "balance",
            f"{_points(summary['balance'])}  {change(summary['balance'], before.get('balance'), screen)}".rstrip(),
        ),
        ("mood", f"{_mood(summary['mood'])} of {summary['moods']:,} noted (was {_mood(before.get('mood'))})"),
    ]


def _contact(item: Mapping[str, Any], screen: Screen) -> Row:
    before = item["previous"] or {}
    balance = item["balance"]
    style = None if balance is None or item["few"] else "red" if balance < 0 else "green"
    shifted = [None if one is None else one + 1 for one in item["trend"]]
    return Row([
        item["name"],
        Cell(_points(balance), style),
        _points(before.get("balance")),
        f"{item['positive']:,}",
        f"{item['negative']:,}",
        _mood(item["mood"]),
        f"{item['contacts']:,}",
        spark(shifted, screen),
        "few" if item["few"] else "",
    ])  # fmt: skip


def _points(balance: float | None) -> str:
    return "-" if balance is None else f"{balance * 100:+.0f}"


def _mood(mood: float | None) -> str:
    return "-" if mood is None else f"{mood:+.1f}"


def loyalty(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm report loyalty`; the items come cut."""
    summary, before = result.summary, own(result.summary)
    lines = head("Who stays", result, screen)
    if not summary["customers"] and not summary["lost"]:
        return [*lines, "", "Nobody ordered in these days; `crm order add WHO AMOUNT` keeps an order."]
    lines += [
        "",
        *bars([Line("customers who stayed", summary["retention"], before.get("retention"), "", "green")], screen),
    ]
    lines += ["", *pairs(_stand(summary, before, result.currency), screen), ""]
    items = result.items or []
    rows = items[:limit]
    if summary["by"] == "cohort":
        lines += _cohorts(rows, screen)
    else:
        if summary["by"] == "month":
            lines += _flows(items, screen)
        lines += table(
            _columns(summary["by"], result.currency), [_group(item, summary["by"], result) for item in rows], screen
        )
    about = (
        "Retained bought in both periods, lost only in the one before, new never before, won back before that one. "
        f"In a month, lost is who had not bought for {summary['gap_days']:,} days, won back who came after that long."
    )
    return [*lines, *more_line(summary["listed"] - len(rows), screen), "", *dim_lines(about, screen)]


def _stand(summary: Mapping[str, Any], before: Mapping[str, Any], currency: str) -> list[tuple[str, str]]:
    words = ("customers", "repeat", "new", "retained", "lost", "won_back")
    known = [(in_words(word), was(summary[word], before.get(word))) for word in words if summary[word] is not None]
    return [*known, ("sales", format_amount(summary["amount_minor"], currency, symbol=True))]


def _flows(items: list[dict[str, Any]], screen: Screen) -> list[str]:
    series = {word: [item[word] for item in items] for word in ("new", "lost", "won_back")}
    return [*trends([(f"{in_words(word)} by month", one, ends(one)) for word, one in series.items()], screen), ""]


def _columns(by: str, currency: str) -> list[Column]:
    flows = [Column("repeat", "r", priority=1), Column("new", "r"), Column("lost", "r"), Column("won back", "r")]
    columns = [Column(by, min=8, flex=1), Column("customers", "r"), *flows]
    stayed = [Column("stayed", "r"), Column(currency, "r", priority=3)]
    return [*columns, *([] if by == "month" else stayed), Column("lost before", "r", priority=2)]


def _group(item: Mapping[str, Any], by: str, result: Result) -> Row:
    before = item["previous"] or {}
    cells: list[str | Cell] = [
        in_words(item["name"]), *(figure(item[word]) for word in ("customers", "repeat", "new", "lost", "won_back"))
    ]  # fmt: skip
    if by != "month":
        stayed = "-" if item["retention"] is None else percent(item["retention"])
        cells += [stayed, format_amount(item["amount_minor"], result.currency)]
    return Row([*cells, figure(before.get("lost"))])


def _cohorts(rows: list[dict[str, Any]], screen: Screen) -> list[str]:
    oldest = max((len(row["retention"]) for row in rows), default=0)
    ages = [age for age in COHORT_MONTHS if age < oldest]
    columns = [
        Column("first bought", whole=True),
        Column("customers", "r"),
        *(Column(f"+{age}m", "r", priority=at) for at, age in enumerate(ages)),
        Column("curve", whole=True, priority=9),
    ]
    body = [
        [
            row["name"],
            f"{row['new']:,}",
            *(_age(row["retention"], age) for age in ages),
            spark(row["retention"], screen),
        ]
        for row in rows
    ]
    return [heading("Share of each month's new customers who bought so many months later", screen),
            *table(columns, body, screen)]  # fmt: skip


def _age(shares: list[float], age: int) -> str:
    return f"{shares[age] * 100:.0f} %" if age < len(shares) else ""


def reach(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm report reach`; the items come cut."""
    summary, before = result.summary, own(result.summary)
    lines = head("Who can be reached", result, screen)
    if not summary["contacts"]:
        return [*lines, "", "There is nobody in the book yet; `crm add NAME` keeps a contact."]
    everybody = summary["contacts"]
    shares = [
        Line(
            label,
            summary[key] / everybody,
            _part(before, key),
            f"{summary[key]:,}",
            "green" if key == "any" else "cyan",
        )
        for key, label in (("any", "on any channel"), ("phone", "phone"), ("email", "email"), ("letter", "letter"))
    ]
    lines += ["", *bars(shares, screen), ""]
    told = [
        ("contacts", was(everybody, before.get("contacts"))),
        ("asked for no contact", f"{summary['no_contact']:,}"),
    ]
    lines += [*pairs(told, screen), ""]
    rows = (result.items or [])[:limit]
    lines += _lists(result, rows, screen) + more_line(summary["listed"] - len(rows), screen)
    if summary.get("unreachable"):
        named = ", ".join(one["contact"]["name"][:40] for one in summary["unreachable"])
        lines += ["", *pairs([("not to be reached", f"the most valuable: {named}")], screen)]
    return [
        *lines,
        *([] if "missing" in summary else ["", *dim_lines("--missing CHANNEL lists who, by value.", screen)]),
    ]


def _part(before: Mapping[str, Any], key: str) -> float | None:
    return before[key] / before["contacts"] if before.get("contacts") else None


def _lists(result: Result, rows: list[dict[str, Any]], screen: Screen) -> list[str]:
    summary = result.summary
    if "missing" in summary:
        columns = [Column("customer", min=12, flex=1), Column("class", whole=True), Column(f"a year {result.currency}", "r"),
                   Column("why", whole=True)]  # fmt: skip
        body = [
            [
                one["contact"]["name"],
                in_words(one["class"]),
                format_amount(one["value_minor"], result.currency),
                one["why"],
            ]
            for one in rows
        ]
        return table(columns, body, screen) if rows else ["Nobody lacks one."]
    if summary["by"] != "channel":
        keys = ("contacts", "any", "phone", "email", "letter", "no_contact")
        columns = [Column(summary["by"], min=8, flex=1), *(Column(in_words(key), "r") for key in keys)]
        return table(columns, [[in_words(one["name"]), *(figure(one[key]) for key in keys)] for one in rows], screen)
    classes = list(summary["by_class"])
    columns = [
        Column("channel", whole=True), Column("usable", "r"), Column("missing", "r"), Column("bad", "r", priority=1),
        Column("no contact", "r"), *(Column(in_words(grade), "r", priority=2 + at) for at, grade in enumerate(classes)),
    ]  # fmt: skip
    body = [
        [
            one["name"], *(figure(one[key]) for key in ("usable", "missing", "bad", "no_contact")),
            *(f"{(one['by_class'][grade] or 0) * 100:.0f} %" for grade in classes),
        ]
        for one in rows
    ]  # fmt: skip
    return table(columns, body, screen)
