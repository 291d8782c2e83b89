"""How the lists of early warnings look: who lapses, who buys less than usual, who is worth winning back.

Reads the result and nothing else. Every bar has its figure beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.domain.span import parse_span
from crmcli.domain.when import format_iso
from crmcli.domain.words import counted
from crmcli.render.chart import bar
from crmcli.render.table import Cell, Column, Row, heading, pairs, table
from crmcli.render.terminal import Screen, wrap

BAR = 6
STYLES = {"A": "green", "B": "cyan", "below_zero": "red"}
NOBODY = "Nobody has ordered yet; `crm order add WHO AMOUNT` keeps an order."


def lapsed(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm lapsed`: the list, then the one-time buyers and the fresh in short. The items come cut."""
    summary = result.summary
    lines = _head(f"Lapsed, {result.currency}, as of {result.as_of}", summary["words"], result, screen)
    if not summary["customers"]:
        return [*lines, "", NOBODY]
    ruled = summary["method"] == "rule"
    lapsed_nobody = "Nobody is silent longer than their own rhythm explains."
    if ruled:
        days = f"{summary['rule_days']:.0f} days"
        lapsed_nobody = f"Nobody is listed by the rule: silent for more than {days}, and longer than usual for them."
    empty = {"lapsed": lapsed_nobody, "all": "Nobody fits."}.get(
        summary["group"], f"Nobody is {_word(summary['group'])}."
    )
    columns = [
        Column("customer", min=10, flex=2),
        Column("was", whole=True, priority=2),
        Column(f"a year {result.currency}", "r"),
        Column("last order", whole=True, priority=3),
        Column("silent longer than" if ruled else "no order", whole=True, priority=1),
    ]
    rows = [
        Row(
            [
                item["contact"]["name"],
                grade(item["standing"]),
                format_amount(item["value_minor"], result.currency),
                item["last_order_on"],
                _score(item, screen, ruled=ruled),
            ],
            [Cell(("archived; " if item["archived"] else "") + item["why"], "dim")],
        )
        for item in (result.items or [])[:limit]
    ]
    lines += ["", *listed(columns, rows, summary["listed"], empty, screen)]
    return [*lines, "", *pairs(_apart(result), screen), *following(summary, screen)]


def _score(item: Mapping[str, Any], screen: Screen, *, ruled: bool) -> str:
    """The chance of no order; by the rule, of all pauses the share that ended sooner, "-" where there is none to tell."""
    score = item["score"]
    if ruled and (item["usual_gap_days"] is None or not score):
        return "-"
    return f"{bar(score, BAR, screen)} {score * 100:3.0f} %" + (" of pauses" if ruled else "")


def _apart(result: Result) -> list[tuple[str, str]]:
    """How many of each group, and the most valuable of those who stand apart."""
    summary = result.summary
    entries = [
        ("lapsed", f"{summary['lapsed']:,}, worth {format_amount(summary['value_minor'], result.currency)} a year")
    ]
    worth = f", worth {format_amount(summary['one_time_value_minor'], result.currency)}"
    entries.append(
        ("one-time", f"{summary['one_time']:,}" + (worth if summary["one_time"] else "") + _best(result, "one_time"))
    )
    entries.append(
        (
            "fresh",
            f"{summary['fresh']:,}" + (", too early to tell" if summary["fresh"] else "") + _best(result, "fresh"),
        )
    )
    entries.append(("active", f"{summary['active']:,}"))
    if summary["archived"]:
        entries.append(("archived", f"{summary['archived']:,} left out"))
    if summary["walk_in"]["count"]:
        entries.append(("walk-in sales", f"{counted(summary['walk_in']['count'], 'order')} of nobody's"))
    return entries


def _best(result: Result, group: str) -> str:
    best = [
        f"{one['contact']['name'][:40]} {format_amount(one['value_minor'], result.currency)}"
        for one in result.summary[f"{group}_named"]
    ]
    return f" ({', '.join(best)}{' ...' if result.summary[group] > len(best) else ''})" if best else ""


def underbuying(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm underbuying`: what was due, what came, and how likely that is by chance. The items come cut."""
    summary = result.summary
    about = f"Flagged below {summary['ratio'] * 100:g} % of the usual, by chance less often than {summary['p'] * 100:g} in 100"
    about += "; the season counts" if summary["season"] else ""
    lines = _head(f"Under-buying, {result.currency}, as of {result.as_of}", about, result, screen)
    if not summary["customers"]:
        return [*lines, "", NOBODY]
    lines += _dim(summary["words"], screen)
    columns = [
        Column("customer", min=10, flex=1),
        Column("class", whole=True, priority=1),
        Column("usual", "r"),
        Column("bought", "r"),
        Column("share", "r", priority=2),
        Column("chance", "r", priority=3),
        Column("in days", "r", priority=4),
        *([Column("", priority=5)] if summary["all"] else []),
    ]
    rows = [_under(item, result) for item in (result.items or [])[:limit]]
    empty = (
        "Nobody buys far below their own usual."
        if summary["tested"]
        else "Nobody has bought often enough to be tested."
    )
    lines += ["", *listed(columns, rows, summary["listed"], empty, screen)]
    missing = format_amount(summary["missing_minor"], result.currency)
    entries = [("flagged", f"{summary['flagged']:,} of {summary['tested']:,} tested; {missing} less than usual")]
    if summary["archived"]:
        entries.append(("archived", f"{summary['archived']:,} left out"))
    return [*lines, "", *pairs(entries, screen), *following(summary, screen)]


def _under(item: Mapping[str, Any], result: Result) -> Row:
    flag = ["flagged" if item["flagged"] else ""] if result.summary["all"] else []
    return Row([
        item["contact"]["name"],
        grade(item["class"]),
        format_amount(item["expected_minor"], result.currency),
        format_amount(item["actual_minor"], result.currency),
        f"{item['ratio'] * 100:.0f} %",
        f"{item['p_value'] * 100:.1f} %",
        f"{item['window_days']:,}",
        *flag,
    ])  # fmt: skip


def winback(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """Lines for `crm winback`: below each customer why they may have gone, what was said last, and what to offer."""
    summary = result.summary
    about = (
        f"Lapsed or one-time, class A or B or growing then, no order for {parse_span(summary['after']).words()},"
        f" lost within the last {parse_span(summary['within']).words()}"
    )
    lines = _head(f"Worth winning back, {result.currency}, as of {result.as_of}", about, result, screen)
    if not summary["customers"]:
        return [*lines, "", NOBODY]
    columns = [
        Column("customer", min=10, flex=3),
        Column("was", whole=True),
        Column(f"a year {result.currency}", "r"),
        Column("last order", whole=True, priority=1),
        Column("lost on", whole=True),
    ]
    rows = [_lost(item, result, screen) for item in (result.items or [])[:limit]]
    lines += ["", *listed(columns, rows, summary["listed"], "Nobody is lost who would be worth winning back.", screen)]
    worths = [f"{name}: {summary[name]['customers']:,}" for name in ("A", "B", "growing") if summary[name]["customers"]]
    value = format_amount(summary["value_minor"], result.currency)
    entries = [("lost", f"{summary['lost']:,}, worth {value} a year" + (f" ({', '.join(worths)})" if worths else ""))]
    if summary["reasons"]:
        reasons = (f"{_word(kind)} {count:,}" for kind, count in summary["reasons"].items())
        entries.append(("reasons", ", ".join(reasons)))
    if summary["archived"]:
        entries.append(("archived", f"{summary['archived']:,} left out"))
    return [*lines, "", *pairs(entries, screen), *following(summary, screen)]


def _lost(item: Mapping[str, Any], result: Result, screen: Screen) -> Row:
    below = [Cell(f"likely reason: {item['likely_reason']}")]
    words = item["last_words"]
    if words is not None:
        text = " ".join(words["text"].split())
        below.append(Cell(f"{format_iso(words['at'][:10])}, {words['channel']}: {text[:200]}", "dim"))
    below += [Cell(f"offer {item['offer']}"), Cell(item["clear"], "cyan")]
    return Row(
        [
            item["contact"]["name"],
            grade(item["standing"] if item["standing"] in ("A", "B") else "growing"),
            format_amount(item["value_minor"], result.currency),
            item["last_order_on"],
            item["lost_on"],
        ],
        below,
    )


def _head(title: str, about: str, result: Result, screen: Screen) -> list[str]:
    said = _dim(about, screen) if result.summary["customers"] else []
    return [*([""] if result.said else []), heading(title, screen), *said]


def listed(columns: Sequence[Column], rows: Sequence[Row], whole: int, empty: str, screen: Screen) -> list[str]:
    """The table and how many more there are; the sentence where there is nobody."""
    if not whole:
        return wrap(empty, screen.columns)
    lines = table(columns, rows, screen) if rows else []
    if hidden := whole - len(rows):
        how = "--limit N, --json or --csv for all"
        lines.append(screen.style(f"{screen.mark('…', '...')} and {hidden:,} more ({how})", "dim"))
    return lines


def following(summary: Mapping[str, Any], screen: Screen) -> list[str]:
    """The commands that are likely next, each on a line of its own."""
    if "operation" in summary or not summary.get("listed"):
        return []
    commands = [line for one in summary["next"] for line in wrap(screen.text(one), screen.columns)]
    return ["", *(screen.style(line, "cyan") for line in commands)]


def grade(name: str) -> Cell:
    """A class as a cell."""
    return Cell(_word(name), STYLES.get(name))


def _dim(text: str, screen: Screen) -> list[str]:
    return [screen.style(line, "dim") for line in wrap(text, screen.columns)] if text else []


def _word(name: str) -> str:
    return name.replace("_", " ")
