"""Workers on a Dask cluster, by Dask's own client.

Not through joblib's Dask backend: that neither takes back what is queued when a call is cut short, nor closes the
connection that it opened, and it sends the task again with every call. The scheduler itself hands the batches of a
dead worker to another one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from simulator.errors import UserError
from simulator.experiment.crews import Pending
from simulator.experiment.parcels import Done, Parcel, work
from simulator.experiment.versions import numbers_version

_CONNECT_SECONDS = 10
_WORKERS_SECONDS = 600


class Cluster:
    """The workers of a Dask cluster.

    Attributes:
        deadly: Nothing: a dead worker's batches are the scheduler's business.
    """

    deadly: tuple[type[BaseException], ...] = ()

    def __init__(self, task: Callable[[int], Any], address: str) -> None:
        self._address = address
        self._client = _client(address)
        parcel = Parcel.of(task)
        try:
            self._parcel = self._client.submit(_checked, parcel, numbers_version(), pure=False)
            self._wait_for_workers()
        except BaseException:
            self._client.close()
            raise

    def _wait_for_workers(self) -> None:
        """The first task makes a cluster that adapts grow; it also tells whether the workers know creditlab."""
        with self._told():
            try:
                error = self._parcel.exception(timeout=_WORKERS_SECONDS)
            except TimeoutError:
                raise UserError(
                    f"The Dask cluster at {self._address} had no worker within {_WORKERS_SECONDS // 60} minutes. "
                    "Start some, then ask again."
                ) from None
            if error is not None:
                raise error

    def hands(self) -> int:
        """As many as the cluster has threads now, at least one."""
        threads: int = sum(self._client.nthreads().values())
        return max(1, threads)

    def hand_out(self, batch: Sequence[int]) -> Pending:
        """Give them a batch."""
        return _Told(self, self._client.submit(work, self._parcel, batch, pure=False))

    def replace_dead(self) -> None:
        """The scheduler does."""

    def dismiss(self, waiting: Sequence[Pending], *, is_over: bool) -> None:
        """Take back what is queued, and let go of the cluster; what is worked on ends by itself, unheard."""
        futures = [one.future for one in waiting if isinstance(one, _Told)]
        try:
            if futures and not is_over:
                self._client.cancel(futures, force=True)
        except (OSError, TimeoutError):
            pass  # a lost scheduler holds nothing of ours
        finally:
            self._client.close()

    def despair(self) -> UserError:
        """Never asked for, as nothing is deadly."""
        return self._lost()

    def _lost(self) -> UserError:
        return UserError(
            f"The Dask cluster at {self._address} was lost, or its workers died again and again. "
            "See that it runs, then ask again: what is finished is kept unless that was switched off."
        )

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What a cluster gets wrong, in a sentence."""
        dask = _dask()
        try:
            yield
        except (dask.CancelledError, dask.scheduler.KilledWorker, OSError) as error:
            raise self._lost() from error
        except ModuleNotFoundError as error:
            raise UserError(
                f"The workers of the Dask cluster at {self._address} lack the package '{error.name}'. "
                "Install the same version of creditlab there (docs/clusters.md)."
            ) from error


class _Told:
    """A batch on a cluster, whose loss is told in a sentence."""

    def __init__(self, cluster: Cluster, future: Any) -> None:
        self.cluster, self.future = cluster, future

    def result(self) -> Done[Any]:
        with self.cluster._told():
            done: Done[Any] = self.future.result()
            return done

    def done(self) -> bool:
        return bool(self.future.done())

    def cancel(self) -> object:
        return self.future.cancel()


def _checked(parcel: Parcel, version: str) -> Parcel:
    """The parcel, on a worker whose sources decide the same numbers as ours.

    Raises:
        UserError: they do not.
    """
    if numbers_version() != version:
        raise UserError(
            "The workers of the Dask cluster have another version of creditlab, or of the libraries that it "
            "counts with. Install the same there (docs/clusters.md)."
        )
    return parcel


def _dask() -> Any:
    """Dask's own package, which only those need who have a cluster."""
    try:
        return import_module("distributed")
    except ImportError:
        raise UserError(
            "A Dask cluster needs the package distributed. Install it: pip install 'creditlab[cluster]'."
        ) from None


def _client(address: str) -> Any:
    """A connection to the scheduler."""
    dask = _dask()
    loud = logging.getLogger("distributed").level
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        return dask.Client(address, timeout=_CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError):
        raise UserError(
            f"No Dask scheduler answers at {address}. See that it runs and can be reached from here, and write "
            "its address as dask://HOST:PORT."
        ) from None
    finally:
        logging.getLogger("distributed").setLevel(loud)
