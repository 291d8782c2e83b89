"""`crm init`, `crm demo`, `crm backup`."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from crmcli.cli.prompts import refuse_empty
from crmcli.cli.settings import Settings
from crmcli.domain.result import Result
from crmcli.errors import BadValueError


def init(
    ctx: typer.Context,
    currency: Annotated[str | None, typer.Option(metavar="CODE", help="what totals are in (default EUR)")] = None,
    country: Annotated[str | None, typer.Option(metavar="CODE", help="where you work, such as LV")] = None,
    fiscal_year_start: Annotated[
        str | None, typer.Option(metavar="MONTH", help="the month the year begins in (01)")
    ] = None,
    date_order: Annotated[str | None, typer.Option(metavar="ORDER", help="how 03/04 is read: dmy, mdy or ymd")] = None,
    zone: Annotated[str | None, typer.Option(metavar="ZONE", help="Europe/Riga (default: this machine's)")] = None,
) -> Result:
    """Start a book with your currency, country, year, dates and time zone.

      crm init --currency EUR --country LV --date-order dmy
      crm init --zone Europe/Riga --fiscal-year-start 04

    A book that exists is left alone; `crm policy set` changes it.
    """
    from crmcli.actions import book

    refuse_empty(ctx)
    asked = {
        "currency": currency,
        "country": country,
        "fiscal_year_start": fiscal_year_start,
        "date_order": date_order,
        "zone": zone,
    }
    with ctx.obj.session() as session:
        return book.init(session, {key: text for key, text in asked.items() if text is not None})


def demo(
    ctx: typer.Context,
    to: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="the file to write (default: --db, CRM_DB, or demo.db beside your book)"),
    ] = None,
) -> Result:
    """Write a made-up coffee roaster with two years behind it, as of today, to try things on.

      crm demo
      crm demo --to /tmp/demo.db

    A file that exists is never written over.
    """
    from crmcli.actions import book

    refuse_empty(ctx)
    ctx.obj.take("db", _place(to) if to is not None else _beside(ctx.obj))
    with ctx.obj.session() as session:
        return book.demo(session)


def backup(
    ctx: typer.Context,
    to: Annotated[
        str | None,
        typer.Option(metavar="PATH", help="a file, or a folder (default: backups beside the book)"),
    ] = None,
    keep: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="keep so many in the folder (default: the policy's)"),
    ] = None,
) -> Result:
    """Make a checked, private copy of the book.

      crm backup
      crm backup --to /media/stick/ --keep 10

    The copy is opened and checked, and has its SHA-256 beside it.
    """
    from crmcli.actions import book

    refuse_empty(ctx)
    with ctx.obj.session() as session:
        return book.backup(session, None if to is None else _place(to), keep)


def _beside(settings: Settings) -> str:
    """The file named by --db or CRM_DB, else demo.db where the user's own book is or would be."""
    path = settings.path()
    named = settings.values.get("db") or os.environ.get("CRM_DB")
    return str(path if named else path.with_name("demo.db"))


def _place(to: str) -> str:
    if not to.strip() or "\0" in to:
        raise BadValueError("--to names no file", "such as --to demo.db")
    return to
