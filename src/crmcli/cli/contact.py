"""`crm add`, `crm show`, `crm find`, `crm list`, `crm archive`, `crm unarchive`."""

from typing import Annotated

import typer

from crmcli.domain.result import Result

Many = list[str]
Who = Annotated[str, typer.Argument(metavar="WHO", help="c12, an e-mail, a phone number or words of a name", show_default=False)]


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
    birthday: Annotated[str | None, typer.Option(metavar="DATE", help="1984-03-07, or --birthday=--03-07 without a year")] = None,
    owner: Annotated[str | None, typer.Option(metavar="STAFF", help="whose customer this is")] = None,
    source: Annotated[str | None, typer.Option(metavar="TEXT", help="where they came from")] = None,
    referred_by: Annotated[str | None, typer.Option(metavar="WHO", help="who sent them")] = None,
    prefers: Annotated[str | None, typer.Option(metavar="CHANNEL", help="how they like to be reached")] = None,
    no_contact: Annotated[Many | None, typer.Option(metavar="CHANNEL", help="not on this channel (all: on none)")] = None,
    hours: Annotated[str | None, typer.Option(metavar="TEXT", help="when to reach them")] = None,
    language: Annotated[str | None, typer.Option(metavar="CODE")] = None,
    every: Annotated[str | None, typer.Option(metavar="SPAN", help="how often they want to hear from us: 6w")] = None,
    note: Annotated[Many | None, typer.Option(metavar="TEXT", help="a remark")] = None,
) -> Result:
    """Add a person, a company or a partner.

      crm add "Ana Bērziņa" --phone "+371 29 123 456" --company kafija
      crm add "Kafija SIA" --kind company --tag horeca --every 6w
    """
    from crmcli.actions import contact

    details = contact.Details(
        kind=kind, company=company or (), role=role or (), email=email or (), phone=phone or (), address=address or (),
        tag=tag or (), field=field or (), birthday=birthday, owner=owner, source=source, referred_by=referred_by,
        prefers=prefers, no_contact=no_contact or (), hours=hours, language=language, every=every, note=note or (),
    )  # fmt: skip
    with ctx.obj.session() as session:
        return contact.add(session, name, details)
