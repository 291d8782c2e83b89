"""The median time until something happens, where for some it has not happened yet.

The product-limit estimate of Kaplan and Meier (1958): at each time t at which d of the n who are still waiting are done, the
share that waits longer shrinks by (1 - d/n); whoever is still waiting when last seen (censored) counts until then and is not
left out. The median is the first time at which that share is a half or less; where it is a half exactly, the middle between
that time and the next, as with an even number of plain values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

HALF, NEARLY = 0.5, 1e-9


def curve(ended: Mapping[int, int], waiting: Mapping[int, int]) -> Iterator[tuple[int, float]]:
    """(time, share that waits longer) at each time at which something ended, ascending. Both map times to counts; whoever was
    last seen waiting at just the time at which others were done waited through it."""
    at_risk = sum(ended.values()) + sum(waiting.values())
    share = 1.0
    for time in sorted({*ended, *waiting}):
        done = ended.get(time, 0)
        if done:
            share *= 1 - done / at_risk
            yield time, share
        at_risk -= done + waiting.get(time, 0)


def median(ended: Mapping[int, int], waiting: Mapping[int, int]) -> float | None:
    """The median time; None where fewer than half are done for sure."""
    exact: int | None = None
    for time, share in curve(ended, waiting):
        if exact is not None:
            return (exact + time) / 2
        if share < HALF - NEARLY:
            return float(time)
        if share <= HALF + NEARLY:
            exact = time
    return None if exact is None else float(exact)
