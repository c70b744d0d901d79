"""Own weights: what counts how much in the headline, with the definition printed below the sliders."""

from __future__ import annotations

from html import escape
from typing import Any, Protocol

import ipywidgets as widgets

from simulator.app.kit.pieces import box, see
from simulator.results.objectives import OBJECTIVES, PARTS, own_weights, weights_of, words_of
from simulator.results.verdict import CRITERIA

OWN = "own"
FIRST = "profit=2,lowest_cash=1,resilience=1"
"""What the sliders begin with: an assumption, shown."""
MOST = 10.0


class Acts(Protocol):
    """What the sliders ask the page to do."""

    def judge_by(self, criterion: str) -> None:
        """Judge by another criterion."""


class JudgedBy:
    """The choice of the criterion, and the sliders of one's own weights."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts
        self._is_showing = False
        self._weights = FIRST
        named = {**CRITERIA, **OBJECTIVES, OWN: "own weights"}
        self.choice = widgets.Dropdown(options=[(label, name) for name, label in named.items()])
        self.choice.add_class("judged-by")
        self.choice.tooltip = "What the headline judges by"
        self.choice.observe(self._on_choice, names="value")
        self.sliders = {part: _slider(title) for part, title in PARTS.items()}
        for slider in self.sliders.values():
            slider.observe(self._on_slider, names="value")
        self.words = widgets.HTML()
        self.box = box("weights", *self.sliders.values())
        self.panel = box("judged-panel", self.box, self.words)

    def show(self, criterion: str) -> None:
        """Show what is judged by."""
        is_own = "=" in criterion
        self._is_showing = True
        try:
            self.choice.value = OWN if is_own else criterion
            if is_own:
                self._show_weights(criterion)
        finally:
            self._is_showing = False
        words = words_of(criterion)
        self.words.value = f'<p class="hint">{escape(words)}</p>' if words else ""
        see(self.box, is_own)
        see(self.panel, bool(words))

    def _show_weights(self, criterion: str) -> None:
        """The sliders as they are, if they mean this; else so that the largest is as it was given."""
        self._weights = criterion
        if own_weights(self._given) == criterion:
            return
        given = {
            part: float(text) for part, _, text in (pair.partition("=") for pair in criterion.split(","))
        }
        weights_of(criterion)  # refuses what makes no sense
        largest = max(given.values())
        scale = 1.0 if largest <= MOST else MOST / largest
        for part, slider in self.sliders.items():
            slider.value = given.get(part, 0.0) * scale

    @property
    def _given(self) -> dict[str, float]:
        return {part: float(slider.value) for part, slider in self.sliders.items()}

    def _on_choice(self, change: dict[str, Any]) -> None:
        if not self._is_showing:
            self._acts.judge_by(self._weights if change["new"] == OWN else str(change["new"]))

    def _on_slider(self, _: dict[str, Any]) -> None:
        if not self._is_showing:
            self._acts.judge_by(own_weights(self._given) or "profit=0")


def _slider(title: str) -> widgets.FloatSlider:
    return widgets.FloatSlider(
        min=0.0, max=MOST, step=0.5, readout_format=".1f", description=title, continuous_update=False
    )
