"""`crm underbuying`: who still buys, but far below their own usual and by more than chance, valued customers first.

Everybody who can be tested is tested once and the answer kept until an order changes; only the rows that will be shown are
dressed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from shlex import quote
from typing import TYPE_CHECKING, Any, NamedTuple

from crmcli.actions import buying, lapsed, outreach, warning
from crmcli.actions.session import Session
from crmcli.actions.warning import GRADES, Asked, Listing
from crmcli.analysis.history import History
from crmcli.domain.money import format_amount
from crmcli.domain.policy import Policy
from crmcli.domain.result import Result
from crmcli.store import sales, segments
from crmcli.store.book import Book

if TYPE_CHECKING:
    from crmcli.analysis.underbuying import UnderbuyingFit

NAME = "underbuying"
PLACES = 6
OFTEN = 0.15
"""From this chance on "1 in N" is too coarse."""


class Columns(NamedTuple):
    """Every customer tested, a place in each list, and what they were tested by. Plain data; minor units, days.

    `classes` are by sales over the 12 months to the end of last month. `words` say what the test could and could not do;
    `season`: whether the months count differently.
    """

    contact_ids: list[int]
    expected: list[int]
    actual: list[int]
    ratios: list[float]
    p_values: list[float]
    window_days: list[int]
    p_twice: list[float | None]
    classes: list[str]
    method: str
    words: str
    season: bool
    customers: int
    without_rate: int
    walk_ins: int

    def flagged(self, place: int, ratio: float, p: float, *, strict: bool = False) -> bool:
        """Whether too little was bought, and by less than that chance; when strict, over twice as long, too."""
        from crmcli.analysis.underbuying import is_strict

        if strict:
            return self.ratios[place] < ratio and is_strict(self.p_values[place], self.p_twice[place], p)
        return self.ratios[place] < ratio and self.p_values[place] < p


def columns(
    book: Book,
    policy: Policy,
    as_of: date,
    today: date,
    histories: Sequence[History] | None = None,
    *,
    contacts: Collection[int] | None = None,
    accounts: bool = False,
) -> Columns | None:
    """Everybody's test as of a day, kept until orders or policy change. `histories`: everybody's, where they are at hand.

    With `contacts` only theirs, by the fit that is kept, keeping nothing; None where no fit is kept.
    """
    if contacts is not None:
        return _of_few(book, policy, as_of, today, contacts)
    firms, mark = warning.accounts(book) if accounts else ({}, "")

    def make() -> dict[str, Any]:
        everybody = lapsed.grouped(buying.histories(book, as_of) if histories is None else histories, firms)
        gone = lapsed.columns(book, policy, as_of, today, histories=histories, accounts=accounts)
        assert gone is not None
        fit = fit_of(book, policy, as_of, today, everybody, mark)
        classes = warning.classes_on(book, policy, as_of, firms)
        return _tested(policy, everybody, fit, gone, classes, as_of)._asdict()

    return Columns(**buying.answered(book, NAME, as_of, mark, make))


def fit_of(
    book: Book, policy: Policy, as_of: date, today: date, histories: Sequence[History], mark: str = ""
) -> UnderbuyingFit:
    """The fit kept where it still holds, else made from everybody's histories and kept."""
    from crmcli.analysis import underbuying as analysis

    def make() -> dict[str, Any]:
        return analysis.fit(histories, today=as_of.toordinal())._asdict()

    return analysis.UnderbuyingFit(**buying.fitted(book, policy, f"{NAME} fit", as_of, today, make, variant=mark))


def kept_fit(book: Book, policy: Policy, as_of: date) -> UnderbuyingFit | None:
    """The fit kept for a present day where it still holds, or None."""
    from crmcli.analysis import underbuying as analysis

    found = buying.last_fitted(book, policy, f"{NAME} fit", as_of)
    return None if found is None else analysis.UnderbuyingFit(**found)


def _of_few(book: Book, policy: Policy, as_of: date, today: date, contacts: Collection[int]) -> Columns | None:
    fit = kept_fit(book, policy, as_of)
    gone = lapsed.columns(book, policy, as_of, today, contacts=contacts)
    if fit is None or gone is None:
        return None
    return _tested(policy, buying.histories(book, as_of, contacts), fit, gone, sales.grades(book, contacts), as_of)


def _tested(
    policy: Policy,
    histories: Sequence[History],
    fit: UnderbuyingFit,
    gone: lapsed.Columns,
    classes: Mapping[int, str],
    as_of: date,
) -> Columns:
    from crmcli.analysis.lapsed import given_up
    from crmcli.analysis.underbuying import test

    away = given_up(gone.contact_ids, gone.groups, gone.p_no_order, gone.silent_days, gone.usual_gaps, gone.threshold)
    found = test(
        histories,
        fit,
        today=as_of.toordinal(),
        ratio=policy["underbuying.ratio"],
        p=max(policy["underbuying.p"], policy["underbuying.strict"]),
        lapsed=away,
    )
    return Columns(
        contact_ids=found.contact_ids,
        expected=found.expected_minor,
        actual=found.actual_minor,
        ratios=[round(one, PLACES) for one in found.ratio],
        p_values=[round(one, PLACES) for one in found.p_value],
        window_days=found.window_days,
        p_twice=[None if one is None else round(one, PLACES) for one in found.p_twice],
        classes=[classes.get(one, "zero") for one in found.contact_ids],
        method=fit.method,
        words=fit.words,
        season=len(set(fit.season)) > 1,
        customers=len(histories),
        without_rate=gone.without_rate,
        walk_ins=gone.walk_ins,
    )


def words(found: Columns, place: int, currency: str) -> str:
    """What the customer at a place of the columns bought, against what was due, and how likely that is by chance."""
    actual, expected = format_amount(found.actual[place], currency), format_amount(found.expected[place], currency)
    days, ratio = found.window_days[place], found.ratios[place]
    odds = _odds(found.p_values[place])
    return f"in the last {days} days {actual} instead of the usual {expected} ({ratio * 100:.0f} %); {odds}"


def _odds(p: float) -> str:
    if p >= OFTEN:
        return f"by chance in {min(round(p * 100), 99)} of 100"
    return "by chance less than 1 in 1,000" if p < 0.001 else f"by chance 1 in {round(1 / p):,}"


def underbuying(session: Session, asked: Asked) -> Result:
    """Who is flagged, valued customers first, then by the money missing; then what was wished with them.

    Raises BadValueError; NoDatabaseError where there is no book.
    """
    policy, as_of = session.policy, session.as_of
    grade = warning.grade_asked(asked.class_)
    plan = outreach.plan(session, asked.wish, chosen=not asked.all_ or grade is not None)
    found = columns(session.book, policy, as_of, session.today, accounts=asked.accounts)
    assert found is not None
    ratio, p = policy["underbuying.ratio"], policy["underbuying.strict" if asked.strict else "underbuying.p"]
    aside = warning.set_aside(session, as_of)
    here = [place for place, one in enumerate(found.contact_ids) if one not in aside]
    flags = {place for place in here if found.flagged(place, ratio, p, strict=asked.strict)}
    chosen = [place for place in here if (asked.all_ or place in flags) and grade in (None, found.classes[place])]
    ranked = sorted(chosen, key=lambda place: (*_rank(found, place), found.contact_ids[place]))
    places = {found.contact_ids[place]: place for place in ranked}

    def dress(ids: Sequence[int]) -> list[dict[str, Any]]:
        names = segments.names(session.book, ids)
        return [_item(found, places[one], names, policy.currency, flagged=places[one] in flags) for one in ids]

    summary = {
        **_summary(found, here, flags),
        "strict": asked.strict,
        "ratio": ratio,
        "p": p,
        **({"class": grade} if grade else {}),
        "all": asked.all_,
        "listed": len(ranked),
        "accounts": asked.accounts,
        "next": warning.following(session, _again(asked), as_of),
    }
    notes = warning.left_out(session, as_of, found.without_rate)
    return warning.answer(session, asked, plan, Listing("underbuying", list(places), dress, summary, notes))


def _summary(found: Columns, here: Collection[int], flags: Collection[int]) -> dict[str, Any]:
    """The whole, whichever rows are shown: `here` the places of those not archived, `flags` of those flagged."""
    expected, actual = (sum(column[place] for place in flags) for column in (found.expected, found.actual))
    return {
        "method": found.method,
        "words": found.words,
        "season": found.season,
        "customers": found.customers,
        "tested": len(here),
        "flagged": len(flags),
        "expected_minor": expected,
        "actual_minor": actual,
        "missing_minor": expected - actual,
        "archived": len(found.contact_ids) - len(here),
        "excluded": found.without_rate,
        "walk_in": {"count": found.walk_ins},
    }


def _rank(found: Columns, place: int) -> tuple[int, int]:
    """The better class first, then the more money missing."""
    grade = found.classes[place]
    return (GRADES.index(grade) if grade in GRADES else len(GRADES), found.actual[place] - found.expected[place])


def _again(asked: Asked) -> str:
    """The command and the flags that ask the same again."""
    said = [("--strict", asked.strict), ("--all", asked.all_), ("--accounts", asked.accounts)]
    flags = [flag for flag, given in said if given] + ([f"--class {quote(asked.class_)}"] if asked.class_ else [])
    return " ".join([NAME, *flags])


def _item(found: Columns, place: int, names: Mapping[int, str], currency: str, *, flagged: bool) -> dict[str, Any]:
    return {
        "contact": warning.contact(names, found.contact_ids[place]),
        "expected_minor": found.expected[place],
        "actual_minor": found.actual[place],
        "ratio": found.ratios[place],
        "p_value": found.p_values[place],
        "window_days": found.window_days[place],
        "p_twice": found.p_twice[place],
        "flagged": flagged,
        "class": found.classes[place],
        "why": words(found, place, currency),
    }
