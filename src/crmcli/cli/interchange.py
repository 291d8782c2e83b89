"""`crm import`."""

from __future__ import annotations

from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.domain.result import Result

Many = list[str]


def import_file(
    ctx: typer.Context,
    files: Annotated[
        Many, typer.Argument(metavar="FILE...", help="CSV files; - reads standard input", show_default=False)
    ],
    kind: Annotated[str | None, typer.Option("--as", metavar="KIND", help="what they hold: contacts or orders")] = None,
    format: Annotated[str, typer.Option("--format", metavar="NAME", help="how they are written")] = "csv",
    maps: Annotated[
        Many | None, typer.Option("--map", metavar="FIELD=COLUMN", help="which column is which field")
    ] = None,
    date_order: Annotated[
        str | None, typer.Option(metavar="ORDER", help="dmy, mdy or ymd, where 03/04 is open")
    ] = None,
    decimal: Annotated[str | None, typer.Option(metavar="MARK", help=". or , where 1,234 is open")] = None,
    currency: Annotated[str | None, typer.Option(metavar="CODE", help="of amounts that name none")] = None,
    encoding: Annotated[str | None, typer.Option(metavar="NAME", help="where it is found wrongly")] = None,
    source: Annotated[
        str | None, typer.Option(metavar="NAME", help="where the records come from (default: the format)")
    ] = None,
    create_contacts: Annotated[
        bool, typer.Option("--create-contacts", help="make customers the book does not have")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would happen, and do nothing")] = False,
    rejects: Annotated[
        str | None, typer.Option(metavar="FILE", help="where rejects go, to be mended and fed back")
    ] = None,
) -> Result:
    """Bring in contacts or orders from CSV files, whatever their headings; the same file twice changes nothing.

    crm import customers.csv --as contacts
    crm import orders.csv --as orders --create-contacts --map amount="Net total"
    """
    import sys

    refuse_empty(ctx)
    from crmcli.actions import importing

    request = importing.Request(
        files=files, kind=kind, format=format, maps=maps or (), date_order=date_order, decimal=decimal, currency=currency,
        encoding=encoding, source=source, create_contacts=create_contacts, dry_run=dry_run, rejects=rejects,
        kept=ctx.obj.rows_wanted,
    )  # fmt: skip
    with ctx.obj.session() as session:
        return importing.import_files(session, request, getattr(sys.stdin, "buffer", None))
