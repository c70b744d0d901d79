"""Draws of payment days from hazards: compiled, because there are millions of them."""

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import compiled
from simulator.luck import Stream, drawn

LATENESS = int(Stream.LATENESS)


@compiled
def fill_paid_steps(
    steps: NDArray[np.int32],
    keys: NDArray[np.uint64],
    addresses: NDArray[np.int64],
    levels: NDArray[np.float64],
    start: NDArray[np.float64],
) -> None:
    """Fill [draw, invoice] with the step of its customer's hazard on which the invoice is paid.

    An invoice is paid on the first step at which the cumulative hazard has risen by -ln(1 - u) since the start;
    where it never does, the step is one beyond the last.

    Args:
        steps: filled.
        keys: [draw] the key of each draw's run.
        addresses: [invoice, 3] customer and row for the luck, and the row of ``levels``.
        levels: [law, step] cumulative hazard at the end of each step.
        start: [invoice] cumulative hazard that has passed without payment.
    """
    for place in range(start.shape[0]):
        level = levels[addresses[place, 2]]
        for draw in range(keys.shape[0]):
            luck = drawn(keys[draw], LATENESS, addresses[place, 0], addresses[place, 1])
            wanted = start[place] - np.log1p(-luck)
            low, high = 0, level.shape[0]
            while low < high:
                middle = (low + high) // 2
                if level[middle] < wanted:
                    low = middle + 1
                else:
                    high = middle
            steps[draw, place] = low
