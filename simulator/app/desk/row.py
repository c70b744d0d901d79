"""One row of the ladder: what we do as widgets, what it brings as HTML."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import ipywidgets as widgets

from simulator.app.desk.choices import CHANNELS, amount_options, day_limits, segment_options
from simulator.app.desk.state import Row
from simulator.app.kit.pieces import box

_ACTS = ("Move up", "Move down", "Copy", "Delete")
_MENU = "⋮"


class Acts(Protocol):
    """What a row asks the page to do; steps are counted from 0."""

    def change_step(self, number: int, **changes: Any) -> None:
        """Change a step."""

    def switch_step(self, number: int, *, is_on: bool) -> None:
        """Put a step in force, or keep it aside."""

    def act_on_step(self, number: int, act: str) -> None:
        """Move up, Move down, Copy or Delete."""


class StepRow:
    """The widgets of one step; they say when the person moved them, and show what the state says."""

    def __init__(self, number: int, acts: Acts, currency: str) -> None:
        self.number, self._acts, self._currency = number, acts, currency
        self._is_showing = False
        name = f"step {number + 1}"
        low, high = day_limits()
        self.menu = widgets.Dropdown(
            options=[(_MENU, ""), *((act, act) for act in _ACTS)], description=f"Menu of {name}"
        )
        self.badge = widgets.HTML(f'<b class="step-badge">{number + 1}</b>')
        self.switch = widgets.Checkbox(description=f"Use {name}", indent=False)
        self.day = widgets.BoundedIntText(
            min=low, max=high, description=f"Day of {name}", continuous_update=False
        )
        self.channel = widgets.Dropdown(options=CHANNELS, description=f"Channel of {name}")
        self.whom = widgets.Dropdown(description=f"For whom {name} is")
        self.amount = widgets.Dropdown(description=f"Amounts of {name}")
        self.price, self.result = widgets.HTML(), widgets.HTML()
        self.result.add_class("step-result")
        for field, css in (
            (self.menu, "step-menu"),
            (self.switch, "step-switch"),
            (self.price, "step-price"),
        ):
            field.add_class(css)
        self._listen()
        self.box = box(
            "desk-row",
            *(self.menu, self.badge, self.switch, self.day, self.channel),
            *(self.whom, self.amount, self.price, self.result),
        )

    def show(self, row: Row, price: str) -> None:
        """Show a step; its effect is shown apart."""
        step = row.step
        self._is_showing = True
        try:
            _choose(self.whom, segment_options(step), step.segments)
            _choose(self.amount, amount_options(step, self._currency), (step.above, step.below))
            for field, value in (
                (self.switch, row.is_on),
                (self.day, step.day),
                (self.channel, step.channel),
            ):
                if field.value != value:
                    field.value = value
            self.price.value = price
        finally:
            self._is_showing = False
        (self.box.remove_class if row.is_on else self.box.add_class)("is-off")

    def show_result(self, html: str, *, is_weak: bool) -> None:
        """Show what the step brings."""
        self.result.value = html
        (self.box.add_class if is_weak else self.box.remove_class)("is-weak")

    def _listen(self) -> None:
        acts, number = self._acts, self.number
        self._when(self.switch, lambda value: acts.switch_step(number, is_on=bool(value)))
        self._when(self.day, lambda value: acts.change_step(number, day=int(value)))
        self._when(self.channel, lambda value: acts.change_step(number, channel=value))
        self._when(self.whom, lambda value: acts.change_step(number, segments=value))
        self._when(self.amount, lambda value: acts.change_step(number, above=value[0], below=value[1]))
        self._when(self.menu, self._chosen)

    def _chosen(self, act: str) -> None:
        if act:
            self.menu.value = ""
            self._acts.act_on_step(self.number, act)

    def _when(self, field: Any, act: Callable[[Any], None]) -> None:
        def heard(change: dict[str, Any]) -> None:
            if not self._is_showing:
                act(change["new"])

        field.observe(heard, names="value")


def _choose(field: widgets.Dropdown, options: list[tuple[str, Any]], value: Any) -> None:
    """Options and value in one go; where both are as before, nothing is sent."""
    if list(field.options) != options:
        field.options = options
    if field.value != value:
        field.value = value
