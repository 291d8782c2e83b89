"""`crm add`."""
from __future__ import annotations
from typing import Any

def test_smoke(crm: Any) -> None:
    item = crm.item("add", "Ana Bērziņa", "--phone", "+371 29 123 456")
    assert item["name"] == "Ana Bērziņa"
    print(crm("log", "ana", "hi"), crm.fails(4, "log", "zzz", "hi"), crm.fails(4, "log", "zzz", "hi", "--json"))
