"""The gamma distribution's tail, which the standard library lacks.

P(a, x) = 1/Γ(a) · ∫ from 0 to x of t^(a-1) e^-t dt, the chance that a gamma variable of shape a and scale 1 is at most x.
Below x = a + 1 its power series is summed, above it the continued fraction of 1 - P (NIST DLMF 8.7.1 and 8.9.2, the
fraction evaluated by Lentz's method); shapes above a million take the cube-root normal form (Wilson & Hilferty 1931),
which is then right to nine digits. It knows nothing of customers.
"""

from __future__ import annotations

from math import erfc, exp, inf, isnan, lgamma, log, sqrt

_PRECISION = 1e-12
_TINY = 1e-300
_LARGE = 1e6


def lower_tail(shape: float, x: float) -> float:
    """P(shape, x), from 0 to 1, to about eleven digits. A `shape` of 0 is all mass at nothing: 1 from x = 0 on.

    Raises ValueError for a shape below 0 or for what is not a number.
    """
    if isnan(x) or not shape >= 0.0:
        raise ValueError(f"no gamma distribution of shape {shape} at {x}")
    if x <= 0.0:
        return 1.0 if shape == 0.0 and x == 0.0 else 0.0
    if shape == 0.0 or x == inf:
        return 1.0
    if shape > _LARGE:
        return _by_cube_root(shape, x)
    # e^-x x^a / Γ(a + 1), in logarithms because each factor alone overflows.
    front = exp(shape * log(x) - x - lgamma(shape + 1.0))
    if x < shape + 1.0:
        return min(front * _series(shape, x), 1.0)
    return min(max(1.0 - front * shape * _fraction(shape, x), 0.0), 1.0)


def _series(shape: float, x: float) -> float:
    """1 + x/(a+1) + x²/((a+1)(a+2)) + ..., all of whose terms are positive."""
    term = total = 1.0
    while term > total * _PRECISION:
        shape += 1.0
        term *= x / shape
        total += term
    return total


def _fraction(shape: float, x: float) -> float:
    """The continued fraction of Γ(a, x) e^x x^-a."""
    b = x + 1.0 - shape
    c, d = 1.0 / _TINY, 1.0 / (b or _TINY)
    value, step, n = d, 0.0, 0.0
    while abs(step - 1.0) > _PRECISION:
        n += 1.0
        a = n * (shape - n)
        b += 2.0
        d = 1.0 / (a * d + b or _TINY)
        c = b + a / c or _TINY
        step = c * d
        value *= step
    return value


def _by_cube_root(shape: float, x: float) -> float:
    """(x/a)^(1/3) is nearly normal with mean 1 - 1/(9a) and variance 1/(9a)."""
    spread = 1.0 / (9.0 * shape)
    return 0.5 * erfc((1.0 - spread - (x / shape) ** (1.0 / 3.0)) / sqrt(2.0 * spread))
