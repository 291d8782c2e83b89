"""`crm log`, `crm note`, `crm timeline`."""

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty, written_text
from crmcli.domain.result import Result

Who = Annotated[
    str, typer.Argument(metavar="WHO", help="c12, an e-mail, a phone number or words of a name", show_default=False)
]
Many = list[str]


def log(
    ctx: typer.Context,
    who: Who,
    text: Annotated[str | None, typer.Argument(metavar="TEXT", help="what was said; - reads standard input")] = None,
    channel: Annotated[
        str | None, typer.Option("--channel", "-c", help="phone (default) email message visit meeting letter web other")
    ] = None,
    direction: Annotated[str | None, typer.Option(help="out (default) or in")] = None,
    nature: Annotated[
        str | None, typer.Option(help="sales (default) service support delivery payment quality social other")
    ] = None,
    outcome: Annotated[
        str | None,
        typer.Option(
            "--outcome",
            "-o",
            help="positive neutral (default) negative, no-answer left-message wrong-number do-not-call",
        ),
    ] = None,
    mood: Annotated[str | None, typer.Option("--mood", "-m", metavar="-2..2", help="how they felt")] = None,
    minutes: Annotated[str | None, typer.Option(metavar="N", help="time spent")] = None,
    at: Annotated[str | None, typer.Option(metavar="WHEN", help="when it was (default now)")] = None,
    next: Annotated[str | None, typer.Option("--next", "-n", metavar="WHEN", help="when to follow up")] = None,
    promise: Annotated[str | None, typer.Option(metavar="TEXT", help="what we promised, due at --next")] = None,
    opportunity: Annotated[str | None, typer.Option(metavar="AMOUNT", help="a sale that may come of it")] = None,
    answer: Annotated[Many | None, typer.Option(metavar="KEY=VALUE", help="something learnt about them")] = None,
    line: Annotated[str | None, typer.Option(metavar="TEXT", help="the product line it was about")] = None,
    with_: Annotated[Many | None, typer.Option("--with", metavar="WHO", help="who else was there")] = None,
    new: Annotated[bool, typer.Option("--new", help="make the contact if nobody matches")] = False,
    done: Annotated[
        Many | None, typer.Option(metavar="REF", help="close only this follow-up, or answer this complaint")
    ] = None,
    keep: Annotated[bool, typer.Option("--keep", help="close nothing")] = False,
    override: Annotated[
        str | None, typer.Option(metavar="REASON", help="why the over-contact guard was passed over")
    ] = None,
    complaint: Annotated[
        str | None, typer.Option(metavar="SEVERITY", help="open a complaint with it: low, normal or high")
    ] = None,
    solved: Annotated[str | None, typer.Option(metavar="TEXT", help="how the complaint was solved at once")] = None,
    about: Annotated[
        str | None, typer.Option(metavar="STAFF", help="the one of ours whom the complaint is about")
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", "-e", help="write the text in $EDITOR")] = False,
    by: Annotated[str | None, typer.Option(metavar="WHO", help="who on our side")] = None,
) -> Result:
    """Keep what was said after a contact, in one line.

      crm log ana "wants the new price list, happy" --next fri
      crm log ana "no answer" -o no

    A call of ours that reached them, with neutral outcome, now, unless you say otherwise.
    It closes the follow-ups that were due for them; an attempt closes nothing.
    """
    from crmcli.actions import interaction

    refuse_empty(ctx)
    ctx.obj.take("by", by)
    with ctx.obj.session() as session:
        said = interaction.Said(
            text=written_text(text, edit), channel=channel, direction=direction, nature=nature, outcome=outcome,
            mood=mood, minutes=minutes, at=at, next=next, promise=promise, opportunity=opportunity, answer=answer or (),
            line=line, with_whom=with_ or (), new=new, done=done or (), keep=keep, override=override,
            complaint=complaint, solved=solved, about=about,
        )  # fmt: skip
        return interaction.log(session, who, said)


def note(
    ctx: typer.Context,
    who: Who,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="the remark; - reads standard input", show_default=False)
    ] = None,
    edit: Annotated[bool, typer.Option("--edit", "-e", help="write the text in $EDITOR")] = False,
    by: Annotated[str | None, typer.Option(metavar="WHO", help="who on our side")] = None,
) -> Result:
    """Keep a remark that is no contact.

    crm note ana "sister of Pēteris at Rīgas Maize"
    crm note c12 -
    """
    from crmcli.actions import timeline

    refuse_empty(ctx)
    ctx.obj.take("by", by)
    with ctx.obj.session() as session:
        return timeline.note(session, who, written_text(text, edit))


def timeline(
    ctx: typer.Context,
    who: Annotated[
        str | None, typer.Argument(metavar="[WHO]", help="only what concerns them", show_default=False)
    ] = None,
    channel: Annotated[
        str | None, typer.Option("--channel", "-c", help="phone email message visit meeting letter web other")
    ] = None,
    nature: Annotated[
        str | None, typer.Option(help="sales service support delivery payment quality social other")
    ] = None,
    since: Annotated[str | None, typer.Option(metavar="WHEN", help="on or after this day")] = None,
    by: Annotated[str | None, typer.Option(metavar="STAFF", help="only what they did")] = None,
) -> Result:
    """What happened, newest first: conversations, remarks, orders, quotes.

    crm timeline ana
    crm timeline --since today
    """
    from crmcli.actions import timeline as actions

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return actions.timeline(session, actions.Asked(who, channel, nature, since, by), ctx.obj.rows_read)
