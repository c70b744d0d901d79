"""Concentration: Pareto sizes and rank sizes, by the generators of portfolios and the measures of results."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import quad

from simulator.metrics.concentration import effective_customers, herfindahl, top10_fraction
from simulator.portfolio.pareto import pareto_size, pareto_weights
from simulator.portfolio.synthetic import rank_size_weights
from simulator.verification.cases import Case, printed

_CUSTOMERS = 200
_ALPHA = 1.16
_DEEPEST = 400.0


def _size_of_largest(share: float, alpha: float) -> float:
    """What the largest share of a population has together: the integral over their sizes.

    The sizes grow without bound, so the integral runs over the logarithm of the share.
    """

    def sales(depth: float) -> float:
        return pareto_size(math.exp(-depth), alpha) * math.exp(-depth)

    return float(quad(sales, -math.log(share), _DEEPEST, epsabs=0.0, epsrel=1e-11, limit=400)[0])


def _share_of_largest(share: float, alpha: float) -> float:
    return _size_of_largest(share, alpha) / _size_of_largest(1.0, alpha)


def _gini(alpha: float) -> float:
    """Twice the area between the Lorenz curve and the diagonal (by Gauss-Legendre in the square of the share)."""
    nodes, weights = np.polynomial.legendre.leggauss(60)
    roots = (nodes + 1.0) / 2.0
    largest = np.array([_share_of_largest(float(root**6), alpha) for root in roots])
    area = float((weights / 2.0 * largest * 6.0 * roots**5).sum())
    return 2.0 * area - 1.0


def pareto(seed: int, effort: float = 1.0) -> list[Case]:
    """CF21: a Pareto population in the limit, and 200 customers of it, who are less concentrated."""
    del seed, effort
    weights = pareto_weights(_CUSTOMERS, _ALPHA)
    first_fifth = float(np.sort(weights)[::-1][: _CUSTOMERS // 5].sum())
    return [
        printed("CF21", "largest 20 %, alpha 1.161", 0.80, _share_of_largest(0.2, 1.161), 3),
        printed("CF21", "largest 20 %, alpha 1.16", 0.8009, _share_of_largest(0.2, _ALPHA), 4),
        printed("CF21", "largest 10 %, alpha 1.16", 0.7279, _share_of_largest(0.1, _ALPHA), 4),
        printed("CF21", "Gini coefficient, alpha 1.16", 0.7576, _gini(_ALPHA), 4),
        printed("CF21", "largest 20 %, alpha 1.5", 0.5848, _share_of_largest(0.2, 1.5), 4),
        printed("CF21", "largest 20 %, alpha 2", 0.4472, _share_of_largest(0.2, 2.0), 4),
        printed("CF21", "largest of 200 customers, alpha 1.16", 0.1895, weights.max(), 4),
        printed("CF21", "ten largest of 200", 0.4688, _ten_largest(weights), 4),
        printed("CF21", "largest 20 % of 200", 0.6875, first_fifth, 4),
        printed("CF21", "Herfindahl index of 200", 0.04996, _index(weights), 5),
    ]


_RANK_SIZE = {  # exponent: largest, ten largest, Herfindahl index, customers that it is worth
    1.0: (0.1701, 0.4983, 0.04746, 21.1),
    0.8: (0.1000, 0.3566, 0.02218, 45.1),
}


def rank_size(seed: int, effort: float = 1.0) -> list[Case]:
    """CF21b: 200 customers whose sales fall with their rank."""
    del seed, effort
    cases = []
    for exponent, (largest, ten, index, worth) in _RANK_SIZE.items():
        weights = rank_size_weights(_CUSTOMERS, exponent)
        found = _index(weights)
        cases += [
            printed("CF21b", f"largest of 200, exponent {exponent:g}", largest, weights.max(), 4),
            printed("CF21b", f"ten largest of 200, exponent {exponent:g}", ten, _ten_largest(weights), 4),
            printed("CF21b", f"Herfindahl index, exponent {exponent:g}", index, found, 5),
            printed(
                "CF21b",
                f"equal customers, exponent {exponent:g}",
                worth,
                effective_customers(found) or 0.0,
                1,
            ),
        ]
    return cases


def _ten_largest(weights: NDArray[np.float64]) -> float:
    return top10_fraction(weights.tolist()) or 0.0


def _index(weights: NDArray[np.float64]) -> float:
    return herfindahl(weights.tolist()) or 0.0
