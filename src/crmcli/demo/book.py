"""The whole made-up book of one day: a wholesale coffee roaster in Riga with two years behind it.

The same day gives the same book, to the last row. It must not read a clock, a file or a store.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from crmcli.demo import asked, cards, estimates, grievances, offers, slipping, trade
from crmcli.demo.cast import SEED, Account, Person, accounts
from crmcli.demo.days import ZONE, ago, stamp, workday
from crmcli.demo.dice import Dice
from crmcli.demo.history import LAST, Story
from crmcli.demo.ledger import Ledger
from crmcli.demo.morning import SCENES
from crmcli.demo.names import STAFF
from crmcli.demo.rows import Contact, DemoBook, Order, Role
from crmcli.demo.stage import Stage, casting
from crmcli.demo.trade import Sale

POLICY = {
    "currency": "EUR",
    "country": "LV",
    "zone": ZONE,
    "date_order": "dmy",
    "staff": list(STAFF),
    "complaint.A.respond_within": "2h",
}


def make(today: date) -> DemoBook:
    """The book as it stands on the morning of `today`, a local date; nothing in it is of a later day."""
    everybody, people = accounts()
    sold = trade.sales(everybody, today)
    days = _days_by_account(sold)
    stage, begins, taken = _conversations(everybody, sold, days, today)
    service = grievances.told(everybody, taken, trade.tiers(sold, today), begins, today)
    numbered = stage.ledger.numbers()
    by_id = {account.id: account for account in everybody}
    maker = cards.Cards(today, stage, Dice(SEED + 2))
    return DemoBook(
        policy=POLICY,
        contacts=_contacts(maker, everybody, people, by_id, begins),
        points=[
            *(point for account in everybody for point in maker.of_account(account)),
            *(point for person in people for point in maker.of_person(person, by_id[person.at].language)),
        ],
        roles=[Role(person.id, person.at, person.role) for person in people],
        tags=[tag for account in everybody for tag in cards.tags(account)],
        fields=[field for account in everybody for field in cards.fields(account)],
        closed_channels=cards.closed_channels(stage, by_id),
        remarks=[one for account in everybody for one in cards.remarks(account, begins[account.id], today)],
        interactions=list(stage.ledger.interactions(numbered)),
        facts=list(stage.ledger.facts(numbered)),
        orders=_orders(sold),
        quotes=list(stage.ledger.quotes(numbered)),
        followups=list(stage.ledger.followups(numbered)),
        wallets=estimates.wallets(everybody, sold, today),
        wanted=estimates.wanted(everybody, today),
        complaints=service.complaints,
        complaint_steps=service.steps,
        suggestions=service.suggestions,
        questions=service.questions,
    )


def _days_by_account(sold: Sequence[Sale]) -> dict[int, list[date]]:
    found: dict[int, list[date]] = {}
    for sale in sold:
        if sale.account is not None and sale.amount > 0:
            found.setdefault(sale.account, []).append(sale.on)
    return {account: sorted(set(days)) for account, days in found.items()}


def _conversations(
    everybody: Sequence[Account], sold: Sequence[Sale], days: dict[int, list[date]], today: date
) -> tuple[Stage, dict[int, date], set[int]]:
    """Plays every story and every scene; also the day each account was entered on, and who has a part this morning."""
    stage = Stage(Ledger(), today)
    tiers = trade.tiers(sold, today)
    first = {account: bought[0] for account, bought in days.items()}
    scenes = casting(SCENES, everybody, tiers, first, today)
    quiet = {account.id: scene.quiet for scene, account in scenes}
    turns = slipping.turns(everybody, sold, days, today)
    begins = {}
    for account in everybody:
        bought = days.get(account.id, [])
        tier = "demanding" if account.rhythm == "demanding" else tiers.get(account.id, account.rhythm)
        turn = turns.get(account.id)
        last = turn.last if turn else ago(today, quiet.get(account.id, account.dice(14).between(*LAST[tier])))
        begin = min(_begin(account, bought, today), last - timedelta(days=1))
        begins[account.id] = workday(begin - timedelta(days=4))
        Story(stage.ledger, account, tier, bought).tell(begin, last)
        if account.rhythm == "demanding":
            slipping.demanding(stage, account, today)
        else:
            offers.settled(stage.ledger, account, bought, today)
        if turn and turn.play:
            turn.play(stage, account)
    for scene, account in scenes:
        scene.play(stage, account)
    asked.how_it_was(stage.ledger, everybody, tiers, begins, today)
    return stage, begins, {*quiet, *turns}


def _begin(account: Account, bought: Sequence[date], today: date) -> date:
    """The day we first spoke: some weeks before the first order."""
    dice = account.dice(15)
    if bought:
        return bought[0] - timedelta(days=dice.between(3, 30))
    return today - timedelta(days=dice.between(500, 700) if account.kind == "partner" else dice.between(50, 160))


def _contacts(
    maker: cards.Cards,
    everybody: Sequence[Account],
    people: Sequence[Person],
    by_id: dict[int, Account],
    begins: dict[int, date],
) -> list[Contact]:
    return [
        *(maker.contact(account, account, begins[account.id]) for account in everybody),
        *(maker.contact(person, by_id[person.at], begins[person.at]) for person in people),
    ]


def _orders(sold: Sequence[Sale]) -> list[Order]:
    """The sales by day, numbered; a refund points to the order it is for."""
    order = sorted(range(len(sold)), key=lambda place: (sold[place].on, place))
    number = {place: at for at, place in enumerate(order, 1)}
    in_year: dict[int, int] = {}
    found = []
    for place in order:
        sale = sold[place]
        in_year[sale.on.year] = in_year.get(sale.on.year, 0) + 1
        found.append(
            Order(
                number[place],
                sale.account,
                sale.on.isoformat(),
                (sale.counts_on or sale.on).isoformat(),
                sale.amount,
                sale.cost,
                sale.currency,
                sale.rate,
                sale.base,
                sale.base_cost,
                str(sale.quantity) if sale.quantity else None,
                sale.line,
                sale.site,
                f"K{sale.on.year % 100:02d}-{in_year[sale.on.year]:04d}",
                sale.by,
                None if sale.refund_of is None else number[sale.refund_of],
                stamp(sale.on, 0, 1),
            )
        )
    return found
