"""`crm import`: files in, one operation, and an account of every record.

What a format or a kind of record means is looked up, not known here.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO, NoReturn

from crmcli.actions.import_desk import BULK_BYTES, Desk
from crmcli.actions.import_report import Told, report
from crmcli.actions.session import Session, plain
from crmcli.domain.money import currency_code
from crmcli.domain.result import Result
from crmcli.domain.text import quoted
from crmcli.domain.words import pick
from crmcli.errors import BadValueError, UsageError
from crmcli.interchange.delimited import Reading
from crmcli.interchange.records import ReadOptions
from crmcli.interchange.registry import find_format
from crmcli.interchange.rejects import RejectsFile
from crmcli.interchange.source import Source, open_source
from crmcli.store import importing as rows

KINDS = ("contacts", "orders")
LATER = ("interactions", "quotes", "complaints")
ORDERS_OF_DATES = ("dmy", "mdy", "ymd")
DECIMALS = {".": ".", ",": ",", "point": ".", "dot": ".", "comma": ","}
STEPS = 1000


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be imported, as typed. `kept`: how many rejects the answer shows, None for all."""

    files: Sequence[str]
    kind: str | None
    format: str = "csv"
    maps: Sequence[str] = ()
    date_order: str | None = None
    decimal: str | None = None
    currency: str | None = None
    encoding: str | None = None
    source: str | None = None
    create_contacts: bool = False
    dry_run: bool = False
    rejects: str | None = None
    kept: int | None = None


class _NothingKept(Exception):
    """Ends the operation without a trace: nothing was new, or it was only a trial."""


def import_files(session: Session, request: Request, stdin: BinaryIO | None = None) -> Result:
    """Imports files as one operation.

    Raises BadValueError, NotFoundError, CrmError and AmbiguousFormatError before anything is changed. The result's exit code is
    3 where records were rejected.
    """
    kind = _kind(request.kind)
    reader = find_format(request.format, kind).reader()
    options = _options(session, request)
    with ExitStack() as stack:
        stack.enter_context(_no_cycles())
        sources = [stack.enter_context(open_source(path, stdin, encoding=request.encoding)) for path in request.files]
        readings: list[Reading] = []
        for source in sources:
            with _naming(source):
                readings.append(reader(source, kind, request.maps, options))  # type: ignore[arg-type]
        rejects = stack.enter_context(_rejects_file(request.rejects, readings)) if request.rejects else None
        done = _run(session, request, kind, list(zip(sources, readings, strict=True)), rejects)
    return report(session, done)


@contextmanager
def _naming(source: Source) -> Iterator[None]:
    """What is wrong with one of several files is said with its name."""
    try:
        yield
    except BadValueError as error:
        if not error.message.startswith((source.name, "--")):
            error.message = f"{source.name}: {error.message}"
        raise


@contextmanager
def _no_cycles() -> Iterator[None]:
    """Spares the search for cycles of objects: records are values, and make none."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _run(
    session: Session, request: Request, kind: str, inputs: list[tuple[Source, Reading]], rejects: RejectsFile | None
) -> Told:
    """Does it all inside one operation, which is left behind only where it wrote something and was meant to."""
    operation: int | None = None
    try:
        with session.operation() as op:
            rows.make_room(op.book)
            bulk = sum(source.size for source, _ in inputs) > BULK_BYTES
            desk = Desk(op, rejects, request.kept, bulk=bulk)
            importer = _importer(session, request, kind, desk)
            for source, reading in inputs:
                with session.progress(STEPS, f"Reading {source.name}") as advance, _naming(source):
                    importer.take(source.name, reading, _steps(advance))
            importer.finish()
            if request.dry_run or not op.row_count:
                raise _NothingKept
            operation = op.id
    except _NothingKept:
        pass
    return Told(
        kind, request.format.casefold(), inputs, desk, importer.notes(), operation, request.dry_run, request.rejects
    )


def _importer(session: Session, request: Request, kind: str, desk: Desk) -> Any:
    source = plain(request.source, "source") or request.format.casefold()
    if kind == "orders":
        from crmcli.actions.import_orders import OrderImport

        return OrderImport(session, desk, source, create=request.create_contacts)
    from crmcli.actions.import_contacts import ContactImport

    return ContactImport(session, desk, source)


def _steps(advance: Callable[[int], None]) -> Callable[[float], None]:
    """Turns how far a file has come (0..1) into the steps of a progress bar."""
    come = 0

    def tell(fraction: float) -> None:
        nonlocal come
        now = int(fraction * STEPS)
        advance(now - come)
        come = now

    return tell


def _kind(asked: str | None) -> str:
    if asked is None:
        raise UsageError("--as is missing: what do the files hold?", "--as contacts or --as orders")
    kind = pick(asked, (*KINDS, *LATER), "kind of record")
    if kind in LATER:
        raise BadValueError(f"{kind} cannot be imported yet", "contacts and orders can: --as contacts, --as orders")
    return kind


def _options(session: Session, request: Request) -> ReadOptions:
    policy = session.policy
    order = request.date_order or policy["date_order"]
    if order is not None and order.casefold() not in ORDERS_OF_DATES:
        raise BadValueError(f"--date-order {quoted(order)} is none", f"one of {', '.join(ORDERS_OF_DATES)}")
    decimal = request.decimal
    if decimal is not None and decimal.casefold() not in DECIMALS:
        raise BadValueError(
            f"--decimal {quoted(decimal)} is no decimal mark", "a point or a comma: --decimal , or --decimal ."
        )
    return ReadOptions(
        currency=currency_code(request.currency) if request.currency else policy.currency,
        today=session.today,
        zone=policy.zone,
        date_order=order.casefold() if order else None,
        decimal=DECIMALS[decimal.casefold()] if decimal is not None else None,
    )


def _rejects_file(path: str, readings: list[Reading]) -> RejectsFile:
    if any(reading.columns.header != readings[0].columns.header for reading in readings):
        _refuse_mixed()
    return RejectsFile(path, readings[0].columns)


def _refuse_mixed() -> NoReturn:
    raise BadValueError(
        "--rejects needs files with the same columns", "import them one by one, each with its own --rejects FILE"
    )
