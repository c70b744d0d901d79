"""A shift: people who are scarce serve cases by priority, to the minute."""

import heapq
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import compiled_with_memory


@compiled_with_memory
def play_shift(
    ready: NDArray[Any], rank: NDArray[Any], minutes: NDArray[Any], servers: int, closing: float
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Start minute of every case (-1: not begun), and the cases in order of start.

    The lowest free server takes the case with the lowest rank among those that are ready; a case begun is
    finished, none begins at or after ``closing``.

    Args:
        ready: minute from which a case can be served; ascending.
        rank: priority of a case, the lowest first; no two are equal.
        minutes: service time of a case.
        servers: number of people.
        closing: minute at which the shift ends.
    """
    count = ready.shape[0]
    start = np.full(count, -1.0)
    order = np.empty(count, dtype=np.int64)
    served = 0
    free = [(0.0, server) for server in range(min(servers, count))]
    if len(free) == 0:
        return start, order[:0]
    heapq.heapify(free)
    coming = 0
    while coming < count and ready[coming] <= 0.0:
        coming += 1
    queue = [(rank[case], case) for case in range(coming)]
    heapq.heapify(queue)
    now = 0.0
    while served < count:
        latest = now
        now, server = heapq.heappop(free)
        now = max(now, latest)  # a case in the queue has come by the latest start, not before
        if len(queue) == 0:
            now = max(now, ready[coming])
        if now >= closing:
            break
        while coming < count and ready[coming] <= now:
            heapq.heappush(queue, (rank[coming], coming))
            coming += 1
        case = heapq.heappop(queue)[1]
        start[case] = now
        order[served] = case
        served += 1
        heapq.heappush(free, (now + minutes[case], server))
    return start, order[:served]


@compiled_with_memory
def play_in_order(
    in_order: NDArray[Any], minutes: NDArray[Any], servers: int, closing: float
) -> NDArray[Any]:
    """The cases of a shift that are begun, in order of start, where all are there when it opens: each is the next.

    Args:
        in_order: the cases, the one to be served first at the head.
        minutes: service time of each case.
        servers: number of people.
        closing: minutes of the shift.
    """
    count = in_order.shape[0]
    free = [0.0] * min(servers, count)
    if len(free) == 0:
        return in_order[:0]
    for place in range(count):
        if free[0] >= closing:
            return in_order[:place]
        heapq.heapreplace(free, free[0] + minutes[in_order[place]])
    return in_order
