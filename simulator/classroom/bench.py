"""The lesson's small lab: a few levers, a button, and what they do beside today; for those who do not program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import ipywidgets as widgets

from simulator.app.kit.pieces import button
from simulator.app.lab.dials import Dial, dial_of
from simulator.app.lab.lever import input_for
from simulator.classroom.case import Case
from simulator.classroom.telling import table_html
from simulator.errors import UserError

_UNFORESEEN = "This could not be played. Run the lesson from its first cell again."
_NAMED = widgets.Layout(width="34em", max_width="100%")


class Bench:
    """Levers and the answer of the engine.

    Attributes:
        box: What is shown.
        changes: What the levers change of today, by group and lever.
    """

    def __init__(
        self,
        case: Case,
        levers: Sequence[str],
        measures: Sequence[str],
        hand_in: Callable[[Any], None] | None = None,
    ) -> None:
        self._case, self._measures = case, measures
        self._dials = [dial_of(key) for key in levers]
        self._inputs = {dial.key: self._input(dial) for dial in self._dials}
        self.table = widgets.HTML()
        acts = [button("Play", self._on_play, "primary")]
        if hand_in is not None:
            acts.append(button("Hand in this strategy", lambda: hand_in(self.changes)))
        for act in acts:
            act.layout.width = "auto"
        self.box = widgets.VBox([*self._inputs.values(), widgets.HBox(acts), self.table])

    @property
    def changes(self) -> dict[str, dict[str, Any]]:
        """What differs from today."""
        found: dict[str, dict[str, Any]] = {}
        for dial in self._dials:
            value = dial.meant(self._inputs[dial.key].value)
            if value != self._of_today(dial):
                group, _, lever = dial.key.partition(".")
                found.setdefault(group, {})[lever] = value
        return found

    def set(self, key: str, value: Any) -> None:
        """Move a lever, as a hand would."""
        dial = dial_of(key)
        self._inputs[key].value = dial.shown(value)

    def play(self) -> None:
        """Show what the levers do, beside today."""
        comparison = self._case.compare(*([self.changes] if self.changes else []))
        self.table.value = table_html(comparison, self._measures)

    def _on_play(self) -> None:
        self.table.value = "<i>Playing …</i>"
        try:
            self.play()
        except UserError as error:
            self.table.value = escape(error.message)
        except Exception:  # noqa: BLE001  (a failing callback would show nothing at all)
            self.table.value = _UNFORESEEN

    def _of_today(self, dial: Dial) -> Any:
        levers = self._case.scenario.today
        group, _, lever = dial.key.partition(".")
        value = getattr(getattr(levers, group), lever)
        return dial.meant(dial.shown(self._usual(dial))) if value is None else value

    def _usual(self, dial: Dial) -> Any:
        """Where a control stands whose lever is left to each customer: the terms that most of them have."""
        terms = self._case.scenario.portfolio.terms_days
        counts = self._case.scenario.portfolio.segment_count_fraction
        most = max(terms, key=lambda segment: counts[segment])
        return float(terms[most]) if dial.key.startswith("terms.net_days") else dial.low

    def _input(self, dial: Dial) -> Any:
        made = input_for(dial)
        made.description = f"{dial.title}{f' ({dial.unit})' if dial.unit else ''}"
        made.tooltip = dial.parameter.meaning
        made.style = {"description_width": "17em"}
        made.layout = _NAMED
        shown = dial.shown(self._of_today(dial))
        if dial.kind in ("whole", "number"):
            made.min, made.max = min(made.min, shown), max(made.max, shown)
        made.value = shown
        return made
