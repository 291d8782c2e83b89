"""Postal addresses that exports spread over columns (street, city, postcode): which belong together, and one
line each.

Knows headings; the readers ask it for the addresses of a row.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from crmcli.interchange.columns import ColumnMap
from crmcli.interchange.headings import heading_key, keys

_PARTS = {
    "street": keys("street|street address|address line|address street|mailing street|iela|straße|strasse|rue|calle"),
    "postcode": keys(
        "postal code|postcode|zip|zip code|zip/postal code|address postal code|address zip|pasta indekss|plz"
        "|code postal|código postal|индекс"
    ),
    "city": keys("city|town|locality|address city|pilsēta|ort|stadt|ville|ciudad|город|শহর"),
    "region": keys("state|region|province|county|state/province|address region|address state"),
    "country": keys("country|country/region|address country|valsts|land|pays|país|страна|দেশ"),
}
_PREFIXES = ("business", "home", "other", "mailing", "work", "billing", "shipping", "organization", "")
_NUMBER = re.compile(r"address(\d+)")


class AddressParts:
    """The columns of one file that hold parts of addresses, grouped by the address they belong to."""

    def __init__(self, columns: ColumnMap) -> None:
        self._groups: dict[str, dict[str, list[int]]] = {}
        for place in columns.rest():
            found = _part_of(heading_key(columns.header[place]))
            if found:
                group, part = found
                self._groups.setdefault(group, {}).setdefault(part, []).append(place)
        for name in [name for name, parts in self._groups.items() if len(parts) < 2]:
            del self._groups[name]

    @property
    def places(self) -> frozenset[int]:
        """Columns that are part of an address."""
        return frozenset(p for parts in self._groups.values() for places in parts.values() for p in places)

    def of(self, row: list[str], clean: Callable[[str], str]) -> list[str]:
        """The addresses of a row: "street, postcode city, region, country"."""
        found: list[str] = []
        for parts in self._groups.values():
            text = {name: ", ".join(filter(None, (clean(row[p]) for p in places))) for name, places in parts.items()}
            town = " ".join(filter(None, (text.get("postcode"), text.get("city"))))
            line = ", ".join(filter(None, (text.get("street"), town, text.get("region"), text.get("country"))))
            if line:
                found.append(line)
        return found


def _part_of(key: str) -> tuple[str, str] | None:
    """(group, part) of a heading: "businessstreet2" -> ("business", "street")."""
    numbered = _NUMBER.match(key)
    group, rest = (numbered[1], key[numbered.end() :]) if numbered else ("", key)
    bare = re.sub(r"\d+$", "", rest)
    for prefix in _PREFIXES:
        if bare.startswith(prefix):
            short = bare[len(prefix) :]
            for part, names in _PARTS.items():
                if short in names or short.removeprefix("address") in names:
                    return group + prefix, part
    return None
