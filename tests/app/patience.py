"""Pages without a browser: a loop of their own, and patience until something is so."""

import contextlib
import queue
import time
from collections.abc import Callable
from typing import Any


class Patience:
    """What a page hands back to the thread of the widgets, done when a test waits."""

    def __init__(self) -> None:
        self.acts: queue.Queue[Callable[[], Any]] = queue.Queue()

    @property
    def later(self) -> Callable[[Callable[[], Any]], Any]:
        """For the page."""
        return self.acts.put

    def until(self, is_so: Callable[[], Any], what: Callable[[], Any] = str) -> None:
        """Wait until something is so."""
        end = time.monotonic() + 120
        while not is_so():
            assert time.monotonic() < end, what()
            with contextlib.suppress(queue.Empty):
                self.acts.get(timeout=0.05)()

    def for_a_while(self, seconds: float = 1.0) -> None:
        """Wait, so that whatever would happen has happened."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                self.acts.get(timeout=0.05)()
