"""The service policy: every number the program uses, each with a default and one line saying what it does.

The table below is the policy's whole definition; only values that differ from it are kept in the book.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from crmcli.domain.money import exponent
from crmcli.domain.span import Span, parse_span
from crmcli.domain.words import CHANNELS
from crmcli.errors import BadValueError, NotFoundError

Check = Callable[[str], Any]


def _currency(text: str) -> str:
    code = text.strip().upper()
    exponent(code)
    return code


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (ValueError, OSError, KeyError):
        raise BadValueError(f"no time zone is called {text[:40]!r}", "write it as Europe/Riga") from None
    return text


def _country(text: str) -> str:
    code = text.strip().upper()
    if not re.fullmatch("[A-Z]{2}", code):
        raise BadValueError(f"{text[:40]!r} is no country code", "two letters, such as LV")
    return code


def _region(text: str) -> str:
    code = text.strip().upper()
    if not re.fullmatch("[A-Z0-9]{1,4}", code):
        raise BadValueError(f"{text[:40]!r} is no part of a country", "its short code, such as BY for Bavaria")
    return code


def _month(text: str) -> int:
    return _whole(1, 12)(text)


def _whole(low: int, high: int) -> Callable[[str], int]:
    def check(text: str) -> int:
        try:
            number = low - 1 if "_" in text else int(text)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise BadValueError(f"{text[:40]!r} is not right here", f"a whole number from {low} to {high}")
        return number

    return check


def _share(low: float, high: float) -> Check:
    def check(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = low - 1
        if not low <= number <= high:
            raise BadValueError(f"{text[:40]!r} is not right here", f"a number from {low:g} to {high:g}")
        return number

    return check


def _choice(*words: str) -> Check:
    def check(text: str) -> str:
        if text.strip().lower() not in words:
            raise BadValueError(f"{text[:40]!r} is not right here", f"one of {', '.join(words)}")
        return text.strip().lower()

    return check


def _span(text: str) -> str:
    return str(parse_span(text))


def _working_span(text: str) -> str:
    return str(parse_span(text, allow_clock=True))


def _span_or_never(text: str) -> str:
    return "never" if text.strip().lower() in ("never", "off") else _span(text)


def _span_or_none(text: str) -> str:
    return "0d" if text.strip() in ("0", "0d") else _span(text)


def _yes(text: str) -> bool:
    word = text.strip().lower()
    if word not in ("true", "false", "yes", "no", "on", "off", "1", "0"):
        raise BadValueError(f"{text[:40]!r} is not right here", "true or false")
    return word in ("true", "yes", "on", "1")


def _dates(text: str) -> list[str]:
    try:
        return sorted({date.fromisoformat(part).isoformat() for part in re.split(r"[\s,;\[\]\"']+", text) if part})
    except ValueError:
        raise BadValueError(f"{text[:60]!r} is no list of dates", "2026-12-24, 2026-12-31") from None


def _names(text: str) -> list[str]:
    return [part.strip(" \"'") for part in text.strip("[] ").split(",") if part.strip(" \"'")]


def _groups(text: str) -> list[str]:
    from crmcli.domain.rfm_group import parse_groups

    rows = [part.strip(" \"'") for part in re.split(r"[;\n,]+", text.strip("[] \n"))]
    return [f"{name} {r[0]}-{r[1]} {f[0]}-{f[1]} {m[0]}-{m[1]}" for name, r, f, m in parse_groups(rows)]


def _words(text: str) -> str:
    if not text.strip():
        raise BadValueError("nothing is said", "a few words, such as: a visit with samples")
    return " ".join(text.split())[:200]


def _channels(text: str) -> list[str]:
    from crmcli.domain.words import channel

    return [channel(name) for name in _names(text)]


def _grades(text: str) -> list[str]:
    names = {grade.lower(): grade for grade in GRADES}
    asked = [name.lower().replace("-", "_") for name in _names(text)]
    if not set(asked) <= names.keys():
        raise BadValueError(f"{text[:60]!r} is no list of classes", f"some of {', '.join(GRADES)}")
    return [names[name] for name in asked]


def _hours(text: str) -> str:
    word = text.strip().lower()
    if word == "closed":
        return word
    parts = re.fullmatch(r"(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)", word.replace(" ", ""))
    if parts:
        a, b, c, d = map(int, parts.groups())
        if b < 60 and d < 60 and a * 60 + b < c * 60 + d <= 24 * 60:
            return f"{a:02}:{b:02}-{c:02}:{d:02}"
    raise BadValueError(f"{text[:40]!r} are no opening hours", "09:00-17:00 or closed")


class Key(NamedTuple):
    """One number or word of the policy: dotted name, default, what may stand there, and what it does."""

    name: str
    default: Any
    check: Check
    what: str


POINTS = _whole(0, 100)
COUNT = _whole(1, 1000)
NUMBER = _whole(0, 1000)
AMOUNT = _share(0, 1_000_000)
KINDS = {
    "promise": 40, "complaint": 40, "conflict": 38, "unanswered": 36, "check_back": 34, "quote": 32, "followup": 30,
    "attempt": 24, "lapsed": 22, "underbuying": 22, "winback": 22, "occasion": 20, "quality_call": 18, "campaign": 18,
    "cadence": 14,
}  # fmt: skip
GRADES = {"A": 30, "B": 20, "new": 15, "C": 10, "prospect": 8, "zero": 6, "below_zero": 0}
RFM_GROUPS = [
    "Champions 5-5 5-5 5-5", "Potential Loyalist 3-5 3-5 2-5", "Loyal Customers 2-4 2-4 2-4", "Promising 3-4 1-3 3-5",
    "New Customers 4-5 1-3 1-5", "Can't Lose Them 1-2 3-4 4-5", "At Risk 1-2 2-5 4-5", "Need Attention 1-3 3-5 3-5",
    "About To Sleep 2-3 1-3 1-4", "Lost 1-1 1-5 1-5",
]  # fmt: skip
LADDER = {
    "relationship": {"conversations": 3, "answers": 0, "mood": -2.0, "years": 0.0, "signs": 0},
    "closeness": {"conversations": 8, "answers": 2, "mood": 0.0, "years": 1.0, "signs": 0},
    "trust": {"conversations": 12, "answers": 3, "mood": 0.5, "years": 2.0, "signs": 1},
}
LADDER_WHAT = {
    "conversations": (NUMBER, "so many conversations with each other (a letter of ours alone is none)"),
    "answers": (NUMBER, "so many answers of theirs known"),
    "mood": (_share(-2, 2), "so good a mood noted in them on average; -2 asks for none"),
    "years": (_share(0, 50), "so many years since they first came"),
    "signs": (NUMBER, "so many signs of trust: people they sent us, privileges used (log --answer privilege=...)"),
}
WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

KEYS: dict[str, Key] = {
    key.name: key
    for key in (
        Key("currency", "EUR", _currency, "the currency every total is in"),
        Key("country", None, _country, "where the firm works: holidays and phone numbers"),
        Key("zone", "UTC", _zone, "the time zone that says which day it is"),
        Key("date_order", None, _choice("dmy", "mdy", "ymd"), "how 03/04 is read; unset, it is refused"),
        Key("fiscal_year_start", 1, _month, "the month the fiscal year begins in"),
        Key("staff", [], _names, "who works here"),
        *(
            Key(f"hours.{day}", "closed" if day in ("sat", "sun") else "09:00-17:00", _hours, f"open on {day}")
            for day in WEEK
        ),
        Key("holidays", False, _yes, "nobody works on the public holidays of the country"),
        Key("region", None, _region, "the part of the country whose holidays are kept, where it has its own"),
        Key("closed_days", [], _dates, "further days on which nobody works"),
        Key("cadence.A", "4w", _span_or_never, "the longest silence towards a customer of class A"),
        Key("cadence.B", "8w", _span_or_never, "the same for class B"),
        Key("cadence.C", "6m", _span_or_never, "the same for class C, and for customers without sales of late"),
        Key("cadence.new", "4w", _span_or_never, "the same for customers whose first order is of this month"),
        Key("cadence.prospect", "6w", _span_or_never, "the same for those who never ordered"),
        Key("guard.contacts", 4, COUNT, "at most so many of our own contacts with one customer ..."),
        Key("guard.days", 14, COUNT, "... in so many days, on every channel together"),
        *(
            Key(f"guard.{grade}.{part}", None, COUNT, f"the same limit for class {grade} alone")
            for grade in ("A", "B", "C", "prospect")
            for part in ("contacts", "days")
        ),
        *(
            Key(f"guard.{channel}.{part}", None, COUNT, f"the same limit for {channel} alone")
            for channel in CHANNELS
            for part in ("contacts", "days")
        ),
        Key("attempt.max", 3, COUNT, "how often a call that failed is tried again, a working day apart"),
        Key("opportunity.after", "7d", _span, "a sale that may come, noted without a day, comes up after this long"),
        Key("quote.chase_after", "7d", _span, "an open quote without a word comes up after this long"),
        Key("unanswered.after", "0d", _span_or_none, "their message without our answer comes up after this long"),
        Key("occasion.lead", "2d", _span_or_none, "birthdays come up this long before the day ..."),
        Key("occasion.grace", "2d", _span_or_none, "... and stay this long after it"),
        Key("abc.a", 0.80, _share(0.01, 0.99), "class A: those who bring the first part of the money, to this share"),
        Key("abc.b", 0.95, _share(0.01, 0.999), "class B: those who follow, to this share"),
        *(
            Key(f"weights.kind.{kind}", points, POINTS, f"points for: {kind.replace('_', ' ')}")
            for kind, points in KINDS.items()
        ),
        *(
            Key(f"weights.value.{grade}", p, POINTS, f"points of a customer of class {grade}")
            for grade, p in GRADES.items()
        ),
        Key("weights.lateness", 30, POINTS, "points of a row that is as late as lateness counts"),
        Key("lateness.full", "14d", _span, "so late, and later, earns all the points of lateness"),
        Key("lapsed.horizon", "90d", _span, "lapsed looks so far ahead for an order"),
        Key("lapsed.threshold", 0.80, _share(0.01, 1), "lapsed: from this chance of no order on"),
        Key("underbuying.ratio", 0.40, _share(0.01, 1), "under-buying: below this share of their own usual ..."),
        Key("underbuying.p", 0.10, _share(0.0001, 1), "... and by chance less often than this"),
        Key(
            "underbuying.strict",
            0.05,
            _share(0.0001, 1),
            "the same with --strict, over the window and over twice the window",
        ),
        Key("winback.after", "6m", _span, "a lapsed customer counts as lost after this long without an order ..."),
        Key("winback.within", "24m", _span, "... and is worth winning back for this long after that"),
        Key(
            "winback.near",
            "90d",
            _span,
            "what went wrong so long before the last order, or since, may be why they left ...",
        ),
        Key("winback.silence", "120d", _span, "... and so may our silence, when nobody had spoken to them for so long"),
        Key("winback.growth", 1.25, _share(1, 100), "growing: bought so many times the year before in their last year"),
        Key(
            "winback.offer.A",
            "a visit with the owner, and the terms of their best year",
            _words,
            "what to offer a lost customer who was of class A",
        ),
        Key("winback.offer.B", "a call from their owner, and a sample of what is new", _words, "the same for class B"),
        Key(
            "winback.offer.growing",
            "a call to ask what changed, and a sample of what is new",
            _words,
            "the same for one who was growing",
        ),
        Key(
            "complaint.respond_within",
            "4h",
            _working_span,
            "a complaint is answered within so much working time (1d is 8 hours)",
        ),
        Key(
            "complaint.resolve_within",
            "3d",
            _working_span,
            "... and solved within so much, waiting for the customer left out",
        ),
        *(
            Key(f"complaint.{grade}.{part}", None, _working_span, f"the same for customers served as {grade}")
            for grade in ("A", "B", "C", "prospect")
            for part in ("respond_within", "resolve_within")
        ),
        Key("complaint.recovery_days", 30, COUNT, "calendar days to win a complainer back: after that few come back"),
        Key(
            "complaint.check_back_after",
            "7d",
            _span,
            "after a complaint is solved, ask so long later whether it stayed so",
        ),
        Key(
            "complaint.warn",
            0.5,
            _share(0.01, 1),
            "a complaint comes up in the morning when this part of its time is used",
        ),
        Key("complaint.wait_reminder", "5d", _span, "one that waits for the customer comes up again after this long"),
        Key("complaint.return_within", "90d", _span, "a complainer came back who orders again within this long ..."),
        Key("complaint.return_gaps", 3, COUNT, "... or so many of their own usual gaps, if that is longer"),
        Key("complaint.owner", None, _words, "who takes a complaint where nobody else is its owner"),
        Key("quality.after", "7d", _span, "a quality call comes up so long after a purchase or a service ..."),
        Key("quality.window", "21d", _span, "... and is forgotten so long after that"),
        Key("quality.spacing", "90d", _span, "nobody is asked again sooner than this"),
        Key("quality.classes", ["A", "B", "new"], _grades, "whom quality calls are for"),
        Key("question.fresh", "180d", _span, "an answer is known for so long, then asked again"),
        Key("question.offer", 2, COUNT, "so many questions are offered at a time"),
        Key("report.few", 5, COUNT, "reports say so where a figure rests on fewer than this"),
        Key("conflict.window", "90d", _span, "early warnings of conflict look so far back"),
        Key(
            "conflict.mood_fall",
            1.0,
            _share(0.1, 4),
            "mood is falling when the last conversations are so much below those before",
        ),
        Key("conflict.recent", 2, COUNT, "... so many of the last conversations count as of late"),
        Key("conflict.bad", 2, COUNT, "so many bad outcomes in a row are a warning"),
        Key("conflict.attempts", 3, COUNT, "so many attempts without an answer are a warning"),
        Key("conflict.promise_late", "1d", _span, "a promise of ours so late is broken"),
        *(
            Key(f"privileges.{grade}", None, _words, f"what customers served as {grade} may expect beside all that")
            for grade in ("A", "B", "C")
        ),
        Key("fits.keep", "30d", _span, "a fitted model is used for so long ..."),
        Key("fits.change", 0.05, _share(0, 1), "... unless the orders have changed by this share"),
        Key("forecast.horizon", "12m", _span, "forecast looks so far ahead"),
        Key("forecast.discount", 0.10, _share(0, 1), "what money of next year is worth less than today's, a year"),
        Key(
            "margin.default", None, _share(0, 1), "the margin of an order whose cost is not known; unset, it is unknown"
        ),
        Key("cost.minute", 0.5, AMOUNT, "what a minute of our time costs"),
        Key("cost.visit", 25.0, AMOUNT, "what a visit costs beside its minutes"),
        Key("cost.quote", 5.0, AMOUNT, "what a quote costs to write"),
        Key("cost.mailing", 1.5, AMOUNT, "what a letter of ours costs beside its minutes"),
        Key("cost.complaint", 20.0, AMOUNT, "what a complaint costs beside the minutes logged"),
        Key("value.best", 0.10, _share(0.01, 0.5), "most valuable: the best part of the customers"),
        Key("value.growable", 0.20, _share(0.01, 0.5), "most growable: the part with most room to grow"),
        Key("value.peers", 8, COUNT, "room to grow is read off so many comparable customers at least ..."),
        Key("value.reach", 0.75, _share(0.5, 1), "... at this quantile of what they reach"),
        Key("value.worst", 0.15, _share(0.01, 0.5), "below zero: the part of the customers to look at first"),
        Key("value.history", "90d", _span, "nobody is below zero with less history than this"),
        Key("value.falling", 0.7, _share(0.01, 1), "purchases are falling below this share of the year before"),
        Key("value.refusals", 2, COUNT, "from so many quotes refused in a year on, it is said"),
        Key("suppress.channels", ["letter", "visit"], _channels, "costly channels that `crm suppress` closes"),
        Key("suppress.term", "12m", _span, "for so long"),
        Key("wallet.fresh", "12m", _span, "an estimate of what they spend in all is stale after this long"),
        Key("wanted.people", 2, COUNT, "a wanted account needs so many named people"),
        Key("rfm.groups", RFM_GROUPS, _groups, "the named groups: recency, frequency, money; the first that fits"),
        Key("ladder.months", 24, COUNT, "conversations of so many months count for the ladder"),
        *(
            Key(f"ladder.{step}.{name}", value, LADDER_WHAT[name][0], f"{step}: {LADDER_WHAT[name][1]}")
            for step, rules in LADDER.items()
            for name, value in rules.items()
        ),
        Key("backup.keep", 30, COUNT, "how many backups `crm backup` keeps beside the book"),
    )
}


class Policy:
    """The values in force: what the book keeps, over the defaults. `holidays` are the local dates of the public holidays
    on which nobody works, where the policy keeps them."""

    def __init__(self, stored: Mapping[str, Any] | None = None, holidays: Iterable[str] = ()) -> None:
        self.stored = dict(stored or {})
        self.holidays = frozenset(holidays)
        self._zone: ZoneInfo | None = None

    def __getitem__(self, name: str) -> Any:
        return self.stored.get(name, KEYS[name].default)

    @property
    def currency(self) -> str:
        """The base currency's ISO code."""
        return str(self["currency"])

    @property
    def zone(self) -> ZoneInfo:
        """The zone that says which local day it is."""
        if self._zone is None:
            self._zone = ZoneInfo(self["zone"])
        return self._zone

    def span(self, name: str) -> Span | None:
        """A time span of the policy, or None where it says never."""
        value = self[name]
        if value in (None, "never"):
            return None
        return Span(0, "d") if value == "0d" else parse_span(value, allow_clock=True)

    def cadence(self, grade: str) -> Span | None:
        """The longest silence towards a customer of this class."""
        return self.span(f"cadence.{'C' if grade in ('zero', 'below_zero') else grade}")

    def guard(self, grade: str) -> tuple[int, int]:
        """(contacts, days) of the over-contact guard for this class."""
        own = f"guard.{grade}"
        contacts = self[f"{own}.contacts"] if f"{own}.contacts" in KEYS else None
        days = self[f"{own}.days"] if f"{own}.days" in KEYS else None
        return contacts or self["guard.contacts"], days or self["guard.days"]

    def privileges(self, grade: str) -> str | None:
        """What customers served as this class may expect beside times and cadences, in words."""
        name = f"privileges.{grade}"
        return self[name] if name in KEYS else None

    def channel_guards(self) -> dict[str, tuple[int, int]]:
        """channel -> (contacts, days) of those channels that have a limit of their own."""
        limits = {name: self[f"guard.{name}.contacts"] for name in CHANNELS}
        return {
            name: (limit, self[f"guard.{name}.days"] or self["guard.days"]) for name, limit in limits.items() if limit
        }

    def closed_dates(self) -> frozenset[str]:
        """The local dates on which nobody works whatever the weekday: own closing days and public holidays."""
        return self.holidays.union(self["closed_days"])

    def works(self, day: date) -> bool:
        """Whether anybody works on this day."""
        if self[f"hours.{WEEK[day.weekday()]}"] == "closed":
            return False
        return day.isoformat() not in self["closed_days"] and day.isoformat() not in self.holidays

    def working_day_from(self, day: date) -> date:
        """That day, or the next on which anybody works."""
        return self.working_day_after(day - timedelta(days=1))

    def working_day_after(self, day: date) -> date:
        """The next day on which anybody works; the next day where nobody does for two months."""
        days = (day + timedelta(days=ahead) for ahead in range(1, 60))
        return next((one for one in days if self.works(one)), day + timedelta(days=1))

    def nested(self, names: Iterable[str] = ()) -> dict[str, Any]:
        """The values of these keys, or of all, as nested objects."""
        tree: dict[str, Any] = {}
        for name in names or KEYS:
            branch = tree
            *folders, leaf = name.split(".")
            for folder in folders:
                branch = branch.setdefault(folder, {})
            branch[leaf] = self[name]
        return tree


def parse_value(name: str, text: str) -> Any:
    """What the words `text` mean for the policy key `name`.

    Raises NotFoundError for an unknown key and BadValueError naming the key, the value and what would be right.
    """
    key = KEYS.get(name)
    if key is None:
        raise NotFoundError(f"the policy has no key {name[:60]!r}", _nearest(name))
    try:
        return key.check(text)
    except BadValueError as exc:
        raise BadValueError(f"{name}: {exc.message}", exc.hint) from None


def check_whole(values: Mapping[str, Any]) -> None:
    """Refuses values that are right alone and wrong together."""
    policy = Policy(values)
    if not policy["abc.a"] < policy["abc.b"]:
        raise BadValueError(
            f"abc.a ({policy['abc.a']:g}) is not below abc.b ({policy['abc.b']:g})",
            "the shares rise: 0.8 and 0.95, say",
        )
    best = [
        max(policy[f"weights.{part}.{name}"] for name in names) for part, names in (("kind", KINDS), ("value", GRADES))
    ]
    total = sum(best) + policy["weights.lateness"]
    if total > 100:
        raise BadValueError(
            f"the greatest weights of kind, value and lateness add up to {total}",
            "a score is out of 100: lower one first",
        )
    steps = list(LADDER)
    for lower, upper in pairwise(steps):
        for name in LADDER_WHAT:
            if policy[f"ladder.{lower}.{name}"] > policy[f"ladder.{upper}.{name}"]:
                raise BadValueError(
                    f"ladder.{lower}.{name} is above ladder.{upper}.{name}",
                    "each step asks for at least what the one below asks",
                )
    if all(policy[f"hours.{day}"] == "closed" for day in WEEK):
        raise BadValueError("hours: no day of the week is open", "open at least one, such as hours.mon 09:00-17:00")


def stored_text(value: Any) -> str:
    """A value as the book keeps it."""
    return json.dumps(value, ensure_ascii=False)


def _nearest(name: str) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, KEYS, n=1, cutoff=0.5)
    return f"did you mean {close[0]}?" if close else "`crm policy show` lists them"
