"""A run parked at its pause: small enough that the warm-ups of hundreds of replications can be kept."""

from __future__ import annotations

import copy
import zlib
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray

from simulator.compiling import as_records
from simulator.engine.state import SHARED, State
from simulator.journal import ROW
from simulator.metrics.tally import Columns, Tally

if TYPE_CHECKING:
    from simulator.engine.model import Run

_QUICK = 1  # zlib's fastest level: columns are mostly empty, so it does


class _Squeezed:
    """An array, compressed, without the empty part at its end."""

    def __init__(self, array: NDArray[Any]) -> None:
        self.kind, self.dtype, self.shape = type(array), array.dtype, array.shape
        self.data = zlib.compress(array.tobytes().rstrip(b"\0"), _QUICK)

    def array(self) -> NDArray[Any]:
        """The same array again, free to be written to."""
        filled = np.frombuffer(zlib.decompress(self.data), dtype=np.uint8)
        whole = np.zeros(int(np.prod(self.shape)) * self.dtype.itemsize, dtype=np.uint8)
        whole[: len(filled)] = filled
        return whole.view(self.dtype).reshape(self.shape).view(self.kind)


class Parked:
    """A run at a pause, and what its reader has read; it can be taken up again any number of times.

    The journal block is empty at a pause, so only its size is kept.
    """

    def __init__(self, run: Run, tally: Tally) -> None:
        columns = run.state.columns()
        self._own = {
            name: _Squeezed(value) for name, value in columns.items() if name not in (*SHARED, "rows")
        }
        self._run = copy.copy(run)
        self._run.state = cast("Any", None)
        self._shared = {name: columns[name] for name in SHARED}
        self._run.reader = cast("Any", None)
        self._rows = len(run.state.rows)
        self._tally = copy.copy(tally)
        self._columns = [_Squeezed(column) for column in tally.columns]
        self._tally.columns = cast("Any", None)

    @property
    def size(self) -> int:
        """What is kept (bytes)."""
        return sum(len(one.data) for one in (*self._own.values(), *self._columns))

    def resumed(self) -> tuple[Run, Tally]:
        """A run and its reader that go on from here on their own."""
        tally = copy.copy(self._tally)
        tally.columns = Columns(*(one.array() for one in self._columns))
        tally.losses = dict(self._tally.losses)
        run = copy.copy(self._run)
        rows = as_records(np.zeros(self._rows, dtype=ROW))
        own: dict[str, Any] = {name: one.array() for name, one in self._own.items()}
        run.state = State(**own, **self._shared, rows=rows)
        run.reader = tally
        return run, tally


def let_go(run: Run) -> None:
    """Free the columns of a run that is over: its clock and its desks refer to each other, so it would stay a while."""
    run.__dict__.clear()
