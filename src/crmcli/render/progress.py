"""A progress bar for work that takes longer than a moment, on stderr and only for a person looking at it.

The one file of this room that may load rich, and only once the work has shown that it is slow.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, TextIO

from crmcli.render.terminal import one_line

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress

_PATIENCE_SECONDS = 0.7


class Progress:
    """`with Progress(...) as advance: advance(100)`; silent while the work is quick or nobody watches.

    `total` is the number of steps, None when unknown. `seconds` measures time for the delay, never the date.
    """

    def __init__(
        self,
        stream: TextIO,
        total: int | None,
        label: str,
        *,
        live: bool,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        self._stream, self._total, self._label, self._live = stream, total, one_line(label), live
        self._seconds = seconds
        self._done = 0
        self._bar: RichProgress | None = None

    def __enter__(self) -> Callable[..., None]:
        self._since = self._seconds()
        return self.advance

    def advance(self, steps: int = 1) -> None:
        """Counts `steps` more as done and shows it once the work has lasted longer than a moment."""
        self._done += steps
        if not self._live:
            return
        if self._bar is None and self._seconds() - self._since >= _PATIENCE_SECONDS:
            self._bar = self._started()
        if self._bar is not None:
            self._bar.update(self._bar.task_ids[0], completed=self._done)

    def _started(self) -> RichProgress:
        from rich.console import Console
        from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as RichProgress

        bar = RichProgress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TimeRemainingColumn(),
            console=Console(file=self._stream, force_terminal=True),
            transient=True,
        )
        bar.add_task(self._label, total=self._total)
        bar.start()
        return bar

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()
