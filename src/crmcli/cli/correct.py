"""`crm edit` and `crm void`: any record, by its reference."""

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result

Text = str | None
Many = list[str] | None


def edit(
    ctx: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="WHO|REF", help="a contact, or i5 o77 q5 f9 m3 s4", show_default=False)
    ],
    words: Annotated[
        Text,
        typer.Argument(
            metavar="[TEXT|AMOUNT]", help="the new text, or amount of an order or quote", show_default=False
        ),
    ] = None,
    text: Annotated[Text, typer.Option(metavar="TEXT", help="i f m s: the text")] = None,
    name: Annotated[Text, typer.Option(metavar="NAME", help="contact: the name")] = None,
    kind: Annotated[Text, typer.Option(help="contact: person, company or partner")] = None,
    company: Annotated[Many, typer.Option(metavar="WHO", help="contact: where they work")] = None,
    role: Annotated[Many, typer.Option(metavar="TEXT", help="contact: what they do there")] = None,
    email: Annotated[Many, typer.Option(metavar="ADDRESS", help="contact: one more")] = None,
    phone: Annotated[Many, typer.Option(metavar="NUMBER", help="contact: one more")] = None,
    address: Annotated[Many, typer.Option(metavar="TEXT", help="contact: one more")] = None,
    tag: Annotated[Many, typer.Option(metavar="TAG", help="contact: one more")] = None,
    remove_tag: Annotated[Many, typer.Option(metavar="TAG", help="contact: one less")] = None,
    field: Annotated[Many, typer.Option(metavar="K=V", help="contact: a field of your own")] = None,
    unset: Annotated[
        Many, typer.Option(metavar="FIELD", help="take a value away: owner, phone=29123456, no-contact=phone")
    ] = None,
    birthday: Annotated[Text, typer.Option(metavar="DATE")] = None,
    owner: Annotated[Text, typer.Option(metavar="STAFF", help="contact, f: whose it is")] = None,
    source: Annotated[Text, typer.Option(metavar="TEXT")] = None,
    referred_by: Annotated[Text, typer.Option(metavar="WHO")] = None,
    prefers: Annotated[Text, typer.Option(metavar="CHANNEL")] = None,
    no_contact: Annotated[Many, typer.Option(metavar="CHANNEL", help="contact: not on this channel")] = None,
    hours: Annotated[Text, typer.Option(metavar="TEXT", help="contact: when to reach them")] = None,
    language: Annotated[Text, typer.Option(metavar="CODE")] = None,
    every: Annotated[
        Text, typer.Option(metavar="SPAN", help="contact: how often; f: again so long after it is done")
    ] = None,
    tier: Annotated[Text, typer.Option(metavar="A|B|C", help="contact: the class they are served as")] = None,
    guard: Annotated[
        Text,
        typer.Option(metavar="LIMIT", help="contact: at most so many contacts of ours: '2 in 30d'; off for no limit"),
    ] = None,
    note: Annotated[Many, typer.Option(metavar="TEXT", help="contact: a remark")] = None,
    step: Annotated[Text, typer.Option(help="contact: contact, relationship, closeness or trust")] = None,
    step_wanted: Annotated[Text, typer.Option(help="contact: the step to reach")] = None,
    channel: Annotated[Text, typer.Option("--channel", "-c", help="i: how it was")] = None,
    direction: Annotated[Text, typer.Option(help="i: out or in")] = None,
    nature: Annotated[Text, typer.Option(help="i: what it was about")] = None,
    outcome: Annotated[Text, typer.Option("--outcome", "-o", help="i: what came of it")] = None,
    mood: Annotated[Text, typer.Option("--mood", "-m", metavar="-2..2", help="i: how they felt")] = None,
    minutes: Annotated[Text, typer.Option(metavar="N", help="i: time spent")] = None,
    at: Annotated[Text, typer.Option(metavar="WHEN", help="i: when it was")] = None,
    next: Annotated[Text, typer.Option("--next", "-n", metavar="WHEN", help="i: when to follow up")] = None,
    promise: Annotated[Text, typer.Option(metavar="TEXT", help="i: what we promised")] = None,
    opportunity: Annotated[Text, typer.Option(metavar="AMOUNT", help="i: a sale that may come of it")] = None,
    answer: Annotated[Many, typer.Option(metavar="KEY=VALUE", help="i: something learnt")] = None,
    override: Annotated[Text, typer.Option(metavar="REASON", help="i: why the guard was passed over")] = None,
    line: Annotated[Text, typer.Option(metavar="TEXT", help="i o: the product line")] = None,
    by: Annotated[Text, typer.Option(metavar="WHO", help="i o q: who on our side")] = None,
    amount: Annotated[Text, typer.Option(metavar="AMOUNT", help="o q")] = None,
    on: Annotated[Text, typer.Option(metavar="WHEN", help="o q: the day")] = None,
    currency: Annotated[Text, typer.Option(metavar="CODE", help="o q")] = None,
    rate: Annotated[Text, typer.Option(metavar="RATE", help="o q: the rate of the day")] = None,
    cost: Annotated[Text, typer.Option(metavar="AMOUNT", help="o")] = None,
    quantity: Annotated[Text, typer.Option(metavar="N", help="o")] = None,
    site: Annotated[Text, typer.Option(metavar="TEXT", help="o")] = None,
    ref: Annotated[Text, typer.Option(metavar="TEXT", help="o: their or your reference")] = None,
    refund_of: Annotated[Text, typer.Option(metavar="REF", help="o: the order it refunds")] = None,
    who: Annotated[Text, typer.Option(metavar="WHO", help="o q: whose it is")] = None,
    status: Annotated[Text, typer.Option(help="q: open, won, lost or expired")] = None,
    for_: Annotated[Text, typer.Option("--for", metavar="TEXT", help="q: what is offered")] = None,
    valid_until: Annotated[Text, typer.Option(metavar="WHEN", help="q")] = None,
    reason: Annotated[Text, typer.Option(metavar="TEXT", help="q: why it was won or lost")] = None,
    shortlist: Annotated[
        bool | None, typer.Option("--shortlist/--no-shortlist", help="q: asked only to fill a list")
    ] = None,
    due: Annotated[Text, typer.Option(metavar="WHEN", help="f: when")] = None,
    severity: Annotated[Text, typer.Option(help="k: low, normal or high")] = None,
    about: Annotated[Text, typer.Option(metavar="STAFF", help="k: whom it is about")] = None,
) -> Result:
    """Correct a contact or any record, with the flags of the command that made it.

    crm edit ana --phone "+371 29 123 456" --unset owner
    crm edit i5 "wants the new price list, not the old one" --mood 1
    """
    from crmcli.actions import correct

    refuse_empty(ctx)
    given = locals()
    skipped = ("ctx", "what", "words", "correct")
    flags = {name.rstrip("_"): value for name, value in given.items() if name not in skipped and value is not None}
    with ctx.obj.session() as session:
        return correct.edit(session, what, words, flags)


def void(
    ctx: typer.Context,
    ref: Annotated[str, typer.Argument(metavar="REF", help="i5, o77, q5, f9, m3 or s4", show_default=False)],
) -> Result:
    """Strike out a record; it keeps its number and counts nowhere.

    crm void i5
    crm void o77
    """
    from crmcli.actions import correct

    with ctx.obj.session() as session:
        return correct.void(session, ref)
