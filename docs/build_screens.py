"""Draws the README's screens: runs real commands on a fresh demo book and turns what they print into SVG.

    python docs/build_screens.py        writes docs/screens/*.svg

The day is fixed, so the pictures change only when the program does.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

HERE = Path(__file__).resolve().parent
NOW = "2026-11-24T08:30:00+02:00"
COLUMNS = 100
SCREENS = {
    "log": [
        'log "divas zīlītes" "tried the new blend, wants 20 kg more a month" -m 2 --next fri',
        "undo",
    ],
    "followups": ["followups today --limit 6"],
    "segment": ["segment --abc --limit 8"],
}
PLAIN = """<svg class="rich-terminal" xml:space="preserve" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>{lines}</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">{matrix}</g>
</g>
</svg>
"""


def main() -> int:
    """Writes every screen; returns 1 where a command fails."""
    (HERE / "screens").mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ, "CRM_DB": str(Path(folder) / "demo.db"), "CRM_NOW": NOW, "CRM_BY": "Ilze",
            "FORCE_COLOR": "1", "COLUMNS": str(COLUMNS), "HOME": folder,
        }  # fmt: skip
        run(["demo"], environment)
        for name, commands in SCREENS.items():
            console = Console(record=True, width=COLUMNS, file=StringIO(), color_system="standard", force_terminal=True)
            for command in commands:
                console.print(
                    Text.from_ansi(f"\x1b[1m$ crm {command}\x1b[0m\n" + run(shlex.split(command), environment))
                )
            svg = console.export_svg(title="crm", code_format=PLAIN, unique_id=f"crm-{name}")
            (HERE / "screens" / f"{name}.svg").write_text(svg, encoding="utf-8")
    return 0


def run(words: list[str], environment: dict[str, str]) -> str:
    """What `crm WORDS` prints."""
    done = subprocess.run(
        [sys.executable, "-m", "crmcli", *words], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
