"""One strategy, chosen among those that ship or brought as a file."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from simulator.app.kit.pieces import box, classed, take_upload
from simulator.app.sharing import uploaded_strategy
from simulator.errors import UserError
from simulator.plans import shipped_names
from simulator.strategy import Strategy, load_strategy, today_strategy

_FILE = "file:"
TODAY = "status_quo"


def _shipped(name: str) -> Strategy:
    """One that ships; what we do today is called so."""
    return today_strategy() if name == TODAY else load_strategy(name)


class StrategyChoice:
    """A list of strategies, and a button that takes one from a file."""

    def __init__(
        self,
        title: str,
        first: str,
        take: Callable[[], None],
        refuse: Callable[[str], None],
        *,
        has_today: bool = True,
    ) -> None:
        """The list.

        Args:
            title: What it is called on the page.
            first: Which one stands there first, by name.
            take: Told when another one is chosen.
            refuse: Handed the sentence why a file is no strategy.
            has_today: Whether what we do today can be chosen.
        """
        self._take, self._refuse = take, refuse
        self._own: dict[str, Strategy] = {}
        self._is_filling = False
        names = [name for name in shipped_names("strategy") if has_today or name != TODAY]
        self._shipped = [(_shipped(name).name, name) for name in names]
        self.list = widgets.Dropdown(options=self._shipped, value=first, description=title)
        self.list.observe(lambda _: None if self._is_filling else take(), names="value")
        self.upload = classed(
            widgets.FileUpload(
                accept=".yaml,.yml", description="From a file", icon="", tooltip="A strategy as YAML"
            ),
            "upload-strategy",
        )
        take_upload(self.upload, self.bring)
        self.box = box("strategy-choice no-print", self.list, self.upload)

    @property
    def strategy(self) -> Strategy:
        """The one that is chosen."""
        name = str(self.list.value)
        return self._own[name] if name in self._own else _shipped(name)

    def bring(self, name: str, content: bytes) -> None:
        """Take a strategy from a file; a file that is none leaves everything as it is."""
        try:
            found = uploaded_strategy(name, content)
        except UserError as error:
            self._refuse(error.message)
            return
        key = f"{_FILE}{found.name}"
        self._own[key] = found
        own = [(f"{one.name} (from a file)", place) for place, one in self._own.items()]
        self._is_filling = True
        self.list.options = [*own, *self._shipped]
        self.list.value = key
        self._is_filling = False
        self._take()

    def choose(self, name: str) -> None:
        """Choose one that ships, by name; another name changes nothing."""
        if name in [key for _, key in self._shipped]:
            self.list.value = name
