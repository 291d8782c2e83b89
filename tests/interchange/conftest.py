"""Reading a text or bytes as the import command would, in one call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from crmcli.interchange.delimited import Reading, read
from crmcli.interchange.records import ReadOptions, Reject
from crmcli.interchange.source import open_source

OPTIONS = ReadOptions(currency="EUR", today=date(2026, 11, 22), zone=ZoneInfo("Europe/Riga"))

Outcome = tuple[list[Any], list[Reject], Reading]


def read_bytes(path: Path, data: bytes | str, kind: str, maps: tuple[str, ...] = (), **options: Any) -> Outcome:
    """(accepted, rejected, reading) of a file with this content."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    with open_source(str(path)) as source:
        reading = read(source, kind, maps, replace(OPTIONS, **options))
        records = list(reading.records)
    accepted = [record for record in records if not isinstance(record, Reject)]
    return accepted, [record for record in records if isinstance(record, Reject)], reading


@pytest.fixture
def orders(tmp_path: Path) -> Callable[..., Outcome]:
    return lambda data, *maps, **options: read_bytes(tmp_path / "in.csv", data, "orders", maps, **options)


@pytest.fixture
def contacts(tmp_path: Path) -> Callable[..., Outcome]:
    return lambda data, *maps, **options: read_bytes(tmp_path / "in.csv", data, "contacts", maps, **options)


@pytest.fixture
def read_as(tmp_path: Path) -> Callable[..., Outcome]:
    return lambda data, kind, **options: read_bytes(tmp_path / "in.csv", data, kind, **options)


@pytest.fixture
def options() -> ReadOptions:
    return OPTIONS
