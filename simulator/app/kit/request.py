"""Work that somebody asks for with a button: how far it is, and a button to take it back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from simulator.app.kit.jobs import BROKEN, Job, Later, Progress
from simulator.app.kit.pieces import box, button, see
from simulator.app.kit.status import progress_html
from simulator.errors import UserError

Work = Callable[[Progress], Any]


class Request:
    """A button, its work, and what comes of it."""

    def __init__(
        self,
        text: str,
        begin: Callable[[], Work],
        arrived: Callable[[Any], Any],
        refuse: Callable[[str], Any],
        later: Later,
    ) -> None:
        """A request.

        Args:
            text: What stands on the button.
            begin: Reads what was asked for, in the thread of the widgets, and returns the work.
            arrived: Handed what came of it, in that thread.
            refuse: Told, in a sentence, why it could not be.
            later: How to get back into the thread of the widgets.
        """
        self._begin, self._arrived, self._refuse = begin, arrived, refuse
        self._job = Job(later, self._refused)
        self.button = button(text, self.start)
        self.cancel_button = button("Cancel", self.cancel)
        self.progress = widgets.HTML()
        self.box = box("step-acts", self.button, self.cancel_button, self.progress)
        self._rest()

    @property
    def is_busy(self) -> bool:
        """Whether it is being worked on."""
        return self._job.is_busy

    def start(self) -> None:
        """Begin."""
        try:
            work = self._begin()
        except UserError as error:
            self._refuse(error.message)
            return
        except Exception:  # noqa: BLE001  (an error in a callback would be seen by nobody)
            self._refuse(BROKEN)
            return
        self._refuse("")
        self._show(0, 0)
        self._job.start(work, self._come, self._show)

    def cancel(self) -> None:
        """Nobody wants it any more; what was played is kept."""
        self._job.cancel()
        self._rest()

    def _come(self, found: Any) -> None:
        self._rest()
        try:
            self._arrived(found)
        except Exception:  # noqa: BLE001  (as above)
            self._refuse(BROKEN)

    def _refused(self, sentence: str) -> None:
        self._rest()
        self._refuse(sentence)

    def _show(self, done: int, wanted: int) -> None:
        words = f"<b>{done:,} of {wanted:,}</b> runs" if wanted else "Getting ready"
        self.progress.value = progress_html(words, done, wanted)
        see(self.button, False)
        see(self.cancel_button, True)

    def _rest(self) -> None:
        self.progress.value = ""
        see(self.button, True)
        see(self.cancel_button, False)
