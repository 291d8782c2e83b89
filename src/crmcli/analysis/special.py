"""The functions of mathematics that the buying models need and the standard library lacks; numbers only, no customers.

`hyp2f1` is the defining series (Abramowitz & Stegun 15.1.1). `beta_average` averages over a beta distribution by the trapezoid
rule after the substitution logit(p) = centre + width · sinh(v), which makes both ends fall off doubly exponentially (Takahasi &
Mori, "Double exponential formulas for numerical integration", 1974): slower, but at home where the series is not.
"""

from __future__ import annotations

import math
from collections.abc import Callable

_TERMS = 2000
_PITCH, _PITCH_OF_A_PEAK, _PEAK = 0.05, 0.2, 20.0
_NOTHING = -45.0


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
    centre = math.log(a / b)
    width = 1.0 / math.sqrt(max(1.0, min(a, b)))
    peak = _log_density(centre, a, b)
    pitch = _PITCH if min(a, b) < _PEAK else _PITCH_OF_A_PEAK
    total = weight_total = 0.0
    for side in (1, -1):
        step = 0 if side == 1 else 1
        while True:
            spread = side * step * pitch
            at = centre + width * math.sinh(spread)
            height = _log_density(at, a, b) - peak + math.log(math.cosh(spread))
            if height < _NOTHING:
                break
            weight = math.exp(height)
            total += weight * value(1.0 / (1.0 + math.exp(-at)) if at > -700.0 else 0.0)
            weight_total += weight
            step += 1
    return total / weight_total


def _log_density(logit: float, a: float, b: float) -> float:
    """The logarithm of p^a (1-p)^b at p = 1/(1+exp(-logit)): the beta density on the logit's scale, but for a constant."""
    if logit > 0:
        return -a * math.log1p(math.exp(-logit)) - b * (logit + math.log1p(math.exp(-logit)))
    return a * (logit - math.log1p(math.exp(logit))) - b * math.log1p(math.exp(logit))
