"""`crm complaint open`, `respond`, `wait`, `resume`, `resolve`, `reopen`, `check`, `show`, `list`."""

from __future__ import annotations

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result

Who = Annotated[
    str, typer.Argument(metavar="WHO", help="c12, an e-mail, a phone number or words of a name", show_default=False)
]
Id = Annotated[str, typer.Argument(metavar="ID", help="k3 or 3", show_default=False)]
Text = Annotated[str | None, typer.Argument(metavar="[TEXT]", help="what was said or done", show_default=False)]
At = Annotated[str | None, typer.Option(metavar="WHEN", help="when it was (default now)")]
By = Annotated[str | None, typer.Option(metavar="STAFF", help="who on our side")]


def open_complaint(
    ctx: typer.Context,
    who: Who,
    text: Annotated[
        str, typer.Argument(metavar="TEXT", help="what is wrong; - reads standard input", show_default=False)
    ],
    severity: Annotated[str | None, typer.Option("--severity", "-s", help="low, normal (default) or high")] = None,
    channel: Annotated[
        str | None, typer.Option("--channel", "-c", help="phone (default) email message visit meeting letter web other")
    ] = None,
    line: Annotated[str | None, typer.Option(metavar="TEXT", help="the product line it is about")] = None,
    at: At = None,
    owner: Annotated[
        str | None, typer.Option(metavar="STAFF", help="who sees to it (default: the customer's owner)")
    ] = None,
    about: Annotated[str | None, typer.Option(metavar="STAFF", help="whom it is about: never its owner")] = None,
    solved: Annotated[str | None, typer.Option(metavar="TEXT", help="how it was solved at first contact")] = None,
    by: By = None,
) -> Result:
    """Open a complaint: two clocks in working time begin, and it has an owner at once.

    crm complaint open ana "grinder leaks" --severity high --line grinders
    crm complaint open kafija "wrong invoice" --solved "sent the right one"
    """
    from crmcli.actions import complaint
    from crmcli.cli.prompts import written_text

    refuse_empty(ctx)
    ctx.obj.take("by", by)
    with ctx.obj.session() as session:
        said = complaint.Said(
            text=written_text(text), channel=channel, severity=severity, line=line, at=at, owner=owner, about=about,
            solved=solved,
        )  # fmt: skip
        return complaint.open_complaint(session, who, said)


def respond(ctx: typer.Context, complaint_id: Id, text: Text = None, at: At = None, by: By = None) -> Result:
    """They have our answer: the response clock ends, the other goes on.

    crm complaint respond k3 "called, a new seal is on its way"
    crm complaint respond 3 --at "today 10:30"
    """
    return _step(ctx, complaint_id, "respond", text, at, by)


def wait(ctx: typer.Context, complaint_id: Id, text: Text = None, at: At = None, by: By = None) -> Result:
    """We wait for the customer: the resolution clock stands still.

    crm complaint wait k3 "asked for photos"
    crm complaint wait 3 --at "yesterday 16:00"
    """
    return _step(ctx, complaint_id, "wait", text, at, by)


def resume(ctx: typer.Context, complaint_id: Id, text: Text = None, at: At = None, by: By = None) -> Result:
    """It is ours again: the clock goes on from where it stood.

    crm complaint resume k3 "photos came"
    crm complaint resume 3
    """
    return _step(ctx, complaint_id, "resume", text, at, by)


def resolve(ctx: typer.Context, complaint_id: Id, text: Text = None, at: At = None, by: By = None) -> Result:
    """It is solved; some days later you are asked to check back.

    crm complaint resolve k3 "new seal fitted"
    crm complaint resolve 3 --at "fri 15:00"
    """
    return _step(ctx, complaint_id, "resolve", text, at, by)


def reopen(ctx: typer.Context, complaint_id: Id, text: Text = None, at: At = None, by: By = None) -> Result:
    """It was not solved after all: the clock goes on, the history stays.

    crm complaint reopen k3 "leaks again"
    crm complaint reopen 3 --at "yesterday 9:00"
    """
    return _step(ctx, complaint_id, "reopen", text, at, by)


def check(
    ctx: typer.Context,
    complaint_id: Id,
    text: Text = None,
    recovered: Annotated[str | None, typer.Option(metavar="yes|no", help="whether it got better")] = None,
    at: At = None,
    by: By = None,
) -> Result:
    """Note the check-back after a solution: whether it stayed solved.

    crm complaint check k3 --recovered yes "happy with the new seal"
    crm complaint check 3 --recovered no
    """
    from crmcli.errors import UsageError

    if recovered is None:
        raise UsageError("--recovered yes or no is missing", "it says whether it got better")
    return _step(ctx, complaint_id, "check", text, at, by, recovered)


def show(ctx: typer.Context, complaint_id: Id) -> Result:
    """One complaint: its clocks, its history, whether they came back.

    crm complaint show k3
    crm complaint show 3 --as-of 2026-11-01
    """
    from crmcli.actions import complaint

    with ctx.obj.session() as session:
        return complaint.show(session, complaint_id)


def list_complaints(
    ctx: typer.Context,
    who: Annotated[str | None, typer.Argument(metavar="[WHO]", help="only theirs", show_default=False)] = None,
    status: Annotated[str | None, typer.Option(help="open, waiting or resolved")] = None,
    breaching: Annotated[bool, typer.Option("--breaching", help="only those late or soon to be late")] = False,
    owner: Annotated[str | None, typer.Option(metavar="STAFF", help="only theirs to see to")] = None,
) -> Result:
    """Complaints: what is not solved first, by severity, value of the customer and time left.

    crm complaint list --breaching
    crm complaint list ana --status resolved

    A second complaint within the window counts as high; the value is the class they are served by.
    """
    from crmcli.actions import complaint_list

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return complaint_list.list_complaints(
            session, who, status=status, breaching=breaching, owner=owner, wanted=ctx.obj.rows_read
        )


def _step(
    ctx: typer.Context,
    complaint_id: str,
    kind: str,
    text: str | None,
    at: str | None,
    by: str | None,
    recovered: str | None = None,
) -> Result:
    from crmcli.actions import complaint
    from crmcli.cli.prompts import written_text

    refuse_empty(ctx)
    ctx.obj.take("by", by)
    with ctx.obj.session() as session:
        words = None if text is None else written_text(text)
        return complaint.take_step(session, complaint_id, kind, words, at=at, recovered=recovered)
