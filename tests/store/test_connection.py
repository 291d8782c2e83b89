"""The settings that keep the one file whole, seen from a process of its own."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

ASK = """
import sys
from pathlib import Path
from crmcli.store.connection import connect
db = connect(Path(sys.argv[1]))
names = "journal_mode synchronous foreign_keys busy_timeout trusted_schema application_id user_version".split()
print(*(db.execute("PRAGMA " + name).fetchone()[0] for name in names))
"""


def test_every_pragma_is_set(crm: Any) -> None:
    crm("add", "Ana")
    done = subprocess.run([sys.executable, "-c", ASK, str(crm.path)], capture_output=True, text=True, check=True)
    journal, synchronous, foreign_keys, wait, trusted, application, version = done.stdout.split()
    assert (journal, synchronous, foreign_keys, trusted) == ("wal", "2", "1", "0")
    assert int(wait) == 1000
    assert int(application) == 0x63726D31
    assert int(version) >= 1


def test_a_finished_command_leaves_one_file(crm: Any) -> None:
    crm("add", "Ana")
    assert [path.name for path in crm.path.parent.iterdir()] == ["crm.db"]
