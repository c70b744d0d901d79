"""The ladder: what we do on the left, what each step brings on the right; the last row is stop of supply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import ipywidgets as widgets

from simulator.app.desk.html import effect_html, heads_html, ladder_note, price_html, readable_table, scale_of
from simulator.app.desk.row import StepRow
from simulator.app.desk.state import DeskState
from simulator.app.kit.picture import head_html
from simulator.app.kit.pieces import box, button, card
from simulator.results.desk.answer import STOP_SUPPLY, DeskAnswer, Effect, without
from simulator.results.desk.wording import by_themselves, shows_no_gain

_NOTE = (
    "Left: what we do. Right: what we would lose a year by leaving out only this step. Steps overlap, so they do not "
    "add up."
)


class Acts(Protocol):
    """What the card asks the page to do."""

    def change_step(self, number: int, **changes: Any) -> None:
        """Change a step."""

    def switch_step(self, number: int, *, is_on: bool) -> None:
        """Put a step in force, or keep it aside."""

    def act_on_step(self, number: int, act: str) -> None:
        """Move up, Move down, Copy or Delete."""

    def add_step(self) -> None:
        """One more step."""

    def take_standard(self) -> None:
        """The ladder of the dictionary."""

    def take_todays(self) -> None:
        """Today's ladder."""

    def stop_supply(self, days: int, *, stops: bool) -> None:
        """Supply stops from so many days late, or never."""


class LadderCard:
    """The card."""

    def __init__(self, acts: Acts) -> None:
        self._acts = acts
        self._is_showing = False
        self.rows: list[StepRow] = []
        self.lines = box("desk-rows")
        self.stop_switch = widgets.Checkbox(description="Stop supply to late customers", indent=False)
        self.stop_day = widgets.BoundedIntText(
            min=0, max=3650, description="Days late from which supply stops", continuous_update=False
        )
        self.stop_result = widgets.HTML()
        self.stop_result.add_class("step-result")
        self.stop_switch.add_class("step-switch")
        for field in (self.stop_switch, self.stop_day):
            field.observe(self._on_stop, names="value")
        self.stop = box(
            "desk-row is-stop",
            *(widgets.HTML(""), widgets.HTML('<b class="step-badge">S</b>'), self.stop_switch, self.stop_day),
            widgets.HTML('<span class="stop-name">Stop supply until the late invoice is paid</span>'),
            self.stop_result,
        )
        self.stop.children[4].add_class("stop-name-cell")
        self.readable, self.note = widgets.HTML(), widgets.HTML()
        self.readable.add_class("desk-readable-cell")
        head = widgets.HTML(head_html("The ladder", _NOTE))
        head.add_class("card-head")
        table = box("desk-table", widgets.HTML(heads_html()), self.lines, self.stop)
        top = box(
            "card-top",
            head,
            button("Standard ladder", acts.take_standard, "dashed", tooltip="The ladder of the dictionary"),
            button("Today's ladder", acts.take_todays, "dashed", tooltip="Back to what we do today"),
        )
        foot = box("desk-foot", button("+ Add a step", acts.add_step, "dashed"), self.note)
        self.box = card("ladder", top, table, foot, self.readable)

    def show(self, state: DeskState, per_minute: float) -> None:
        """Show the plan; effects are shown apart."""
        currency = state.setting.scenario.company.currency
        while len(self.rows) < len(state.rows):
            self.rows.append(StepRow(len(self.rows), self._acts, currency))
        for shown, row in zip(self.rows, state.rows, strict=False):
            shown.show(row, price_html(state, row, per_minute))
        wanted = tuple(row.box for row in self.rows[: len(state.rows)])
        if self.lines.children != wanted:
            self.lines.children = wanted
        self._is_showing = True
        try:
            self.stop_switch.value, self.stop_day.value = state.stops, state.stop_days
        finally:
            self._is_showing = False
        (self.stop.remove_class if state.stops else self.stop.add_class)("is-off")

    def show_effects(self, state: DeskState, answer: DeskAnswer | None) -> None:
        """Show what each step brings; nothing yet where there is no answer."""
        effects = self._effects(state, answer)
        scale = scale_of(effects)
        why = [
            "" if answer is None else answer.refused.get(without(place), "")
            for place in range(len(state.rows))
        ]
        place = 0
        for shown, row, effect in zip(self.rows, state.rows, effects, strict=False):
            told = "not in use" if not row.is_on else why[place]
            place += row.is_on
            shown.show_result(effect_html(effect, scale, told), is_weak=_is_weak(effect))
        self.stop_result.value = effect_html(effects[-1], scale, "" if state.stops else "supply never stops")
        (self.stop.add_class if _is_weak(effects[-1]) else self.stop.remove_class)("is-weak")
        self.readable.value = readable_table(state, answer)
        self.note.value = (
            f'<p class="note">{ladder_note(answer, state, by_themselves(answer) if answer else "")}</p>'
        )

    def _effects(self, state: DeskState, answer: DeskAnswer | None) -> Sequence[Effect | None]:
        """The effect of each row, that of stop of supply last."""
        found: list[Effect | None] = []
        place = 0
        for row in state.rows:
            found.append(answer.effect(place) if answer is not None and row.is_on else None)
            place += row.is_on
        return [*found, None if answer is None else answer.effect(STOP_SUPPLY)]

    def _on_stop(self, _change: Any) -> None:
        if not self._is_showing:
            self._acts.stop_supply(int(self.stop_day.value), stops=bool(self.stop_switch.value))


def _is_weak(effect: Effect | None) -> bool:
    return effect is not None and shows_no_gain(effect.net)
