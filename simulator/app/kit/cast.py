"""Which strategies a page is about: today, and others that ship or come from a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from simulator.app.kit.pieces import box, take_upload
from simulator.app.sharing import uploaded_strategy
from simulator.errors import UserError
from simulator.plans import shipped_names
from simulator.strategy import Strategy, load_strategy, today_strategy

TODAY = "status_quo"


class Cast:
    """A tick for each strategy that ships, and a button to load one's own."""

    def __init__(
        self,
        chosen: Sequence[str],
        changed: Callable[[], Any],
        refuse: Callable[[str], Any],
        most: int | None = None,
    ) -> None:
        """What is ticked at first.

        Args:
            chosen: Names of strategies that ship.
            changed: Called when others are chosen.
            refuse: Told, in a sentence, why something cannot be.
            most: How many there may be beside today; None: as many as there are.
        """
        self._changed, self._refuse, self._most = changed, refuse, most
        self._is_showing = False
        self._strategies = {name: load_strategy(name) for name in shipped_names("strategy") if name != TODAY}
        self._ticks = {
            name: self._tick(one.name, one.why, name in chosen) for name, one in self._strategies.items()
        }
        self._upload = widgets.FileUpload(accept=".yaml,.yml", description="Load your own (YAML)", icon="")
        take_upload(self._upload, self.take)
        self._grid = box("cast-grid", *self._ticks.values())
        self.box = box("cast", self._grid, self._upload)

    @property
    def strategies(self) -> tuple[Strategy, ...]:
        """Today and those chosen."""
        return (today_strategy(), *(one for name, one in self._strategies.items() if self._ticks[name].value))

    def choose(self, name: str) -> int:
        """Choose a strategy that ships, in the place of the last one where there are too many.

        Returns:
            Its position; 0 where none of this name ships.
        """
        if name not in self._ticks:
            return 0
        with _Quietly(self):
            if not self._ticks[name].value and self._is_full:
                next(tick for tick in reversed(self._ticks.values()) if tick.value).value = False
            self._ticks[name].value = True
        shown = [one for one, tick in self._ticks.items() if tick.value]
        return 1 + shown.index(name)

    def take(self, name: str, content: bytes) -> None:
        """Take a strategy from a file."""
        try:
            found = uploaded_strategy(name, content)
        except UserError as error:
            self._refuse(error.message)
            return
        if found.name in {one.name for one in (*self._strategies.values(), *self.strategies[:1])}:
            self._refuse(
                f"A strategy called '{found.name}' is there already. Give yours another name in its file."
            )
            return
        key = f"own {len(self._ticks)}"
        self._strategies[key] = found
        self._ticks[key] = self._tick(found.name, found.why, False)
        self._grid.children = tuple(self._ticks.values())
        self._ticks[key].value = True

    @property
    def _is_full(self) -> bool:
        return self._most is not None and len(self.strategies) > self._most

    def _tick(self, name: str, why: str, is_chosen: bool) -> widgets.Checkbox:
        made = widgets.Checkbox(value=is_chosen, description=name, indent=False, tooltip=why)
        made.observe(self._on_tick, names="value")
        return made

    def _on_tick(self, change: dict[str, Any]) -> None:
        if self._is_showing:
            return
        if self._most is not None and change["new"] and len(self.strategies) > 1 + self._most:
            with _Quietly(self):
                change["owner"].value = False
            self._refuse(f"There is room for {self._most} strategies beside today. Take one away first.")
            return
        self._changed()


class _Quietly:
    """While it lasts, ticks that move are not told."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast

    def __enter__(self) -> None:
        self.cast._is_showing = True

    def __exit__(self, *_: object) -> None:
        self.cast._is_showing = False
