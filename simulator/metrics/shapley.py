"""Who shares how much in a difference that several made together: the Shapley value, exact to the cent."""

from __future__ import annotations

from math import factorial
from typing import Any

import numpy as np
from numpy.typing import NDArray


def shapley_shares(worth: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each player's average contribution over all orders of joining (cents), summing to the whole to the cent.

    Source: Shapley 1953, "A value for n-person games". Shares are rounded so that their sum is exact (largest
    remainder); whoever contributes nothing anywhere gets exactly nothing.

    Args:
        worth: [..., coalition] (cents); the coalition's number has bit i set where player i is in it.

    Returns:
        [..., player] (cents).

    >>> shapley_shares(np.array([0, 100, 40, 200])).tolist()  # alone 100 and 40, together 200
    [130, 70]
    """
    players = _players(worth.shape[-1])
    return to_the_unit(_weighted(worth), factorial(players))


def shapley_shares_of_days(worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """The same for a measure that is not counted in cents.

    >>> shapley_shares_of_days(np.array([45.0, 44.0, 47.0, 45.5])).tolist()
    [-1.25, 1.75]
    """
    shares: NDArray[np.float64] = _weighted(worth) / factorial(_players(worth.shape[-1]))
    return shares


def _players(coalitions: int) -> int:
    return coalitions.bit_length() - 1


def _weighted(worth: NDArray[Any]) -> NDArray[Any]:
    """Contributions of each player, weighted by the number of orders, over all orders: k! times the share."""
    players = _players(worth.shape[-1])
    shares = np.zeros((*worth.shape[:-1], players), dtype=worth.dtype)
    for player in range(players):
        for before in range(2**players):
            if before & 1 << player:
                continue
            size = before.bit_count()
            orders = factorial(size) * factorial(players - size - 1)
            shares[..., player] += orders * (worth[..., before | 1 << player] - worth[..., before])
    return shares


def to_the_unit(amounts: NDArray[np.int64], divisor: int) -> NDArray[np.int64]:
    """Amounts over a divisor as whole numbers whose sum along the last axis is the sum's, rounded half up.

    >>> to_the_unit(np.array([10, 10, 10]), 3).tolist(), to_the_unit(np.array([-10, 0, 5]), 3).tolist()
    ([4, 3, 3], [-3, 0, 1])
    """
    whole, rest = np.divmod(amounts, divisor)
    total = (2 * amounts.sum(axis=-1, keepdims=True) + divisor) // (2 * divisor)
    missing = total - whole.sum(axis=-1, keepdims=True)
    order = np.argsort(-rest, axis=-1, kind="stable")
    place = np.empty_like(order)
    np.put_along_axis(place, order, np.broadcast_to(np.arange(amounts.shape[-1]), order.shape), axis=-1)
    return np.asarray(whole + (place < missing), dtype=np.int64)
