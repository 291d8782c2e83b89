"""The briefing before a call on one screen: what matters most first, and the next commands last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from crmcli.domain.limit import read_limit
from crmcli.domain.money import format_amount
from crmcli.domain.result import Result
from crmcli.domain.when import format_date
from crmcli.domain.words import counted, passed_over
from crmcli.render.table import Cell, Text, heading, pairs
from crmcli.render.terminal import Screen, cut, width, wrap

THREADS, PEOPLE, LINES = 8, 6, 2
CLASSES = {"below_zero": "below zero", "zero": "no sales of late"}
NAMES = {
    "followup": "follow-up",
    "check_back": "check back",
    "quality_call": "quality call",
    "winback": "win back",
}


def view(result: Result, screen: Screen, limit: int | None) -> list[str]:
    """The whole briefing."""
    item = result.item or {}
    today = date.fromisoformat(result.as_of)
    lines = [
        heading(f"{item['name']} (c{item['id']})", screen),
        *wrap(screen.text(_who(item)), screen.columns),
    ]
    head: list[tuple[str, Text]] = [("reach", _reach(item))]
    head += _suppressed(item)
    head += _further(item)
    head += _like(item["preferences"])
    head += [("may expect", item["privileges"])] if item["privileges"] else []
    head += [("money", text) for text in _money(item, result.currency, today)]
    head += [("wallet", text) for text in _wallet(item, result.currency)]
    lines += ["", *pairs(head, screen)]
    lines += _threads(item, screen, today)
    lines += _ask(item, screen)
    lines += _words(item, screen, today)
    about = [(label, _short(text, screen)) for label, text in _about(item)]
    if about:
        lines += ["", *pairs(about, screen)]
    return [*lines, "", *(screen.style(screen.text(command), "cyan") for command in item["next"])]


def _who(item: dict[str, Any]) -> str:
    role = next((one["role"] for one in item["roles"] if one["role"]), None)
    firm = item["company"]
    work = f"{role or item['kind']} at {firm['name']} (c{firm['id']})" if firm else item["kind"]
    grade = item["class"]
    parts = [work, item["stage"]]
    if grade == "zero" and item["stage"] == "customer":
        bought = "class unknown for want of a rate"
    else:
        bought = CLASSES.get(grade, grade if grade in ("new", "prospect") else f"class {grade}")
    if item["served_as"] != grade:
        parts.append(f"served as {item['served_as']} ({bought})")
    elif grade != item["stage"]:
        parts.append(bought)
    parts += [f"owner {item['owner']}"] if item["owner"] else []
    parts += ["ARCHIVED"] if item["archived"] else []
    return " · ".join(parts)


def _reach(item: dict[str, Any]) -> Text:
    """The way to take; where there is none, whether they closed it or nothing is known that works."""
    reach, closed = item["preferences"]["reach"], item["no_contact"]
    if "all" in closed:
        return Cell("NOT AT ALL: asked not to be contacted", "bold red")
    if reach["channel"] is None:
        unknown = f"no {'working ' if item['bad'] else ''}number or address known"
        asked = f"asked not to be contacted by {' or '.join(closed)}; no other way known"
        if item["suppressed"] and not closed and any(item[kind] for kind in ("phones", "emails", "addresses")):
            return Cell("no way open for now", "bold")
        return Cell(asked, "bold") if closed else unknown
    way = f"{reach['channel']} {_flat(reach['address'] or '')}".strip()
    return Cell(f"{way}; NOT by {', '.join(closed)}", "bold") if closed else way


def _suppressed(item: dict[str, Any]) -> list[tuple[str, Text]]:
    """The channels that we closed ourselves for a while: no letter or visit until Sat 20 Nov 2027 (suppressed: why)."""
    terms: dict[tuple[str, str | None], list[str]] = {}
    for one in item["suppressed"]:
        terms.setdefault((one["until"], one["why"]), []).append(one["channel"])
    return [
        ("no", f"{' or '.join(channels)} until {format_date(date.fromisoformat(until))}"
         f" (suppressed{f': {_flat(why)}' if why else ''})")
        for (until, why), channels in terms.items()
    ]  # fmt: skip


def _further(item: dict[str, Any]) -> list[tuple[str, Text]]:
    """Every number and address that is not the way to take, each whole and on a line of its own."""
    taken = item["preferences"]["reach"]["address"]
    found: list[tuple[str, Text]] = []
    for label, values in (("phone", item["phones"]), ("e-mail", item["emails"]), ("address", item["addresses"])):
        lines = [f"{_flat(one)}{' (bad)' if one in item['bad'] else ''}" for one in values if one != taken]
        found += [(label, "\n".join(lines))] if lines else []
    return found


def _flat(value: str) -> str:
    return ", ".join(part.strip() for part in value.splitlines() if part.strip())


def _like(preferences: dict[str, Any]) -> list[tuple[str, Text]]:
    said = []
    if preferences["channel"] and preferences["channel"] != preferences["reach"]["channel"]:
        said.append(preferences["channel"])
    said += [preferences["hours"]] if preferences["hours"] else []
    said += [f"to hear from us every {preferences['every']}"] if preferences["every"] else []
    said += [_limit(preferences["guard"])] if preferences["guard"] else []
    language: list[tuple[str, Text]] = [("language", preferences["language"])] if preferences["language"] else []
    return [*([("prefers", ", ".join(said))] if said else []), *language]


def _limit(guard: str) -> str:
    limit = read_limit(guard)
    if limit is None:
        return "any number of contacts of ours"
    return f"at most {counted(limit.contacts, 'contact')} of ours in {counted(limit.days, 'day')}"


def _money(item: dict[str, Any], currency: str, today: date) -> Iterator[str]:
    orders, account = item["orders"], item["account"]
    if orders["count"] or not account:
        yield _orders(orders, item["rhythm"], currency, today)
    if account:
        whose = "with its people" if account["contact"]["id"] == item["id"] else account["contact"]["name"]
        yield f"{whose}: {_orders(account['orders'], account['rhythm'], currency, today)}"


def _wallet(item: dict[str, Any], currency: str) -> Iterator[str]:
    """What they spend in all, by whose word, and our share of it."""
    wallet = item["wallet"]
    if wallet is None:
        return
    by = f", {wallet['source']}" if wallet["source"] else ""
    stated = wallet["stated"]
    spent = format_amount(stated["amount_minor"], stated["currency"], symbol=True)
    text = f"{spent} a year (estimate of {format_date(date.fromisoformat(wallet['on']))}{by})"
    text += "" if wallet["share"] is None else f", ours {wallet['share'] * 100:.0f} %"
    text += f", also buys from {wallet['competitor']}" if wallet["competitor"] else ""
    yield text + (", STALE: ask again" if wallet["stale"] else "")


def _orders(orders: dict[str, Any], rhythm: dict[str, Any] | None, currency: str, today: date) -> str:
    if not orders["count"]:
        return "no orders yet"
    count = counted(orders["count"], "order")
    last = f", last {_ago(orders['last_on'], today)}" if orders["last_on"] else ""
    dark, known = orders["without_rate"], f"{format_amount(orders['total_minor'], currency)} {currency}"
    if dark >= orders["count"] and not orders["total_minor"]:
        known = ""
    money = ", ".join(part for part in (known, f"{dark:,} without a rate" if dark else "") if part)
    if dark == orders["count"] == 1:
        count, money = "1 order without a rate", ""
    text = f"{count}{f', {money}' if money else ''}{last}"
    if rhythm:
        expected = date.fromisoformat(rhythm["next_expected_on"])
        tense = "was due" if expected < today else "due"
        days = round(rhythm["usual_gap_days"])
        usual = "every day" if days == 1 else f"every {days:,} days"
        text += f"; usually {usual}, next {tense} {format_date(expected)}"
    return text


def _ago(on: str, today: date) -> str:
    day = date.fromisoformat(on)
    days = (today - day).days
    word = "today" if days == 0 else "yesterday" if days == 1 else f"{days:,} days ago"
    return f"{format_date(day)} ({word})" if days >= 0 else format_date(day)


def _threads(item: dict[str, Any], screen: Screen, today: date) -> list[str]:
    threads = item["threads"] + item["due"]
    if not threads:
        return []
    lines = ["", screen.style("Open", "bold")]
    for thread in threads[:THREADS]:
        other = f"{thread['contact']['name']}: " if thread["contact"]["id"] != item["id"] else ""
        kind = NAMES.get(thread["kind"], thread["kind"])
        clock = f" at {thread['due_time']}" if thread["due_time"] else ""
        text = f"{thread['ref']} {kind}, {_due(thread['due_on'], today)}{clock}: {other}{thread['text']}"
        lines += _hung(text, screen)
    hidden = len(threads) - THREADS
    return [*lines, f"  and {hidden} more"] if hidden > 0 else lines


def _due(on: str, today: date) -> str:
    day = date.fromisoformat(on)
    days = (today - day).days
    if days > 0:
        return f"{days:,} {'day' if days == 1 else 'days'} late"
    return "today" if days == 0 else format_date(day)


def _ask(item: dict[str, Any], screen: Screen) -> list[str]:
    """The one or two questions worth asking, by the key under which the answer is logged."""
    if not item["ask"]:
        return []
    lines = ["", screen.style("Ask", "bold")]
    for one in item["ask"]:
        last = f" (was {one['last']['value']}, {one['last']['on']})" if one["last"] else ""
        lines += _hung(f"{one['key']}: {one['text']}{last}", screen)
    return lines


def _words(item: dict[str, Any], screen: Screen, today: date) -> list[str]:
    if not item["last_words"]:
        return ["", "No word with them yet."]
    lines = ["", screen.style("Last words", "bold")]
    for word in item["last_words"]:
        person = f" {word['contact']['name']}" if word["contact"]["id"] != item["id"] else ""
        person += f" with {', '.join(one['name'] for one in word['with'])}" if word["with"] else ""
        way = "from them" if word["direction"] == "in" else ""
        outcome = word["outcome"] if word["outcome"] != "neutral" else ""
        mood = f"mood {word['mood'] and format(word['mood'], '+d')}" if word["mood"] is not None else ""
        over = passed_over(word["override"])
        signs = ", ".join(part for part in (word["channel"], way, outcome, mood, over) if part)
        lines += _hung(f"{_ago(word['on'], today)}{person}, {signs}: {word['text']}", screen)
    return lines


def _hung(text: str, screen: Screen) -> list[str]:
    """At most LINES lines of a text, the later ones indented."""
    room = screen.columns - 4
    lines = wrap(_short(text, screen), room)
    if len(lines) > LINES:
        mark = screen.mark("…", "...")
        lines = [*lines[: LINES - 1], cut(lines[LINES - 1], room - width(mark)) + mark]
    return [("  " if at == 0 else "    ") + line for at, line in enumerate(lines)]


def _short(text: str, screen: Screen) -> str:
    """A text on one line, no longer than could be shown."""
    most = screen.columns * 4
    return screen.text(text[:most] + ("…" if len(text) > most else ""))


def _about(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    people = [f"{one['name']} (c{one['id']}{', ' + one['role'] if one['role'] else ''})" for one in item["people"]]
    if people:
        yield (
            "people",
            ", ".join(people[:PEOPLE]) + (f" and {len(people) - PEOPLE} more" if len(people) > PEOPLE else ""),
        )
    if item["tags"]:
        yield "tags", ", ".join(item["tags"])
    if item["fields"]:
        yield "fields", ", ".join(f"{key}={value}" for key, value in item["fields"].items())
    if item["facts"]:
        yield (
            "facts",
            "; ".join(
                f"{fact['key']}: {fact['value']} ({fact['on']}{', stale' if fact['stale'] else ''})"
                for fact in item["facts"]
            ),
        )
    if item["birthday"]:
        yield "birthday", item["birthday"].removeprefix("--")
    if item["referred_by"]:
        yield "sent by", item["referred_by"]["name"]
    if item["referred"]:
        yield "has sent", ", ".join(one["name"] for one in item["referred"][:PEOPLE])
    for one in item["suggestions"]:
        yield f"proposed {one['ref']}", f"{one['text']} ({one['on']})"
    for remark in item["remarks"]:
        yield f"note {remark['ref']}", remark["text"]
