"""A page with a loop of its own, and patience to wait until something is so."""

import contextlib
import queue
import time


class Patience:
    """What the page wants done in the thread of its widgets, done while somebody waits."""

    def __init__(self):
        self.acts = queue.Queue()

    def until(self, is_so, what="it did not happen"):
        end = time.monotonic() + 90
        while not is_so():
            assert time.monotonic() < end, what() if callable(what) else what
            with contextlib.suppress(queue.Empty):
                self.acts.get(timeout=0.05)()

    def for_a_while(self, seconds=1.0):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with contextlib.suppress(queue.Empty):
                self.acts.get(timeout=0.05)()
