"""`crm add`, `crm show`, `crm find`, `crm list`, `crm archive`, `crm unarchive`."""

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result

Many = list[str]
Who = Annotated[
    str, typer.Argument(metavar="WHO", help="c12, an e-mail, a phone number or words of a name", show_default=False)
]


def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="any name, in any script", show_default=False)],
    kind: Annotated[str | None, typer.Option(help="person (default), company or partner")] = None,
    company: Annotated[Many | None, typer.Option(metavar="WHO", help="where they work")] = None,
    role: Annotated[Many | None, typer.Option(metavar="TEXT", help="what they do there: buyer, owner")] = None,
    email: Annotated[Many | None, typer.Option(metavar="ADDRESS")] = None,
    phone: Annotated[Many | None, typer.Option(metavar="NUMBER")] = None,
    address: Annotated[Many | None, typer.Option(metavar="TEXT")] = None,
    tag: Annotated[Many | None, typer.Option(metavar="TAG")] = None,
    field: Annotated[Many | None, typer.Option(metavar="K=V", help="a field of your own")] = None,
    birthday: Annotated[
        str | None, typer.Option(metavar="DATE", help="1984-03-07, or --birthday=--03-07 without a year")
    ] = None,
    owner: Annotated[str | None, typer.Option(metavar="STAFF", help="whose customer this is")] = None,
    source: Annotated[str | None, typer.Option(metavar="TEXT", help="where they came from")] = None,
    referred_by: Annotated[str | None, typer.Option(metavar="WHO", help="who sent them")] = None,
    prefers: Annotated[str | None, typer.Option(metavar="CHANNEL", help="how they like to be reached")] = None,
    no_contact: Annotated[
        Many | None, typer.Option(metavar="CHANNEL", help="not on this channel (all: on none)")
    ] = None,
    hours: Annotated[str | None, typer.Option(metavar="TEXT", help="when to reach them")] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE")] = None,
    every: Annotated[str | None, typer.Option(metavar="SPAN", help="how often they want to hear from us: 6w")] = None,
    tier: Annotated[
        str | None, typer.Option(metavar="A|B|C", help="the class they are served as, whatever they buy")
    ] = None,
    guard: Annotated[
        str | None, typer.Option(metavar="LIMIT", help="at most so many contacts of ours: '2 in 30d'; off for no limit")
    ] = None,
    note: Annotated[Many | None, typer.Option(metavar="TEXT", help="a remark")] = None,
) -> Result:
    """Add a person, a company or a partner.

    crm add "Ana Bērziņa" --phone "+371 29 123 456" --company kafija
    crm add "Kafija SIA" --kind company --tag horeca --every 6w
    """
    from crmcli.actions import contact

    refuse_empty(ctx)
    details = contact.Details(
        kind=kind, company=company or (), role=role or (), email=email or (), phone=phone or (), address=address or (),
        tag=tag or (), field=field or (), birthday=birthday, owner=owner, source=source, referred_by=referred_by,
        prefers=prefers, no_contact=no_contact or (), hours=hours, language=language, every=every, tier=tier,
        guard=guard, note=note or (),
    )  # fmt: skip
    with ctx.obj.session() as session:
        return contact.add(session, name, details)


def show(ctx: typer.Context, who: Who) -> Result:
    """The briefing before a call: last words, what is open, money, rhythm, preferences.

    crm show ana
    crm show c12 --json
    """
    from crmcli.actions import briefing

    with ctx.obj.session() as session:
        return briefing.show(session, who)


def find(
    ctx: typer.Context,
    text: Annotated[Many, typer.Argument(metavar="TEXT", help="any words, a number, an address", show_default=False)],
) -> Result:
    """Find any word in names, numbers, addresses, tags, fields, notes and conversations.

    crm find espresso machine
    crm find "29 123 456"
    """
    from crmcli.actions import finding

    with ctx.obj.session() as session:
        return finding.find(session, " ".join(text), ctx.obj.rows_read)


def list_contacts(
    ctx: typer.Context,
    tag: Annotated[
        Many | None, typer.Option(metavar="TAG", help="with this tag (with all, where several are given)")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="person, company or partner")] = None,
    owner: Annotated[str | None, typer.Option(metavar="STAFF", help="whose customers")] = None,
    class_: Annotated[str | None, typer.Option("--class", help="A B C zero below_zero new prospect")] = None,
    stage: Annotated[str | None, typer.Option(help="prospect, customer or former")] = None,
    field: Annotated[Many | None, typer.Option(metavar="K=V", help="with this value in a field of your own")] = None,
    since: Annotated[str | None, typer.Option(metavar="WHEN", help="entered on or after this day")] = None,
    archived: Annotated[bool, typer.Option("--archived", help="those set aside, instead")] = False,
) -> Result:
    """Contacts by name.

    crm list --tag horeca --class A
    crm list --field need=espresso --csv
    """
    from crmcli.actions import directory

    refuse_empty(ctx)
    asked = directory.Asked(tag or (), kind, owner, class_, stage, field or (), since, archived)
    with ctx.obj.session() as session:
        return directory.list_contacts(session, asked, ctx.obj.rows_read)


def archive(ctx: typer.Context, who: Who) -> Result:
    """Set a contact aside: off the lists, the history kept.

    crm archive c12
    crm archive "Kafija SIA"
    """
    from crmcli.actions import directory

    with ctx.obj.session() as session:
        return directory.archive(session, who)


def unarchive(ctx: typer.Context, who: Who) -> Result:
    """Bring an archived contact back.

    crm unarchive c12
    crm unarchive "Kafija SIA"
    """
    from crmcli.actions import directory

    with ctx.obj.session() as session:
        return directory.unarchive(session, who)
