"""Work that takes a while, done beside the page: one piece at a time, told as it goes, and taken back at any time."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import Any

from simulator.errors import UserError

BROKEN = "The page met something that it did not expect. Nothing is lost: try again, or reload the page."

Later = Callable[[Callable[[], None]], Any]
"""Has something done in the thread of the widgets."""

Progress = Callable[[int, int], None]

log = logging.getLogger("creditlab")


def kernel_loop() -> Later:
    """How to get into the thread of the widgets: the kernel's loop; outside of a kernel, at once."""
    try:
        return asyncio.get_running_loop().call_soon_threadsafe
    except RuntimeError:
        return lambda act: act()


class Cancelled(Exception):  # noqa: N818 (it says what happened)
    """Nobody wants the work any more."""


class Job:
    """One place for work; new work, or a cancel, ends what was done there before."""

    def __init__(self, later: Later, refuse: Callable[[str], None]) -> None:
        """A place for work.

        Args:
            later: How to get back into the thread of the widgets.
            refuse: Told, in that thread, the sentence why the work could not be done.
        """
        self._later, self._refuse = later, refuse
        self._number = 0
        self.is_busy = False

    def start(
        self,
        work: Callable[[Progress], Any],
        arrive: Callable[[Any], None],
        progress: Progress | None = None,
    ) -> None:
        """Begin work aside.

        Args:
            work: What to do; it tells how far it is, which is also where a cancel is noticed.
            arrive: Handed the result, in the thread of the widgets.
            progress: Told how much is done and how much there is, in the thread of the widgets.
        """
        self._number += 1
        number = self._number
        self.is_busy = True

        def tell(done: int, wanted: int) -> None:
            if number != self._number:
                raise Cancelled
            if progress is not None:
                self._later(lambda: progress(done, wanted) if number == self._number else None)

        def end(act: Callable[[], None]) -> None:
            if number == self._number:
                self.is_busy = False
                act()

        def run() -> None:
            try:
                found = work(tell)
            except Cancelled:
                return
            except UserError as error:
                sentence = error.message
                self._later(lambda: end(lambda: self._refuse(sentence)))
            except Exception as error:  # noqa: BLE001  (a thread that dies would leave the page waiting in silence)
                log.error(
                    "Work beside a page failed with %s", type(error).__name__
                )  # its text could hold customer data
                self._later(lambda: end(lambda: self._refuse(BROKEN)))
            else:
                self._later(lambda: end(lambda: arrive(found)))

        threading.Thread(target=run, name="work", daemon=True).start()

    def cancel(self) -> None:
        """Nobody wants the result any more."""
        self._number += 1
        self.is_busy = False
