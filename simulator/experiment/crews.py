"""Workers on this machine: threads or processes, dismissed whole, and replaced when they die."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Protocol

from simulator.errors import UserError
from simulator.experiment.parcels import Done, Parcel, timed, work

_IDLE_SECONDS = 120
_PATIENCE_SECONDS = 3.0
"""How long a cancel waits for what is worked on before it ends the processes by force."""


class Pending(Protocol):
    """A batch that is worked on."""

    def result(self) -> Done[Any]:
        """Wait for it."""
        ...

    def done(self) -> bool:
        """Whether it is over."""
        ...

    def cancel(self) -> object:
        """Take it back if nobody has begun."""
        ...


class Crew(Protocol):
    """Workers who are handed batches.

    Attributes:
        deadly: What a batch raises when its worker died, rather than its task failed.
    """

    deadly: tuple[type[BaseException], ...]

    def hands(self) -> int:
        """How many batches they can work on at once."""
        ...

    def hand_out(self, batch: Sequence[int]) -> Pending:
        """Give them a batch."""
        ...

    def replace_dead(self) -> None:
        """Put new workers in the place of dead ones."""
        ...

    def dismiss(self, waiting: Sequence[Pending], *, is_over: bool) -> None:
        """Take back what they have not begun, and wait for the rest; they may stay only if all is over."""
        ...

    def despair(self) -> UserError:
        """What to tell when they die again and again."""
        ...


class Threads:
    """Threads of this process."""

    deadly: tuple[type[BaseException], ...] = ()

    def __init__(self, task: Callable[[int], Any], count: int) -> None:
        self._count = count
        self._executor = ThreadPoolExecutor(count, thread_name_prefix="creditlab")
        self._is_over = threading.Event()
        self._task = task

    def _one(self, replication: int) -> Any:
        if self._is_over.is_set():
            raise CancelledError
        return self._task(replication)

    def hands(self) -> int:
        """As many as there are threads."""
        return self._count

    def hand_out(self, batch: Sequence[int]) -> Pending:
        """Give them a batch."""
        return self._executor.submit(timed, self._one, batch)

    def replace_dead(self) -> None:
        """Threads do not die by themselves."""

    def dismiss(self, waiting: Sequence[Pending], *, is_over: bool) -> None:
        """End them: each finishes the replication that it plays."""
        for pending in waiting:
            pending.cancel()
        if not is_over:
            self._is_over.set()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def despair(self) -> UserError:
        """Never needed."""
        return UserError("The threads ended early. Ask for --workers 1.")


class Processes:
    """Processes of this machine; they stay a while for the next call, unless this one is cut short.

    Few batches are handed out ahead, all from one thread, and what is worked on is waited for a while: killing workers
    at once lets their manager stumble over work that it was just handed.
    """

    deadly: tuple[type[BaseException], ...] = (BrokenProcessPool, CancelledError)

    def __init__(self, task: Callable[[int], Any], count: int) -> None:
        self._count = count
        self._parcel = Parcel.of(task)
        self._executor = self._fresh()

    def _fresh(self) -> Any:
        from joblib.externals.loky import get_reusable_executor

        return get_reusable_executor(
            max_workers=self._count, timeout=_IDLE_SECONDS, initializer=_leave_interrupts_to_the_caller
        )

    def hands(self) -> int:
        """As many as there are processes."""
        return self._count

    def hand_out(self, batch: Sequence[int]) -> Pending:
        """Give them a batch; if they died since, new ones."""
        try:
            pending: Pending = self._executor.submit(work, self._parcel, batch)
        except (BrokenProcessPool, RuntimeError):  # broken, or shut down meanwhile
            self.replace_dead()
            pending = self._executor.submit(work, self._parcel, batch)
        return pending

    def replace_dead(self) -> None:
        """Start new processes; those of a broken crew are ended first."""
        self._executor = self._fresh()

    def dismiss(self, waiting: Sequence[Pending], *, is_over: bool) -> None:
        """Take back what nobody has begun, wait for the rest; if the call was cut short, not long, and end all."""
        futures = [one for one in waiting if isinstance(one, Future)]
        for future in futures:
            future.cancel()
        late = wait(futures, timeout=None if is_over else _PATIENCE_SECONDS).not_done
        if not is_over:
            self._executor.shutdown(wait=True, kill_workers=bool(late))

    def despair(self) -> UserError:
        """Dying again and again is mostly a matter of memory."""
        return UserError(
            "The worker processes were ended by the system again and again; most likely memory ran out. "
            "Ask for fewer workers, such as --workers 1."
        )


def _leave_interrupts_to_the_caller() -> None:
    """Ctrl-C reaches every process of a terminal; the one that was asked decides what to do."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
