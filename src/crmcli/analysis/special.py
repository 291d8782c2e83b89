"""The functions of mathematics that the buying models need and the standard library lacks; numbers only, no customers.

`hyp2f1` is the defining series (Abramowitz & Stegun 15.1.1). `beta_average` averages over a beta distribution by the trapezoid
rule after the substitution logit(p) = centre + width · sinh(v), which makes both ends fall off doubly exponentially (Takahasi &
Mori, "Double exponential formulas for numerical integration", 1974): slower, but at home where the series is not; its nodes are
kept, for they are those of many customers. `chebyshev` and `through` give a smooth curve everywhere from a few of its values.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

_LARGE = 30.0
_TERMS = 2000
_PITCH, _PITCH_OF_A_PEAK, _PEAK = 0.05, 0.2, 20.0
_NOTHING = -45.0


def log_rising(a: float, n: int) -> float:
    """log[Γ(a + n) / Γ(a)] for a > 0 and n >= 0; by the difference of Stirling's series (Abramowitz & Stegun 6.1.41) where `a`
    is large and the gamma functions would lose its digits."""
    if a < _LARGE:
        return math.lgamma(a + n) - math.lgamma(a)
    return (a - 0.5) * math.log1p(n / a) + n * (math.log(a + n) - 1.0) + _stirling(a + n) - _stirling(a)


def _stirling(a: float) -> float:
    """lgamma(a) - (a - 1/2) log a + a - log(2 pi)/2, for a large."""
    square = 1.0 / (a * a)
    return (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / a


def hyp2f1(a: float, b: float, c: float, z: float) -> float:
    """Gauss's hypergeometric function for 0 <= z <= 0.9 and c not 0, -1, -2 ...; a and b of moderate size."""
    total = term = 1.0
    for n in range(_TERMS):
        term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
        total += term
        if -1e-16 < term / total < 1e-16:
            break
    return total


def beta_average(value: Callable[[float], float], a: float, b: float) -> float:
    """The mean of `value(p)`, smooth on 0 <= p <= 1, for p distributed as beta(a, b); a and b > 0 of any size."""
    return math.fsum([weight * value(p) for weight, p in beta_nodes(a, b)])


@lru_cache(maxsize=512)
def beta_nodes(a: float, b: float) -> Sequence[tuple[float, float]]:
    """The (weight, p) whose weighted sum is the mean over p distributed as beta(a, b); the weights add up to 1."""
    centre = math.log(a / b)
    width = 1.0 / math.sqrt(max(1.0, min(a, b)))
    peak = _log_density(centre, a, b)
    pitch = _PITCH if min(a, b) < _PEAK else _PITCH_OF_A_PEAK
    nodes: list[tuple[float, float]] = []
    for side in (1, -1):
        step = 0 if side == 1 else 1
        while True:
            spread = side * step * pitch
            at = centre + width * math.sinh(spread)
            height = _log_density(at, a, b) - peak + math.log(math.cosh(spread))
            if height < _NOTHING:
                break
            nodes.append((math.exp(height), 1.0 / (1.0 + math.exp(-at)) if at > -700.0 else 0.0))
            step += 1
    total = sum(weight for weight, _ in nodes)
    return [(weight / total, p) for weight, p in nodes]


def chebyshev(low: float, high: float, count: int) -> list[float]:
    """The `count` + 1 places, from `high` to `low`, at which a function is to be known for `through` to give it between."""
    return [low + (high - low) * math.cos(math.pi * place / (2 * count)) ** 2 for place in range(count + 1)]


def through(places: Sequence[float], at: float) -> list[float]:
    """What the function's value at each of the `chebyshev` places weighs in its value `at` another: the polynomial through them
    all (Berrut & Trefethen, "Barycentric Lagrange interpolation", SIAM Review 46, 2004)."""
    if at in places:
        return [float(place == at) for place in places]
    raw = [(-1.0) ** index / (at - place) for index, place in enumerate(places)]
    raw[0], raw[-1] = raw[0] / 2, raw[-1] / 2
    total = sum(raw)
    return [each / total for each in raw]


def _log_density(logit: float, a: float, b: float) -> float:
    """The logarithm of p^a (1-p)^b at p = 1/(1+exp(-logit)): the beta density on the logit's scale, but for a constant."""
    if logit > 0:
        return -a * math.log1p(math.exp(-logit)) - b * (logit + math.log1p(math.exp(-logit)))
    return a * (logit - math.log1p(math.exp(logit))) - b * math.log1p(math.exp(logit))
